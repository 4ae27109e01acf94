"""Speed of the review page, as a person at the keyboard feels it: in Chromium, on the longest of the five reports."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from api.store import open_store
from api.store.settings import from_environment
from corpora.benchmark.files import REPORTS
from corpora.benchmark.results import Bar
from tests.archive import fill
from tests.serving import serving
from tests.web.browser import launched
from tests.web.desk import OFFICE, sent

#: 92 KB of text, 151 citations.
LONGEST = "000_*.txt"
#: How often the page is opened, and how many citations are accepted; and with --quick.
OPENINGS, ACCEPTED = 9, 60
FEW_OPENINGS, FEW_ACCEPTED = 2, 5

#: Milliseconds from each key press to the frame after the one that it changed.
_WATCH = """() => {
  window.taken = [];
  addEventListener("keydown", (event) => {
    requestAnimationFrame(() => requestAnimationFrame(() => window.taken.push(performance.now() - event.timeStamp)));
  }, true);
}"""
_ANSWERS = """() => performance.getEntriesByType("resource")
  .filter((one) => one.name.endsWith("/decisions")).map((one) => one.duration)"""


def measure(folder: Path, quickly: bool) -> list[Bar]:
    """Opening the page, accepting and being shown the next item, and until the service has written a decision."""
    (report,) = REPORTS.glob(LONGEST)
    settings = from_environment(folder / "store", {})
    with open_store(settings) as store:
        fill(store, {report.name: report.read_text(encoding="utf-8")})
    with serving(settings, folder, "--local") as service, sync_playwright() as playwright:
        browser = launched(playwright)
        openings = _openings(browser, service.url, FEW_OPENINGS if quickly else OPENINGS)
        page = _page(browser, service.url)
        shown, written = _accepting(page, FEW_ACCEPTED if quickly else ACCEPTED)
        browser.close()
    first, *others = openings
    print(f"open, nothing kept by the browser: {first:.2f} s; {_spread(others, 's')}")
    print(f"accept to next, {len(shown)} times: {_spread(shown, 'ms')}; written: {_spread(written, 'ms')}")
    what = f"review page of {len(report.read_bytes()) // 1000} KB"
    return [
        Bar(f"{what}, opened, median", statistics.median(others), 1, "s", False),
        Bar(f"{what}, accept to next shown, 95 %", _high(shown), 100, "ms", False),
        Bar(f"{what}, accept to written by the service, median", statistics.median(written), 100, "ms", False),
    ]


def _page(browser: Browser, url: str) -> Page:
    page = browser.new_context(base_url=url, viewport=OFFICE, locale="vi-VN").new_page()
    page.goto("/review/next")
    page.wait_for_selector("body[data-ready] #list [role=option]")
    return page


def _openings(browser: Browser, url: str, times: int) -> list[float]:
    """Seconds from the address to the list and the text in their places; the first with an empty cache."""
    page = _page(browser, url)
    address = page.url
    page.context.close()
    context = browser.new_context(viewport=OFFICE, locale="vi-VN")
    taken = []
    for _ in range(times + 1):
        page = context.new_page()
        began = time.perf_counter()
        page.goto(address)
        page.wait_for_selector("body[data-ready] #list [role=option]")
        taken.append(time.perf_counter() - began)
        page.close()
    context.close()
    return taken


def _accepting(page: Page, times: int) -> tuple[list[float], list[float]]:
    page.evaluate(_WATCH)
    for _ in range(times):
        page.keyboard.press("Enter")
        page.wait_for_timeout(150)
    sent(page)
    return page.evaluate("() => window.taken"), page.evaluate(_ANSWERS)


def _high(taken: list[float]) -> float:
    return statistics.quantiles(taken, n=20)[-1]


def _spread(taken: list[float], unit: str) -> str:
    return f"median {statistics.median(taken):.3g} {unit}, most {max(taken):.3g} {unit}"
