"""Where tables are written, row by row: CSV, Excel, Parquet. A file appears under its name when all is written, and not
before; what was half written when something failed is removed."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Literal, Protocol, TextIO

from api.exporting.tables import Cell, Column, Kind, Row, Table
from api.output import part_of, written_whole
from extractor.export.characters import printable, writable
from extractor.export.csv import cell

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

Format = Literal["csv", "xlsx", "parquet"]

#: Cells of a Parquet file that are held in memory before they are written as a group of rows.
GROUP_CELLS = 100_000
#: Excel's limits: characters in a cell, rows in a sheet.
CELL_CHARACTERS, SHEET_ROWS = 32_767, 1_048_576


class Sink(Protocol):
    """Takes tables; `files` are those that were written, once all is."""

    files: list[Path]

    def write(self, table: Table, rows: Iterable[Row]) -> None:
        """Add rows to a table; it is there also without any."""
        ...


@contextmanager
def sink(form: Format, target: Path) -> Iterator[Sink]:
    """A sink for `target`: of CSV and Parquet a folder with a file a table, or, where it has that ending, one file for
    one table; of Excel a file. Raises OSError."""
    if form == "xlsx":
        with workbook(target) as book:
            sheets = _Sheets(book)
            yield sheets
            sheets.finish()
        sheets.files.append(target)
        return
    single = target.suffix == f".{form}"
    (target.parent if single else target).mkdir(parents=True, exist_ok=True)
    files = _Files(target, single=single, ending=form, open_one=_CsvFile if form == "csv" else _ParquetFile)
    try:
        yield files
        files.close(whole=True)
    except BaseException:
        files.close(whole=False)
        raise


class _Writer(Protocol):
    def write(self, rows: Iterable[Row]) -> None: ...

    def close(self, *, whole: bool) -> None:
        """`whole`: all was written; else the file is thrown away. May be called again."""
        ...


class _Files:
    """A file a table."""

    def __init__(
        self, target: Path, *, single: bool, ending: str, open_one: Callable[[Path, tuple[Column, ...]], _Writer]
    ) -> None:
        self.files: list[Path] = []
        self._target = target
        self._single = single
        self._ending = ending
        self._open_one = open_one
        self._writers: dict[str, tuple[_Writer, Path, Path]] = {}

    def write(self, table: Table, rows: Iterable[Row]) -> None:
        if table.name not in self._writers:
            place = self._target if self._single else self._target / f"{table.name}.{self._ending}"
            part = part_of(place)
            self._writers[table.name] = (self._open_one(part, table.columns), part, place)
        self._writers[table.name][0].write(rows)

    def close(self, *, whole: bool) -> None:
        try:
            for writer, _, _ in self._writers.values():
                writer.close(whole=whole)
            for _, part, place in self._writers.values() if whole else ():
                part.replace(place)
                self.files.append(place)
        finally:
            for _, part, _ in self._writers.values():
                part.unlink(missing_ok=True)


class _CsvFile:
    """RFC 4180 with a mark that makes Excel read UTF-8."""

    def __init__(self, path: Path, columns: tuple[Column, ...]) -> None:
        self._file: TextIO = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file, lineterminator="\r\n")
        self._writer.writerow([column.name for column in columns])
        self._kinds = [column.kind for column in columns]

    def write(self, rows: Iterable[Row]) -> None:
        self._writer.writerows(
            [str(value) if kind == "number" and value is not None else cell(value) for value, kind in self._typed(row)]
            for row in rows
        )

    def _typed(self, row: Row) -> Iterable[tuple[Cell, Kind]]:
        return zip(row, self._kinds, strict=True)

    def close(self, *, whole: bool) -> None:
        self._file.close()


class _ParquetFile:
    """Groups of rows, compressed (Zstandard)."""

    def __init__(self, path: Path, columns: tuple[Column, ...]) -> None:
        import pyarrow
        from pyarrow.parquet import ParquetWriter

        types = {
            "text": pyarrow.string(),
            "integer": pyarrow.int64(),
            "number": pyarrow.float64(),
            "boolean": pyarrow.bool_(),
        }
        self._schema = pyarrow.schema(
            [
                pyarrow.field(one.name, types[one.kind], metadata={"title_vi": one.vi, "title_en": one.en})
                for one in columns
            ]
        )
        self._convert = [_CONVERT[one.kind] for one in columns]
        self._columns: list[list[Any]] = [[] for _ in columns]
        self._writer = ParquetWriter(path, self._schema, compression="zstd")

    def write(self, rows: Iterable[Row]) -> None:
        for row in rows:
            for values, convert, value in zip(self._columns, self._convert, row, strict=True):
                values.append(None if value is None else convert(value))
            if len(self._columns[0]) * len(self._columns) >= GROUP_CELLS:
                self._flush()

    def _flush(self) -> None:
        import pyarrow

        arrays = [pyarrow.array(values, field.type) for values, field in zip(self._columns, self._schema, strict=True)]
        self._writer.write_table(pyarrow.Table.from_arrays(arrays, schema=self._schema))
        for values in self._columns:
            values.clear()

    def close(self, *, whole: bool) -> None:
        if whole and self._columns[0]:
            self._flush()
        # Closing again does nothing.
        self._writer.close()


_CONVERT: dict[Kind, Callable[[Any], Any]] = {
    "text": lambda value: writable(str(value)),
    "integer": int,
    "number": float,
    "boolean": bool,
}


@contextmanager
def workbook(target: Path) -> Iterator[Workbook]:
    """A workbook whose rows go to disk one by one: a row is done when the next one begins. Text in it is never a
    formula or a link. Raises OSError."""
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    # The rows wait beside the target: there must be room for as much again.
    with written_whole(target) as part, TemporaryDirectory(prefix=".trichluc-", dir=target.parent) as waiting:
        plain = {"strings_to_formulas": False, "strings_to_urls": False}
        book = xlsxwriter.Workbook(part, {"constant_memory": True, "tmpdir": waiting, **plain})
        try:
            yield book
            book.close()
        except FileCreateError as error:
            raise OSError(*getattr(error.args[0], "args", ("workbook",))) from None
        finally:
            for sheet in book.worksheets():
                sheet.row_data_fh.close()


class _Sheets:
    """A sheet a table; one that is longer than a sheet goes on in a further one."""

    def __init__(self, book: Workbook) -> None:
        self.files: list[Path] = []
        self._book = book
        self._head = book.add_format({"bold": True, "bg_color": "#E8EEF4", "border": 1, "text_wrap": True})
        self._sheets: dict[str, tuple[Worksheet, int, int]] = {}
        self._widths: dict[str, int] = {}

    def write(self, table: Table, rows: Iterable[Row]) -> None:
        if table.name not in self._sheets:
            self._widths[table.name] = len(table.columns)
            self._sheets[table.name] = self._begin(table, 1)
        sheet, number, used = self._sheets[table.name]
        for row in rows:
            if used == SHEET_ROWS:
                sheet.autofilter(0, 0, used - 1, len(table.columns) - 1)
                sheet, number, used = self._begin(table, number + 1)
            for index, (column, value) in enumerate(zip(table.columns, row, strict=True)):
                _write_cell(sheet, used, index, column.kind, value)
            used += 1
        self._sheets[table.name] = sheet, number, used

    def _begin(self, table: Table, number: int) -> tuple[Worksheet, int, int]:
        sheet = self._book.add_worksheet(table.title if number == 1 else f"{table.title} ({number})")
        for index, column in enumerate(table.columns):
            sheet.set_column(index, index, 14 if column.kind != "text" else 24)
            sheet.write_string(0, index, column.vi, self._head)
        sheet.freeze_panes(1, 0)
        return sheet, number, 1

    def finish(self) -> None:
        """Once all rows are written."""
        for name, (sheet, _, used) in self._sheets.items():
            sheet.autofilter(0, 0, used - 1, self._widths[name] - 1)


def _write_cell(sheet: Worksheet, row: int, column: int, kind: Kind, value: Cell) -> None:
    """None leaves the cell empty; numbers stay numbers, text is never a formula or a link."""
    if value is None or value == "":
        return
    if kind == "boolean":
        sheet.write_boolean(row, column, bool(value))
    elif kind in ("integer", "number"):
        sheet.write_number(row, column, float(value))
    else:
        sheet.write_string(row, column, printable(str(value))[:CELL_CHARACTERS])
