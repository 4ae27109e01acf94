"""What does not matter must not change what is found (issue 2, item 3): composed or decomposed letters, line ends,
lines broken anew, Ð for Đ, hard spaces, and the name of another province and district."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor.pipeline import extract
from tests.conftest import ROOT
from tests.engine import LETTERHEAD, text_of

Swap = Callable[[str], str]
REPORTS = {path.name[:3]: path for path in sorted((ROOT / "corpora" / "reports").glob("*.txt"))}
#: District and province of each report, in the spellings that it uses.
PLACES = {"000": ("Mang Yang", "Gia Lai"), "003": ("An Lão", "Bình Định"), "001": ("Mang Yang", "Gia Lai")}
OTHERS = (("Kon Rẫy", "Kon Tum"), ("Đồng Văn", "Hà Giang"), ("Cư M'gar", "Đắk Lắk"), ("Châu Đức", "Bà Rịa - Vũng Tàu"))

SENTENCES = (
    "Thực hiện Quyết định số 751/QĐ-UBND ngày 26/12/2020 của UBND tỉnh về ban hành kế hoạch cải cách hành chính "
    "năm 2021 của tỉnh Hà Giang, ngày 29/12/2020, UBND huyện đã ban hành Kế hoạch số 15/KH-UBND để chỉ đạo các "
    "xã, thị trấn.",
    "Căn cứ Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ về thực hiện cơ chế một cửa và Thông tư số "
    "01/2018/TT-VPCP ngày 23/11/2018 của Văn phòng Chính phủ hướng dẫn thi hành Nghị định số 61/2018/NĐ-CP.",
    "Phòng Nội vụ đã tham mưu Ủy ban nhân dân huyện ban hành Công văn số 539/SNV-CCHC ngày 07/4/2021, Công văn số "
    "679/SNV-CCHC ngày 07/5/2021 của Sở Nội vụ tỉnh Hà Giang về việc báo cáo định kỳ trong giai đoạn 2021-2025.",
    "Từ ngày 27/9 đến 08/10/2021, Đoàn kiểm tra đã làm việc tại 17 xã và kết luận theo điểm a, khoản 4, Điều 10 "
    "Thông tư số 01/2020/TT-VPCP của Văn phòng Chính phủ, hoàn thành trước ngày 12/8/2022.",
    "Nghị quyết số 18-NQ/TW ngày 25/10/2017 của Ban Chấp hành Trung ương Đảng được quán triệt đến toàn thể cán "
    "bộ, công chức; việc tinh giản biên chế theo Luật Tổ chức chính quyền địa phương năm 2015 được thực hiện "
    "trong quý III/2021.",
    "Tỷ lệ hồ sơ giải quyết đúng hạn đạt 92,59%, cao hơn cùng kỳ năm 2020, góp phần nâng cao chất lượng phục vụ "
    "người dân và tổ chức trên địa bàn huyện Đồng Văn, tỉnh Hà Giang.",
)
HEADINGS = (
    "I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH",
    "1. Về kế hoạch cải cách hành chính",
    "a) Công tác tuyên truyền",
    "II. KẾT QUẢ THỰC HIỆN",
    "2. Cải cách thủ tục hành chính",
    "2.1. Kiểm soát thủ tục",
    "III. PHƯƠNG HƯỚNG, NHIỆM VỤ",
)


def seen(raw: str, swap: Swap = str) -> dict[str, Any]:
    """What is found in a text file, less all that says where it stands."""
    report = extract(raw.encode(), name="a.txt")
    document = report.document
    return {
        "document": (
            document.doc_type and document.doc_type.code,
            document.code,
            document.date and document.date.value,
            document.issuer and swap(document.issuer.name),
        ),
        "sections": [(section.path, section.role) for section in report.sections],
        "references": [
            (
                *(found.kind, found.doc_type and found.doc_type.code, found.number, found.code, found.relation),
                found.date and found.date.value,
                found.issuer and swap(found.issuer.name),
                found.provision,
            )
            for found in report.references
        ],
        "dates": [(date.value, date.precision, date.bound) for date in report.dates],
        "documents": len(report.cited_documents),
    }


def nfd(raw: str) -> str:
    return unicodedata.normalize("NFD", raw)


def crlf(raw: str) -> str:
    return raw.replace("\n", "\r\n")


def eth(raw: str) -> str:
    return raw.replace("Đ", "Ð")


def hard_spaces(raw: str) -> str:
    return re.sub(r"(?<=\S) (?=\S)", "\u00a0", raw)


def double_spaces(raw: str) -> str:
    return re.sub(r"(?<=\S) (?=\S)", "  ", raw)


def all_of_them(raw: str) -> str:
    return crlf(nfd(hard_spaces(eth(raw))))


CHANGES = (nfd, crlf, eth, hard_spaces, double_spaces, all_of_them)


def broken(raw: str, width: int, gap: str) -> str:
    """The paragraphs of a text broken at `width`; `gap` stands after each line. Tables and markup are left whole."""
    lines: list[str] = []
    for line in raw.split("\n"):
        whole = "\t" in line or line.isupper()
        lines += [line] if whole or not line.strip() else textwrap.wrap(line, width, break_long_words=False)
    return gap.join(line for line in lines if gap == "\n" or line.strip())


@cache
def paragraphs(name: str) -> list[str]:
    return REPORTS[name].read_text(encoding="utf-8-sig").split("\n")


@cache
def unbroken(name: str) -> str:
    """A report without footnotes, a paragraph a line and blank lines between them: what can be broken anew."""
    text = text_of("\n".join(paragraphs(name)[:1100]))
    return text.text[: text.body_end].strip("\n").replace("\n", "\n\n")


@st.composite
def little_reports(draw: st.DrawFn, least: int = 1) -> str:
    """A letterhead, headings and paragraphs in a random order."""
    picked = draw(st.lists(st.sampled_from(SENTENCES) | st.sampled_from(HEADINGS), min_size=least, max_size=least + 8))
    return LETTERHEAD + "\n\n".join(picked) + "\n"


@st.composite
def cuttings(draw: st.DrawFn, names: tuple[str, ...] = tuple(REPORTS)) -> str:
    """Some lines of one of the five reports."""
    lines = paragraphs(draw(st.sampled_from(names)))
    start = draw(st.integers(0, max(0, len(lines) - 40)))
    return "\n".join(lines[start : start + 40]) + "\nHết."


few = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("change", CHANGES)
@few
@given(raw=little_reports() | cuttings())
def test_typing_does_not_matter(change: Swap, raw: str) -> None:
    assert seen(change(raw)) == seen(raw)


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("name", REPORTS)
def test_typing_does_not_matter_in_the_five_reports(change: Swap, name: str) -> None:
    raw = "\n".join(paragraphs(name))
    assert seen(change(raw)) == whole(name)


@cache
def whole(name: str) -> dict[str, Any]:
    return seen("\n".join(paragraphs(name)))


@few
@given(raw=little_reports(least=14), width=st.integers(60, 100), gap=st.sampled_from(("\n", "\n\n")))
def test_lines_broken_anew(raw: str, width: int, gap: str) -> None:
    assert seen(broken(raw, width, gap)) == seen(raw)


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(width=st.integers(60, 100), gap=st.sampled_from(("\n", "\n\n")))
@pytest.mark.parametrize("name", REPORTS)
def test_lines_broken_anew_in_the_five_reports(name: str, width: int, gap: str) -> None:
    assert seen(broken(unbroken(name), width, gap)) == seen_unbroken(name)


@cache
def seen_unbroken(name: str) -> dict[str, Any]:
    return seen(unbroken(name))


@pytest.mark.parametrize("place", OTHERS, ids=lambda place: place[1])
@pytest.mark.parametrize("name", PLACES)
def test_another_place(name: str, place: tuple[str, str]) -> None:
    def moved(words: str) -> str:
        for old, new in zip(PLACES[name], place, strict=True):
            words = words.replace(old, new).replace(old.upper(), new.upper())
        return words

    raw = "\n".join(paragraphs(name))
    assert seen(moved(raw)) == seen(raw, moved)


@few
@given(raw=little_reports(), place=st.sampled_from(OTHERS))
def test_another_place_in_little_reports(raw: str, place: tuple[str, str]) -> None:
    def moved(words: str) -> str:
        for old, new in zip(("Đồng Văn", "Hà Giang"), place, strict=True):
            words = words.replace(old, new).replace(old.upper(), new.upper())
        return words

    assert seen(moved(raw)) == seen(raw, moved)
