"""Small PDF files, object by object, so that any of them can be wrong."""

from __future__ import annotations

import zlib
from collections.abc import Mapping

Body = bytes | str


def stream(data: bytes, head: str = "", *, packed: bool = True) -> bytes:
    """A stream object: `data` deflated, or as it is with the filter that `head` names."""
    body = zlib.compress(data, 9) if packed else data
    filters = "/Filter /FlateDecode " if packed else ""
    return f"<< {head} {filters}/Length {len(body)} >>\nstream\n".encode("latin-1") + body + b"\nendstream"


class Pdf:
    """A document in the making. Object 1 is the catalog, 2 the tree of pages, 3 the font; others follow by number.
    `entries` go into the catalog."""

    def __init__(self, entries: str = "", version: str = "1.7") -> None:
        self.objects: dict[int, bytes] = {}
        self.pages: list[int] = []
        self.version = version
        self.trailer = ""
        self._codes: dict[str, int] = {" ": 32}
        self._next = 4
        self.put(1, f"<< /Type /Catalog /Pages 2 0 R {entries} >>")

    def put(self, number: int, body: Body) -> int:
        """Set object `number`."""
        self.objects[number] = body if isinstance(body, bytes) else body.encode("latin-1")
        return number

    def add(self, body: Body) -> int:
        """Append an object; its number."""
        self._next += 1
        return self.put(self._next - 1, body)

    def reserve(self) -> int:
        """A number for an object that refers to itself."""
        return self.add("null")

    def page(
        self,
        *texts: tuple[float, float, str],
        content: bytes = b"",
        box: str = "[0 0 595 842]",
        entries: str = "",
        resources: str = "",
        size: float = 11,
    ) -> int:
        """A page with `texts` (points from the bottom left) and the operators `content`. `entries` go into the page,
        `resources` beside its font."""
        written = [f"BT /F1 {size} Tf {x} {y} Td <{self._encoded(line)}> Tj ET" for x, y, line in texts]
        drawn = self.add(stream("\n".join(written).encode() + b"\n" + content))
        return self.page_of(f"{drawn} 0 R", box, entries, resources)

    def page_of(self, contents: str, box: str = "[0 0 595 842]", entries: str = "", resources: str = "") -> int:
        """A page with the reference `contents`."""
        place = f"/MediaBox {box}" if box else ""
        number = self.add(
            f"<< /Type /Page /Parent 2 0 R {place} /Contents {contents} "
            f"/Resources << /Font << /F1 3 0 R >> {resources} >> {entries} >>"
        )
        self.pages.append(number)
        return number

    def build(self, tree: str = "", skipped: Mapping[int, int] | None = None) -> bytes:
        """The file. `tree` replaces the tree of pages; `skipped` gives other places for some objects."""
        kids = " ".join(f"{page} 0 R" for page in self.pages)
        self.objects.setdefault(2, f"<< /Type /Pages /Count {len(self.pages)} /Kids [{kids}] >>".encode())
        if tree:
            self.put(2, tree)
        self._font()
        parts = [f"%PDF-{self.version}\n%\xe2\xe3\xcf\xd3\n".encode("latin-1")]
        places, length = {}, len(parts[0])
        for number, body in sorted(self.objects.items()):
            part = b"%d 0 obj\n" % number + body + b"\nendobj\n"
            places[number] = length
            parts.append(part)
            length += len(part)
        places.update(skipped or {})
        table = "".join(f"{places[number]:010d} 00000 n \n" for number in sorted(places))
        end = max(places) + 1
        parts.append(
            f"xref\n0 {end}\n0000000000 65535 f \n{table}trailer << /Size {end} /Root 1 0 R {self.trailer} >>\n"
            f"startxref\n{length}\n%%EOF\n".encode("latin-1")
        )
        return b"".join(parts)

    def _encoded(self, line: str) -> str:
        return "".join(f"{self._codes.setdefault(letter, 32 + len(self._codes)):02X}" for letter in line)

    def _font(self) -> None:
        if 3 in self.objects:
            return
        pairs = "\n".join(f"<{code:02X}> <{letter.encode('utf-16-be').hex()}>" for letter, code in self._codes.items())
        unicode = self.add(
            stream(
                (
                    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
                    f"1 begincodespacerange <00> <FF> endcodespacerange\n{len(self._codes)} beginbfchar\n{pairs}\n"
                    "endbfchar endcmap end end"
                ).encode()
            )
        )
        widths = " ".join(["600"] * 224)
        self.put(
            3,
            "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /FirstChar 32 /LastChar 255 "
            f"/Widths [{widths}] /ToUnicode {unicode} 0 R >>",
        )
