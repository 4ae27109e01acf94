"""The citation graph as GraphML, for Gephi, yEd, Cytoscape and NetworkX; written as it comes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields
from functools import cache
from pathlib import Path

from api.graph.export import Edge, Node
from api.output import written_whole

_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
#: Attributes that are no text.
_TYPES = {"reports": "int", "mentions": "int", "confidence": "double"}
#: Those that are in the places of the format itself.
_PLACED = {"id", "source", "target"}


def write_graphml(items: Iterable[Node | Edge], file: Path) -> tuple[int, int]:
    """Write nodes and edges into a file, whole or not at all; return how many of each. Raises OSError."""
    from lxml import etree

    nodes = edges = 0
    with written_whole(file) as part, part.open("wb") as target, etree.xmlfile(target, encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element("graphml", nsmap={None: _NAMESPACE}):
            named = {"node": _attributes(Node), "edge": _attributes(Edge)}
            for domain, names in named.items():
                for name in names:
                    facts = {"for": domain, "attr.name": name, "attr.type": _TYPES.get(name, "string")}
                    xml.write(etree.Element("key", {"id": f"{domain}_{name}", **facts}), "\n")
            with xml.element("graph", {"id": "citations", "edgedefault": "directed"}):
                for item in items:
                    domain = "node" if isinstance(item, Node) else "edge"
                    nodes, edges = nodes + isinstance(item, Node), edges + isinstance(item, Edge)
                    with xml.element(domain, _places(item)):
                        for name in named[domain]:
                            value = getattr(item, name)
                            if value is not None:
                                with xml.element("data", {"key": f"{domain}_{name}"}):
                                    xml.write(_writable(str(value)))
                    xml.write("\n")
    return nodes, edges


def _places(item: Node | Edge) -> dict[str, str]:
    if isinstance(item, Node):
        return {"id": _writable(item.id)}
    return {"source": _writable(item.source), "target": _writable(item.target)}


def _attributes(kind: type[Node] | type[Edge]) -> list[str]:
    return [one.name for one in fields(kind) if one.name not in _PLACED]


def _writable(text: str) -> str:
    """The text with what XML cannot hold as U+FFFD."""
    return text if text.isprintable() else _forbidden().sub("\ufffd", text)


@cache
def _forbidden() -> re.Pattern[str]:
    return re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
