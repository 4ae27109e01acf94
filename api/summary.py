"""A readable table of reports that were extracted, for people at a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from extractor import Report

#: Columns when the output is no terminal: enough that numbers and dates stay whole.
PLAIN_WIDTH = 140

ABSENT = "–"

_TEXTS = ("File", "Type", "Number", "Date", "Issuer")
#: Counted by list; rows are those of indicators, tasks and scores.
_COUNTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Sect.", ("sections",)),
    ("Refs", ("references",)),
    ("Docs", ("cited_documents",)),
    ("Dates", ("dates",)),
    ("Counts", ("counts",)),
    ("Duties", ("responsibilities",)),
    ("Rows", ("indicators", "tasks", "scores")),
    ("Findings", ("findings",)),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: five texts and the counts, in the order of the columns."""

    file: str
    doc_type: str
    number: str
    date: str
    issuer: str
    counts: tuple[int, ...]


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
        counts=tuple(sum(len(getattr(report, name)) for name in lists) for _, lists in _COUNTS),
    )


def print_table(rows: Sequence[Row], out: TextIO) -> None:
    """Print the table, with sums under it where there are several reports."""
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(file=out, width=None if out.isatty() else PLAIN_WIDTH, highlight=False)
    # Two spaces between columns: there are so many that three would break words.
    table = Table(box=SIMPLE, padding=(0, 1, 0, 0), show_footer=len(rows) > 1)
    sums = [sum(column) for column in zip(*(item.counts for item in rows), strict=True)]
    footers = [f"{len(rows)} reports", "", "", "", "", *map(str, sums)]
    for name, footer in zip_longest((*_TEXTS, *(name for name, _ in _COUNTS)), footers, fillvalue=""):
        counted = name not in _TEXTS
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
