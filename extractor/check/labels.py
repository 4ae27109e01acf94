"""Breakdowns by body ("Sở A: 16; huyện B: 3") beside those of another row, and beside the label of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from extractor import rules
from extractor.check.breakdowns import labelled
from extractor.check.finding import Maker, shorten, words
from extractor.check.phrases import fold, has
from extractor.check.rows import is_share, name
from extractor.model import Finding, Footnote, Indicator, Report, Span
from extractor.registers import key

#: The parts that the wider breakdown must share with the narrower one, before the rest is a slip.
_SHARED = 0.5


def check(report: Report, maker: Maker) -> Iterator[Finding]:
    """breakdown_astray: a body has more in a part of a figure than in the whole; a body of another level."""
    notes = {note.label: note for note in report.footnotes}
    known: dict[str, Indicator] = {}
    for row in report.indicators:
        if row.canonical:
            known.setdefault(row.canonical, row)
        if (row.note or row.footnote) and not is_share(row):
            yield from _level(row, notes, maker)
    for identity in rules.load()["indicators"]["identity"]:
        whole, part, *more = (known.get(one) for one in (identity.get("whole", ""), *identity["parts"]))
        if whole and part and not more and identity["kind"] == "at_most":
            yield from _beside(whole, part, notes, maker)


def _parts(row: Indicator, notes: Mapping[str, Footnote]) -> tuple[dict[str, Decimal], Span, str]:
    """The figures by label, with where they stand and the id of what they stand in."""
    note = notes.get(row.footnote or "")
    made = dict(labelled(row.note or ""))
    if made or note is None:
        return made, row.span, row.id
    return dict(labelled(note.text)), note.span, note.id


def _beside(whole: Indicator, part: Indicator, notes: Mapping[str, Footnote], maker: Maker) -> Iterator[Finding]:
    wide, _, _ = _parts(whole, notes)
    narrow, span, source = _parts(part, notes)
    figures = {key(label): value for label, value in wide.items()}
    astray = {label: value for label, value in narrow.items() if value > figures.get(key(label), 0)}
    if not wide or not astray or len(narrow) - len(astray) < _SHARED * len(narrow):
        return
    said = "; ".join(f"{label}: {value}" for label, value in astray.items())
    other = "; ".join(f"{label}: {figures.get(key(label), 0)}" for label in astray)
    wrong = (f"nhiều hơn ở “{name(whole)}” ({other})", f"is more than in “{name(whole)}” ({other})")
    yield maker.make("breakdown_astray", span, (part.id, source, whole.id), words=name(part), part=said, wrong=wrong)


def _level(row: Indicator, notes: Mapping[str, Footnote], maker: Maker) -> Iterator[Finding]:
    """A district in the breakdown of what departments have."""
    label = fold(row.label)
    if not has(label, words("of_departments")) or has(label, words("of_districts")):
        return
    parts, span, source = _parts(row, notes)
    astray = [one for one in parts if fold(one).startswith(words("of_districts"))]
    if 0 < len(astray) < len(parts):
        said = "; ".join(f"{one}: {parts[one]}" for one in astray)
        wrong = ("không thuộc cấp của chỉ tiêu", "is not of the level of the indicator")
        yield maker.make("breakdown_astray", span, (row.id, source), words=name(row), part=shorten(said), wrong=wrong)
