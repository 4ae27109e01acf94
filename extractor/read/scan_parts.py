"""Several documents in one scan: told by their letterheads, and proposed as a split, never made.

A document opens with the name of the state and its motto (quốc hiệu, tiêu ngữ) or that of the Party, and a number
(Nghị định 30/2020/NĐ-CP, Điều 8; Hướng dẫn 36-HD/VPTW). What is issued with a decision may open so too, without being
a document of its own: it says "ban hành kèm theo".
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from extractor.read.pdf_page import PageContent

#: The upper part of a page in which a letterhead stands, in parts of its height.
_TOP = 0.33
#: How alike a line must be to the words that open a document, from 0 to 100.
_ALIKE = 85
_OPENINGS = ("cong hoa xa hoi chu nghia viet nam", "doc lap - tu do - hanh phuc", "dang cong san viet nam")
_ATTACHED = "kem theo"


def parts_warning(pages: Sequence[PageContent]) -> tuple[str, ...]:
    """A warning that proposes how to split a scan, where more than one of its pages opens a document."""
    starts = [page.number for page in pages if _opens(page)]
    if len(starts) < 2 or not pages:
        return ()
    starts[0] = min(starts[0], pages[0].number)
    ends = [start - 1 for start in starts[1:]] + [pages[-1].number]
    ranges = [f"{start}-{end}" if end > start else f"{start}" for start, end in zip(starts, ends, strict=True)]
    return (
        f"Letterheads stand on {len(starts)} pages: the scan may hold several documents. "
        f"Proposed split: pages {', '.join(ranges)}.",
    )


def _opens(page: PageContent) -> bool:
    """Whether a letterhead stands at the top of a page."""
    from rapidfuzz.fuzz import partial_ratio

    lines = [*page.lines, *(line for pair in page.columns for line in (*pair.left, *pair.right))]
    top = [_folded(line.text) for line in lines if line.y0 < _TOP * page.height]
    if any(_ATTACHED in line for line in top):
        return False
    opening = any(partial_ratio(words, line) >= _ALIKE for line in top if len(line) > 20 for words in _OPENINGS)
    return opening and any(line.startswith(("so", "s0")) or " so:" in line for line in top)


def _folded(text: str) -> str:
    """Small letters without marks: recognition confuses these most."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
