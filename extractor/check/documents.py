"""Documents that are cited, compared with each other: one number with two dates, numbers one digit apart, numbers that
do not follow their dates."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from extractor.check.finding import Maker, day, listed
from extractor.check.titles import Subject, contained, equal, subject
from extractor.model import CitedDocument, DateValue, Finding, Reference, Report

#: The share of a shorter title's words that the longer one has, where both are about one thing.
_ALIKE = 0.75
#: Numbers closer than this were given out one after the other: only equal titles make them one document.
_NEXT = 10
#: Documents of a series, and the part of them out of order, that say something about the order.
_SERIES, _DISORDER = 4, 0.34


@dataclass(frozen=True, slots=True)
class Known:
    """A cited document with the mentions that carry its number, and those of them that give a day."""

    cited: CitedDocument
    mentions: Sequence[Reference]
    dated: Sequence[tuple[Reference, DateValue, str]]

    def subjects(self) -> list[Subject]:
        """What its titles are about."""
        return [subject(title) for title in dict.fromkeys(one.title.text for one in self.mentions if one.title)]

    @property
    def first(self) -> Reference:
        """The first mention."""
        return self.mentions[0]


def check(report: Report, maker: Maker) -> Iterator[Finding]:
    """date_conflict, near_number, number_order."""
    documents = maker.once(known_documents)
    for document in documents:
        yield from _dates_of_one(document, maker)
    yield from _dates_of_namesakes(documents, maker)
    yield from _near_numbers(documents, maker)
    yield from _order(documents, maker)


def known_documents(report: Report) -> list[Known]:
    """The documents that are cited by number and symbol."""
    return list(_known(report))


def _known(report: Report) -> Iterator[Known]:
    mentions = {reference.id: reference for reference in report.references}
    for cited in report.cited_documents:
        own = [mentions[one] for one in cited.mentions if mentions[one].kind == "numbered"]
        if own and cited.number and cited.symbol:
            yield Known(cited, own, list(_dated(own)))


def _dated(mentions: Iterable[Reference]) -> Iterator[tuple[Reference, DateValue, str]]:
    for mention in mentions:
        if mention.date and mention.date.value and mention.date.precision == "day":
            yield mention, mention.date, mention.date.value


def _dates_of_one(document: Known, maker: Maker) -> Iterator[Finding]:
    """The date that most mentions give is taken as right, the first of two that are given as often."""
    if len(document.dated) < 2:
        return
    by_day: dict[str, list[tuple[Reference, DateValue]]] = {}
    for mention, date, value in document.dated:
        by_day.setdefault(value, []).append((mention, date))
    if len(by_day) < 2:
        return
    right = max(by_day, key=lambda value: len(by_day[value]))
    for value, stated in by_day.items():
        if value != right:
            yield _conflict(document, stated[0], by_day[right][0], len(by_day[right]), maker)


def _conflict(
    document: Known, wrong: tuple[Reference, DateValue], right: tuple[Reference, DateValue], times: int, maker: Maker
) -> Finding:
    return maker.make(
        "date_conflict",
        wrong[1].span,
        (wrong[0].id, right[0].id, document.cited.id),
        other=right[1].span,
        words=document.first.text,
        a=wrong[1].text,
        b=right[1].text,
        times=(f" ({times} lần)", f" ({times} times)") if times > 1 else ("", ""),
    )


def _dates_of_namesakes(documents: Sequence[Known], maker: Maker) -> Iterator[Finding]:
    """Documents of one number, symbol, issuer and year: a number is given out once a year."""
    groups: dict[tuple[str, ...], list[tuple[Known, Reference, DateValue]]] = {}
    for document in documents:
        cited = document.cited
        if document.dated and cited.issuer and cited.code and cited.doc_type:
            mention, date, value = document.dated[0]
            key = (cited.doc_type.code, cited.code.lstrip("0"), cited.year or value[:4], cited.issuer)
            groups.setdefault(key, []).append((document, mention, date))
    for (first, reference, date), *others in groups.values():
        for other, other_reference, other_date in others:
            if date.value != other_date.value and _one_subject(first, other):
                yield _conflict(other, (other_reference, other_date), (reference, date), len(first.mentions), maker)


def _one_subject(one: Known, other: Known) -> bool:
    """Whether titles allow that two clusters are one document: no title says nothing."""
    pairs = [(a, b) for a in one.subjects() for b in other.subjects()]
    return not pairs or max(contained(a, b) for a, b in pairs) >= _ALIKE


def _near_numbers(documents: Sequence[Known], maker: Maker) -> Iterator[Finding]:
    groups: dict[tuple[str, str, str], list[tuple[Known, Reference, DateValue]]] = {}
    for document in documents:
        if document.dated:
            mention, date, value = document.dated[0]
            symbol = f"{document.cited.year or ''}/{document.cited.symbol}"
            kind = mention.doc_type.code if mention.doc_type else ""
            groups.setdefault((kind, symbol, value), []).append((document, mention, date))
    for same_day in groups.values():
        pairs = [
            (one, other)
            for index, one in enumerate(same_day[:-1])
            for other in same_day[index + 1 : index + 20]
            if _one_digit_apart(one[0].cited.number or "", other[0].cited.number or "") and _same(one, other)
        ]
        times = Counter(document[1].id for pair in pairs for document in pair)
        # Three that are alike are a series: one decision for each of several people or places.
        yield from (_near(*pair, maker) for pair in pairs if all(times[document[1].id] == 1 for document in pair))


def _near(one: tuple[Known, Reference, DateValue], other: tuple[Known, Reference, DateValue], maker: Maker) -> Finding:
    wrong, right = (one, other) if len(one[0].mentions) < len(other[0].mentions) else (other, one)
    return maker.make(
        "near_number",
        wrong[1].span,
        (wrong[1].id, right[1].id),
        other=right[1].span,
        a=wrong[1].text,
        b=right[1].text,
        date=day(wrong[2].value or ""),
    )


def _one_digit_apart(one: str, other: str) -> bool:
    if not (one.isdigit() and other.isdigit()) or max(len(one), len(other)) < 2 or int(one) == int(other):
        return False
    return Levenshtein.distance(one, other, score_cutoff=1) <= 1


def _same(one: tuple[Known, Reference, DateValue], other: tuple[Known, Reference, DateValue]) -> bool:
    """Whether two documents are about one thing. Two that share one printed title are cited as two."""
    titles = {(a.title.span if a.title else None) for a in (one[1], other[1])}
    if len(titles) == 1:
        return False
    pairs = [(a, b) for a in one[0].subjects() for b in other[0].subjects()]
    if abs(int(one[0].cited.number or 0) - int(other[0].cited.number or 0)) < _NEXT:
        return any(equal(a, b) for a, b in pairs)
    return any(contained(a, b) >= _ALIKE for a, b in pairs)


def _order(documents: Sequence[Known], maker: Maker) -> Iterator[Finding]:
    """Numbers out of order within one issuer, type and year: one finding for each series."""
    series: dict[tuple[str | None, ...], list[tuple[int, str, Reference]]] = {}
    for document in documents:
        cited = document.cited
        if not document.dated or not cited.issuer or not (cited.number or "").isdigit() or not cited.doc_type:
            continue
        if cited.date is None or (cited.year and cited.year != cited.date[:4]):
            continue  # the year is wrong already
        issuer = cited.issuer.removeprefix("Chủ tịch ")
        key = (issuer, cited.doc_type.code, cited.symbol, cited.date[:4], "year" if cited.year else "")
        series.setdefault(key, []).append((int(cited.number or 0), cited.date, document.dated[0][0]))
    for members in series.values():
        members.sort(key=lambda member: member[:2])
        astray = _out_of_order(members)
        few = len(members) >= _SERIES and 0 < len(astray) <= _DISORDER * len(members)
        if few and not _is_series(astray):
            yield _disorder(members, astray, maker)


def _is_series(astray: Sequence[tuple[int, str, Reference]]) -> bool:
    """Whether several numbers out of order are in order among themselves: a body may count two series."""
    return len(astray) > 2 and not _out_of_order(astray)


def _disorder(
    members: Sequence[tuple[int, str, Reference]], astray: Sequence[tuple[int, str, Reference]], maker: Maker
) -> Finding:
    first = astray[0]
    lost = {one[2].id for one in astray}
    kept = (one for one in members if one[2].id not in lost)
    witness = next(one for one in kept if one[1] != first[1] and (one[0] < first[0]) == (one[1] > first[1]))
    named = listed([(f"{one[2].text} ({day(one[1])[0]})", f"{one[2].text} ({one[1]})") for one in astray], ", ")
    return maker.make(
        "number_order",
        first[2].span,
        [one[2].id for one in (*astray, witness)],
        other=witness[2].span,
        words=named,
        witness=(f"{witness[2].text} ({day(witness[1])[0]})", f"{witness[2].text} ({witness[1]})"),
    )


def _out_of_order(members: Sequence[tuple[int, str, Reference]]) -> list[tuple[int, str, Reference]]:
    """The fewest members without which dates never go back while numbers go on."""
    tails: list[str] = []
    ends: list[int] = []
    before: list[int | None] = []
    for index, (_, date, _) in enumerate(members):
        at = bisect_right(tails, date)
        before.append(ends[at - 1] if at else None)
        tails[at : at + 1] = [date]
        ends[at : at + 1] = [index]
    kept: set[int] = set()
    last = ends[-1] if ends else None
    while last is not None:
        kept.add(last)
        last = before[last]
    return [member for index, member in enumerate(members) if index not in kept]
