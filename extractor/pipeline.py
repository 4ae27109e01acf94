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
from extractor.find.organisations import OrganisationRules, compile_organisations, find_organisations, named_outside
from extractor.find.persons import PersonRules, compile_persons, find_persons
from extractor.find.tables import TableRules, compile_tables, find_rows
from extractor.learned import Reading, model_version
from extractor.learned import load as load_model
from extractor.limits import DEFAULT_LIMITS, Limits
from extractor.mentions import DateMention, Letterhead, Repair, SectionMention
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
    """Options of one extraction: its limits, and whether the model reads beside the rules (needs the extra `ner`).
    `model_place` is a folder with another model than the package's."""

    limits: Limits = DEFAULT_LIMITS
    model: bool = False
    model_place: Path | None = None


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
    made_with = CODE_VERSION, book.version, READER_VERSIONS
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
        pipeline=Pipeline(_digest(*made_with), *made_with),
    )


def pipeline_of(options: Options) -> Pipeline:
    """The versions of all that an extraction with these options is made with. Raises RulesError."""
    made = load().pipeline
    if not options.model:
        return made
    model = model_version(options.model_place)
    return replace(made, version=_digest(made.code, made.rules, made.readers, model), model=model)


def _digest(*versions: str) -> str:
    return hashlib.sha256(" ".join(versions).encode()).hexdigest()[:12]


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
    return extract_source(read(data, called, chosen.limits, on_progress), chosen)


def extract_source(source: Source, options: Options | None = None) -> Report:
    """Everything after reading: from what a reader handed over to the Report."""
    chosen, engine = options or Options(), load()
    parts, beside = found_in(source, chosen)
    if beside:
        parts = _completed(parts, beside)
    report = build.report(parts, engine.names, engine.citations.types.names, pipeline_of(chosen))
    return check(report)


def found_in(source: Source, chosen: Options) -> tuple[build.Parts, Reading | None]:
    """All that rules find in a document, and the model's reading of it where one was chosen. The bodies that it adds
    are in it already, because rules read on from them."""
    engine = load()
    text = assemble(source)
    if not text.text.strip():
        raise EmptyFileError(f"{source.name}: the file holds no text; check that the right file was sent")
    stretches = recognised_stretches(source, text)
    text, repairs = _as_understood(text, stretches, engine)
    body = text.masked
    dates = find_dates(body, engine.dates)
    head = _letterhead(source, text, dates, engine)
    start = max((line[1] for line in head.issuer_lines), default=0)
    stops = (head.tail[0],) if head.tail else ()
    sections = find_sections(body, text.blocks, engine.headings, start, stops, text.body_end)
    own_numbers = number_lines(body, text.blocks, engine.letterhead, text.tables)
    own_types = {head.type_code or "", *head.attached}
    citations = find_citations(body, dates, engine.citations, own_numbers, own_types, repairs)
    organisations = named_outside(find_organisations(body, engine.organisations), citations)
    beside = None
    if chosen.model:
        beside = Reading(text, citations, dates, load_model(chosen.model_place), recognised=bool(stretches))
        organisations = beside.organisations(organisations)
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
        place=read_place(body, head, engine.places),
    )
    return parts, beside


def _letterhead(source: Source, text: Text, dates: Sequence[DateMention], engine: Engine) -> Letterhead:
    head = read_letterhead(text.masked, text.blocks, dates, engine.letterhead, text.tables)
    if head.secrecy is None:
        return replace(head, secrecy=running_secrecy(source.running, engine.letterhead))
    return head


def _completed(parts: build.Parts, beside: Reading) -> build.Parts:
    """What rules found, with the people, the duties and the titles that the model adds to it."""
    return replace(
        parts,
        citations=beside.citations(parts.organisations),
        duties=beside.duties(parts.duties, parts.organisations),
        persons=beside.persons(parts.persons, parts.organisations),
    )


def _as_understood(text: Text, stretches: Sequence[Span], engine: Engine) -> tuple[Text, Sequence[Repair]]:
    """What was recognised from images, read through the errors of recognition. All other text stays as it is."""
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
