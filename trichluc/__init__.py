"""Trích Lục: reads a Vietnamese administrative report and returns what it says.

    from trichluc import extract

    report = extract("bao-cao.docx")
    for reference in report.references:
        print(reference.code, reference.date and reference.date.value)

This package re-exports the public face of the engine and holds nothing of its own.
"""

from __future__ import annotations

from extractor import Options, Report, extract
from extractor.errors import (
    CorruptFileError,
    EmptyFileError,
    EncodingError,
    EncryptedFileError,
    HostileFileError,
    LimitError,
    RulesError,
    TrichLucError,
    UnreadableError,
    UnsupportedTypeError,
)

__all__ = [
    "CorruptFileError",
    "EmptyFileError",
    "EncodingError",
    "EncryptedFileError",
    "HostileFileError",
    "LimitError",
    "Options",
    "Report",
    "RulesError",
    "TrichLucError",
    "UnreadableError",
    "UnsupportedTypeError",
    "extract",
]
