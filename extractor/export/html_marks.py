"""Marks in running text: spans that may nest, cross one another and run over line ends become well-formed elements."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape

from extractor.model import Span


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text to be marked. `css` is its classes, `key` the name of its card ("m3"), `name` the id of the
    element: that of the card but where several places share one card. Marks of one name are pieces of one.

    A mark without a key only decorates. `rank` decides which of two marks with the same span is outside: the lower.
    `tabindex` is None for what cannot take the focus.
    """

    span: Span
    css: str
    key: str = ""
    name: str = ""
    rank: int = 1
    href: str = ""
    tabindex: int | None = 0


@dataclass(slots=True)
class Marker:
    """Writes the text of one report, block after block; the first piece of each mark carries its id."""

    text: str
    marks: list[Mark]
    _next: int = 0
    _open: list[Mark] = field(default_factory=list)
    _named: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.marks = sorted(
            (mark for mark in self.marks if 0 <= mark.span[0] < mark.span[1] <= len(self.text)),
            key=lambda mark: mark.span,
        )

    def write(self, start: int, end: int) -> str:
        """The text of [start, end) as HTML. Blocks must come in order and must not overlap."""
        while self._next < len(self.marks) and self.marks[self._next].span[0] < end:
            self._open.append(self.marks[self._next])
            self._next += 1
        self._open = [mark for mark in self._open if mark.span[1] > start]
        inside = [(max(mark.span[0], start), min(mark.span[1], end), mark) for mark in self._open if mark.span[0] < end]
        return "".join(self._nested(start, end, inside))

    def _nested(self, start: int, end: int, inside: Iterable[tuple[int, int, Mark]]) -> Iterator[str]:
        queue = [(left, -right, mark.rank, index, mark) for index, (left, right, mark) in enumerate(inside)]
        heapq.heapify(queue)
        stack: list[tuple[int, Mark]] = []
        position = start
        while queue:
            left, negative, rank, index, mark = heapq.heappop(queue)
            right = -negative
            while stack and stack[-1][0] <= left:
                until, closed = stack.pop()
                yield escape(self.text[position:until]) + _close(closed)
                position = until
            if stack and right > stack[-1][0]:
                # The two cross: what lies beyond the outer one becomes a piece of its own.
                heapq.heappush(queue, (stack[-1][0], negative, rank, index, mark))
                right = stack[-1][0]
            yield escape(self.text[position:left]) + self._opening(mark)
            position = left
            stack.append((right, mark))
        while stack:
            until, closed = stack.pop()
            yield escape(self.text[position:until]) + _close(closed)
            position = until
        yield escape(self.text[position:end])

    def _opening(self, mark: Mark) -> str:
        if not mark.key:
            return f'<span class="{mark.css}">'
        name = mark.name or mark.key
        first = name not in self._named
        self._named.add(name)
        named = f' id="{name}" aria-describedby="c-{mark.key}"' if first else ""
        if mark.href:
            return f'<a class="m {mark.css}" data-m="{mark.key}" href="#{mark.href}"{named}>'
        focus = f' tabindex="{mark.tabindex}"' if first and mark.tabindex is not None else ""
        return f'<mark class="m {mark.css}" data-m="{mark.key}"{named}{focus}>'


def _close(mark: Mark) -> str:
    if not mark.key:
        return "</span>"
    return "</a>" if mark.href else "</mark>"
