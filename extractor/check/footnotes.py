"""Marks of footnotes that are not there."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.check.finding import Maker
from extractor.model import Finding, Footnote, Report, Span

#: How far after the mark before it a mark is looked for, in characters.
_REACH = 40_000
#: Notes that are followed up, from the end: a gap further up is a gap of the reader.
_LAST = 40


def check(report: Report, maker: Maker) -> Iterator[Finding]:
    """footnote_missing: the label that follows that of a note is printed as a mark, and no note has it."""
    labels = {note.label for note in report.footnotes}
    for note in report.footnotes[-_LAST:]:
        following = str(int(note.label) + 1) if note.label.isdigit() else ""
        if note.anchor is None or not following or following in labels:
            continue
        span = _mark(report.text, note, note.anchor, following)
        if span:
            yield maker.make("footnote_missing", span, (note.id,), label=following, before=note.label)


def _mark(text: str, note: Footnote, anchor: Span, label: str) -> Span | None:
    """Where `label` is printed as the mark before it is: in brackets glued to a word, or at the end of a cell of the
    same row."""
    if text[anchor[0] : anchor[1]] == f"({note.label})" and text[anchor[0] - 1 : anchor[0]].isalpha():
        mark = f"({label})"
        at = text.find(mark, anchor[1], min(anchor[1] + _REACH, note.span[0]))
        if at > 0 and text[at - 1].isalpha():
            return at, at + len(mark)
        return None
    if text[anchor[1] : anchor[1] + 1] not in ("\t", "\n"):
        return None
    row_end = text.find("\n", anchor[1])
    at = text.find(f" {label}", anchor[1], row_end if row_end > 0 else len(text))
    if at > 0 and text[at + 1 + len(label) : at + 2 + len(label)] in ("\t", "\n"):
        return at + 1, at + 1 + len(label)
    return None
