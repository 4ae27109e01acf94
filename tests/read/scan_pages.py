"""Pages drawn as a scanner would show them, for the tests of recognition."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

#: Dots an inch.
DPI = 200
#: A4 in points.
SIZE = (595, 842)


@cache
def _font(size: float, bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_file(f"LiberationSerif-{'Bold' if bold else 'Regular'}.ttf"), round(size * DPI / 72))


@cache
def _file(name: str) -> Path:
    """The font that has the letters of Vietnamese: its first version (fonts-liberation) lacks some."""
    files = sorted(Path("/usr/share/fonts").rglob(name))
    for file in files:
        font = ImageFont.truetype(file, 40)
        if bytes(font.getmask("ố")) != bytes(font.getmask("\U0010ffff")):
            return file
    raise FileNotFoundError(f"{name} with Vietnamese letters: apt-get install fonts-liberation2")


class Drawn:
    """A page; places are points from its top left corner, `y` of a text its baseline."""

    def __init__(self) -> None:
        self.image = Image.new("L", (round(SIZE[0] * DPI / 72), round(SIZE[1] * DPI / 72)), 255)
        self._draw = ImageDraw.Draw(self.image)

    def text(self, x: float, y: float, text: str, size: float = 14, bold: bool = False, anchor: str = "ls") -> None:
        """A line of text; `anchor` as Pillow has it: "ls" starts at x, "ms" has its middle there."""
        self._draw.text((x * DPI / 72, y * DPI / 72), text, fill=0, font=_font(size, bold), anchor=anchor)

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A ruled line."""
        self._draw.line([edge * DPI / 72 for edge in (x0, y0, x1, y1)], fill=0, width=2)

    def grid(self, xs: list[float], ys: list[float]) -> None:
        """All lines of a table."""
        for x in xs:
            self.line(x, ys[0], x, ys[-1])
        for y in ys:
            self.line(xs[0], y, xs[-1], y)


def letterhead(page: Drawn, number: str = "Số: 15/QĐ-UBND", place: str = "Mang Yang, ngày 12 tháng 3 năm 2021") -> None:
    """Two columns at the top of a page."""
    for y, left, right in (
        (70, "ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (86, "HUYỆN MANG YANG", "Độc lập - Tự do - Hạnh phúc"),
    ):
        page.text(150, y, left, 12, bold=True, anchor="ms")
        page.text(420, y, right, 12, bold=True, anchor="ms")
    page.text(150, 110, number, 13, anchor="ms")
    page.text(420, 110, place, 13, anchor="ms")


BODY = (
    "Căn cứ Quyết định số 751/QĐ-UBND ngày 26 tháng 12 năm 2020 của Ủy",
    "ban nhân dân tỉnh về việc phê duyệt kế hoạch cải cách hành chính;",
)


def body(page: Drawn, y: float = 200) -> float:
    """A paragraph of two lines; the baseline after it."""
    for at, line in enumerate(BODY):
        page.text(113 if at == 0 else 85, y + 18 * at, line)
    return y + 18 * len(BODY)


def tiff(*pages: Image.Image, dpi: int = DPI) -> bytes:
    """A TIFF with these pages."""
    buffer = BytesIO()
    pages[0].save(buffer, "TIFF", save_all=True, append_images=pages[1:], dpi=(dpi, dpi))
    return buffer.getvalue()


def as_pdf(*pages: Image.Image) -> bytes:
    """A PDF of these pictures, without text."""
    buffer = BytesIO()
    pages[0].save(buffer, "PDF", save_all=True, append_images=pages[1:], resolution=DPI)
    return buffer.getvalue()
