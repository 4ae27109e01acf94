"""The end of a document: who signs, in which capacity, and who gets it for what."""

from __future__ import annotations

from typing import Any

import pytest

from tests.engine import LETTERHEAD, report


def document(*lines: str) -> Any:
    return report(LETTERHEAD + "\n\n".join(("I. KẾT QUẢ", "Đã làm.", "Trên đây là báo cáo./.", *lines))).document


SIGNERS = {
    "deputy for the committee": (
        "TM. ỦY BAN NHÂN DÂN|KT. CHỦ TỊCH|PHÓ CHỦ TỊCH|Lê Thị Hoa",
        ("Lê Thị Hoa", "PHÓ CHỦ TỊCH", "KT."),
    ),
    "without stops": ("TM ỦY BAN NHÂN DÂN|KT CHỦ TỊCH|PHÓ CHỦ TỊCH|Lê Thị Hoa", ("Lê Thị Hoa", "PHÓ CHỦ TỊCH", "KT.")),
    "Party": ("T/M BAN THƯỜNG VỤ|PHÓ BÍ THƯ THƯỜNG TRỰC|Lê Thị Hoa", ("Lê Thị Hoa", "PHÓ BÍ THƯ THƯỜNG TRỰC", "TM.")),
    "two steps": (
        "TL. CHỦ TỊCH|KT. CHÁNH VĂN PHÒNG|PHÓ CHÁNH VĂN PHÒNG|Y Ngọc",
        ("Y Ngọc", "PHÓ CHÁNH VĂN PHÒNG", "KT."),
    ),
    "by authority": ("TUQ. CHỦ TỊCH|GIÁM ĐỐC SỞ NỘI VỤ|Lê Thị Hoa", ("Lê Thị Hoa", "GIÁM ĐỐC SỞ NỘI VỤ", "TUQ.")),
    "acting": ("Q. GIÁM ĐỐC|Lê Thị Hoa", ("Lê Thị Hoa", "GIÁM ĐỐC", "Q.")),
    "minister": (
        "BỘ TRƯỞNG|BỘ TÀI CHÍNH|Lê Thị Hoa|BỘ TRƯỞNG|BỘ NỘI VỤ|Trần Văn An",
        ("Lê Thị Hoa", "BỘ TRƯỞNG", None),
    ),
    "body over two lines": (
        "TM. BAN THƯỜNG TRỰC|ỦY BAN MTTQ HUYỆN|CHỦ TỊCH|Lê Thị Hoa",
        ("Lê Thị Hoa", "CHỦ TỊCH", "TM."),
    ),
    "name in capitals": ("TM. ỦY BAN NHÂN DÂN|CHỦ TỊCH|NGUYỄN VĂN HẢI", ("NGUYỄN VĂN HẢI", "CHỦ TỊCH", "TM.")),
    "position in ordinary letters": ("TM. UBND xã|Chủ tịch|A Nhơn", ("A Nhơn", "Chủ tịch", "TM.")),
    "rank": ("GIÁM ĐỐC|Đại tá Nguyễn Văn Dũng", ("Nguyễn Văn Dũng", "GIÁM ĐỐC", None)),
    "degree": ("HIỆU TRƯỞNG|PGS.TS. Nguyễn Văn Dũng", ("Nguyễn Văn Dũng", "HIỆU TRƯỞNG", None)),
    "Central Highlands": ("TM. ỦY BAN NHÂN DÂN|CHỦ TỊCH|Rơ Châm H'Phik", ("Rơ Châm H'Phik", "CHỦ TỊCH", "TM.")),
    "not signed by hand": ("KT. CHỦ TỊCH|PHÓ CHỦ TỊCH|(Đã ký)|Lê Thị Hoa", ("Lê Thị Hoa", "PHÓ CHỦ TỊCH", "KT.")),
    "remark before the name": ("CHỦ TỊCH|Đã ký: Lê Thị Hoa", ("Lê Thị Hoa", "CHỦ TỊCH", None)),
    "remark behind the name": ("CHỦ TỊCH|Lê Thị Hoa – Đã ký", ("Lê Thị Hoa", "CHỦ TỊCH", None)),
    "stamp of a digital signature": (
        "TM. ỦY BAN NHÂN DÂN|CHỦ TỊCH|Người ký: Ủy ban nhân dân huyện|Email: a@b.vn|"
        "Thời gian ký: 21.11.2024 10:00:00|Lê Thị Hoa",
        ("Lê Thị Hoa", "CHỦ TỊCH", "TM."),
    ),
    "all on one line": (
        "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH (Đã ký) Lê Thị Hoa",
        ("Lê Thị Hoa", "PHÓ CHỦ TỊCH", "KT."),
    ),
    "a clerk beside the head": (
        "NGƯỜI LẬP BIỂU|Trần Văn An|THỦ TRƯỞNG ĐƠN VỊ|Lê Thị Hoa",
        ("Lê Thị Hoa", "THỦ TRƯỞNG ĐƠN VỊ", None),
    ),
    "no name": ("TM. ỦY BAN NHÂN DÂN|CHỦ TỊCH", (None, "CHỦ TỊCH", "TM.")),
}


@pytest.mark.parametrize(("lines", "wanted"), SIGNERS.values(), ids=SIGNERS)
def test_signer(lines: str, wanted: tuple[str | None, str | None, str | None]) -> None:
    for before in ((), ("Nơi nhận:", "- Như trên;", "- Lưu: VT, NV.")):
        signer = document(*before, *lines.split("|")).signer
        assert signer is not None
        assert (signer.name, signer.position, signer.capacity) == wanted


def test_the_span_holds_the_whole_signature() -> None:
    found = report(LETTERHEAD + "I. KẾT QUẢ\n\nĐã làm.\n\nTM. ỦY BAN NHÂN DÂN\n\nCHỦ TỊCH\n\nLê Thị Hoa\n")
    signer = found.document.signer
    assert signer is not None
    assert found.text[slice(*signer.span)] == "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nLê Thị Hoa"


def test_a_heading_is_no_signature() -> None:
    assert document("CHỦ TỊCH", "Chủ tịch UBND huyện chỉ đạo các phòng.").signer is None


PURPOSES = {
    "in brackets": ("- Sở Nội vụ (b/c);", ("Sở Nội vụ", "b/c")),
    "with its preposition": ("- Sở Nội vụ (để b/c);", ("Sở Nội vụ", "b/c")),
    "written out": ("- Sở Nội vụ (để thực hiện);", ("Sở Nội vụ", "thực hiện")),
    "without brackets": ("- Sở Nội vụ để báo cáo;", ("Sở Nội vụ", "báo cáo")),
    "two": ("- Sở Nội vụ (b/c và chỉ đạo);", ("Sở Nội vụ", "b/c và chỉ đạo")),
    "behind a semicolon": ("- Sở Nội vụ; (báo cáo)", ("Sở Nội vụ", "báo cáo")),
    "no purpose": ("- Bộ Tư pháp (Cục KTVB);", ("Bộ Tư pháp (Cục KTVB)", None)),
    "copies": ("- VP UBND TP (3C);", ("VP UBND TP (3C)", None)),
}


@pytest.mark.parametrize(("line", "wanted"), PURPOSES.values(), ids=PURPOSES)
def test_purpose(line: str, wanted: tuple[str, str | None]) -> None:
    found = document("Nơi nhận:", "- Như trên;", line, "- Lưu: VT, NV.", "CHỦ TỊCH", "Lê Thị Hoa").distribution
    assert [(one.name, one.purpose) for one in found] == [("Như trên", None), wanted, ("Lưu: VT, NV", None)]


def test_one_line_may_name_several() -> None:
    found = document("Nơi nhận:", "- TT. Tỉnh ủy; TT. HĐND tỉnh (b/c);", "- Lưu: VT.", "CHỦ TỊCH", "Lê Thị Hoa")
    assert found.recipients == ("TT. Tỉnh ủy; TT. HĐND tỉnh (b/c)", "Lưu: VT")
    names = [(one.name, one.purpose) for one in found.distribution]
    assert names == [("TT. Tỉnh ủy", None), ("TT. HĐND tỉnh", "b/c"), ("Lưu: VT", None)]


LISTS = {
    "over lines": (
        "Nơi nhận:|- UBND các xã,|thị trấn;|- Ban Thường vụ|Huyện ủy;|- Lưu: VT.",
        ["UBND các xã, thị trấn", "Ban Thường vụ Huyện ủy", "Lưu: VT"],
    ),
    "on one line": ("Nơi nhận: - Như trên; - Sở Nội vụ; - Lưu: VT.", ["Như trên", "Sở Nội vụ", "Lưu: VT"]),
    "without hyphens": ("Nơi nhận:|Như trên;|Sở Nội vụ;|Lưu: VT, NV.", ["Như trên", "Sở Nội vụ", "Lưu: VT, NV"]),
}


@pytest.mark.parametrize(("lines", "wanted"), LISTS.values(), ids=LISTS)
def test_recipients(lines: str, wanted: list[str]) -> None:
    assert list(document(*lines.split("|"), "CHỦ TỊCH", "Lê Thị Hoa").recipients) == wanted


def test_both_columns_on_one_line() -> None:
    found = document("Nơi nhận: TM. ỦY BAN NHÂN DÂN", "- Như trên; CHỦ TỊCH", "- Lưu: VT. Lê Thị Hoa")
    assert found.recipients == ("Như trên", "Lưu: VT")
    assert found.signer is not None
    assert (found.signer.name, found.signer.position, found.signer.capacity) == ("Lê Thị Hoa", "CHỦ TỊCH", "TM.")
