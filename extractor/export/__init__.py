"""A Report to the formats that people and programs take: JSON, JSON lines, CSV, Excel, Web Annotation, an HTML page.

The functions import what they need when first called: the engine itself does without pydantic.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractor.model import Report
    from extractor.source import Source

__all__ = [
    "from_json",
    "json_schema",
    "source_from_json",
    "source_to_json",
    "to_annotations",
    "to_csv",
    "to_csv_files",
    "to_html",
    "to_json",
    "to_jsonl_line",
    "to_xlsx",
]


def to_json(report: Report, *, compact: bool = False) -> bytes:
    """The report as UTF-8 JSON: see `extractor.export.json.to_json`."""
    from extractor.export.json import to_json as write

    return write(report, compact=compact)


def to_jsonl_line(report: Report) -> bytes:
    """The report as one line of JSON with its line end: see `extractor.export.json.to_jsonl_line`."""
    from extractor.export.json import to_jsonl_line as write

    return write(report)


def from_json(data: bytes) -> Report:
    """The report that `to_json` wrote. Raises CorruptFileError: see `extractor.export.json.from_json`."""
    from extractor.export.json import from_json as read

    return read(data)


def source_to_json(source: Source) -> bytes:
    """What was read from a file, as JSON to keep: see `extractor.export.source.source_to_json`."""
    from extractor.export.source import source_to_json as write

    return write(source)


def source_from_json(data: bytes) -> Source:
    """The Source that `source_to_json` wrote. Raises CorruptFileError: see `extractor.export.source`."""
    from extractor.export.source import source_from_json as read

    return read(data)


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a report: see `extractor.export.schema.json_schema`."""
    from extractor.export.schema import json_schema as make

    return make()


def to_csv(report: Report) -> str:
    """The references as a table, one a row: see `extractor.export.csv.to_csv`."""
    from extractor.export.csv import to_csv as write

    return write(report)


def to_csv_files(report: Report) -> dict[str, str]:
    """Every list as a table, by its name: see `extractor.export.csv.to_csv_files`."""
    from extractor.export.csv import to_csv_files as write

    return write(report)


def to_xlsx(report: Report) -> bytes:
    """An Excel workbook, a sheet a list: see `extractor.export.xlsx.to_xlsx`."""
    from extractor.export.xlsx import to_xlsx as write

    return write(report)


def to_annotations(report: Report) -> bytes:
    """W3C Web Annotations as JSON-LD: see `extractor.export.annotations.to_annotations`."""
    from extractor.export.annotations import to_annotations as write

    return write(report)


def to_html(report: Report) -> str:
    """A self-contained page that shows every mention in its place: see `extractor.export.html.to_html`."""
    from extractor.export.html import to_html as write

    return write(report)
