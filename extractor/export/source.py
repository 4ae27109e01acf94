"""Source and JSON, both ways: what was read from a file, kept so that a change of rules reads nothing twice."""

from __future__ import annotations

from functools import cache

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError
from pydantic_core import to_json as dump

from extractor.errors import CorruptFileError
from extractor.export.characters import writable_values
from extractor.source import Source


@cache
def _adapter() -> TypeAdapter[Source]:
    return TypeAdapter(Source)


def source_to_json(source: Source) -> bytes:
    """UTF-8 JSON without white space. The same Source gives the same bytes; a lone surrogate becomes U+FFFD."""
    try:
        return _adapter().dump_json(source)
    except PydanticSerializationError:
        return dump(writable_values(_adapter().dump_python(source)))


def source_from_json(data: bytes) -> Source:
    """The Source in `data`. Raises CorruptFileError for anything that `source_to_json` did not write."""
    try:
        return _adapter().validate_json(data, strict=True)
    except ValidationError as error:
        raise CorruptFileError(f"not a kept source ({error.error_count()} faults); import the file again") from None
