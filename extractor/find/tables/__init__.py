"""What tables hold: indicators, tasks and scores (EXTRACTION 9), with scored criteria of the prose."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.find.tables.grid import Columns, Grid, grid_of, kind_of
from extractor.find.tables.indicators import find_indicators
from extractor.find.tables.scores import find_scores
from extractor.find.tables.vocabulary import TableRules, compile_tables
from extractor.mentions import (
    DateMention,
    IndicatorRow,
    OrganisationMention,
    Rows,
    ScoreMention,
    SectionMention,
    TableFacts,
    TaskRow,
)
from extractor.text import Text

__all__ = ["TableRules", "compile_tables", "find_rows"]


def find_rows(
    text: Text,
    sections: Sequence[SectionMention],
    organisations: Sequence[OrganisationMention],
    dates: Sequence[DateMention],
    rules: TableRules,
) -> Rows:
    """The rows of a document's tables and its scored criteria, in reading order."""
    facts: list[TableFacts] = []
    indicators: list[IndicatorRow] = []
    tasks: list[TaskRow] = []
    scores: list[ScoreMention] = []
    for grid, found in _known(text, rules):
        if found and found[0] == "indicators":
            indicators += find_indicators(grid, found[1], text, rules)
        facts.append(TableFacts(None, None, found is not None, grid.header))
    scores += find_scores(text, sections, rules.patterns)
    return Rows(tuple(facts), tuple(indicators), tuple(tasks), tuple(scores))


def _known(text: Text, rules: TableRules) -> list[tuple[Grid, tuple[str, Columns] | None]]:
    """Each table with its kind and columns; one without a header goes on with the table before it where that is as
    wide."""
    known: list[tuple[Grid, tuple[str, Columns] | None]] = []
    for index, table in enumerate(text.tables):
        grid = grid_of(index, table, text, rules)
        kind = kind_of(grid, text, rules)
        if kind is None and not grid.header and known and known[-1][0].width == grid.width:
            kind = known[-1][1]
        known.append((grid, kind))
    return known
