"""Who answers for what (EXTRACTION 7): statements, labels, lists, deadlines, and what is none."""

from __future__ import annotations

import pytest

from tests.engine import printed
from tests.test_rules_duties import duties, said


def stated(raw: str) -> list[tuple[str, list[str], str | None]]:
    """Role, bodies and task of each duty of a text."""
    return [(duty["role"], duty["actors"], duty["task"]) for duty in said(raw)]


def times(raw: str) -> list[str | None]:
    """The deadline of each duty, as a date or as its words."""
    text, found = duties(raw)
    return [duty.deadline.value if duty.deadline else printed(text.text, duty.deadline_span) for duty in found]


def test_one_statement_with_two_roles() -> None:
    assert stated(
        "Trách nhiệm thuộc về: Các phòng ban chuyên môn và UBND các xã, thị trấn chịu trách nhiệm chủ trì, tham mưu; "
        "Văn phòng HĐND&UBND huyện chịu trách nhiệm theo dõi, đôn đốc."
    ) == [
        ("lead", ["Các phòng ban chuyên môn", "UBND các xã, thị trấn"], None),
        ("monitor", ["Văn phòng HĐND&UBND huyện"], "theo dõi, đôn đốc"),
    ]


def test_a_later_clause_gives_the_same_body_another_role() -> None:
    assert stated(
        "Giao Phòng Nội vụ huyện: Chủ trì, phối hợp với Thanh tra huyện xây dựng kế hoạch; theo dõi, đôn đốc các xã."
    ) == [
        ("lead", ["Phòng Nội vụ huyện"], "xây dựng kế hoạch"),
        ("coordinate", ["Thanh tra huyện"], "xây dựng kế hoạch"),
        ("monitor", ["Phòng Nội vụ huyện"], "theo dõi, đôn đốc các xã"),
    ]


def test_the_task_above_a_label_and_the_time_below_it() -> None:
    raw = (
        "- Nhiệm vụ cần thực hiện: Rà soát thủ tục hành chính.\n- Cơ quan chủ trì, tham mưu: Phòng Tư pháp.\n"
        "- Cơ quan phối hợp: Thanh tra huyện.\n- Thời gian hoàn thành: trước ngày 30/6/2022.\n"
    )
    assert stated(raw) == [
        ("lead", ["Phòng Tư pháp"], "Rà soát thủ tục hành chính"),
        ("coordinate", ["Thanh tra huyện"], "Rà soát thủ tục hành chính"),
    ]
    assert times(raw) == ["2022-06-30", "2022-06-30"]


def test_headings_of_bodies_over_lists() -> None:
    assert stated(
        "V. TỔ CHỨC THỰC HIỆN\n1. Sở Nội vụ\na) Chủ trì, phối hợp với Sở Tài chính tham mưu kinh phí;\n"
        "b) Đôn đốc, kiểm tra việc thực hiện;\n- Chi tiết của việc kiểm tra.\nc) Giao Phòng Tư pháp số hóa hồ sơ.\n"
        "2. Sở Tài chính: Bố trí kinh phí.\n3. Các phòng ban tham gia đào tạo\n- Cử cán bộ dự lớp.\n"
    ) == [
        ("lead", ["Sở Nội vụ"], "tham mưu kinh phí"),
        ("coordinate", ["Sở Tài chính"], "tham mưu kinh phí"),
        ("monitor", ["Sở Nội vụ"], "Đôn đốc, kiểm tra việc thực hiện"),
        ("assigned", ["Phòng Tư pháp"], "số hóa hồ sơ"),
        ("assigned", ["Sở Tài chính"], "Bố trí kinh phí"),
        ("assigned", ["Các phòng ban tham gia đào tạo"], "Cử cán bộ dự lớp"),
    ]


def test_a_heading_that_names_who_leads_and_who_helps() -> None:
    assert stated(
        "I. Phân công trách nhiệm\n1. Sở Y tế chủ trì, phối hợp với các sở, ngành:\n- Xây dựng kế hoạch.\n- Phối hợp "
        "Sở Nội vụ rà soát biên chế.\n"
    ) == [
        ("lead", ["Sở Y tế"], "Xây dựng kế hoạch"),
        ("coordinate", ["các sở, ngành"], "Xây dựng kế hoạch"),
        ("coordinate", ["Sở Y tế"], "rà soát biên chế"),
    ]


def test_proposals_by_body() -> None:
    assert stated(
        "V. KIẾN NGHỊ, ĐỀ XUẤT\nĐề nghị Sở Nội vụ :\n- Mở các lớp tập huấn.\n- Hướng dẫn chấm điểm.\n"
        "1. Đối với UBND tỉnh\n- Sớm ban hành quy định.\n"
    ) == [
        ("assigned", ["Sở Nội vụ"], "Mở các lớp tập huấn"),
        ("assigned", ["Sở Nội vụ"], "Hướng dẫn chấm điểm"),
        ("assigned", ["UBND tỉnh"], "Sớm ban hành quy định"),
    ]


@pytest.mark.parametrize(
    ("words", "actors"),
    [
        ("Phòng Giáo dục và Đào tạo, UBND các xã, thị trấn", ["Phòng Giáo dục và Đào tạo", "UBND các xã, thị trấn"]),
        ("Phòng Văn hóa - Thông tin và Công an huyện", ["Phòng Văn hóa - Thông tin", "Công an huyện"]),
        ("Các sở, ban, ngành; UBND các huyện, thành phố", ["Các sở, ban, ngành", "UBND các huyện, thành phố"]),
        (
            "Các Ông (Bà) Chánh Văn phòng UBND tỉnh, Trưởng ban Ban đền bù - GPMB và Tái định cư; Giám đốc Sở Xây dựng",
            ["Chánh Văn phòng UBND tỉnh", "Trưởng ban Ban đền bù - GPMB và Tái định cư", "Giám đốc Sở Xây dựng"],
        ),
        (
            "Thủ trưởng các cơ quan, đơn vị; cán bộ, công chức tại Bộ phận Tiếp nhận và Trả kết quả huyện",
            [
                "Thủ trưởng các cơ quan, đơn vị",
                "cán bộ, công chức tại Bộ phận Tiếp nhận và Trả kết quả huyện",
            ],
        ),
    ],
)
def test_lists_of_bodies(words: str, actors: list[str]) -> None:
    assert stated(f"{words} chịu trách nhiệm thi hành Quyết định này./.") == [
        ("accountable", actors, "thi hành Quyết định này")
    ]


def test_bodies_that_no_register_knows() -> None:
    assert stated("Đề nghị UB MTTQ, các tổ chức hội: Hội Nông dân, Liên minh các HTX phối hợp vận động nhân dân.") == [
        ("coordinate", ["UB MTTQ", "Hội Nông dân", "Liên minh các HTX"], "vận động nhân dân")
    ]


@pytest.mark.parametrize(
    ("raw", "time"),
    [
        ("Giao Phòng Nội vụ báo cáo trước ngày 12/8/2022 để tổng hợp.", "2022-08-12"),
        ("Giao Phòng Nội vụ hoàn thành trong năm 2022.", "2022"),
        ("Giao Phòng Nội vụ lập đề án, xong trong quý I/2022.", "2022-01-01/2022-03-31"),
        ("Giao Phòng Nội vụ báo cáo hằng quý.", "hằng quý"),
        ("Giao Phòng Nội vụ báo cáo trước ngày 15 hằng tháng.", "trước ngày 15 hằng tháng"),
        ("Giao Phòng Nội vụ thực hiện Quyết định số 12/QĐ-UBND ngày 01/02/2021 của UBND tỉnh.", None),
        ("Giao Phòng Nội vụ đánh giá kết quả trong năm 2021 của các xã.", None),
    ],
)
def test_deadlines(raw: str, time: str | None) -> None:
    assert times(raw) == [time]


def test_about_is_the_criterion_or_the_section() -> None:
    raw = (
        "I. KẾT QUẢ THỰC HIỆN\n- Tiêu chí thành phần 1.2.1 về báo cáo: đạt 0/0,25 điểm.\nTrách nhiệm thuộc về: Phòng "
        "Nội vụ.\nII. TỔ CHỨC THỰC HIỆN\n1. Giao Phòng Tư pháp rà soát văn bản.\n"
    )
    assert [duty.about for duty in duties(raw)[1]] == ["1.2.1", "II.1"]


@pytest.mark.parametrize(
    "raw",
    [
        "Sở Nội vụ đã phối hợp với Công đoàn viên chức tỉnh xây dựng kế hoạch.",
        "Chỉ đạo các cơ quan, đơn vị tiếp tục thực hiện tốt nhiệm vụ.",
        "I. KẾT QUẢ THỰC HIỆN\n- Đề nghị Sở Thông tin và Truyền thông cấp 02 chứng thư số.",
        "I. KẾT QUẢ THỰC HIỆN\n1. Sở Nội vụ: 12 hồ sơ.\n2. Sở Y tế\n- Đã xử lý 05 hồ sơ.",
        "Kế hoạch có 34 nhiệm vụ; cơ quan chủ trì đã hoàn thành 12 nhiệm vụ.",
        "Theo đề nghị của Trưởng phòng Nội vụ.",
        "Việc ban hành các chính sách của huyện, xã phải đúng với chủ trương của Đảng.",
        "I. TỔ CHỨC THỰC HIỆN\nNơi nhận:\n- VP UBND tỉnh: V1, V4;\n- Sở Nội vụ;",
        "Cơ quan\tSở Nội vụ chủ trì\nThời gian\tQuý I\nSố lượng\t12",
    ],
)
def test_what_is_no_duty(raw: str) -> None:
    assert stated(raw) == []


def test_order_of_another_body_in_a_report() -> None:
    assert stated(
        "I. KẾT QUẢ THỰC HIỆN\nUBND tỉnh chỉ đạo Sở Nội vụ tổng hợp số liệu và giao Sở Tài chính thẩm định."
    ) == [("assigned", ["Sở Nội vụ"], "tổng hợp số liệu"), ("assigned", ["Sở Tài chính"], "thẩm định")]


def test_spans_stand_where_they_say() -> None:
    text, found = duties("Giao Phòng Nội vụ chủ trì, phối hợp với Thanh tra huyện kiểm tra.")
    for duty in found:
        assert duty.span[0] <= duty.actors[0].span[0] < duty.actors[-1].span[1] <= duty.span[1]
        assert duty.task_span is not None
        assert printed(text.text, duty.task_span) == "kiểm tra"


@pytest.mark.parametrize(
    "words",
    [
        "chủ trì ",
        "Phòng Nội vụ, ",
        "Sở Y tế phối hợp với ",
        "giao Sở Y tế chủ trì; ",
        "; đề nghị các cơ quan, đơn vị ",
        "Các Bộ: ",
        "1. Sở Y tế\n",
        "Sở Y tế:\n",
        "Cơ quan chủ trì: Sở Y tế. ",
        "Ủy ban a ",
        "Giao Sở Y tế làm; phối hợp với Sở Nội vụ",
    ],
)
def test_texts_without_end_end(words: str) -> None:
    for raw in (words * (20_000 // len(words)), f"V. TỔ CHỨC THỰC HIỆN\n{words * (20_000 // len(words))}"):
        text, found = duties(raw)
        assert all(0 <= duty.span[0] < duty.span[1] <= len(text.text) for duty in found)
