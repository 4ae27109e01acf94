"""The lists of a report as CSV (RFC 4180), for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from extractor.export.characters import writable
from extractor.export.lists import Cell, listings
from extractor.export.references import reference_rows
from extractor.model import Report

#: A spreadsheet takes a cell that begins so for a formula; the wide forms are taken for it by East Asian editions.
_FORMULA = tuple("=+-@＝＋－＠")


def to_csv(report: Report) -> str:
    """The references: a header line and one row each, lines ended by CR LF. Absent facts are empty cells.

    A cell that a spreadsheet would take for a formula gets a leading apostrophe. Write it with a byte order mark
    (`utf-8-sig`) where Excel is to open it.
    """
    return _table(*reference_rows(report))


def to_csv_files(report: Report) -> dict[str, str]:
    """Every list by its name ("references", "counts" …), each like `to_csv`, also those without a row."""
    return {listing.name: _table(listing.columns, listing.rows) for listing in listings(report)}


def _table(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([cell(value) for value in row] for row in rows)
    return out.getvalue()


def cell(value: Cell) -> str:
    """A value as CSV holds it; what a spreadsheet would take for a formula behind an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = writable(str(value))
    if isinstance(value, str) and text.lstrip().startswith(_FORMULA):
        return f"'{text}"
    return text
