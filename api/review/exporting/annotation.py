"""Decided documents in the format of the annotated corpus (corpora/gold/README.md): what people decided becomes text to
train on and to measure with."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from api.review.folding import GONE, Item, State
from api.review.standing import Standing
from api.review.subject import Subject

#: The kinds that the corpus has, of which everything must be decided before a document is annotated for it.
_CORPUS = ("reference", "count", "responsibility", "indicator")
_DECIDED = frozenset(("accepted", "corrected", "added", "confirmed"))
_FIELDS = {
    "reference": ("doc_type", "number", "year", "symbol", "code", "date", "issuer"),
    "count": ("value", "total", "unit", "qualifier"),
    "indicator": ("code", "label", "unit", "value_text", "note"),
}


@dataclass(frozen=True, slots=True)
class Annotated:
    """A document for the corpus: the text that spans count in, and the standoff lines."""

    text: bytes
    lines: bytes
    kinds: tuple[str, ...]
    items: int


def annotated(subject: Subject, state: State, stands: Standing, file: str, *, blind: bool = False) -> Annotated | None:
    """The lines of a document, for those kinds of which every item was decided; None where there is no such kind.
    `file` is the name of the text, below corpora/. `blind`: `state` is that of a blind review, of references."""
    text = unicodedata.normalize("NFC", subject.report.text)
    if text != subject.report.text or "\r" in text:
        return None  # spans would not count in the file
    kinds = tuple(kind for kind in _CORPUS if _complete(state, kind, blind))
    if not kinds:
        return None
    data = text.encode("utf-8", "replace")
    people = sorted({one.who for one in stands.decisions})
    header = {
        "document": subject.uid,
        "file": file,
        "sha256": hashlib.sha256(data).hexdigest(),
        "annotated": f"by review{', blind' if blind else ' of what was extracted'}, by {len(people)} people",
        "source": {"name": subject.name, "sha256": subject.report.source.sha256},
        "kinds": list(kinds),
    }
    clusters: dict[str, str] = {}
    numbers = dict.fromkeys(_CORPUS, 0)
    lines = [header]
    for item in state.items:
        # The corpus leaves figures in tables out.
        if item.kind in kinds and item.state in _DECIDED and not item.fields.get("in_table"):
            numbers[item.kind] += 1
            lines.append(_line(text, item, numbers[item.kind], clusters))
    out = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    return Annotated(data, out.encode("utf-8", "replace"), kinds, len(lines) - 1)


def _complete(state: State, kind: str, blind: bool) -> bool:
    items = [item for item in state.items if item.kind == kind and item.state != "orphaned"]
    if blind:
        return kind == "reference"
    return bool(items) and all(item.state in _DECIDED or item.state in GONE for item in items)


def _line(text: str, item: Item, number: int, clusters: dict[str, str]) -> dict[str, Any]:
    start, end = item.anchor.start, item.anchor.end
    line: dict[str, Any] = {
        "kind": item.kind,
        "id": f"{'c' if item.kind == 'count' else item.kind[0]}{number}",
        "span": [start, end],
        "text": " ".join(text[start:end].split()),
        "line": text.count("\n", 0, start) + 1,
    }
    return line | dict(_facts(item, clusters))


def _facts(item: Item, clusters: dict[str, str]) -> Iterator[tuple[str, Any]]:
    fields = item.fields
    if item.kind in ("reference", "count"):
        yield "form", fields["form"]
    yield from ((name, fields.get(name)) for name in _FIELDS.get(item.kind, ()))
    if item.kind == "reference":
        part = {name: fields.get(name) for name in ("article", "clause", "point")}
        yield "provision", part if any(part.values()) else None
        yield from ((name, fields.get(name)) for name in ("title", "relation"))
        yield "cluster", clusters.setdefault(str(fields["group"]), f"D{len(clusters) + 1}")
    elif item.kind == "responsibility":
        yield from (("role", fields["role"]), ("actors", fields["actors"]), ("names", fields["actors"]))
        yield from ((name, fields.get(name)) for name in ("task", "about", "deadline"))
    elif item.kind == "indicator":
        yield "parent_code", None
