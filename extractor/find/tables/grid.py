"""A table as rows of cells, its header rows and what its columns hold. Read from the cells alone, so that it is the
same from every format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractor.find.tables.vocabulary import Heads, TableForm, TableRules
from extractor.grammar import fold
from extractor.model import Span
from extractor.text import Text, TextTable

Row = Mapping[int, Span]
#: Which column of a table holds what.
Columns = Mapping[str, int]

#: A header has at most so many rows; the cells of one that has no words that are known are at most so long.
_MOST_HEADER_ROWS, _LONGEST_HEAD = 6, 120


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: `rows` map columns to the spans of their cells, empty cells left out. `header` counts its header rows,
    `index` the tables of the document."""

    index: int
    width: int
    rows: Sequence[Row]
    header: int

    @property
    def body(self) -> Sequence[Row]:
        """The rows below the header."""
        return self.rows[self.header :]


def grid_of(index: int, table: TextTable, text: Text, rules: TableRules) -> Grid:
    """The rows of a table and how many of them are its header."""
    rows: list[dict[int, Span]] = [{} for _ in range(table.rows)]
    for row, column, span in table.cells:
        rows[row][column] = span
    heads = [
        {column: text.masked[start:end] for column, (start, end) in row.items()} for row in rows[:_MOST_HEADER_ROWS]
    ]
    return Grid(index, table.columns, rows, _header_rows(heads, table, rules))


def _header_rows(rows: Sequence[Mapping[int, str]], table: TextTable, rules: TableRules) -> int:
    """The first row, where it holds no figures; rows below it that divide its merged cells; and a row that numbers the
    columns. A table of one column has no header."""
    if table.columns < 2 or not _is_header(rows[0], rules):
        return 0
    count = 1
    while count < min(len(rows), table.rows - 1) and _divides(rows[:count], rows[count], table.columns, rules):
        count += 1
    if count < len(rows) and _numbers_columns(rows[count]):
        count += 1
    return count


def _is_header(row: Mapping[int, str], rules: TableRules) -> bool:
    patterns = rules.patterns
    if not row or any(patterns["figure"].fullmatch(cell) and not _is_year(cell) for cell in row.values()):
        return False
    if any(heads.pattern.match(fold(cell)) for cell in row.values() for heads in rules.heads.values()):
        return len(row) > 1 or 0 not in row
    first = row.get(0, "").strip()
    if patterns["code"].fullmatch(first) or patterns["leading_code"].match(first):
        return False
    return len(row) > 1 and all(len(cell) <= _LONGEST_HEAD and not cell.rstrip().endswith(".") for cell in row.values())


def _is_year(cell: str) -> bool:
    return len(cell.strip()) == 4 and cell.strip()[:2] in ("19", "20")


def _divides(above: Sequence[Mapping[int, str]], row: Mapping[int, str], width: int, rules: TableRules) -> bool:
    """The row gives the heads of columns that a merged cell above spans. A row of the body has a label or figures, or
    begins below a cell that spans one column."""
    if not row or len(above[-1]) >= width:
        return False
    patterns = rules.patterns
    if any(patterns["figure"].fullmatch(cell) or patterns["code"].fullmatch(cell) for cell in row.values()):
        return False
    if 0 not in row:
        return True
    spans = next((1 not in head for head in reversed(above) if 0 in head), False)
    return spans and patterns["leading_code"].match(row[0]) is None


def _numbers_columns(row: Mapping[int, str]) -> bool:
    """(1) (2) (3), or A B 1 2 3: the columns are numbered, each after the one before."""
    marks = [cell.strip().strip("()[].") for cell in row.values()]
    letters = [mark for mark in marks if mark.isalpha()]
    digits = [mark for mark in marks if mark.isdecimal()]
    if len(marks) < 3 or len(digits) < 2 or letters + digits != marks:
        return False
    return all(len(mark) < 4 for mark in marks) and [int(mark) for mark in digits] == list(
        range(int(digits[0]), int(digits[0]) + len(digits))
    )


def kind_of(grid: Grid, text: Text, rules: TableRules) -> tuple[str, Columns] | None:
    """Which kind of table the heads of the columns make it, and which column holds what."""
    if not grid.header:
        return None
    heads = _column_heads(grid, text)
    known: dict[str, Columns] = {}
    for form in rules.forms:
        if form.kind not in known:
            known[form.kind] = columns_of(heads, rules.heads[form.kind])
        if fits(form, known[form.kind]):
            return form.kind, known[form.kind]
    return None


def fits(form: TableForm, columns: Columns) -> bool:
    """Whether a table with these columns is of a kind."""
    return form.needs <= columns.keys() and not form.without & columns.keys()


def columns_of(heads: Sequence[Sequence[str]], words: Heads) -> Columns:
    """The columns of each kind by their heads, each from the lowest row up."""
    chosen: dict[str, tuple[int, int]] = {}
    for column, texts in enumerate(heads):
        for head in texts:
            match = words.pattern.match(fold(head))
            if match is None:
                continue
            kind, place = words.kinds[match.group()]
            if kind not in chosen or place < chosen[kind][0]:
                chosen[kind] = (place, column)
            break
    return {kind: column for kind, (_, column) in chosen.items()}


def _column_heads(grid: Grid, text: Text) -> list[list[str]]:
    """The heads above each column, the lowest first. A merged head is that of its first column only: those beside it
    have their own below."""
    heads: list[list[str]] = [[] for _ in range(grid.width)]
    for row in reversed(grid.rows[: grid.header]):
        for column, (start, end) in row.items():
            heads[column].append(text.masked[start:end])
    return heads


def body_rows(grid: Grid, text: Text) -> Iterator[Row]:
    """The rows below the header that hold something, less those that print the header again."""
    header = [_words(row, text) for row in grid.rows[: grid.header]]
    openings = {words for row in header for words in row.values()}
    for row in grid.body:
        if row and not (_first(row, text) in openings and _words(row, text) in header):
            yield row


def _words(row: Row, text: Text) -> Mapping[int, str]:
    return {column: fold(text.masked[start:end]) for column, (start, end) in row.items()}


def _first(row: Row, text: Text) -> str:
    start, end = next(iter(row.values()))
    return fold(text.masked[start:end])
