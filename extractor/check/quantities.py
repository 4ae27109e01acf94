"""Figures of the prose among themselves: parts beside their whole, and one quantity stated twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from extractor import rules
from extractor.check.finding import Maker, listed, word_set, words
from extractor.check.numbers import total
from extractor.check.phrases import Stated, has, stated
from extractor.check.titles import Subject, contained, subject
from extractor.model import Finding, Report, Section, Span

#: How far apart a whole and its parts stand, in characters.
_APART = 250
#: How many words before two figures, or of their sentences, make one quantity of them, and how alike they are.
_WORDS, _SENTENCE = (3, 0.8), (8, 0.85)
#: Figures closer than this are of one sentence, which does not say the same twice.
_NEAR = 120
#: How far behind a figure a time is its own, in characters.
_BEHIND = 35
_DIGITS = str.maketrans(dict.fromkeys("0123456789/%", " "))
#: Figures of one unit that are compared with each other, at most.
_MANY = 60


def check(report: Report, maker: Maker) -> Iterator[Finding]:
    """sum_mismatch, repeated_quantity_differs, implausible_value."""
    figures = stated(report)
    for rule in rules.load()["findings"]["partition"]:
        yield from _parts(figures, rule["kinds"], maker)
    yield from _repeated(figures, report, maker)
    for figure in figures:
        if _is_too_much(figure):
            count, before = figure.count, figure.before[-60:]
            yield maker.make("implausible_value", count.span, (count.id,), words=before, value=count.text)


def _is_too_much(figure: Stated) -> bool:
    """ "100% trở lên": of a share, not of a plan."""
    count = figure.count
    return (
        count.kind == "percent"
        and count.qualifier in ("at_least", "more_than")
        and Decimal(count.value) >= 100
        and not has(f"{figure.before} {figure.own}", words("over_hundred"))
    )


def _parts(figures: Sequence[Stated], kinds: Sequence[Sequence[str]], maker: Maker) -> Iterator[Finding]:
    """Runs of figures of one unit, each of another kind ("đúng hạn", "quá hạn", "đang giải quyết"), after their
    whole."""
    index = 0
    while index < len(figures):
        run = _run(figures, index, kinds)
        if len(run) > 1:
            yield from _compare(figures, index, run, len(run) == len(kinds), maker)
        index += max(1, len(run))


def _run(figures: Sequence[Stated], start: int, kinds: Sequence[Sequence[str]]) -> list[Stated]:
    for side in ("before", "own"):
        run, seen = list[Stated](), set[int]()
        for figure in figures[start : start + len(kinds)]:
            kind = _kind(figure.before if side == "before" else _of_own(figure), kinds)
            if kind is None or kind in seen or (run and not _go_together(run[-1], figure)):
                break
            seen.add(kind)
            run.append(figure)
        if len(run) > 1:
            return run
    return []


def _of_own(figure: Stated) -> str:
    """The words right behind a figure, in its own clause."""
    return figure.own.partition(",")[0].partition(" trong đó")[0]


def _kind(phrase: str, kinds: Sequence[Sequence[str]]) -> int | None:
    found = [index for index, names in enumerate(kinds) if any(one in phrase for one in names)]
    return found[0] if len(found) == 1 else None


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
    groups: dict[tuple[str, str], list[tuple[Stated, Subject]]] = {}
    for figure in figures:
        count = figure.count
        if count.span[0] < end and count.unit and not count.qualifier and _head(figure) not in word_set("not_repeated"):
            unit = count.unit.lower()
            sentence = subject(_sentence(report.text, count.span))
            if count.kind in ("count", "ratio"):
                said = replace(subject(figure.before), levels=sentence.levels)
                groups.setdefault((count.kind, unit), []).append((figure, said))
            if count.kind == "ratio":
                groups.setdefault(("sentence", unit), []).append((figure, sentence))
    sections = {section.id: section for section in report.sections}
    for (kind, _), members in groups.items():
        fewest, least = _SENTENCE if kind == "sentence" else _WORDS
        for one, said in members[:_MANY]:
            alike = [
                other
                for other, words_of_other in members[:_MANY]
                if other is not one
                and said.levels == words_of_other.levels
                and min(len(said.words), len(words_of_other.words)) >= fewest
                and contained(said, words_of_other) >= least
            ]
            if len(alike) == 1 and alike[0].count.span[0] > one.count.span[1] + _NEAR:
                yield from _differ(one, alike[0], kind, sections, maker)


def _sentence(text: str, span: Span) -> str:
    """The sentence around a figure, without numbers."""
    start = max(text.rfind(". ", 0, span[0]), text.rfind("\n", 0, span[0])) + 1
    ends = [end for end in (text.find(". ", span[1]), text.find("\n", span[1])) if end >= 0]
    return text[start : min(ends, default=len(text))].translate(_DIGITS)


def _differ(one: Stated, other: Stated, kind: str, sections: Mapping[str, Section], maker: Maker) -> Iterator[Finding]:
    first, second = one.count, other.count
    same = first.total == second.total and (first.value == second.value or kind == "sentence")
    if same or _times(one) != _times(other):
        return
    parents = {sections[at].parent_id for at in (first.section_id, second.section_id) if at and at in sections}
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
