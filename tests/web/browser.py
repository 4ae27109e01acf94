"""Debian's Chromium, as the tests and the benchmark of the pages drive it."""

from __future__ import annotations

import shutil

from playwright.sync_api import Browser, Playwright


def launched(playwright: Playwright) -> Browser:
    """A browser without a window."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert program, "the tests of the pages need Chromium (Debian: apt install chromium)"
    return playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
