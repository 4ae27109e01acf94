"""Rows of a work plan (EXTRACTION 9): one entry a task, merged cells filled down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extractor.find.tables.bodies import bodies_in, inside
from extractor.find.tables.grid import Columns, Grid, Row, body_rows
from extractor.find.tables.vocabulary import TableRules
from extractor.mentions import DateMention, OrganisationMention, TaskRow
from extractor.model import Span
from extractor.text import Text

#: A rest of the cell above is at least so long, in characters.
_LEAST_REST = 12


@dataclass(frozen=True, slots=True)
class Mentions:
    """What other recognisers found: bodies and dates, in order."""

    organisations: Sequence[OrganisationMention]
    dates: Sequence[DateMention]


def find_tasks(grid: Grid, columns: Columns, text: Text, mentions: Mentions, rules: TableRules) -> Iterator[TaskRow]:
    """The tasks of a table. A group goes on until the next one; a cell that is empty because the one above covers it
    says what that one says: the task where only its products go on, the body that leads it, and both that body's and
    its deadline."""
    group: str | None = None
    above: dict[str, Span] = {}
    last: TaskRow | None = None
    for row in body_rows(grid, text):
        cells = {kind: row[column] for kind, column in columns.items() if column in row}
        heading = _group(row, cells, text, rules)
        if heading is not None:
            group, above = heading or group, {}
            if "lead" not in cells:
                continue
        filled = _filled(cells, above, text)
        if "task" not in filled or len(row) < 2:
            continue
        above = {kind: filled[kind] for kind in ("task", "lead", "deadline") if kind in filled}
        found = _task(grid, row, group, filled, text, mentions, rules)
        if last is not None and "task" not in cells:
            last = _together(last, found)
            continue
        if last is not None:
            yield last
        last = found
    if last is not None:
        yield last


def _group(row: Row, cells: Mapping[str, Span], text: Text, rules: TableRules) -> str | None:
    """The group that a row names: in the column of groups, or alone in a row of its own. "" for a bare number."""
    if "group" in cells:
        words = _printed(text, cells["group"])
        if words and rules.patterns["code"].fullmatch(words) is None:
            return words
        return None if "task" in cells else ""
    texts = [_printed(text, span) for _, span in sorted(row.items())]
    if "lead" in cells or len(texts) > 2:
        return None
    if len(texts) == 1:
        return texts[0] if 0 in row or rules.patterns["group_label"].fullmatch(texts[0]) else None
    is_heading = rules.patterns["group_label"].fullmatch(texts[0]) or texts[1].isupper()
    return texts[1] if is_heading and "number" in cells else None


def _filled(cells: Mapping[str, Span], above: Mapping[str, Span], text: Text) -> dict[str, Span]:
    """The cells of a row with those that a merged cell above covers, less what a page end printed twice."""
    filled = dict(cells)
    for kind in ("task", "lead"):
        if kind not in cells and kind in above:
            filled[kind] = above[kind]
    if "lead" not in cells and "deadline" not in cells and "deadline" in above:
        filled["deadline"] = above["deadline"]
    if "lead" in cells and "lead" in above:
        filled["lead"] = _less_rest(cells["lead"], above["lead"], text)
    return filled


def _less_rest(cell: Span, above: Span, text: Text) -> Span:
    """A cell without its beginning where that is the end of the cell above, in small letters: the rest of a cell that
    goes on over a page end was printed twice."""
    start, end = cell
    if not text.masked[start : start + 1].islower():
        return cell
    stop = text.masked.find(". ", start, end) + 1
    rest = text.masked[start:stop]
    is_rest = stop - start >= _LEAST_REST and text.masked[above[0] : above[1]].endswith(rest)
    return (stop + 1, end) if is_rest else cell


def _task(
    grid: Grid,
    row: Row,
    group: str | None,
    cells: Mapping[str, Span],
    text: Text,
    mentions: Mentions,
    rules: TableRules,
) -> TaskRow:
    patterns = rules.patterns
    deadline, deadline_span = _deadline(cells.get("deadline"), text, mentions.dates, rules)
    lead, coordinating = (
        bodies_in(text.masked, cells[kind], mentions.organisations, patterns) if kind in cells else ()
        for kind in ("lead", "coordinating")
    )
    return TaskRow(
        table=grid.index,
        span=(min(start for start, _ in row.values()), max(end for _, end in row.values())),
        group=group,
        task=_printed(text, cells["task"]),
        product=_printed(text, cells["product"]) if "product" in cells else None,
        lead=lead,
        coordinating=coordinating,
        deadline=deadline,
        deadline_span=deadline_span,
        result_span=cells.get("result"),
        rule="tables.tasks",
    )


def _together(task: TaskRow, more: TaskRow) -> TaskRow:
    """A task whose products, and the bodies that make them, go on in the next row: it is one entry."""
    products = dict.fromkeys(product for product in (task.product, more.product) if product)
    return replace(
        task,
        span=(task.span[0], max(task.span[1], more.span[1])),
        product="; ".join(products) or None,
        lead=_joined(task.lead, more.lead),
        coordinating=_joined(task.coordinating, more.coordinating),
        deadline=task.deadline or more.deadline,
        deadline_span=task.deadline_span or more.deadline_span,
        result_span=task.result_span or more.result_span,
    )


def _joined(
    bodies: tuple[OrganisationMention, ...], more: tuple[OrganisationMention, ...]
) -> tuple[OrganisationMention, ...]:
    names = {body.name for body in bodies}
    return (*bodies, *(body for body in more if body.name not in names))


def _deadline(
    cell: Span | None, text: Text, dates: Sequence[DateMention], rules: TableRules
) -> tuple[DateMention | None, Span | None]:
    """The first date of a cell ("ban hành trong tháng 01/2021, báo cáo trong quý IV năm 2021"); its words where it has
    none or more, or one that recurs."""
    if cell is None:
        return None, None
    found = inside(dates, cell)
    if not found or rules.patterns["recurring"].search(text.masked, *cell):
        return None, cell
    return found[0], cell if len(found) > 1 else None


def _printed(text: Text, span: Span) -> str:
    return text.text[span[0] : span[1]].strip()
