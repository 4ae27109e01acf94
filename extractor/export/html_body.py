"""The text of a report as a document on the page: headings, paragraphs, tables, footnotes, page numbers."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from extractor.export.html_items import Items
from extractor.export.html_marks import Marker
from extractor.model import Footnote, Report, Table

#: More columns than any page holds: such a table is shown as lines.
_MOST_COLUMNS = 60


def body(items: Items) -> str:
    """The whole text in its order, each character once (but for the tabs between cells), with all marks in place."""
    report = items.report
    marker = Marker(report.text, items.marks)
    tables = {table.span[0]: table for table in report.tables if _is_grid(table)}
    notes = {note.span[0]: (index, note) for index, note in enumerate(report.footnotes)}
    pages = _Pages(report)
    opening = min((section.span[0] for section in report.sections), default=0)
    parts: list[str] = []
    position = 0
    while position < len(report.text):
        parts.append(pages.before(position))
        table = tables.get(position)
        if table is not None:
            parts.append(_table(marker, table))
            position = table.span[1] + 1
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
        seen = ", nhận dạng từ ảnh" if page.ocr else ""
        return f'<p class="page" aria-label="Trang {page.number}{seen}"><span>Trang {page.number}{seen}</span></p>'


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
        return f'<p class="sec l{level}" role="heading" aria-level="{min(level + 2, 6)}">{content}</p>'
    if not content.strip():
        return ""
    line = items.report.text[start:end]
    if opening and len(line) < 160 and line.isupper():
        return f'<p class="caps">{content}</p>'
    return f"<p>{content}</p>"


def _is_grid(table: Table) -> bool:
    """The cells lie in the table's span, in reading order, and no more columns than a page holds."""
    position = table.span[0]
    for cell in table.cells:
        if cell.span[0] < position or not 0 <= cell.column < _MOST_COLUMNS:
            return False
        position = cell.span[1]
    return bool(table.cells) and position <= table.span[1] and table.columns <= _MOST_COLUMNS


def _table(marker: Marker, table: Table) -> str:
    rows: dict[int, list[str]] = {}
    columns = max(table.columns, 1 + max(cell.column for cell in table.cells))
    for cell in table.cells:
        row = rows.setdefault(cell.row, [""] * columns)
        row[cell.column] += marker.write(*cell.span)
    grid = "".join(_rows(rows, table))
    return f'<div class="table" tabindex="0" role="region" aria-label="Bảng"><table>{grid}</table></div>'


def _rows(rows: dict[int, list[str]], table: Table) -> Iterator[str]:
    header = [row for row in sorted(rows) if row < table.header_rows]
    if header:
        yield "<thead>" + "".join(_row(rows[row], 'th scope="col"') for row in header) + "</thead>"
    yield "<tbody>" + "".join(_row(rows[row], "td") for row in sorted(rows) if row >= table.header_rows) + "</tbody>"


def _row(cells: list[str], tag: str) -> str:
    return "<tr>" + "".join(f"<{tag}>{cell}</{tag[:2]}>" for cell in cells) + "</tr>"
