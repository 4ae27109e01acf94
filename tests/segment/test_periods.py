"""The reporting period in a title, and the interval that the figures cover."""

from __future__ import annotations

import pytest

from tests.engine import report

HEAD = "ỦY BAN NHÂN DÂN\n\nHUYỆN AN LÃO\n\nSố: 12/{}-UBND\n\nAn Lão, ngày 5 tháng 6 năm 2021\n\n{}\n\n"
BODY = (
    "\n\nThực hiện kế hoạch, UBND huyện báo cáo như sau:\n\nI. KẾT QUẢ\n\nĐã làm{}.\n\n"
    "Nơi nhận:\n\n- Lưu: VT.\n\nCHỦ TỊCH\n\nLê Thị Hoa\n\n"
)


def period(title: str, kind: str = "BC|BÁO CÁO") -> tuple[str | None, str, str] | None:
    found = report(HEAD.format(*kind.split("|")) + title + BODY.format("")).document.period
    return found and (found.value, found.precision, found.text)


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("Công tác văn thư quý I năm 2021", ("2021-01-01/2021-03-31", "quarter", "quý I năm 2021")),
        ("Công tác văn thư quý III và phương hướng quý IV năm 2021", ("2021-07-01/2021-09-30", "quarter", "quý III")),
        ("CÔNG TÁC VĂN THƯ QUÝ I, NHIỆM VỤ QUÝ II NĂM 2021", ("2021-01-01/2021-03-31", "quarter", "QUÝ I")),
        ("Công tác 6 tháng đầu năm 2021", ("2021-01-01/2021-06-30", "half", "6 tháng đầu năm 2021")),
        (
            "Sơ kết 6 tháng đầu năm; nhiệm vụ 6 tháng cuối năm 2021",
            ("2021-01-01/2021-06-30", "half", "6 tháng đầu năm"),
        ),
        ("Kết quả 9 tháng, nhiệm vụ 3 tháng cuối năm 2021", ("2021-01-01/2021-09-30", "interval", "9 tháng")),
        ("Công tác văn thư tháng 5/2021", ("2021-05", "month", "tháng 5/2021")),
        ("Kết quả tháng 5 và 5 tháng đầu năm 2021; nhiệm vụ tháng 6 năm 2021", ("2021-05", "month", "tháng 5")),
        ("Công tác văn thư năm 2021", ("2021", "year", "năm 2021")),
        ("Công tác năm 2021, phương hướng năm 2022", ("2021", "year", "năm 2021")),
        (
            "Kết quả thực hiện Kế hoạch văn thư năm 2021 trong quý I/2021",
            ("2021-01-01/2021-03-31", "quarter", "quý I/2021"),
        ),
        (
            "Tổng kết chương trình giai đoạn 2011-2020 và định hướng giai đoạn 2021-2030",
            ("2011-01-01/2020-12-31", "interval", "giai đoạn 2011-2020"),
        ),
        (
            "Công tác từ ngày 15/12/2020 đến ngày 14/6/2021",
            ("2020-12-15/2021-06-14", "interval", "từ ngày 15/12/2020 đến ngày 14/6/2021"),
        ),
        ("Kết quả thực hiện Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ", None),
        ("Công tác văn thư quý I", None),
    ],
)
def test_period(title: str, wanted: tuple[str | None, str, str] | None) -> None:
    assert period(title) == wanted


def test_a_plan_has_the_period_that_it_is_for() -> None:
    assert period("Công tác văn thư năm 2021", "KH|KẾ HOẠCH") == ("2021", "year", "năm 2021")


def test_a_change_of_another_document_has_none() -> None:
    assert period("Sửa đổi Nghị quyết về mức thu giai đoạn 2021-2025", "NQ|NGHỊ QUYẾT") is None


def window(under_title: str = "", body: str = "", appendix: str = "") -> str | None:
    text = HEAD.format("BC", "BÁO CÁO") + "Công tác năm 2021" + under_title + BODY.format(body) + appendix
    found = report(text).document.data_window
    return found and found.value


@pytest.mark.parametrize(
    "words",
    [
        "(Số liệu từ ngày 15/12/2020 đến ngày 14/6/2021)",
        "(Số liệu thống kê từ ngày 15/12/2020 đến ngày 14/6/2021)",
        "(Từ ngày 15/12/2020 đến ngày 14/6/2021)",
        "Kỳ báo cáo: từ ngày 15/12/2020 đến ngày 14/6/2021",
    ],
)
def test_the_window_under_the_title(words: str) -> None:
    assert window(under_title=f"\n\n{words}") == "2020-12-15/2021-06-14"


def test_the_window_in_the_text() -> None:
    words = " theo số liệu báo cáo được tính từ ngày 15/12/2020 đến ngày 14/6/2021"
    assert window(body=words) == "2020-12-15/2021-06-14"


def test_no_window() -> None:
    assert window(body=" việc của Đoàn kiểm tra từ ngày 07/9/2021 đến ngày 06/10/2021") is None
    assert window(appendix="Phụ lục 1\n\n(Số liệu từ 01/01/2021 đến 28/01/2021)\n") is None
