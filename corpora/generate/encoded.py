"""Files in old Vietnamese encodings, made from text reports and from Word files: what offices kept before Unicode.

    python -m corpora.generate.encoded OUTDIR ENCODING [REPORT...] [--mixed SHARE] [--seed N]

writes a .txt (bytes of the encoding) and a .docx (runs in the encoding's font) of each report. With `--mixed` so large
a share of the runs and lines is left in Unicode, as documents are that were converted in part.
"""

from __future__ import annotations

import argparse
import io
import random
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

from lxml import etree

from corpora.generate import word_file
from corpora.generate.encoders import encoders, to_bytes

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
REPORTS = Path(__file__).resolve().parent.parent / "reports"
#: The font of each encoding that has fonts, and the one that shows capitals only.
FONTS = {"tcvn3": ".VnTime", "vni": "VNI-Times", "vps": "VPS Times", "viscii": "VI Times"}
CAPITALS = ".VnTimeH"


def encoded_text(text: str, encoding: str, *, mixed: float = 0.0, seed: int = 0) -> bytes:
    """The bytes of a text file. With `mixed` that share of its lines stays as it is and the file is UTF-8, in which the
    other lines were never converted."""
    encode = encoders()[encoding]
    if not mixed:
        return to_bytes(encode(text))
    chance = random.Random(seed)
    return "\n".join(line if chance.random() < mixed else encode(line) for line in text.split("\n")).encode()


def encoded_docx(word: bytes, encoding: str, *, mixed: float = 0.0, seed: int = 0, fonts: bool = True) -> bytes:
    """A Word file with its text in an old encoding and its runs in that font; without `fonts` the names are lost.

    As LibreOffice writes TCVN3, the letter ư is a w:softHyphen. Runs in capitals are typed small in the font that shows
    capitals only.
    """
    encode = encoders()[encoding]
    chance = random.Random(seed)
    parts = {}
    with zipfile.ZipFile(io.BytesIO(word)) as archive:
        for name in archive.namelist():
            data = archive.read(name)
            if name in ("word/document.xml", "word/footnotes.xml", "word/numbering.xml"):
                root = etree.fromstring(data)
                _encode_part(root, encode, FONTS.get(encoding) if fonts else None, mixed, chance)
                data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            parts[name] = data
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _encode_part(
    root: etree._Element, encode: Callable[[str], str], font: str | None, mixed: float, chance: random.Random
) -> None:
    for level in root.iter(f"{_W}lvlText"):
        level.set(f"{_W}val", encode(level.get(f"{_W}val", "")))
    for run in list(root.iter(f"{_W}r")):
        texts = run.findall(f"{_W}t")
        words = "".join(text.text or "" for text in texts)
        if not words.strip() or (mixed and chance.random() < mixed):
            continue
        capitals = font == FONTS["tcvn3"] and words.isupper() and any(sign.isalpha() for sign in words)
        if font:
            _set_font(run, CAPITALS if capitals else font)
        for text in texts:
            shown = text.text or ""
            _set_text(text, encode(shown.lower() if capitals else shown))


def _set_font(run: etree._Element, font: str) -> None:
    properties = run.find(f"{_W}rPr")
    if properties is None:
        properties = etree.Element(f"{_W}rPr")
        run.insert(0, properties)
    for old in properties.findall(f"{_W}rFonts"):
        properties.remove(old)
    fonts = etree.Element(f"{_W}rFonts", {f"{_W}ascii": font, f"{_W}hAnsi": font})
    properties.insert(0, fonts)


def _set_text(element: etree._Element, words: str) -> None:
    """The text of a w:t, cut at soft hyphens."""
    parent = element.getparent()
    assert parent is not None
    first, *others = words.split("\u00ad")
    element.text = first
    element.set(_SPACE, "preserve")
    at = parent.index(element) + 1
    for part in others:
        following = etree.Element(f"{_W}t", {_SPACE: "preserve"})
        following.text = part
        parent.insert(at, etree.Element(f"{_W}softHyphen"))
        parent.insert(at + 1, following)
        at += 2


def main() -> int:
    """Exit status 0."""
    parser = argparse.ArgumentParser(prog="python -m corpora.generate.encoded", description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, metavar="OUTDIR", help="folder for the files; created when missing")
    parser.add_argument("encoding", choices=sorted(encoders()), help="the encoding, by its id in rules/encodings.toml")
    parser.add_argument("reports", type=Path, nargs="*", metavar="REPORT", help="default: corpora/reports")
    parser.add_argument("--mixed", type=float, default=0.0, metavar="SHARE", help="share that stays in Unicode")
    parser.add_argument("--seed", type=int, default=0, help="what is left out by chance (default 0)")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    for report in options.reports or sorted(REPORTS.glob("*.txt")):
        data = report.read_bytes()
        base = options.folder / f"{report.stem}-{options.encoding}"
        word = word_file(data, report.name)
        how = {"mixed": options.mixed, "seed": options.seed}
        base.with_suffix(".txt").write_bytes(encoded_text(data.decode("utf-8-sig"), options.encoding, **how))
        base.with_suffix(".docx").write_bytes(encoded_docx(word, options.encoding, **how))
        print(base.with_suffix(".docx"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
