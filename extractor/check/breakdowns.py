"""A figure and what it is made of: the breakdown in its note or footnote ("Sở A: 16; huyện B: 3"), a ratio beside it,
the list that follows it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache

from extractor import rules
from extractor.check.finding import Maker, listed, shorten, words
from extractor.check.grids import grids
from extractor.check.numbers import read_number, total
from extractor.check.phrases import fold, has
from extractor.check.rows import grades, is_share, name, number
from extractor.model import Count, Finding, Footnote, Indicator, Report, Severity, Span

#: The longest list that is counted, and the longest of its members, in characters.
_LIST, _MEMBER = 1200, 60
#: The longest enumeration that is counted, and the longest sentence that a mark is read with.
_ENUMERATED, _SENTENCE = 60, 400
#: How far a list stands behind its figure, in characters.
_LEAD = 45


def check(report: Report, maker: Maker) -> Iterator[Finding]:
    """breakdown_mismatch, ratio_mismatch, list_length_mismatch."""
    notes = {note.label: note for note in report.footnotes}
    for row in report.indicators:
        value = number(row) if row.note or row.footnote else None
        if value is not None and not ("=" in (row.unit or "") and grades(row.unit or "")):
            yield from _row(row, value, notes, maker)
    yield from _beside_ratios(report, maker)
    yield from _footnotes(report, maker)
    yield from _lists(report, maker)


@cache
def _pattern(table: str) -> re.Pattern[str]:
    return re.compile(rules.load()["findings"]["pattern"][table]["pattern"], re.VERBOSE)


def parts_of(text: str) -> list[Decimal]:
    """The figures of a breakdown, each behind its label; none where the words hold anything else."""
    return [value for _, value in labelled(text)]


def labelled(text: str) -> list[tuple[str, Decimal]]:
    """The same with the labels."""
    plain = _pattern("aside").sub("", text).strip(" .\n")
    found = []
    for member in plain.split(";"):
        match = _pattern("part").fullmatch(member.strip())
        value = read_number((match["first"] or match["second"]).rstrip(".,")) if match else None
        if match is None or value is None:
            return []
        found.append(((match["label"] or match["name"]).strip(), value))
    return found if len(found) > 1 else []


def _row(row: Indicator, value: Decimal, notes: dict[str, Footnote], maker: Maker) -> Iterator[Finding]:
    """The note and the footnote of an indicator's value."""
    sources = [(row.note or "", row.id)]
    if row.footnote in notes:
        note = notes[row.footnote or ""]
        sources.append((note.text, note.id))
    for text, source in sources:
        parts = parts_of(text)
        if parts and total(parts) != value and not is_share(row) and not has(fold(text), words("not_parts")):
            yield _breakdown(row.span, (row.id, source), name(row), value, parts, maker)
    ratio = _pattern("ratio").fullmatch((row.note or "").strip())
    if ratio and not is_share(row):
        yield from _beside(row.span, (row.id,), name(row), value, ratio, maker)


def _breakdown(
    span: Span, items: Sequence[str], said: str, value: Decimal, parts: Sequence[Decimal], maker: Maker
) -> Finding:
    return maker.make(
        "breakdown_mismatch", span, items, words=said, stated=value, parts=listed(parts), found=total(parts)
    )


def _beside_ratios(report: Report, maker: Maker) -> Iterator[Finding]:
    """A row of a table that ends with a ratio alone: 101 beside 100/101."""
    for grid in maker.once(grids):
        table = grid.table
        rows: dict[int, re.Match[str]] = {}
        for cell in table.cells:
            match = _pattern("ratio").fullmatch(cell.text.strip()) if cell.column and "/" in cell.text else None
            if match:
                rows[cell.row] = match
        spans = {cell.span: cell.row for cell in table.cells} if rows else {}
        for row in grid.rows if rows else ():
            figures = list(row.figures.values())
            if len(figures) == 1 and (match := rows.get(spans[figures[0].span])):
                yield from _beside(figures[0].span, (table.id,), shorten(row.label), figures[0].value, match, maker)


def _beside(
    span: Span, items: Sequence[str], said: str, value: Decimal, ratio: re.Match[str], maker: Maker
) -> Iterator[Finding]:
    part, whole = read_number(ratio["part"]), read_number(ratio["whole"])
    if part is None or whole is None or value == part or fold(said).startswith(words("total_labels")):
        return
    # the whole in the place of the part is a slip of the pen that the ratio beside it tells
    grave: Severity | None = "warning" if value == whole else None
    yield maker.make("ratio_mismatch", span, items, severity=grave, words=said, a=value, b=ratio.group().strip())


def _footnotes(report: Report, maker: Maker) -> Iterator[Finding]:
    """A figure of the prose with a footnote that says what it is made of: "Gồm: … 02 đơn vị, … 75 đơn vị"."""
    counts = sorted(report.counts, key=lambda count: count.span)
    ends = {count.span[1]: count for count in counts if count.kind in ("count", "ratio")}
    starts = [count.span[0] for count in counts]
    for note in report.footnotes:
        if note.anchor is None:
            continue
        explained = fold(note.text).startswith(words("made_of"))
        figure = ends.get(note.anchor[0])
        if figure is None and explained:
            at = bisect_left(starts, note.anchor[0])
            figure = _alone(report.text, counts[max(0, at - 2) : at], note.anchor[0])
        if figure is None:
            continue
        enumerated = _enumerated(note.text)
        if enumerated and enumerated < Decimal(figure.value):
            yield _list(figure, enumerated, note.id, maker)
        inside = counts[bisect_left(starts, note.span[0]) : bisect_left(starts, note.span[1])]
        outside = [one for one in inside if _is_outside(report.text, note, one)]
        if explained or _is_all_figures(report.text, note, outside):
            ratios = [one for one in inside if one.kind == "ratio"]
            yield from _made_of(figure, note, ratios if figure.kind == "ratio" and ratios else outside, maker)


def _alone(text: str, before: Sequence[Count], anchor: int) -> Count | None:
    """The only figure of the sentence that a mark ends."""
    floor = max(0, anchor - _SENTENCE)
    start = max(text.rfind(sign, floor, anchor) for sign in (". ", ": ", "\n"))
    inside = [count for count in before if count.span[0] >= max(start, floor)]
    return inside[0] if len(inside) == 1 else None


def _is_all_figures(text: str, note: Footnote, counts: Sequence[Count]) -> bool:
    """Whether a note is nothing but figures: "18 đơn vị cấp sở; 11 đơn vị trực thuộc; 16 địa phương và 02 cơ quan"."""
    body = note.span[1] - len(note.text)
    joints = [text[max(body, count.span[0] - 5) : count.span[0]].strip() for count in counts]
    return (
        len(counts) > 1
        and counts[0].span[0] == body
        and all(joint.endswith((";", ",", "và")) for joint in joints[1:])
        and note.text.count(";") < len(counts)
    )


def _enumerated(text: str) -> int:
    """The last of "(1) … (2) …", 0 where the words are no such list or a member names two ("phường A và phường B")."""
    if not text.lstrip().startswith("(1)"):
        return 0
    last = 1
    while last < _ENUMERATED and f"({last + 1})" in text:
        last += 1
    for member in text.split("(")[1:]:
        names = member.partition(")")[2].split()
        if names and "và" in names and names[names.index("và") :][1:2] == names[:1]:
            return 0
    return last if last > 1 else 0


def _is_outside(text: str, note: Footnote, count: Count) -> bool:
    """Whether a figure of a note does not stand in brackets."""
    before = text[note.span[0] : count.span[0]]
    return before.count("(") <= before.count(")")


def _made_of(figure: Count, note: Footnote, parts: Sequence[Count], maker: Maker) -> Iterator[Finding]:
    if figure.total and len(parts) > 1 and all(one.kind == "ratio" for one in parts):
        for stated, values in (
            (figure.value, [one.value for one in parts]),
            (figure.total, [one.total or "0" for one in parts]),
        ):
            numbers = [Decimal(value) for value in values]
            if total(numbers) != Decimal(stated):
                yield _breakdown(figure.span, (figure.id, note.id), figure.text, Decimal(stated), numbers, maker)
        return
    numbers = [Decimal(one.value) for one in parts]
    if len(numbers) < 2 or any(one.kind != "count" for one in parts) or has(fold(note.text), words("not_parts")):
        return
    if total(numbers) != Decimal(figure.value):
        yield _breakdown(figure.span, (figure.id, note.id), figure.text, Decimal(figure.value), numbers, maker)


def _lists(report: Report, maker: Maker) -> Iterator[Finding]:
    """ "04 cơ quan gồm: A; B; C": the members between semicolons, or in brackets between commas."""
    counts = [count for count in report.counts if count.kind == "count" and not count.qualifier]
    starts = [count.span[0] for count in counts]
    for index, count in enumerate(counts):
        if not count.value.isdigit() or not 1 < int(count.value) < 60 or not count.unit:
            continue
        after = starts[index + 1] if index + 1 < len(starts) else len(report.text)
        span = _list_span(report.text, count.span[1], after)
        if span is None:
            continue
        bounds = _length(report.text, span, maker.once(_bodies))
        if bounds and not bounds[0] <= int(count.value) <= bounds[1]:
            yield _list(count, bounds[0], count.id, maker)


def _bodies(report: Report) -> list[Span]:
    return sorted(mention.span for body in report.organisations for mention in body.mentions)


def _list(figure: Count, found: int, source: str, maker: Maker) -> Finding:
    return maker.make("list_length_mismatch", figure.span, (figure.id, source), words=figure.text, found=found)


def _list_span(text: str, start: int, stop: int) -> Span | None:
    """The list behind a figure: after "gồm:", a colon, or in brackets, up to the next figure or the end of the
    sentence."""
    lead = _pattern("lead").match(text, start, start + _LEAD)
    if lead is None:
        return None
    first = lead.end()
    if text[first - 1] == "(":
        last = text.find(")", first, first + _LIST)
        return (first, last) if 0 <= last < stop and "(" not in text[first:last] else None
    ends = [text.find(sign, first, first + _LIST) for sign in ("\n", ". ", ".\n")]
    last = min((end for end in ends if end >= 0), default=len(text))
    return (first, last) if last <= min(stop, first + _LIST) else None


def _length(text: str, span: Span, bodies: Sequence[Span]) -> tuple[int, int] | None:
    """The fewest and the most members that a list may have: "A và B" may be one name or two. None where its members
    are no names."""
    printed = list(text[span[0] : span[1]])
    at = bisect_left(bodies, (span[0], 0))
    while at < len(bodies) and bodies[at][0] < span[1]:
        for offset in range(bodies[at][0] - span[0] + 1, min(bodies[at][1], span[1]) - span[0]):
            printed[offset] = "x"
        at += 1
    line = "".join(printed).strip()
    members = line.split(";" if ";" in line else ",")
    if len(members) < 2 or any(len(member) > _MEMBER for member in members[:-1]):
        return None
    if any(sign.isdigit() for member in members[:-1] for sign in member) or has(fold(line), words("open_lists")):
        return None
    if ";" not in line and not all(member.strip()[:1].isupper() for member in members):
        return None
    inner = sum(member.count(",") for member in members) if ";" in line else 0
    return len(members), len(members) + line.count(" và ") + line.count(" - ") + inner
