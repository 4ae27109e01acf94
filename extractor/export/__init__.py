"""A Report to the formats that people and programs take: JSON, JSON lines, CSV, an HTML page.

The functions import what they need when first called: the engine itself does without pydantic.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractor.model import Report

__all__ = ["from_json", "json_schema", "to_csv", "to_html", "to_json", "to_jsonl_line"]


def to_json(report: Report, *, compact: bool = False) -> bytes:
    """The report as UTF-8 JSON: see `extractor.export.json.to_json`."""
    from extractor.export import json

    return json.to_json(report, compact=compact)


def to_jsonl_line(report: Report) -> bytes:
    """The report as one line of JSON with its line end: see `extractor.export.json.to_jsonl_line`."""
    from extractor.export import json

    return json.to_jsonl_line(report)


def from_json(data: bytes) -> Report:
    """The report that `to_json` wrote. Raises CorruptFileError: see `extractor.export.json.from_json`."""
    from extractor.export import json

    return json.from_json(data)


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a report: see `extractor.export.schema.json_schema`."""
    from extractor.export import schema

    return schema.json_schema()


def to_csv(report: Report) -> str:
    """The references as a table, one a row: see `extractor.export.csv.to_csv`."""
    from extractor.export import csv

    return csv.to_csv(report)


def to_html(report: Report) -> str:
    """A self-contained page that shows every mention in its place: see `extractor.export.html.to_html`."""
    from extractor.export import html

    return html.to_html(report)
