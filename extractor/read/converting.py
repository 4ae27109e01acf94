"""Who makes a .docx of a file that LibreOffice reads, where that is not left to the reader (`read/office`)."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import Literal

from extractor.limits import Limits

Kind = Literal["doc", "rtf", "odt"]
#: A file's bytes, its kind, its base name for messages, and the limits; returns the bytes of the .docx, and raises what
#: `extractor.read.office.convert_once` raises.
Convert = Callable[[bytes, Kind, str, Limits], bytes]

#: Set by whoever reads many files and keeps LibreOffice at hand (`api.isolation.office`).
CONVERT: ContextVar[Convert | None] = ContextVar("CONVERT", default=None)
