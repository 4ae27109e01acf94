"""The queue, the dashboard, signing in."""

from __future__ import annotations

import json
import re

import httpx
from playwright.sync_api import Browser, Locator, Page, expect

from api.service.access import accounts
from api.service.access.caller import SCOPES, Caller
from api.store import open_store
from tests.web.conftest import DECISION, REPORT, Opened, Site
from tests.web.desk import click_at, eventually, press, selected

PASSWORD = "một mật khẩu đủ dài"


def test_the_first_visit_leads_into_a_review(open_page: Opened, site: Site) -> None:
    page = open_page("/")
    row = page.locator(f"tr[data-id='{site.documents[REPORT]}']")
    expect(row).to_contain_text("UBND huyện Mang Yang")
    expect(row).to_contain_text("151 viện dẫn")
    row.get_by_role("link").click()
    page.wait_for_selector("#list [role=option]")
    assert selected(page)


def test_the_address_that_is_printed_leads_to_what_waits(open_page: Opened, site: Site) -> None:
    said = site.serving.output.read_text()
    (address,) = re.findall(r"http://\S+", said)
    assert address == f"{site.url}/review/next"
    page = open_page(address)
    page.wait_for_selector("#list [role=option]")
    assert page.url.rpartition("/")[2] in site.documents.values()


def test_the_queue_is_filtered_and_its_address_tells_how(open_page: Opened, site: Site) -> None:
    page = open_page("/review")
    rows = page.locator("tbody tr[data-id]")
    expect(rows).to_have_count(2)
    page.get_by_role("searchbox", name="Tìm số").fill("Mang Yang")
    expect(rows).to_have_count(1)
    assert "q=Mang+Yang" in page.url
    again = open_page(page.url.removeprefix(site.url))
    expect(again.locator("tbody tr[data-id]")).to_have_count(1)
    again.get_by_label("Trạng thái").select_option("done")
    expect(again.locator("tbody")).to_contain_text("Không có văn bản nào khớp")


def test_a_document_is_taken_so_that_nobody_else_does(
    open_page: Opened, site: Site, report: str, other: httpx.Client
) -> None:
    page = open_page("/review")
    row = page.locator(f"tr[data-id='{site.documents[REPORT]}']")
    row.get_by_role("button").click()
    expect(row).to_contain_text("tôi")
    taken = other.put(f"/v1/review/{site.documents[REPORT]}/assignment", json={"assignee": None})
    assert taken.status_code == 409
    assert taken.json()["code"] == "assigned_to_another"


def test_a_running_import_shows_its_progress(open_page: Opened, site: Site) -> None:
    page = open_page("/review")

    def waiting(route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=json.dumps({**answer.json(), "work": {"pending": 7, "running": 1}}))

    page.route("**/v1/review?*", waiting)
    page.get_by_label("Thứ tự").select_option("newest")
    expect(page.locator(".import")).to_contain_text("còn 8 văn bản")


def test_the_dashboard_counts_what_there_is(open_page: Opened, site: Site, report: str) -> None:
    page = open_page("/dashboard")
    expect(page.locator(".tile").first).to_contain_text("2")
    for title in ("Văn bản theo trạng thái", "Văn bản được viện dẫn theo loại", "Điểm không khớp theo loại"):
        expect(page.get_by_role("heading", name=title)).to_be_visible()
    expect(_card(page, "Văn bản theo trạng thái").locator("tr", has_text="Chờ rà soát")).to_contain_text("2")
    card = _card(page, "Văn bản được viện dẫn theo loại")
    card.locator(".plot[data-drawn]").wait_for()
    lengths = card.locator(".barlayer .point path").evaluate_all("(bars) => bars.map((bar) => bar.getBBox().width)")
    assert len(lengths) > 5
    assert lengths == sorted(lengths, reverse=True)
    # The same as text, for whoever does not see the picture.
    card.locator("summary").click()
    counts = [int(cell) for cell in card.locator("td").all_inner_texts()]
    assert len(counts) == len(lengths)
    assert counts == sorted(counts, reverse=True)
    # A bar leads to what it counts.
    click_at(page, _card(page, "Văn bản theo trạng thái").locator(".barlayer .point path").first)
    page.wait_for_url("**/review?status=to_review")


def test_charts_follow_the_colours_of_the_page(open_page: Opened) -> None:
    page = open_page("/dashboard")
    page.emulate_media(color_scheme="light")
    place = _card(page, "Điểm không khớp theo loại")
    place.locator(".plot[data-drawn]").wait_for()
    inks = []
    for _ in range(2):
        inks.append(place.locator(".ytick text").first.evaluate("(text) => getComputedStyle(text).fill"))
        page.get_by_role("button", name="Sáng / Tối").click()
        eventually(
            page,
            lambda: place.locator(".ytick text").first.evaluate("(text) => getComputedStyle(text).fill") != inks[-1],
        )
    assert len(set(inks)) == 2


def _card(page: Page, title: str) -> Locator:
    return page.locator("section.card", has=page.get_by_role("heading", name=title, exact=True))


def test_the_graph_around_a_document(open_page: Opened) -> None:
    page = open_page("/dashboard")
    page.get_by_role("searchbox", name="Số, ký hiệu văn bản").fill("751/QĐ-UBND")
    press(page, "Enter")
    graph = page.locator("#graph")
    graph.locator(".plot[data-drawn]").wait_for()
    names = graph.locator(".textpoint text").all_text_contents()
    assert names[:2] == [REPORT, "751/QĐ-UBND"]
    assert len(names) > 5
    # Each dot is a link, in the picture and in the table below it.
    graph.locator("summary").click()
    assert graph.locator("tbody a").count() == len(names) - 1
    click_at(page, graph.locator(".scatterlayer .trace").last.locator(".point").first)
    page.wait_for_selector("#list [role=option]")


def test_whoever_is_not_signed_in_signs_in_and_comes_back(browser: Browser, site: Site, open_page: Opened) -> None:
    with open_store(site.settings) as store:
        accounts.create(Caller("test", frozenset(SCOPES), store), "lan", PASSWORD, ("read", "review"))
    context = browser.new_context(base_url=site.url, extra_http_headers={"Authorization": "Bearer tl_unknown"})
    page = context.new_page()
    page.goto(f"/review/{site.documents[DECISION]}")
    page.wait_for_url("**/sign-in?next=*")
    context.set_extra_http_headers({})
    page.get_by_label("Tên tài khoản").fill("lan")
    page.get_by_label("Mật khẩu").fill("sai mất rồi nhé")
    press(page, "Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Tên tài khoản")).to_have_value("lan")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    press(page, "Enter")
    page.wait_for_url(f"**/review/{site.documents[DECISION]}")
    expect(page.locator(".who")).to_have_text("lan")
    # Decisions of a session carry its token.
    page.wait_for_selector("#list [role=option]")
    press(page, "Enter")
    eventually(page, lambda: "accepted" in {item["state"] for item in site.items(DECISION).values()})
    press(page, "u")
    eventually(page, lambda: "accepted" not in {item["state"] for item in site.items(DECISION).values()})
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url("**/sign-in*")
    context.close()


def test_english_by_a_switch(open_page: Opened, report: str) -> None:
    page = open_page(report)
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("tab", name="Citations")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("button", name="Tiếng Việt").click()
    expect(page.get_by_role("tab", name="Viện dẫn")).to_be_visible()
