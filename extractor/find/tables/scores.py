"""Scored criteria in prose (EXTRACTION 9): "Tiêu chí 1.2.1 về …: UBND huyện đạt 0/0,25 điểm, nguyên nhân: …".
Every "điểm" after a figure is looked at; the words before it in its paragraph say what was scored, and whose it is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.find.tables.values import Patterns, number_of
from extractor.mentions import ScoreMention, SectionMention
from extractor.model import Span
from extractor.text import Text

_ANCHOR = "điểm"
#: How far before its figure a criterion may begin, how far its verb stands from "điểm", and how long the name of a body
#: is, in characters.
_REACH, _FIGURE, _NAME = 600, 64, 110


@dataclass(frozen=True, slots=True)
class _Figure:
    """The figures of a score: where they begin (with the verb) and end, and what they say."""

    start: int
    end: int
    achieved: str
    maximum: str | None


def find_scores(text: Text, sections: Sequence[SectionMention], patterns: Patterns) -> Iterator[ScoreMention]:
    """The scored criteria of the prose, in order."""
    body = text.masked
    starts = [block.span[0] for block in text.blocks]
    last: ScoreMention | None = None
    done = 0
    anchor = body.find(_ANCHOR)
    while 0 <= anchor < text.body_end:
        if anchor >= done and body[max(0, anchor - 2) : anchor].strip()[-1:].isdecimal():
            index = bisect_right(starts, anchor) - 1
            if index >= 0 and anchor < text.blocks[index].span[1]:
                paragraph = text.blocks[index].span
                score = _score(body, paragraph, anchor, last, sections, patterns)
                if score:
                    done = max(score.span[1], score.cause_span[1] if score.cause_span else 0)
                    last = score
                    yield score
        anchor = body.find(_ANCHOR, anchor + len(_ANCHOR))


def _score(
    body: str,
    paragraph: Span,
    anchor: int,
    last: ScoreMention | None,
    sections: Sequence[SectionMention],
    patterns: Patterns,
) -> ScoreMention | None:
    """The score whose figure stands before `anchor`, None where nothing was scored."""
    beside = last is not None and last.span[1] > paragraph[0]
    floor = max(paragraph[0], anchor - _REACH, last.span[1] if last and beside else 0)
    figure = _figure(body, floor, anchor, patterns)
    if figure is None:
        return None
    subject = _subject(body, floor, figure, patterns)
    if subject is None:
        return None
    start, criterion, label, unit = subject
    if unit is None:
        unit = last.unit if last and beside else heading_unit(body, figure.start, sections, patterns)
    return ScoreMention(
        table=None,
        span=(start, figure.end),
        criterion=criterion,
        label=label,
        achieved=figure.achieved,
        maximum=figure.maximum,
        cause_span=_cause(body, figure.end, paragraph[1], patterns),
        unit=unit,
        rule="tables.score",
    )


def _figure(body: str, floor: int, anchor: int, patterns: Patterns) -> _Figure | None:
    found = patterns["score_figure"].search(body, max(floor, anchor - _FIGURE), anchor)
    if found is None:
        return None
    end = anchor + len(_ANCHOR)
    maximum = found["maximum"]
    if maximum is None and (further := patterns["score_maximum"].match(body, end)):
        maximum, end = further["maximum"], further.end()
    if patterns["score_after"].match(body, end, end + 24) is None:
        return None
    achieved = decimal(found["achieved"])
    return _Figure(found.start(), end, achieved, decimal(maximum)) if achieved else None


def decimal(printed: str | None) -> str | None:
    """A figure as a decimal number with a point: "07" is "7", "0,25" is "0.25"."""
    value = number_of(printed) if printed else None
    return None if value is None else str(value)


def _subject(
    body: str, floor: int, figure: _Figure, patterns: Patterns
) -> tuple[int, str, str | None, str | None] | None:
    """Where the words before a figure begin, the criterion that they name, its words, and whose score it is."""
    opening = patterns["score_opening"].match(body, floor, figure.start)
    start = opening.end() if opening else floor
    number = opening["number"] if opening else None
    sentence = body.rfind(". ", start, figure.start)
    start = sentence + 2 if sentence >= 0 and body[sentence + 2 : sentence + 3].isupper() else start
    start += len(body[start : figure.start]) - len(body[start : figure.start].lstrip(" (,;.-"))
    words = body[start : figure.start].rstrip()
    unit: str | None = None
    left, colon, right = words.rpartition(":")
    if colon and right.strip():
        whose = patterns["score_of"].match(left) or patterns["score_whose"].fullmatch(left)
        if whose or _names_criterion(right.strip(), patterns):
            unit = whose["unit"] if whose else None
            start += len(left) + 1 + len(right) - len(right.lstrip())
            words = right.strip()
        else:
            words, unit = left.rstrip(), right.strip()
    elif body_found := patterns["score_unit"].search(words, max(0, len(words) - _NAME)):
        words, unit = words[: body_found.start()].rstrip().removesuffix(" của"), body_found.group().strip()
    named = _criterion(words, unit, number, figure, patterns)
    return (start, *named) if named else None


def _names_criterion(words: str, patterns: Patterns) -> bool:
    return bool(patterns["score_criterion"].fullmatch(words) or patterns["score_total"].fullmatch(words))


def _criterion(
    words: str, unit: str | None, number: str | None, figure: _Figure, patterns: Patterns
) -> tuple[str, str | None, str | None] | None:
    """The criterion, its words and whose score it is. Words that do not say that they are a criterion are one where
    they head a paragraph ("1. Cải cách thể chế: UBND huyện đạt 9/9 điểm")."""
    if match := patterns["score_criterion"].fullmatch(words):
        label = match["label"].strip().strip("():") or None
        if match["number"]:
            return match["number"], label, unit
        return (label, None, unit) if label else None
    if patterns["score_total"].fullmatch(words):
        if owner := patterns["score_owner"].search(words):
            return words[: owner.start()], None, unit or owner["unit"]
        return words, None, unit
    if figure.maximum is None or not words or _ANCHOR in words or (unit is None and number is None):
        return None
    return (number, words, unit) if number and "." in number else (words, None, unit)


def heading_unit(body: str, offset: int, sections: Sequence[SectionMention], patterns: Patterns) -> str | None:
    """Whose scores the headings above say that these are ("Đối với UBND xã …:")."""
    index: int | None = bisect_right(sections, offset, key=lambda section: section.span[0]) - 1
    while index is not None and index >= 0:
        section = sections[index]
        start, end = section.title_span
        if end - start < _NAME and section.span[1] > offset and (whose := patterns["score_of"].match(body[start:end])):
            return whose["unit"]
        index = section.parent
    return None


def _cause(body: str, position: int, end: int, patterns: Patterns) -> Span | None:
    """The stated reason: to the end of the paragraph, or to the next criterion in it."""
    opening = patterns["score_cause"].match(body, position, end)
    if opening is None or opening.end() >= end:
        return None
    following = patterns["score_next"].search(body, opening.end(), end)
    close = following.start() if following else end
    return opening.end(), opening.end() + len(body[opening.end() : close].rstrip(" .;"))
