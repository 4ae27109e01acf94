"""The few functions of pdfium that are called once a character, bound so that a whole page costs milliseconds.

pypdfium2's own helpers build Python objects for each character; at 2,000 characters a page that is most of the time.
Here `map` runs over a bound C function, and the boxes are written into one array. All coordinates that leave this
module are points from the top left corner of the page as it is displayed (crop box and rotation applied).
"""

from __future__ import annotations

import ctypes
import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import repeat
from typing import Any, cast

import pypdfium2 as pdfium
from pypdfium2 import raw

from extractor.errors import CorruptFileError, EmptyFileError, EncryptedFileError, LimitError, UnsupportedTypeError
from extractor.limits import Limits

_POINTER, _INT, _UINT, _DOUBLE = ctypes.c_void_p, ctypes.c_int, ctypes.c_uint, ctypes.c_double

#: pdfium keeps global state and is not safe for threads: one document at a time in a process.
LOCK = threading.Lock()

OBJECT_TEXT, OBJECT_PATH, OBJECT_IMAGE, OBJECT_FORM = 1, 2, 3, 5
SEGMENT_LINE, SEGMENT_BEZIER, SEGMENT_MOVE = 0, 1, 2
_FLATTEN_FOR_DISPLAY = 0
_MAXIMUM_ANNOTATIONS = 1_000


def _bind(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    """A function of the library as a plain C function: no conversions, the lock of the interpreter kept."""
    address = ctypes.cast(getattr(raw, name), ctypes.c_void_p).value or 0
    return cast("Callable[..., Any]", ctypes.PYFUNCTYPE(result, *arguments)(address))


_loose_box = _bind("FPDFText_GetLooseCharBox", _INT, _POINTER, _INT, _POINTER)
_count_characters = _bind("FPDFText_CountChars", _INT, _POINTER)
_unicode = _bind("FPDFText_GetUnicode", _UINT, _POINTER, _INT)
# As a number: a null pointer is 0 then, not None.
_text_object = _bind("FPDFText_GetTextObject", ctypes.c_size_t, _POINTER, _INT)
_origin = _bind("FPDFText_GetCharOrigin", _INT, _POINTER, _INT, _POINTER, _POINTER)
_matrix = _bind("FPDFText_GetMatrix", _INT, _POINTER, _INT, _POINTER)
_font_size = _bind("FPDFText_GetFontSize", _DOUBLE, _POINTER, _INT)
render_mode = _bind("FPDFTextObj_GetTextRenderMode", _INT, _POINTER)
_font_of = _bind("FPDFTextObj_GetFont", _POINTER, _POINTER)
_font_name = _bind("FPDFFont_GetBaseFontName", ctypes.c_size_t, _POINTER, _POINTER, ctypes.c_size_t)
_font_weight = _bind("FPDFFont_GetWeight", _INT, _POINTER)

count_objects = _bind("FPDFPage_CountObjects", _INT, _POINTER)
page_object = _bind("FPDFPage_GetObject", _POINTER, _POINTER, _INT)
object_type = _bind("FPDFPageObj_GetType", _INT, _POINTER)
object_bounds = _bind("FPDFPageObj_GetBounds", _INT, _POINTER, _POINTER, _POINTER, _POINTER, _POINTER)
object_matrix = _bind("FPDFPageObj_GetMatrix", _INT, _POINTER, _POINTER)
form_count = _bind("FPDFFormObj_CountObjects", _INT, _POINTER)
form_object = _bind("FPDFFormObj_GetObject", _POINTER, _POINTER, ctypes.c_ulong)
image_size = _bind("FPDFImageObj_GetImagePixelSize", _INT, _POINTER, _POINTER, _POINTER)
path_mode = _bind("FPDFPath_GetDrawMode", _INT, _POINTER, _POINTER, _POINTER)
path_count = _bind("FPDFPath_CountSegments", _INT, _POINTER)
path_segment = _bind("FPDFPath_GetPathSegment", _POINTER, _POINTER, _INT)
segment_point = _bind("FPDFPathSegment_GetPoint", _INT, _POINTER, _POINTER, _POINTER)
segment_type = _bind("FPDFPathSegment_GetType", _INT, _POINTER)

Affine = tuple[float, float, float, float, float, float]
IDENTITY: Affine = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def concat(inner: Affine, outer: Affine) -> Affine:
    """The map that applies `inner` first and `outer` after it."""
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def read_matrix(function: Callable[..., Any], *arguments: Any) -> Affine:
    """The six numbers that `function` writes, the identity where it has none."""
    values = (ctypes.c_float * 6)()
    if not function(*arguments, ctypes.addressof(values)):
        return IDENTITY
    return cast("Affine", tuple(values))


@dataclass(frozen=True, slots=True)
class Characters:
    """The characters of a page in the order of its content stream; parallel lists. Generated ones (spaces and line ends
    that pdfium adds) have the object 0. `boxes` holds left, top, right, bottom of each, as wide as its advance."""

    codes: list[int]
    objects: list[int]
    boxes: list[float]
    #: Where each stands in pdfium's own list, where that differs from its place in this one.
    places: list[int] | None = None

    def place(self, index: int) -> int:
        """The index that pdfium knows a character by."""
        return index if self.places is None else self.places[index]


class RawPage:
    """An open page with its text. Use `open_page`, which closes it."""

    def __init__(self, page: Any, text: Any) -> None:
        self._page = page
        self.page = ctypes.cast(page.raw, _POINTER).value or 0
        self.text = ctypes.cast(text.raw, _POINTER).value or 0
        self.width, self.height = (float(value) for value in page.get_size())
        left, bottom, right, top = (float(value) for value in page.get_bbox())
        self.rotation = int(page.get_rotation())
        #: From the page's own space to points from the top left corner of what is displayed.
        self.display: Affine = {
            0: (1.0, 0.0, 0.0, -1.0, -left, top),
            90: (0.0, 1.0, 1.0, 0.0, -bottom, -left),
            180: (-1.0, 0.0, 0.0, 1.0, right, -bottom),
            270: (0.0, -1.0, -1.0, 0.0, top, right),
        }.get(self.rotation, (1.0, 0.0, 0.0, -1.0, -left, top))

    def drawn(self, dpi: float) -> Any:
        """The page as it is displayed: a grey image, a NumPy array (height, width) of bytes."""
        bitmap = self._page.render(scale=dpi / 72, grayscale=True)
        grey = bitmap.to_numpy().copy()
        bitmap.close()
        return grey.reshape(grey.shape[:2])

    def count(self) -> int:
        """The number of characters, generated ones included."""
        return max(int(_count_characters(self.text)), 0)

    def characters(self) -> Characters:
        """All characters; about 2.5 microseconds each."""
        count = self.count()
        values = (ctypes.c_float * (4 * count))()
        start = ctypes.addressof(values)
        page = repeat(self.text)
        for _ in map(_loose_box, page, range(count), range(start, start + 16 * count, 16)):
            pass
        codes = list(map(_unicode, page, range(count)))
        objects = list(map(_text_object, page, range(count)))
        boxes = cast("list[float]", memoryview(values).cast("B").cast("f").tolist() if count else [])
        return Characters(codes, objects, self._displayed(boxes))

    def _displayed(self, boxes: list[float]) -> list[float]:
        _, b, _, _, e, f = self.display
        if self.rotation == 0:
            boxes[1::4], boxes[3::4] = [f - y for y in boxes[1::4]], [f - y for y in boxes[3::4]]
            if e:
                boxes[0::4], boxes[2::4] = [x + e for x in boxes[0::4]], [x + e for x in boxes[2::4]]
            return boxes
        left, top, right, bottom = boxes[0::4], boxes[1::4], boxes[2::4], boxes[3::4]
        if self.rotation == 180:
            boxes[0::4], boxes[2::4] = [e - x for x in right], [e - x for x in left]
            boxes[1::4], boxes[3::4] = [y + f for y in bottom], [y + f for y in top]
        elif b > 0:
            boxes[0::4], boxes[2::4] = [y + e for y in bottom], [y + e for y in top]
            boxes[1::4], boxes[3::4] = [x + f for x in left], [x + f for x in right]
        else:
            boxes[0::4], boxes[2::4] = [e - y for y in top], [e - y for y in bottom]
            boxes[1::4], boxes[3::4] = [f - x for x in right], [f - x for x in left]
        return boxes

    def origin(self, index: int) -> tuple[float, float]:
        """Where the character stands on its baseline."""
        x, y = ctypes.c_double(), ctypes.c_double()
        _origin(self.text, index, ctypes.addressof(x), ctypes.addressof(y))
        a, b, c, d, e, f = self.display
        return a * x.value + c * y.value + e, b * x.value + d * y.value + f

    def size_and_angle(self, index: int) -> tuple[float, int]:
        """Size of a character in points, and its direction in whole degrees, clockwise, 0 for upright text."""
        a, b, c, d, _, _ = concat(read_matrix(_matrix, self.text, index), self.display)
        size = float(_font_size(self.text, index)) * (c * c + d * d) ** 0.5
        if abs(b) < 0.02 * abs(a) and a > 0:
            return size, 0
        if abs(a) < 0.02 * abs(b):
            return size, 90 if b > 0 else 270
        return size, 180 if abs(b) < 0.02 * abs(a) else 45


def font_style(text_object: int, cache: dict[int, tuple[bool, bool]]) -> tuple[bool, bool]:
    """Whether a text object is bold, and whether its font says anything about it (subsets may have lost their name)."""
    font = _font_of(text_object) or 0
    if font not in cache:
        name = _name_of(font).lower()
        bold = "bold" in name or "black" in name or (bool(font) and int(_font_weight(font)) >= 600)
        cache[font] = bold, bold or any(known in name for known in ("times", "serif", "arial", "roman", "regular"))
    bold, known = cache[font]
    return (bold, known) if int(render_mode(text_object)) != 2 else (True, True)


def font_name(text_object: int) -> str:
    """The name of a text object's font as the file has it, empty where it has none."""
    return _name_of(_font_of(text_object) or 0)


def _name_of(font: int) -> str:
    buffer = ctypes.create_string_buffer(256)
    length = int(_font_name(font, ctypes.addressof(buffer), 256)) if font else 0
    return buffer.raw[: max(length - 1, 0)].decode("latin-1")


def open_document(data: bytes, name: str, limits: Limits) -> Any:
    """The opened document.

    Raises EmptyFileError, UnsupportedTypeError, EncryptedFileError, CorruptFileError, LimitError (bytes or pages).
    """
    if not data:
        raise EmptyFileError(f"{name}: the file is empty; send the file again.")
    if len(data) > limits.file_bytes:
        raise LimitError(
            f"{name}: {len(data)} bytes, more than the {limits.file_bytes} that are read; split or shrink it."
        )
    if b"%PDF-" not in data[:1024]:
        raise UnsupportedTypeError(f"{name}: this is not a PDF file; save the document as PDF.")
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise EncryptedFileError(f"{name}: the PDF is protected; save a copy without a password.") from None
        raise CorruptFileError(f"{name}: the PDF is damaged or truncated; send another copy.") from None
    tail = data[-2048:]
    if b"%%EOF" not in tail and b"startxref" not in tail:
        document.close()
        raise CorruptFileError(f"{name}: the PDF ends before its end; send another copy.")
    pages = len(document)
    if not pages:
        document.close()
        raise CorruptFileError(f"{name}: the PDF has no pages; send another copy.")
    if pages > limits.pages:
        document.close()
        raise LimitError(f"{name}: {pages} pages, more than the {limits.pages} that are read; split the file.")
    return document


def _is_annotated(page: Any) -> bool:
    """Whether annotations show anything of their own: links and closed notes do not."""
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), _MAXIMUM_ANNOTATIONS)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        raw.FPDFPage_CloseAnnot(annotation)
        if kind not in (raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP, raw.FPDF_ANNOT_TEXT):
            return True
    return False


@contextmanager
def open_page(document: Any, index: int) -> Iterator[RawPage]:
    """Page `index`, closed on leaving: an open page keeps its fonts and images in memory.

    Annotations are drawn into the page first: the number and the date that a registry stamps on a signed document are
    form fields or annotations, no part of the page's own text.
    """
    page = document[index]
    if _is_annotated(page) and raw.FPDFPage_Flatten(page, _FLATTEN_FOR_DISPLAY) == raw.FLATTEN_SUCCESS:
        page.close()
        page = document[index]
    try:
        text = page.get_textpage()
        try:
            yield RawPage(page, text)
        finally:
            text.close()
    finally:
        page.close()


def digest(data: bytes) -> str:
    """The sha256 of the file, hexadecimal."""
    return hashlib.sha256(data).hexdigest()
