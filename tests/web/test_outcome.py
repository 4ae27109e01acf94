"""What becomes of decisions: files to download, a figure of blind reviews, and that a killed service keeps them all."""

from __future__ import annotations

import io
import json
from pathlib import Path

import docx
import httpx
from playwright.sync_api import Browser, Page, expect

from api.store.settings import from_environment
from tests.conftest import ROOT
from tests.serving import PATIENCE, serving, trichluc
from tests.web.conftest import REPORT, Opened, Site
from tests.web.desk import eventually, press, select_words, selected, sent

#: Items of the list: what says that there is none is an option too.
OPTIONS = "#list [role=option]:not([aria-disabled])"


REPORTS = ROOT / "corpora" / "reports"


def downloaded(page: Page, name: str) -> bytes:
    """What a link of the menu of exports gives."""
    page.locator("summary", has_text="Xuất").click()
    with page.expect_download() as download:
        page.get_by_role("link", name=name).click()
    page.locator("summary", has_text="Xuất").click()
    return Path(download.value.path()).read_bytes()


def test_what_was_decided_is_exported(open_page: Opened, report: str) -> None:
    page = open_page(report)
    rejected = selected(page)
    words = page.locator(f"#item-{rejected}").inner_text()
    press(page, "r", "Enter")
    sent(page)
    told = json.loads(downloaded(page, "Dữ liệu đã rà soát"))
    assert [one["id"] for one in told["review"]["rejected"]] == [rejected]
    kept = {one["id"]: one["review"]["state"] for one in told["report"]["references"]}
    assert rejected not in kept
    assert sorted(set(kept.values())) == ["accepted", "open"]
    assert [(one["action"], one["who"]) for one in told["review"]["decisions"][-2:]] == [
        ("reject", "local"),
        ("accept", "local"),
    ]
    listed = docx.Document(io.BytesIO(downloaded(page, "Danh mục")))
    text = "\n".join(cell.text for table in listed.tables for row in table.rows for cell in row.cells)
    assert "2124/QĐ-UBND" in text
    assert "751/QĐ-UBND" in words
    with page.context.expect_page() as opened:
        page.locator("summary", has_text="Xuất").click()
        page.get_by_role("link", name="Phiếu kiểm tra").click()
    expect(opened.value.locator("body")).to_contain_text("PHIẾU KIỂM TRA")


def test_a_blind_review_gives_the_figure(open_page: Opened, site: Site) -> None:
    trichluc(
        Path(site.settings.database_url.removeprefix("sqlite:///")).parent,
        "review",
        "sample",
        "--n",
        "2",
        "--seed",
        "7",
    )
    page = open_page("/dashboard")
    page.get_by_role("link", name=REPORT).click()
    page.wait_for_selector(".text p")
    # Nothing of what was extracted is shown, and nothing that others decided.
    assert page.locator(OPTIONS).count() == page.locator(".text .m").count() == 0
    select_words(page, "Quyết định số 751/QĐ-UBND")
    press(page, "n")
    page.get_by_label("Số, ký hiệu").fill("751/QĐ-UBND")
    press(page, "Control+Enter")
    sent(page)
    expect(page.locator(OPTIONS)).to_have_count(1)
    page.get_by_role("button", name="Hoàn thành").click()
    page.wait_for_url("**/dashboard")
    figures = {}

    def counted() -> bool:
        # They are remembered for some seconds.
        with site.client() as client:
            figures.update(client.get("/v1/review/figures").raise_for_status().json())
        return figures["documents"] == 1

    eventually(page, counted)
    assert (figures["recall"]["hits"], figures["recall"]["of"]) == (1, 1)
    assert figures["precision"]["of"] > 140
    dashboard = open_page("/dashboard")
    row = dashboard.locator("section.card", has_text="Độ chính xác trên kho này").locator("tr", has_text="Đầy đủ").first
    expect(row).to_contain_text("100%")


def test_every_decision_survives_a_killed_service(browser: Browser, tmp_path: Path) -> None:
    settings = from_environment(tmp_path / "store", {})
    trichluc(tmp_path / "store", "import", "-q", str(REPORTS / REPORT))
    with serving(settings, tmp_path, "--local") as first:
        page = browser.new_context(base_url=first.url, locale="vi-VN").new_page()
        page.goto("/review/next")
        page.wait_for_selector("#list [role=option]")
        address, decided = page.url, []
        for number in range(30):
            decided.append(selected(page))
            press(page, "Enter")
            if number == 20:
                first.kill()
        expect(page.locator(".sending.lost")).to_be_visible()
        with serving(settings, tmp_path, "--local", port=first.port) as second:
            sent(page)
            assert page.url == address
            told = httpx.get(f"{second.url}/v1/review/{address.rpartition('/')[2]}", timeout=PATIENCE).json()
        page.context.close()
    states = {item["id"]: item["state"] for item in told["items"]}
    assert [states[item] for item in decided] == ["accepted"] * 30
    assert sum(state != "open" for state in states.values()) == 30


def test_decisions_outlive_the_draft(browser: Browser, tmp_path: Path) -> None:
    store, draft, signed = tmp_path / "store", tmp_path / "du-thao.txt", tmp_path / "ban-ky.txt"
    (report,) = REPORTS.glob("002_*.txt")
    text = report.read_text(encoding="utf-8")
    draft.write_text(text, encoding="utf-8")
    # The signed copy cites another decision than the draft did.
    assert text.count("609/QĐ-UBND") == 1
    signed.write_text(text.replace("609/QĐ-UBND", "690/QĐ-UBND"), encoding="utf-8")
    trichluc(store, "import", "-q", str(draft))
    with serving(from_environment(store, {}), tmp_path, "--local") as service:
        page = browser.new_context(base_url=service.url, locale="vi-VN").new_page()
        page.goto("/review/next")
        page.wait_for_selector("#list [role=option]")
        press(page, "Enter", "Enter", "Enter")
        sent(page)
        trichluc(store, "import", "-q", str(signed))
        trichluc(store, "records", "--refresh")
        page.goto("/review?order=newest")
        page.locator("tr", has_text="ban-ky.txt").get_by_role("link").click()
        page.wait_for_selector("#list [role=option]")
        options = page.locator("#list [role=option]")
        shown = {option.locator(".quote").inner_text(): option.get_attribute("class") for option in options.all()}
        assert "s-open" in shown["Quyết định số 690/QĐ-UBND"]
        assert sum("s-accepted" in classes for classes in shown.values()) == 2
        page.get_by_role("option", name="Quyết định số 514/QĐ-UBND").click()
        expect(page.locator(".detail .decision")).to_contain_text("lấy từ bản trước")
        page.context.close()
