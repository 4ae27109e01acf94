"""Bodies resolved: full names with their place, units as of the document's day, one entry for one body."""

from __future__ import annotations

import pytest

from extractor.find.organisations import find_organisations
from extractor.model import Unit
from extractor.pipeline import load
from extractor.resolve.organisations import ResolvedBody, resolve_organisations
from extractor.resolve.place import Place, read_place
from tests.engine import LETTERHEAD, letterhead, report

MANG_YANG = Place("tỉnh Gia Lai", "huyện Mang Yang", "huyện Mang Yang")
KON_RAY = Place("tỉnh Kon Tum", "huyện Kon Rẫy", "huyện Kon Rẫy")
LAI_CHAU = Place("tỉnh Lai Châu", None, "tỉnh Lai Châu")


def resolve(text: str, place: Place = MANG_YANG, date: str | None = "2021-12") -> tuple[ResolvedBody, ...]:
    engine = load()
    return resolve_organisations(find_organisations(text, engine.organisations), place, date, engine.names)


def named(text: str, place: Place = MANG_YANG, date: str | None = "2021-12") -> list[str]:
    return [body.name for body in resolve(text, place, date)]


def test_one_body_under_all_its_names() -> None:
    (body,) = resolve("UBND huyện; Ủy ban nhân dân huyện Mang Yang; UBND huyện Mang Yang; UBND; UỶ BAN NHÂN DÂN HUYỆN")
    assert (body.name, body.register_id, body.members) == ("UBND huyện Mang Yang", "ubnd", (0, 1, 2, 3, 4))
    assert body.unit == Unit("629", "huyện Mang Yang", "tỉnh Gia Lai", "52", "tỉnh Gia Lai")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("phòng Tư pháp", "Phòng Tư pháp huyện Mang Yang"),
        ("UBND tỉnh", "UBND tỉnh Gia Lai"),
        ("Sở Nội vụ", "Sở Nội vụ tỉnh Gia Lai"),
        ("Tỉnh uỷ", "Tỉnh ủy Gia Lai"),
        ("Thường trực Huyện ủy", "Thường trực Huyện ủy Mang Yang"),
        ("Ban Tổ chức Huyện ủy", "Ban Tổ chức Huyện ủy Mang Yang"),
        ("Phòng Văn hóa – Thông tin", "Phòng Văn hóa và Thông tin huyện Mang Yang"),
        ("Văn phòng HĐND – UBND huyện", "Văn phòng HĐND và UBND huyện Mang Yang"),
        ("Bộ phận tiếp nhận và trả kết quả", "Bộ phận Tiếp nhận và Trả kết quả huyện Mang Yang"),
        ("Bảo hiểm xã hội huyện", "Bảo hiểm xã hội huyện Mang Yang"),
        ("UBND xã Đak Trôi", "UBND xã Đăk Trôi"),
        ("UBND xã Đắk Jơ Ta", "UBND xã Đak Jơ Ta"),
        ("UBND huyện Kon Rẫy", "UBND huyện Kon Rẫy"),
        ("Kho bạc Nhà nước", "Kho bạc Nhà nước"),
        ("Bộ trưởng Bộ Nội vụ", "Bộ Nội vụ"),
    ],
)
def test_full_name(text: str, name: str) -> None:
    assert named(text) == [name]


def test_spellings_of_a_commune_are_one_body() -> None:
    (body,) = resolve("UBND xã Đăk PNe; UBND xã Đắk Pnè, UBND xã Đak Pne", KON_RAY, "2022-08-01")
    assert body.unit == Unit("23491", "xã Đăk Pne", "huyện Kon Rẫy", "23479", "xã Đăk Rve")
    assert len(body.members) == 3


def test_a_slip_is_looked_up_among_the_communes_of_the_district_only() -> None:
    near, far = resolve("UBND xã Đăk Ruôn; UBND xã Ba Tơi", KON_RAY, "2022-08-01")
    assert near.name == "UBND xã Đăk Ruồng"
    assert (far.name, far.unit) == ("UBND xã Ba Tơi", None)


@pytest.mark.parametrize(
    ("province", "code"), [("tỉnh Bình Định", "542"), ("thành phố Hải Phòng", "313")], ids=["Bình Định", "Hải Phòng"]
)
def test_the_province_decides_between_namesakes(province: str, code: str) -> None:
    (body,) = resolve("UBND huyện", Place(province, "huyện An Lão", "huyện An Lão"))
    assert body.unit is not None
    assert (body.unit.code, body.unit.parent) == (code, province)


def test_communes_decide_where_no_province_is_printed() -> None:
    alone = Place(None, "huyện An Lão", "huyện An Lão")
    own, _, _ = resolve("UBND huyện, UBND xã Quốc Tuấn và UBND xã Mỹ Đức", alone)
    assert own.unit is not None
    assert own.unit.parent == "thành phố Hải Phòng"
    (body,) = resolve("UBND huyện", alone)
    assert (body.name, body.unit) == ("UBND huyện An Lão", None)


def test_units_are_those_of_the_day() -> None:
    def unit(text: str, date: str, place: Place) -> Unit | None:
        return resolve(text, place, date)[0].unit

    assert unit("UBND xã Mang Yang", "2025-10-01", Place("tỉnh Gia Lai", "xã Mang Yang", "xã Mang Yang")) == Unit(
        "23794", "xã Mang Yang", "tỉnh Gia Lai", None, None
    )
    before = unit("UBND tỉnh", "2025-03-01", LAI_CHAU)
    assert before == unit("UBND tỉnh", "2025-09-01", LAI_CHAU) == Unit("12", "tỉnh Lai Châu", None, None, None)
    old = unit("UBND tỉnh", "2024-12-30", Place("tỉnh Thừa Thiên Huế", None, "tỉnh Thừa Thiên Huế"))
    assert old == Unit("46", "tỉnh Thừa Thiên Huế", None, "46", "thành phố Huế")


@pytest.mark.parametrize(
    ("text", "successor"),
    [
        ("Bộ Thông tin và Truyền thông", "Bộ Khoa học và Công nghệ"),
        ("Bộ Nông nghiệp và PTNT", "Bộ Nông nghiệp và Môi trường"),
        ("Bộ Nội vụ", None),
        ("UBND tỉnh", "UBND tỉnh Quảng Ngãi"),
        ("Tỉnh ủy", "Tỉnh ủy Quảng Ngãi"),
        ("Sở Thông tin và Truyền thông", "Sở Khoa học và Công nghệ tỉnh Quảng Ngãi"),
        ("UBND xã Đăk PNe", "UBND xã Đăk Rve"),
        ("UBND huyện", None),
        ("Phòng Văn hóa và Thông tin", None),
    ],
)
def test_successor(text: str, successor: str | None) -> None:
    assert [body.successor for body in resolve(text, KON_RAY, "2022-08-01")] == [successor]


def test_collective_actors_stay_as_printed() -> None:
    many, other = resolve(
        "Các cơ quan, đơn vị; các cơ quan, đơn vị; UBND các xã, thị trấn; Ủy ban nhân dân các xã, thị trấn"
    )
    assert (many.name, many.collective, many.members) == ("Các cơ quan, đơn vị", True, (0, 1))
    assert (other.name, other.collective, other.unit, other.members) == ("UBND các xã, thị trấn", True, None, (2, 3))


def test_a_bare_name_takes_the_place_that_the_document_prints_elsewhere() -> None:
    text = "Trung tâm Dịch vụ đô thị huyện đã nộp. Trung tâm Dịch vụ đô thị có trách nhiệm"
    assert named(text) == ["Trung tâm Dịch vụ đô thị huyện Mang Yang"]
    text = "Cục Nghiên cứu tỉnh đã nộp. Cục Nghiên cứu có trách nhiệm"
    assert named(text) == ["Cục Nghiên cứu tỉnh Gia Lai"]


GIA_LAI = Place("tỉnh Gia Lai", None, "tỉnh Gia Lai")


@pytest.mark.parametrize(
    ("text", "place", "name"),
    [
        ("Chi cục Kiểm lâm", MANG_YANG, "Chi cục Kiểm lâm tỉnh Gia Lai"),
        ("Chi cục Trồng trọt và Bảo vệ thực vật", GIA_LAI, "Chi cục Trồng trọt và Bảo vệ thực vật tỉnh Gia Lai"),
        ("Chi cục Thuế", MANG_YANG, "Chi cục Thuế huyện Mang Yang"),
        ("Chi cục Thuế", GIA_LAI, "Chi cục Thuế"),
        ("Cục Thống kê", MANG_YANG, "Cục Thống kê tỉnh Gia Lai"),
        ("Cục Thuế - Bộ Tài chính", MANG_YANG, "Cục Thuế - Bộ Tài chính"),
        ("Trung tâm Dịch vụ đô thị", MANG_YANG, "Trung tâm Dịch vụ đô thị huyện Mang Yang"),
        ("Trung tâm Giám sát an toàn không gian mạng quốc gia", GIA_LAI,
         "Trung tâm Giám sát an toàn không gian mạng quốc gia"),
        ("Trung tâm Nghiên cứu Gia Lai", GIA_LAI, "Trung tâm Nghiên cứu Gia Lai"),
        ("Ban Chỉ đạo chuyển đổi số", MANG_YANG, "Ban Chỉ đạo chuyển đổi số huyện Mang Yang"),
        ("Ban Pháp chế", GIA_LAI, "Ban Pháp chế HĐND tỉnh Gia Lai"),
        ("Ban Pháp chế HĐND huyện", MANG_YANG, "Ban Pháp chế HĐND huyện Mang Yang"),
        ("Kho bạc Nhà nước khu vực IX", GIA_LAI, "Kho bạc Nhà nước khu vực IX"),
        ("Trung tâm CNTT Tây Bắc", GIA_LAI, "Trung tâm CNTT Tây Bắc"),
        ("Trung tâm Phục vụ hành chính công cấp tỉnh", GIA_LAI, "Trung tâm Phục vụ hành chính công tỉnh Gia Lai"),
        ("Đoàn kiểm tra liên ngành", MANG_YANG, "Đoàn kiểm tra liên ngành"),
        ("Ban Chỉ đạo CCHC của Chính phủ", GIA_LAI, "Ban Chỉ đạo CCHC của Chính phủ"),
        ("Hội Nông dân", GIA_LAI, "Hội Nông dân tỉnh Gia Lai"),
        ("Liên minh Hợp tác xã", GIA_LAI, "Liên minh Hợp tác xã tỉnh Gia Lai"),
        ("Ban Dân vận TU", GIA_LAI, "Ban Dân vận Tỉnh ủy Gia Lai"),
        ("Ban Dân vận TU", Place("thành phố Hà Nội", None, "thành phố Hà Nội"), "Ban Dân vận Thành ủy Hà Nội"),
        ("Các phòng: Tư pháp", MANG_YANG, "Phòng Tư pháp huyện Mang Yang"),
        ("Các cơ quan: Tư pháp", GIA_LAI, "Sở Tư pháp tỉnh Gia Lai"),
        ("Chủ tịch UBND huyện", MANG_YANG, "UBND huyện Mang Yang"),
    ],
)  # fmt: skip
def test_branch_without_a_place(text: str, place: Place, name: str) -> None:
    assert [body.name for body in resolve(text, place) if not body.name.startswith("Bộ ")] == [name]


def test_divisions_of_a_department() -> None:
    made = report(
        "UBND TỈNH HÀ GIANG\nSỞ NỘI VỤ\n\nSố: 12/KH-SNV\n\nHà Giang, ngày 12 tháng 3 năm 2020\n\nKẾ HOẠCH\nTập huấn\n\n"
        "Giao Phòng Cải cách hành chính chủ trì, Văn phòng Sở phối hợp.\n"
    )
    names = {body.name for body in made.organisations}
    assert {"Phòng Cải cách hành chính Sở Nội vụ tỉnh Hà Giang", "Văn phòng Sở Nội vụ tỉnh Hà Giang"} <= names


def test_offices_of_the_state_since_march_2025() -> None:
    assert named("Cục Thuế", GIA_LAI, "2025-09-01") == ["Cục Thuế"]


def test_a_level_below_the_document_means_every_unit() -> None:
    (body,) = resolve("UBND huyện", GIA_LAI)
    assert (body.name, body.collective, body.unit) == ("UBND huyện", True, None)


def test_office_of_an_actor() -> None:
    made = report(
        LETTERHEAD
        + "Điều 3. Chánh Văn phòng HĐND và UBND huyện; Trưởng phòng Nội vụ; Chủ tịch UBND các xã chịu trách nhiệm "
        "thi hành.\n"
    )
    names = {body.id: body.name for body in made.organisations}
    actors = [(one.name, names.get(one.organisation_id or "")) for one in made.responsibilities[0].actors]
    assert actors == [
        ("Chánh Văn phòng HĐND và UBND huyện Đồng Văn", "Văn phòng HĐND và UBND huyện Đồng Văn"),
        ("Trưởng phòng Nội vụ huyện Đồng Văn", "Phòng Nội vụ huyện Đồng Văn"),
        ("Chủ tịch UBND các xã", "UBND các xã"),
    ]


def test_offices_of_a_department_have_no_district() -> None:
    assert named("Phòng Tài chính - Kế hoạch; Sở Nội vụ", LAI_CHAU) == [
        "Phòng Tài chính - Kế hoạch",
        "Sở Nội vụ tỉnh Lai Châu",
    ]


def test_nothing_is_known() -> None:
    nowhere = Place(None, None, None)
    assert named("UBND huyện; Sở Nội vụ; Huyện ủy", nowhere, None) == ["UBND huyện", "Sở Nội vụ", "Huyện ủy"]


def test_organisations_of_a_report() -> None:
    made = report(LETTERHEAD + "Thực hiện Công văn số 12/SNV-CCHC ngày 02/3/2020 của Sở Nội vụ, UBND huyện báo cáo.\n")
    names = {body.name: body for body in made.organisations}
    assert {"UBND huyện Đồng Văn", "Sở Nội vụ tỉnh Hà Giang"} <= set(names)
    assert made.references[0].issuer.id == names["Sở Nội vụ tỉnh Hà Giang"].id
    assert made.document.issuer.id == names["UBND huyện Đồng Văn"].id
    for body in made.organisations:
        assert all(made.text[one.span[0] : one.span[1]].replace("\n", " ") == one.text for one in body.mentions)


def test_the_register_knows_a_district_s_province() -> None:
    text = (
        "ỦY BAN NHÂN DÂN\nHUYỆN KON RẪY\n\nSố: 12/BC-UBND\n\nKon Rẫy, ngày 15 tháng 9 năm 2022\n\n"
        "BÁO CÁO\nCông tác văn thư\n\nUBND tỉnh giao.\n"
    )
    made, head = letterhead(text)
    assert read_place(made.masked, head, load().places).province == "tỉnh Kon Tum"
    both = text.replace("KON RẪY", "AN LÃO").replace("Kon Rẫy", "An Lão")
    made, head = letterhead(both)
    assert read_place(made.masked, head, load().places).province is None
