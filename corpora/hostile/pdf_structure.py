"""PDF files whose structure is wrong: loops, tables of objects that lie, nesting without end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from corpora.hostile.case import ANY, READS, Case, Make, case
from corpora.hostile.good import pdf
from corpora.hostile.pdf import Pdf, stream

LINE = (72.0, 700.0, "Thực hiện Quyết định số 751/QĐ-UBND ngày 26/12/2020 của UBND tỉnh.")
DAMAGED = "corrupt|empty|hostile|reads"


def cases() -> Iterator[Case]:
    """All of them."""
    made: list[tuple[str, str, Make | bytes]] = [
        *_trees(),
        *_tables(),
        *_depths(),
        ("garbage of 900 bytes before the head", READS, b"\x00\x01garbage\n" * 90 + pdf()),
        ("garbage of 3000 bytes before the head", "unsupported_type", b"\x00\x01garbage\n" * 300 + pdf()),
        ("garbage of 5000 bytes after the end", "corrupt", pdf() + b"\x00garbage\n" * 600),
        ("only a head", "corrupt", b"%PDF-1.7\n"),
        ("only a head and an end", "corrupt", b"%PDF-1.7\nstartxref\n0\n%%EOF\n"),
        ("two files one after the other", "corrupt|reads", pdf() + pdf()),
        ("version 9.9", READS, _page(Pdf(version="9.9"))),
        ("head in the middle of a text", "corrupt", b"Xin xem %PDF-1.7 trong van ban nay.\n" * 20),
    ]
    return (case("pdf-structure", about, expected, make, "bao-cao.pdf") for about, expected, make in made)


def _page(made: Pdf) -> bytes:
    made.page(LINE)
    return made.build()


def _with_tree(tree: str) -> bytes:
    made = Pdf()
    made.page(LINE)
    return made.build(tree.replace("PAGE", f"{made.pages[0]} 0 R"))


def _nodes(kids: str, parent: str = "2 0 R") -> bytes:
    """A node of the tree of pages, between the root and the page, that has `kids`."""
    made = Pdf()
    made.page(LINE)
    node = made.reserve()
    filled = kids.replace("PAGE", f"{made.pages[0]} 0 R").replace("NODE", f"{node} 0 R")
    made.put(node, f"<< /Type /Pages /Parent {parent} /Count 1 /Kids [{filled}] >>")
    return made.build(f"<< /Type /Pages /Count 1 /Kids [{node} 0 R] >>")


def _chain(depth: int) -> bytes:
    """Node in node, `depth` of them, and a page at the end."""
    made = Pdf()
    made.page(LINE)
    below = made.pages[0]
    for _ in range(depth):
        below = made.add(f"<< /Type /Pages /Parent 2 0 R /Count 1 /Kids [{below} 0 R] >>")
    return made.build(f"<< /Type /Pages /Count 1 /Kids [{below} 0 R] >>")


def _trees() -> list[tuple[str, str, Make | bytes]]:
    return [
        ("tree of pages that is its own child", DAMAGED, partial(_nodes, "NODE")),
        ("tree of pages that has its parent as a child", DAMAGED, partial(_nodes, "2 0 R PAGE")),
        ("page named twice in the tree", READS, lambda: _with_tree("<< /Type /Pages /Count 2 /Kids [PAGE PAGE] >>")),
        (
            "page named 400 times in the tree",
            READS,
            lambda: _with_tree(f"<< /Type /Pages /Count 400 /Kids [{'PAGE ' * 400}] >>"),
        ),
        (
            "page named 100000 times in the tree",
            "limit",
            lambda: _with_tree(f"<< /Type /Pages /Count 100000 /Kids [{'PAGE ' * 100_000}] >>"),
        ),
        (
            "a thousand million pages promised",
            "limit|corrupt|reads",
            lambda: _with_tree("<< /Type /Pages /Count 1000000000 /Kids [PAGE] >>"),
        ),
        ("minus one pages promised", DAMAGED, lambda: _with_tree("<< /Type /Pages /Count -1 /Kids [PAGE] >>")),
        ("zero pages", "corrupt", lambda: Pdf().build()),
        ("tree without pages that promises three", "corrupt|empty", lambda: Pdf().build("<< /Type /Pages /Count 3 >>")),
        ("tree of pages is a number", "corrupt", lambda: Pdf().build("42")),
        ("tree of pages is the catalog", "corrupt", lambda: Pdf("/Kids [1 0 R] /Count 1").build("1 0 R")),
        ("children of the tree are numbers", DAMAGED, lambda: _with_tree("<< /Type /Pages /Count 3 /Kids [1 2 3] >>")),
        ("tree of pages 900 nodes deep", DAMAGED, partial(_chain, 900)),
        ("tree of pages 50000 nodes deep", DAMAGED, partial(_chain, 50_000)),
        ("parent of the tree is a page", DAMAGED, partial(_nodes, "PAGE", "NODE")),
    ]


def _tables() -> list[tuple[str, str, Make | bytes]]:
    whole = pdf()
    place = int(whole.rpartition(b"startxref\n")[2].split()[0])
    return [
        ("table of objects that follows itself", DAMAGED, whole.replace(b"/Root", b"/Prev %d /Root" % place)),
        (
            "table of objects that follows one that follows it",
            DAMAGED,
            whole.replace(b"/Root", b"/Prev %d /Root" % (len(whole) + 1))
            + b"\nxref\n0 1\n0000000000 65535 f \ntrailer << /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
            % (place, len(whole) + 1),
        ),
        ("table of objects beyond the end", DAMAGED, re.sub(rb"startxref\n\d+", b"startxref\n999999999", whole)),
        ("table of objects at minus one", DAMAGED, re.sub(rb"startxref\n\d+", b"startxref\n-1", whole)),
        ("table of objects missing", DAMAGED, whole[:place] + b"trailer << /Root 1 0 R >>\nstartxref\n0\n%%EOF\n"),
        (
            "table of a thousand million objects",
            DAMAGED,
            re.sub(rb"xref\n0 \d+", b"xref\n0 1000000000", whole, count=1),
        ),
        ("table of objects that starts at 2147483640", DAMAGED, whole.replace(b"xref\n0 ", b"xref\n2147483640 ", 1)),
        ("all objects at the same place", DAMAGED, re.sub(rb"\d{10} 00000 n", b"0000000015 00000 n", whole)),
        ("objects in each other's places", DAMAGED, partial(_shuffled, whole)),
        ("trailer without a catalog", "corrupt", whole.replace(b"/Root 1 0 R", b"")),
        ("catalog is a number", "corrupt", whole.replace(b"/Root 1 0 R", b"/Root 12345")),
        ("catalog refers to itself", DAMAGED, partial(_catalog, "1 0 R")),
        ("size of a stream that is the stream itself", DAMAGED, partial(_length, "SELF 0 R")),
        ("size of a stream of a million million bytes", DAMAGED, partial(_length, "1000000000000")),
        ("size of a stream of minus five bytes", DAMAGED, partial(_length, "-5")),
        ("stream of objects that holds itself", DAMAGED, _object_stream),
        ("table of objects in a stream that follows itself", DAMAGED, _cross_stream),
        ("page that is a loop of references", DAMAGED, _reference_loop),
    ]


def _shuffled(whole: bytes) -> bytes:
    places = re.findall(rb"(\d{10}) 00000 n", whole)
    turned = iter([*places[1:], places[0]])
    return re.sub(rb"\d{10} 00000 n", lambda _: next(turned) + b" 00000 n", whole)


def _catalog(pages: str) -> bytes:
    made = Pdf()
    made.put(1, f"<< /Type /Catalog /Pages {pages} >>")
    made.page(LINE)
    return made.build()


def _length(value: str) -> bytes:
    made = Pdf()
    made.page(LINE)
    content = made.add(b"")
    body = f"<< /Length {value.replace('SELF', str(content))} >>\nstream\nBT /F1 9 Tf 9 9 Td <2122> Tj ET\nendstream"
    made.put(content, body)
    made.page_of(f"{content} 0 R")
    return made.build()


def _object_stream() -> bytes:
    made = Pdf()
    made.page(LINE)
    number = made.reserve()
    made.put(number, stream(f"{number} 0 << /X 1 >>".encode(), f"/Type /ObjStm /N 1 /First 5 /Extends {number} 0 R"))
    made.page_of(f"{number} 0 R")
    return made.build()


def _cross_stream() -> bytes:
    head = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Kids [] /Count 0 >>\nendobj\n"
    rows = b"\x01\x00\x09\x00" * 3
    body = stream(rows, f"/Type /XRef /W [1 2 1] /Size 3 /Index [0 3] /Root 1 0 R /Prev {len(head)}")
    return head + b"3 0 obj\n" + body + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(head)


def _reference_loop() -> bytes:
    made = Pdf()
    first, second = made.reserve(), made.reserve()
    made.put(first, f"{second} 0 R")
    made.put(second, f"{first} 0 R")
    made.page(LINE)
    return made.build(f"<< /Type /Pages /Count 2 /Kids [{first} 0 R {made.pages[0]} 0 R] >>")


def _depths() -> list[tuple[str, str, Make | bytes]]:
    def inside(value: str) -> Make:
        return lambda: _page(Pdf(f"/X {value}"))

    def drawn(content: bytes) -> Make:
        made = Pdf()
        made.page(LINE, content=content)
        return made.build

    whole = pdf()
    return [
        ("lists in lists 100000 deep", DAMAGED, inside("[" * 100_000 + "]" * 100_000)),
        ("lists in lists that never end", DAMAGED, inside("[" * 100_000)),
        ("dictionaries in dictionaries 100000 deep", DAMAGED, inside("<< /A " * 100_000 + "1" + " >>" * 100_000)),
        ("brackets of a text 100000 deep", DAMAGED, inside("(" * 100_000 + ")" * 100_000)),
        ("text that never ends", DAMAGED, inside("(" + "A" * 100_000)),
        ("name of a million letters", DAMAGED, inside("/" + "A" * 1_000_000)),
        ("number of a million digits", DAMAGED, inside("9" * 1_000_000)),
        ("lists in a page's drawing 100000 deep", DAMAGED, drawn(b"[" * 100_000)),
        ("dictionaries in a page's drawing 100000 deep", DAMAGED, drawn(b"<</A" * 100_000 + b" BDC")),
        ("states saved a million times", READS, drawn(b"q " * 1_000_000)),
        ("states given back a million times", READS, drawn(b"Q " * 1_000_000)),
        ("marked content 100000 deep", "reads|hostile", drawn(b"/A BMC " * 100_000)),
        ("inline image that never ends", READS, drawn(b"BI /W 9 /H 9 ID " + b"x" * 100_000)),
        ("inline image of 65535 by 65535", READS, drawn(b"BI /W 65535 /H 65535 /BPC 8 /CS /RGB /F /Fl ID x EI")),
        *((f"bytes changed by chance {n}", ANY, partial(_flipped, whole, n)) for n in range(1, 9)),
    ]


def _flipped(whole: bytes, seed: int) -> bytes:
    """Some bytes changed."""
    import random

    chance = random.Random(seed)
    data = bytearray(whole)
    for _ in range(3 * seed):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)
