"""Annotated rows and statements (EXTRACTION 2 and 6-10) added to a gold file of references, sections and dates.

    python -m corpora.align --extend corpora/gold/ID.jsonl ANNOTATION.json

These are written down by line, and by the words that can be quoted from it. A count is quoted whole. The other kinds
are matched by what they say and not by their span, so an item whose quote is not on its line stands for the line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from corpora.gold_files import Gold, GoldError
from corpora.squash import Squashed, normalised, printed

#: Key of the annotation, kind of the items, letter of their ids, and the field that holds their quote.
ROW_KINDS = (
    ("counts", "count", "c", "text"),
    ("responsibilities", "responsibility", "u", "task"),
    ("organisations", "organisation", "o", "text"),
    ("indicators", "indicator", "i", "label"),
    ("tasks", "task", "t", "task"),
    ("scores", "score", "x", "criterion"),
    ("persons", "person", "p", "name"),
    ("findings", "finding", "f", "quote"),
)
#: Facts of the letterhead that came with these kinds.
_DOCUMENT = ("period", "data_window", "secrecy", "urgency", "signer", "recipients")

Raw = Mapping[str, Any]


def extend(gold: Gold, annotation: Raw) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Header and items of a gold file with the annotation's kinds in place of what it had of them. Raises GoldError."""
    present = [row for row in ROW_KINDS if row[0] in annotation]
    replaced = {kind for _, kind, _, _ in present}
    items: list[dict[str, Any]] = [dict(item) for item in gold.items if item["kind"] not in replaced]
    starts = _line_starts(gold.text)
    for key, kind, letter, quote in present:
        placed = sorted(_place(annotation[key], kind, quote, gold.text, starts), key=lambda pair: pair[1])
        for index, (raw, span) in enumerate(placed, start=1):
            fields = {name: value for name, value in raw.items() if name not in {"text", "kind", "type"}}
            shape = {"kind": kind, "id": f"{letter}{index}", "span": list(span), "text": gold.text[slice(*span)]}
            if kind in ("count", "finding"):
                shape["form"] = raw["kind" if kind == "count" else "type"]
            items.append(shape | fields)
    known = [*gold.header.get("kinds", ("reference", "section", "date")), *sorted(replaced)]
    header = dict(gold.header) | {"kinds": list(dict.fromkeys(known))}
    if document := annotation.get("document"):
        facts = {name: document.get(name) for name in _DOCUMENT}
        header["letterhead"] = dict(header.get("letterhead") or {}) | facts
    return header, items


def _line_starts(text: str) -> list[int]:
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    return starts


def _place(
    raws: Sequence[Raw], kind: str, quote: str, text: str, starts: Sequence[int]
) -> Iterator[tuple[Raw, tuple[int, int]]]:
    squashed = printed(text)
    behind: dict[int, int] = {}
    for raw in raws:
        line = int(raw["line"])
        if not 1 <= line < len(starts):
            raise GoldError(f"{kind} at line {line}: the file has {len(starts) - 1} lines")
        low, high = squashed.place(starts[line - 1]), squashed.place(starts[line])
        words = printed(normalised(str(raw.get(quote) or ""))).text
        first = max(low, behind.get(line, low)) if kind == "count" else low
        whole = (at for at in squashed.occurrences(words, first, high) if _whole(squashed, at, words, text))
        at = next(whole, None)
        if at is not None:
            behind[line] = at + len(words)
            yield raw, squashed.span(at, at + len(words))
        elif kind == "count":
            raise GoldError(f"count at line {line}: {raw[quote]!r} is not there, or stands before the one above it")
        else:
            end = max(starts[line] - 1, starts[line - 1])
            yield raw, (starts[line - 1], end)


def _whole(squashed: Squashed, at: int, words: str, text: str) -> bool:
    return is_whole(*squashed.span(at, at + len(words)), text)


def is_whole(start: int, end: int, text: str) -> bool:
    """Whether a quote neither begins nor ends inside a word or a number."""
    return not (are_one(text[start - 1 : start], text[start]) or are_one(text[end - 1], text[end : end + 1]))


def are_one(left: str, right: str) -> bool:
    """Both letters, or both digits: no word begins between them. (A letter may touch a digit: "tháng 12năm 2024".)"""
    return (left.isalpha() and right.isalpha()) or (left.isdigit() and right.isdigit())
