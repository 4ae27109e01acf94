"""Tesseract as a library, where `tesserocr` is installed: a fifth faster than the program, the same words.

Each thread has a recogniser of its own, which lets the others work meanwhile. The models are those of the program.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from PIL import Image

from extractor.read.scan_image import Grey
from extractor.read.scan_install import LANGUAGE

#: Where Debian and others keep the models.
_FOLDERS = ("/usr/share/tesseract-ocr/*/tessdata", "/usr/share/tessdata", "/usr/local/share/tessdata")

_own = threading.local()


@cache
def models() -> str | None:
    """The folder with the Vietnamese model; None where the library or the model is missing."""
    if find_spec("tesserocr") is None:
        return None
    asked = os.environ.get("TESSDATA_PREFIX")
    folders = [Path(asked)] if asked else [found for one in _FOLDERS for found in sorted(Path("/").glob(one[1:]))]
    return next((str(folder) for folder in folders if (folder / f"{LANGUAGE}.traineddata").is_file()), None)


def read_hocr(image: Grey, dpi: float, mode: int, settings: Mapping[str, str], seconds: float) -> bytes | None:
    """What stands on an image, as hOCR; None where it took more than `seconds`. `mode` is that of `--psm`."""
    recogniser = _recogniser(mode, settings)
    recogniser.SetImage(Image.fromarray(image))
    recogniser.SetSourceResolution(round(dpi))
    try:
        if not recogniser.Recognize(int(seconds * 1000)):
            return None
        return str(recogniser.GetHOCRText(0)).encode()
    finally:
        recogniser.Clear()


def _recogniser(mode: int, settings: Mapping[str, str]) -> Any:
    if not hasattr(_own, "recogniser"):
        # Read once, when the library is loaded: with more threads a page takes many times as long.
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")
        import tesserocr

        made = tesserocr.PyTessBaseAPI(path=models(), lang=LANGUAGE, psm=mode)
        for name, value in settings.items():
            made.SetVariable(name, value)
        _own.recogniser = made
    return _own.recogniser
