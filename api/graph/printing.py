"""What `trichluc cites` prints for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TextIO

from api.graph.records import Answer, Archived, Cited, CitedBy, Citing, Page
from api.summary import ABSENT, PLAIN_WIDTH

#: What is told of a citation that says less than date and issuer.
_DOUBTS = {"issuer": "gives no date", "number": "gives the number alone"}


def print_answer(answer: Answer, pages: Iterable[Page | None], out: TextIO) -> None:
    """Each document with the reports that cite it; None for one whose reports are not listed."""
    for cited, page in zip(answer.cited, pages, strict=True):
        print(plain(_title(cited)), file=out)
        for line in _facts(cited):
            print(f"  {plain(line)}", file=out)
        if page and page.rows:
            _print_rows(
                ("Report", "Number", "Date", "Issuer", "Relation", "Mentions", "First mention", "Remarks"),
                [_cells(row, cited) for row in page.rows],
                out,
            )
        if page and page.next:
            print(f"  … the newest {len(page.rows)}; more with --limit", file=out)
        print(file=out)
    if not answer.complete:
        print("So many documents have this number that only some were looked at; give --date or --issuer.", file=out)
    elif answer.documents > len(answer.cited):
        rest = answer.documents - len(answer.cited)
        print(f"{rest} more documents have this number; give --date or --issuer.", file=out)


def print_cited_by(document: Archived, cited: Sequence[CitedBy], out: TextIO) -> None:
    """What one report cites."""
    kept = sum(1 for one in cited if one.archived)
    count = f"{len(cited):,} document{'' if len(cited) == 1 else 's'}"
    print(f"{plain(document.name)} ({document.uid}) cites {count}, {kept:,} of them in the archive", file=out)
    rows = [
        (
            one.code or ABSENT,
            _day(one.date),
            one.issuer or ABSENT,
            ", ".join(one.relations) or ABSENT,
            str(one.mentions),
            ", ".join(known.name for known in one.archived) + ("" if one.sure or not one.archived else " (perhaps)"),
        )
        for one in cited
    ]
    if rows:
        _print_rows(("Document", "Date", "Issuer", "Relation", "Mentions", "In the archive"), rows, out)


def plain(text: str) -> str:
    """The text on one line, without characters that a terminal would obey."""
    return "".join(char if char.isprintable() else " " for char in text)


def _title(cited: Cited) -> str:
    if cited.ambiguous:
        return f"{cited.code} · one of several, the reports do not say which"
    parts = (cited.code, cited.type_name, _day(cited.date) if cited.date else None, cited.issuer)
    return " · ".join(part for part in parts if part)


def _facts(cited: Cited) -> Iterable[str]:
    if cited.title:
        yield cited.title
    if len(cited.dates) > 1:
        yield f"dates given: {', '.join(f'{_day(day)} ({count})' for day, count in cited.dates)}"
    if cited.archived:
        yield f"in the archive: {', '.join(f'{one.name} ({one.uid})' for one in cited.archived)}"
    count = f"more than {cited.reports:,}" if cited.more else f"{cited.reports:,}"
    yield f"cited by {count} report{'' if cited.reports == 1 else 's'}"


def _cells(row: Citing, cited: Cited) -> tuple[str, ...]:
    place = [f"page {row.page}"] if row.page else []
    place += [row.section] if row.section else []
    remarks = [_DOUBTS[row.fit]] if row.fit in _DOUBTS else []
    if row.said_date and cited.date and row.said_date != cited.date:
        remarks.append(f"says {_day(row.said_date)}")
    if cited.ambiguous and row.said_issuer and "/" in cited.code_key:
        remarks.append(f"says {row.said_issuer}")
    if row.early:
        remarks.append("older than the document")
    return (
        row.name,
        row.code or ABSENT,
        _day(row.date),
        row.issuer or ABSENT,
        ", ".join(row.relations) or ABSENT,
        str(row.mentions),
        ", ".join(place) or ABSENT,
        ", ".join(remarks),
    )


def _day(date: str | None) -> str:
    """A date as it is written in Vietnam."""
    return "/".join(reversed(date.split("-"))) if date else ABSENT


def _print_rows(titles: Sequence[str], rows: Sequence[Sequence[str]], out: TextIO) -> None:
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(file=out, width=None if out.isatty() else PLAIN_WIDTH, highlight=False)
    table = Table(box=SIMPLE, padding=(0, 1, 0, 0))
    used = [index for index, _ in enumerate(titles) if any(row[index] for row in rows)]
    for index in used:
        counted = titles[index] == "Mentions"
        table.add_column(titles[index], justify="right" if counted else "left", overflow="fold", no_wrap=counted)
    for row in rows:
        # Text and not markup: a name may hold brackets.
        table.add_row(*(Text(plain(row[index])) for index in used))
    console.print(table)
