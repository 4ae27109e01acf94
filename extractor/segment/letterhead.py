"""The document's own facts: number, date and place, issuer and title above the body; signature and recipients below."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.grammar import fold
from extractor.mentions import DateMention, Letterhead
from extractor.model import Span
from extractor.segment.ending import read_ending
from extractor.segment.issuing import issuing_bodies
from extractor.segment.lines import lines_between, top_lines
from extractor.segment.marks import addressees, marked_lines, secrecy, urgency
from extractor.segment.numbers import Number, kind_of, number_lines, read_number
from extractor.segment.periods import data_window, reporting_period
from extractor.segment.titles import Heading, read_heading
from extractor.segment.vocabulary import LetterheadRules, compile_letterhead
from extractor.text import Block, TextTable

__all__ = ["LetterheadRules", "compile_letterhead", "number_lines", "read_letterhead"]

#: A line with a place and a date is not longer than this.
_PLACE_LENGTH = 90


def read_letterhead(
    text: str,
    blocks: Sequence[Block],
    dates: Sequence[DateMention],
    rules: LetterheadRules,
    tables: Sequence[TextTable] = (),
) -> Letterhead:
    """The letterhead and the end of a document. What is not printed is None or empty."""
    top = top_lines(text, blocks, tables, rules)
    number = read_number(text, top, rules)
    heading = _heading(text, top, number, rules)
    code = heading.code or _type_of_symbol(text, top, number, heading, rules)
    head = top[: heading.index] if heading.line else _above_addressees(text, top, rules)
    ending = read_ending(text, blocks, rules, heading.end)
    date, place = _dated(text, top, head, heading, blocks, ending.tail, dates, rules)
    superior, issuer = issuing_bodies(text, head, rules)
    return Letterhead(
        region=(0, heading.end),
        type_code=code,
        number=number.number,
        symbol=number.symbol,
        code=number.code,
        date=date,
        place=place,
        issuer_lines=issuer,
        superior_lines=superior,
        authority=heading.authority,
        title_spans=heading.title,
        addressees=addressees(text, top, rules),
        tail=ending.tail,
        signer=ending.signer,
        signer_name=ending.name,
        recipients=ending.recipients,
        distribution=ending.distribution,
        period=reporting_period(text, heading.title, dates, rules),
        data_window=data_window(text, dates, heading.end, (ending.tail or (len(text), 0))[0], rules),
        secrecy=secrecy(text, _marked(text, head, top, heading, blocks, tables, ending.tail), rules),
        urgency=urgency(text, marked_lines(text, head, heading.line), rules),
        attached=_attached(text, blocks, heading.line, rules),
    )


def _marked(
    text: str,
    head: Sequence[Span],
    top: Sequence[Span],
    heading: Heading,
    blocks: Sequence[Block],
    tables: Sequence[TextTable],
    tail: Span | None,
) -> tuple[Sequence[Span], Sequence[Span], Sequence[Span]]:
    """Where a mark of secrecy may stand: lines of the letterhead, those of the title with the two below it, those from
    the signature on."""
    title = [*heading.title, *[line for line in top if heading.line and line[0] >= heading.end][:2]]
    ending = lines_between(text, blocks, tables, tail) if tail else ()
    return marked_lines(text, head, heading.line), title, ending


def _heading(text: str, top: Sequence[Span], number: Number, rules: LetterheadRules) -> Heading:
    """The kind and the title. Below the symbol of an official letter ("1094/UBND-NC") a kind in capitals is that of a
    form that goes with it when it stands under "Kính gửi"."""
    if number.symbol and kind_of(number.symbol, rules) is None:
        above = _above_addressees(text, top, rules)
        if len(above) < len(top):
            return read_heading(text, above, rules)
    return read_heading(text, top, rules)


def _type_of_symbol(
    text: str, top: Sequence[Span], number: Number, heading: Heading, rules: LetterheadRules
) -> str | None:
    """The kind by the symbol where no line names it; a symbol that names none is that of an official letter."""
    if number.symbol is None:
        return "CV" if heading.title else None
    if kind := kind_of(number.symbol, rules):
        return kind
    addressed = any(rules.lines["addressees"].match(text, left, right) for left, right in top)
    return "CV" if heading.title or addressed else None


def _above_addressees(text: str, top: Sequence[Span], rules: LetterheadRules) -> Sequence[Span]:
    for index, (left, right) in enumerate(top):
        if text[left] in "KĐk" and rules.lines["addressees"].match(text, left, right):
            return top[:index]
    return top


def _attached(text: str, blocks: Sequence[Block], own: Span | None, rules: LetterheadRules) -> tuple[str, ...]:
    """Types whose name stands alone in capitals below the document's own title."""
    if own is None:
        return ()
    found = (
        rules.types.get(fold(text[left:right]))
        for left, right in (block.span for block in blocks)
        if left > own[0] and right - left < 24 and text[left:right].isupper()
    )
    return tuple(dict.fromkeys(code for code in found if code))


def _dated(
    text: str,
    top: Sequence[Span],
    head: Sequence[Span],
    heading: Heading,
    blocks: Sequence[Block],
    tail: Span | None,
    dates: Sequence[DateMention],
    rules: LetterheadRules,
) -> tuple[DateMention | None, str | None]:
    """Date and place above the title, else around it, else above the signature, where some offices write them."""
    around = top[: heading.index + 3] if heading.index is not None else top
    places = [head, around, _last_lines(blocks, tail) if tail else ()]
    found = (_date_and_place(text, lines, dates, rules) for lines in places)
    return next((one for one in found if one != (None, None)), (None, None))


def _date_and_place(
    text: str, lines: Sequence[Span], dates: Sequence[DateMention], rules: LetterheadRules
) -> tuple[DateMention | None, str | None]:
    """The line "Mang Yang, ngày … tháng … năm …"; a line that is nothing but a date counts as well."""
    for left, right in lines:
        if right - left > _PLACE_LENGTH or not text[left].isupper():
            continue
        match = rules.lines["place_line"].match(text, left, right)
        start = match.end() if match else left
        date = next((date for date in dates if start <= date.span[0] and date.span[1] <= right), None)
        if match and (date or rules.lines["open_date"].match(text, start, right)):
            return date, match["place"]
        if date and date.precision in ("day", "month", "year") and _is_all(text, date.span, left, right):
            return date, None
    return None, None


def _is_all(text: str, date: Span, left: int, right: int) -> bool:
    """Whether a line is nothing but a date."""
    return date[0] == left and text[left] in "Nn" and text[date[1] : right].strip(" .") == ""


def _last_lines(blocks: Sequence[Block], tail: Span) -> list[Span]:
    """The lines around the beginning of the signature: some offices write place and date above it."""
    near = [index for index, block in enumerate(blocks) if tail[0] <= block.span[0] < tail[1]]
    if not near:
        return []
    return [block.span for block in blocks[max(near[0] - 2, 0) : near[-1] + 1]]
