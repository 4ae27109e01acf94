"""A page of a PDF or a scan as an image. It runs in a process of its own (`api/isolation`): the file is not ours."""

from __future__ import annotations

import io
import math

from extractor.errors import CorruptFileError
from extractor.read.sniff import sniff

#: The largest image: pixels, and pixels of a side. A page that would be larger is drawn smaller.
PIXELS, SIDE = 12_000_000, 8_000


def draw(data: bytes, number: int, scale: float) -> bytes:
    """Page `number` (from 1) as PNG, `scale` pixels for a point, or fewer (`fitting`). Raises CorruptFileError."""
    if sniff(data) == "image":
        return _draw_scan(data, number, scale)
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        with PdfDocument(data) as document:
            # The stamps of electronic signatures, with number and date, are fields of a form. No script is run.
            document.init_forms()
            page = document[number - 1]
            width, height = page.get_size()
            image = page.render(scale=fitting(width, height, scale)).to_pil()
    except (PdfiumError, IndexError, ValueError) as error:
        raise CorruptFileError(f"page {number} cannot be drawn ({type(error).__name__})") from None
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=4)
    return out.getvalue()


def _draw_scan(data: bytes, number: int, scale: float) -> bytes:
    from extractor.read.scan import page_image

    image, dpi = page_image(data, number)
    try:
        points = image.width * 72 / dpi, image.height * 72 / dpi
        factor = fitting(*points, scale) * 72 / dpi
    except ValueError:
        raise CorruptFileError(f"page {number} cannot be drawn") from None
    out = io.BytesIO()
    size = max(1, round(image.width * factor)), max(1, round(image.height * factor))
    image.resize(size).save(out, "PNG", compress_level=4)
    return out.getvalue()


def fitting(width: float, height: float, scale: float) -> float:
    """The scale at which a page, in points, gives an image that is not too large. Raises ValueError for no page."""
    if not (0 < width < math.inf and 0 < height < math.inf):
        raise ValueError("a page without a size")
    # One point less on each side: sizes are rounded up.
    return min(scale, (SIDE - 1) / max(width, height), math.sqrt(PIXELS * 0.99 / (width * height)))
