"""Does a line go on with the next? Shared by the readers of text and PDF.

The evidence is in the words: officials end a paragraph with `.`, `;`, `:` or `./.` and begin the next with a capital, a
label (`I.`, `1.`, `a)`) or a bullet (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.5).
"""

from __future__ import annotations

import re
from functools import cache

from extractor import rules

#: A word in capitals that is no abbreviation of consonants (CCHC, TTHC) and no Roman number: a
#: syllable of Vietnamese has a vowel.
_SYLLABLE = r"(?![IVXL]+\b)[^\W\d_]*[AEIOUYÀ-ÃÈ-ÊÌÍÒ-ÕÙÚÝĂĨŨƠƯẠ-Ỹ][^\W\d_]*"
_TITLE = rf"\W*{_SYLLABLE}(?:\W+{_SYLLABLE})+\W*$"
#: What begins a paragraph, or is cited in one: "theo khoản 4, Điều 10 Thông tư số …".
_CITED = ("Điều ", "Mục ", "Chương ", "Phụ lục ")


@cache
def _title() -> re.Pattern[str]:
    return re.compile(_TITLE)


@cache
def _sentence_end() -> re.Pattern[str]:
    return re.compile(r"[.;:!?…]['\"”’)\]]*$")


def opens_paragraph(text: str, previous: str = "") -> bool:
    """The line begins with a label, a bullet or a word that always begins a paragraph. After a line that is open
    ("theo khoản 4,") an article is cited, not begun; in brackets that it left open ("(đợt") "1)" is no label."""
    if rules.pattern("paragraphs", "opener").match(text) is None:
        return False
    if text[1:2] == ")" and previous.rfind("(") > previous.rfind(")"):
        return False
    return not (text.startswith(_CITED) and is_open(previous))


def ends_sentence(text: str) -> bool:
    """The text ends like a sentence or an item of a list, in a cell or on a page. `is_closed` is for paragraphs."""
    return _sentence_end().search(text) is not None


def is_closed(text: str) -> bool:
    """The line ends as a paragraph ends."""
    return rules.pattern("paragraphs", "closed").search(text[-6:]) is not None


def is_open(text: str) -> bool:
    """The line ends with a word or sign that needs more: "số", "ngày", "NĐ-"."""
    return rules.pattern("paragraphs", "open_end").search(text[-16:]) is not None


def begins_title(previous: str, following: str) -> bool:
    """A line of two words or more in capitals ("QUYẾT ĐỊNH") under one that is not: a title, never its rest."""
    return following.isupper() and not previous.isupper() and _title().match(following) is not None


def continues(previous: str, following: str, *, page_break: bool = False) -> bool:
    """Whether `following` goes on with the paragraph that `previous` left off.

    `page_break`: something that only stands at a page's end lay between the two (footnotes, a page number). Then an
    unfinished line is evidence enough, otherwise the next must begin in lower case or complete an open phrase.
    """
    if not previous or not following or opens_paragraph(following, previous):
        return False
    if is_closed(previous) or begins_title(previous, following):
        return False
    first = following.lstrip("“\"'(")[:1]
    if first.islower():
        return True
    if is_open(previous) and (first.isdigit() or page_break or previous.rstrip()[-1] in "-/,("):
        return True
    return page_break and len(previous) > 40 and not previous.isupper() and not following.isupper()
