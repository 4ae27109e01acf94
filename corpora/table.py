"""The figures as tables: by rich on a terminal, in plain columns elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import Any

from corpora.scoring import Figure

Measured = Mapping[str, Mapping[str, Mapping[str, Figure]]]
_HEAD = ("", "field", "gold", "found", "precision", "recall", "F1")


def as_data(measured: Measured) -> dict[str, Any]:
    """The figures as plain data: group, kind, field, then numbers."""
    return {
        group: {
            kind: {
                field: {
                    "precision": round(figure.precision, 6),
                    "recall": round(figure.recall, 6),
                    "f1": round(figure.f1, 6),
                    "gold": figure.gold,
                    "found": figure.found,
                }
                for field, figure in fields.items()
            }
            for kind, fields in kinds.items()
        }
        for group, kinds in measured.items()
    }


def show(measured: Measured) -> None:
    """Print F1 by document, then precision, recall and F1 of all documents together."""
    if sys.stdout.isatty():
        _rich(measured)
        return
    for title, rows in _tables(measured):
        print(title)
        widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
        for row in rows:
            cells = [
                cell.ljust(width) if column < 2 else cell.rjust(width)
                for column, (cell, width) in enumerate(zip(row, widths, strict=True))
            ]
            print("  ".join(cells).rstrip())
        print()


def _rich(measured: Measured) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    for title, rows in _tables(measured):
        table = Table(title=title, title_justify="left")
        for column, name in enumerate(rows[0]):
            table.add_column(name, justify="left" if column < 2 else "right")
        for row in rows[1:]:
            table.add_row(*row, end_section=False)
        console.print(table)


def _tables(measured: Measured) -> Iterator[tuple[str, list[tuple[str, ...]]]]:
    """Title and rows, the first row the head."""
    groups = list(measured)
    if len(groups) > 2:
        rows: list[tuple[str, ...]] = [("", "field", *groups)]
        for kind, fields in measured["all"].items():
            for place, field in enumerate(fields):
                figures = (measured[group].get(kind, {}).get(field) for group in groups)
                rows.append(("" if place else kind, field, *(_number(figure) for figure in figures)))
        yield "F1 by document", rows
    for group in [name for name in ("five", "all") if name in measured]:
        rows = [_HEAD]
        for kind, fields in measured[group].items():
            for place, (field, figure) in enumerate(fields.items()):
                numbers = (figure.precision, figure.recall, figure.f1)
                counts = str(figure.gold), str(figure.found)
                rows.append(("" if place else kind, field, *counts, *(f"{number:.4f}" for number in numbers)))
        yield {"five": "The five reports", "all": "All documents"}[group], rows


def _number(figure: Figure | None) -> str:
    """F1; a dash where there was nothing to find and nothing found."""
    return "-" if figure is None or not (figure.gold or figure.found) else f"{figure.f1:.3f}"
