"""Report and JSON, both ways. The same report gives the same bytes."""

from __future__ import annotations

import re
from functools import cache

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError
from pydantic_core import to_json as dump

from extractor.errors import CorruptFileError
from extractor.export.characters import writable_values
from extractor.model import SCHEMA_VERSION, Report

#: Most reports were never in an old encoding and are read by rules alone, and do not speak of it.
_NO_ENCODINGS, _NO_MODEL = {"source": {"encodings": True}}, {"pipeline": {"model": True}}


@cache
def adapter() -> TypeAdapter[Report]:
    """Serializer and validator of reports, built once."""
    return TypeAdapter(Report)


@cache
def _broken_span() -> re.Pattern[bytes]:
    # A line end never stands inside a JSON string, so this only meets the arrays of numbers themselves.
    return re.compile(rb"\[\n +([0-9]+),\n +([0-9]+)\n +\]")


def _on_one_line(data: bytes) -> bytes:
    """The JSON with each span on one line. Split and joined as a whole: a report has thousands of spans."""
    parts = _broken_span().split(data)
    parts[1::3] = map(b"[%b, ".__mod__, parts[1::3])
    parts[2::3] = map(b"%b]".__mod__, parts[2::3])
    return b"".join(parts)


def to_json(report: Report, *, compact: bool = False) -> bytes:
    """UTF-8 JSON with an indent of two and a final line end; spans stay on one line. `compact`: without white space.

    A lone surrogate, which no UTF-8 can hold, becomes U+FFFD: no offset moves.
    """
    indent = None if compact else 2
    exclude = ({} if report.source.encodings else _NO_ENCODINGS) | ({} if report.pipeline.model else _NO_MODEL)
    try:
        data = adapter().dump_json(report, indent=indent, exclude=exclude)
    except PydanticSerializationError:
        data = dump(writable_values(adapter().dump_python(report, exclude=exclude)), indent=indent)
    return data if compact else _on_one_line(data) + b"\n"


def to_jsonl_line(report: Report) -> bytes:
    """One line of JSON with its line end."""
    return to_json(report, compact=True) + b"\n"


def from_json(data: bytes) -> Report:
    """The report in `data`. Keys that this version does not know are left out. Raises CorruptFileError."""
    try:
        report = adapter().validate_json(data, strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"])) or "the start"
        raise CorruptFileError(
            f"not a report of schema version {SCHEMA_VERSION}: {first['msg']} (at {where}); extract the document again"
        ) from None
    if report.schema_version != SCHEMA_VERSION:
        raise CorruptFileError(
            f"a report of another schema version, {SCHEMA_VERSION} is read here; extract the document again"
        )
    return report
