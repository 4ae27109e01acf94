"""How the numbers of an .xlsx are shown (ECMA-376, part 1, 18.8.30 and 18.8.31), as far as it changes what they say:
percent, decimals, thousands, leading zeros, dates without a day. calamine gives the values alone.

Written as Vietnamese reports write them: a comma before decimals, points between thousands, the day first.
"""

from __future__ import annotations

import datetime
import math
import posixpath
import re
from functools import cache

from lxml import etree

from extractor.errors import TrichLucError
from extractor.limits import Limits
from extractor.read.archive import Archive
from extractor.read.sheets import Value

#: Codes that have a number only, as far as they matter here.
BUILT_IN = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 17: "mmm-yy", 37: "#,##0", 38: "#,##0"}
BUILT_IN |= {39: "#,##0.00", 40: "#,##0.00"}
#: A cell's place, from 0: row and column.
Place = tuple[int, int]


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        # Text in quotation marks, escaped signs, padding, colours and languages in brackets.
        "literal": re.compile(r'"[^"]*"|\\.|[_*].|\[[^\]]*\]'),
        "digits": re.compile(r"([#0?,]*)(?:\.([#0?]+))?"),
        "date": re.compile(r"[dmyhs]", re.IGNORECASE),
        "place": re.compile(r"([A-Z]{1,3})([0-9]{1,7})"),
    }


def formats(data: bytes, name: str, limits: Limits) -> dict[str, dict[Place, str]]:
    """The format codes of the cells that have one, by the name of their sheet; nothing where the file does not say."""
    archive = Archive(data, name, limits)
    try:
        codes = _codes(archive)
        return {sheet: _cells(archive, part, codes) for sheet, part in _parts(archive).items()}
    except TrichLucError:
        return {}  # what can be read is read without


def _codes(archive: Archive) -> list[str]:
    """The format code of each style, "" for what is shown as it is."""
    root = archive.parse("xl/styles.xml")
    if root is None:
        return []
    own = {one.get("numFmtId", ""): one.get("formatCode", "") for one in root.iter("{*}numFmt")}
    styles = root.find("{*}cellXfs")
    found = []
    for style in styles.iterchildren("{*}xf") if styles is not None else ():
        number = style.get("numFmtId", "0")
        built_in = BUILT_IN.get(int(number), "") if number.isdecimal() and len(number) < 6 else ""
        found.append(own.get(number, built_in))
    return found


def _parts(archive: Archive) -> dict[str, str]:
    """The member of each sheet, by its name."""
    book, relations = archive.parse("xl/workbook.xml"), archive.parse("xl/_rels/workbook.xml.rels")
    if book is None or relations is None:
        return {}
    targets = {one.get("Id"): one.get("Target", "") for one in relations.iter("{*}Relationship")}
    found = {}
    for sheet in book.iter("{*}sheet"):
        related = next((value for key, value in sheet.attrib.items() if str(key).endswith("}id")), None)
        if target := targets.get(str(related)):
            found[sheet.get("name", "")] = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
    return found


def _cells(archive: Archive, part: str, codes: list[str]) -> dict[Place, str]:
    root = archive.parse(part)
    found: dict[Place, str] = {}
    for cell in root.iter("{*}c") if root is not None else ():
        style, at = cell.get("s", ""), _place(cell)
        if at and style.isdecimal() and len(style) < 6 and int(style) < len(codes) and codes[int(style)]:
            found[at] = codes[int(style)]
    return found


def _place(cell: etree._Element) -> Place | None:
    match = _patterns()["place"].fullmatch(cell.get("r", ""))
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1


def shown(value: Value, code: str = "") -> str:
    """A value as the sheet shows it by a format code, or as it is."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float():
            return _number(value, _plain(code))
        case datetime.datetime() if value.hour or value.minute:
            return f"{value:%H:%M} {_date(value, _plain(code))}"
        case datetime.date():
            return _date(value, _plain(code))
        case datetime.time():
            return f"{value:%H:%M}"
    return str(value)


def _plain(code: str) -> str:
    """The part of a code for positive numbers, without its literal text."""
    return _patterns()["literal"].sub("", code).partition(";")[0]


def _date(value: datetime.date, code: str) -> str:
    letters = {letter.lower() for letter in _patterns()["date"].findall(code)}
    if "d" in letters or "y" not in letters:
        return f"{value.day:02}/{value.month:02}/{value.year}"
    return f"{value.month:02}/{value.year}" if "m" in letters else str(value.year)


def _number(value: float, code: str) -> str:
    if not math.isfinite(value):
        return ""
    percent = "%" in code
    number = value * 100 if percent else value
    match = max(_patterns()["digits"].finditer(code), key=lambda found: len(found[0]), default=None)
    digits = match[1] if match else ""
    if not digits or _patterns()["date"].search(code) or "e" in code.lower() or "/" in code:
        return _general(number) + ("%" if percent else "")
    places = len(match[2]) if match and match[2] else 0
    text = f"{number:,.{places}f}" if "," in digits.rstrip(",") else f"{number:.{places}f}"
    if match and match[2] and "#" in match[2]:
        text = text.rstrip("0").rstrip(".")
    sign, text = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, point, rest = text.partition(".")
    whole = whole.replace(",", ".").rjust(digits.count("0"), "0")
    return f"{sign}{whole}{',' if point else ''}{rest}{'%' if percent else ''}"


def _general(value: float) -> str:
    """A number in all its digits, of which a computer's fractions hold fifteen."""
    if abs(value) >= 1e15 or (value and abs(value) < 1e-6):
        return f"{value:.15g}".replace(".", ",")
    return f"{value:.15g}" if float(value).is_integer() else f"{value:.15g}".replace(".", ",")
