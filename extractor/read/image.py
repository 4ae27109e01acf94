"""Reads images, where what recognises them is installed: see `scan`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from extractor.errors import UnsupportedTypeError
from extractor.limits import DEFAULT_LIMITS, Limits
from extractor.read.scan_install import HOW_TO_INSTALL, is_installed
from extractor.source import Source


def read_image(
    data: bytes,
    name: str,
    limits: Limits = DEFAULT_LIMITS,
    on_progress: Callable[[int, int], None] | None = None,
    on_recognise: Callable[[int], None] | None = None,
) -> Source:
    """The document in an image: PNG, JPEG, or TIFF with one page or many.

    Raises UnsupportedTypeError where Tesseract is not installed, and what `scan.read_pages` raises.
    """
    name = PurePath(name.replace("\\", "/")).name
    if not is_installed():
        raise UnsupportedTypeError(f"{name}: an image, which must be recognised; {HOW_TO_INSTALL}.")
    from extractor.read.scan import read_pages

    return read_pages(data, name, limits, on_progress, on_recognise)
