"""What goes with the table of values: a codebook in two languages, and a description for programs (Frictionless Data
Package, version 1)."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from api.exporting.sinks import Sink
from api.exporting.tables import Cell, Column, Table
from api.exporting.tidy import VALUES
from extractor import rules

#: Of the codebook itself.
CODEBOOK = Table(
    "codebook",
    "Chú giải",
    (
        Column("kind", "text", "Loại", "Kind", "column: cột; indicator: chỉ tiêu", "column, or canonical indicator"),
        Column("name", "text", "Tên", "Name", "Tên cột, hoặc mã chỉ tiêu", "Name of the column, or indicator"),
        Column("label_vi", "text", "Tên tiếng Việt", "Vietnamese name", "", ""),
        Column("label_en", "text", "Tên tiếng Anh", "English name", "", ""),
        Column("type", "text", "Kiểu", "Type", "text, integer, number, boolean", "text, integer, number, boolean"),
        Column("unit", "text", "Đơn vị tính", "Unit", "Như in trong mẫu", "As the template prints it"),
        Column("parent", "text", "Thuộc chỉ tiêu", "Within", "Chỉ tiêu cấp trên", "The indicator that it stands under"),
        Column("levels", "text", "Cấp báo cáo", "Levels", "province: tỉnh; district: huyện", "Who reports it"),
        Column("about_vi", "text", "Giải thích", "Meaning (Vietnamese)", "", ""),
        Column("about_en", "text", "Giải thích (tiếng Anh)", "Meaning (English)", "", ""),
    ),
)

_FIELD = {"text": "string", "integer": "integer", "number": "number", "boolean": "boolean"}


def write_codebook(sink: Sink) -> None:
    """A row for each column of the table of values, and for each canonical indicator. Raises OSError."""
    sink.write(CODEBOOK, _rows())


def _rows() -> Iterator[Sequence[Cell]]:
    for one in VALUES.columns:
        yield "column", one.name, one.vi, one.en, one.kind, None, None, None, one.about_vi, one.about_en
    english = tomllib.loads((Path(__file__).parent / "indicators.toml").read_text(encoding="utf-8"))
    for row in rules.load()["indicators"]["indicator"]:
        printed, levels = "; ".join(row["printed"]), " ".join(row["levels"])
        label = row["printed"][0]
        yield (
            *("indicator", row["id"], label, english.get(row["id"]), "number", row.get("unit"), row.get("parent")),
            *(levels, f"Các cách ghi: {printed}" if len(row["printed"]) > 1 else None, None),
        )


def datapackage(files: Sequence[Path]) -> bytes:
    """The description of the files of both tables, with their sizes and hashes. Raises OSError."""
    tables = {table.name: table for table in (VALUES, CODEBOOK)}
    described = {
        "profile": "tabular-data-package",
        "name": "trichluc-values",
        "title": "Số liệu trong báo cáo hành chính",
        "description": "Figures in administrative reports, one row a value; see the resource codebook. In CSV a text "
        "that a spreadsheet would take for a formula (it begins with = + - @) stands behind an apostrophe.",
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "resources": [_resource(tables[file.stem], file) for file in files],
    }
    return json.dumps(described, ensure_ascii=False, indent=2).encode() + b"\n"


def _resource(table: Table, file: Path) -> dict[str, Any]:
    form = file.suffix.removeprefix(".")
    more: dict[str, Any] = {"mediatype": "application/vnd.apache.parquet"}
    if form == "csv":
        more = {
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "header": True},
        }
    return {
        "profile": "tabular-data-resource" if form == "csv" else "data-resource",
        "name": table.name,
        "title": table.title,
        "path": file.name,
        "format": form,
        **more,
        "bytes": file.stat().st_size,
        "hash": f"sha256:{_sha256(file)}",
        "schema": {"fields": [_field(column) for column in table.columns], "missingValues": [""]},
    }


def _field(column: Column) -> dict[str, str]:
    said = {"name": column.name, "type": _FIELD[column.kind], "title": f"{column.vi} / {column.en}"}
    about = " / ".join(part for part in (column.about_vi, column.about_en) if part)
    return {**said, "description": about} if about else said


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
