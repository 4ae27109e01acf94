"""Reads scans: images (PNG, JPEG, TIFF with many pages), and pages of a PDF that hold no usable text.

The steps, one module each: `scan_image` (paper to white, straight), `scan_rules` (ruled lines), `scan_regions` (columns
and cells cut out), `scan_tesseract` (the program), `scan_words` (words as runs of characters), `scan_page` (one page),
`scan_pages` (many, side by side), `scan_parts` (several documents in one scan). From there on a page is laid out as
that of a PDF.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from io import BytesIO

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from extractor.errors import CorruptFileError, EmptyFileError, HostileFileError, LimitError, UnsupportedTypeError
from extractor.limits import DEFAULT_LIMITS, Limits
from extractor.read.pdf_blocks import build_blocks
from extractor.read.pdf_layout import measure, take_running
from extractor.read.pdf_notes import take_notes
from extractor.read.pdf_raw import digest
from extractor.read.scan_pages import Picture, recognise_pages
from extractor.read.scan_parts import parts_warning
from extractor.source import Page, Source

PARSER = "scan/1"
#: The formats that are read, and nothing else of what Pillow knows.
_FORMATS = {"PNG": "image/png", "JPEG": "image/jpeg", "MPO": "image/jpeg", "TIFF": "image/tiff"}
#: What Pillow raises for damaged images.
_DAMAGE = (OSError, ValueError, SyntaxError, EOFError, TypeError, KeyError, OverflowError, IndexError)
#: A page is recognised with so many dots an inch, at the most; the height of A4, in inches, tells the resolution of an
#: image which does not say its own.
HIGHEST = 200.0
_A4 = 11.69


def read_pages(
    data: bytes,
    name: str,
    limits: Limits,
    on_progress: Callable[[int, int], None] | None,
    on_recognise: Callable[[int], None] | None,
) -> Source:
    """The document in an image. Boxes are in points from the top left corner of the image, by its resolution.

    Raises UnsupportedTypeError (another kind of image), EmptyFileError (no text),
    CorruptFileError, HostileFileError, LimitError (pages, pixels).
    """
    image = _opened(data, name, limits)
    kind, count = image.format or "", getattr(image, "n_frames", 1)
    if count > limits.recognised_pages:
        raise LimitError(
            f"{name}: {count} pages, more than the {limits.recognised_pages} that are recognised; split it."
        )
    if on_recognise is not None:
        on_recognise(count)
    sizes: list[Page] = []
    found = recognise_pages(_pictures(image, count, name, limits, sizes), count, on_progress)
    if not any(page.lines or page.grids or page.columns for page in found.pages):
        raise EmptyFileError(f"{name}: no text was recognised on the image; check that the right file was sent.")
    pages, running = take_running(found.pages)
    layout = measure(pages)
    pages, notes = take_notes(pages, layout)
    return Source(
        name=name,
        sha256=digest(data),
        media_type=_FORMATS[kind],
        size_bytes=len(data),
        parser=PARSER,
        blocks=build_blocks(pages, layout, frozenset(note.label for note in notes)),
        notes=notes,
        pages=tuple(sizes),
        running=running,
        warnings=(*found.warnings, *parts_warning(found.pages)),
    )


def _opened(data: bytes, name: str, limits: Limits) -> Image.Image:
    with warnings.catch_warnings():
        # Its own mark of size is lower than ours, which is checked below; what else it minds does not matter here.
        warnings.simplefilter("ignore")
        try:
            image = Image.open(BytesIO(data), formats=tuple(kind for kind in _FORMATS if kind != "MPO"))
        except Image.DecompressionBombError:
            raise _too_large(name, limits) from None
        except UnidentifiedImageError:
            raise UnsupportedTypeError(
                f"{name}: an image of a kind that is not read, or a damaged one; save it as PNG, JPEG, TIFF or PDF."
            ) from None
        except _DAMAGE:
            raise CorruptFileError(f"{name}: the image is damaged or truncated; send another copy.") from None
    _check_size(image, name, limits)
    return image


def _too_large(name: str, limits: Limits) -> LimitError:
    return LimitError(f"{name}: an image of more than {limits.image_pixels} pixels; scan it at 300 dots an inch.")


def _check_size(image: Image.Image, name: str, limits: Limits) -> None:
    if image.width * image.height > limits.image_pixels or max(image.size) > 40_000:
        raise _too_large(name, limits)


def _pictures(image: Image.Image, count: int, name: str, limits: Limits, sizes: list[Page]) -> Iterator[Picture]:
    """The pages of an image, one at a time; their sizes are added to `sizes`."""
    for index in range(count):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                image.seek(index)
                _check_size(image, name, limits)
                dpi = _resolution(image)
                grey = _grey(image)
        except _DAMAGE:
            raise CorruptFileError(f"{name}: page {index + 1} of the image is damaged; send another copy.") from None
        except (Image.DecompressionBombError, MemoryError):
            raise HostileFileError(f"{name}: the image holds more than it says; scan the document anew.") from None
        sizes.append(Page(index + 1, round(grey.width * 72 / dpi, 2), round(grey.height * 72 / dpi, 2), ocr=True))
        if dpi > HIGHEST:
            size = round(grey.width * HIGHEST / dpi), round(grey.height * HIGHEST / dpi)
            grey, dpi = grey.resize(size, Image.Resampling.BOX), HIGHEST
        yield Picture(index + 1, np.asarray(grey), dpi)


def page_image(data: bytes, number: int, limits: Limits = DEFAULT_LIMITS) -> tuple[Image.Image, float]:
    """Page `number` (from 1) of an image as it is read, in grey, and its resolution, in dots an inch.

    Raises UnsupportedTypeError, CorruptFileError, LimitError.
    """
    image = _opened(data, "the image", limits)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image.seek(number - 1)
            _check_size(image, "the image", limits)
            return _grey(image), _resolution(image)
    except (*_DAMAGE, Image.DecompressionBombError):
        raise CorruptFileError(f"page {number} of the image is damaged; send another copy.") from None


def _grey(image: Image.Image) -> Image.Image:
    """The page in grey, upright as its camera said; transparent paper is white."""
    upright = ImageOps.exif_transpose(image) if image.format in ("JPEG", "MPO") else image
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        whole = upright.convert("RGBA")
        paper = Image.new("RGBA", whole.size, "white")
        paper.alpha_composite(whole)
        upright = paper
    if upright.mode.startswith("I;16"):
        return Image.fromarray((np.asarray(upright) >> 8).astype(np.uint8))
    return upright.convert("L")


def _resolution(image: Image.Image) -> float:
    """Dots an inch: what the image says where that makes a page of an ordinary size, else as if it were A4."""
    said = image.info.get("dpi", (0, 0))
    height = max(image.size)
    dpi = float(said[1]) if isinstance(said, tuple) and len(said) == 2 and said[1] else 0.0
    if not (0 < dpi < 5_000 and 5 <= height / dpi <= 24):
        dpi = height / _A4
    return max(dpi, 50.0)
