"""The review page shows a document: every mention in its place, the list beside it, what is known of each."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.web.conftest import DECISION, REPORT, Opened, Site
from tests.web.desk import SELECTED, eventually, press, selected


def test_every_citation_is_marked_in_its_place(open_page: Opened, site: Site, report: str) -> None:
    page = open_page(report)
    drawn = page.evaluate(
        """() => {
          const found = {};
          for (const mark of document.querySelectorAll(".text .m"))
            for (const id of mark.ids) found[id] = (found[id] ?? "") + mark.textContent;
          return found;
        }"""
    )
    items = {name: item for name, item in site.items(REPORT).items() if item["anchor"]["quote"]}
    assert sum(item["kind"] == "reference" for item in items.values()) > 140
    # Lines are paragraphs of their own: the end of a line is in no mark.
    assert drawn == {name: item["anchor"]["quote"].replace("\n", "") for name, item in items.items()}


def test_the_list_is_grouped_by_cited_document(open_page: Opened, site: Site, report: str) -> None:
    page = open_page(report)
    assert page.locator("#list [role=option]").count() == sum(
        item["kind"] == "reference" for item in site.items(REPORT).values()
    )
    group = page.locator("[role=group]", has_text="Quyết định 751/QĐ-UBND").first
    expect(group.get_by_role("option").first).to_contain_text("Quyết định số 751/QĐ-UBND")


def test_choosing_in_the_list_shows_the_place(open_page: Opened, report: str) -> None:
    page = open_page(report)
    option = page.locator("#list [role=option]").nth(60)
    option.click()
    expect(page.locator(".text .m.selected").first).to_be_in_viewport()
    assert selected(page) == option.get_attribute("data-id")


def test_choosing_in_the_text_shows_the_option(open_page: Opened, report: str) -> None:
    page = open_page(report)
    mark = page.locator(".text .m.main", has_text="2124/QĐ-UBND").first
    mark.click()
    expect(page.locator(SELECTED)).to_contain_text("2124/QĐ-UBND")
    expect(page.locator(SELECTED)).to_be_in_viewport()


def test_an_item_tells_what_is_known_of_it(open_page: Opened, report: str) -> None:
    page = open_page(report)
    detail = page.locator(".detail")
    for words in (
        "Quyết định số 751/QĐ-UBND",
        "26/12/2020",
        "UBND tỉnh Gia Lai",
        "thực hiện",
        "citation.numbered",
        "%",
    ):
        expect(detail).to_contain_text(words)
    expect(detail.get_by_role("heading", name="Văn bản khác cùng viện dẫn")).to_be_visible()


def test_an_item_leads_to_the_findings_that_touch_it(open_page: Opened, site: Site, report: str) -> None:
    items = site.items(REPORT)
    touched = next(item for item in items.values() if item["kind"] == "reference" and item["findings"])
    page = open_page(report)
    page.locator(f"#item-{touched['id']}").click()
    finding = items[touched["findings"][0]]
    page.locator(".detail").get_by_role("button", name=finding["fields"]["message_vi"]).click()
    assert selected(page) == finding["id"]
    expect(page.get_by_role("tab", selected=True)).to_contain_text("Không khớp")
    # And back: what the finding compares.
    page.locator(".detail .link").first.click()
    assert selected(page) in finding["fields"]["items"]


def test_tabs_show_every_kind_in_its_place(open_page: Opened, site: Site, report: str) -> None:
    page = open_page(report)
    counts = dict.fromkeys(("reference", "count", "responsibility", "indicator", "finding"), 0)
    for item in site.items(REPORT).values():
        counts[item["kind"]] += 1
    for at, (kind, count) in enumerate(counts.items(), 1):
        press(page, str(at))
        assert page.locator("#list [role=option]:not([aria-disabled])").count() == count, kind
        if count:
            expect(page.locator(".text .m.main.selected").first).to_be_in_viewport()


def test_tabs_move_with_arrows(open_page: Opened, report: str) -> None:
    page = open_page(report)
    page.locator("#tab-reference").focus()
    press(page, "ArrowRight")
    expect(page.locator("#tab-count")).to_be_focused()
    expect(page.locator("#tab-count")).to_have_attribute("aria-selected", "true")


def test_the_outline_leads_to_sections(open_page: Opened, report: str) -> None:
    page = open_page(report)
    press(page, "l")
    outline = page.get_by_role("navigation", name="Mục lục")
    expect(outline).to_be_visible()
    outline.get_by_role("button", name=re.compile("^III")).first.click()
    expect(page.locator(".text p.shown")).to_be_in_viewport()
    press(page, "l")
    expect(outline).to_be_hidden()


def test_a_pdf_shows_its_pages_with_boxes(open_page: Opened, site: Site, pdf: str) -> None:
    page = open_page(pdf)
    image = page.locator(".page img").first
    eventually(page, lambda: image.evaluate("(one) => one.complete && one.naturalWidth > 500"))
    item = selected(page)
    box = page.locator(f".box.selected[data-id='{item}']").first
    expect(box).to_be_in_viewport()
    # The box stands over the words that lie unseen over the image.
    quote = site.items(DECISION)[item]["anchor"]["quote"]
    line = page.locator(".words span", has_text=quote).first

    def together() -> bool:
        one, other = box.bounding_box(), line.bounding_box()
        return one is not None and other is not None and abs(one["y"] - other["y"]) < other["height"]

    eventually(page, together)
    # Back and forth faster than the page glides.
    press(page, *["ArrowDown"] * 4)
    expect(page.locator(f".box.selected[data-id='{selected(page)}']").first).to_be_in_viewport()
    press(page, *["ArrowDown"] * 8)
    expect(page.locator(f".box.selected[data-id='{selected(page)}']").first).to_be_in_viewport()


def test_a_click_on_a_box_selects(open_page: Opened, pdf: str) -> None:
    page = open_page(pdf)
    box = page.locator(".page").first.locator(".box.main").nth(2)
    item = box.get_attribute("data-id")
    box.scroll_into_view_if_needed()
    place = box.bounding_box()
    assert place is not None
    page.mouse.click(place["x"] + 5, place["y"] + place["height"] / 2)
    assert selected(page) == item


def test_a_pdf_shows_its_text_too(open_page: Opened, pdf: str) -> None:
    page = open_page(pdf)
    page.get_by_role("button", name="Văn bản", exact=True).click()
    expect(page.locator(".text .m.selected").first).to_be_in_viewport()


def test_filters_choose_what_is_shown(open_page: Opened, report: str) -> None:
    page = open_page(report)
    options = page.locator("#list [role=option]")
    everything = options.count()
    press(page, "/")
    page.keyboard.type("quyet dinh 751")
    eventually(page, lambda: options.count() == 1)
    expect(options.first).to_contain_text("751/QĐ-UBND")
    press(page, "Enter")
    page.get_by_role("searchbox", name="Tìm trong danh sách").fill("")
    eventually(page, lambda: options.count() == everything)
    page.locator("#list").focus()
    press(page, "g")
    assert 0 < options.count() < everything
    press(page, "g")
    assert options.count() == everything


def test_an_unknown_document_says_what_to_do(open_page: Opened) -> None:
    page = open_page("/review/0123456789abcdef0123456789abcdef")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_role("link", name="Về hàng chờ")).to_be_visible()
