"""The review page as tests use it: what is selected, what was decided, how far the outbox is."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page, ViewportSize, expect

#: A 1366 × 768 screen of an office, and a tablet.
OFFICE: ViewportSize = {"width": 1366, "height": 768}
TABLET: ViewportSize = {"width": 1024, "height": 768}
SELECTED = "#list [role=option][aria-selected=true]"


def selected(page: Page) -> str:
    """The id of the selected item."""
    found = page.locator(SELECTED).get_attribute("data-id")
    assert found
    return found


def state(page: Page, item: str) -> str:
    """What the list shows of an item: "open", "accepted" …"""
    names = (page.locator(f"#item-{item}").get_attribute("class") or "").split()
    return next(name[2:] for name in names if name.startswith("s-"))


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def sent(page: Page) -> None:
    """Wait until the service has answered everything."""
    # Not `wait_for_function`: it evaluates text in the page, which the policy forbids.
    kept = "Object.keys(localStorage).filter((key) => key.startsWith('trichluc.outbox.'))"
    eventually(page, lambda: page.evaluate(kept) == [])


def eventually(page: Page, true: Callable[[], bool]) -> None:
    """Wait until something holds that is looked at from here."""
    for _ in range(400):
        if true():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it never came to hold")


def mark(page: Page, item: str) -> str:
    """The words that are marked in the text for the selected item."""
    assert selected(page) == item
    return "".join(page.locator(".text .m.selected").all_inner_texts())


def click_at(page: Page, place: Locator) -> None:
    """Click where something is drawn; a chart hears the mouse on a layer above what it draws."""
    # While other charts are still drawn, everything moves.
    expect(page.locator(".plot:not([data-drawn])")).to_have_count(0)
    place.scroll_into_view_if_needed()
    box = place.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=2)
    expect(page.locator(".hoverlayer .hovertext").first).to_be_visible()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def select_words(page: Page, words: str) -> None:
    """Select the first place of some words in the text, as a person with a mouse does."""
    found = page.evaluate(
        """(words) => {
          const walker = document.createTreeWalker(document.querySelector(".text"), NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const at = walker.currentNode.data.indexOf(words);
            if (at < 0) continue;
            getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + words.length);
            return true;
          }
          return false;
        }""",
        words,
    )
    assert found, words
    expect(page.locator(".bar button", has_text="đoạn đã chọn")).to_be_visible()
