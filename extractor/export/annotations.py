"""A report as W3C Web Annotations (https://www.w3.org/TR/annotation-model/), for other annotation tools.

The target is the report's normalised text: each annotation points to it by position and by quote, so that a tool that
has the text in another form still finds the place.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from extractor.export.characters import writable
from extractor.export.json import adapter
from extractor.model import Report, Span

_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
#: Characters on either side of a quote.
_BESIDE = 32
#: The lists whose items stand at one place of the text.
_LISTS = (
    *("references", "dates", "counts", "responsibilities", "indicators", "tasks", "scores", "persons", "footnotes"),
    *("sections", "tables"),
)
#: What a list is not worth repeating in the body: the target says it.
_OF_THE_TARGET = frozenset(("id", "text", "span", "cells"))


def to_annotations(report: Report) -> bytes:
    """An AnnotationPage as JSON-LD in UTF-8, with one annotation an item and one a mention of a body."""
    page = {
        "@context": _CONTEXT,
        "id": _name(report, "annotations"),
        "type": "AnnotationPage",
        "items": list(_annotations(report)),
    }
    return writable(json.dumps(page, ensure_ascii=False, indent=1)).encode() + b"\n"


def _annotations(report: Report) -> Iterator[dict[str, Any]]:
    data = adapter().dump_python(report)
    for name in _LISTS:
        for item in data[name]:
            facts = {key: value for key, value in item.items() if key not in _OF_THE_TARGET and value is not None}
            yield _annotation(report, item["id"], "identifying", {"list": name, **facts}, item["span"])
    for body in report.organisations:
        facts = {"list": "organisations", "name": body.name, "collective": body.collective}
        for index, mention in enumerate(body.mentions, start=1):
            yield _annotation(report, f"{body.id}-{index}", "identifying", facts, mention.span)
    for finding in report.findings:
        if finding.span:
            facts = {"list": "findings", "finding": finding.type, "severity": finding.severity}
            facts |= {"items": list(finding.items), "value": finding.message_vi, "language": "vi"}
            yield _annotation(report, finding.id, "assessing", facts, finding.span)


def _annotation(report: Report, item: str, motivation: str, facts: dict[str, Any], span: Span) -> dict[str, Any]:
    """An annotation; a finding's body is its sentence, every other's is its facts as data."""
    body = {"type": "TextualBody" if motivation == "assessing" else "Dataset", **facts}
    return {
        "id": _name(report, item),
        "type": "Annotation",
        "motivation": motivation,
        "body": body,
        "target": {"source": _name(report, "text"), "selector": _selectors(report.text, *span)},
    }


def _selectors(text: str, start: int, end: int) -> list[dict[str, Any]]:
    return [
        {"type": "TextPositionSelector", "start": start, "end": end},
        {
            "type": "TextQuoteSelector",
            "exact": text[start:end],
            "prefix": text[max(0, start - _BESIDE) : start],
            "suffix": text[end : end + _BESIDE],
        },
    ]


def _name(report: Report, item: str) -> str:
    """A name of the project's own: the file by its digest, and the item in it."""
    return f"urn:trichluc:{report.source.sha256}:{item}"
