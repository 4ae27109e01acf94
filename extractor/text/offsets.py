"""The way back from an offset of the normalised text to the page, the box and the raw text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from operator import itemgetter
from typing import NamedTuple

from extractor.source import Box, Line, Word
from extractor.text.characters import Shifts, shift_back


class Piece(NamedTuple):
    """A physical line inside the text: text[start:end] is the cleaned line."""

    start: int
    end: int
    line: Line
    shifts: Shifts


class OffsetMap:
    """Pieces in the order of the text. Offsets between two pieces (joins, line ends) belong to the one before."""

    __slots__ = ("_pieces", "_starts")

    def __init__(self, pieces: list[Piece]) -> None:
        self._pieces = pieces
        self._starts = [piece.start for piece in pieces]

    def piece_at(self, offset: int) -> Piece | None:
        """The physical line that an offset falls in."""
        index = bisect_right(self._starts, offset) - 1
        return self._pieces[index] if index >= 0 else None

    def pieces(self, start: int, end: int) -> Iterator[Piece]:
        """The physical lines that [start, end) touches."""
        index = max(0, bisect_right(self._starts, start) - 1)
        while index < len(self._pieces) and self._pieces[index].start < end:
            if self._pieces[index].end > start:
                yield self._pieces[index]
            index += 1

    def raw_at(self, offset: int) -> int | None:
        """The offset in `Source.raw`, None where the format has no raw text."""
        piece = self.piece_at(offset)
        if piece is None or piece.line.raw is None:
            return None
        within = shift_back(piece.shifts, min(offset, piece.end) - piece.start)
        index = bisect_right(piece.line.pieces, within, key=itemgetter(0))
        base_text, base_raw = piece.line.pieces[index - 1] if index else (0, piece.line.raw)
        return base_raw + within - base_text

    def raw_span(self, start: int, end: int) -> tuple[int, int] | None:
        """[start, end) as a span of `Source.raw`."""
        first = self.raw_at(start)
        last = self.raw_at(max(start, end - 1))
        return None if first is None or last is None else (first, last + 1)

    def has_pages(self) -> bool:
        """Whether any line of the text knows its page."""
        return any(piece.line.box is not None for piece in self._pieces)

    def page_at(self, offset: int) -> int | None:
        """The page, None for formats without pages."""
        piece = self.piece_at(offset)
        return piece.line.box.page if piece and piece.line.box else None

    def page_spans(self) -> dict[int, tuple[int, int]]:
        """The stretch of text that starts on each page, from its first line to its last."""
        spans: dict[int, tuple[int, int]] = {}
        for piece in self._pieces:
            if piece.line.box:
                page = piece.line.box.page
                start, end = spans.get(page, (piece.start, piece.end))
                spans[page] = min(start, piece.start), max(end, piece.end)
        return spans

    def boxes(self, start: int, end: int) -> tuple[Box, ...]:
        """One box a physical line, narrowed to the characters of [start, end) in proportion to their number; to their
        words where the line was recognised."""
        found = []
        for piece in self.pieces(start, end):
            box, length = piece.line.box, piece.end - piece.start
            if box is None or length == 0:
                continue
            if words := _words(piece, start, end):
                found.append(_around(words, box.page))
                continue
            width = (box.x1 - box.x0) / length
            left = box.x0 + width * max(0, start - piece.start)
            right = box.x1 - width * max(0, piece.end - end)
            found.append(Box(box.page, round(left, 2), box.y0, round(right, 2), box.y1))
        return tuple(found)

    def recognised(self, start: int, end: int) -> bool:
        """Whether any of [start, end) was recognised from an image."""
        return any(piece.line.recognised for piece in self.pieces(start, end))

    def confidence(self, start: int, end: int) -> float | None:
        """The lowest confidence, from 0 to 1, of the words recognised in [start, end); None where none were."""
        return min((word.confidence for word in self.words(start, end)), default=None)

    def words(self, start: int, end: int) -> tuple[Word, ...]:
        """The words recognised in [start, end); their offsets are of their lines."""
        return tuple(word for piece in self.pieces(start, end) for word in _words(piece, start, end))


def _words(piece: Piece, start: int, end: int) -> list[Word]:
    """The recognised words of a line that [start, end) of the text touches."""
    if not piece.line.words:
        return []
    first = shift_back(piece.shifts, max(start, piece.start) - piece.start)
    last = shift_back(piece.shifts, min(end, piece.end) - piece.start)
    return [word for word in piece.line.words if word.start < last and word.end > first]


def _around(words: list[Word], page: int) -> Box:
    edges = min(w.x0 for w in words), min(w.y0 for w in words), max(w.x1 for w in words), max(w.y1 for w in words)
    return Box(page, *(round(edge, 2) for edge in edges))
