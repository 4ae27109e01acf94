"""Pages of a PDF that must be recognised from their pictures, and their recognition.

A page needs it when it has a picture and no text; when a picture covers it and its text is so short that it can only be
a copy stamp or a signature; when a picture covers it and the text under it, some other program's, has no Vietnamese
letters; and when its text is no text at all, for its font does not say what its glyphs mean.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from extractor.errors import LimitError, UnreadableError, UnsupportedTypeError
from extractor.limits import Limits
from extractor.read import pdf_raw as raw
from extractor.read.pdf_page import PageContent
from extractor.read.pdf_raw import RawPage, concat, open_page
from extractor.read.pdf_rules import objects_of
from extractor.read.scan_install import HOW_TO_INSTALL, is_installed, named_pages

#: A picture that covers so much of a page is a scan of it.
_COVERED = 0.6
#: Letters of a picture with fewer dots an inch cannot be read; such a one lies behind a page.
_COARSE = 50.0
#: Fewer characters than this, on a scan, are a stamp or a signature.
_FEW = 400
#: Vietnamese has a mark on a quarter of its letters: less than this is another language's reading of a scan.
_MARKED = 0.06
#: So many characters without a meaning make text that is none.
_MEANINGLESS = 0.2
#: Pixels of a page that is drawn, at the most: A2 at 200 dots an inch has 15 million.
_DRAWN = 20_000_000
#: The resolution where no picture tells one, in dots an inch.
_USUAL = 200.0
#: Finer pictures are drawn coarser: measured, their grain costs more words than their detail gives.
_LOWEST, _HIGHEST = 150.0, 200.0


class Told(NamedTuple):
    """Who hears of pages: `on_progress(page, pages)` after each, `on_recognise(pages)` before so many of them."""

    on_progress: Callable[[int, int], None] | None
    on_recognise: Callable[[int], None] | None


def needs_recognition(page: RawPage, content: PageContent) -> bool:
    """Whether the text of a page is to be had from its picture only."""
    if not content.images:
        return content.characters > 0 and _is_meaningless(_text(content))
    if content.characters < _FEW:
        covered, dpi, _ = _coverage(page)
        return dpi >= _COARSE and (covered >= _COVERED or not content.characters)
    text = _text(content)
    if _is_meaningless(text):
        return True
    letters = sum(map(str.isalpha, text))
    marked = sum(1 for letter in text if letter.isalpha() and not letter.isascii())
    if not letters or marked >= _MARKED * letters:
        return False
    covered, dpi, _ = _coverage(page)
    return covered >= _COVERED and dpi >= _COARSE


def _text(content: PageContent) -> str:
    lines = [*content.lines, *(line for pair in content.columns for line in (*pair.left, *pair.right))]
    cells = [line for grid in content.grids for cell in grid.cells for line in cell.lines]
    return "".join(line.text for line in (*lines, *cells))


def _is_meaningless(text: str) -> bool:
    """Whether the text consists of characters that stand for nothing: unknown ones, and those of private use."""
    if not text or max(text) < "\ue000":
        return False
    unknown = sum(1 for letter in text if letter == "\ufffd" or "\ue000" <= letter <= "\uf8ff")
    return unknown > _MEANINGLESS * len(text)


def _coverage(page: RawPage) -> tuple[float, float, int]:
    """How much of a page its pictures cover, the resolution of the finest, in dots an inch, and the most pixels."""
    values = (ctypes.c_float * 4)()
    start = ctypes.addressof(values)
    wide, high = ctypes.c_uint(), ctypes.c_uint()
    covered, dpi, most = 0.0, 0.0, 0
    for kind, item, matrix in objects_of(page):
        if kind != raw.OBJECT_IMAGE or not raw.object_bounds(item, start, start + 4, start + 8, start + 12):
            continue
        a, b, c, d, _, _ = concat(matrix, page.display)
        width, height = values[2] - values[0], values[3] - values[1]
        width, height = abs(a) * width + abs(c) * height, abs(b) * width + abs(d) * height
        part = min(width, page.width) * min(height, page.height) / (page.width * page.height)
        covered += part
        if raw.image_size(item, ctypes.addressof(wide), ctypes.addressof(high)):
            most = max(most, wide.value * high.value)
            if part > 0.05 and width > 0 and height > 0:
                # A page that is turned has its pixels turned: both sides together tell the same.
                dpi = max(dpi, 72 * ((wide.value * high.value) / (width * height)) ** 0.5)
    return covered, dpi, most


def recognise_scans(
    document: Any,
    pages: Sequence[PageContent],
    numbers: Sequence[int],
    name: str,
    limits: Limits,
    told: Told,
) -> tuple[list[PageContent], frozenset[int], tuple[str, ...]]:
    """The pages with those of `numbers` recognised, as far as limits allow, which these are, and warnings.

    Raises UnsupportedTypeError where Tesseract or NumPy is missing and no page has any text without them, LimitError
    where all pages are scans and too many, UnreadableError.
    """
    only = all(page.number in numbers for page in pages)
    if not is_installed():
        if only and not any(page.characters for page in pages):
            raise UnsupportedTypeError(f"{name}: the pages are scans without a text layer; {HOW_TO_INSTALL}.")
        unread = f"Scanned pages, not read: {named_pages(numbers)}. To have them read, {HOW_TO_INSTALL}."
        return list(pages), frozenset(), (unread,)
    if only and len(numbers) > limits.recognised_pages:
        raise LimitError(
            f"{name}: {len(numbers)} scanned pages, more than the {limits.recognised_pages} that are recognised; "
            "split the file."
        )
    from extractor.read.scan_pages import recognise_pages
    from extractor.read.scan_parts import parts_warning

    chosen, left = numbers[: limits.recognised_pages], numbers[limits.recognised_pages :]
    if told.on_recognise is not None:
        told.on_recognise(len(chosen))
    pictures, done = _pictures(document, chosen, name, limits), len(pages) - len(numbers)
    try:
        found = recognise_pages(pictures, len(pages), told.on_progress, done)
    except UnreadableError as error:
        raise type(error)(f"{name}: {error}") from None
    recognised = {page.number: page for page in found.pages}
    warnings = (*found.warnings, *(parts_warning(found.pages) if only else ()))
    if left:
        warnings += (f"Scanned pages beyond the {limits.recognised_pages} that are recognised: {named_pages(left)}.",)
    return [recognised.get(page.number, page) for page in pages], frozenset(recognised), warnings


def _pictures(document: Any, numbers: Sequence[int], name: str, limits: Limits) -> Iterator[Any]:
    from extractor.read.scan_pages import Picture

    for number in numbers:
        with open_page(document, number - 1) as page:
            _, dpi, most = _coverage(page)
            if most > limits.image_pixels:
                raise LimitError(
                    f"{name}: page {number} holds a picture of more than {limits.image_pixels} pixels; "
                    "scan it at 300 dots an inch."
                )
            dpi = min(max(dpi or _USUAL, _LOWEST), _HIGHEST)
            dpi = min(dpi, 72 * (_DRAWN / (page.width * page.height)) ** 0.5)
            yield Picture(number, page.drawn(dpi), dpi)
