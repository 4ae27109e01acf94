"""Names of WordprocessingML (ECMA-376 part 1) as lxml spells them, made once so that the walk only compares strings."""

from __future__ import annotations

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

VAL, ID, TYPE = W + "val", W + "id", W + "type"
P, PPR, RUN, RPR, TEXT = W + "p", W + "pPr", W + "r", W + "rPr", W + "t"
TBL, TR, TC = W + "tbl", W + "tr", W + "tc"
SECTPR, TXBX = W + "sectPr", W + "txbxContent"
ALTERNATE, CHOICE, FALLBACK = MC + "AlternateContent", MC + "Choice", MC + "Fallback"

_OFF = frozenset(("0", "false", "off"))


def on(element: etree._Element) -> bool:
    """The value of an on/off property that is present: on unless it says otherwise."""
    return element.get(VAL, "1") not in _OFF


def number(text: str | None, default: int = 0) -> int:
    """An integer attribute, `default` where it is absent or not a number. Word itself writes some as "1.0"."""
    if text is None or len(text) > 12:
        return default
    try:
        return int(text)
    except ValueError:
        try:
            return int(float(text))
        except (ValueError, OverflowError):
            return default


def branch(alternate: etree._Element) -> etree._Element | None:
    """The one branch of mc:AlternateContent that is read: its first Choice, the Fallback where there is none. Both say
    the same in different dialects."""
    choice = alternate.find(CHOICE)
    return choice if choice is not None else alternate.find(FALLBACK)
