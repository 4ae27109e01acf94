"""The kind of a document, its title below it, and the line that says who decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.grammar import fold
from extractor.joining import ends_sentence
from extractor.model import Span
from extractor.segment.issuing import without_session
from extractor.segment.vocabulary import LetterheadRules

#: Lines of a title, and characters of one of them.
_TITLE_LINES = 6
_TITLE_LENGTH = 600
#: A line in ordinary letters that begins with a capital may still belong to the title when it is not longer than this.
_SHORT = 160
#: So many characters of a line are enough to see the kind in it.
_KIND = 60
#: How far down a line may open with its kind ("KẾ HOẠCH CẢI CÁCH …").
_OPENING_DEPTH = 12


@dataclass(frozen=True, slots=True)
class Heading:
    """`index` of the `line` that names the kind, the type's code, the spans of the title's lines, and the line under
    them that says who decides ("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH")."""

    index: int | None
    code: str | None
    title: tuple[Span, ...]
    authority: Span | None
    line: Span | None = None

    @property
    def end(self) -> int:
        """Where the letterhead and the title end."""
        return self.title[-1][1] if self.title else self.line[1] if self.line else 0


def read_heading(text: str, top: Sequence[Span], rules: LetterheadRules) -> Heading:
    """The kind and the title. A crawled text may have both on its first line ("Quyết định về việc …")."""
    found = _kind_line(text, top, rules)
    if found is None:
        return _letter(text, top, rules)
    index, noun = found
    left, right = top[index]
    start = left + _length_of(text, left, right, noun)
    while start < right and not text[start].isalnum():
        start += 1
    rest = [] if start >= right or _is_mark(text, start, right, rules) else [(start, right)]
    # Where the first line of a crawled text is all of it, the next line is the body.
    crawled = bool(rest) and not text[left : left + len(noun)].isupper()
    title, authority = (rest, None) if crawled else _title(text, top[index + 1 :], rest, rules)
    return Heading(index, rules.types[noun], tuple(_trimmed(text, line) for line in title), authority, top[index])


def _kind_line(text: str, top: Sequence[Span], rules: LetterheadRules) -> tuple[int, str] | None:
    """The line that is nothing but a kind in capitals, else in any letters, else the one that begins with it."""
    folded = [fold(text[left : min(right, left + _KIND)]).rstrip(": ") for left, right in top]
    for capitals in (True, False):
        for index, words in enumerate(folded):
            noun = words if words in rules.types else _spaced(words, rules)
            if (
                noun
                and top[index][1] - top[index][0] < _KIND
                and (not capitals or text[top[index][0] : top[index][1]].isupper())
            ):
                return index, noun
    for index, words in enumerate(folded[:_OPENING_DEPTH]):
        left = top[index][0]
        noun = next((noun for noun in rules.types if words.startswith(noun + " ")), None)
        if noun and (index == 0 or text[left : left + len(noun)].isupper()):
            return index, noun
    return None


def _spaced(words: str, rules: LetterheadRules) -> str | None:
    """ "B Á O  C Á O": letters with spaces between them."""
    letters = words.split()
    if len(letters) < 6 or any(len(letter) > 1 for letter in letters):
        return None
    joined = "".join(letters)
    return next((noun for noun in rules.types if noun.replace(" ", "") == joined), None)


def _length_of(text: str, left: int, right: int, noun: str) -> int:
    """How many characters of the line print the noun, white space as it stands."""
    wanted = noun.replace(" ", "")
    at = left
    for letter in wanted:
        while at < right and text[at].isspace():
            at += 1
        if at >= right or text[at].lower() != letter:
            return right - left
        at += 1
    return at - left


def _is_mark(text: str, start: int, end: int, rules: LetterheadRules) -> bool:
    """ "CÔNG ĐIỆN KHẨN": a mark of urgency, no title."""
    return any(rules.lines[name].match(text, start, end) for name in ("urgency", "secrecy"))


def _title(
    text: str, following: Sequence[Span], begun: list[Span], rules: LetterheadRules
) -> tuple[list[Span], Span | None]:
    found = list(begun)
    for index, (left, right) in enumerate(following[: _TITLE_LINES + 1]):
        previous = text[found[-1][0] : found[-1][1]] if found else ""
        if _is_authority(text, following, index, previous, rules):
            return found, without_session(text, (left, right), rules)
        if len(found) >= _TITLE_LINES or right - left > _TITLE_LENGTH:
            break
        if not _is_open(previous, rules) and rules.lines["title_stop"].match(text, left, right):
            break
        if found and not _goes_on(previous, text[left:right], rules):
            break
        found.append((left, right))
    return found, None


def _is_authority(text: str, following: Sequence[Span], index: int, previous: str, rules: LetterheadRules) -> bool:
    """The line in capitals before "Căn cứ", or before "QUYẾT ĐỊNH:"; in ordinary letters only right before it."""
    left, right = following[index]
    if right - left > _SHORT or _is_open(previous, rules):
        return False
    line = text[left:right]
    if rules.lines["authority"].match(line.upper()) is None:
        return False
    after = text[slice(*following[index + 1])] if index + 1 < len(following) else ""
    grounds = fold(after[:12]).startswith(("căn cứ", "xét ", "theo ", "thực hiện"))
    return grounds or (line.isupper() and bool(previous))


def _is_open(previous: str, rules: LetterheadRules) -> bool:
    return rules.lines["title_open"].search(previous[-12:]) is not None


def _goes_on(previous: str, line: str, rules: LetterheadRules) -> bool:
    """Whether a line under the first of a title still belongs to it: officials end a paragraph of the body with a full
    stop, a semicolon or a colon, and a title with none."""
    if _is_open(previous, rules) or line[:1].islower():
        return True
    if ends_sentence(previous):
        return False
    if previous.isupper() and line.isupper():
        return True
    return len(line) < _SHORT and not ends_sentence(line) and not line.isupper()


def _letter(text: str, top: Sequence[Span], rules: LetterheadRules) -> Heading:
    """An official letter names no kind: its subject stands under the number ("V/v …")."""
    for index, (left, right) in enumerate(top):
        if rules.lines["addressees"].match(text, left, right):
            break
        match = rules.lines["number_line"].match(text, left, right)
        start = match.end() if match else left
        start += len(text[start:right]) - len(text[start:right].lstrip())
        if rules.lines["subject"].match(text, start, right):
            lines = [(start, right)]
            for line in top[index + 1 : index + 4]:
                if not text[line[0]].islower() or rules.lines["place_line"].match(text, *line):
                    break
                lines.append(line)
            return Heading(None, None, tuple(_trimmed(text, line) for line in lines), None)
    return Heading(None, None, (), None)


def _trimmed(text: str, line: Span) -> Span:
    left, right = line
    while right > left and text[right - 1] in " .;:*":
        right -= 1
    return left, right
