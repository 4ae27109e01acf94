"""Deciding, by keyboard: nothing here touches the mouse where the keyboard does it."""

from __future__ import annotations

import httpx
from playwright.sync_api import Browser, BrowserContext, expect

from tests.web.conftest import DECISION, REPORT, Opened, Site
from tests.web.desk import TABLET, eventually, press, select_words, selected, sent, state


def test_one_key_accepts_and_moves_on(open_page: Opened, site: Site, report: str) -> None:
    page = open_page(report)
    first = selected(page)
    press(page, "Enter")
    assert selected(page) != first
    assert state(page, first) == "accepted"
    expect(page.locator(f"#item-{selected(page)}")).to_be_in_viewport()
    sent(page)
    assert site.items(REPORT)[first]["state"] == "accepted"


def test_sixty_citations_without_the_mouse(open_page: Opened, site: Site, report: str) -> None:
    page = open_page(report)
    done = {}
    for number in range(60):
        item = selected(page)
        key, becomes = ("r", "rejected") if number % 10 == 9 else ("Enter", "accepted")
        press(page, key)
        done[item] = becomes
    assert len(done) == 60
    sent(page)
    items = site.items(REPORT)
    assert {name: items[name]["state"] for name in done} == done
    assert page.locator("body").evaluate("() => document.activeElement.id") == "list"


def test_correcting_with_a_suggestion(open_page: Opened, site: Site, report: str) -> None:
    page = open_page(report)
    item = selected(page)
    press(page, "c")
    code = page.get_by_role("combobox", name="Số, ký hiệu")
    expect(code).to_be_focused()
    press(page, "Control+A")
    page.keyboard.type("2124")
    expect(page.locator(".suggestions li").first).to_contain_text("2124/QĐ-UBND")
    press(page, "ArrowDown", "Enter")
    expect(code).to_have_value("2124/QĐ-UBND")
    expect(page.get_by_label("Ngày ban hành")).to_have_value("29/12/2020")
    press(page, "Enter")
    assert state(page, item) == "corrected"
    assert selected(page) != item
    sent(page)
    fields = site.items(REPORT)[item]["fields"]
    assert (fields["code"], fields["number"], fields["date"]) == ("2124/QĐ-UBND", "2124", "2020-12-29")


def test_dates_are_typed_as_in_reports_and_escape_changes_nothing(open_page: Opened, site: Site, report: str) -> None:
    page = open_page(report)
    item = selected(page)
    press(page, "c")
    page.get_by_label("Ngày ban hành").fill("27/12/2020")
    press(page, "Escape", "Escape")
    expect(page.locator("form.correct")).to_have_count(0)
    press(page, "c")
    expect(page.get_by_label("Ngày ban hành")).to_have_value("26/12/2020")
    page.get_by_label("Ngày ban hành").fill("27/12/2020")
    press(page, "Enter")
    eventually(page, lambda: state(page, item) == "corrected")
    sent(page)
    assert site.items(REPORT)[item]["fields"]["date"] == "2020-12-27"


def test_what_was_typed_outlives_another_look(open_page: Opened, report: str) -> None:
    page = open_page(report)
    press(page, "c")
    page.get_by_label("Trích yếu").fill("dở dang")
    page.locator("#list [role=option]").nth(3).click()
    expect(page.locator("form.correct")).to_have_count(0)
    page.locator("#list [role=option]").first.click()
    press(page, "c")
    expect(page.get_by_label("Trích yếu")).to_have_value("dở dang")


def test_undo_and_redo(open_page: Opened, site: Site, report: str) -> None:
    page = open_page(report)
    item = selected(page)
    press(page, "r")
    sent(page)
    press(page, "u")
    eventually(page, lambda: state(page, item) == "open")
    assert selected(page) == item
    press(page, "Shift+U")
    eventually(page, lambda: state(page, item) == "rejected")
    sent(page)
    assert site.items(REPORT)[item]["state"] == "rejected"


def test_accepting_all_of_a_filter_is_one_step(open_page: Opened, site: Site, report: str) -> None:
    page = open_page(report)
    page.get_by_role("searchbox", name="Tìm trong danh sách").fill("230/QĐ-UBND")
    options = page.locator("#list [role=option]")
    eventually(page, lambda: 1 < options.count() < 20)
    ids = [option.get_attribute("data-id") for option in options.all()]
    page.locator("#list").focus()
    press(page, "Shift+Enter")
    page.get_by_role("dialog").get_by_role("button", name="Chấp nhận").click()
    sent(page)
    items = site.items(REPORT)
    assert {items[one]["state"] for one in ids} == {"accepted"}
    assert sum(item["state"] == "accepted" for item in items.values()) == len(ids)
    press(page, "u")
    eventually(page, lambda: state(page, ids[0]) == "open")
    assert all(item["state"] == "open" for item in site.items(REPORT).values())


def test_splitting_and_merging(open_page: Opened, site: Site, report: str) -> None:
    page = open_page(report)
    first = selected(page)
    second = page.locator("#list [role=option]").nth(1).get_attribute("data-id")
    press(page, "x", "x", "m")
    sent(page)
    groups = {name: item["fields"]["group"] for name, item in site.items(REPORT).items() if item["kind"] == "reference"}
    assert groups[first] == groups[second]
    page.locator(f"#item-{second}").click()
    page.locator("#list").focus()
    press(page, "s")
    sent(page)
    groups = {name: item["fields"]["group"] for name, item in site.items(REPORT).items() if item["kind"] == "reference"}
    assert groups[first] != groups[second]


def test_adding_what_was_selected(open_page: Opened, site: Site, report: str) -> None:
    page = open_page(report)
    before = site.items(REPORT)
    select_words(page, "(Có phụ lục kèm theo)")
    press(page, "n")
    page.get_by_label("Số, ký hiệu").fill("12/PL-UBND")
    press(page, "Control+Enter")
    sent(page)
    added = {name: item for name, item in site.items(REPORT).items() if name not in before}
    assert [(one["state"], one["fields"]["code"], one["anchor"]["quote"]) for one in added.values()] == [
        ("added", "12/PL-UBND", "(Có phụ lục kèm theo)")
    ]
    (name,) = added
    eventually(page, lambda: page.locator(f"#item-{name}").count() == 1)
    assert selected(page) == name
    expect(page.locator(".text .m.selected")).to_have_text("(Có phụ lục kèm theo)")
    press(page, "u")
    eventually(page, lambda: page.locator(f"#item-{name}").count() == 0)


def test_adding_by_words_needs_no_mouse(open_page: Opened, site: Site, report: str) -> None:
    page = open_page(report)
    before = site.items(REPORT)
    press(page, "n")
    page.keyboard.type("Có phụ lục")
    press(page, "Tab")
    expect(page.locator(".found-words mark")).to_have_text("Có phụ lục")
    press(page, "Control+Enter")
    sent(page)
    added = [item for name, item in site.items(REPORT).items() if name not in before]
    assert [one["anchor"]["quote"] for one in added] == ["Có phụ lục"]


def test_adding_by_a_box_on_the_page(open_page: Opened, site: Site, pdf: str) -> None:
    page = open_page(pdf)
    before = site.items(DECISION)
    line = page.locator(".page").first.locator(".words span").nth(1)
    place = line.bounding_box()
    assert place is not None
    page.keyboard.down("Shift")
    page.mouse.move(place["x"] + 1, place["y"] - 2)
    page.mouse.down()
    page.mouse.move(place["x"] + place["width"] - 1, place["y"] + place["height"] + 2, steps=4)
    page.mouse.up()
    page.keyboard.up("Shift")
    expect(page.locator("form.correct")).to_be_visible()
    press(page, "Control+Enter")
    sent(page)
    added = [item for name, item in site.items(DECISION).items() if name not in before]
    assert [one["anchor"]["quote"] for one in added] == [line.inner_text().strip()]
    expect(page.locator(f".box[data-id='{added[0]['id']}']")).to_have_count(1)


def test_a_finger_draws_a_box(browser: Browser, site: Site, pdf: str, people: list[httpx.Client]) -> None:
    before = site.items(DECISION)
    context = browser.new_context(base_url=site.url, locale="vi-VN", has_touch=True, viewport=TABLET)
    page = context.new_page()
    page.goto(pdf)
    page.get_by_role("button", name="Khoanh vùng").tap()
    line = page.locator(".page").first.locator(".words span").nth(1)
    line.scroll_into_view_if_needed()
    place = line.bounding_box()
    assert place is not None
    ends = [(place["x"] + 1, place["y"] - 2), (place["x"] + place["width"] - 1, place["y"] + place["height"] + 2)]
    finger = context.new_cdp_session(page)
    for kind, points in (("touchStart", ends[:1]), ("touchMove", ends[1:]), ("touchEnd", [])):
        given = {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]}
        finger.send("Input.dispatchTouchEvent", given)
    page.locator("form.correct button[type=submit]").click()
    expect(page.locator("form.correct")).to_have_count(0)
    sent(page)
    added = [item for name, item in site.items(DECISION).items() if name not in before]
    assert [one["anchor"]["quote"] for one in added] == [line.inner_text().strip()]
    context.close()


def test_a_comment_is_kept_beside_the_item(open_page: Opened, site: Site, report: str) -> None:
    page = open_page(report)
    item = selected(page)
    press(page, "t")
    page.keyboard.type("Hỏi lại văn thư")
    press(page, "Enter")
    sent(page)
    expect(page.locator(".detail blockquote")).to_contain_text("Hỏi lại văn thư")
    assert site.items(REPORT)[item]["state"] == "open"


def test_findings_are_confirmed_fixed_and_dismissed_with_a_reason(open_page: Opened, site: Site, report: str) -> None:
    page = open_page(report)
    press(page, "5")
    decided = [selected(page)]
    press(page, "Enter")
    decided.append(selected(page))
    press(page, "f")
    decided.append(selected(page))
    press(page, "r")
    page.keyboard.type("Số liệu lấy ở hai thời điểm")
    press(page, "Enter")
    sent(page)
    items = site.items(REPORT)
    assert [items[one]["state"] for one in decided] == ["confirmed", "fixed", "dismissed"]
    assert items[decided[2]]["decision"]["reason"] == "Số liệu lấy ở hai thời điểm"


def test_figures_are_decided_like_citations(open_page: Opened, site: Site, report: str) -> None:
    page = open_page(report)
    press(page, "2")
    item = selected(page)
    press(page, "Enter")
    sent(page)
    assert site.items(REPORT)[item]["state"] == "accepted"


def test_the_history_tells_before_and_after(open_page: Opened, report: str) -> None:
    page = open_page(report)
    press(page, "c")
    page.get_by_label("Ngày ban hành").fill("27/12/2020")
    press(page, "Enter")
    sent(page)
    press(page, "h")
    row = page.get_by_role("dialog").locator("tbody tr").first
    for words in ("local", "Sửa", "26/12/2020", "27/12/2020"):
        expect(row).to_contain_text(words)


def test_keys_are_shown_and_can_be_turned_off(open_page: Opened, report: str) -> None:
    page = open_page(report)
    press(page, "?")
    dialog = page.get_by_role("dialog", name="Phím tắt")
    expect(dialog).to_contain_text("chấp nhận (xác nhận) rồi sang mục sau")
    dialog.get_by_role("checkbox").uncheck()
    press(page, "Escape")
    page.locator("h1").click()
    item = selected(page)
    page.evaluate("document.activeElement.blur()")
    press(page, "r")
    assert state(page, item) == "open"


def test_two_people_decide_the_same_item(open_page: Opened, site: Site, report: str, other: httpx.Client) -> None:
    page = open_page(report)
    # Nothing of what the other one does is heard: as if it happened in the same moment.
    page.context.route("**/events?*", lambda route: route.abort())
    page.reload()
    page.wait_for_selector("body[data-ready]")
    item = selected(page)
    decision = {"action": "reject", "items": [item], "expected": {item: None}}
    address = f"/v1/review/{site.documents[REPORT]}/decisions"
    assert other.post(address, json={"decisions": [decision]}).status_code == 200
    press(page, "Enter")
    dialog = page.get_by_role("dialog")
    for words in ("mai", "Đã loại", "Chấp nhận"):
        expect(dialog).to_contain_text(words)
    assert state(page, item) == "rejected"
    dialog.get_by_role("button", name="Ghi quyết định của tôi thay thế").click()
    sent(page)
    assert site.items(REPORT)[item]["state"] == "accepted"


def test_what_others_decide_shows_at_once(open_page: Opened, site: Site, report: str, other: httpx.Client) -> None:
    page = open_page(report)
    item = page.locator("#list [role=option]").nth(5).get_attribute("data-id")
    decision = {"action": "accept", "items": [item], "expected": {item: None}}
    other.post(f"/v1/review/{site.documents[REPORT]}/decisions", json={"decisions": [decision]}).raise_for_status()
    eventually(page, lambda: state(page, item) == "accepted")
    expect(page.locator(".toast")).to_contain_text("mai")


def test_a_lost_connection_loses_nothing(open_page: Opened, site: Site, report: str, context: BrowserContext) -> None:
    page = open_page(report)
    items = []
    context.set_offline(True)
    for _ in range(5):
        items.append(selected(page))
        press(page, "Enter")
    expect(page.locator(".sending.lost")).to_contain_text("5")
    assert {state(page, item) for item in items} == {"accepted"}
    assert {site.items(REPORT)[item]["state"] for item in items} == {"open"}
    # Undo takes back what was not sent; the rest leaves in order.
    press(page, "u")
    eventually(page, lambda: state(page, items[4]) == "open")
    context.set_offline(False)
    sent(page)
    states = site.items(REPORT)
    assert [states[item]["state"] for item in items] == [*["accepted"] * 4, "open"]
    expect(page.locator(".sending")).to_have_text("")


def test_an_undo_outlives_a_lost_connection(
    open_page: Opened, site: Site, report: str, context: BrowserContext
) -> None:
    page = open_page(report)
    items = [selected(page)]
    press(page, "Enter")
    items.append(selected(page))
    press(page, "Enter")
    sent(page)
    # The service writes it, and its answer is lost on the way.
    context.route("**/undo", lambda route: (route.fetch(), route.abort()))
    press(page, "u")
    expect(page.locator(".sending.lost")).to_be_visible()
    context.unroute("**/undo")
    sent(page)
    eventually(page, lambda: state(page, items[1]) == "open")
    assert [site.items(REPORT)[item]["state"] for item in items] == ["accepted", "open"]


def test_decisions_outlive_a_closed_page(open_page: Opened, site: Site, report: str, context: BrowserContext) -> None:
    page = open_page(report)
    context.route("**/decisions", lambda route: route.abort())
    item = selected(page)
    press(page, "Enter", "Enter")
    expect(page.locator(".sending.lost")).to_be_visible()
    page.close()
    context.unroute("**/decisions")
    again = open_page(report)
    sent(again)
    assert site.items(REPORT)[item]["state"] == "accepted"
    assert sum(one["state"] == "accepted" for one in site.items(REPORT).values()) == 2


def test_taking_finishing_and_opening_again(open_page: Opened, site: Site, report: str) -> None:
    page = open_page(report)
    page.get_by_role("button", name="Nhận việc").click()
    expect(page.get_by_role("button", name="Trả lại")).to_be_visible()
    page.get_by_role("button", name="Hoàn thành").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("chưa xử lý")
    dialog.get_by_role("button", name="Hoàn thành").click()
    expect(page.get_by_role("button", name="Mở lại")).to_be_visible()
    with site.client() as client:
        review = client.get(f"/v1/review/{site.documents[REPORT]}").json()
    assert (review["status"], review["assignee"]) == ("done", "local")
