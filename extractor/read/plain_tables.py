"""Tables in text files: cells between tabs, and the crawled form with `|` alone on a line before each cell."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.read.plain_markup import holds_markup, strip_line
from extractor.source import Cell, Line, Mark, Paragraph, Table

Raw = tuple[str, int]  # a physical line and its offset in the file
_EMPTY = Cell()


def tab_table(lines: Sequence[Raw]) -> Table:
    """A run of lines with tabs: one row a line, short rows padded. Rules drawn with hyphens are no rows."""
    rows = [_tab_row(text, raw) for text, raw in lines if not _is_rule(text)] or [[Cell()]]
    width = max(len(row) for row in rows)
    padded = tuple(tuple(row) + (Cell(),) * (width - len(row)) for row in rows)
    return Table(padded, True, 0)


def _is_rule(text: str) -> bool:
    if text.strip(" \t:-"):
        return False
    cells = [cell.strip(" :") for cell in text.split("\t")]
    return max(map(len, cells)) > 2 and not "".join(cells).strip("-")


def _tab_row(text: str, raw: int) -> list[Cell]:
    cells: list[Cell] = []
    position = raw
    plain = not holds_markup(text)
    for part in text.split("\t"):
        bare = part.strip()
        if not bare:
            cells.append(_EMPTY)
        elif plain:
            cells.append(Cell((Line(bare, position + part.index(bare[0])),)))
        else:
            cells.append(cell_of([(part, position)]))
        position += len(part) + 1
    return cells


def cell_of(lines: Sequence[Raw]) -> Cell:
    """A cell from its physical lines."""
    kept: list[Line] = []
    marks: list[Mark] = []
    for text, raw in lines:
        if not text or text.isspace():
            continue
        stripped = strip_line(text, raw)
        if not stripped.line.text:
            continue
        marks.extend(mark.below(len(kept)) for mark in stripped.marks)
        kept.append(stripped.line)
    return Cell(tuple(kept), tuple(marks))


def pipe_end(lines: Sequence[Raw], index: int) -> int:
    """The last bar of the crawled table that begins at `index`. It ends where no bar follows closely, or where text
    that cannot be a cell follows a row that is as long as the one before."""
    last, cells, before = index, 0, 0
    position = index + 1
    while position < len(lines) and position - last <= 12:
        text = lines[position][0].strip()
        if text == "|":
            if last == position - 1:
                before, cells = cells, 0
            else:
                cells += 1
            last = position
        elif text and last == position - 1 and _ends_table(text, cells, before):
            break
        position += 1
    return last


def _ends_table(text: str, cells: int, before: int) -> bool:
    plain = text.strip("*# ")
    return plain.lower().split()[:2] == ["phụ", "lục"] or (1 < cells <= 2 and cells == before)


def pipe_rows(lines: Sequence[Raw]) -> list[list[list[Raw]]]:
    """Rows of cells from lines between lone bars. Two bars in a row end a row and begin the next; each bar more is an
    empty cell before that."""
    rows: list[list[list[Raw]]] = []
    row: list[list[Raw]] = []
    cell: list[Raw] = []
    bars = 0
    for text, raw in lines:
        if text.strip() == "|":
            bars += 1
            continue
        if bars >= 2:
            if cell:
                row.append(cell)
            row.extend([] for _ in range(bars - 2) if row)
            if row:
                rows.append(row)
            row, cell = [], []
        elif bars == 1 and cell:
            row.append(cell)
            cell = []
        bars = 0
        if text.strip():
            cell.append((text, raw))
    if cell:
        row.append(cell)
    if row:
        rows.append(row)
    return rows


def pipe_table(rows: Sequence[Sequence[Sequence[Raw]]], *, ruled: bool) -> Table:
    """A grid from the rows of `pipe_rows`. Two columns are a letterhead or a signature, not figures: `ruled` False."""
    width = max(len(row) for row in rows)
    grid = tuple(tuple(cell_of(cell) for cell in row) + (Cell(),) * (width - len(row)) for row in rows)
    return Table(grid, ruled)


#: A flattened table has at least so many physical lines, and its lines are at most so wide, as a share of a full line.
_FLAT_LINES, _FLAT_WIDTH = 24, 0.56


def with_flattened(blocks: Sequence[Paragraph | Table], width: int) -> list[Paragraph | Table]:
    """Runs of narrow lines in a file whose other lines are full are a table that a converter flattened, cell below
    cell. They become a table of one column: what its cells were cannot be told, but their numbering is not that of
    sections."""
    narrow = [_is_narrow(block, width) for block in blocks]
    made: list[Paragraph | Table] = []
    index = 0
    while index < len(blocks):
        end = _narrow_end(narrow, index) if narrow[index] else index
        run = [block for block in blocks[index:end] if isinstance(block, Paragraph)]
        if sum(len(block.lines) for block in run) < _FLAT_LINES:
            made.append(blocks[index])
            index += 1
            continue
        rows = tuple((Cell(block.lines, block.marks),) for block in run)
        made.append(Table(rows, True))
        index = end
    return made


def _is_narrow(block: Paragraph | Table, width: int) -> bool:
    if isinstance(block, Table):
        return False
    first = block.lines[0].text
    if first.isupper() or first.lower().split()[:2] in (["phụ", "lục"], ["nơi", "nhận"], ["nơi", "nhận:"]):
        return False
    return all(len(line.text) <= _FLAT_WIDTH * width for line in block.lines)


def _narrow_end(narrow: Sequence[bool], index: int) -> int:
    """The end of a run of narrow paragraphs; a wide one among them (cells glued on one line) does not end it."""
    end = index
    while end < len(narrow) and sum(narrow[end : end + 6]) >= min(4, len(narrow) - end):
        end += 1
    while end > index and not narrow[end - 1]:
        end -= 1
    return end
