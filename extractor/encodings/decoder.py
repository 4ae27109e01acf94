"""Finds text in old encodings and says what it is in Unicode, letter by letter, before any offset is taken.

The text of a document is judged twice. First as a whole: an encoding counts only where it turns many different words
that are none into syllables. Then word by word: the cheapest way through the text, where every change from Unicode to
an encoding and back has its price, less where a font or a line ends. So documents of which some runs were converted
keep them, and a word that may be both goes with its neighbours.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence

from extractor.encodings.charts import Encoding, Font, encodings
from extractor.encodings.letters import Edit, Piece, letters, mended, signs, uppercased
from extractor.encodings.words import FOREIGN, LETTERS, Reading, Word, reader, shape, words

#: Different words that must become syllables before an encoding is believed: without a font that says so, and with.
_BELIEVED, _BELIEVED_WITH_FONT = 6, 1
#: An encoding without a font must explain this share of the words that are wrong as they stand.
_EXPLAINED = 0.5
#: So many words more must a later encoding of the list explain: TCVN3 is part of another table.
_CLEARLY = 3
#: The price of a change between two words; where the font changes; at the end of a line.
_CHANGE, _CHANGE_FONT, _CHANGE_LINE = 3.0, 0.5, 1.2
#: What a font adds to the cost of leaving a word as it is, and to that of another encoding.
_FONT = 2.0
#: So many characters are judged as one text.
_AT_ONCE = 400_000

__all__ = ["Decoder", "Piece", "converted"]


class Decoder:
    """Converts the parts of one document, which share their encodings: what was believed once needs less proof."""

    def __init__(self) -> None:
        #: The encodings found so far, in the order in which they were found.
        self.found: list[str] = []
        self._known: list[tuple[Encoding, Callable[[str], Reading]]] = []

    def edits(self, pieces: Sequence[Piece]) -> list[Edit]:
        """The letters to put in place, in order, as offsets in the joined text of `pieces`; none where all is right.
        Texts longer than any report's are taken in portions, so that memory does not grow with them."""
        if sum(len(piece.text) for piece in pieces) <= _AT_ONCE:
            return self._edits(pieces)
        made: list[Edit] = []
        for offset, portion in _portions(pieces):
            made += [Edit(start + offset, end + offset, letter) for start, end, letter in self._edits(portion)]
        return made

    def _edits(self, pieces: Sequence[Piece]) -> list[Edit]:
        text = "".join(piece.text for piece in pieces)
        found = list(words(text))
        fonts = _Fonts(pieces)
        hinted = [fonts.at(word.start) for word in found]
        believed = self._believed(found, hinted)
        if not believed:
            return []
        states = _cheapest(text, found, hinted, [judge for _, judge in believed], [one.id for one, _ in believed])
        chosen = [(word, believed[state - 1][0]) for word, state in zip(found, states, strict=True) if state]
        self.found += [one.id for one, _ in believed if one.id not in self.found and _used(one, chosen)]
        made = signs(text, mended(text, [edit for word, one in chosen for edit in letters(word, one)], chosen))
        return uppercased(text, made, pieces, {word.start for word, _ in chosen}, found)

    def _readers(self) -> list[tuple[Encoding, Callable[[str], Reading]]]:
        """All encodings with their judges, made when a text first needs them."""
        self._known = self._known or [(one, reader(one)) for one in encodings()]
        return self._known

    def _believed(
        self, found: Sequence[Word], fonts: Sequence[Font | None]
    ) -> list[tuple[Encoding, Callable[[str], Reading]]]:
        """The encodings that the text is in, the one that explains most first, each with its judge."""
        wrong = {text for text in {word.text for word in found} if shape(text) >= LETTERS}
        hinted: dict[str, set[str]] = {}
        for word, font in zip(found, fonts, strict=True):
            if font:
                hinted.setdefault(font.encoding, set()).add(word.text)
        believed = []
        left = wrong
        candidates = self._readers()
        while left and candidates:
            explained = [{word for word in left if judge(word).convincing} for _, judge in candidates]
            most = max(map(len, explained))
            best = next(at for at, found in enumerate(explained) if len(found) > most - _CLEARLY or len(found) == most)
            one = candidates[best][0]
            # a font that stands over words of another encoding says nothing
            in_font = hinted.get(one.id, set()) & wrong
            named = one.id in self.found or len(in_font & explained[best]) > _EXPLAINED * len(in_font)
            if len(explained[best]) < (_BELIEVED_WITH_FONT if named else max(_BELIEVED, _EXPLAINED * len(left))):
                break
            believed.append(candidates[best])
            left = left - explained[best]
            candidates = [candidate for candidate in candidates if candidate[0].id != one.id]
        return believed


def converted(text: str, edits: Iterable[Edit]) -> str:
    """The text with the edits made."""
    parts, position = [], 0
    for start, end, letter in edits:
        parts += [text[position:start], letter]
        position = end
    return "".join([*parts, text[position:]])


def _portions(pieces: Sequence[Piece]) -> Iterator[tuple[int, list[Piece]]]:
    """The pieces in groups of no more than _AT_ONCE characters, cut at line ends where there are any, each with its
    offset."""
    group: list[Piece] = []
    offset = length = 0
    for text, font in pieces:
        start = 0
        while start < len(text):
            end = min(start + _AT_ONCE, len(text))
            if end < len(text):
                end = text.rfind("\n", start, end) + 1 or end
            if group and length + end - start > _AT_ONCE:
                yield offset, group
                offset, group, length = offset + length, [], 0
            group.append(Piece(text[start:end], font))
            length += end - start
            start = end
    yield offset, group


class _Fonts:
    """The font at an offset of the joined pieces."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._fonts = [piece.font for piece in pieces]
        self._starts: list[int] = []
        length = 0
        for piece in pieces:
            self._starts.append(length)
            length += len(piece.text)

    def at(self, offset: int) -> Font | None:
        return self._fonts[bisect_right(self._starts, offset) - 1]


def _used(one: Encoding, chosen: Sequence[tuple[Word, Encoding]]) -> bool:
    return any(found is one for _, found in chosen)


def _cheapest(
    text: str,
    found: Sequence[Word],
    fonts: Sequence[Font | None],
    judges: Sequence[Callable[[str], Reading]],
    ids: Sequence[str],
) -> list[int]:
    """For each word 0 where it stays as it is, else 1 + the place of its encoding (Viterbi's algorithm)."""
    count = len(judges) + 1
    totals = [0.0] * count
    came_from: list[list[int]] = []
    previous: Word | None = None
    last_font: Font | None = None
    known: dict[tuple[str, Font | None], list[float]] = {}
    for word, font in zip(found, fonts, strict=True):
        costs = known.get((word.text, font)) or known.setdefault(
            (word.text, font), _costs(word.text, font, judges, ids)
        )
        if previous is None:
            totals = costs
            came_from.append([0] * count)
        else:
            price = _CHANGE_FONT if font != last_font else _CHANGE
            if "\n" in text[previous.end : word.start]:
                price = min(price, _CHANGE_LINE)
            best = min(range(count), key=totals.__getitem__)
            other = totals[best] + price
            came_from.append([at if totals[at] <= other else best for at in range(count)])
            totals = [min(totals[at], other) + costs[at] for at in range(count)]
        previous, last_font = word, font
    state = min(range(count), key=totals.__getitem__) if found else 0
    states = []
    for step in reversed(came_from):
        states.append(state)
        state = step[state]
    return states[::-1]


def _costs(word: str, font: Font | None, judges: Sequence[Callable[[str], Reading]], ids: Sequence[str]) -> list[float]:
    costs = [shape(word), *(judge(word).cost for judge in judges)]
    if font and font.encoding in ids and costs[1 + ids.index(font.encoding)] < FOREIGN:
        named = 1 + ids.index(font.encoding)
        return [cost if at == named else cost + _FONT for at, cost in enumerate(costs)]
    return costs


def changed(pieces: Sequence[Piece], edits: Sequence[Edit]) -> Iterator[tuple[int, str]]:
    """The pieces whose text changes: the place of each in `pieces`, and what it becomes. A letter of two signs stands
    where its first sign does, also where the second is of the next piece."""
    if not edits:
        return
    letters = {edit.start: edit.letter for edit in edits}
    letters.update((offset, "") for edit in edits for offset in range(edit.start + 1, edit.end))
    start = 0
    for place, piece in enumerate(pieces):
        made = "".join(letters.get(start + at, sign) for at, sign in enumerate(piece.text))
        start += len(piece.text)
        if made != piece.text:
            yield place, made
