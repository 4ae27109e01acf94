"""Tesseract: an image in, words with boxes and confidences out.

The program is used where the library (`scan_library`) is missing. It ends with the process group of the reader, and has
one thread (`OMP_THREAD_LIMIT`): with more, a page takes many times as long. Images go in and text comes out through
pipes, so that nothing of the document lies in a file.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from lxml import etree
from PIL import Image

from extractor.read import scan_library
from extractor.read.scan_image import Grey
from extractor.read.scan_install import LANGUAGE

#: Seconds that one page may take.
PAGE_SECONDS = 60.0
#: "Assume a single uniform block of text", and "orientation and script detection only".
_BLOCK, _ORIENTATION = "4", "0"

#: What the model knows and no Vietnamese document holds. It takes "/" for "⁄" (U+2044) and letters under a speck for
#: those of other languages; without these signs it takes the right ones.
_FOREIGN = "ÄÏŠƑÖŒØÑŸäïšƒöœøñÿ⁄‡†¡¿ˆ„‹›¬"
_SETTINGS = {"tessedit_do_invert": "0", "tessedit_char_blacklist": _FOREIGN, "hocr_char_boxes": "1"}
#: One Đ may be read as two, U+0110 and U+00D0: on so little room, in units of the word's height, there is but one.
_ONE_LETTER = 1.25


class RecognitionError(Exception):
    """The program failed on an image, or took too long."""


class Seen(NamedTuple):
    """A word on an image: its text, confidence from 0 to 1, box in pixels, and the number of its line."""

    text: str
    confidence: float
    x0: int
    y0: int
    x1: int
    y1: int
    line: int


def recognise(images: Sequence[Grey], dpi: float) -> list[list[Seen]]:
    """The words of each image, in the order of lines. Raises RecognitionError."""
    if scan_library.models() is not None:
        return [words for image in images for words in _parsed(_by_library(image, dpi), 1)]
    settings = [part for name, value in _SETTINGS.items() for part in ("-c", f"{name}={value}")]
    options = ("-l", LANGUAGE, "--psm", _BLOCK, "--dpi", str(round(dpi)), *settings, "hocr")
    return _parsed(_run(_as_tiff(images), options), len(images))


def _by_library(image: Grey, dpi: float) -> bytes:
    found = scan_library.read_hocr(image, dpi, int(_BLOCK), _SETTINGS, PAGE_SECONDS)
    if found is None:
        raise RecognitionError(f"took more than {PAGE_SECONDS:g} s")
    return found


def _parsed(hocr: bytes, count: int) -> list[list[Seen]]:
    """The words of each of `count` images."""
    try:
        page = etree.fromstring(hocr, etree.XMLParser(resolve_entities=False, no_network=True, recover=True))
    except etree.XMLSyntaxError:
        raise RecognitionError("wrote no hOCR") from None
    found = [_words(one) for one in page.iter("{*}div") if one.get("class") == "ocr_page"]
    if len(found) != count:
        raise RecognitionError(f"read {len(found)} of {count} images")
    return found


def orientation(image: Grey, dpi: float) -> int:
    """By how many degrees, clockwise, the page must be turned to stand upright: 0, 90, 180, 270. 0 where it cannot be
    told."""
    try:
        output = _run(_as_tiff([image]), ("--psm", _ORIENTATION, "--dpi", str(round(dpi)), "-l", "osd"))
    except RecognitionError:
        return 0
    found = re.search(rb"Rotate: (\d+)", output)
    return int(found.group(1)) % 360 if found else 0


def _as_tiff(images: Sequence[Grey]) -> bytes:
    pages = [Image.fromarray(image) for image in images]
    buffer = io.BytesIO()
    pages[0].save(buffer, "TIFF", save_all=True, append_images=pages[1:])
    return buffer.getvalue()


def _run(data: bytes, options: Sequence[str]) -> bytes:
    program = shutil.which("tesseract")
    if program is None:
        raise RecognitionError("is not installed")
    try:
        done = subprocess.run(
            [program, "stdin", "stdout", *options],
            input=data,
            capture_output=True,
            timeout=PAGE_SECONDS,
            check=False,
            env=os.environ | {"OMP_THREAD_LIMIT": "1"},
        )
    except subprocess.TimeoutExpired:
        raise RecognitionError(f"took more than {PAGE_SECONDS:g} s") from None
    except OSError as error:
        raise RecognitionError(f"cannot be started ({error.strerror})") from None
    if done.returncode:
        raise RecognitionError(f"ended with status {done.returncode}")
    return done.stdout


@cache
def _title() -> re.Pattern[str]:
    return re.compile(r"bbox (\d+) (\d+) (\d+) (\d+); x_wconf (\d+)")


@cache
def _letter_title() -> re.Pattern[str]:
    return re.compile(r"x_bboxes (\d+) (\d+) (\d+) (\d+)")


def _words(page: etree._Element) -> list[Seen]:
    words: list[Seen] = []
    line = -1
    for element in page.iter("{*}span"):
        kind = element.get("class", "")
        if kind == "ocrx_word":
            text = _text(element)
            found = _title().search(element.get("title", ""))
            if text and found:
                x0, y0, x1, y1, confidence = map(int, found.groups())
                words.append(Seen(text, confidence / 100, x0, y0, x1, y1, line))
        elif kind != "ocrx_cinfo":
            line += 1
    return words


def _text(word: etree._Element) -> str:
    """The letters of a word, a Đ that was read twice once."""
    text = "".join(str(part).strip() for part in word.itertext())
    if "Ð" not in text and "ð" not in text:
        return text
    letters: list[tuple[str, float, float, float]] = []
    for element in word.iter("{*}span"):
        found = _letter_title().search(element.get("title", ""))
        if element.get("class") == "ocrx_cinfo" and found:
            x0, y0, x1, y1 = map(float, found.groups())
            letter = (element.text or "").replace("Ð", "Đ").replace("ð", "đ")
            if letter in ("Đ", "đ") and letters and letters[-1][0] == letter:
                _, start, _, height = letters[-1]
                if x1 - start < _ONE_LETTER * max(height, y1 - y0):
                    letters[-1] = letter, start, x1, height
                    continue
            letters.append((letter, x0, x1, y1 - y0))
    return "".join(letter for letter, *_ in letters)
