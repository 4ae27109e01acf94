"""The original .docx with a Word comment at each confirmed finding. It is a stranger's file: to be called in a process
of its own (`api/isolation`)."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from api.review.exporting.words import SEVERITIES, printable
from api.review.folding import State

#: Letters and digits on either side that tell equal words apart.
_BESIDE = 24


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment to be written: what it says, by whom, and where (the words, and what stands around them)."""

    text: str
    who: str
    quote: str
    before: str
    after: str


def remarks(state: State) -> list[Remark]:
    """A remark for each finding that a person confirmed."""
    found = []
    for item in state.items:
        if item.kind == "finding" and item.state == "confirmed" and item.decision is not None:
            said = f"[{SEVERITIES[str(item.fields['severity'])]}] {item.fields['message_vi']}"
            notes = [note for note in (item.decision.comment, *(one.comment for one in item.comments)) if note]
            anchor = item.anchor
            text = "\n".join([said, *dict.fromkeys(notes)])
            found.append(Remark(text, item.decision.who.rpartition(":")[2], anchor.quote, anchor.before, anchor.after))
    return found


def commented(data: bytes, wanted: Sequence[Remark]) -> bytes:
    """The file with its comments. What has no place of its own, or is not found, stands at the first paragraph."""
    from docx import Document

    file = Document(io.BytesIO(data))
    paragraphs = [one for one in _paragraphs(file.element.body, file) if one.runs]
    for remark in wanted:
        runs = _runs(paragraphs, remark)
        if not runs:
            if not paragraphs:
                paragraphs = [file.add_paragraph("\N{NO-BREAK SPACE}")]
            runs = paragraphs[0].runs
        who = printable(remark.who)[:60] or "Trích Lục"
        file.add_comment(runs, text=printable(remark.text), author=who, initials=who[:2].upper())
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def _paragraphs(body: Any, file: Any) -> Iterator[Any]:
    """All paragraphs of the body in their order, also those of tables."""
    from docx.text.paragraph import Paragraph

    for element in body.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"):
        yield Paragraph(element, file._body)


def _runs(paragraphs: Sequence[Any], remark: Remark) -> list[Any]:
    """The runs that hold the words of a remark; of a long quote, those of its first paragraph."""
    for quote in (remark.quote, next(iter(remark.quote.strip().splitlines()), "")):
        wanted = _letters(quote)
        if not wanted:
            continue
        best: tuple[int, list[Any]] | None = None
        for paragraph in paragraphs:
            texts = [_letters(run.text) for run in paragraph.runs]
            whole = "".join(texts)
            at = whole.find(wanted)
            while at >= 0:
                like = _like(whole, at, at + len(wanted), remark)
                if best is None or like > best[0]:
                    best = like, _covering(paragraph.runs, texts, at, at + len(wanted))
                at = whole.find(wanted, at + 1)
        if best is not None:
            return best[1]
    return []


def _like(whole: str, start: int, end: int, remark: Remark) -> int:
    before, after = _letters(remark.before)[-_BESIDE:], _letters(remark.after)[:_BESIDE]
    left, right = whole[:start][::-1], whole[end:]
    return _agreeing(left, before[::-1]) + _agreeing(right, after)


def _agreeing(one: str, other: str) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _covering(runs: Sequence[Any], texts: Sequence[str], start: int, end: int) -> list[Any]:
    covered, at = [], 0
    for run, text in zip(runs, texts, strict=True):
        if at < end and start < at + len(text):
            covered.append(run)
        at += len(text)
    return covered


def _letters(text: str) -> str:
    """Letters and digits alone, as text and file may differ in white space, dashes and forms of Unicode."""
    import unicodedata

    return "".join(sign for sign in unicodedata.normalize("NFC", text).casefold() if sign.isalnum())
