"""One page of a PDF taken apart: lines, tables, columns, and the short rules that may stand above footnotes."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.encodings.decoder import Decoder
from extractor.read.pdf_chars import Run, read_runs
from extractor.read.pdf_columns import Columns, take_columns
from extractor.read.pdf_grids import find_grids
from extractor.read.pdf_lines import TextLine, build_lines, group_rows, make_line
from extractor.read.pdf_raw import RawPage
from extractor.read.pdf_rules import Edge, Rules, read_rules
from extractor.read.pdf_tables import Grid, fill_grid, split_runs


@dataclass(frozen=True, slots=True)
class PageContent:
    """What stands on a page; lengths in points. `characters` counts those with a shape, `images` the pictures."""

    number: int
    width: float
    height: float
    lines: tuple[TextLine, ...]
    grids: tuple[Grid, ...]
    columns: tuple[Columns, ...]
    rules: tuple[Edge, ...]
    characters: int
    images: int


def read_page(page: RawPage, number: int, fonts: dict[int, tuple[bool, bool]], decoder: Decoder) -> PageContent:
    """Takes an open page apart. `fonts` remembers the fonts of this document, `decoder` its old encodings."""
    runs = read_runs(page, fonts, decoder)
    rules = read_rules(page)
    return compose_page(runs, rules, find_grids(rules, number), number, (page.width, page.height))


def compose_page(
    runs: list[Run], rules: Rules, grids: list[Grid], number: int, size: tuple[float, float]
) -> PageContent:
    """A page of `size` (width, height) from its runs, its ruled lines and the empty tables that they make."""
    outside, inside = split_runs(runs, grids)
    filled = [fill_grid(grid, content) for grid, content in zip(grids, inside, strict=True)]
    # A frame of lines without any text in it is a drawing.
    filled = [grid for grid, content in zip(filled, inside, strict=True) if content]
    rows = group_rows(run for run in outside if run.upright)
    # A page number stands beside nothing.
    alone = [row for row in (rows[:1] + rows[1:][-1:]) if "".join(run.text for run in row).strip(" -–.").isdigit()]
    columns, rest = take_columns([row for row in rows if row not in alone], number)
    lines = [line for row in [*alone, *rest] if (line := make_line(row, number)) is not None]
    lines.extend(build_lines([run for run in outside if not run.upright], number))
    free = tuple(
        edge
        for edge in rules.horizontal
        if not any(grid.holds((edge.start + edge.end) / 2, edge.at) for grid in filled)
    )
    return PageContent(
        number, *size, tuple(sorted(lines, key=lambda line: line.baseline)), tuple(filled),
        tuple(columns), free, sum(len(run.text) for run in runs), rules.images,
    )  # fmt: skip
