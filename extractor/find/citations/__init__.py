"""Citations (EXTRACTION 4): every mention of a document, with the parts that its sentence gives it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import NamedTuple

from extractor.find.citations import symbols
from extractor.find.citations.bodies import body_after
from extractor.find.citations.cores import Core, find_cores
from extractor.find.citations.governing import (
    MENTIONED,
    Governor,
    govern,
    governed_after,
    is_aside,
    leading_clause,
    only_separates,
    sentence_start,
)
from extractor.find.citations.surroundings import Tail, read_provision, read_tail, read_title
from extractor.find.citations.vocabulary import Vocabulary, compile_vocabulary
from extractor.mentions import CitationMention, DateMention, IssuerMention, Repair
from extractor.model import Span

__all__ = ["Vocabulary", "compile_vocabulary", "find_citations"]

#: How far a title may run, in characters.
_TITLE_REACH = 800
#: Members of a list that share what stands after its last.
_SHARED = 40
_LEGISLATURE = {"L": "Quốc hội", "BL": "Quốc hội", "HP": "Quốc hội", "PL": "Ủy ban Thường vụ Quốc hội"}


def find_citations(
    text: str,
    dates: Sequence[DateMention],
    vocabulary: Vocabulary,
    skip: Sequence[Span] = (),
    own_types: Collection[str] = (),
    repairs: Sequence[Repair] = (),
) -> list[CitationMention]:
    """All mentions of documents in order. `dates` are those of the same text; cores that start in a `skip` span (the
    letterhead's own number) are left out. A law inside an amending law follows it, marked `nested`. `own_types` are
    the types of the document itself and of what it carries: what "Kế hoạch này" may point at besides mentions before
    it. `repairs` are the numbers of recognised text that are not as they were printed."""
    starts = {date.span[0]: date for date in dates}
    ends = {date.span[1]: date for date in dates}
    cores = [core for core in find_cores(text, vocabulary, repairs) if not _inside(core.span[0], skip)]
    cores = _pointing_somewhere(text, cores, own_types)
    found: list[CitationMention] = []
    chain: list[int] = []
    outer, inner = _Place(), _Place()
    for index, core in enumerate(cores):
        tail = read_tail(text, core.span[1], starts, vocabulary, type_code=core.type_code)
        within = core.span[0] < outer.title_end
        before = inner if within else outer
        start = core.span[0]
        linked = bool(found) and only_separates(text, before.end, start)
        listed = linked or (bool(found) and only_separates(text, before.title_end, start))
        governor = before.governor if listed else _governor(text, core, before, inner.end, within, ends, vocabulary)
        limit = cores[index + 1].span[0] if index + 1 < len(cores) else len(text)
        title = read_title(text, tail.end, _title_limit(text, tail.end, limit), vocabulary)
        chain = [*chain[1 - _SHARED :], len(found)] if linked else [len(found)]
        if governor is MENTIONED:
            governor = governed_after(text, tail.end, vocabulary) or MENTIONED
        found.append(_mention(text, core, tail, governor, title, vocabulary))
        if len(chain) > 1:
            _share(text, found, chain)
        found.extend(_nested(text, core, vocabulary))
        inner = _Place(tail.end, title[1] if title else tail.end, governor)
        if not (within or is_aside(text, outer.end, start)):
            outer = inner
    return found


def _pointing_somewhere(text: str, cores: list[Core], own_types: Collection[str]) -> list[Core]:
    """Without the common nouns in small letters that point at no document ("kế hoạch này", of a plan without a
    number)."""
    known = set(own_types)
    kept: list[Core] = []
    for core in cores:
        if core.kind != "anaphoric":
            known.add(core.type_code or "")
        elif core.type_code not in known and not core.count and text[core.span[0]].islower():
            continue
        kept.append(core)
    return kept


class _Place(NamedTuple):
    """Where the mention before ends, with and without its title, and what governed it. A mention inside another's
    title is `inner`; the list that the other belongs to goes on behind the title."""

    end: int = 0
    title_end: int = 0
    governor: Governor = MENTIONED


def _inside(position: int, spans: Sequence[Span]) -> bool:
    return any(start <= position < end for start, end in spans)


def _title_limit(text: str, start: int, following: int) -> int:
    """A title ends before the next member of its list, but may hold a citation of its own."""
    far = min(len(text), start + _TITLE_REACH)
    if following > far:
        return far
    end = following
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;"):
        end -= 1
    separated = text[end:following].strip() or text[max(start, end - 3) : end].strip() in ("và", "các")
    return end if separated else far


def _governor(
    text: str,
    core: Core,
    before: _Place,
    last_end: int,
    within: bool,
    ends: dict[int, DateMention],
    vocabulary: Vocabulary,
) -> Governor:
    """The nearest cue between the mention before and this one, else what governs the list that it stands in."""
    start = core.span[0]
    sentence = sentence_start(text, start)
    behind = last_end if within else min(max(last_end, before.title_end), start)
    if before.end > sentence:
        behind = max(behind, text.rfind(";", behind, start))
    found = govern(text, max(sentence, behind), start, ends, vocabulary)
    if found:
        return found
    if before.end > sentence and not within and not is_aside(text, before.end, start):
        return before.governor
    lead = leading_clause(text, start)
    return (govern(text, *lead, ends, vocabulary) if lead else None) or MENTIONED


def _mention(
    text: str, core: Core, tail: Tail, governor: Governor, title: Span | None, vocabulary: Vocabulary
) -> CitationMention:
    issuer = tail.issuer or _issuer_within(text, core, vocabulary) or _fixed_issuer(core, vocabulary)
    date = tail.date
    if governor.relation == "issues" and core.kind in ("numbered", "blank"):
        issuer = issuer or _subject(core, governor)
        date = date or _fitting(core.year, governor.date)
    provision = read_provision(text, core.span[0], tail.end, vocabulary)
    pointing = core.kind == "anaphoric"
    return CitationMention(
        span=core.span,
        kind=core.kind,
        type_code=core.type_code,
        number=core.number,
        year=core.year,
        symbol=core.symbol,
        code=core.code,
        name=core.name,
        date=None if pointing else date,
        issuer=None if pointing else issuer,
        provision=provision[0] if provision else None,
        provision_span=provision[1] if provision else None,
        title_span=None if pointing else title,
        relation=governor.relation,
        rule=core.rule,
        raw_symbol=core.raw_symbol,
        count=core.count,
        repair=core.repair,
    )


def _issuer_within(text: str, core: Core, vocabulary: Vocabulary) -> IssuerMention | None:
    """ "Quyết định của UBND tỉnh số 12/QĐ-UBND": the issuer stands between the noun and "số"."""
    start, end = core.span
    position = text.find(" của ", start, end) if core.kind in ("numbered", "blank") else -1
    body = body_after(text, position, vocabulary, joint=False) if position >= 0 else None
    return body[0] if body and body[1] <= end else None


def _fixed_issuer(core: Core, vocabulary: Vocabulary) -> IssuerMention | None:
    name = symbols.issuer_name(core.symbol, vocabulary) if core.symbol else None
    name = name or _LEGISLATURE.get(core.type_code or "")
    return IssuerMention(name, None) if name else None


def _subject(core: Core, governor: Governor) -> IssuerMention | None:
    """The subject of *ban hành*, where the symbol does not speak of another body."""
    if governor.issuer is None or core.symbol is None:
        return governor.issuer
    committee = any(part.upper() in ("UBND", "UB", "HĐND") for part in symbols.groups(core.symbol))
    says_committee = any(word in governor.issuer.name for word in ("UBND", "dân", "HĐND"))
    return governor.issuer if committee == says_committee else None


def _fitting(year: str | None, date: DateMention | None) -> DateMention | None:
    """A date that governs from afar must not contradict the year in the number."""
    if date is None or year is None or date.value is None:
        return date
    return date if date.value.startswith(year) else None


def _share(text: str, found: list[CitationMention], chain: list[int]) -> None:
    """A list shares what stands after its last member: date, issuer and title. Over a semicolon it shares no date."""
    last = found[chain[-1]]
    dated = last.date
    for index in reversed(chain[:-1]):
        mention = found[index]
        following = found[index + 1].span[0]
        dated = dated if mention.date is None and ";" not in text[mention.span[1] : following] else None
        if mention.kind not in ("numbered", "blank") or last.kind not in ("numbered", "blank"):
            continue
        changes: dict[str, object] = {}
        if dated and mention.type_code == last.type_code and _fitting(mention.year, dated):
            changes["date"] = dated
        if mention.issuer is None and last.issuer and last.issuer.span and _alike(mention, last):
            changes["issuer"] = last.issuer
        if mention.title_span is None and last.title_span:
            changes["title_span"] = last.title_span
        if changes:
            found[index] = replace(mention, **changes)  # type: ignore[arg-type]


def _alike(first: CitationMention, second: CitationMention) -> bool:
    if first.symbol is None or second.symbol is None:
        return False
    return symbols.groups(first.symbol)[-1][:2] == symbols.groups(second.symbol)[-1][:2]


def _nested(text: str, core: Core, vocabulary: Vocabulary) -> list[CitationMention]:
    """The laws inside "Luật sửa đổi, bổ sung một số điều của …": amended, and without a date of their own."""
    governor = Governor("amends")
    return [
        replace(_mention(text, part, Tail(None, None, part.span[1]), governor, None, vocabulary), nested=True)
        for part in core.parts
    ]
