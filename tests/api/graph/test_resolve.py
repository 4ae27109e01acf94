"""Which citations of one number are of one document: the rules of `api.graph.resolve`, on rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import product

import pytest

from api.graph.bodies import body, compatible, is_central, year_of
from api.graph.names import code_or_name, iso_date
from api.graph.resolve import Group, Variant, resolve
from api.graph.slips import slip
from api.store.keys import code_key, law_key, name_key

GIA_LAI, BINH_DINH, MANG_YANG = "UBND tỉnh Gia Lai", "UBND tỉnh Bình Định", "UBND huyện Mang Yang"


def said(
    date: str | None = None,
    issuer: str | None = None,
    type_code: str | None = "QĐ",
    reports: int = 1,
    own: bool = False,
) -> Variant:
    """What reports say beside a number."""
    return Variant(date, type_code, name_key(issuer), reports, own=own)


def documents(code: str, *variants: Variant) -> list[Group]:
    """The documents that a printed number is said to be."""
    return resolve(code_key(code) or law_key(code) or "", variants)


def dates(groups: Iterable[Group]) -> list[str | None]:
    return [one.date for one in groups]


def test_what_says_the_same_is_one_document() -> None:
    (one,) = documents("751/QĐ-UBND", said("2020-12-26", GIA_LAI, reports=3))
    assert (one.date, one.issuer, one.reports, one.ambiguous) == ("2020-12-26", "ubnd tinh gia lai", 3, False)


@pytest.mark.parametrize("other", [said("2020-12-26"), said(None, GIA_LAI), said(), said("2020-12"), said("2020")])
def test_what_says_less_joins_the_only_document_that_it_fits(other: Variant) -> None:
    (one,) = documents("751/QĐ-UBND", other, said("2020-12-26", GIA_LAI))
    assert one.reports == 2
    assert {fit for _, fit in one.members} != {"ambiguous"}


@pytest.mark.parametrize("other", [said("2019-12-26"), said("2020-03"), said(None, BINH_DINH), said("2020", BINH_DINH)])
def test_what_says_something_else_does_not(other: Variant) -> None:
    groups = documents("751/QĐ-UBND", other, said("2020-12-26", GIA_LAI))
    assert [one.reports for one in groups] == [1, 1]
    assert not any(one.ambiguous for one in groups)


def test_every_province_and_every_year_has_its_own() -> None:
    groups = documents(
        "751/QĐ-UBND",
        said("2020-12-26", GIA_LAI, reports=5),
        said("2020-11-02", BINH_DINH, reports=4),
        said("2021-12-30", GIA_LAI, reports=3),
        said("2020-12-26", MANG_YANG, reports=2),
    )
    assert [(one.date, one.issuer) for one in groups] == [
        ("2020-12-26", "ubnd tinh gia lai"),
        ("2020-11-02", "ubnd tinh binh dinh"),
        ("2021-12-30", "ubnd tinh gia lai"),
        ("2020-12-26", "ubnd huyen mang yang"),
    ]


@pytest.mark.parametrize("vague", [said(), said(None, GIA_LAI), said("2020"), said("2020-12-26"), said(None, "UBND")])
def test_what_fits_several_stays_apart(vague: Variant) -> None:
    known = [said("2020-12-26", GIA_LAI), said("2020-12-26", BINH_DINH), said("2019-01-05", GIA_LAI)]
    *found, rest = documents("751/QĐ-UBND", vague, *known)
    assert [one.reports for one in found] == [1, 1, 1]
    assert rest.ambiguous
    assert rest.members == [(vague, "ambiguous")]


def test_a_part_of_a_name_fits_what_it_is_part_of() -> None:
    groups = documents("751/QĐ-UBND", said("2020-12-26", GIA_LAI), said(None, "UBND tỉnh"), said(None, "UBND huyện"))
    assert sorted(one.reports for one in groups) == [1, 2]


def test_whoever_signs_for_a_body_is_the_body() -> None:
    (one,) = documents("15/QĐ-UBND", said("2020-12-26", "Chủ tịch UBND tỉnh Gia Lai"), said("2020-12-26", GIA_LAI))
    assert one.reports == 2
    (party,) = documents(
        "27-CTr/TU", said("2018-03-12", "Ban Thường vụ tỉnh ủy Hậu Giang"), said("2018-03-12", "Tỉnh ủy Hậu Giang")
    )
    assert party.issuer == "tinh uy hau giang"


def test_the_year_inside_the_number_counts() -> None:
    (one,) = documents("108/2020/NĐ-CP", said("2020-09-14", "Chính phủ", "NĐ", 9), said(None, "Chính phủ", "NĐ"))
    assert (one.date, one.year, one.reports) == ("2020-09-14", "2020", 10)
    provinces = documents("15/2023/QĐ-UBND", said("2023-05-04", GIA_LAI), said(None, GIA_LAI), said(None, BINH_DINH))
    assert [(one.issuer, one.reports) for one in provinces] == [("ubnd tinh gia lai", 2), ("ubnd tinh binh dinh", 1)]


def test_a_wrong_day_in_the_same_year_is_the_same_document() -> None:
    (one,) = documents("751/QĐ-UBND", said("2020-12-26", GIA_LAI, reports=9), said("2020-12-25", GIA_LAI))
    assert one.date == "2020-12-26"
    assert dict(one.days()) == {"2020-12-26": 9, "2020-12-25": 1}


def test_a_symbol_that_fixes_the_issuer_needs_none() -> None:
    groups = documents(
        "18-NQ/TW",
        said("2017-10-25", "Ban Chấp hành Trung ương", "NQ", 3),
        said(None, None, "NQ"),
        said("2017-10-25", "Bộ Chính trị", "NQ"),
        said("2017-10-25", None, "NQ"),
    )
    assert [(one.date, one.reports) for one in groups] == [("2017-10-25", 6)]
    later = [said("2017-10-25", None, "NQ"), said("2022-06-16", None, "NQ"), said(None, None, "NQ")]
    assert [one.ambiguous for one in documents("18-NQ/TW", *later)] == [False, False, True]


def test_a_name_that_several_bodies_have_joins_by_its_date_only() -> None:
    team = "Đoàn kiểm tra"
    groups = documents("01/BC-ĐKT", said("2021-10-20", team, "BC"), said("2021-06-15", team, "BC"))
    assert dates(groups) == ["2021-06-15", "2021-10-20"]
    twins = documents(
        "05/QĐ-UBND", said("2021-02-03", "UBND huyện Châu Thành"), said("2021-03-09", "UBND huyện Châu Thành")
    )
    assert len(twins) == 2


def test_a_document_of_the_archive_is_its_own_witness() -> None:
    own = said("2020-12-26", GIA_LAI, own=True)
    (one,) = documents("751/QĐ-UBND", own, said("2020-12-27", GIA_LAI, reports=4), said(reports=2))
    assert (one.date, one.reports, one.archived) == ("2020-12-26", 6, [own])
    (alone,) = documents("751/QĐ-UBND", own)
    assert (alone.reports, alone.archived) == (0, [own])
    # A draft without date and issuer is another one where it fits two.
    draft = said(own=True)
    groups = documents("751/QĐ-UBND", own, said("2019-01-01", BINH_DINH, own=True), draft)
    assert [len(one.archived) for one in groups] == [1, 1, 1]


def test_a_wrong_noun_is_no_other_document() -> None:
    (one,) = documents("413/UBND-NC", said("2021-05-03", GIA_LAI, "CV", 2), said("2021-05-03", GIA_LAI, "KH"))
    assert one.reports == 3
    # Chỉ thị and Chương trình have numbers of their own under one symbol.
    both = documents("20/CT-UBND", said("2021-05-03", GIA_LAI, "CT"), said("2021-09-30", GIA_LAI, "CTr"))
    assert dates(both) == ["2021-05-03", "2021-09-30"]


def test_no_report_means_a_document_of_a_later_year() -> None:
    old, new = said("2015-06-22", "Quốc hội", "L"), said("2025-02-19", "Quốc hội", "L")
    before, between, after = (replace(said(None, "Quốc hội", "L"), until=year) for year in ("2010", "2021", "2025"))
    groups = documents("Luật Ban hành văn bản quy phạm pháp luật", before, between, after, old, new)
    assert [(one.year, one.ambiguous, one.reports) for one in groups] == [
        ("2015", False, 2),
        ("2025", False, 1),
        (None, False, 1),
        (None, True, 1),
    ]
    (unknown,) = documents("751/QĐ-UBND", said("2020-12-26", GIA_LAI), replace(said(), until="1900"))
    assert unknown.reports == 2
    for vague in (said(), said(None, GIA_LAI), said(None, "UBND tỉnh")):
        assert len(documents("751/QĐ-UBND", said("2020-12-26", GIA_LAI), replace(vague, until="2019"))) == 2
        assert len(documents("751/QĐ-UBND", said("2020-12-26", GIA_LAI), replace(vague, until="2020"))) == 1


def test_the_order_of_rows_changes_nothing() -> None:
    rows = [said("2020-12-26", GIA_LAI), said("2020-12-26"), said(), said("2019-01-05", BINH_DINH), said(None, GIA_LAI)]
    first, second = documents("751/QĐ-UBND", *rows), documents("751/QĐ-UBND", *reversed(rows))
    assert [(one.date, one.issuer, one.members) for one in first] == [
        (one.date, one.issuer, one.members) for one in second
    ]


def test_nothing_is_lost_however_the_rows_are() -> None:
    rows = [
        said(date, issuer, kind, own=own)
        for date, issuer, kind, own in product(
            (None, "2020", "2020-12", "2020-12-26", "2021-12-26"),
            (None, "UBND", GIA_LAI, BINH_DINH),
            ("QĐ", None),
            (True, False),
        )
    ]
    groups = documents("751/QĐ-UBND", *rows)
    members = [member for one in groups for member, _ in one.members]
    assert len(members) == len(rows)
    assert {id(one) for one in members} == {id(one) for one in rows}
    assert len([one for one in groups if one.ambiguous]) == 1


def test_bodies_are_told_by_level_and_place() -> None:
    assert body("ubnd tinh gia lai").seat == ("tinh", "gia lai")
    assert body("so ldtbxh tinh gia lai").seat == ("tinh", "gia lai")
    assert body("ubnd xa ia kring tp pleiku").sure
    assert not body("ubnd xa tan lap").sure
    assert not body("ubnd tinh").sure
    assert not body("doan kiem tra tinh gia lai").sure
    assert body("cuc hai quan tinh gia lai").seat == ("tinh", "gia lai")
    assert body("bo y te").sure
    assert compatible("ubnd tinh", "ubnd tinh gia lai")
    assert not compatible("ubnd huyen an", "ubnd huyen an lao")
    assert not compatible("ban", "ban kinh te")


def test_symbols_and_years_in_numbers() -> None:
    central = ["43/2011/ndcp", "19/2014/qdttg", "18/nqtw", "30/2021/qh15", "3/ttltbtcbnv", "luat dat dai"]
    assert [
        one for one in [*central, "751/qdubnd", "27/cttu", "12/ubndnc", "165/bcstttt"] if is_central(one)
    ] == central
    assert [year_of(one) for one in ("15/2023/qdubnd", "751/qdubnd", "1/20210/kh", "2442/2007/ttttcp")] == [
        "2023",
        None,
        None,
        "2007",
    ]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("751 QD UBND", ("751/qdubnd", None)),
        ("Quyết định số 0751/QĐ-UBND", ("751/qdubnd", None)),
        ("Nghị quyết số 18-NQ/TW", ("18/nqtw", None)),
        ("Luật Đất đai năm 2013", ("luat dat dai", "2013")),
        ("luat ban hanh van ban qppl", ("luat ban hanh van ban quy pham phap luat", None)),
        ("Luật số 31/2024/QH15", ("31/2024/qh15", None)),
        ("Hiến pháp 2013", ("hien phap", "2013")),
        ("cải cách hành chính", None),
        ("", None),
        ("\0\ud800'; DROP TABLE citation; --", None),
    ],
)
def test_what_people_type(typed: str, meant: tuple[str, str | None] | None) -> None:
    assert code_or_name(typed) == meant


@pytest.mark.parametrize(
    ("typed", "date"),
    [
        *(
            ("26/12/2020", "2020-12-26"),
            ("2020-12-26", "2020-12-26"),
            ("6.1.2020", "2020-01-06"),
            ("12/2020", "2020-12"),
        ),
        *(("2020", "2020"), ("2020-12", "2020-12"), ("31/13/2020", None), ("hôm qua", None), ("", None)),
    ],
)
def test_dates_that_people_type(typed: str, date: str | None) -> None:
    assert iso_date(typed) == date


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        ("2020-12-26", "2020-12-25", "digit"),
        ("2020-12-26", "2021-12-26", "digit"),
        ("2020-03-12", "2020-12-03", "swapped"),
        ("2020-12-21", "2020-12-12", "swapped"),
        ("2020-12-31", "2021-01-01", "day"),
        ("2020-12-09", "2020-12-10", "day"),
        ("2020-12-26", "2020-12-26", None),
        ("2020-12-26", "2020-03-04", None),
        ("2020-12-26", "2020-12", None),
        ("2020-02-31", "2020-03-04", None),
    ],
)
def test_slips_of_the_pen(first: str, second: str, kind: str | None) -> None:
    assert slip(first, second) == slip(second, first) == kind
