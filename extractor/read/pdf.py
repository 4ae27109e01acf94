"""Reads PDF files with a text layer, in reading order: letterhead, paragraphs, tables, footnotes.

pdfium gives every character with its place and font, and the drawn lines; all else is read off the geometry. The steps,
one module each: `pdf_raw` (the library), `pdf_chars` (runs), `pdf_rules` (lines drawn), `pdf_lines` (lines of text),
`pdf_grids` (pdfplumber's search for cells), `pdf_tables`, `pdf_columns`, `pdf_page` (one page), `pdf_layout` (margins,
running heads), `pdf_notes`, `pdf_paragraphs`, `pdf_blocks` (the whole document), `pdf_signatures`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import PurePath
from typing import Any

import pypdfium2 as pdfium

from extractor.encodings.decoder import Decoder
from extractor.errors import CorruptFileError, EmptyFileError, LimitError, UnsupportedTypeError
from extractor.limits import DEFAULT_LIMITS, Limits
from extractor.read.pdf_blocks import build_blocks
from extractor.read.pdf_layout import Layout, measure, take_running
from extractor.read.pdf_notes import take_notes
from extractor.read.pdf_page import PageContent, read_page
from extractor.read.pdf_raw import LOCK, digest, open_document, open_page
from extractor.read.pdf_signatures import check_signatures, find_signatures
from extractor.source import Note, Page, Paragraph, Source, Table

PARSER = "pdf/1"
_MEDIA_TYPE = "application/pdf"
#: Warnings name at most this many pages.
_NAMED_PAGES = 20


def read_pdf(
    data: bytes,
    name: str,
    limits: Limits = DEFAULT_LIMITS,
    on_progress: Callable[[int, int], None] | None = None,
) -> Source:
    """The document in a PDF file. `on_progress(page, pages)` is called after each page.

    Boxes are in points from the top left corner of the displayed page. One document is read at a time in a process.

    Raises EmptyFileError (no bytes, or pages without text and pictures), UnsupportedTypeError (no PDF, or scanned pages
    without a text layer), CorruptFileError, EncryptedFileError, LimitError (bytes, pages, characters, paragraphs).
    """
    name = PurePath(name.replace("\\", "/")).name
    with LOCK, closing(open_document(data, name, limits)) as document:
        signed = find_signatures(document, data)
        pages, unread, encodings = _read_pages(document, name, limits, on_progress)
    warnings = _check_text(pages, unread, name)
    signatures, unchecked = check_signatures(signed, data)
    sizes = tuple(Page(page.number, round(page.width, 2), round(page.height, 2)) for page in pages)
    pages, running = take_running(pages)
    layout = measure(pages)
    pages, notes = take_notes(pages, layout)
    return Source(
        name=name,
        sha256=digest(data),
        media_type=_MEDIA_TYPE,
        size_bytes=len(data),
        parser=PARSER,
        blocks=_blocks(pages, layout, notes, name, limits),
        notes=notes,
        pages=sizes,
        running=running,
        warnings=warnings + unchecked,
        signatures=signatures,
        encodings=encodings,
    )


def _read_pages(
    document: Any, name: str, limits: Limits, on_progress: Callable[[int, int], None] | None
) -> tuple[list[PageContent], list[int], tuple[str, ...]]:
    """The content of each page, the numbers of pages that cannot be read, and the old encodings of the text."""
    pages: list[PageContent] = []
    unread: list[int] = []
    count, characters = len(document), 0
    fonts: dict[int, tuple[bool, bool]] = {}
    decoder = Decoder()
    for index in range(count):
        try:
            with open_page(document, index) as page:
                characters += page.count()
                if characters > limits.characters:
                    raise LimitError(
                        f"{name}: more than the {limits.characters} characters that are read; split the file."
                    )
                pages.append(read_page(page, index + 1, fonts, decoder))
        except pdfium.PdfiumError:
            unread.append(index + 1)
        if on_progress is not None:
            on_progress(index + 1, count)
    if not pages:
        raise CorruptFileError(f"{name}: no page of the PDF can be read; send another copy.")
    return pages, unread, tuple(decoder.found)


def _blocks(
    pages: Sequence[PageContent], layout: Layout, notes: Sequence[Note], name: str, limits: Limits
) -> tuple[Paragraph | Table, ...]:
    blocks = build_blocks(pages, layout, frozenset(note.label for note in notes))
    count = sum(len(block.rows) * len(block.rows[0]) if isinstance(block, Table) else 1 for block in blocks)
    if count > limits.paragraphs:
        raise LimitError(
            f"{name}: {count} paragraphs and cells, more than the {limits.paragraphs} that are read; split it."
        )
    return blocks


def _check_text(pages: Sequence[PageContent], unread: Sequence[int], name: str) -> tuple[str, ...]:
    """Warnings about pages without text; an error where no page has any."""
    if not any(page.characters for page in pages):
        if any(page.images for page in pages):
            raise UnsupportedTypeError(
                f"{name}: the pages are scans without a text layer; they must be recognised first (OCR)."
            )
        raise EmptyFileError(f"{name}: there is no text on any page; check that the right file was sent.")
    scans = [page.number for page in pages if not page.characters and page.images]
    warnings = []
    if scans:
        warnings.append(
            f"Pages without a text layer, not read: {_numbers(scans)}. They must be recognised first (OCR)."
        )
    if unread:
        warnings.append(f"Damaged pages, not read: {_numbers(unread)}.")
    return tuple(warnings)


def _numbers(pages: Sequence[int]) -> str:
    named = ", ".join(map(str, pages[:_NAMED_PAGES]))
    return f"{named} and {len(pages) - _NAMED_PAGES} more" if len(pages) > _NAMED_PAGES else named
