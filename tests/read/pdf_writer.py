"""Writes small PDF files for the tests, with the standard library: text in any letters, lines, pictures, stamps."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from typing import Any

#: Courier: the shape of no letter is wider than its advance, whatever letter a code stands for.
_ADVANCE = 600


def text_width(text: str, size: float = 14) -> float:
    """Width of a text in points: each letter and each space is 0.6 of the size wide."""
    return len(text) * _ADVANCE * size / 1000


@dataclass
class _Font:
    base: str
    codes: dict[str, int] = field(default_factory=lambda: {" ": 32})

    def encode(self, text: str) -> str:
        return "".join(f"{self.codes.setdefault(letter, 32 + len(self.codes)):02X}" for letter in text)


@dataclass
class _Page:
    rotate: int
    width: float
    height: float
    content: list[str] = field(default_factory=list)
    stamps: list[tuple[float, float, str]] = field(default_factory=list)


class PdfWriter:
    """Places are points from the top left corner of the page; `y` of a text is its baseline."""

    def __init__(self, width: float = 595, height: float = 842) -> None:
        self._size = width, height
        self._fonts = {False: _Font("Courier"), True: _Font("Courier-Bold")}
        self._pages: list[_Page] = []

    def page(self, rotate: int = 0, size: tuple[float, float] | None = None) -> PdfWriter:
        """Begins a page."""
        self._pages.append(_Page(rotate, *(size or self._size)))
        return self

    def text(self, x: float, y: float, text: str, size: float = 14, bold: bool = False, stretch: float = 0.0) -> None:
        """A text as one text object; each space is `stretch` points wider."""
        page, font = self._pages[-1], self._fonts[bold]
        name = "F2" if bold else "F1"
        code = font.encode(text)
        page.content.append(f"BT /{name} {size} Tf {stretch:.3f} Tw {x:.2f} {page.height - y:.2f} Td <{code}> Tj ET")

    def centred(self, y: float, text: str, size: float = 14, bold: bool = True, middle: float = 318.0) -> None:
        """A text around `middle`."""
        self.text(middle - text_width(text, size) / 2, y, text, size, bold)

    def operators(self, code: str) -> None:
        """Any operators, in the page's own space."""
        self._pages[-1].content.append(code)

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A thin stroke."""
        height = self._pages[-1].height
        self._pages[-1].content.append(f"0.5 w {x0} {height - y0:.2f} m {x1} {height - y1:.2f} l S")

    def grid(self, xs: list[float], ys: list[float]) -> None:
        """All lines of a table."""
        for x in xs:
            self.line(x, ys[0], x, ys[-1])
        for y in ys:
            self.line(xs[0], y, xs[-1], y)

    def image(self) -> None:
        """A grey picture over the page, as a scan has."""
        page = self._pages[-1]
        page.content.append(f"q {page.width} 0 0 {page.height} 0 0 cm /I1 Do Q")

    def stamp(self, x: float, y: float, text: str) -> None:
        """A text in an annotation, as the registry stamps a number."""
        self._pages[-1].stamps.append((x, y, self._fonts[False].encode(text)))

    def paragraph(self, y: float, text: str, indent: float = 28, x: float = 85, right: float = 552, size: float = 14,
                  pitch: float = 18, bold: bool = False, full: bool = False) -> float:  # fmt: skip
        """Wraps a text between the margins, justified (`full`: the last line too); the baseline of the line after."""
        line, start = "", x + indent
        for word in text.split():
            longer = f"{line} {word}".strip()
            if line and start + text_width(longer, size) > right:
                self.text(start, y, line, size, bold, (right - start - text_width(line, size)) / line.count(" "))
                y, start, line = y + pitch, x, word
            else:
                line = longer
        stretch = (right - start - text_width(line, size)) / max(line.count(" "), 1) if full else 0.0
        self.text(start, y, line, size, bold, stretch)
        return y + pitch

    def build(self, encrypted: bool = False) -> bytes:
        """The file."""
        objects: list[bytes] = []

        def add(body: bytes | str) -> int:
            objects.append(body if isinstance(body, bytes) else body.encode("latin-1"))
            return len(objects)

        def stream(head: str, data: bytes) -> int:
            packed = zlib.compress(data)
            start = f"<< {head} /Filter /FlateDecode /Length {len(packed)} >>\nstream\n".encode()
            return add(start + packed + b"\nendstream")

        catalog, tree = add(""), add("")
        names = {False: "F1", True: "F2"}
        fonts = " ".join(f"/{names[bold]} {self._font(font, add, stream)} 0 R" for bold, font in self._fonts.items())
        picture = stream(
            "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8", b"\x80"
        )
        resources = f"<< /Font << {fonts} >> /XObject << /I1 {picture} 0 R >> >>"
        kids = []
        for page in self._pages:
            content = stream("", "\n".join(page.content).encode())
            notes = [self._stamp(page, stamp, resources, add, stream) for stamp in page.stamps]
            size = f"/MediaBox [0 0 {page.width} {page.height}] /Rotate {page.rotate}"
            parts = f"/Resources {resources} /Contents {content} 0 R /Annots [{' '.join(notes)}]"
            kids.append(add(f"<< /Type /Page /Parent {tree} 0 R {size} {parts} >>"))
        objects[catalog - 1] = f"<< /Type /Catalog /Pages {tree} 0 R >>".encode()
        references = " ".join(f"{kid} 0 R" for kid in kids)
        objects[tree - 1] = f"<< /Type /Pages /Kids [{references}] /Count {len(kids)} >>".encode()
        return _file(objects, catalog, encrypted)

    def _font(self, font: _Font, add: Any, stream: Any) -> int:
        pairs = "\n".join(f"<{code:02X}> <{letter.encode('utf-16-be').hex()}>" for letter, code in font.codes.items())
        unicode = stream(
            "",
            (
                "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
                "1 begincodespacerange <00> <FF> endcodespacerange\n"
                f"{len(font.codes)} beginbfchar\n{pairs}\nendbfchar endcmap end end"
            ).encode(),
        )
        widths = " ".join([str(_ADVANCE)] * 224)
        number: int = add(
            f"<< /Type /Font /Subtype /Type1 /BaseFont /{font.base} /FirstChar 32 /LastChar 255 /Widths [{widths}] "
            f"/ToUnicode {unicode} 0 R >>"
        )
        return number

    def _stamp(self, page: _Page, stamp: tuple[float, float, str], resources: str, add: Any, stream: Any) -> str:
        x, y, code = stamp
        width, low = text_width(code) / 2, page.height - y - 4
        box = f"[0 0 {width} 20]"
        shown = stream(
            f"/Type /XObject /Subtype /Form /BBox {box} /Resources {resources}",
            f"BT /F1 14 Tf 0 4 Td <{code}> Tj ET".encode(),
        )
        place = f"[{x} {low} {x + width} {low + 20}]"
        return f"{add(f'<< /Type /Annot /Subtype /FreeText /F 4 /Rect {place} /AP << /N {shown} 0 R >> >>')} 0 R"


def _file(objects: list[bytes], catalog: int, encrypted: bool) -> bytes:
    parts = [b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"]
    places, length = [], len(parts[0])
    for number, body in enumerate(objects, 1):
        part = b"%d 0 obj\n" % number + body + b"\nendobj\n"
        places.append(length)
        parts.append(part)
        length += len(part)
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    lock = ""
    if encrypted:
        zeros = "00" * 32
        lock = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{zeros}> /U <{zeros}> /P -4 >> /ID [<00> <00>]"
    parts.append(
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer << /Size {len(objects) + 1} /Root {catalog} 0 R {lock} >>\nstartxref\n{length}\n%%EOF\n".encode()
    )
    return b"".join(parts)
