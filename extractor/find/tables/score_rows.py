"""Scored criteria in tables (EXTRACTION 9): a criterion a row, with its greatest score and the one achieved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.find.tables.grid import Columns, Grid, body_rows
from extractor.find.tables.scores import decimal, heading_unit
from extractor.find.tables.values import Patterns
from extractor.mentions import ScoreMention, SectionMention
from extractor.text import Text


def find_score_rows(
    grid: Grid, columns: Columns, text: Text, sections: Sequence[SectionMention], patterns: Patterns
) -> Iterator[ScoreMention]:
    """The rows that have a score. A criterion without a number is called by its words."""
    for row in body_rows(grid, text):
        cells = {kind: row[column] for kind, column in columns.items() if column in row}
        words = {kind: text.masked[start:end].strip() for kind, (start, end) in cells.items()}
        achieved = _figure(words.get("achieved"), patterns)
        label = words.get("criterion")
        if achieved is None or not label:
            continue
        number = words.get("number")
        if number is None and (leading := patterns["leading_code"].match(label)):
            number, label = leading["code"], label[leading.end() :]
        known = number is not None and patterns["code"].fullmatch(number) is not None
        start, end = min(row.values())[0], max(row.values())[1]
        yield ScoreMention(
            table=grid.index,
            span=(start, end),
            criterion=number.rstrip(".").strip() if number and known else label,
            label=label if known else None,
            achieved=achieved,
            maximum=_figure(words.get("maximum"), patterns),
            cause_span=cells.get("cause"),
            unit=heading_unit(text.masked, start, sections, patterns),
            rule="tables.score_row",
        )


def _figure(cell: str | None, patterns: Patterns) -> str | None:
    return decimal(cell) if cell and patterns["figure"].fullmatch(cell) else None
