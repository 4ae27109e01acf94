"""Word files whose XML attacks what reads it: entities, depth, sizes, namespaces, references in circles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
    made = [*_entities(), *_depths(), *_sizes(), *_forms(), *_circles()]
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


def _sizes() -> list[Made]:
    def body(make: Callable[[], str]) -> Make:
        return lambda: with_body(make())

    many = "reads|hostile|limit|corrupt"
    return [
        ("attribute of 11 MB", "hostile|limit|corrupt", body(lambda: f'<w:p w:x="{_noise(11_000_000)}"/>' + LINE)),
        ("name of an element of 5 MB", "hostile|limit|corrupt", body(lambda: f"<w:{_noise(5_000_000)}/>" + LINE)),
        ("100000 attributes", many, body(lambda: _attributes("a{0}", "{0}"))),
        ("100000 namespaces", many, body(lambda: _attributes("xmlns:n{0}", "u:{0}"))),
        ("one text of 11 MB", "limit|hostile", body(lambda: f"<w:p><w:r><w:t>{_noise(11_000_000)}</w:t></w:r></w:p>")),
        ("comment of 11 MB", many, body(lambda: f"<!--{_noise(11_000_000)}-->" + LINE)),
        ("instruction of 11 MB", many, body(lambda: f"<?x {_noise(11_000_000)}?>" + LINE)),
        (
            "250000 paragraphs",
            "limit|hostile",
            body(lambda: "".join(f"<w:p><w:r><w:t>{_word(n)}</w:t></w:r></w:p>" for n in range(250_000))),
        ),
        (
            "1200000 elements of no meaning",
            "limit|hostile",
            body(lambda: "".join(f"<w:{_word(n)[:4]}/>" for n in range(1_200_000)) + LINE),
        ),
        ("300000 table cells", "limit|hostile", body(lambda: _table(300, 1000))),
        (
            "200000 line breaks in a paragraph",
            "reads|hostile|limit",
            body(lambda: f"<w:p><w:r>{'<w:br/>' * 200_000}</w:r></w:p>" + LINE),
        ),
        ("cell over a thousand million columns", READS, body(lambda: _span("gridSpan", "1000000000"))),
        ("cell over minus one columns", READS, body(lambda: _span("gridSpan", "-1"))),
        ("cell over as many columns as words", READS, body(lambda: _span("gridSpan", "many"))),
        (
            "row that begins in column 1000000000",
            READS,
            body(lambda: _table(3, 3).replace("<w:tr>", f"<w:tr><w:trPr>{_BEFORE}</w:trPr>")),
        ),
        ("2000 rows each one column further", "reads|limit", body(_staircase)),
    ]


_BEFORE = '<w:gridBefore w:val="1000000000"/>'


def _attributes(name: str, value: str) -> str:
    """A paragraph with 100,000 attributes."""
    rows = (f'{name.format(number)}="{value.format(number)}"' for number in range(100_000))
    return f"<w:p {' '.join(rows)}/>" + LINE


def _noise(length: int) -> str:
    """Letters that a zip cannot pack a hundred times."""
    import random

    chance = random.Random(3)
    piece = "".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=length // 8))
    return (piece * 9)[:length]


def _word(number: int) -> str:
    return f"{chr(97 + number % 26)}{number * 2654435761 % 4294967296:x}"


def _table(rows: int, columns: int) -> str:
    cells = (
        "".join(f"<w:tc><w:p><w:r><w:t>{_word(r * columns + c)}</w:t></w:r></w:p></w:tc>" for c in range(columns))
        for r in range(rows)
    )
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def _span(name: str, value: str) -> str:
    return LINE + _table(2, 2).replace("<w:tc>", f'<w:tc><w:tcPr><w:{name} w:val="{value}"/></w:tcPr>', 1)


def _staircase() -> str:
    cell = "<w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc>"
    rows = (f'<w:tr><w:trPr><w:gridBefore w:val="{n}"/></w:trPr>{cell}</w:tr>' for n in range(2000))
    return LINE + f"<w:tbl>{''.join(rows)}</w:tbl>"


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


def _circles() -> list[Made]:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="S{n}"><w:basedOn w:val="S{(n + 1) % 1000}"/></w:style>'
        for n in range(1000)
    )
    styled = f'<w:p><w:pPr><w:pStyle w:val="S0"/></w:pPr><w:r><w:t>{WORDS}</w:t></w:r></w:p>'
    field = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    notes = "".join(f'<w:footnote w:id="{n}">{_note(n)}</w:footnote>' for n in range(1, 50))
    return [
        (
            "styles that follow each other round",
            READS,
            lambda: with_parts(("word/styles.xml", _part("styles", styles)), (MAIN, document(styled).encode())),
        ),
        (
            "style of itself",
            READS,
            lambda: with_parts(
                ("word/styles.xml", _part("styles", styles.replace("S1", "S0"))), (MAIN, document(styled).encode())
            ),
        ),
        (
            "footnotes that refer to themselves",
            "reads|hostile",
            lambda: with_parts(("word/footnotes.xml", _part("footnotes", notes)), (MAIN, document(_note(1)).encode())),
        ),
        (
            "one footnote referred to 100000 times",
            "reads|limit|hostile",
            lambda: with_parts(
                ("word/footnotes.xml", _part("footnotes", notes)), (MAIN, document(_note(1) * 20_000).encode())
            ),
        ),
        ("fields that never end", READS, lambda: with_body(f"<w:p>{field * 10_000}</w:p>" + LINE)),
        (
            "numbers of lists beyond all numbers",
            READS,
            lambda: with_parts(
                ("word/numbering.xml", _part("numbering", _LIST)), (MAIN, document(_LISTED * 50).encode())
            ),
        ),
        (
            "lists that are each other's style",
            READS,
            lambda: with_parts(
                ("word/numbering.xml", _part("numbering", _LIST_LOOP)), (MAIN, document(_LISTED * 5).encode())
            ),
        ),
    ]


def _part(root: str, content: str) -> bytes:
    return f"<w:{root} {NAMESPACES}>{content}</w:{root}>".encode()


def _note(number: int) -> str:
    return f'<w:p><w:r><w:t>{WORDS}</w:t><w:footnoteReference w:id="{number}"/></w:r></w:p>'


_LEVEL = '<w:lvl w:ilvl="0"><w:start w:val="99999999999999999999"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1%9%99"/></w:lvl>'
_LIST = f'<w:abstractNum w:abstractNumId="0">{_LEVEL}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
_LIST_LOOP = (
    '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="L"/><w:styleLink w:val="L"/></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
_NUMBER = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
_LISTED = f"<w:p><w:pPr>{_NUMBER}</w:pPr><w:r><w:t>{WORDS}</w:t></w:r></w:p>"
