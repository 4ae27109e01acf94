"""What becomes of decisions: files to download, a figure of blind reviews, and that a killed service keeps them all."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import docx
import httpx
from playwright.sync_api import Browser, Page, expect

from api.store.settings import from_environment
from tests.conftest import ROOT
from tests.serving import PATIENCE, serving
from tests.web.conftest import REPORT, Opened, Site
from tests.web.desk import eventually, press, select_words, selected, sent

#: Items of the list: what says that there is none is an option too.
OPTIONS = "#list [role=option]:not([aria-disabled])"


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
    command = [sys.executable, "-m", "api.cli", "review", "sample", "--n", "2", "--seed", "7"]
    store = ["--store", str(Path(site.settings.database_url.removeprefix("sqlite:///")).parent)]
    subprocess.run([*command, *store], cwd=ROOT, check=True, timeout=PATIENCE, capture_output=True)
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
    file = ROOT / "corpora" / "reports" / REPORT
    command = [sys.executable, "-m", "api.cli", "import", "-q", "--store", str(tmp_path / "store"), str(file)]
    subprocess.run(command, cwd=ROOT, check=True, timeout=PATIENCE)
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
