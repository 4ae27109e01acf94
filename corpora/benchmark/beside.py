"""What runs beside the extractor: eyecite, and bare reads of the same files by pdfplumber and python-docx."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of

#: Work on one file's bytes; what it returns is a count that nobody needs, so that nothing is left undone.
Work = Callable[[bytes], int]

EYECITE, PDFPLUMBER, PYTHON_DOCX, ENGINE = "eyecite", "pdfplumber", "python-docx", "trichluc"


def version(distribution: str) -> str | None:
    """The version of an installed distribution, None where it is not installed."""
    try:
        return version_of(distribution)
    except PackageNotFoundError:
        return None


def read_pdf(data: bytes) -> int:
    """Text and tables of every page by pdfplumber, its pages let go of one by one."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        read = 0
        for page in document.pages:
            read += len(page.extract_text()) + len(page.extract_tables())
            page.close()
        return read


def read_word(data: bytes) -> int:
    """Text and style name of every paragraph and the text of every cell by python-docx."""
    from docx import Document

    document = Document(io.BytesIO(data))
    read = 0
    for paragraph in document.paragraphs:
        style = paragraph.style
        read += len(paragraph.text) + len((style.name if style else None) or "")
    for table in document.tables:
        for row in table.rows:
            read += sum(len(cell.text) for cell in row.cells)
    return read


def find_english(data: bytes) -> int:
    """The number of citations that eyecite finds in an English text, UTF-8."""
    from eyecite import get_citations

    return len(get_citations(data.decode("utf-8")))


def to_json(data: bytes) -> int:
    """The extractor's whole way, from a file's bytes to JSON."""
    from extractor import extract
    from extractor.export.json import to_json as write

    return len(write(extract(data)))


def read_only(data: bytes) -> int:
    """The extractor's reader alone."""
    from extractor.read import read

    return len(read(data, "document").blocks)


#: By name: what is measured in a process of its own.
WORK: Mapping[str, Work] = {
    ENGINE: to_json,
    PDFPLUMBER: read_pdf,
    PYTHON_DOCX: read_word,
    EYECITE: find_english,
}
#: What each of them imports for a file of any kind, before it sees one.
IMPORTS: Mapping[str, tuple[str, ...]] = {
    ENGINE: (
        "extractor.pipeline",
        "extractor.export.json",
        "extractor.read.plain",
        "extractor.read.docx",
        "extractor.read.pdf",
    ),
    PDFPLUMBER: ("pdfplumber",),
    PYTHON_DOCX: ("docx",),
    EYECITE: ("eyecite",),
}
