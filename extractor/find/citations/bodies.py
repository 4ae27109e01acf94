"""Bodies named beside a citation: "của UBND tỉnh", "UBND huyện đã ban hành"."""

from __future__ import annotations

import re
from functools import cache

from extractor.find.citations.vocabulary import Vocabulary
from extractor.mentions import IssuerMention


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    return (
        re.compile(r"[\s,]*(?:\(\s*)?(?:của|do)\s+(?:các\s+)?"),
        re.compile(r"\s*(?:,\s*và|,|và)\s+"),
        re.compile(r"(?<!\w)(?:tỉnh|huyện|thị\sxã|Tỉnh|Huyện|Thành\sphố|thành\sphố)$"),
    )


def body_after(text: str, position: int, vocabulary: Vocabulary, *, joint: bool) -> tuple[IssuerMention, int] | None:
    """A body introduced by "của" at `position`, and where its words end. `joint`: more may follow."""
    lead = _patterns()[0].match(text, position)
    if lead is None:
        return None
    first = vocabulary.organisation.match(text, lead.end())
    if first is None:
        return None
    end = first.end()
    while (
        joint
        and (link := _patterns()[1].match(text, end))
        and (more := vocabulary.organisation.match(text, link.end()))
    ):
        end = more.end()
    name = " ".join(text[lead.end() : end].split())
    return IssuerMention(name, (lead.end(), end)), end


def body_before(text: str, start: int, end: int, vocabulary: Vocabulary) -> IssuerMention | None:
    """The body whose words end at `end`, looking back no further than `start`: the subject of a verb."""
    found = None
    for match in vocabulary.organisation.finditer(text, start, end):
        if not text[match.end() : end].strip(" )"):
            found = IssuerMention(" ".join(match.group().split()), match.span())
    if found:
        return found
    place = _patterns()[2].search(text[start:end].rstrip())
    if place is None:
        return None
    span = start + place.start(), start + place.end()
    return IssuerMention(f"UBND {place.group().lower()}", span)


def last_body(text: str, start: int, end: int, vocabulary: Vocabulary) -> IssuerMention | None:
    """The last body in [start, end) that is the subject of a verb in the past ("… đã …")."""
    found = None
    for match in vocabulary.organisation.finditer(text, start, end):
        if text[match.end() : match.end() + 4] == " đã ":
            found = IssuerMention(" ".join(match.group().split()), match.span())
    return found
