"""What governs a citation from the left: the verb that tells the relation, its subject and its date."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from extractor.find.citations.bodies import body_before, last_body
from extractor.find.citations.vocabulary import Vocabulary
from extractor.grammar import fold
from extractor.mentions import DateMention, IssuerMention
from extractor.model import Relation, Span

_REACH = 260
#: Room for a cue that stands directly before a mention, in characters.
_DIRECT = 12


class Governor(NamedTuple):
    """The nearest cue before a mention. For `issues` also who issued and when, where the sentence says it."""

    relation: Relation
    issuer: IssuerMention | None = None
    date: DateMention | None = None


MENTIONED = Governor("mentions")


@cache
def _separator() -> re.Pattern[str]:
    return re.compile(r"[\s,;()]*(?:và|hoặc|cùng|đến)?[\s,;()]*(?:các\s+|những\s+)?\Z")


def sentence_start(text: str, position: int) -> int:
    """Where the sentence or list item that `position` stands in begins, at most `_REACH` characters before."""
    start = max(0, position - _REACH)
    start = max(start, text.rfind("\n", start, position) + 1, text.rfind("\t", start, position) + 1)
    for sign in (". ", "! ", "? "):
        at = text.rfind(sign, start, position)
        while at >= 0 and not (text[at + 2].isupper() and text[at - 1] not in " .") and text[at + 2] not in "-–+":
            at = text.rfind(sign, start, at)
        start = max(start, at + 2) if at >= 0 else start
    for sign in ("- ", "– ", "+ "):
        at = text.rfind(sign, start, position)
        while at >= 0 and not _opens_item(text, at):
            at = text.rfind(sign, start, at)
        start = max(start, at + 2) if at >= 0 else start
    return start


def _opens_item(text: str, at: int) -> bool:
    """A dash that begins an item of a list: after a full stop or semicolon, or before a capitalised word."""
    before = text[:at].rstrip(" ")[-1:] if at < 3 else text[at - 3 : at].rstrip(" ")[-1:]
    if before in ".;":
        return True
    return text[at - 1] == " " and text[at + 2 : at + 3].isupper() and text[at + 3 : at + 4].islower()


def only_separates(text: str, start: int, end: int) -> bool:
    """Nothing but a comma, a semicolon, "và" lies between two members of a list."""
    return end - start < 16 and _separator().fullmatch(text, start, end) is not None


def is_aside(text: str, start: int, end: int) -> bool:
    """A bracket was opened since `start` and is open at `end`: what stands in it is not of the list around it."""
    return text.rfind("(", start, end) > text.rfind(")", start, end)


def leading_clause(text: str, start: int) -> Span | None:
    """The clause with a colon above the list whose item begins with the mention at `start` ("Bãi bỏ các Quyết định sau
    đây:" over "1. Quyết định số …"), None where the mention does not begin an item."""
    line = text.rfind("\n", 0, start) + 1
    if line == 0 or start - line > 6 or text[line:start].strip(" .)-–+abcdđeghik0123456789"):
        return None
    for _ in range(8):
        above = text.rfind("\n", 0, line - 1) + 1
        if text[above : line - 1].rstrip().endswith(":"):
            return max(above, line - 1 - _REACH), line - 1
        if above == 0 or (text[above : above + 1].isalpha() and text[above + 1 : above + 2] not in ".)"):
            return None
        line = above
    return None


def govern(
    text: str, floor: int, start: int, dates: Mapping[int, DateMention], vocabulary: Vocabulary
) -> Governor | None:
    """The governor of a mention at `start`, looking back to `floor`; None where no cue stands between."""
    window = text[floor:start].lower()
    direct = vocabulary.direct.search(text, max(floor, start - _DIRECT), start)
    if direct:
        issued = _issuing(text, sentence_start(text, start), direct.start(), dates, vocabulary)
        if issued.issuer:
            return issued
    last = None
    for match in vocabulary.cues.finditer(window):
        if not window[match.start() - 1 : match.start()].isalnum():
            last = match
    if last is None:
        return None
    relation = vocabulary.relation_of[fold(last.group())]
    if relation != "issues":
        return Governor(relation)
    verb = floor + last.start()
    return _issuing(text, sentence_start(text, verb), verb, dates, vocabulary)


def governed_after(text: str, position: int, vocabulary: Vocabulary) -> Governor | None:
    """The verb behind a mention that says what becomes of it ("… hết hiệu lực thi hành")."""
    end = text.find("\n", position, position + 2 * _REACH)
    window = text[position : end if end >= 0 else position + 2 * _REACH].lower()
    match = vocabulary.after.search(window)
    if match is None or ". " in window[: match.start()] or ";" in window[: match.start()]:
        return None
    return Governor(vocabulary.relation_of[match.group()])


def _issuing(text: str, floor: int, verb: int, dates: Mapping[int, DateMention], vocabulary: Vocabulary) -> Governor:
    """Subject and date of a verb of issuing: "Ngày 29/12/2020, UBND huyện đã ban hành"."""
    end = verb
    adverbs = vocabulary.adverbs.search(text[floor:verb])
    if adverbs:
        end = floor + adverbs.start()
    issuer = body_before(text, max(floor, end - 120), end, vocabulary)
    subject = issuer.span[0] if issuer and issuer.span else end
    if issuer is None:
        issuer = last_body(text, floor, verb, vocabulary)
    return Governor("issues", issuer, _date_before(text, subject, floor, dates))


def _date_before(text: str, position: int, floor: int, dates_by_end: Mapping[int, DateMention]) -> DateMention | None:
    end = position
    while end > floor and (text[end - 1].isspace() or text[end - 1] == ","):
        end -= 1
    found = dates_by_end.get(end)
    return found if found and found.precision == "day" else None
