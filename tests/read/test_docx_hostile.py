"""Word files that are damaged, protected or built to harm: every one ends in a typed error."""

from __future__ import annotations

import random
import struct
import zipfile
from pathlib import Path

import pytest

from extractor.errors import (
    CorruptFileError,
    EmptyFileError,
    EncryptedFileError,
    HostileFileError,
    LimitError,
    TrichLucError,
    UnsupportedTypeError,
)
from extractor.limits import Limits
from extractor.read.archive import Archive
from extractor.read.docx import read_docx
from tests.read.docx_factory import (
    build,
    cell,
    item,
    level,
    long_report,
    numbering,
    pack,
    para,
    part,
    replace,
    row,
    table,
)

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAIN = "word/document.xml"
NAMES = """p r t tbl tr tc sdt sdtContent ins del br sym fldChar sectPr ruby tcPr gridSpan vMerge pPr numPr numId ilvl
    rPr b pStyle tblPr tblBorders footnoteReference txbxContent drawing trPr gridBefore footnote footnotePr
    numStart lvl start lvlText style basedOn abstractNum num abstractNumId numStyleLink body"""


def small() -> bytes:
    body = para("Báo cáo") + item("x", 1) + table(row(cell("a"), cell("b"))) + "<w:sectPr/>"
    return build(
        body,
        numbering=numbering([level(0, "decimal", "%1.")], (0, "")),
        styles='<w:style w:type="paragraph" w:default="1" w:styleId="N"/>',
        footnotes="",
        settings="",
    )


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyFileError),
        (b"%PDF-1.7", UnsupportedTypeError),
        (OLE2 + bytes(4096), UnsupportedTypeError),
        (OLE2 + bytes(504) + "EncryptedPackage\0".encode("utf-16-le") + bytes(512), EncryptedFileError),
        (b"PK\x03\x04" + bytes(100), CorruptFileError),
        (small()[:-30], CorruptFileError),
        (small()[: len(small()) // 2], CorruptFileError),
        (pack({"a.txt": "x"}), UnsupportedTypeError),
        (pack({"xl/workbook.xml": "<x/>"}), UnsupportedTypeError),
        (replace(small(), MAIN, None), CorruptFileError),
        (replace(small(), MAIN, "<html/>"), CorruptFileError),
        (replace(small(), MAIN, "<w:document"), CorruptFileError),
        (replace(small(), MAIN, b"\xff\xfe\x00"), CorruptFileError),
        (replace(small(), MAIN, ""), CorruptFileError),
        (replace(small(), "word/styles.xml", "<a></b>"), CorruptFileError),
    ],
)
def test_damage(data: bytes, error: type[TrichLucError]) -> None:
    with pytest.raises(error) as raised:
        read_docx(data, "a.docx")
    assert str(raised.value).startswith("a.docx: ")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_unread(encoding: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    for entity in (f'SYSTEM "{secret.as_uri()}"', '"abc"'):
        xml = part("document", "<w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body>")
        xml = xml.replace("<w:document", f"<!DOCTYPE d [<!ENTITY e {entity}>]><w:document", 1)
        xml = xml.replace("UTF-8", encoding)
        for member in (MAIN, "word/styles.xml", "_rels/.rels"):
            with pytest.raises(HostileFileError):
                read_docx(replace(small(), member, xml.encode(encoding)), "a.docx")


@pytest.mark.parametrize("declared", ['<!ENTITY a "&a;">', "<!ENTITY", '<!ENTITY a "x">'])
def test_declarations_that_the_parser_would_stumble_over(declared: str) -> None:
    xml = part("document", "<w:body><w:p>&a;</w:p></w:body>").replace("<w:d", f"<!DOCTYPE d [{declared}]><w:d", 1)
    with pytest.raises(HostileFileError):
        read_docx(replace(small(), MAIN, xml), "a.docx")


def test_entities_in_an_encoding_that_the_format_does_not_know() -> None:
    xml = part("document", "<w:body><w:p/></w:body>").replace("<w:d", '<!DOCTYPE d [<!ENTITY a "x">]><w:d', 1)
    data = b"\xff\xfe\x00\x00" + xml.replace("UTF-8", "UTF-32").encode("utf-32-le")
    with pytest.raises((HostileFileError, CorruptFileError)):
        read_docx(replace(small(), MAIN, data), "a.docx")


def test_bombs() -> None:
    with pytest.raises(HostileFileError):
        read_docx(replace(small(), MAIN, part("document", " " * 5_000_000)), "a.docx")
    with pytest.raises(HostileFileError):
        read_docx(replace(small(), "word/media/image1.png", bytes(5_000_000)), "a.docx")
    with pytest.raises(HostileFileError):
        read_docx(build("<w:sdt>" * 300 + "</w:sdt>" * 300), "a.docx")


def test_sizes_are_counted_and_not_believed() -> None:
    """The central directory says 10 bytes for a member of a million."""
    data = bytearray(pack({"a": random.Random(1).randbytes(1000) * 1000}))
    entry = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, entry + 24, 10)
    with pytest.raises(CorruptFileError):
        Archive(bytes(data), "a.docx").read("a")


@pytest.mark.parametrize(
    "limits",
    [
        Limits(file_bytes=100),
        Limits(member_bytes=500),
        Limits(archive_bytes=1000),
        Limits(archive_entries=5),
        Limits(paragraphs=5),
        Limits(characters=10),
    ],
)
def test_limits(limits: Limits) -> None:
    with pytest.raises(LimitError):
        read_docx(small(), "a.docx", limits)


def test_counts_that_are_just_allowed() -> None:
    # four paragraphs and two cells
    assert len(read_docx(small(), "a.docx", Limits(paragraphs=6, archive_entries=8)).blocks) == 3


def test_a_million_paragraphs_are_refused_at_once() -> None:
    with pytest.raises((LimitError, HostileFileError)):
        read_docx(build("<w:p/>" * 1_100_000), "a.docx", Limits(compression_ratio=10**6))
    with pytest.raises(LimitError):  # elements that the walk would not count
        read_docx(build(para("x") + "<w:x/>" * 1_100_000), "a.docx", Limits(compression_ratio=10**6, paragraphs=10))


def test_a_protected_member_and_an_odd_compression() -> None:
    data = bytearray(small())
    entry = data.rindex(b"PK\x01\x02", 0, data.index(MAIN.encode(), data.index(b"PK\x01\x02")))
    data[entry + 8] |= 1
    with pytest.raises(EncryptedFileError):
        read_docx(bytes(data), "a.docx")
    data[entry + 8] &= 0xFE
    data[entry + 10] = zipfile.ZIP_LZMA
    with pytest.raises(CorruptFileError):
        read_docx(bytes(data), "a.docx")


def test_names_in_any_case_and_with_the_other_slash() -> None:
    data = pack({"Word\\Document.xml": part("document", f"<w:body>{para('x')}</w:body>")})
    assert len(read_docx(data, "a.docx").blocks) == 1


def survives(data: bytes) -> None:
    try:
        read_docx(data, "a.docx", Limits(paragraphs=5_000))
    except TrichLucError:
        pass


def test_cut_and_flipped_files_raise_only_our_errors() -> None:
    whole, chance = small(), random.Random(7)
    for end in range(0, len(whole), 23):
        survives(whole[:end])
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        survives(bytes(data))


def test_xml_turned_over_raises_only_our_errors() -> None:
    """Elements in wrong places, values that are no numbers."""
    chance = random.Random(11)
    names = NAMES.split()
    values = ("", "-1", "99999999999999999999", "1e400", "nan", "restart", "separate", "begin", "x", "0", "1")

    def tree(depth: int) -> str:
        name, value = chance.choice(names), chance.choice(values)
        inside = "".join(tree(depth - 1) for _ in range(chance.randint(0, 4))) if depth else "text"
        attributes = " ".join(f'w:{key}="{value}"' for key in ("val", "id", "ilvl", "styleId", "abstractNumId"))
        return f'<w:{name} {attributes} w:numId="1">{inside}</w:{name}>'

    for _ in range(150):
        parts = {name: tree(4) for name in ("styles", "numbering", "settings", "footnotes")}
        survives(build(para("x") + item("y", 1) + "".join(tree(5) for _ in range(3)), **parts))


def test_an_honest_file_is_within_all_limits() -> None:
    assert read_docx(long_report(48), "a.docx").warnings == ()
