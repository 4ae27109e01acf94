"""Bodies in running text (EXTRACTION 8): where a name ends, what is none, and lists that share a head or a place."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.find.organisations import find_organisations
from extractor.pipeline import load


def printed(text: str) -> list[str]:
    """The printed words of each body."""
    return [text[one.span[0] : one.span[1]] for one in find_organisations(text, load().organisations)]


def names(text: str) -> list[str]:
    """The names of the bodies."""
    return [one.name for one in find_organisations(text, load().organisations)]


def many(text: str) -> list[bool]:
    """Which of the bodies are collective."""
    return [one.collective for one in find_organisations(text, load().organisations)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("UBND huyện đã ban hành Kế hoạch", ["UBND huyện"]),
        ("của UBND tỉnh Bình Định V/v ban hành quy chế", ["UBND tỉnh Bình Định"]),
        ("Chủ tịch UBND huyện Quyết định điều động", ["Chủ tịch UBND huyện"]),
        ("Bưu điện huyện Trong năm 2021", ["Bưu điện huyện"]),
        ("UBND xã Đắk Pnè: Tổng số điểm", ["UBND xã Đắk Pnè"]),
        ("UBND thành phố Phan Rang - Tháp Chàm chủ trì", ["UBND thành phố Phan Rang - Tháp Chàm"]),
        ("UBND tỉnh Bà Rịa - Vũng Tàu - nơi nhận", ["UBND tỉnh Bà Rịa - Vũng Tàu"]),
        ("UBND phường 5, quận 3", ["UBND phường 5"]),
        ("đạt 95% tại UBND phường 5,2% hồ sơ", ["UBND phường"]),
        ("UBND thành phố Hội An", ["UBND thành phố Hội An"]),
        ("UBND TP.HCM và Sở Y tế", ["UBND TP.HCM", "Sở Y tế"]),
        ("Ban Quản lý dự án đầu tư xây dựng huyện đã nộp", ["Ban Quản lý dự án đầu tư xây dựng huyện"]),
        (
            "Phòng Văn hóa - Thông tin và Trung tâm Văn hóa - Thể thao - Du lịch và Truyền thông.",
            ["Phòng Văn hóa - Thông tin", "Trung tâm Văn hóa - Thể thao - Du lịch và Truyền thông"],
        ),
        ("Sở Nội vụ, Sở Tư pháp", ["Sở Nội vụ", "Sở Tư pháp"]),
        ("Giao Phòng Nội vụ huyện và UBND xã Đăk PNe.", ["Phòng Nội vụ huyện", "UBND xã Đăk PNe"]),
        ("Phòng Tài chính - Kế hoạch chưa tham mưu UBND huyện", ["Phòng Tài chính - Kế hoạch", "UBND huyện"]),
        ("Cục Dân số (để b/c); Chi cục Dân số tỉnh", ["Cục Dân số", "Chi cục Dân số tỉnh"]),
        ("phòng TN-MT và phòng GD &ĐT", ["phòng TN-MT", "phòng GD &ĐT"]),
        ("Hội đồng thẩm định chỉ số cải cách hành chính triển khai", ["Hội đồng thẩm định chỉ số cải cách hành chính"]),
        ("Trưởng phòng Nội vụ, Giám đốc Sở Nội vụ", ["Trưởng phòng Nội vụ", "Giám đốc Sở Nội vụ"]),
        ("- TT.Huyện ủy (b/c);", ["TT.Huyện ủy"]),
        ("Thường trực Huyện ủy Mang Yang giao", ["Thường trực Huyện ủy Mang Yang"]),
        ("Thanh tra Sở Nội vụ kết luận", ["Thanh tra Sở Nội vụ"]),
        ("các Ban HĐND huyện thẩm tra", ["các Ban HĐND huyện"]),
        ("Ủy ban nhân dân quận Ba Đình, Hà Nội", ["Ủy ban nhân dân quận Ba Đình"]),
    ],
)
def test_where_a_name_ends(text: str, words: list[str]) -> None:
    assert printed(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "Quyết định số 751/QĐ-UBND, Công văn số 473/UBND-NC, 12/NQ-HĐND",
        "phòng chống tham nhũng, quốc phòng, an ninh",
        "bảo hiểm xã hội, bảo hiểm y tế; lực lượng công an",
        "Bảo hiểm xã hội, bảo hiểm y tế được thanh toán",
        "Luật Tổ chức Chính phủ, Luật Tổ chức Quốc hội",
        "xây dựng Chính phủ điện tử, Chính phủ số",
        "các nội dung; các tổ chức xã hội; các tổ chức, cá nhân",
        "BÁO CÁO\nNHIỆM VỤ CẢI CÁCH HÀNH CHÍNH\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Tổ chức thực hiện; Hội nghị; Ban hành Kế hoạch; Trường hợp; Bộ phận; Đội ngũ cán bộ",
        "Hội An, ngày 12 tháng 3; xã Đoàn Kết; quần đảo Trường Sa",
        "Cơ quan, đơn vị\t12",
    ],
)
def test_what_is_no_body(text: str) -> None:
    assert printed(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Thủ trưởng các cơ quan, đơn vị, Chủ tịch UBND các xã, thị trấn;",
            ["Thủ trưởng các cơ quan, đơn vị", "Chủ tịch UBND các xã, thị trấn"],
        ),
        (
            "Các phòng ban chuyên môn và UBND các xã, thị trấn chịu trách nhiệm",
            ["Các phòng ban chuyên môn", "UBND các xã, thị trấn"],
        ),
        ("các cơ quan, đơn vị liên quan chuẩn bị", ["các cơ quan, đơn vị liên quan"]),
        ("các cơ quan chuyên môn thuộc UBND tỉnh, Ban", ["các cơ quan chuyên môn thuộc UBND tỉnh"]),
        ("các cơ quan, đơn vị thuộc huyện", ["các cơ quan, đơn vị thuộc huyện"]),
        ("UBND các huyện, thị xã, thành phố trên địa bàn tỉnh", ["UBND các huyện, thị xã, thành phố"]),
        ("UBND cấp xã và UBND cấp huyện, cấp xã", ["UBND cấp xã", "UBND cấp huyện, cấp xã"]),
        (
            "Bộ phận Tiếp nhận và Trả kết quả huyện, các xã, thị trấn.",
            ["Bộ phận Tiếp nhận và Trả kết quả huyện, các xã, thị trấn"],
        ),
        (
            "các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ và địa phương",
            ["các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ và địa phương"],
        ),
        ("Thủ trưởng cơ quan ngang bộ ban hành", ["Thủ trưởng cơ quan ngang bộ"]),
        ("đài truyền thanh các xã, thị trấn", ["đài truyền thanh các xã, thị trấn"]),
    ],
)
def test_collective(text: str, words: list[str]) -> None:
    assert printed(text) == words
    assert all(many(text))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("HĐND và UBND huyện", ["HĐND huyện", "UBND huyện"]),
        ("HĐND & UBND huyện Kon Rẫy", ["HĐND huyện Kon Rẫy", "UBND huyện Kon Rẫy"]),
        ("Văn phòng HĐND&UBND huyện", ["Văn phòng HĐND và UBND huyện"]),
        ("Chánh Văn phòng HDND - UBND huyện", ["Văn phòng HĐND và UBND huyện"]),
        ("VP UBND tỉnh", ["Văn phòng UBND tỉnh"]),
        ("Đảng ủy, HĐND, UBND xã Hra", ["Đảng ủy xã Hra", "HĐND xã Hra", "UBND xã Hra"]),
        ("Ủy ban nhân dân xã Hra, Lơ Pang và Kon Thup từ", ["UBND xã Hra", "UBND xã Lơ Pang", "UBND xã Kon Thup"]),
        ("UBND huyện Mang Yang, Gia Lai", ["UBND huyện Mang Yang"]),
        ("Sở Nội vụ, Tư pháp và Tài chính chủ trì", ["Sở Nội vụ", "Sở Tư pháp", "Sở Tài chính"]),
        ("các Sở: Nội vụ, Tài chính; UBND", ["Sở Nội vụ", "Sở Tài chính", "UBND"]),
        ("các phòng Nội vụ, Tư pháp", ["Phòng Nội vụ", "Phòng Tư pháp"]),
        ("PCT UBND huyện", ["UBND huyện"]),
        ("- TT. Thành ủy, TT.HĐND TP;", ["Thường trực Thành ủy", "Thường trực HĐND thành phố"]),
        ("Phó Thủ tướng Chính phủ", ["Chính phủ"]),
        ("Trưởng ban Ban Tổ chức Huyện ủy", ["Ban Tổ chức Huyện ủy"]),
        ("Ủy ban nhân dân xã, phường", ["Ủy ban nhân dân xã, phường"]),
        ("Các Công ty Lâm nghiệp đã", ["Công ty Lâm nghiệp"]),
        ("Các đơn vị: Tư pháp, Tài nguyên và Môi trường;", ["Tư pháp", "Tài nguyên và Môi trường"]),
        ("- Các Bộ: TC, TN&MT;", ["Bộ Tài chính", "Bộ Tài nguyên và Môi trường"]),
        ("Luật tổ chức HĐND và UBND năm 2003", []),
        ("Cục Thuế - Bộ Tài chính", ["Cục Thuế - Bộ Tài chính", "Bộ Tài chính"]),
        ("Ngân hàng nhà nước - Chi nhánh tỉnh Gia Lai", ["Ngân hàng Nhà nước - Chi nhánh tỉnh Gia Lai"]),
        ("Hiệp hội Doanh nghiệp vừa và nhỏ, Hội", ["Hiệp hội Doanh nghiệp vừa và nhỏ"]),
        ("Bộ trưởng Bộ Tư pháp", ["Bộ Tư pháp"]),
        ("ỦY BAN NHÂN DÂN\nHUYỆN MANG YANG\nSố: 12", ["UBND huyện Mang Yang"]),
        (
            "Văn phòng\nHĐND – UBND\nhuyện; Các cơ\nquan, đơn vị",
            ["Văn phòng HĐND và UBND huyện", "Các cơ quan, đơn vị"],
        ),
        ("Sở LĐ-TB&XH; Sở VH,TT&DL", ["Sở Lao động - Thương binh và Xã hội", "Sở Văn hóa, Thể thao và Du lịch"]),
        ("Uỷ ban Nhân dân thành phố; Toà án nhân dân huyện", ["UBND thành phố", "Tòa án nhân dân huyện"]),
    ],
)
def test_normal_form(text: str, wanted: list[str]) -> None:
    assert names(text) == wanted


def test_bodies_of_two_cells_or_lines_stay_apart() -> None:
    assert printed("Phòng Nội vụ\tCác cơ quan, đơn vị") == ["Phòng Nội vụ", "Các cơ quan, đơn vị"]
    assert printed("- UBND\n- Huyện ủy") == ["UBND", "Huyện ủy"]


WORDS = (
    "UBND|HĐND|các|cơ quan|huyện|xã|Hra|,| | và |\n|\t|Sở|Nội vụ|Ban|Trung tâm|Y|-|–|&|(|CT|Chủ tịch|İ|thuộc|của"
    "|751/QĐ-|5|TP.|Văn phòng|uỷ|Huyện"
)
PIECES = st.lists(st.sampled_from(WORDS.split("|")), max_size=40)


@given(PIECES.map("".join) | PIECES.map(" ".join) | st.text(max_size=60))
def test_mentions_never_overlap(text: str) -> None:
    end = 0
    for one in find_organisations(text, load().organisations):
        assert end <= one.span[0] < one.span[1] <= len(text)
        assert text[one.span[0] : one.span[1]].strip()
        assert one.name == " ".join(one.name.split()) != ""
        end = one.span[1]


LONG = (
    "UBND |các cơ quan, |Chủ tịch |Trung tâm Y |UBND xã Hra, |HĐND, |Sở Nội vụ, |thuộc các đơn vị |Văn phòng |TT. "
    "|UBND xã|Chi nhánh |các đơn vị thuộc |Trung tâm, Y và "
)


@pytest.mark.soak
@pytest.mark.parametrize("unit", LONG.split("|"))
def test_long_lists_take_time_by_their_length(unit: str) -> None:
    rules = load().organisations

    def seconds(times: int) -> float:
        start = time.process_time()
        find_organisations(unit * times, rules)
        return time.process_time() - start

    assert seconds(20_000) < max(0.2, 12 * seconds(5_000))
