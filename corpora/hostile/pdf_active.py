"""PDF files that want something done: scripts, programs, files inside, forms, passwords, signatures, missing fonts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from corpora.hostile.case import READS, Case, Make, case
from corpora.hostile.good import pdf
from corpora.hostile.pdf import Pdf, stream
from corpora.hostile.pdf_structure import LINE

Made = tuple[str, str, Make]


def cases() -> Iterator[Case]:
    """All of them."""
    made = [*_actions(), *_inside(), *_fonts(), *_locked(), *_signed(), *_bare()]
    return (case("pdf-active", about, expected, make, "bao-cao.pdf") for about, expected, make in made)


def _with(catalog: str = "", entries: str = "", content: bytes = b"") -> bytes:
    made = Pdf(catalog)
    made.page(LINE, entries=entries, content=content)
    return made.build()


def _actions() -> list[Made]:
    actions = {
        "JavaScript": "/S /JavaScript /JS (while(true)app.alert(1))",
        "the start of a program": "/S /Launch /F (/bin/sh) /Win << /F (cmd.exe) /P (/c calc) >>",
        "a web address": "/S /URI /URI (http://127.0.0.1:9/)",
        "the sending of a form": "/S /SubmitForm /F (http://127.0.0.1:9/) /Flags 4",
        "another file": "/S /GoToR /F (\\\\\\\\127.0.0.1\\\\share\\\\x.pdf) /D [0 /Fit]",
        "a file inside": "/S /GoToE /T << /R /C /N (x) >>",
        "a film": "/S /Movie /T (x)",
        "the import of data": "/S /ImportData /F (/etc/hostname)",
    }
    return [
        *(
            (f"opens with {about}", READS, partial(_with, f"/OpenAction << {body} >>"))
            for about, body in actions.items()
        ),
        (
            "actions that follow each other for ever",
            READS,
            partial(_with, "/OpenAction << /Type /Action /S /Named /N /NextPage /Next [1 0 R 1 0 R] >> /Next 1 0 R"),
        ),
        ("bookmarks in a loop", READS, partial(_with, "/Outlines << /First 1 0 R /Last 1 0 R /Next 1 0 R >>")),
        ("names in a loop", READS, partial(_with, "/Names << /JavaScript << /Kids [1 0 R] /Names [(x) 1 0 R] >> >>")),
    ]


def _inside() -> list[Made]:
    return [
        ("a program as an attachment", READS, partial(_attached, b"MZ" + bytes(5000))),
        ("itself as an attachment", READS, lambda: _attached(pdf())),
        ("a form of XFA", READS, partial(_with, "/AcroForm << /XFA [(a) 4 0 R] /Fields [] /NeedAppearances true >>")),
        ("a form whose fields are in a loop", READS, partial(_with, "/AcroForm << /Fields [1 0 R] /Kids [1 0 R] >>")),
        ("20000 notes", READS, partial(_notes, 20_000)),
        ("a note that shows itself", READS, _looping_note),
        ("notes that are the page", READS, partial(_with, "", "/Annots [1 0 R 2 0 R 3 0 R null 7 (x)]")),
        ("layers that hide everything", READS, partial(_with, "/OCProperties << /D << /BaseState /OFF >> /OCGs [] >>")),
        ("metadata with entities", READS, _metadata),
    ]


def _attached(data: bytes) -> bytes:
    made = Pdf("/Names << /EmbeddedFiles << /Names [(x.exe) 4 0 R] >> >>")
    specification = made.reserve()
    inside = made.add(stream(data, "/Type /EmbeddedFile"))
    made.put(specification, f"<< /Type /Filespec /F (..\\\\..\\\\x.exe) /EF << /F {inside} 0 R >> >>")
    made.page(LINE)
    return made.build()


def _notes(count: int) -> bytes:
    note = "<< /Type /Annot /Subtype /FreeText /Rect [72 500 90 510] /Contents (x) >>"
    return _with("", f"/Annots [{note * count}]")


def _looping_note() -> bytes:
    made = Pdf()
    note = made.reserve()
    shown = made.reserve()
    own = f"/Resources << /XObject << /N {shown} 0 R >> >>"
    made.put(shown, stream(b"/N Do", f"/Type /XObject /Subtype /Form /BBox [0 0 99 99] {own}"))
    made.put(note, f"<< /Type /Annot /Subtype /FreeText /Rect [72 500 90 510] /F 4 /AP << /N {shown} 0 R >> >>")
    made.page(LINE, entries=f"/Annots [{note} 0 R {note} 0 R]")
    return made.build()


def _metadata() -> bytes:
    made = Pdf("/Metadata 4 0 R")
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))
    made.add(stream(f"<!DOCTYPE x [{laughs}]><x>&l9;</x>".encode(), "/Type /Metadata /Subtype /XML"))
    made.page(LINE)
    return made.build()


def _font(body: str, more: bytes = b"") -> bytes:
    made = Pdf()
    other = made.add(stream(more))
    made.put(3, body.replace("OTHER", f"{other} 0 R"))
    made.page(LINE)
    return made.build()


def _fonts() -> list[Made]:
    kind = "<< /Type /Font /Subtype"
    missing = "empty|reads"
    return [
        ("a font that is not there", missing, partial(_font, f"{kind} /TrueType /BaseFont /NoSuchFont >>")),
        ("a font that is a number", missing, partial(_font, "42")),
        ("a font that is itself", missing, partial(_font, "3 0 R")),
        (
            "a font file of rubbish",
            missing,
            partial(
                _font, f"{kind} /TrueType /BaseFont /X /FontDescriptor << /FontFile2 OTHER >> >>", bytes(range(256))
            ),
        ),
        (
            "a font whose descendant is itself",
            missing,
            partial(_font, f"{kind} /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [3 0 R] >>"),
        ),
        (
            "a font with widths for ever",
            missing,
            partial(_font, f"{kind} /Type1 /BaseFont /Courier /FirstChar 0 /LastChar 2147483647 /Widths [600] >>"),
        ),
        (
            "a table of signs that uses itself",
            missing,
            partial(_font, f"{kind} /Type1 /BaseFont /Courier /ToUnicode OTHER >>", b"/X usecmap " * 10_000),
        ),
        (
            "a table of signs with 500000 lines",
            missing,
            partial(
                _font,
                f"{kind} /Type1 /BaseFont /Courier /ToUnicode OTHER >>",
                b"begincmap 1 beginbfchar " + b"<21> <0041> " * 500_000 + b"endbfchar endcmap",
            ),
        ),
        ("fonts 20000 of them", READS, _many_fonts),
    ]


def _many_fonts() -> bytes:
    made = Pdf()
    fonts = " ".join(f"/G{n} << /Type /Font /Subtype /Type1 /BaseFont /Courier >>" for n in range(20_000))
    content = b"".join(b"BT /G%d 9 Tf 72 %d Td (Bao cao) Tj ET " % (n, 9 + n % 700) for n in range(2000))
    made.page(LINE, content=content, resources=f"/Font << /F1 3 0 R {fonts} >>")
    return made.build()


def _lock(entries: str) -> bytes:
    made = Pdf()
    made.page(LINE)
    made.trailer = f"/Encrypt << {entries} >> /ID [<00112233445566778899AABBCCDDEEFF> <00>]"
    return made.build()


def _locked() -> list[Made]:
    zeros, long = "00" * 32, "00" * 48
    aes = "/CF << /StdCF << /CFM /AESV3 /AuthEvent /DocOpen /Length 32 >> >> /StmF /StdCF /StrF /StdCF"
    return [
        (
            "a password of 40 bits",
            "encrypted",
            partial(_lock, f"/Filter /Standard /V 1 /R 2 /O <{zeros}> /U <{zeros}> /P -4"),
        ),
        (
            "a password of 128 bits",
            "encrypted",
            partial(_lock, f"/Filter /Standard /V 2 /R 3 /Length 128 /O <{zeros}> /U <{zeros}> /P -4"),
        ),
        (
            "a password of 256 bits",
            "encrypted|corrupt",
            partial(
                _lock,
                f"/Filter /Standard /V 5 /R 6 /Length 256 /O <{long}> /U <{long}> /OE <{zeros}> /UE <{zeros}> "
                f"/Perms <{zeros[:32]}> /P -4 {aes}",
            ),
        ),
        ("a lock that nobody knows", "encrypted|corrupt", partial(_lock, "/Filter /Acme.Secret /V 99")),
        ("a lock that is no lock", "encrypted|corrupt|reads", partial(_lock, "")),
        (
            "a lock of a certificate",
            "encrypted|corrupt",
            partial(_lock, "/Filter /Adobe.PubSec /V 4 /SubFilter /adbe.pkcs7.s4"),
        ),
    ]


def _sign(contents: str, covered: str = "[0 100 200 300]", times: int = 1) -> bytes:
    made = Pdf("/AcroForm << /SigFlags 3 /Fields 4 0 R >>")
    fields = made.reserve()
    value = made.add(
        f"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached /M (D:99999999999999+99'99') "
        f"/ByteRange {covered} /Contents <{contents}> >>"
    )
    signs = [made.add(f"<< /FT /Sig /Type /Annot /Subtype /Widget /Rect [0 0 0 0] /T (s) /V {value} 0 R >>")] * times
    made.put(fields, f"[{' '.join(f'{sign} 0 R' for sign in signs)}]")
    made.page(LINE)
    return made.build()


def _signed() -> list[Made]:
    return [
        ("a signature of zeros", READS, partial(_sign, "00" * 4000)),
        ("a signature of nothing", READS, partial(_sign, "")),
        ("a signature nested 4000 deep", READS, partial(_sign, "3080" * 4000)),
        (
            "a signature of four thousand million bytes",
            READS,
            partial(_sign, "3084ffffffff06092a864886f70d010702a084ffffffff"),
        ),
        (
            "a signature over bytes that are not there",
            READS,
            partial(_sign, "3003020101", "[0 2147483647 -5 2147483647]"),
        ),
        ("a signature over a million parts", READS, partial(_sign, "3003020101", f"[{'0 9 ' * 1_000_000}]")),
        ("5000 signatures", READS, partial(_sign, "3003020101", "[0 9 9 9]", 5000)),
    ]


def _bare() -> list[Made]:
    def pages(content: bytes, resources: str = "") -> Make:
        made = Pdf()
        made.page(content=content, resources=resources)
        return made.build

    picture = stream(
        b"\x80", "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
    )
    scan = Pdf()
    shown = scan.add(picture)
    scan.page(content=b"q 595 0 0 842 0 0 cm /I Do Q", resources=f"/XObject << /I {shown} 0 R >>")
    return [
        ("a page with nothing on it", "empty", pages(b"")),
        ("a page of operators that are none", "empty", pages(b"xyz 12 abc (never) Zz " * 1000)),
        ("a page of spaces", "empty", pages(b"BT /F1 9 Tf 72 500 Td (        ) Tj ET")),
        ("a picture of one dot and no text", "empty", scan.build),
        ("a page whose content is missing", "empty|corrupt", _no_content),
    ]


def _no_content() -> bytes:
    made = Pdf()
    made.page_of("9999 0 R")
    return made.build()
