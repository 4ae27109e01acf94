"""Files that LibreOffice is asked to read, made against it: RTF, OpenDocument, Word 97. What they name is of this
machine; what they say is honest where they are to be read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from functools import partial

from corpora.hostile.archives import pack
from corpora.hostile.case import ANY, READS, Case, Make, case
from corpora.hostile.compound import compound, word_stream
from corpora.hostile.good import TEXT

Made = tuple[str, str, Make | bytes]

WEB, FILE = "http://127.0.0.1:9/x", "file:///etc/hostname"
#: Where LibreOffice may see through the damage, give up, or end.
EITHER = "reads|corrupt|empty|hostile|limit"
_SPACES = (
    ("office", "office:1.0"),
    ("text", "text:1.0"),
    ("table", "table:1.0"),
    ("draw", "drawing:1.0"),
    ("svg", "svg-compatible:1.0"),
    ("script", "script:1.0"),
)
_NAMES = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{uri}"' for name, uri in _SPACES)
_MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
_TYPE = "application/vnd.oasis.opendocument.text"
_MACRO = (
    '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="M" script:language="StarBasic">'
    "Sub Main\nShell(&quot;touch /tmp/trichluc-macro-ran&quot;)\nEnd Sub</script:module>"
)


def cases() -> Iterator[Case]:
    """All of them."""
    for made, name in ((_rich(), "bao-cao.rtf"), (_open(), "bao-cao.odt"), (_word_97(), "bao-cao.doc")):
        yield from (case("office", about, expected, make, name) for about, expected, make in made)


def rtf(more: str = "", head: str = "") -> bytes:
    """The honest report as RTF, with more of it behind, or before."""
    body = "\\par\n".join("".join(_escaped(char) for char in line) for line in TEXT.split("\n"))
    return f"{{\\rtf1\\ansi\\ansicpg1252\\uc1{head}\n{body}\\par {more}}}".encode("ascii")


def _escaped(char: str) -> str:
    if char.isascii():
        return f"\\{char}" if char in "\\{}" else char
    return f"\\u{ord(char)}?"


def _rich() -> list[Made]:
    field = '{{\\field{{\\*\\fldinst {{ {0} "{1}" \\\\* MERGEFORMAT \\\\d }}}}{{\\fldrslt x}}}}\\par '
    shape = "{{\\shp{{\\*\\shpinst{{\\sp{{\\sn pib}}{{\\sv {0}}}}}{{\\sp{{\\sn pibName}}{{\\sv {0}}}}}}}}}"
    return [
        ("rtf, honest", READS, rtf),
        *(
            (f"rtf with a field {kind} that leads to {about}", READS, partial(rtf, field.format(kind, address)))
            for kind in ("INCLUDEPICTURE", "INCLUDETEXT", "LINK Word.Document.8", "DDEAUTO cmd", "RD", "DATABASE \\\\d")
            for about, address in (("the web", WEB), ("a file", FILE))
        ),
        ("rtf with a picture of the web", READS, partial(rtf, shape.format(WEB))),
        ("rtf with a template of the web", READS, partial(rtf, "", f"{{\\*\\template {WEB}.dotm}}")),
        ("rtf with an object linked to the web", READS, partial(rtf, f"{{\\object\\objautlink\\objupdate {WEB}}}")),
        (
            "rtf with a program inside",
            EITHER,
            partial(rtf, "{\\object\\objemb{\\*\\objclass Package}{\\*\\objdata 0105000002" + "4d5a90" * 500 + "}}"),
        ),
        ("rtf with a list of 4000 million levels", READS, partial(rtf, "\\ls4000000000\\ilvl-9 x\\par ")),
        ("rtf with a number of a million digits", EITHER, lambda: rtf("\\li" + "9" * 1_000_000 + " x\\par ")),
        ("rtf with a word of control of a million letters", EITHER, lambda: rtf("\\" + "a" * 1_000_000 + " x")),
        ("rtf, groups 100000 deep", EITHER, lambda: rtf("{" * 100_000 + "x" + "}" * 100_000)),
        ("rtf, groups 100000 deep and never closed", EITHER, lambda: rtf("{\\b " * 100_000)),
        ("rtf, 5000 groups closed and never opened", EITHER, lambda: rtf("}" * 5000)),
        ("rtf with bytes that it lacks", "corrupt", lambda: rtf("\\bin2000000000 x")),
        (
            "rtf with a picture of 4000 million dots",
            EITHER,
            lambda: rtf("{\\pict\\pngblip\\picw65535\\pich65535 8950}"),
        ),
        ("rtf, tables 500 deep", EITHER, lambda: rtf("\\trowd\\cellx900\\itap1 x\\nestcell" * 500)),
        ("rtf, a row of 20000 cells", EITHER, lambda: rtf("\\trowd" + "\\cellx9" * 20_000 + "x\\cell\\row ")),
        ("rtf, cut in the middle", EITHER, lambda: rtf()[: len(rtf()) // 2]),
        ("rtf, its first bytes alone", "corrupt|empty", b"{\\rtf1"),
        ("rtf, its first bytes before zeros", EITHER, b"{\\rtf1" + bytes(60_000)),
        ("rtf of signs beyond Unicode", EITHER, lambda: rtf("\\u99999999?\\u-32768?" * 1000)),
    ]


def odt(more: str = "", *, parts: tuple[tuple[str, str], ...] = (), head: str = "", kind: str = _TYPE) -> bytes:
    """The honest report as an OpenDocument text, with more of it behind, and more parts."""
    lines = "".join(f"<text:p>{line}</text:p>" for line in TEXT.split("\n"))
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<office:document-content {_NAMES} '
        f'xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2">'
        f"<office:body><office:text>{lines}{more}</office:text></office:body></office:document-content>"
    )
    return _package((("content.xml", content), *parts), kind)


def _package(parts: tuple[tuple[str, str], ...], kind: str = _TYPE, said: str = "") -> bytes:
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{media}">{said}</manifest:file-entry>'
        for name, media in (("/", kind), *((name, "text/xml") for name, _ in parts))
    )
    manifest = f'<?xml version="1.0"?><manifest:manifest xmlns:manifest="{_MANIFEST}">{entries}</manifest:manifest>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        # Stored, and first: that is how the format is known.
        archive.writestr(zipfile.ZipInfo("mimetype", (2020, 1, 1, 0, 0, 0)), kind)
        for name, content in (*parts, ("META-INF/manifest.xml", manifest)):
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def picture(address: str) -> str:
    """A picture that stands elsewhere."""
    return (
        '<text:p><draw:frame svg:width="5cm" svg:height="5cm" text:anchor-type="as-char"><draw:image '
        f'xlink:href="{address}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/></draw:frame></text:p>'
    )


def section(address: str) -> str:
    """A section whose text stands elsewhere."""
    source = f'<text:section-source xlink:href="{address}" xlink:type="simple" xlink:show="embed"/>'
    return f'<text:section text:name="S">{source}<text:p>x</text:p></text:section>'


def _object(address: str) -> str:
    link = f'<draw:object xlink:href="{address}" xlink:type="simple" xlink:actuate="onLoad"/>'
    return f'<text:p><draw:frame svg:width="5cm" svg:height="5cm">{link}</draw:frame></text:p>'


def _with_macro() -> bytes:
    event = (
        '<office:scripts><office:event-listeners><script:event-listener script:language="ooo:script" '
        'script:event-name="dom:load" xlink:type="simple" '
        'xlink:href="vnd.sun.star.script:Standard.M.Main?language=Basic&amp;location=document"/>'
        "</office:event-listeners></office:scripts>"
    )
    library = '<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" '
    listed = library + 'library:readonly="false"><library:element library:name="M"/></library:library>'
    made = odt(parts=(("Basic/Standard/M.xml", _MACRO), ("Basic/Standard/script-lb.xml", listed)))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    changed = [(name, data.replace(b"<office:body>", event.encode() + b"<office:body>")) for name, data in parts]
    return pack(changed, zipfile.ZIP_STORED)


def _open() -> list[Made]:
    deep = "<text:section>" * 3000 + "</text:section>" * 3000
    many = (
        '<table:table><table:table-column table:number-columns-repeated="{0}"/><table:table-row {1}><table:table-cell'
    )
    many += ' table:number-columns-repeated="{0}"><text:p>x</text:p></table:table-cell></table:table-row></table:table>'
    rows = 'table:number-rows-repeated="{0}"'
    locked = f'<manifest:encryption-data xmlns:manifest="{_MANIFEST}"/>'
    return [
        ("odt, honest", READS, odt),
        ("odt with a picture of the web", READS, partial(odt, picture(WEB))),
        ("odt with a picture of the machine", READS, partial(odt, picture(FILE))),
        ("odt with a section of the web", READS, partial(odt, section(WEB + ".odt"))),
        ("odt with a section of the machine", READS, partial(odt, section(FILE))),
        ("odt with an object of the web", READS, partial(odt, _object(WEB))),
        ("odt that is a master document", EITHER, partial(odt, section(FILE), kind=f"{_TYPE}-master")),
        ("odt with a macro that runs when it is opened", READS, _with_macro),
        ("odt with entities", "hostile", partial(odt, head='<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>')),
        ("odt, sections 3000 deep", "hostile", partial(odt, deep)),
        ("odt, 40 MB of zeros as the text", "hostile", lambda: _package((("content.xml", "\0" * 40_000_000),))),
        ("odt with a password", "encrypted", partial(_package, (("content.xml", "x"),), said=locked)),
        ("odt without its text", "corrupt", partial(_package, (("styles.xml", "<x/>"),))),
        ("odt with a broken text", "corrupt", partial(_package, (("content.xml", "<office:document-content"),))),
        ("odt of another root", "corrupt|empty", partial(_package, (("content.xml", "<x/>"),))),
        ("odt, a cell repeated 1000 times", EITHER, partial(odt, many.format(1000, ""))),
        ("odt, a row repeated a million times", EITHER, partial(odt, many.format(2, rows.format(1_000_000)))),
        ("odt, a cell repeated a thousand million times", EITHER, partial(odt, many.format(1_000_000_000, ""))),
        ("odt, two thousand million spaces", EITHER, partial(odt, '<text:p>a<text:s text:c="2000000000"/>b</text:p>')),
        ("odt, cut in the middle", "corrupt", lambda: odt()[: len(odt()) // 2]),
        ("odt with a part that leads out", READS, partial(odt, parts=(("../../../../tmp/x", "<x/>"),))),
    ]


def _word_97() -> list[Made]:
    def made(**more: int) -> Make:
        stream = word_stream(TEXT, flags=more.get("flags", 0), version=more.get("version", 0xC1))
        return lambda: compound([("1Table", bytes(100)), ("WordDocument", stream)], circle=bool(more.get("circle")))

    def pieces(at: int, size: int) -> Make:
        stream = word_stream(TEXT, flags=0x0200, table=(at, size))
        return lambda: compound([("1Table", bytes(5000)), ("WordDocument", stream)])

    whole = [("1Table", bytes(100)), ("WordDocument", word_stream(TEXT))]
    return [
        ("doc without tables", EITHER, made()),
        ("doc with a password", "encrypted", made(flags=0x0300)),
        ("doc with a password of another kind", "encrypted", made(flags=0x8100)),
        ("doc of a version that there is not", EITHER, made(version=0x0100)),
        ("doc, streams in a circle", EITHER, made(circle=1)),
        ("doc, streams that say 4000 million bytes", EITHER, lambda: compound(whole, size=4_000_000_000)),
        ("doc, streams that say no bytes", EITHER, lambda: compound(whole, size=0)),
        ("doc, pieces beyond its end", EITHER, pieces(0x7FFFFFF0, 0x7FFFFFF0)),
        ("doc, pieces of minus one byte", EITHER, pieces(0, 0xFFFFFFFF)),
        ("doc, pieces of zeros", EITHER, pieces(0, 4000)),
        ("doc, cut behind its text", ANY, lambda: compound(whole)[:6000]),
        ("doc, its text stream alone", ANY, lambda: compound(whole)[:512] + word_stream(TEXT)),
    ]
