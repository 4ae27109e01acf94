"""Figures of the prose among themselves: parts beside their whole, and one quantity stated twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from extractor import rules
from extractor.check.finding import Maker, listed, word_set, words
from extractor.check.numbers import total
from extractor.check.phrases import Stated, has, stated
from extractor.check.titles import Subject, contained, levels_of, subject
from extractor.model import Finding, Report

#: How far apart a whole and its parts stand, in characters.
_APART = 250
#: How many words before two figures, or of their sentences, make one quantity of them, and how alike they are.
_WORDS, _SENTENCE = (3, 0.8), (8, 0.85)
#: How far behind a figure a time is its own, in characters.
_BEHIND = 35
#: How much of a sentence is read on either side of a figure, in characters.
_SPOKEN = 250
#: Figures of one unit that are compared with each other, at most.
_MANY = 60


def check(report: Report, maker: Maker) -> Iterator[Finding]:
    """sum_mismatch, repeated_quantity_differs, value_outside_unit."""
    figures = maker.once(stated)
    clauses = [_of_own(figure) for figure in figures]
    spoken = "\n".join([*(figure.before for figure in figures), *clauses])
    for rule in rules.load()["findings"]["partition"]:
        kinds = [[one for one in names if one in spoken] for names in rule["kinds"]]
        if sum(1 for names in kinds if names) > 1:
            yield from _parts(figures, clauses, kinds, maker)
    yield from _repeated(figures, report, maker)
    for figure in figures:
        if _is_too_much(figure):
            count, before = figure.count, figure.before[-60:]
            yield maker.make(
                "value_outside_unit",
                count.span,
                (count.id,),
                severity="warning",
                words=before,
                value=count.text,
                allowed="0–100 %",
            )


def _is_too_much(figure: Stated) -> bool:
    """ "100% trở lên": of a share, not of a plan."""
    count = figure.count
    return (
        count.kind == "percent"
        and count.qualifier in ("at_least", "more_than")
        and Decimal(count.value) >= 100
        and not has(f"{figure.before} {figure.own}", words("over_hundred"))
    )


def _parts(
    figures: Sequence[Stated], clauses: Sequence[str], kinds: Sequence[Sequence[str]], maker: Maker
) -> Iterator[Finding]:
    """Runs of figures of one unit, each of another kind ("đúng hạn", "quá hạn", "đang giải quyết"), after their
    whole."""
    sides = ([_kind(one.before, kinds) for one in figures], [_kind(clause, kinds) for clause in clauses])
    done = 0
    for side in sides:
        for index, kind in enumerate(side):
            if kind is None or index < done:
                continue
            run = _run(figures, index, side, len(kinds))
            if len(run) > 1:
                yield from _compare(figures, index, run, len(run) == len(kinds), maker)
                done = index + len(run)


def _run(figures: Sequence[Stated], start: int, kinds: Sequence[int | None], most: int) -> list[Stated]:
    """Figures from `start` on that go together, each of a kind that none before it is of."""
    run, seen = list[Stated](), set[int | None]()
    for index in range(start, min(start + most, len(figures))):
        if kinds[index] is None or kinds[index] in seen or (run and not _go_together(run[-1], figures[index])):
            break
        seen.add(kinds[index])
        run.append(figures[index])
    return run


def _of_own(figure: Stated) -> str:
    """The words right behind a figure, in its own clause."""
    return figure.own.partition(",")[0].partition(" trong đó")[0]


def _kind(phrase: str, kinds: Sequence[Sequence[str]]) -> int | None:
    """The one kind that a phrase names; plain loops, for this is asked of every figure."""
    found: int | None = None
    for index, names in enumerate(kinds):
        for one in names:
            if one in phrase:
                if found is not None:
                    return None
                found = index
                break
    return found


def _head(figure: Stated) -> str:
    unit = figure.count.unit or ""
    return unit.lower().split()[0] if unit else ""


def _go_together(one: Stated, other: Stated) -> bool:
    return (
        one.count.kind == other.count.kind
        and one.count.total == other.count.total
        and one.count.kind in ("count", "ratio")
        and _head(one) == _head(other)
        and other.count.span[0] - one.count.span[1] <= _APART
    )


def _compare(
    figures: Sequence[Stated], index: int, run: Sequence[Stated], complete: bool, maker: Maker
) -> Iterator[Finding]:
    values = [Decimal(one.count.value) for one in run]
    items = [one.count.id for one in run]
    found = total(values)
    if run[0].count.total is not None:
        whole, span, said = Decimal(run[0].count.total), run[0].count.span, run[0].count.text
    else:
        before = figures[index - 1] if index else None
        if before is None or not _is_whole(before, run):
            return
        whole, span, said = Decimal(before.count.value), before.count.span, before.count.text
        items.insert(0, before.count.id)
    if found > whole or (complete and found != whole):
        yield maker.make("sum_mismatch", span, items, name=said, stated=whole, parts=listed(values), found=found)


def _is_whole(before: Stated, run: Sequence[Stated]) -> bool:
    first = run[0].count
    return (
        before.count.kind == "count"
        and not before.count.qualifier
        and _head(before) == _head(run[0])
        and first.span[0] - before.count.span[1] <= _APART
        and all(Decimal(before.count.value) >= Decimal(one.count.value) for one in run)
    )


def _repeated(figures: Sequence[Stated], report: Report, maker: Maker) -> Iterator[Finding]:
    """Two figures of one unit behind the same words, or two ratios in the same sentence, with different values. Words
    that come with three figures are a list of several things."""
    end = min((note.span[0] for note in report.footnotes), default=len(report.text))
    units: dict[tuple[str, str], list[Stated]] = {}
    for figure in figures:
        count = figure.count
        plain = count.kind in ("count", "ratio") and not count.qualifier and count.span[0] < end
        if plain and count.unit and _head(figure) not in word_set("not_repeated"):
            units.setdefault((count.kind, count.unit.lower()), []).append(figure)
    for (kind, unit), members in units.items():
        if 1 < len(members) <= _MANY and len({(one.count.value, one.count.total) for one in members}) > 1:
            yield from _pairs(members, _clause(report.text), _WORDS, report, maker)
        totals = {one.count.total for one in members}
        if 1 < len(members) <= _MANY and kind == "ratio" and " " in unit.strip() and len(totals) > 1:
            yield from _pairs(members, _sentence(report.text), _SENTENCE, report, maker)


def _pairs(
    members: Sequence[Stated],
    said_of: Callable[[Stated], Subject],
    alike: tuple[int, float],
    report: Report,
    maker: Maker,
) -> Iterator[Finding]:
    fewest, least = alike
    near = members if alike is _SENTENCE else _sharing_words(members)
    known = [(one, said) for one in near if len((said := said_of(one)).words) >= fewest]
    for one, said in known:
        same = [
            other
            for other, other_said in known
            if other is not one and said.levels == other_said.levels and contained(said, other_said) >= least
        ]
        if len(same) == 1 and _is_later(report.text, one, same[0]):
            yield from _differ(one, same[0], alike is _SENTENCE, report, maker)


def _sharing_words(members: Sequence[Stated]) -> list[Stated]:
    """The figures before which stand two words that stand before another, too: a quick look before the close one."""
    words = [frozenset(one.before.split()) for one in members]
    return [
        one
        for one, own in zip(members, words, strict=True)
        if len(own) > 1 and any(other is not own and len(own & other) > 1 for other in words)
    ]


def _clause(text: str) -> Callable[[Stated], Subject]:
    """The words before a figure, with the levels that its clause names."""

    def said(figure: Stated) -> Subject:
        start = figure.count.span[0]
        least = max(0, start - _SPOKEN)
        floor = max(text.rfind(sign, least, start) for sign in ("; ", ". ", "\n"))
        return replace(subject(figure.before), levels=levels_of(text[max(least, floor) : start]))

    return said


def _sentence(text: str) -> Callable[[Stated], Subject]:
    """The sentence around a figure, without numbers."""

    def said(figure: Stated) -> Subject:
        first, last = figure.count.span
        floor, ceiling = max(0, first - _SPOKEN), last + _SPOKEN
        start = max(floor, text.rfind(". ", floor, first), text.rfind("\n", floor, first))
        ends = [end for end in (text.find(". ", last, ceiling), text.find("\n", last, ceiling)) if end >= 0]
        said = subject(text[start : min(ends, default=ceiling)])
        return replace(said, words=frozenset(_without_digits(said.words)), names=frozenset(_without_digits(said.names)))

    return said


def _without_digits(words: Iterable[str]) -> Iterator[str]:
    return (word for word in words if not word[0].isdigit())


def _is_later(text: str, one: Stated, other: Stated) -> bool:
    """Whether a figure stands behind another, in another sentence: one does not say the same twice."""
    start, end = one.count.span[1], other.count.span[0]
    return start < end and any(text.find(sign, start, end) >= 0 for sign in (". ", "; ", "\n"))


def _differ(one: Stated, other: Stated, by_total: bool, report: Report, maker: Maker) -> Iterator[Finding]:
    first, second = one.count, other.count
    same = first.total == second.total and (first.value == second.value or by_total)
    if same or _times(one) != _times(other):
        return
    stands = {first.section_id, second.section_id}
    parents = {section.parent_id for section in report.sections if section.id in stands}
    if first.section_id != second.section_id and len(parents) == 1 and parents != {None}:
        return  # the same sentence for one body after another
    yield maker.make(
        "repeated_quantity_differs",
        second.span,
        (first.id, second.id),
        other=first.span,
        words=other.before[-60:],
        a=second.text,
        b=first.text,
    )


def _times(figure: Stated) -> set[str]:
    """The times that the words before a figure, or right behind it, name."""
    around = f"{figure.before} {figure.own[:_BEHIND]}".split()
    near = zip(around, [*around[1:], ""], strict=True)
    return {f"{word} {after}" for word, after in near if word in word_set("times")}
