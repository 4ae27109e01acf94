"""Word files whose XML attacks what reads it: entities, depth, wrong forms."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from corpora.hostile.archives import MAIN, members, pack, with_parts
from corpora.hostile.case import READS, Case, Make, case
from corpora.hostile.good import word

Made = tuple[str, str, Make]

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
NAMESPACES = f'xmlns:w="{W}" xmlns:r="{R}"'
WORDS = "Thực hiện Quyết định số 751/QĐ-UBND ngày 26/12/2020 của UBND tỉnh."
LINE = f"<w:p><w:r><w:t>{WORDS}</w:t></w:r></w:p>"


def cases() -> Iterator[Case]:
    """All of them."""
    made = [*_entities(), *_depths(), *_forms()]
    return (case("xml", about, expected, make) for about, expected, make in made)


def document(body: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>') -> str:
    """The XML of a text part."""
    return f"{head}<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"


def with_text(xml: str | bytes) -> bytes:
    """The honest Word file with another XML as its text."""
    return with_parts((MAIN, xml if isinstance(xml, bytes) else xml.encode()))


def with_body(body: str) -> bytes:
    """The honest Word file with another body."""
    return with_text(document(body))


def _declared(declaration: str, used: str = "&e;", member: str = MAIN, encode: str = "utf-8") -> bytes:
    xml = document(
        f"<w:p><w:r><w:t>{used}</w:t></w:r></w:p>", f'<?xml version="1.0" encoding="{encode}"?>{declaration}'
    )
    return with_parts((member, xml.encode(encode)))


def _laughs(levels: int) -> str:
    rows = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(levels))
    return f'<!DOCTYPE w [{rows}<!ENTITY e "&e{levels - 1};">]>'


def _entities() -> list[Made]:
    outside = {
        "of a file of the machine": '<!ENTITY e SYSTEM "file:///etc/hostname">',
        "of a web address": '<!ENTITY e SYSTEM "http://127.0.0.1:9/x">',
        "of a share": '<!ENTITY e SYSTEM "\\\\127.0.0.1\\x">',
        "of parameters": '<!ENTITY % p SYSTEM "file:///etc/hostname"> %p; <!ENTITY e "x">',
        "of itself": '<!ENTITY e "&e;">',
        "of 3 MB used 1000 times": f'<!ENTITY e "{"a" * 3_000_000}">',
        "of a picture": '<!NOTATION n SYSTEM "x"><!ENTITY e SYSTEM "file:///dev/zero" NDATA n>',
    }
    rows: list[Made] = [
        (f"entity {about}", "hostile", partial(_declared, f"<!DOCTYPE w [{rule}]>")) for about, rule in outside.items()
    ]
    parts = ("word/styles.xml", "_rels/.rels", "word/_rels/document.xml.rels", "word/settings.xml", "word/header.xml")
    rows += [(f"entities in {part}", "hostile", partial(_declared, _laughs(9), "&e;", part)) for part in parts]
    rows += [
        ("entities of entities, ten levels", "hostile", partial(_declared, _laughs(10))),
        ("entities of entities in an attribute", "hostile", partial(_declared, _laughs(10), '</w:t><w:t x="&e;">')),
        ("entities in UTF-16", "hostile", partial(_declared, _laughs(9), encode="utf-16")),
        ("entities in UTF-32", "hostile|corrupt", partial(_declared, _laughs(9), encode="utf-32")),
        ("entities in UTF-7", "hostile|corrupt", partial(_declared, _laughs(9), encode="utf-7")),
        ("entities in EBCDIC", "hostile|corrupt", partial(_declared, _laughs(9), encode="cp037")),
        ("a document type of another file", "hostile", partial(_declared, '<!DOCTYPE w SYSTEM "file:///etc/x">', "x")),
        (
            "a document type of the web",
            "hostile",
            partial(_declared, '<!DOCTYPE w PUBLIC "a" "http://127.0.0.1:9/">', ""),
        ),
        ("a document type that never ends", "hostile", partial(_declared, "<!DOCTYPE w [", "x")),
        ("an entity that nobody declared", "corrupt|reads", partial(_declared, "", "&unknown;")),
        ("inclusion of a file by XInclude", READS, lambda: with_body(LINE + _INCLUDE)),
        ("a style sheet to be run", READS, lambda: with_text(document(LINE).replace("?>", f"?>{_SHEET}", 1))),
    ]
    return rows


_INCLUDE = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/hostname" parse="text"/>'
_SHEET = '<?xml-stylesheet type="text/xsl" href="file:///etc/x.xsl"?>'


def _deep(opening: str, closing: str, depth: int, inside: str = LINE) -> Make:
    return lambda: with_body(LINE + opening * depth + inside + closing * depth)


def _depths() -> list[Made]:
    table = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"
    box = "<w:p><w:r><w:pict><w:txbxContent>", "</w:txbxContent></w:pict></w:r></w:p>"
    control = "<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"
    return [
        ("tables in tables, 22 deep", "hostile", _deep(*table, 22)),
        ("tables in tables, 2000 deep", "hostile", _deep(*table, 2000)),
        ("boxes in boxes, 25 deep", "hostile", _deep(*box, 25)),
        ("controls in controls, 100 deep", "reads|hostile", _deep(*control, 100)),
        ("elements in elements, 100000 deep", "hostile", _deep("<w:x>", "</w:x>", 100_000)),
        ("elements that never end", "corrupt|hostile", _deep("<w:p>", "", 300, "")),
        ("links in links, 120 deep", "reads|hostile", _deep("<w:hyperlink>", "</w:hyperlink>", 120)),
        ("choices in choices, 80 deep", "reads|hostile", _deep(_CHOICE, "</c:Choice></c:AlternateContent>", 80)),
        ("runs in runs, 200 deep", "reads|hostile", _deep("<w:p><w:r>", "</w:r></w:p>", 100)),
    ]


_MARKUP = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_CHOICE = f'<c:AlternateContent xmlns:c="{_MARKUP}"><c:Choice Requires="w">'


def _forms() -> list[Made]:
    def text(xml: str | bytes) -> Make:
        return lambda: with_text(xml)

    right = document(LINE)
    return [
        ("no XML at all", "corrupt", text(b"\x00\x01\x02 not XML")),
        ("an empty text part", "corrupt", text("")),
        ("text part of spaces", "corrupt", text("   \n")),
        ("HTML as the text part", "corrupt", text("<html><body><p>Bao cao</p></body></html>")),
        ("two roots", "corrupt", text(right + right.partition("?>")[2])),
        ("tags that cross", "corrupt", text(document("<w:p><w:r></w:p></w:r>"))),
        ("prefix that nobody declared", "corrupt|reads", text(document("<zz:p><zz:q/></zz:p>" + LINE))),
        ("namespace of another format", "corrupt", text(right.replace(W, "http://example.invalid/w"))),
        ("no namespace", "corrupt", text(right.replace("w:", "").replace(f'xmlns:w="{W}"', ""))),
        ("encoding of no name", "corrupt", text(right.replace("UTF-8", "x-nobody-knows"))),
        ("encoding that is not true", "corrupt|reads", text(right.replace("UTF-8", "UTF-16"))),
        ("UTF-16 that says it is UTF-8", "corrupt|reads", text(right.encode("utf-16"))),
        ("letters that XML forbids", "corrupt", text(document("<w:p><w:r><w:t>a\x00\x01b</w:t></w:r></w:p>"))),
        ("letter by a number that is none", "corrupt", text(document("<w:p><w:r><w:t>&#x110000;</w:t></w:r></w:p>"))),
        ("half a pair of UTF-16 by its number", "corrupt", text(document("<w:p><w:r><w:t>&#xD800;</w:t></w:r></w:p>"))),
        ("bytes that are no UTF-8", "corrupt", text(right.encode().replace(b"751", b"\xff\xfe\xc3"))),
        ("version 2.0 of XML", "corrupt|reads", text(right.replace('"1.0"', '"2.0"'))),
        ("half the text part", "corrupt", text(right[: len(right) // 2])),
        ("no body", "corrupt", text(f"<w:document {NAMESPACES}/>")),
        ("a body with nothing in it", "empty", text(document(""))),
        (
            "a body of deleted text",
            "empty",
            text(document(f"<w:p><w:del><w:r><w:delText>{WORDS}</w:delText></w:r></w:del></w:p>")),
        ),
        ("a body of spaces", "empty", text(document("<w:p><w:r><w:t>   </w:t></w:r></w:p>" * 50))),
        ("no text part", "corrupt", lambda: pack([one for one in members(word()) if one[0] != MAIN])),
    ]
