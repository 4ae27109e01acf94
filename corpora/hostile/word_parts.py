"""Word files with something active in them, or whose relationships lead elsewhere: macros, fields, remote templates."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from corpora.hostile.archives import MAIN, members, pack, with_parts
from corpora.hostile.case import READS, Case, Make, case
from corpora.hostile.good import word
from corpora.hostile.word_xml import LINE, NAMESPACES, RELATIONS, WORDS, R, document, with_body

Made = tuple[str, str, Make]

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
HEADER = f'<w:sectPr><w:headerReference w:type="default" {{0}}="rId90" xmlns:q="{R}"/></w:sectPr>'


def cases() -> Iterator[Case]:
    """All of them."""
    made = [*_targets(), *_relations(), *_active(), *_content_types()]
    return (case("word", about, expected, make) for about, expected, make in made)


def _related(*rows: tuple[str, str, str], part: str = "word/_rels/document.xml.rels", body: str = LINE) -> bytes:
    """The honest file with these relationships (kind, target, mode) and a body that uses them as headers."""
    inside = "".join(
        f'<Relationship Id="rId{90 + n}" Type="{R}/{kind}" Target="{target}"{mode and " TargetMode=" + repr(mode)}/>'
        for n, (kind, target, mode) in enumerate(rows)
    )
    relations = f'{HEAD}<Relationships xmlns="{RELATIONS}">{inside}</Relationships>'
    return with_parts((part, relations.encode()), (MAIN, document(body + HEADER.format("q:id")).encode()))


TARGETS = {
    "a file of the machine": "file:///etc/hostname",
    "a web address": "http://127.0.0.1:9/header.xml",
    "a share": "\\\\127.0.0.1\\share\\header.xml",
    "the root of the machine": "/etc/hostname",
    "out of the file": "../../../../../../etc/hostname",
    "out of the file by the other slash": "..\\..\\..\\etc\\hostname",
    "data in the address": "data:text/xml;base64,PHgvPg==",
    "the text itself": "document.xml",
    "the relationships themselves": "_rels/document.xml.rels",
    "a name of 60000 letters": "n" * 60_000,
    "nothing": "",
    "a name that is escaped": "%2e%2e%2f%2e%2e%2fetc%2fhostname",
    "a device": "file://./pipe/x",
    "a script": "javascript:alert(1)",
}


def _targets() -> list[Made]:
    rows: list[Made] = []
    for about, target in TARGETS.items():
        rows.append((f"header that leads to {about}", READS, partial(_related, ("header", target, ""))))
    for about, target in (("a web address", "http://127.0.0.1:9/t.dotm"), ("a share", "\\\\127.0.0.1\\t.dotm")):
        rows.append((f"template at {about}", READS, partial(_related, ("attachedTemplate", target, "External"))))
    return rows


def _relations() -> list[Made]:
    def main(target: str, mode: str = "") -> Make:
        return partial(_related, ("officeDocument", target, mode), part="_rels/.rels")

    broken = b"<Relationships"
    return [
        ("main part that leads to a web address", READS, main("http://127.0.0.1:9/document.xml")),
        ("main part outside", READS, main("file:///etc/hostname", "External")),
        ("main part that leads to the relationships", "corrupt", main("_rels/.rels")),
        ("main part that leads to the styles", "corrupt", main("word/styles.xml")),
        ("main part that leads out and back", READS, main("../word/document.xml")),
        ("relationships that are no XML", "corrupt", lambda: with_parts(("_rels/.rels", broken))),
        ("no relationships", READS, lambda: pack([one for one in members(word()) if not one[0].endswith(".rels")])),
        ("50000 relationships", READS, partial(_related, *[("header", f"h{n}.xml", "") for n in range(50_000)])),
        ("footnotes that lead to the text", "reads|corrupt", partial(_related, ("footnotes", "document.xml", ""))),
        ("styles that lead to the text", "reads|corrupt", partial(_related, ("styles", "document.xml", ""))),
        (
            "numbering that leads to the relationships",
            "reads|corrupt",
            partial(_related, ("numbering", "../_rels/.rels", "")),
        ),
        (
            "header that is the text and refers to itself",
            "reads|hostile",
            partial(_related, ("header", "/word/document.xml", "")),
        ),
    ]


def _field(code: str) -> str:
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    shown = f"<w:r><w:t>{WORDS}</w:t></w:r>"
    return f"<w:p>{marks[0]}<w:r><w:instrText>{code}</w:instrText></w:r>{marks[1]}{shown}{marks[2]}</w:p>"


FIELDS = {
    "starts a program": 'DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc"',
    "includes a file": 'INCLUDETEXT "/etc/hostname"',
    "includes a picture of the web": 'INCLUDEPICTURE "http://127.0.0.1:9/x.png" \\d',
    "runs a macro": "MACROBUTTON AutoOpen x",
    "reads a database": 'DATABASE \\d "c:\\\\x.mdb" \\s "SELECT * FROM x"',
}
_PROGRAM = b"MZ" + bytes(20_000)
_MACROS = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096)
_CHUNK = f'<w:altChunk q:id="rId90" xmlns:q="{R}"/>'
_PICTURE = (
    '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:imagedata src="http://127.0.0.1:9/x"/>'
    "</v:shape></w:pict></w:r></w:p>"
)
_OBJECT = '<w:p><w:r><w:object><o:OLEObject xmlns:o="o" Type="Link" ProgID="htmlfile"/></w:object></w:r></w:p>'
_CUSTOM = b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
_SETTINGS = f'{HEAD}<w:settings {NAMESPACES}><w:attachedTemplate q:id="rId1" xmlns:q="{R}"/></w:settings>'


def _active() -> list[Made]:
    def body(xml: str) -> Make:
        return lambda: with_body(LINE + xml)

    def part(name: str, content: bytes) -> Make:
        return lambda: with_parts((name, content))

    other = ("aFChunk", "http://127.0.0.1:9/x.html", "External")
    return [
        *((f"field that {about}", READS, body(_field(code))) for about, code in FIELDS.items()),
        ("macros", READS, part("word/vbaProject.bin", _MACROS)),
        ("a program inside", READS, part("word/embeddings/oleObject1.bin", _PROGRAM)),
        ("a control of ActiveX", READS, part("word/activeX/activeX1.bin", _PROGRAM)),
        ("another document by altChunk", READS, partial(_related, other, body=LINE + _CHUNK)),
        ("a picture of the web", READS, body(_PICTURE)),
        ("a formula of another file", READS, body(_OBJECT)),
        ("custom XML with entities that nobody reads", READS, part("customXml/item1.xml", _CUSTOM)),
        ("settings that fetch a template", READS, part("word/settings.xml", _SETTINGS.encode())),
    ]


def _content_types() -> list[Made]:
    name = "[Content_Types].xml"
    types = dict(members(word()))[name]
    macro = types.replace(b"wordprocessingml.document.main", b"ms-word.document.macroEnabled.main")
    return [
        ("types that say macros", READS, lambda: with_parts((name, macro))),
        ("types that say a picture", READS, lambda: with_parts((name, types.replace(b"application/", b"image/")))),
        ("types that are no XML", READS, lambda: with_parts((name, b"\x00\xff"))),
        ("no types", READS, lambda: pack([one for one in members(word()) if one[0] != name])),
    ]
