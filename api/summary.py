"""A readable table of reports that were extracted, for people at a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from extractor import Report

#: Columns when the output is no terminal: enough that numbers and dates stay whole.
PLAIN_WIDTH = 140

ABSENT = "–"

_COLUMNS = ("File", "Type", "Number", "Date", "Issuer", "Sections", "References", "Documents", "Dates", "Findings")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: five texts and five counts, in the order of the columns."""

    file: str
    doc_type: str
    number: str
    date: str
    issuer: str
    counts: tuple[int, int, int, int, int]


def report_files(paths: Iterable[Path]) -> list[Path]:
    """The JSON files meant by `paths`: a folder stands for its .json and .jsonl files, sorted.

    Raises FileNotFoundError for a path that does not exist and for a folder that holds none.
    """
    files: list[Path] = []
    for path in paths:
        if not path.is_dir():
            files.append(path)
            continue
        found = sorted(file for file in path.iterdir() if file.suffix in {".json", ".jsonl"})
        if not found:
            raise FileNotFoundError(f"{path.name or path}: no .json file in this folder; run trichluc extract -o first")
        files.extend(found)
    return files


def load(file: Path) -> list[Report]:
    """The reports of a .json file, or of each line of a .jsonl file.

    Raises OSError where it cannot be read, CorruptFileError where it holds something else.
    """
    from extractor.export import from_json

    data = file.read_bytes()
    return [from_json(line) for line in data.splitlines() if line] if file.suffix == ".jsonl" else [from_json(data)]


def row(report: Report) -> Row:
    """What the table says of a report."""
    document = report.document
    return Row(
        file=report.source.name,
        doc_type=document.doc_type.name if document.doc_type else ABSENT,
        number=document.code or document.number or ABSENT,
        date=(document.date.value if document.date else None) or ABSENT,
        issuer=document.issuer.name if document.issuer else ABSENT,
        counts=(
            len(report.sections),
            len(report.references),
            len(report.cited_documents),
            len(report.dates),
            len(report.findings),
        ),
    )


def print_table(rows: Sequence[Row], out: TextIO) -> None:
    """Print the table, with sums under it where there are several reports."""
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(file=out, width=None if out.isatty() else PLAIN_WIDTH, highlight=False)
    table = Table(box=SIMPLE, show_footer=len(rows) > 1)
    sums = [sum(column) for column in zip(*(item.counts for item in rows), strict=True)]
    footers = [f"{len(rows)} reports", "", "", "", "", *map(str, sums)]
    for position, (name, footer) in enumerate(zip(_COLUMNS, footers, strict=False)):
        counted = position >= len(_COLUMNS) - 5
        table.add_column(
            name,
            footer,
            justify="right" if counted else "left",
            overflow="fold",
            no_wrap=counted or name in {"Number", "Date"},
        )
    for item in rows:
        cells = (item.file, item.doc_type, item.number, item.date, item.issuer, *map(str, item.counts))
        # Text and not markup: a name may hold brackets.
        table.add_row(*(Text(cell) for cell in cells))
    console.print(table)
