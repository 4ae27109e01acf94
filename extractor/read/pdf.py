"""Reads PDF files in reading order: letterhead, paragraphs, tables, footnotes.

pdfium gives every character with its place and font, and the drawn lines; all else is read off the geometry. The steps,
one module each: `pdf_raw` (the library), `pdf_chars` (runs), `pdf_rules` (lines drawn), `pdf_lines` (lines of text),
`pdf_grids` (pdfplumber's search for cells), `pdf_tables`, `pdf_columns`, `pdf_page` (one page), `pdf_layout` (margins,
running heads), `pdf_notes`, `pdf_paragraphs`, `pdf_blocks` (the whole document), `pdf_signatures`. Scanned
pages go through `pdf_scans` and `scan`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import PurePath
from typing import Any

import pypdfium2 as pdfium

from extractor.encodings.decoder import Decoder
from extractor.errors import CorruptFileError, EmptyFileError, LimitError
from extractor.limits import DEFAULT_LIMITS, Limits
from extractor.read.pdf_blocks import build_blocks
from extractor.read.pdf_layout import Layout, measure, take_running
from extractor.read.pdf_notes import take_notes
from extractor.read.pdf_page import PageContent, read_page
from extractor.read.pdf_raw import LOCK, digest, open_document, open_page
from extractor.read.pdf_scans import Told, needs_recognition, recognise_scans
from extractor.read.pdf_signatures import check_signatures, find_signatures
from extractor.read.scan_install import named_pages
from extractor.source import Note, Page, Paragraph, Source, Table

PARSER, SCAN_PARSER = "pdf/1", "scan/1"
_MEDIA_TYPE = "application/pdf"


def read_pdf(
    data: bytes,
    name: str,
    limits: Limits = DEFAULT_LIMITS,
    on_progress: Callable[[int, int], None] | None = None,
    on_recognise: Callable[[int], None] | None = None,
) -> Source:
    """The document in a PDF file. `on_progress(page, pages)` is called after each page, `on_recognise(pages)` before so
    many are recognised. Boxes are in points from the top left corner of the displayed page. One document is read at a
    time in a process.

    Raises EmptyFileError (no bytes, or pages without text and pictures), UnsupportedTypeError (no PDF, or scanned pages
    and nothing that recognises them), CorruptFileError, EncryptedFileError, LimitError (bytes, pages, characters,
    paragraphs).
    """
    name = PurePath(name.replace("\\", "/")).name
    with LOCK, closing(open_document(data, name, limits)) as document:
        signed = find_signatures(document, data)
        decoder = Decoder()
        pages, sizes, warnings = _all_pages(document, name, limits, Told(on_progress, on_recognise), decoder)
    signatures, unchecked = check_signatures(signed, data)
    pages, running = take_running(pages)
    layout = measure(pages)
    pages, notes = take_notes(pages, layout)
    return Source(
        name=name,
        sha256=digest(data),
        media_type=_MEDIA_TYPE,
        size_bytes=len(data),
        parser=f"{PARSER} {SCAN_PARSER}" if any(size.ocr for size in sizes) else PARSER,
        blocks=_blocks(pages, layout, notes, name, limits),
        notes=notes,
        pages=sizes,
        running=running,
        warnings=warnings + unchecked,
        signatures=signatures,
        encodings=tuple(decoder.found),
    )


def _all_pages(
    document: Any, name: str, limits: Limits, told: Told, decoder: Decoder
) -> tuple[list[PageContent], tuple[Page, ...], tuple[str, ...]]:
    """The pages, those of scans recognised, their sizes as they are displayed, and warnings."""
    pages, unread, scans = _read_pages(document, name, limits, told.on_progress, decoder)
    sizes = tuple(Page(page.number, round(page.width, 2), round(page.height, 2)) for page in pages)
    said: tuple[str, ...] = ()
    if scans:
        pages, recognised, said = recognise_scans(document, pages, scans, name, limits, told)
        sizes = tuple(replace(size, ocr=size.number in recognised) for size in sizes)
    return pages, sizes, said + _check_text(pages, unread, name)


def _read_pages(
    document: Any, name: str, limits: Limits, on_progress: Callable[[int, int], None] | None, decoder: Decoder
) -> tuple[list[PageContent], list[int], list[int]]:
    """The content of each page, the numbers of pages that cannot be read, and those of scans. `decoder` hears of old
    encodings of the text."""
    pages: list[PageContent] = []
    unread: list[int] = []
    scans: list[int] = []
    count, characters = len(document), 0
    fonts: dict[int, tuple[bool, bool]] = {}
    for index in range(count):
        try:
            with open_page(document, index) as page:
                characters += page.count()
                if characters > limits.characters:
                    raise LimitError(
                        f"{name}: more than the {limits.characters} characters that are read; split the file."
                    )
                pages.append(read_page(page, index + 1, fonts, decoder))
                if needs_recognition(page, pages[-1]):
                    scans.append(index + 1)
        except pdfium.PdfiumError:
            unread.append(index + 1)
        if on_progress is not None and index + 1 not in scans:
            on_progress(index + 1 - len(scans), count)
    if not pages:
        raise CorruptFileError(f"{name}: no page of the PDF can be read; send another copy.")
    return pages, unread, scans


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
    """A warning about damaged pages; an error where no page has text."""
    if not any(page.characters for page in pages):
        raise EmptyFileError(f"{name}: there is no text on any page; check that the right file was sent.")
    return (f"Damaged pages, not read: {named_pages(unread)}.",) if unread else ()
