"""What tables hold: indicators, tasks and scores (EXTRACTION 9), with scored criteria of the prose."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.find.tables.canonical import Matcher
from extractor.find.tables.captions import Windows, caption_of
from extractor.find.tables.flattened import find_flattened_tasks, is_flattened_plan
from extractor.find.tables.grid import Columns, Grid, grid_of, kind_of
from extractor.find.tables.indicators import find_indicators
from extractor.find.tables.score_rows import find_score_rows
from extractor.find.tables.scores import find_scores
from extractor.find.tables.tasks import Mentions, find_tasks
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
from extractor.text import Text, TextTable

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
    mentions = Mentions(organisations, dates)
    windows = Windows(text, sections, dates)
    matcher = Matcher(rules.template)
    previous: TextTable | None = None
    for grid, found in _known(text, rules):
        taken = True
        if found and found[0] == "indicators":
            matcher = Matcher(rules.template) if grid.header else matcher
            indicators += find_indicators(grid, found[1], text, matcher, rules)
        elif found and found[0] == "tasks":
            tasks += find_tasks(grid, found[1], text, mentions, rules)
        elif found and found[0] == "scores":
            scores += find_score_rows(grid, found[1], text, sections, rules.patterns)
        elif is_flattened_plan(grid, text, rules):
            flat = list(find_flattened_tasks(grid, text, mentions, rules))
            tasks += flat
            taken = bool(flat)
        else:
            taken = False
        table = text.tables[grid.index]
        caption = caption_of(table, previous, text, rules.patterns)
        facts.append(TableFacts(caption, windows.of(table, previous, rules.patterns), taken, grid.header))
        previous = table
    scores += find_scores(text, sections, rules.patterns)
    scores.sort(key=lambda score: score.span)
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
