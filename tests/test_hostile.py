"""Files that are broken, protected, mislabelled or built to harm end in a typed error with a message that says what to
do, never in a traceback or an empty result; and texts without end finish in time that grows with their length."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest

from extractor import Report, extract
from extractor.errors import (
    CorruptFileError,
    EmptyFileError,
    EncodingError,
    EncryptedFileError,
    HostileFileError,
    LimitError,
    TrichLucError,
    UnsupportedTypeError,
)
from extractor.limits import Limits
from extractor.pipeline import Options
from tests.read.docx_factory import build, para, replace
from tests.read.pdf_writer import PdfWriter

WORDS = "Thực hiện Quyết định số 751/QĐ-UBND ngày 26/12/2020 của UBND tỉnh."
MAIN = "word/document.xml"


def word_file() -> bytes:
    return build(para(WORDS))


def pdf_file(*, encrypted: bool = False) -> bytes:
    writer = PdfWriter()
    writer.page()
    writer.text(80, 100, WORDS)
    return writer.build(encrypted=encrypted)


def zipped(**members: str) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return packed.getvalue()


def with_entity(declared: str) -> bytes:
    xml = f'<?xml version="1.0"?><!DOCTYPE w [{declared}]><w:document xmlns:w="http://x"><w:body>&e;</w:body></w:document>'
    return replace(word_file(), MAIN, xml)


BROKEN = {
    "empty": (b"", "a.txt", EmptyFileError),
    "spaces": (b" \n\t\r\n ", "a.txt", EmptyFileError),
    "invisible": ("\ufeff\u200b\u00ad\u00a0\n".encode(), "a.txt", EmptyFileError),
    "page numbers only": (b"1\n\n2\n\n3\n", "a.txt", EmptyFileError),
    "not UTF-8": ("Kế hoạch".encode() + b"\xff\xfe\xc3\x28", "a.txt", EncodingError),
    "a one-byte encoding": ("Quyết định".encode("cp1258", "replace"), "a.txt", TrichLucError),
    "half a letter of UTF-16": (b"\xff\xfeA\x00B", "a.txt", EncodingError),
    "binary": (bytes(range(256)) * 40, "a.txt", TrichLucError),
    "zeros": (bytes(5000), "a.docx", UnsupportedTypeError),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(400), "a.pdf", UnsupportedTypeError),
    "old Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(900), "a.docx", UnsupportedTypeError),
    "rich text that lacks bytes": (b"{\\rtf1\\ansi B\\'e1o\\bin99999 c\\'e1o}", "a.docx", CorruptFileError),
    "archive": (zipped(readme="hello"), "a.docx", UnsupportedTypeError),
    "PDF head only": (b"%PDF-1.7\n", "a.pdf", CorruptFileError),
    "half a PDF": (pdf_file()[:400], "a.pdf", CorruptFileError),
    "protected PDF": (pdf_file(encrypted=True), "a.pdf", EncryptedFileError),
    "half a Word file": (word_file()[: len(word_file()) // 2], "a.docx", CorruptFileError),
    "Word file without its text": (zipped(**{"[Content_Types].xml": "<Types/>"}), "a.docx", UnsupportedTypeError),
    "Word file with nothing in it": (build(""), "a.docx", EmptyFileError),
    "broken XML": (replace(word_file(), MAIN, "<w:document"), "a.docx", CorruptFileError),
    "external entity": (with_entity('<!ENTITY e SYSTEM "file:///etc/hostname">'), "a.docx", HostileFileError),
    "entities of entities": (
        with_entity(
            "".join(
                f'<!ENTITY {n} "{p * 10}">' for n, p in zip("abcde", ("x", "&a;", "&b;", "&c;", "&d;"), strict=True)
            )
        ),
        "a.docx",
        HostileFileError,
    ),
}


@pytest.mark.parametrize(("data", "name", "error"), BROKEN.values(), ids=BROKEN)
def test_a_typed_error_that_says_what_to_do(data: bytes, name: str, error: type[TrichLucError]) -> None:
    with pytest.raises(error) as caught:
        extract(data, name=name)
    message = str(caught.value)
    assert message.startswith(f"{name}: ")
    assert ";" in message, "the second half says what to do"
    assert "\n" not in message
    assert "Traceback" not in message
    assert type(caught.value) is not TrichLucError
    assert caught.value.exit_status > 1


@pytest.mark.parametrize("name", ["a.txt", "a.docx", "a.pdf", "a.html", "a", "a.xyz"])
@pytest.mark.parametrize("data", [word_file(), pdf_file(), WORDS.encode(), f"<html><p>{WORDS}</p></html>".encode()])
def test_the_content_decides_and_not_the_name(data: bytes, name: str) -> None:
    report = extract(data, name=name)
    assert [found.code for found in report.references] == ["751/QĐ-UBND"]
    assert report.source.name == name


@pytest.mark.parametrize("size", range(1, 12))
def test_cut_files_never_end_in_a_traceback(size: int) -> None:
    for whole in (word_file(), pdf_file()):
        cut = whole[: len(whole) * size // 12]
        try:
            assert extract(cut, name="a").text.strip()
        except TrichLucError as error:
            assert ";" in str(error)  # noqa: PT017  (either a result or an error: both are right)


def test_a_file_over_the_limit() -> None:
    options = Options(Limits(file_bytes=100))
    with pytest.raises(LimitError, match="limit"):
        extract(b"a" * 101, name="a.txt", options=options)
    with pytest.raises(LimitError, match="limit"):
        extract(BytesIO(b"a" * 5000), name="a.txt", options=options)
    with pytest.raises(LimitError, match="limit"):
        extract(b"a" * 500, name="a.txt", options=Options(Limits(characters=200)))


#: Texts of about n characters that patterns could trip over.
ENDLESS: dict[str, Callable[[int], str]] = {
    "digits": lambda n: "1" * n,
    "slashes": lambda n: "/" * n,
    "numbers and slashes": lambda n: "1/" * (n // 2),
    "letter groups": lambda n: "1/" + "QĐ-" * (n // 3),
    "small letter groups": lambda n: "1/" + "qđ-" * (n // 3),
    "capitals": lambda n: "1/" + "A" * n,
    "brackets": lambda n: "(" * (n // 2) + "[" * (n // 2),
    "quotations": lambda n: "“a\n" * (n // 3),
    "số": lambda n: "số " * (n // 3),
    "Quyết định số": lambda n: "Quyết định số " * (n // 14),
    "ngày": lambda n: "ngày " * (n // 5),
    "blank dates": lambda n: "ngày" + " ." * (n // 2) + "2021",
    "years": lambda n: "2021 - " * (n // 7),
    "ranges": lambda n: "01/01/2021 - " * (n // 13),
    "laws": lambda n: "Luật Đất đai, " * (n // 14),
    "law of laws": lambda n: "Luật sửa đổi của " * (n // 17) + "Luật Đất đai",
    "amending laws": lambda n: "Luật sửa đổi, bổ sung một số điều của " * (n // 38) + "Luật Đất đai",
    "one list": lambda n: "Quyết định số 12/QĐ-UBND, " * (n // 26),
    "many documents": lambda n: "".join(f"Quyết định số {at}/QĐ-TTg ngày 01/02/2020; " for at in range(n // 42)),
    "a word in a title": lambda n: "Kế hoạch số 12/KH-UBND về việc rà soát; " + "a" * n,
    "pointers": lambda n: "Kế hoạch này " * (n // 13),
    "provisions": lambda n: "điểm a, khoản 1, Điều 1 " * (n // 24) + "Luật Đất đai",
    "bodies": lambda n: "của Ủy ban nhân dân huyện An " * (n // 29),
    "stars": lambda n: "* " * (n // 4) + "*" * (n // 2),
    "marks": lambda n: "a<sup>1</sup>\n" * (n // 14) + "<sup>1</sup> b\n" * 3,
    "angles": lambda n: "<" * (n // 2) + "&" * (n // 2),
    "tabs": lambda n: "a\t" * (n // 2),
    "bars": lambda n: "|\na\n" * (n // 4),
    "dots of a form": lambda n: "1. A " + "." * n + " b",
    "ellipses of a form": lambda n: "1. A " + "…" * n + " b",
    "headings": lambda n: "1. A\n" * (n // 5),
    "appendices": lambda n: "Phụ lục\n" * (n // 8),
    "recipients": lambda n: "Nơi nhận:\n- a;\n" * (n // 15),
    "spaces": lambda n: "a" + " " * (n // 2) + "\u00a0" * (n // 2) + "b",
    "soft hyphens": lambda n: "a" + "\u00ad " * (n // 2) + "b",
    "combining marks": lambda n: "a" + "\u0301" * n,
    "decomposed": lambda n: "a\u0301 " * (n // 3),
    "cut words": lambda n: "a-\n" * (n // 3),
    "blank lines": lambda n: "\n" * n + "a",
}
endless = pytest.mark.parametrize("made", ENDLESS.values(), ids=ENDLESS)


@endless
def test_endless_texts_end(made: Callable[[int], str]) -> None:
    report = result(made(20_000))
    assert report is None or report.text.strip()


@pytest.mark.parametrize("times", [1, 100, 5_000])
def test_laws_nested_without_end(times: int) -> None:
    for words in ("Luật sửa đổi của ", "Luật sửa đổi, bổ sung một số điều của "):
        report = result(words * times + "Luật Đất đai.")
        assert report is not None
        assert report.references[-1].text.endswith("Luật Đất đai")


def test_one_line_of_five_million_characters() -> None:
    line = "công tác cải cách hành chính năm 2021 của huyện; "
    report = result(line * (5_000_000 // len(line)))
    assert report is not None
    assert len(report.dates) == 5_000_000 // len(line)


@pytest.mark.soak
@endless
def test_time_grows_with_the_length(made: Callable[[int], str]) -> None:
    """Twice the text takes at most three and a half times the time: four would be quadratic. Small times are noise."""
    short, long = made(200_000), made(400_000)
    first, second = (min(seconds(text) for _ in range(2)) for text in (short, long))
    assert second < 0.5 or second < 3.5 * first


def seconds(text: str) -> float:
    start = time.process_time()
    result(text)
    return time.process_time() - start


def result(text: str) -> Report | None:
    """The Report, None for a text that is refused. Any other error fails the test."""
    try:
        return extract(text.encode(), name="a.txt")
    except TrichLucError:
        return None
