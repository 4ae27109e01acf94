"""Tables of a page: the full grid of rows and columns with merged cells, or no table at all where one only arranges."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lxml.html import HtmlElement

from extractor.errors import LimitError
from extractor.limits import Limits
from extractor.source import Cell, Table

#: The HTML standard reads no more than these.
_MOST_COLUMNS, _MOST_ROWS = 1_000, 65_534
_BORDER = r"(?i)border[\w-]*\s*:\s*(?!\s*(?:none|0|medium none|collapse|separate|unset|inherit))"
_BORDER_CLASS = r"(?i)grid|border"

Spans = tuple[int, int]


def rows_of(table: HtmlElement) -> Iterator[tuple[HtmlElement, bool]]:
    """The rows of a table and not of tables inside it, each with whether it stands in the head."""
    for child in table:
        if child.tag == "tr":
            yield child, False
        elif child.tag in ("thead", "tbody", "tfoot"):
            for row in child:
                if row.tag == "tr":
                    yield row, child.tag == "thead"


def _cells(row: HtmlElement) -> list[HtmlElement]:
    return [child for child in row if child.tag in ("td", "th")]


def is_layout_only(table: HtmlElement) -> bool:
    """A table of a single column, or one without lines that holds other tables: it arranges a page, and its cells are
    read as if there were no table."""
    widest = 0
    for row, _ in rows_of(table):
        widest = max(widest, len(_cells(row)))
    return widest < 2 or (not _has_border(table) and next(table.iterdescendants("table"), None) is not None)


def grid(table: HtmlElement, read: Callable[[HtmlElement], Cell], limits: Limits, name: str) -> Table:
    """The table with every row as long as the widest. A covered cell is empty. Raises LimitError."""
    rows = list(rows_of(table))
    placed: dict[tuple[int, int], Cell] = {}
    covered: set[tuple[int, int]] = set()
    for index, (row, _) in enumerate(rows):
        column = 0
        for element in _cells(row):
            while (index, column) in covered:
                column += 1
            down, across = _spans(element, len(rows) - index)
            if len(covered) + down * across > limits.paragraphs:
                raise LimitError(f"{name}: a table of more than {limits.paragraphs} cells; split the file")
            covered.update((index + r, column + c) for r in range(down) for c in range(across))
            placed[index, column] = read(element)._replace(row_span=down, column_span=across)
            column += across
    width = 1 + max((column for _, column in covered), default=0)
    if width * len(rows) > limits.paragraphs:
        raise LimitError(f"{name}: a table of more than {limits.paragraphs} cells; split the file")
    cells = tuple(tuple(placed.get((r, c), Cell()) for c in range(width)) for r in range(len(rows)))
    return Table(cells, ruled=_has_border(table) or width > 3, header_rows=_header_rows(rows))


def _spans(element: HtmlElement, rows_left: int) -> Spans:
    """Row and column span. A row span of 0 reaches to the last row, and none reaches beyond it."""
    down = _number(element.get("rowspan"), _MOST_ROWS)
    across = _number(element.get("colspan"), _MOST_COLUMNS) or 1
    return min(down or rows_left, rows_left), across


def _number(value: str | None, most: int) -> int:
    match = re.match(r"\s*(\d{1,6})", value or "1", re.ASCII)
    return min(int(match[1]), most) if match else 1


def _header_rows(rows: list[tuple[HtmlElement, bool]]) -> int:
    """The rows of the head, or the first rows where all cells are header cells."""
    count = 0
    for row, head in rows:
        cells = _cells(row)
        if not head and not (cells and all(cell.tag == "th" for cell in cells)):
            break
        count += 1
    return count if count < len(rows) else 0


def _has_border(table: HtmlElement) -> bool:
    """The page says that the table has lines: by attribute, class or style of it or of its first cells."""
    if table.get("border", "0").strip() not in ("", "0") or re.search(_BORDER_CLASS, table.get("class", "")):
        return True
    styles = [table.get("style", "")]
    for row, head in rows_of(table):
        cells = _cells(row)
        if head or any(cell.tag == "th" for cell in cells):
            return True
        styles += [cell.get("style", "") for cell in cells]
        break
    return any(re.search(_BORDER, style) for style in styles)
