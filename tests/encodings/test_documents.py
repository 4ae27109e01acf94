"""Whole files in old encodings say the same as the clean ones, and files that are right are not touched."""

from __future__ import annotations

import io
import sys
import unicodedata
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from corpora.generate import word_file
from corpora.generate.encoded import FONTS, encoded_docx, encoded_text
from corpora.generate.encoders import encoders, to_bytes
from extractor import Report, extract
from extractor.encodings import viqr
from extractor.encodings.charts import Font
from extractor.encodings.decoder import Decoder, Piece, converted
from extractor.errors import EncodingError
from extractor.export.json import from_json, to_json
from extractor.read.plain import read_plain
from extractor.text import assemble

sys.path.insert(0, str(Path(__file__).parent.parent / "read"))

from pdf_writer import PdfWriter

CORPORA = Path(__file__).resolve().parent.parent.parent / "corpora"
#: Texts as offices and crawlers left them: short ones, for many encodings.
NAMES = ("samples/042-kh-hanoi-honngheo-2010.txt", "samples/044-qd-pleiku-boithuong-2010.txt")
EVERY = sorted(path for folder in ("reports", "samples", "heldout") for path in (CORPORA / folder).glob("*.*"))
ENCODINGS = ("tcvn3", "tcvn1", "viscii", "vps", "vni", "windows-1258", "viqr")
#: Words that are right and hold signs of the charts.
HONEST = (
    "Máy đo µm, 10 µg, phần mềm Windows® và Zalo™ © 2021; diện tích 3×4 m, ½ ha, 25°C ± 2, §§ 5 và 6, «Ông», ¥ 100.",
    "Señor Muñoz vivía en la mañana con niños pequeños en España; el año, el señor, la señora, España.",
    "Générale des Eaux, où l'été dernier, l'hôtel près du château: très bien reçue, déjà à côté, françaises.",
    "Über die Größe der Straße in München, Köln und Düsseldorf: größer, schöner, süß, Fußgänger, Maßnahmen für alle.",
    "Björn Åkesson från Malmö, Sør-Trøndelag fylke, København på Sjælland, Århus, Ærø, Gävle, Växjö, Jönköping.",
    "Ðược sự ðồng ý của ðơn vị, ði ðến ðâu, ðó là ðiều ðã ðịnh; Ðắk Lắk, Ðà Nẵng, Ðồng Tháp, Ðiện Biên, Ðất Ðỏ.",
)


@cache
def text(name: str) -> str:
    return (CORPORA / name).read_text("utf-8-sig")


@cache
def clean(name: str, ending: str) -> Report:
    makers: dict[str, Callable[[], bytes]] = {"txt": text(name).encode, "docx": lambda: word(name)}
    return extract(makers[ending](), name=f"a.{ending}")


@cache
def word(name: str) -> bytes:
    return word_file(text(name).encode(), "a.txt")


def references(report: Report) -> list[tuple[str | None, str | None, str | None]]:
    return [
        (one.doc_type.code if one.doc_type else None, one.code, one.date.value if one.date else None)
        for one in report.references
    ]


def assert_same(report: Report, other: Report) -> None:
    assert references(report) == references(other)
    assert [one.path for one in report.sections] == [one.path for one in other.sections]
    assert report.document.code == other.document.code


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("name", NAMES)
def test_text_file(name: str, encoding: str) -> None:
    data = encoded_text(text(name), encoding)
    report = extract(data, name="a.txt")
    # Without capitals that have a tone the two tables are one.
    assert report.source.encodings == ("tcvn3" if encoding == "tcvn1" else encoding,)
    assert_same(report, clean(name, "txt"))
    # The text that offsets count in is the converted one.
    source = read_plain(data, "a.txt")
    assert all(reference.text in source.raw for reference in report.references if "\n" not in reference.text)


@pytest.mark.parametrize("encoding", ["tcvn3", "vni", "viscii", "vps"])
@pytest.mark.parametrize("name", NAMES)
def test_text_that_was_never_converted_in_utf_8(name: str, encoding: str) -> None:
    report = extract(encoders()[encoding](text(name)).encode(), name="a.txt")
    assert report.source.encodings == (encoding,)
    assert_same(report, clean(name, "txt"))


@pytest.mark.parametrize("fonts", [True, False], ids=["named", "lost"])
@pytest.mark.parametrize("mixed", [0.0, 0.5], ids=["whole", "mixed"])
@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
@pytest.mark.parametrize("name", NAMES)
def test_word_file(name: str, encoding: str, mixed: float, fonts: bool) -> None:
    report = extract(encoded_docx(word(name), encoding, mixed=mixed, fonts=fonts, seed=7), name="a.docx")
    assert report.source.encodings == (encoding,)
    assert_same(report, clean(name, "docx"))


@pytest.mark.parametrize("encoding", ["tcvn3", "vni", None])
def test_pdf(encoding: str | None) -> None:
    """The fonts of the file are named Courier: only the text tells."""
    reports = [extract(pdf(NAMES[0], encoding), name="a.pdf")]
    assert reports[0].source.encodings == ((encoding,) if encoding else ())
    assert references(reports[0]) == references(clean(NAMES[0], "txt"))


def pdf(name: str, encoding: str | None) -> bytes:
    made = assemble(read_plain(text(name).encode(), "a.txt"))
    writer, place = PdfWriter().page(), 80.0
    for block in made.blocks:
        words = made.text[slice(*block.span)]
        words = encoders()[encoding](words) if encoding else words
        if place + 18 * (len(words) // 50 + 2) > 780:
            writer, place = writer.page(), 80.0
        place = writer.paragraph(place, words) + 6
    return writer.build()


@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
def test_html(encoding: str) -> None:
    lines = "".join(
        f"<p><font face='{FONTS[encoding]}'>{encoders()[encoding](line)}</font></p>"
        for line in text(NAMES[0]).split("\n")
    )
    page = f"<html><head><meta charset=windows-1252></head><body>{lines}</body></html>"
    report = extract(page.encode("cp1252", "xmlcharrefreplace"), name="a.html")
    assert report.source.encodings == (encoding,)
    assert references(report) == references(clean(NAMES[0], "txt"))


def test_lines_of_several_encodings_in_one_file() -> None:
    lines = text(NAMES[1]).split("\n")
    half = len(lines) // 2
    data = to_bytes(encoders()["tcvn3"]("\n".join(lines[:half]))) + b"\n" + "\n".join(lines[half:]).encode()
    report = extract(data, name="a.txt")
    assert report.source.encodings == ("tcvn3",)
    assert_same(report, clean(NAMES[1], "txt"))


def test_runs_of_two_encodings_in_one_word_file() -> None:
    data = encoded_docx(encoded_docx(word(NAMES[1]), "tcvn3", mixed=0.5, seed=3), "vni", mixed=0.5, seed=3)
    # Runs in .VnTime are left as they are: their letters have no code in VNI.
    report = extract(data, name="a.docx")
    assert "tcvn3" in report.source.encodings
    assert len(references(report)) > 0


@pytest.mark.parametrize("form", ["NFD", "NFC"])
def test_letters_taken_apart(form: str) -> None:
    report = extract(unicodedata.normalize(form, text(NAMES[1])).encode(), name="a.txt")
    assert report.source.encodings == ()
    assert_same(report, clean(NAMES[1], "txt"))


def test_a_text_in_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    pieces = [Piece(line + "\n") for line in encoders()["tcvn3"](text(NAMES[1])).split("\n")]
    joined = "".join(piece.text for piece in pieces)
    whole = converted(joined, Decoder().edits(pieces))
    monkeypatch.setattr("extractor.encodings.decoder._AT_ONCE", 1_500)
    assert converted(joined, Decoder().edits(pieces)) == whole
    assert converted(joined, Decoder().edits([Piece(joined)])) == whole


@pytest.mark.parametrize("words", ["a" * 2_000_000 + " ®®®® µµ", "® " * 300_000, "®µ¸a" * 100_000])
def test_long_texts_of_nothing(words: str) -> None:
    assert Decoder().edits([Piece(words)]) == []


def test_the_same_file_gives_the_same_bytes() -> None:
    assert encoded_docx(word(NAMES[0]), "tcvn3", mixed=0.5, seed=1) == encoded_docx(
        word(NAMES[0]), "tcvn3", mixed=0.5, seed=1
    )
    assert encoded_text(text(NAMES[0]), "vni", mixed=0.5, seed=1) != encoded_text(
        text(NAMES[0]), "vni", mixed=0.5, seed=2
    )


# --- text that is right ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [path for path in EVERY if path.suffix == ".txt"], ids=lambda path: path.name[:12])
def test_no_unicode_document_is_touched(path: Path) -> None:
    """Not even where it is judged word by word, in the font of an old encoding, with signs of the charts in it."""
    right = path.read_text("utf-8-sig")
    for words in (right, "\n".join([right, *HONEST])):
        for font in (None, Font("tcvn3", capitals=True), Font("vni", capitals=False)):
            assert Decoder().edits([Piece(words, font)]) == []
    assert not viqr.is_viqr(right)
    assert extract(path).source.encodings == ()
    assert b'"encodings":' not in to_json(extract(path))


@pytest.mark.parametrize(
    "path", [path for path in EVERY if path.suffix in (".docx", ".pdf")], ids=lambda path: path.name
)
def test_no_unicode_file_is_touched(path: Path) -> None:
    assert extract(path).source.encodings == ()


@pytest.mark.parametrize("words", HONEST, ids=lambda words: words[:12])
def test_honest_words(words: str) -> None:
    for font in (None, Font("tcvn3", capitals=False), Font("vni", capitals=False)):
        assert Decoder().edits([Piece(words * 3, font)]) == []


def test_a_font_that_survived_the_conversion_says_nothing() -> None:
    """The text of most documents in .VnTime was converted long ago, and only the font was left."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word(NAMES[0]))) as before, zipfile.ZipFile(buffer, "w") as after:
        for name in before.namelist():
            after.writestr(name, before.read(name).replace(b"Times New Roman", b".VnTimeH"))
    report = extract(buffer.getvalue(), name="a.docx")
    assert report.source.encodings == ()
    assert report.text == clean(NAMES[0], "docx").text


def test_bytes_that_no_encoding_fits() -> None:
    for data in ("Отчёт о работе\n".encode("koi8-r") * 20, bytes(range(128, 256)) * 9, "résumé".encode("latin-1") * 9):
        with pytest.raises(EncodingError, match="save the file as UTF-8"):
            extract(data, name="a.txt")


def test_what_was_converted_is_said() -> None:
    report = extract(encoded_text(text(NAMES[0]), "vni"), name="a.txt")
    data = to_json(report)
    assert b'"encodings": [\n      "vni"\n    ]' in data
    assert from_json(data) == report
