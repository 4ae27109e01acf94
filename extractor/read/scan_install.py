"""What the recognition of scans needs beside this program, and whether it is there. Loads nothing heavy itself."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec

LANGUAGE = "vie"

HOW_TO_INSTALL = (
    "install Tesseract with its Vietnamese model (Debian, Ubuntu: apt-get install tesseract-ocr tesseract-ocr-vie) "
    "and NumPy (pip install 'trichluc[ocr]')"
)
#: Warnings name at most this many pages.
_NAMED_PAGES = 20


@cache
def is_installed() -> bool:
    """Whether the program, its model of Vietnamese and NumPy are there."""
    program = shutil.which("tesseract")
    if program is None or find_spec("numpy") is None:
        return False
    try:
        listed = subprocess.run(
            [program, "--list-langs"], capture_output=True, timeout=20, check=False, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return LANGUAGE.encode() in (listed.stdout + listed.stderr).split()


def named_pages(numbers: Sequence[int]) -> str:
    """Numbers of pages for a message, not too many of them."""
    named = ", ".join(map(str, numbers[:_NAMED_PAGES]))
    return f"{named} and {len(numbers) - _NAMED_PAGES} more" if len(numbers) > _NAMED_PAGES else named
