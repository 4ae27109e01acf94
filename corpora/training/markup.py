"""Sentences with tags, as annotators and grammars write them: "<LEAD><ORG>Sở Nội vụ</ORG></LEAD> chủ trì …"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

Label = Literal[
    "ORG",
    "GRP",
    "REF",
    "PER",
    "POS",
    "TITLE",
    "LEAD",
    "COORDINATE",
    "ASSIGNED",
    "MONITOR",
    "ACCOUNTABLE",
    "TASK",
    "WHEN",
]
LABELS: tuple[str, ...] = get_args(Label)

_TAG = re.compile(rf"<(/?)({'|'.join(LABELS)})>")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence or paragraph; `spans` are (start, end, label), nested or apart, in reading order."""

    text: str
    spans: tuple[tuple[int, int, str], ...]

    def of(self, labels: Sequence[str]) -> list[tuple[int, int, str]]:
        """The spans with these labels; of nested ones the inner."""
        chosen = [span for span in self.spans if span[2] in labels]
        return [one for one in chosen if not any(_holds(one, other) for other in chosen)]


def _holds(outer: tuple[int, int, str], inner: tuple[int, int, str]) -> bool:
    return outer[:2] != inner[:2] and outer[0] <= inner[0] and inner[1] <= outer[1]


def parse(marked: str) -> Sentence:
    """The sentence of a marked line. Raises ValueError when tags cross or stay open."""
    parts: list[str] = []
    open_at: list[tuple[str, int]] = []
    spans: list[tuple[int, int, str]] = []
    length = position = 0
    for match in _TAG.finditer(marked):
        parts.append(marked[position : match.start()])
        length += match.start() - position
        position = match.end()
        if not match[1]:
            open_at.append((match[2], length))
            continue
        if not open_at or open_at[-1][0] != match[2]:
            raise ValueError(f"{match[0]} closes nothing: {marked[: match.end()][-80:]}")
        label, start = open_at.pop()
        spans.append((start, length, label))
    if open_at:
        raise ValueError(f"<{open_at[-1][0]}> is not closed: {marked[:80]}")
    parts.append(marked[position:])
    text = "".join(parts)
    return Sentence(text, tuple(sorted(filter(None, (_trim(text, span) for span in spans)), key=_order)))


def _trim(text: str, span: tuple[int, int, str]) -> tuple[int, int, str] | None:
    """Without white space at either end."""
    start, end, label = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end, label) if start < end else None


def _order(span: tuple[int, int, str]) -> tuple[int, int, str]:
    """Reading order, the outer one first; of two with the same words by their labels."""
    return span[0], -span[1], span[2]


def render(sentence: Sentence) -> str:
    """The marked line of a sentence: what `parse` reads."""
    tags: dict[int, tuple[list[str], list[str]]] = {}
    for start, end, label in sorted(sentence.spans, key=_order):
        tags.setdefault(start, ([], []))[1].append(f"<{label}>")
        # What opened last closes first.
        tags.setdefault(end, ([], []))[0].insert(0, f"</{label}>")
    parts, position = list[str](), 0
    for at in sorted(tags):
        closing, opening = tags[at]
        parts += [sentence.text[position:at], *closing, *opening]
        position = at
    return "".join([*parts, sentence.text[position:]])
