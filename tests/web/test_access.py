"""For everybody: axe finds no violation (WCAG 2.2 A and AA), in light and dark; the page fits its screens."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.web.conftest import Opened
from tests.web.desk import press

#: Rules of axe that are checked: all of WCAG up to 2.2 AA, and what is best practice.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def violations(page: Page, without: str | None = None) -> list[str]:
    """What axe complains of, with the first places; `without` a part that was looked at already."""
    found = Axe().run(page, context={"exclude": [[without]]} if without else None, options=RULES).response["violations"]
    return [f"{one['id']}: {[node['html'][:200] for node in one['nodes'][:3]]}" for one in found]


def _form(page: Page) -> None:
    press(page, "c")
    expect(page.locator("form.correct")).to_be_visible()


def _outline(page: Page) -> None:
    press(page, "l", "Enter", "5")


def _decided(page: Page) -> None:
    page.locator("#list").focus()
    press(page, "Enter", "r", "x", "x")


def _nothing(page: Page) -> None:
    press(page, "3")


#: What is looked at on the review page beside its beginning.
VIEWS: dict[str, Callable[[Page], None]] = {
    "form": _form,
    "outline and findings": _outline,
    "decided and marked": _decided,
    "an empty tab": _nothing,
    "keys": lambda page: press(page, "?"),
    "history": lambda page: press(page, "h"),
    "reason": lambda page: press(page, "5", "r"),
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/review", "/dashboard?graph=751/QĐ-UBND", "/sign-in", "/review/unknown"])
def test_pages_have_no_violation(open_page: Opened, path: str, scheme: str) -> None:
    page = open_page(path)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.wait_for_load_state("networkidle")
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_review_page_has_no_violation(open_page: Opened, report: str, pdf: str, scheme: str) -> None:
    for path in (report, pdf):
        page = open_page(path)
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert violations(page) == []
        # Colours are all that is other in the dark: a form and what was decided show most of them.
        names = list(VIEWS) if scheme == "light" else ["form", "decided and marked"]
        for name in names if path == report else ():
            VIEWS[name](page)
            assert violations(page, without=".text") == [], name
            press(page, "Escape")
            press(page, "Escape")
            page.locator("#list").focus()
            press(page, "1")


@pytest.mark.parametrize("size", [(1366, 768), (1024, 768), (768, 1024), (1920, 1080)])
def test_it_fits_an_office_screen_and_a_tablet(open_page: Opened, report: str, size: tuple[int, int]) -> None:
    page = open_page(report)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for place in (".text", "#list", ".detail", "[data-action=accept]", ".tools"):
        box = page.locator(place).bounding_box()
        assert box is not None
        assert box["width"] > 50
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= size[0] + 1, place
    # Targets are 24 pixels at least (WCAG 2.5.8).
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, select, input, summary")]
          .filter((one) => one.offsetParent)
          .map((one) => [one.textContent.trim() || one.name, one.getBoundingClientRect()])
          .filter(([, box]) => box.height < 24 || box.width < 24).map(([name]) => name)"""
    )
    assert small == []


def test_the_focus_goes_in_the_order_of_the_page(open_page: Opened, report: str) -> None:
    page = open_page(report)
    page.evaluate("document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex')")
    press(page, "Tab")
    expect(page.locator(".skip")).to_be_focused()
    places = []
    for _ in range(40):
        press(page, "Tab")
        places.append(
            page.evaluate("document.activeElement.closest('.top, .document-head, .left, .right')?.className ?? ''")
        )
    order = [place for at, place in enumerate(places) if place and place != (places[at - 1] if at else "")]
    assert order[:4] == ["top", "document-head", "left", "right"]


def test_what_happens_is_said(open_page: Opened, report: str) -> None:
    page = open_page(report)
    live = page.get_by_role("status").and_(page.locator("#live"))
    press(page, "r")
    press(page, "u")
    expect(live).to_have_text("Đã hoàn tác.")
    assert page.locator("main").count() == page.locator("header.top").count() == 1


def test_nothing_moves_where_people_want_it_calm(open_page: Opened, report: str) -> None:
    page = open_page(report)
    page.emulate_media(reduced_motion="reduce")
    press(page, "l", "Enter")
    assert page.evaluate("document.getAnimations().length") == 0
