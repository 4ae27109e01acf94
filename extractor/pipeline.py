"""The walk of a document: read, text, segment, find, resolve, check, report. Plain functions, no state between
documents."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import BinaryIO

from extractor import build, rules
from extractor.check import check
from extractor.errors import EmptyFileError, LimitError, UnreadableError
from extractor.find.citations import Vocabulary, compile_vocabulary, find_citations
from extractor.find.counts import CountRules, compile_counts, find_counts
from extractor.find.dates import DateRules, compile_rules, find_dates
from extractor.find.duties import DutyRules, compile_duties, find_duties
from extractor.find.organisations import OrganisationRules, compile_organisations, find_organisations
from extractor.find.persons import PersonRules, compile_persons, find_persons
from extractor.find.tables import TableRules, compile_tables, find_rows
from extractor.limits import DEFAULT_LIMITS, Limits
from extractor.mentions import Repair, SectionMention
from extractor.model import Pipeline, Report, Span
from extractor.read import READER_VERSIONS, read
from extractor.recognised import load_reading, recognised_stretches, understand
from extractor.resolve.issuers import NameRules, compile_names
from extractor.resolve.place import PlaceRules, compile_places, read_place
from extractor.segment import HeadingRules, LetterheadRules, find_sections, read_letterhead, running_secrecy
from extractor.segment.headings import compile_headings
from extractor.segment.letterhead import compile_letterhead, number_lines
from extractor.source import Source
from extractor.text import Text, assemble

#: Version of the code in the pipeline's version: raised with every change of what is extracted.
CODE_VERSION = "0.1.0"

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Options:
    """Options of one extraction: its limits."""

    limits: Limits = DEFAULT_LIMITS


@dataclass(frozen=True, slots=True)
class Engine:
    """All compiled rules. Built once by `load`, never at import."""

    dates: DateRules
    citations: Vocabulary
    headings: HeadingRules
    letterhead: LetterheadRules
    places: PlaceRules
    names: NameRules
    organisations: OrganisationRules
    counts: CountRules
    duties: DutyRules
    persons: PersonRules
    tables: TableRules
    pipeline: Pipeline


@cache
def load() -> Engine:
    """Compile the rules of the package. Raises RulesError."""
    book = rules.load()
    places = compile_places(book)
    digest = hashlib.sha256(f"{CODE_VERSION} {book.version} {READER_VERSIONS}".encode()).hexdigest()[:12]
    return Engine(
        dates=compile_rules(book),
        citations=compile_vocabulary(book),
        headings=compile_headings(book),
        letterhead=compile_letterhead(book),
        places=places,
        names=compile_names(book, places),
        organisations=compile_organisations(book),
        counts=compile_counts(book),
        duties=compile_duties(book),
        persons=compile_persons(book),
        tables=compile_tables(book),
        pipeline=Pipeline(digest, CODE_VERSION, book.version, READER_VERSIONS),
    )


def extract(
    source: str | os.PathLike[str] | bytes | BinaryIO,
    *,
    name: str | None = None,
    options: Options | None = None,
    on_progress: Progress | None = None,
) -> Report:
    """Read a report and say what it says.

    `source` is a path, the bytes of a file, or an open binary file; `name` is the file's name for messages and
    `report.source.name`. `on_progress(done, pages)` is called after each page of a file that has pages.

    Raises TrichLucError subclasses for files that cannot be read (see extractor/errors.py); nothing else.
    """
    chosen = options or Options()
    data, called = _bytes_of(source, name, chosen.limits)
    return extract_source(read(data, called, chosen.limits, on_progress))


def extract_source(source: Source) -> Report:
    """Everything after reading: from what a reader handed over to the Report."""
    engine = load()
    text = assemble(source)
    if not text.text.strip():
        raise EmptyFileError(f"{source.name}: the file holds no text; check that the right file was sent")
    text, repairs = _as_understood(source, text, engine)
    body = text.masked
    dates = find_dates(body, engine.dates)
    head = read_letterhead(body, text.blocks, dates, engine.letterhead, text.tables)
    if head.secrecy is None:
        head = replace(head, secrecy=running_secrecy(source.running, engine.letterhead))
    start = max((line[1] for line in head.issuer_lines), default=0)
    stops = (head.tail[0],) if head.tail else ()
    sections = find_sections(body, text.blocks, engine.headings, start, stops, text.body_end)
    own_numbers = number_lines(body, text.blocks, engine.letterhead, text.tables)
    own_types = {head.type_code or "", *head.attached}
    citations = find_citations(body, dates, engine.citations, own_numbers, own_types, repairs)
    place = read_place(body, head, engine.places)
    organisations = find_organisations(body, engine.organisations)
    taken = sorted([*(one.span for one in citations), *(one.span for one in dates), *_labels(sections), *_marks(text)])
    parts = build.Parts(
        source=source,
        text=text,
        letterhead=head,
        sections=sections,
        dates=dates,
        citations=citations,
        organisations=organisations,
        counts=find_counts(body, taken, dates, engine.counts),
        duties=find_duties(text, sections, organisations, dates, engine.duties),
        persons=find_persons(body, engine.persons, head.signer, head.signer_name),
        rows=find_rows(text, sections, organisations, dates, engine.tables),
        place=place,
    )
    report = build.report(parts, engine.names, engine.citations.types.names, engine.pipeline)
    return check(report)


def _as_understood(source: Source, text: Text, engine: Engine) -> tuple[Text, Sequence[Repair]]:
    """What was recognised from images, read through the errors of recognition. All other text stays as it is."""
    stretches = recognised_stretches(source, text)
    if not stretches:
        return text, ()
    understood = understand(text, stretches, load_reading(), engine.citations)
    return understood.text, understood.repairs


def _labels(sections: Sequence[SectionMention]) -> Iterator[Span]:
    return ((section.span[0], section.span[0] + len(section.label)) for section in sections)


def _marks(text: Text) -> Iterator[Span]:
    """The labels before footnotes."""
    return ((note.span[0], note.body[0]) for note in text.notes)


def _bytes_of(source: str | os.PathLike[str] | bytes | BinaryIO, name: str | None, limits: Limits) -> tuple[bytes, str]:
    if isinstance(source, bytes):
        return source, name or "document"
    if isinstance(source, str | os.PathLike):
        path = Path(source)
        called = name or path.name
        try:
            if path.stat().st_size > limits.file_bytes:
                raise LimitError(f"{called}: larger than the limit of {limits.file_bytes} bytes; split or shrink it")
            return path.read_bytes(), called
        except OSError as error:
            reason = (error.strerror or "cannot be opened").lower()
            raise UnreadableError(f"{called}: {reason}; check the path and the permissions") from None
    data = source.read(limits.file_bytes + 1)
    return data, name or Path(getattr(source, "name", "document") or "document").name
