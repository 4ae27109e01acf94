"""The pictures of docs/pictures, taken anew: python -m tests.web.pictures. They are of real reports, in Chromium."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import httpx
from playwright.sync_api import Browser, Page, sync_playwright

from api.store.settings import from_environment
from tests.conftest import ROOT
from tests.serving import PATIENCE, Serving, serving, trichluc
from tests.web.browser import launched
from tests.web.desk import OFFICE, TABLET, press, sent

FOLDER = ROOT / "docs" / "pictures"
REPORTS = ROOT / "corpora" / "reports"
LONG, SHORT = "000_beb12dc0aaa640d9.txt", "002_17e8d67fefac6857.txt"
DECISION = "021-qd67-2024-hanoi-baibo.pdf"


def main() -> None:
    """Take them all."""
    with tempfile.TemporaryDirectory(prefix="trichluc-") as name:
        folder = Path(name)
        store = folder / "store"
        files = [str(REPORTS), str(ROOT / "corpora" / "samples" / DECISION)]
        trichluc(store, "import", "-q", *files)
        with (
            serving(from_environment(store, {}), folder, "--local") as service,
            sync_playwright() as playwright,
        ):
            browser, ids = launched(playwright), _ids(service)
            _review(_opened(browser, service, ids[LONG]))
            _pdf(_opened(browser, service, ids[DECISION]))
            trichluc(store, "review", "sample", "--n", "6", "--seed", "1")
            _blind(service, ids[SHORT])
            _opened(browser, service, ids[SHORT]).get_by_role("button", name="Nhận việc").click()
            _shot(_at(browser, service, "/review"), "queue")
            _dashboard(_at(browser, service, "/dashboard?graph=18-NQ/TW"))
            _shot(_at(browser, service, f"/v1/review/{ids[LONG]}/sheet", ready="body"), "sheet", whole=True)
            _tablet(browser, service, ids[SHORT])
            browser.close()


def _review(page: Page) -> None:
    for number in range(30):
        press(page, "r" if number % 12 == 7 else "Enter")
    sent(page)
    _shot(page, "review")
    press(page, "c", "Control+A")
    page.keyboard.type("2124")
    page.locator(".suggestions li").first.wait_for()
    _shot(page, "correcting")
    press(page, "Escape", "Escape", "5", "Enter", "ArrowDown")
    _shot(page, "findings")
    press(page, "h")
    page.get_by_role("dialog").locator("tbody tr").first.wait_for()
    _shot(page, "history")


def _pdf(page: Page) -> None:
    press(page, *["ArrowDown"] * 4)
    image = page.locator(".page img").first
    image.evaluate("(one) => one.decode()")
    _shot(page, "review-pdf")


def _blind(service: Serving, document: str) -> None:
    """Review the short report blind, as its annotator read it."""
    lines = (ROOT / "corpora" / "gold" / "002.jsonl").read_text(encoding="utf-8").splitlines()[1:]
    gold = [one for one in map(json.loads, lines) if one["kind"] == "reference"]
    names = ("form", "doc_type", "number", "year", "symbol", "date", "issuer")
    text = httpx.get(f"{service.url}/v1/review/{document}/text", timeout=PATIENCE).raise_for_status().json()["text"]
    decisions, at = [], 0
    for one in gold:
        # Its places count in the file as it was, not in the normalised text.
        at = text.index(one["text"], at)
        span, at = {"start": at, "end": at + len(one["text"])}, at + 1
        fields = {name: one[name] for name in names if one[name] is not None}
        decisions.append({"action": "add", "span": span, "fields": fields})
    with httpx.Client(base_url=f"{service.url}/v1/review/{document}", timeout=PATIENCE) as client:
        client.post("/decisions", json={"decisions": decisions, "blind": True}).raise_for_status()
        client.put("/status", json={"status": "done", "blind": True}).raise_for_status()


def _dashboard(page: Page) -> None:
    page.set_viewport_size({"width": 1366, "height": 1250})
    page.locator("#graph .plot[data-drawn]").wait_for()
    _shot(page, "dashboard")


def _tablet(browser: Browser, service: Serving, document: str) -> None:
    context = browser.new_context(base_url=service.url, locale="vi-VN", color_scheme="dark", viewport=TABLET)
    page = context.new_page()
    page.goto(f"/review/{document}")
    page.wait_for_selector("body[data-ready] #list [role=option]")
    _shot(page, "tablet-dark")


def _opened(browser: Browser, service: Serving, document: str) -> Page:
    return _at(browser, service, f"/review/{document}", ready="body[data-ready] #list [role=option]")


def _at(browser: Browser, service: Serving, path: str, ready: str = "body[data-ready]") -> Page:
    page = browser.new_context(base_url=service.url, viewport=OFFICE, locale="vi-VN").new_page()
    page.goto(path)
    page.wait_for_selector(ready)
    return page


def _shot(page: Page, name: str, whole: bool = False) -> None:
    page.wait_for_timeout(700)  # what slides or fades has come to rest
    page.screenshot(path=FOLDER / f"{name}.png", full_page=whole)


def _ids(service: Serving) -> dict[str, str]:
    listed = httpx.get(f"{service.url}/v1/documents", timeout=PATIENCE).raise_for_status().json()["items"]
    return {one["name"]: one["id"] for one in listed}


if __name__ == "__main__":
    main()
