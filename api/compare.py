"""What changed between two reports of one body: indicators, tasks and findings, side by side.

A reviewer of quarterly reports does this by hand. Indicators are told by their row of the national template, so that
reports whose codes differ can be compared; a row that the template does not know is told by its words.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TextIO, TypeVar

from api import summary

if TYPE_CHECKING:
    from extractor import Report
    from extractor.model import Finding, Indicator, Task

_Item = TypeVar("_Item")
Kind = Literal["indicator", "task", "finding"]
State = Literal["changed", "new", "gone"]

_TITLES: dict[Kind, str] = {"indicator": "Indicators", "task": "Tasks", "finding": "Findings"}


@dataclass(frozen=True, slots=True)
class Change:
    """A difference. `before` and `after` are what the reports print, None where a report has no such row or an empty
    one; `difference` is after less before where both are numbers."""

    kind: Kind
    state: State
    code: str | None
    label: str
    before: str | None
    after: str | None
    difference: float | None = None


def load(file: Path) -> Report:
    """A report from the JSON of `extract`, or from a document itself. Raises OSError and TrichLucError."""
    from extractor import extract
    from extractor.errors import CorruptFileError

    if file.suffix not in {".json", ".jsonl"}:
        return extract(file)
    reports = summary.load(file)
    if len(reports) != 1:
        raise CorruptFileError(f"{file.name}: holds {len(reports)} reports; give two files of one report each")
    return reports[0]


def compare(before: Report, after: Report) -> list[Change]:
    """All changes, in the order of the later report; what is gone follows."""
    return [
        *_indicators(before.indicators, after.indicators),
        *_tasks(before.tasks, after.tasks),
        *_findings(before.findings, after.findings),
    ]


def remark(before: Report, after: Report) -> str | None:
    """A warning where the two are not reports of one body."""
    one, other = (report.document.issuer.name if report.document.issuer else None for report in (before, after))
    if one is None or other is None or one == other:
        return None
    return f"these are reports of two bodies: {one} and {other}"


def _fold(text: str | None) -> str:
    return " ".join((text or "").lower().split()).rstrip(".:;")


def _numbered(keyed: Iterable[tuple[Hashable, _Item]]) -> dict[tuple[Hashable, int], _Item]:
    """Items by their key and how often it came before: a template's row may stand in two appendices."""
    seen: Counter[Hashable] = Counter()
    result = {}
    for key, item in keyed:
        result[key, seen[key]] = item
        seen[key] += 1
    return result


def _indicators(before: Sequence[Indicator], after: Sequence[Indicator]) -> Iterator[Change]:
    old, new = (_numbered(_indicator_keys(rows)) for rows in (before, after))
    for key, row in new.items():
        earlier = old.get(key)
        if earlier is None:
            yield Change("indicator", "new", row.code, row.label, None, row.value_text)
        elif _fold(earlier.value_text) != _fold(row.value_text) and not _equal(earlier, row):
            yield Change(
                *("indicator", "changed", row.code, row.label, earlier.value_text, row.value_text),
                difference=_difference(earlier, row),
            )
    for key, row in old.items():
        if key not in new:
            yield Change("indicator", "gone", row.code, row.label, row.value_text, None)


def _indicator_keys(rows: Sequence[Indicator]) -> Iterator[tuple[Hashable, Indicator]]:
    """A "Trong đó" row that the template does not know is told by the row that it hangs under as well."""
    named = {row.code: row.canonical or _fold(row.label) for row in rows if row.code}
    for row in rows:
        yield (row.canonical or (named.get(row.parent_code or ""), _fold(row.label))), row


def _equal(before: Indicator, after: Indicator) -> bool:
    """Equal numbers, however they are printed ("05" and "5")."""
    return before.value is not None and before.value == after.value


def _difference(before: Indicator, after: Indicator) -> float | None:
    if isinstance(before.value, int | float) and isinstance(after.value, int | float):
        return round(after.value - before.value, 6)
    return None


def _tasks(before: Sequence[Task], after: Sequence[Task]) -> Iterator[Change]:
    old, new = (_numbered((_fold(task.task), task) for task in tasks) for tasks in (before, after))
    for key, task in new.items():
        earlier = old.get(key)
        if earlier is None:
            yield Change("task", "new", None, task.task, None, _said(task))
        elif _said(earlier) != _said(task):
            yield Change("task", "changed", None, task.task, _said(earlier), _said(task))
    for key, task in old.items():
        if key not in new:
            yield Change("task", "gone", None, task.task, _said(task), None)


def _said(task: Task) -> str | None:
    """Who does it by when, and what came of it."""
    deadline = task.deadline.value if task.deadline else task.deadline_text
    parts = (", ".join(actor.name for actor in task.lead), deadline, task.result)
    return " · ".join(part for part in parts if part) or None


def _findings(before: Sequence[Finding], after: Sequence[Finding]) -> Iterator[Change]:
    """A finding that both have needs no line: what was told is mended, or it is not."""
    old, new = (Counter((one.type, one.message_vi) for one in findings) for findings in (before, after))
    for kind, message in (new - old).elements():
        yield Change("finding", "new", kind, message, None, None)
    for kind, message in (old - new).elements():
        yield Change("finding", "gone", kind, message, None, None)


def as_json(changes: Sequence[Change]) -> str:
    """The changes as a JSON list."""
    return json.dumps([asdict(change) for change in changes], ensure_ascii=False, indent=1)


def print_changes(changes: Sequence[Change], names: tuple[str, str], out: TextIO) -> None:
    """A table for each kind that changed, or a line that nothing did."""
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(file=out, width=None if out.isatty() else summary.PLAIN_WIDTH, highlight=False)
    for kind, title in _TITLES.items():
        rows = [change for change in changes if change.kind == kind]
        if not rows:
            continue
        table = Table(box=SIMPLE, title=f"{title} ({len(rows)})", title_justify="left")
        table.add_column("", no_wrap=True)
        table.add_column("Code" if kind != "finding" else "Type", no_wrap=True)
        table.add_column("What", ratio=3, overflow="fold")
        if kind != "finding":
            for name in names:
                table.add_column(name, ratio=1, overflow="fold")
            table.add_column("Difference", justify="right", no_wrap=True)
        for change in rows:
            cells = [change.state, change.code or summary.ABSENT, change.label]
            if kind != "finding":
                cells += [change.before or summary.ABSENT, change.after or summary.ABSENT]
                cells.append("" if change.difference is None else f"{change.difference:+g}")
            table.add_row(*(Text(cell) for cell in cells))
        console.print(table)
    if not changes:
        console.print("No indicator, task or finding changed.")
