"""Bytes to `Source`: `read` looks at the content, picks the reader, and guards its limits."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from extractor.errors import EmptyFileError, LimitError, UnsupportedTypeError
from extractor.limits import DEFAULT_LIMITS, Limits
from extractor.read.sniff import Format, sniff
from extractor.source import Source

#: The reader of each format: its module and function, imported when a document first needs it.
READERS: dict[Format, tuple[str, str]] = {
    "text": ("extractor.read.plain", "read_plain"),
    "html": ("extractor.read.html", "read_html"),
    "docx": ("extractor.read.docx", "read_docx"),
    "pdf": ("extractor.read.pdf", "read_pdf"),
    "doc": ("extractor.read.office", "read_doc"),
    "rtf": ("extractor.read.office", "read_rtf"),
    "odt": ("extractor.read.office", "read_odt"),
    "xlsx": ("extractor.read.workbook", "read_workbook"),
    "xls": ("extractor.read.workbook", "read_workbook"),
    "image": ("extractor.read.image", "read_image"),
}
#: Formats whose pages may have to be recognised: their readers also take `on_recognise`.
_RECOGNISED = ("pdf", "image")

#: Part of the pipeline's version: what these readers make of a file may change with any of them.
READER_VERSIONS = "docx/1 encodings/1 html/1 office/1 pdf/1 plain/1 scan/1 workbook/1"


def read(
    data: bytes,
    name: str,
    limits: Limits = DEFAULT_LIMITS,
    on_progress: Callable[[int, int], None] | None = None,
    on_recognise: Callable[[int], None] | None = None,
) -> Source:
    """Read a file's bytes. `name` is for messages and for `source.name`; the content alone decides the format.
    `on_recognise(pages)` is called before so many pages are recognised from their images, which takes seconds each.

    Raises EmptyFileError, LimitError, UnsupportedTypeError and whatever the reader of the format raises, all of them
    TrichLucError.
    """
    if not data:
        raise EmptyFileError(f"{name}: the file is empty (0 bytes); send it again")
    if len(data) > limits.file_bytes:
        raise LimitError(f"{name}: {len(data)} bytes, the limit is {limits.file_bytes}; split or shrink the file")
    found = sniff(data)
    if found not in READERS:
        raise UnsupportedTypeError(f"{name}: {unsupported(found)}")
    module, function = READERS[found]
    more = (on_recognise,) if found in _RECOGNISED else ()
    source: Source = getattr(import_module(module), function)(data, name, limits, on_progress, *more)
    return source


def unsupported(found: Format) -> str:
    """What to do with a format that has no reader."""
    return _ADVICE.get(found, _ADVICE["unknown"])


_ADVICE: dict[str, str] = {
    "ole": "an Office 97-2003 file that is not read; save it as .docx and send it again",
    "image": "an image of a kind that is not read; save it as PNG, JPEG, TIFF or PDF and send it again",
    "zip": "an archive; unpack it and send the files",
    "unknown": "neither text, Word (.docx) nor PDF; check that the right file was sent",
}
