"""Where a name ends that no row holds: the words behind its head that still belong to it."""

from __future__ import annotations

from collections.abc import Mapping

from extractor.find.organisations.compiled import OrganisationRules
from extractor.find.organisations.hits import Hit
from extractor.find.organisations.tails import Tails

#: Words of a name behind its head, at most; and of one that says what it is about.
_WORDS, _WORDS_ABOUT = 12, 24
#: How far an enumeration inside a name may run to its "và", in characters.
_REACH = 80
_JOINTS = (" và ", " - ", " – ", " & ", "-", "–", "&")


class Shapes:
    """Reads names by their shape in one text. `at`: the hits by their start."""

    __slots__ = ("_at", "_rules", "_tails", "_text")

    def __init__(self, text: str, at: Mapping[int, Hit], tails: Tails, rules: OrganisationRules) -> None:
        self._text = text
        self._at = at
        self._tails = tails
        self._rules = rules

    def end(self, start: int, last: str, *, council: bool) -> int:
        """The end of the words that belong to a name from `start` on; `last` is the word before. A `council` may say
        what it is about: "Ban Chỉ đạo Trung ương về phòng, chống tham nhũng"."""
        text, rules, end = self._text, self._rules, start
        about, listed, limit = False, False, _WORDS
        while limit:
            limit -= 1
            if about and not listed and (stop := self._enumeration(end)):
                listed, end = True, stop
                continue
            word_start = self._joint(end, last, first=end == start)
            if word_start is None or self.opens(word_start):
                break
            word_end = _word_end(text, word_start)
            word = text[word_start:word_end]
            pair = text[word_start : _word_end(text, word_end + 1)]
            inner = f"{last}{text[end:word_start]}{word}".lower()
            if not (pair in rules.goes_on or inner in rules.goes_on or inner in rules.through):
                if not word or word[0].isdigit() or rules.tail.match(text, word_start - 1):
                    break
                if word == "về" and council and text.endswith(rules.about, 0, end):
                    about, limit = True, _WORDS_ABOUT
                elif pair in rules.stops or word in rules.stops:
                    break
            last, end = word, word_end
        return end

    def opens(self, start: int) -> bool:
        """Whether another body begins here, by its first words alone."""
        hit = self._at.get(start)
        if hit is None:
            return False
        end, entry = hit.end, hit.entry
        if entry.head:
            return self._text[end + 1 : end + 2].isupper() or bool(
                entry.head.starts and entry.head.starts.match(self._text, end)
            )
        if entry.kind == "office":
            return end + 1 in self._at
        if entry.tail and self._tails.tail(end, lists=False) is None:
            return False
        return entry.lower or not self._text[start:end].islower()

    def _enumeration(self, end: int) -> int | None:
        """The end of "khoa học, công nghệ, đổi mới sáng tạo và" behind its first item: with a "và" before the next
        sign, and no body in it."""
        text = self._text
        if not text.startswith(", ", end):
            return None
        stop = text.find(" và ", end, end + _REACH)
        if stop < 0 or any(sign in ".;:()\n\t" for sign in text[end:stop]) or not text[stop + 4 : stop + 5].islower():
            return None
        return stop + 3 if all(start not in self._at for start in range(end, stop + 5)) else None

    def _joint(self, end: int, last: str, *, first: bool) -> int | None:
        """Where the next word of a name starts: behind a space, or behind a joint with a capital letter after it."""
        text = self._text
        for joint in _JOINTS:
            if text.startswith(joint, end):
                start = end + len(joint)
                if first:
                    return None
                word = text[start : _word_end(text, start)]
                # Words on both sides of a joint may be those of one field: "khoa học và công nghệ".
                return start if word[:1].isupper() or f"{last}{joint}{word}".lower() in self._rules.through else None
        if text.startswith(", ", end):
            return end + 2 if not first and self._goes_on(end + 2) else None
        return end + 1 if text.startswith(" ", end) else None

    def _goes_on(self, start: int) -> bool:
        """Whether "Thể thao và Du lịch" stands here: the rest of a name with commas."""
        text = self._text
        stop = text.find(" và ", start, start + 40)
        part = text[start:stop] if stop > 0 else ""
        if not part[:1].isupper() or not part.replace(" ", "").isalpha() or not text[stop + 4 : stop + 5].isupper():
            return False
        return start not in self._at and stop + 4 not in self._at


def _word_end(text: str, start: int) -> int:
    end, size = start, len(text)
    while end < size and text[end].isalnum():
        end += 1
    return end
