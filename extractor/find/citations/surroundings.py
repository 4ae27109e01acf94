"""What stands around a citation: its date, issuer, title and provision."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from extractor.find.citations.bodies import body_after
from extractor.find.citations.vocabulary import Vocabulary
from extractor.mentions import DateMention, IssuerMention
from extractor.model import Span

#: Types that several bodies issue together.
_JOINT = ("TTLT", "NQLT")

Provision = tuple[str | None, str | None, str | None]


class Tail(NamedTuple):
    """Date and issuer after a mention, in either order. `end` is where they end, the mention's end if there are
    none."""

    date: DateMention | None
    issuer: IssuerMention | None
    end: int


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        "to_date": re.compile(r"[\s,]*(?:\(\s*)?(?:ban hành\s+|ký\s+)?(?:ngà\s+)?"),
        "term": re.compile(r"\s*[,(]?\s*[Kk]h[óo][áa]\s+[XVI]+\)?"),
        "close": re.compile(r"\s*\)"),
    }


def read_tail(
    text: str, end: int, dates: Mapping[int, DateMention], vocabulary: Vocabulary, *, type_code: str | None
) -> Tail:
    """Date and issuer directly after a mention. "năm 2015" dates a law; a joint circular has several issuers."""
    year, joint = type_code in vocabulary.types.laws, type_code in _JOINT
    date: DateMention | None = None
    issuer: IssuerMention | None = None
    position = end
    for _ in range(3):
        if date is None and (found := _date_at(text, position, dates, year)):
            date = found
            position = _closed(text, position, found.span[1])
            continue
        if issuer is None and (body := body_after(text, position, vocabulary, joint=joint)):
            issuer, position = body
            if term := _patterns()["term"].match(text, position):
                position = term.end()
            continue
        break
    return Tail(date, issuer, position)


def _date_at(text: str, position: int, dates: Mapping[int, DateMention], year: bool) -> DateMention | None:
    lead = _patterns()["to_date"].match(text, position)
    found = dates.get(lead.end()) if lead else None
    if found is None:
        return None
    if found.precision in ("day", "month") or found.rule.startswith("date.blank"):
        return found
    return found if year and found.precision == "year" else None


def _closed(text: str, start: int, end: int) -> int:
    """Behind the bracket that was opened before a date: "(13/6/2021)"."""
    if "(" in text[start:end] and (close := _patterns()["close"].match(text, end)):
        return close.end()
    return end


def read_provision(text: str, start: int, end: int, vocabulary: Vocabulary) -> tuple[Provision, Span] | None:
    """điểm, khoản, Điều before a mention ("điểm a, Khoản 4, Điều 10 Thông tư số …") or directly after it."""
    floor = max(0, start - 90, text.rfind("\n", 0, start) + 1)
    window = text[floor:start]
    match = vocabulary.provision_before.search(window) if "iều" in window or "IỀU" in window else None
    if match:
        span = floor + match.start(), floor + match.end("article")
        return (match["article"], match["clause"], match["point"]), span
    match = vocabulary.provision_after.match(text, end)
    if match is None:
        return None
    first = min(match.start(name) for name in ("point", "clause", "article") if match[name])
    opening = max(text.rfind(" ", 0, first - 1), match.start()) + 1
    return (match["article"], match["clause"], match["point"]), (opening, match.end())


def read_title(text: str, position: int, limit: int, vocabulary: Vocabulary) -> Span | None:
    """The words about a document, from `position` to the end of their clause, at most to `limit`."""
    opener = vocabulary.title_opener.match(text, position)
    if opener is None:
        return None
    quoted = any(sign in opener.group() for sign in '“"')
    start = position
    while start < opener.end() and (text[start].isspace() or text[start] in ',“"'):
        start += 1
    if quoted:
        closing = re.compile(r"[”\"\n]").search(text, start, limit + 200)
        end = closing.start() if closing else limit
    else:
        stops = vocabulary.title_end.finditer(text, opener.end(), limit)
        end = next((stop.start() for stop in stops if not stop["quoted"]), limit)
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;(“"):
        end -= 1
    if text[end - 3 : end] == " và":
        end -= 3
    return (start, end) if end > opener.end() else None
