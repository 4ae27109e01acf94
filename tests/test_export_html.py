"""The HTML page of a report."""

from __future__ import annotations

import dataclasses
import re
import time
from collections import defaultdict
from collections.abc import Callable
from html import unescape
from importlib.resources import files
from typing import Any

import lxml.html
import pytest

from extractor import model
from extractor.export import to_html
from extractor.export.html_words import DUTIES, KINDS, OTHERS, PARTS, shown_number
from extractor.model import Report, Span
from tests.records import TEXT, WHOLE, everything, place_of, reference, sample

STYLE = (files("extractor.export") / "assets" / "report.css").read_text("utf-8")
BOTH = pytest.mark.parametrize("made", [sample, everything])
Made = Callable[..., Report]


def page_of(report: Report) -> Any:
    return lxml.html.fromstring(to_html(report).encode())


def marked(page: str) -> dict[str, str]:
    """The words under each mark of a page, its pieces joined."""
    found: dict[str, str] = defaultdict(str)
    for element in lxml.html.fromstring(page).xpath("//article//*[@data-m]"):
        found[element.get("data-m")] += element.text_content()
    return found


def card(tree: Any, key: str) -> str:
    """The words of a card on one line."""
    return " ".join(" ".join(tree.get_element_by_id(f"c-{key}").itertext()).split())


def panel(tree: Any, title: str) -> Any:
    """A list at the right."""
    return next(found for found in tree.xpath("//aside/details") if found.xpath("string(.//h2)").startswith(title))


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


# --- the text and its marks ------------------------------------------------------------------------------------------


@BOTH
def test_every_mention_is_marked_in_its_place(made: Made) -> None:
    report, found = made(), marked(to_html(made()))
    for index, mention in enumerate(report.references):
        assert found[f"m{index}"] == mention.text
    for index, date in enumerate(report.dates):
        assert found[f"t{index}"] == date.text
    assert found["n0"] == "(1)"
    assert [found["s0-h"], found["s1-h"]] == ["I. KẾT QUẢ THỰC HIỆN", "1. Về thể chế"]


def test_statements_and_rows_are_marked_in_their_places() -> None:
    found = marked(to_html(everything()))
    assert found["q0"] == "34/34 hồ sơ"
    assert found["u0"] == "Phòng Nội vụ" + "rà soát 34/34 hồ sơ"
    assert found["o0"] == "Phòng Nội vụ" * 2
    assert found["p0"] == "ông Nguyễn Văn A, Trưởng phòng"
    assert found["z0"] == "tiêu chí 1.2.1 đạt 0,25/0,5 điểm"
    assert [found["i0"], found["i1"], found["k0"]] == ["1.1.94(28)", "Trong đó: cấp huyện", "Ban hành Đề án"]


@BOTH
def test_every_character_stands_once(made: Made) -> None:
    report = made()
    article = page_of(report).xpath("//article")[0]
    for page in article.xpath(".//*[contains(@class, 'page')]"):
        page.drop_tree()
    assert re.sub(r"\s+|↩", "", article.text_content()) == re.sub(r"\s+", "", report.text)


def test_a_table_with_a_record_keeps_its_grid() -> None:
    article = page_of(sample()).xpath("//article")[0]
    assert [cell.text_content() for cell in article.xpath(".//th | .//td")] == [
        "Nội dung",
        "Kết quả",
        "Theo Quyết định số 751/QĐ-UBND",
        "100%",
    ]


def test_a_table_of_rows_gets_its_grid_from_the_text() -> None:
    tables = page_of(everything()).xpath("//article//table")
    grids = [[[cell.text_content() for cell in row] for row in table.xpath(".//tr")] for table in tables]
    assert grids[1] == [
        ["STT", "Chỉ tiêu", "Số liệu"],
        ["1.1.", "Số văn bản", "94(28)"],
        ["Trang 2, nhận dạng từ ảnh"],
        ["STT", "Chỉ tiêu", "Số liệu"],
        ["", "Trong đó: cấp huyện", ""],
    ]
    assert grids[2] == [["STT", "Nhiệm vụ", "Chủ trì"], ["1", "Ban hành Đề án", "Phòng Nội vụ"]]
    # The header, and where it is printed again.
    assert [len(row.xpath("th")) for row in tables[1].xpath(".//tr")] == [3, 0, 0, 3, 0]
    assert [row.getparent().tag for row in tables[1].xpath(".//tr")] == ["thead", *["tbody"] * 4]


def test_a_row_without_a_tab_belongs_to_the_table_around_it() -> None:
    text = "1\tMột\nA. Nhóm\n2\tHai\nHết."
    start = everything().indicators[0]
    rows = tuple(
        dataclasses.replace(start, id=f"i{at}", span=(at, text.index("\n", at))) for at in (0, text.index("2\t"))
    )
    report = sample(text=text, references=(), dates=(), sections=(), footnotes=(), tables=(), indicators=rows)
    assert [words(row) for row in page_of(report).xpath("//article//tr")] == ["1Một", "A. Nhóm", "2Hai"]


def test_a_captions_table_is_named_by_it() -> None:
    table = dataclasses.replace(sample().tables[0], caption="Kết quả <năm>")
    tree = page_of(sample(tables=(table,)))
    assert tree.get_element_by_id("b0").get("aria-label") == "Bảng: Kết quả <năm>"
    assert "Kết quả <năm>" in words(panel(tree, "Bảng khác"))


# --- cards -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("q0", "Giá trị 12.558/12.560 hồ sơ Mức hơn"),
        ("u0", "Trách nhiệm: chủ trì"),
        ("u0", "Ai Phòng Nội vụ huyện Mang Yang Việc rà soát 34/34 hồ sơ Thời hạn trước ngày 15 hằng tháng Về 1.2.1"),
        ("o0", "Đơn vị hành chính huyện Mang Yang, tỉnh Gia Lai (mã 625) Nay thuộc xã Mang Yang (mã 23758)"),
        ("o0", "Cơ quan kế thừa Phòng Văn hóa – Xã hội Được nhắc 2 lần"),
        ("p0", "Nguyễn Văn A Cần xem lại Nhiều chỗ không khớp. Chức vụ Trưởng phòng"),
        ("i0", "Căn cứ 2 lần viện dẫn, con số nêu 3 Giá trị 94 In là 94(28) Đơn vị tính Văn bản Chú thích 28"),
        ("i1", "Giá trị để trống"),
        ("k0", "Nhiệm vụ chung Cải cách Sản phẩm Đề án Chủ trì Phòng Nội vụ huyện Mang Yang"),
        ("k0", "Thời hạn 31/12/2021 Kết quả Đã ban hành"),
        ("z0", "Điểm đạt được 0,25/0,5 Của UBND huyện Nguyên nhân chậm"),
        ("m0", "Cần xem lại Nhiều chỗ không khớp."),
        ("x1", "Điểm cần xem lại: lỗi Kỳ báo cáo khác nhau."),
    ],
)
def test_a_card_says_what_is_known(key: str, said: str) -> None:
    assert said in card(page_of(everything()), key)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("12558", "12.558"),
        ("0.25", "0,25"),
        (-2, "-2"),
        ("5200000000", "5.200.000.000"),
        ("2021", "2021"),
        (None, None),
    ],
)
def test_numbers_are_written_as_in_vietnam(value: str | int | None, shown: str | None) -> None:
    assert shown_number(value) == shown


def test_facts_of_the_document() -> None:
    facts = words(page_of(everything()).xpath("//details[@class='facts']")[0])
    for said in ("Độ mậtMật", "Độ khẩnHỏa tốc", "Kỳ báo cáo01/01/2021 – 30/06/2021", "Nơi nhậnSở Nội vụ (b/c)"):
        assert said in facts
    assert "Lê Văn B · 05/01/2022 10:00:00+07:00 · nội dung ĐÃ THAY ĐỔI sau khi ký · tệp có phần thêm" in facts
    assert "Không có" not in facts
    bare = words(page_of(sample()).xpath("//details[@class='facts']")[0])
    assert "Không có: loại văn bản" in bare


# --- lists -----------------------------------------------------------------------------------------------------------


@BOTH
def test_links_lead_somewhere_and_ids_are_unique(made: Made) -> None:
    tree = page_of(made())
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    targets = [link.removeprefix("#") for link in tree.xpath("//a/@href")] + tree.xpath("//@aria-describedby")
    assert targets
    assert set(targets) <= set(ids)


def test_a_finding_links_to_all_that_it_compares() -> None:
    tree = page_of(everything())
    listed = panel(tree, "Điểm cần xem lại")
    assert [words(group) for group in listed.xpath(".//h3")] == ["Lỗi 1", "Lưu ý 1", "Khi đọc tệp 1"]
    own, compared = listed.xpath(".//li[p/a]")
    assert own.xpath(".//a/@href") == ["#x1"]
    assert [link.removeprefix("#") for link in compared.xpath(".//a/@href")] == [
        *("m0", "t2", "d0", "i0", "i1", "u0", "o0-0", "q0", "k0", "z0", "p0", "s0-h", "b0", "n0-text")
    ]
    sign = compared.xpath(".//*[@lang='en']")[0]
    assert (sign.get("title"), sign.get("aria-label")) == ("Many places disagree.",) * 2
    assert marked(to_html(everything()))["x1"] == "Hết."


def test_what_a_finding_compares_is_flagged_in_the_text_and_in_the_lists() -> None:
    tree = page_of(everything())
    for key in ("m0", "t2", "i0", "i1", "q0", "k0", "z0", "p0", "s0-h"):
        assert {"fl", "info"} <= set(tree.get_element_by_id(key).get("class").split()), key
    assert len(panel(tree, "Chỉ tiêu").xpath(".//tr[contains(@class, 'fl')]")) == 2
    assert "Nhiều chỗ không khớp." in words(panel(tree, "Chỉ tiêu"))
    assert not tree.get_element_by_id("m1").get("class").endswith("info")


def test_every_list_says_what_its_items_say() -> None:
    tree = page_of(everything())
    said = {
        "Trách nhiệm": f"{DUTIES['lead']} Phòng Nội vụ huyện Mang Yang",
        "Chỉ tiêu": "1.1 Số văn bảntheo mẫu",
        "Nhiệm vụ": "Phối hợp: Phòng Nội vụ huyện Mang Yang",
        "Điểm": "Điểm: 0,25/0,5Của: UBND huyệnNguyên nhân: chậm",
        "Căn cứ": "2 lần viện dẫn, con số nêu 3 – cần xem lại",
        "Số liệu": "12.558/12.560 hồ sơ",
        "Cơ quan": "Đơn vị hành chính: huyện Mang Yang, tỉnh Gia Lai (mã 625)",
        "Người": "Trưởng phòng",
        "Bảng khác": "2 hàng, 2 cột",
    }
    titles = [words(title) for title in tree.xpath("//aside//h2")]
    for title, phrase in said.items():
        found = next(
            one for one in reversed(tree.xpath("//aside/details")) if words(one.xpath(".//h2")[0]).startswith(title)
        )
        assert phrase in words(found), title
    assert titles[:2] == ["Điểm cần xem lại 3", "Văn bản được viện dẫn 1"]
    assert len(titles) == len(said) + 2
    assert len(page_of(sample()).xpath("//aside/details")) == 3, "an empty list is left out"


def test_a_complete_citation_is_offered_for_pasting() -> None:
    entry = page_of(everything()).get_element_by_id("d0")
    assert f"lần đầu thiếu {PARTS['issuer']}, {PARTS['title']}" in words(entry)
    assert words(entry.xpath(".//*[@class='paste']")[0]) == everything().cited_documents[0].complete_citation
    assert entry.xpath(".//button/@hidden"), "what needs the script is hidden without it"


def test_a_body_named_very_often_folds_most_of_its_places() -> None:
    body = everything().organisations[0]
    many = dataclasses.replace(body, mentions=body.mentions * 10)
    entry = panel(page_of(everything(organisations=(many,))), "Cơ quan").xpath(".//li")[0]
    assert words(entry.xpath(".//summary")[0]) == "còn 8 chỗ"
    assert len(entry.xpath(".//a")) == 20


# --- the page as a whole ---------------------------------------------------------------------------------------------


def test_each_kind_of_mark_has_a_switch_that_works_by_style() -> None:
    tree = page_of(everything())
    kinds = tree.xpath("//input/@data-kind")
    assert set(kinds) <= {*KINDS, *OTHERS}
    assert {"count", "duty", "org", "person", "indicator", "task", "score", "flag"} <= set(kinds)
    for kind in (*KINDS, *OTHERS):
        assert f"body:has(#k-{kind}:not(:checked)) article" in STYLE, kind
    assert [one.get("data-kind") for one in tree.xpath("//input[@data-kind][not(@checked)]")] == ["org"]


def test_figures_and_bodies_do_not_take_the_focus() -> None:
    """The tab key goes from citation to citation; hundreds of figures between them would hide these."""
    tree = page_of(everything())
    assert [tree.get_element_by_id(key).get("tabindex") for key in ("m0", "u0", "q0", "o0-0", "i0")] == [
        *("0", "0", "-1", "-1", "-1")
    ]


def test_colours_have_contrast() -> None:
    """WCAG 2.1 AA: 4.5 to 1 for the words of each colour on paper, and on the ground of their own kind."""
    schemes = [dict(re.findall(r"--([\w-]+): (#\w+);", block)) for block in re.findall(r":root \{(.*?)\}", STYLE, re.S)]
    named = (
        *KINDS,
        "date",
        "note",
        "duty",
        "person",
        "row",
        "error",
        "warning",
        "info",
        "quiet",
        "accent",
        "ink",
        "org",
    )
    wrong = [
        f"{name} {colours[name]} on {colours[ground]}"
        for colours in schemes[:2]
        for name in named
        for ground in ("paper", "ground", "hover", f"{name}-bg")
        if ground in colours and contrast(colours[name], colours[ground]) < 4.5
    ]
    assert not wrong


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
        parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dark + 0.05)


@BOTH
def test_the_page_loads_nothing(made: Made) -> None:
    page = to_html(made())
    assert "default-src 'none'" in page
    assert not re.search(r"(?:src|href)=\"(?!#)|@import|url\(|https?://", page)
    assert not re.search(r" style=", page)
    assert page == to_html(made())


HOSTILE = "<script>alert(1)</script> \" ' & </style> <!-- ]]> $name ${x} \ud800 \x00 \u202e"


def hostile(value: Any) -> Any:
    """The report with hostile words in every free string; words that the model enumerates stay."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fixed = {"kind", "relation", "precision", "bound", "role", "severity", "schema_version", "qualifier"}
        changed = {
            field.name: hostile(getattr(value, field.name))
            for field in dataclasses.fields(value)
            if field.name not in fixed
        }
        return dataclasses.replace(value, **changed)
    if isinstance(value, tuple):
        return tuple(hostile(item) for item in value)
    return HOSTILE + value if isinstance(value, str) else value


@BOTH
def test_hostile_words_are_only_words(made: Made) -> None:
    page = to_html(hostile(made()))
    tree = lxml.html.fromstring(page.encode())
    assert len(tree.xpath("//script")) == 1
    assert not tree.xpath("//@*[starts-with(name(), 'on')]")
    assert "<script>alert" not in page
    assert HOSTILE[:40] in unescape(page)


def test_spans_outside_the_text_do_no_harm() -> None:
    far = reference(9, "numbered", (5, 10**6), text="x")
    assert 'id="text"' in to_html(sample(text="", references=(far,)))
    odd = dataclasses.replace(sample().tables[0], cells=(model.TableCell(0, 10**9, "x", (0, 3)),))
    assert marked(to_html(sample(tables=(odd,))))["m4"] == "Quyết định số 751/QĐ-UBND"


@pytest.mark.parametrize("text", ["", "a", "\t\n\t", WHOLE[:200], TEXT, "\n" * 50])
def test_records_that_do_not_fit_the_text_make_no_dead_link(text: str) -> None:
    tree = page_of(everything(text=text, footnotes=(), sections=()))
    reached = {link.removeprefix("#") for link in tree.xpath("//aside//a/@href")}
    if len(text) > 100:
        assert reached <= set(tree.xpath("//@id"))


@pytest.mark.parametrize("span", [(0, 0), (-5, 3), (7, 2), (0, 10**9), (3, 40)])
def test_odd_spans_lose_no_character(span: Span) -> None:
    def moved(items: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(dataclasses.replace(item, span=span) for item in items)

    report = everything(pages=())
    names = ("counts", "responsibilities", "indicators", "tasks", "scores", "persons", "tables", "findings", "dates")
    report = dataclasses.replace(report, **{name: moved(getattr(report, name)) for name in names})
    article = page_of(report).xpath("//article")[0]
    assert re.sub(r"\s+|↩", "", article.text_content()) == re.sub(r"\s+", "", WHOLE)


@pytest.mark.soak
def test_time_grows_with_the_length() -> None:
    """Four times the marks take at most ten times the time: sixteen would be quadratic."""
    assert _seconds(2_000) < 10 * _seconds(500)


def _seconds(times: int) -> float:
    text, report = WHOLE * times, everything()
    counts = [
        dataclasses.replace(report.counts[0], id=f"q{index}-{at}", span=(at + start, at + end), text="x")
        for index in range(times)
        for at in [index * len(WHOLE)]
        for start, end in (place_of("34/34 hồ sơ"), place_of("94(28)"), place_of("1.2.1"), (0, 3), (1, 5))
    ]
    started = time.process_time()
    to_html(sample(text=text, counts=tuple(counts)))
    return time.process_time() - started
