"""Work plans whose cells a conversion wrote one below the other, in one column. The numbering says where a task begins;
two bodies that follow each other without a word between them are the one that leads it and the one that helps."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.find.tables.bodies import bodies_in, inside
from extractor.find.tables.grid import Grid
from extractor.find.tables.tasks import Mentions
from extractor.find.tables.values import Patterns
from extractor.find.tables.vocabulary import TableRules
from extractor.grammar import alternatives, fold
from extractor.mentions import DateMention, TaskRow
from extractor.model import Span
from extractor.text import Text

#: How many cells the heads take at most; how long the name of a body is at most, in characters.
_HEAD_CELLS, _NAME, _RUN = 8, 64, 110
#: What stands where the heads of columns were printed again.
_HEADS = "\v"


@dataclass(frozen=True, slots=True)
class _Bodies:
    """The stretch of the bodies that lead, and that of those that help, None where none does."""

    lead: Span
    coordinating: Span | None


@dataclass(slots=True)
class _Segment:
    """What belongs to one task: its group, its first cell (of which `cell` indexes the list), and where all of it
    ends."""

    group: str | None
    cell: int
    span: Span


def is_flattened_plan(grid: Grid, text: Text, rules: TableRules) -> bool:
    """A table of one column that begins with the heads of a work plan."""
    if grid.width != 1:
        return False
    kinds: set[str] = set()
    words = rules.heads["tasks"]
    for row in grid.rows[:_HEAD_CELLS]:
        for start, end in row.values():
            kinds |= {words.kinds[match.group()][0] for match in words.pattern.finditer(fold(text.masked[start:end]))}
    return {"task", "lead", "coordinating"} <= kinds


def find_flattened_tasks(grid: Grid, text: Text, mentions: Mentions, rules: TableRules) -> Iterator[TaskRow]:
    """The tasks of a flattened work plan, in order."""
    cells = [span for row in grid.rows for span in row.values()]
    body = _without_heads(cells, text.masked, rules)
    named = _Named(_named(body, (cells[0][0], cells[-1][1]), rules.patterns))
    for segment, bodies in _segments(cells, named, text, rules.patterns):
        yield _task(grid, cells, body, segment, bodies, text, mentions, rules.patterns)


def _without_heads(cells: Sequence[Span], body: str, rules: TableRules) -> str:
    """The text with the heads of columns blanked wherever they are printed again."""
    first = next((at for at, cell in enumerate(cells) if rules.patterns["flat_row"].match(body, *cell)), 0)
    if first == 0 or first > _HEAD_CELLS:
        return body
    start, end = cells[0][0], cells[-1][1]
    heads = body[start : cells[first - 1][1]].split()
    groups = (words for words, (kind, _) in rules.heads["tasks"].kinds.items() if kind == "group")
    group = re.compile(rf"(?:{alternatives(groups)})\s+$", re.IGNORECASE)
    parts, position = [body[:start]], start
    for match in re.finditer(r"\s+".join(map(re.escape, heads)), body[start:end]):
        before = max(position, start + match.start() - _NAME)
        named = group.search(body, before, start + match.start())
        begin = named.start() if named else start + match.start()
        parts += [body[position:begin], _HEADS * (start + match.end() - begin)]
        position = start + match.end()
    return "".join((*parts, body[position:]))


def _segments(
    cells: Sequence[Span], named: _Named, text: Text, patterns: Patterns
) -> Iterator[tuple[_Segment, _Bodies]]:
    """The tasks by their numbers, each with its bodies. A number that comes in its turn before the last task has bodies
    is one of its products, as is one that goes on with their list; of a number that comes twice, the first was a
    product of the task before."""
    group, number, product = None, 0, 0
    open_segment: _Segment | None = None
    done: list[_Segment] = []
    for index, cell in enumerate(cells):
        match = patterns["flat_row"].match(text.masked, *cell)
        if match and match["group"]:
            group, number, product, open_segment = _flat(text.text, cell), 0, 0, None
            continue
        found = int(match["task"]) if match else 0
        bodies = named.of(open_segment) if open_segment and found else None
        if found == number + 1 and match and (open_segment is None or bodies):
            number += 1
        elif _was_product(found, number, product, bodies) and len(done) > 1 and done[-2].group == group:
            done.pop()
            done[-1].span = (done[-1].span[0], cells[index - 1][1])
        elif open_segment:
            open_segment.span = (open_segment.span[0], cell[1])
            product = found or product
            continue
        else:
            continue
        open_segment, product = _Segment(group, index, cell), 0
        done.append(open_segment)
    for segment in done:
        bodies = named.of(segment)
        if bodies:
            yield segment, bodies


def _was_product(found: int, number: int, product: int, bodies: _Bodies | None) -> bool:
    """The number of the last task comes again, and no list of products that it would go on with: what was taken for the
    task was a product, unless it had its bodies."""
    whole = bodies is not None and bodies.coordinating is not None
    return found == number > 0 and found != product + 1 and not whole


class _Named:
    """The bodies of a table that are no part of a sentence, and the last that follow each other before each of them."""

    __slots__ = ("_bodies", "_paired", "_starts")

    def __init__(self, bodies: Sequence[_Bodies]) -> None:
        self._bodies = bodies
        self._starts = [one.lead[0] for one in bodies]
        self._paired: list[int] = []
        for index, one in enumerate(bodies):
            self._paired.append(index if one.coordinating else self._paired[-1] if self._paired else -1)

    def of(self, segment: _Segment) -> _Bodies | None:
        """The last bodies of a task that follow each other; one that stands alone where there are none."""
        first = bisect_left(self._starts, segment.span[0])
        last = bisect_left(self._starts, segment.span[1])
        if first == last:
            return None
        return self._bodies[self._paired[last - 1] if self._paired[last - 1] >= first else last - 1]


def _named(body: str, stretch: Span, patterns: Patterns) -> list[_Bodies]:
    """Bodies that stand in a list of their own, before another list or before a deadline."""
    starts = [match.start() for match in patterns["flat_body"].finditer(body, *stretch)]
    runs: list[Span] = []  # the start of a list, and of the last body in it
    found: list[_Bodies] = []
    before: Span | None = None
    for start, following in zip(starts, [*starts[1:], stretch[1]], strict=True):
        opened = runs[-1][0] if runs and runs[-1][1] == -1 else start
        if runs and runs[-1][1] == -1:
            runs.pop()
        gap = body[start:following]
        if (
            len(gap) <= _RUN
            and _HEADS not in gap
            and gap.rstrip().endswith((";", ",", " và"))
            and following != stretch[1]
        ):
            runs.append((opened, -1))
            continue
        end = _name_end(body, start, following, patterns)
        if end is None:
            continue
        found.append(_Bodies((opened, end), None))
        if before and not body[before[1] : opened].strip():
            found[-2:] = [_Bodies(before, (opened, end))]
        before = (opened, end)
    return found


def _name_end(body: str, start: int, following: int, patterns: Patterns) -> int | None:
    """Where the name that begins at `start` ends: where the next one or a deadline begins; None where it is part of a
    sentence."""
    stop = patterns["flat_stop"].search(body, start + 1, min(following, start + _NAME))
    end = stop.start() if stop else following
    name = body[start:end].strip()
    if end - start > _NAME or patterns["flat_prose"].search(name):
        return None
    return start + len(body[start:end].rstrip())


def _task(
    grid: Grid,
    cells: Sequence[Span],
    body: str,
    segment: _Segment,
    bodies: _Bodies,
    text: Text,
    mentions: Mentions,
    patterns: Patterns,
) -> TaskRow:
    end = min(_cell_end(cells, segment.cell, text.masked), bodies.lead[0])
    product = (end, bodies.lead[0])
    coordinating = bodies.coordinating
    deadline = _deadline((coordinating or bodies.lead)[1], segment.span[1], body, mentions.dates, patterns)
    return TaskRow(
        table=grid.index,
        span=segment.span,
        group=segment.group,
        task=_flat(text.text, (segment.span[0], end)),
        product=_flat(text.text, product) or None,
        lead=bodies_in(text.masked, bodies.lead, mentions.organisations, patterns),
        coordinating=bodies_in(text.masked, coordinating, mentions.organisations, patterns) if coordinating else (),
        deadline=deadline[0],
        deadline_span=deadline[1],
        result_span=None,
        rule="tables.flattened_tasks",
    )


def _cell_end(cells: Sequence[Span], index: int, body: str) -> int:
    """Where the words of a task end: with its cell, or with the next ones that begin with an abbreviation or a bracket,
    as lines do that were broken inside a sentence."""
    end = cells[index][1]
    for start, stop in cells[index + 1 : index + 3]:
        word = body[start:stop].split(" ", 1)[0]
        if not (word[:1] in ("(", "“") or (len(word) > 1 and word.isupper())):
            break
        end = stop
    return end


def _deadline(
    start: int, end: int, body: str, dates: Sequence[DateMention], patterns: Patterns
) -> tuple[DateMention | None, Span | None]:
    """The one date that follows the bodies, up to the end of the page; the words where it is not one."""
    page = body.find(_HEADS, start, end)
    stop = page if page >= 0 else end
    words = body[start:stop]
    begin = start + len(words) - len(words.lstrip())
    span = (begin, start + len(words.rstrip()))
    if span[1] <= begin:
        return None, None
    found = inside(dates, span)
    if len(found) == 1 and not patterns["recurring"].search(body, *span):
        return found[0], None
    return None, span


def _flat(words: str, span: Span) -> str:
    return " ".join(words[span[0] : span[1]].split())
