"""PDF files that are too large in some way: what they unpack to, how often they draw it, how far their pages reach."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from functools import partial

from corpora.hostile.case import READS, Case, Make, case
from corpora.hostile.pdf import Pdf, stream
from corpora.hostile.pdf_structure import LINE

Made = tuple[str, str, Make]
MEGABYTE = 1024 * 1024


def cases() -> Iterator[Case]:
    """All of them."""
    made = [*_sizes(), *_filters(), *_repeated(), *_drawn(), *_texts()]
    return (case("pdf-bomb", about, expected, make, "bao-cao.pdf") for about, expected, make in made)


def _boxed(box: str, entries: str = "", catalog: str = "") -> bytes:
    made = Pdf(catalog)
    made.page(LINE, box=box, entries=entries)
    return made.build()


def _many(pages: int, *, shared: bool = True) -> bytes:
    made = Pdf()
    made.page(LINE)
    content = made.objects[made.pages[0]].partition(b"/Contents ")[2].split()[0].decode()
    for _ in range(pages - 1):
        if shared:
            made.page_of(f"{content} 0 R")
        else:
            made.page(LINE)
    return made.build()


def _sizes() -> list[Made]:
    boxes = {
        "of a thousand million points": "[0 0 1000000000 1000000000]",
        "of zero points": "[0 0 0 0]",
        "of minus 600 points": "[0 0 -600 -800]",
        "with its corners swapped": "[595 842 0 0]",
        "of numbers beyond all numbers": "[0 0 1e308 1e309]",
        "that is no box": "[0 0]",
        "of words": "[(a) (b) /c null]",
        "far away": "[999999000 999999000 999999595 999999842]",
        "of a hair's breadth": "[0 0 0.0001 842]",
    }
    return [
        *((f"page {about}", "empty|corrupt|reads", partial(_boxed, box)) for about, box in boxes.items()),
        ("page without a box", READS, partial(_boxed, "")),
        ("page with a unit of a million", READS, partial(_boxed, "[0 0 595 842]", "/UserUnit 1000000")),
        ("page turned by 45 degrees", READS, partial(_boxed, "[0 0 595 842]", "/Rotate 45")),
        ("page turned by 9000000000 degrees", READS, partial(_boxed, "[0 0 595 842]", "/Rotate 9000000000")),
        (
            "page cut to nothing",
            "empty|corrupt|reads",
            partial(_boxed, "[0 0 595 842]", "/CropBox [900 900 901 901]"),
        ),
        ("500 pages", READS, partial(_many, 500)),
        ("501 pages", "limit", partial(_many, 501)),
        ("20000 pages", "limit", partial(_many, 20_000)),
    ]


def _content(data: bytes, head: str) -> bytes:
    """A page whose content is `data` under the filters that `head` names, beside a page that is right."""
    made = Pdf()
    made.page(LINE)
    made.page_of(f"{made.add(stream(data, head, packed=False))} 0 R")
    return made.build()


def _deflated(times: int, size: int) -> bytes:
    """`size` bytes of nothing, deflated again and again."""
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(bytes(MEGABYTE)) for _ in range(size // MEGABYTE)) + packer.flush()
    for _ in range(times - 1):
        data = zlib.compress(data, 9)
    names = " ".join(["/FlateDecode"] * times)
    return _content(data, f"/Filter [{names}]")


def _filters() -> list[Made]:
    head = "/Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 2147483647 /Colors 32 /BitsPerComponent 16 >>"
    return [
        ("300 MB in a stream", "limit|hostile|reads", partial(_deflated, 1, 300 * MEGABYTE)),
        ("300 MB in a stream packed three times", "limit|hostile|reads", partial(_deflated, 3, 300 * MEGABYTE)),
        ("content under 1000 filters", READS, partial(_content, b"x", f"/Filter [{'/ASCIIHexDecode ' * 1000}]")),
        ("content that is no deflate", READS, partial(_content, b"not deflate at all", "/Filter /FlateDecode")),
        ("predictor with 2147483647 columns", READS, partial(_content, zlib.compress(b"x" * 999), head)),
        ("run lengths of 12 MB", READS, partial(_content, b"\x81 " * 100_000, "/Filter /RunLengthDecode")),
        ("LZW of rubbish", READS, partial(_content, b"\x80\x0b\x60\x50\x22\x0c" * 9000, "/Filter /LZWDecode")),
        ("filter of no known name", READS, partial(_content, b"q Q", "/Filter /Bomb")),
        ("content that has a filter for pictures", READS, partial(_content, b"\xff\xd8\xff", "/Filter /DCTDecode")),
        ("picture of 100000 by 100000", READS, partial(_picture, 100_000, "/FlateDecode", zlib.compress(b"x" * 9))),
        ("picture of JBIG2 rubbish", READS, partial(_picture, 60_000, "/JBIG2Decode", bytes(range(256)))),
        (
            "picture of JPEG 2000 rubbish",
            READS,
            partial(_picture, 60_000, "/JPXDecode", b"\xff\x4f\xff\x51" + bytes(99)),
        ),
        ("picture of fax rubbish", READS, partial(_picture, 60_000, "/CCITTFaxDecode", bytes(range(256)))),
    ]


def _picture(side: int, name: str, data: bytes) -> bytes:
    made = Pdf()
    head = f"/Type /XObject /Subtype /Image /Width {side} /Height {side} /ColorSpace /DeviceRGB /BitsPerComponent 8"
    picture = made.add(stream(data, f"{head} /Filter {name}", packed=False))
    made.page(LINE, content=b"q 500 0 0 500 0 0 cm /I Do Q", resources=f"/XObject << /I {picture} 0 R >>")
    return made.build()


def _forms(levels: int, calls: int, inner: bytes) -> bytes:
    """Forms that draw the next form `calls` times each: `calls ** levels` drawings of `inner`."""
    made = Pdf()
    form = "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >>"
    below = made.add(stream(inner, f"{form} >>"))
    for _ in range(levels):
        below = made.add(stream(b"/N Do " * calls, f"{form} /XObject << /N {below} 0 R >> >>"))
    made.page(LINE, content=b"/N Do", resources=f"/XObject << /N {below} 0 R >>")
    return made.build()


def _itself(kind: str) -> bytes:
    """Something that is drawn by means of itself."""
    made = Pdf()
    number = made.reserve()
    own = f"/Resources << /XObject << /N {number} 0 R >> /Pattern << /N {number} 0 R >> /Font << /N {number} 0 R >> >>"
    if kind == "form":
        made.put(number, stream(b"/N Do", f"/Type /XObject /Subtype /Form /BBox [0 0 595 842] {own}"))
        made.page(LINE, content=b"/N Do", resources=f"/XObject << /N {number} 0 R >>")
    elif kind == "pattern":
        head = f"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 1 1] /XStep 1 /YStep 1 {own}"
        made.put(number, stream(b"/Pattern cs /N scn 0 0 1 1 re f", head))
        made.page(LINE, content=b"/Pattern cs /N scn 0 0 500 500 re f", resources=f"/Pattern << /N {number} 0 R >>")
    else:
        glyph = made.add(stream(b"600 0 d0 BT /N 9 Tf (aaaa) Tj ET"))
        made.put(
            number,
            f"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] /FirstChar 97 /LastChar 97 "
            f"/Widths [600] /Encoding << /Differences [97 /a] >> /CharProcs << /a {glyph} 0 R >> {own} >>",
        )
        made.page(
            LINE, content=b"BT /F2 9 Tf 72 600 Td (aaaa) Tj ET", resources=f"/Font << /F1 3 0 R /F2 {number} 0 R >>"
        )
    return made.build()


def _repeated() -> list[Made]:
    word = b"BT /F1 9 Tf 72 500 Td <2122232425> Tj ET "
    return [
        ("form that draws itself", READS, partial(_itself, "form")),
        ("pattern that is painted with itself", READS, partial(_itself, "pattern")),
        ("font whose letters are written in itself", READS, partial(_itself, "font")),
        ("forms that draw a word 1000 times", "reads|limit|hostile", partial(_forms, 3, 10, word)),
        ("forms that draw a word 10000000000 times", "reads|limit|hostile", partial(_forms, 10, 10, word)),
        ("forms that draw a line 100000000 times", "reads|limit|hostile", partial(_forms, 4, 100, b"0 0 m 9 9 l S ")),
        ("forms 5000 deep", "reads|limit|hostile", partial(_forms, 5000, 1, word)),
    ]


def _page(content: bytes, resources: str = "", entries: str = "") -> bytes:
    made = Pdf()
    made.page(LINE, content=content, resources=resources, entries=entries)
    return made.build()


def _grid(lines: int, step: float) -> bytes:
    down = b"".join(b"%.2f 50 m %.2f 800 l S " % (50 + at * step, 50 + at * step) for at in range(lines))
    return down + b"".join(b"50 %.2f m 550 %.2f l S " % (50 + at * step, 50 + at * step) for at in range(lines))


def _drawn() -> list[Made]:
    return [
        ("grid of 60 by 60 lines", READS, lambda: _page(_grid(60, 8))),
        ("grid of 400 by 400 lines", READS, lambda: _page(_grid(400, 1.2))),
        ("grid of 5000 by 5000 lines", READS, lambda: _page(_grid(5000, 0.1))),
        ("path of a million corners", READS, lambda: _page(b"0 0 m " + b"9 9 l 1 5 l " * 500_000 + b"S")),
        ("300000 boxes", READS, lambda: _page(b"50 50 9 9 re f " * 300_000)),
        ("20000 tables side by side", READS, lambda: _page(_tables(20_000))),
        ("lines at a thousand million points", READS, lambda: _page(b"1e9 1e9 m -1e9 1e9 l S " * 2000)),
        ("lines that are no numbers", READS, lambda: _page(b"(a) /b m null true l S " * 2000)),
        (
            "space turned inside out",
            READS,
            lambda: _page(b"0 0 0 0 0 0 cm 1e38 0 0 1e38 1e38 1e38 cm 0 0 9 9 re S " * 99),
        ),
    ]


def _tables(count: int) -> bytes:
    places = ((50 + at % 100 * 5, 50 + at // 100 % 100 * 7) for at in range(count))
    return b"".join(b"%d %d 4 6 re S " % place for place in places)


def _texts() -> list[Made]:
    def shown(operators: bytes, times: int = 1) -> Make:
        return lambda: _page(b"BT /F1 9 Tf 72 500 Td " + operators * times + b" ET")

    return [
        ("200000 letters on a page", READS, shown(b"<" + b"21222324" * 50 + b"> Tj 0 -1 Td ", 1000)),
        ("12 million letters on a page", "reads|limit", shown(b"<" + b"21222324" * 25 + b"> Tj 0 -1 Td ", 120_000)),
        ("50000 letters in one place", READS, shown(b"1 0 0 1 72 500 Tm <21> Tj ", 50_000)),
        ("letters of a thousand million points", READS, shown(b"/F1 1e9 Tf <212223> Tj")),
        ("letters of no size", READS, shown(b"/F1 0 Tf <212223> Tj")),
        ("letters of minus nine points", READS, shown(b"/F1 -9 Tf <212223> Tj")),
        ("letters at a thousand million points", READS, shown(b"1e9 -1e9 Td <212223> Tj")),
        ("letters that nobody sees", READS, shown(b"3 Tr <212223> Tj")),
        ("letters in 3600 directions", READS, shown(b"0.7 0.7 -0.7 0.7 72 500 Tm <212223> Tj ", 3600)),
        ("spaces between letters without end", READS, shown(b"1e38 Tc 1e38 Tw <212221> Tj")),
        ("letters mapped to four thousand million signs", READS, _mapped),
        ("letters that each stand for 5000", "reads|limit|hostile", _ligatures),
    ]


def _mapped() -> bytes:
    made = Pdf()
    table = b"begincmap 1 begincodespacerange <00000000> <FFFFFFFF> endcodespacerange 1 beginbfrange "
    unicode = made.add(stream(table + b"<00000000> <FFFFFFFF> <0041> endbfrange endcmap"))
    made.put(3, f"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /ToUnicode {unicode} 0 R >>")
    made.page(LINE)
    return made.build()


def _ligatures() -> bytes:
    made = Pdf()
    signs = b"0061" * 5000
    unicode = made.add(stream(b"begincmap 1 beginbfchar <21> <" + signs + b"> endbfchar endcmap"))
    made.put(3, f"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /ToUnicode {unicode} 0 R >>")
    made.page(LINE, content=b"BT /F1 9 Tf 72 500 Td <" + b"21" * 5000 + b"> Tj ET")
    return made.build()
