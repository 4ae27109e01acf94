"""The text of a report as a document on the page: headings, paragraphs, tables, footnotes, page numbers."""

from __future__ import annotations

from bisect import bisect_right
from html import escape

from extractor.export.html_items import Items
from extractor.export.html_marks import Marker
from extractor.export.html_tables import Grid, cells
from extractor.model import Footnote, Report

#: A title of more characters is set as a paragraph.
_LONG = 120


def body(items: Items, tables: dict[int, Grid]) -> str:
    """The whole text in its order, each character once (but for the tabs between cells), with all marks in place."""
    report = items.report
    marker = Marker(report.text, items.marks)
    notes = {note.span[0]: (index, note) for index, note in enumerate(report.footnotes)}
    pages = _Pages(report)
    opening = min((section.span[0] for section in report.sections), default=0)
    parts: list[str] = []
    position = 0
    while position < len(report.text):
        if page := pages.before(position):
            parts.append(f'<p class="page" aria-label="{page}"><span>{page}</span></p>')
        grid = tables.get(position)
        if grid is not None:
            parts.append(_table(items, marker, grid, pages))
            position = grid.end + 1
            continue
        end = report.text.find("\n", position)
        end = len(report.text) if end < 0 else end
        parts.append(_line(items, marker, position, end, notes, position < opening))
        position = end + 1
    return "\n".join(part for part in parts if part)


class _Pages:
    """Says once for each page that it begins here."""

    def __init__(self, report: Report) -> None:
        self._pages = sorted(report.pages, key=lambda page: page.span)
        self._starts = [page.span[0] for page in self._pages]
        self._said = 0

    def before(self, position: int) -> str:
        due = bisect_right(self._starts, position)
        if due <= self._said:
            return ""
        self._said = due
        page = self._pages[due - 1]
        return f"Trang {page.number}{', nhận dạng từ ảnh' if page.ocr else ''}"


def _line(
    items: Items, marker: Marker, start: int, end: int, notes: dict[int, tuple[int, Footnote]], opening: bool
) -> str:
    found = items.headings.get(start)
    content = marker.write(start, end)
    if start in notes:
        index, note = notes[start]
        back = f' <a class="back" href="#n{index}" aria-label="Về chỗ chú thích">↩</a>' if note.anchor else ""
        return f'<p class="fn" id="n{index}-text" tabindex="-1">{content}{back}</p>'
    if found:
        level = min(max(found.level, 1), 5)
        # A numbered paragraph is a heading by its number; in bold type nobody could read it.
        css = f"sec l{level}{' long' if len(found.title) > _LONG else ''}"
        return f'<p class="{css}" role="heading" aria-level="{min(level + 2, 6)}">{content}</p>'
    if not content.strip():
        return ""
    line = items.report.text[start:end]
    if opening and len(line) < 160 and line.isupper():
        return f'<p class="caps">{content}</p>'
    return f"<p>{content}</p>"


def _table(items: Items, marker: Marker, grid: Grid, pages: _Pages) -> str:
    """A grid in a box of its own that scrolls. A header that is printed again on a later page is a header there."""
    text, table = items.report.text, grid.table
    rows = [list(cells(text, line)) for line in grid.lines]
    columns = max(map(len, rows))
    heads = {text[slice(*line)] for line in grid.lines[: grid.header_rows]}
    parts = ["<thead>" if heads else "<tbody>"]
    for index, (line, row) in enumerate(zip(grid.lines, rows, strict=True)):
        if heads and index == grid.header_rows:
            parts.append("</thead><tbody>")
        if page := pages.before(line[0]):
            parts.append(f'<tr class="page"><td colspan="{columns}">{page}</td></tr>')
        parts.append(_row(marker, row, columns, text[slice(*line)] in heads))
    parts.append("</tbody>" if len(rows) > grid.header_rows or not heads else "</thead>")
    place = items.places.get(table.id) if table else None
    named = f' id="{place.key}"' if place and place.css == "grid" else ""
    label = f"Bảng: {table.caption}" if table and table.caption else "Bảng"
    flagged = items.flagged(table.id) if table else ""
    return (
        f'<div class="table{flagged}" tabindex="0" role="region" aria-label="{escape(label)}"{named}>'
        f"<table>{''.join(parts)}</table></div>"
    )


def _row(marker: Marker, row: list[tuple[int, int]], columns: int, head: bool) -> str:
    opening, closing = ('<th scope="col">', "</th>") if head else ("<td>", "</td>")
    written = "".join(opening + marker.write(*cell) + closing for cell in row)
    return f"<tr>{written}{(opening + closing) * (columns - len(row))}</tr>"
