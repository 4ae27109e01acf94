"""The Report from what the stations found: ids, full names, clusters, places in sections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractor.build import rows, statements
from extractor.build.bodies import Bodies
from extractor.build.evidence import evidence
from extractor.build.parts import Locator, Parts
from extractor.build.recognised import lowered
from extractor.build.references import references as make_references
from extractor.build.resolver import Resolver
from extractor.identifiers import Identifiers
from extractor.model import (
    SCHEMA_VERSION,
    Date,
    Footnote,
    PageInfo,
    Pipeline,
    Reference,
    Report,
    Section,
    SourceInfo,
    Span,
)
from extractor.resolve.issuers import NameRules
from extractor.source import Source
from extractor.text import Text

__all__ = ["Parts", "report"]

#: Rows of a one-column table that nobody would draw so.
_LONG = 12


def report(parts: Parts, names: NameRules, types: Mapping[str, str], pipeline: Pipeline) -> Report:
    """Assemble the Report."""
    text = parts.text
    ids = Identifiers(text.text)
    sections = _sections(parts, ids)
    locate = Locator(text, sections)
    bodies = Bodies(parts, names, ids)
    resolver = Resolver(parts, names, types, bodies)
    document = resolver.document()
    references, cited = make_references(parts, resolver, ids, locate, document)
    duties = statements.responsibilities(parts, resolver, bodies, ids, locate)
    made = Report(
        schema_version=SCHEMA_VERSION,
        source=_source_info(parts.source),
        document=document,
        text=text.text,
        sections=sections,
        references=references,
        cited_documents=cited,
        dates=_dates(parts, references, ids, locate),
        counts=statements.counts(parts, resolver, ids, locate),
        responsibilities=duties,
        organisations=bodies.organisations,
        indicators=rows.indicators(parts, ids, locate),
        tasks=rows.tasks(parts, references, resolver, bodies, ids, locate),
        scores=rows.scores(parts, duties, resolver, bodies, ids, locate),
        footnotes=_footnotes(text, ids, locate),
        findings=(),
        tables=rows.tables(parts, resolver, ids, locate),
        persons=statements.persons(parts, resolver, ids, locate),
        signatures=parts.source.signatures,
        evidence=(),
        warnings=(*parts.source.warnings, *_flattened(text)),
        pages=_pages(parts.source, text),
        pipeline=pipeline,
    )
    made = lowered(made, text.offsets, parts.letterhead.region)
    return replace(made, evidence=evidence(made, types.values()))


def _source_info(source: Source) -> SourceInfo:
    return SourceInfo(
        name=source.name,
        sha256=source.sha256,
        media_type=source.media_type,
        size_bytes=source.size_bytes,
        page_count=len(source.pages) or None,
        parser=source.parser,
        ocr=any(page.ocr for page in source.pages),
        encodings=source.encodings,
    )


def _sections(parts: Parts, ids: Identifiers) -> tuple[Section, ...]:
    text, made = parts.text, list[Section]()
    for found in parts.sections:
        title = text.text[found.title_span[0] : found.title_span[1]].replace("\n", " ")
        made.append(
            Section(
                id=ids.of("sec", f"{found.path}\x1f{title}"),
                parent_id=None if found.parent is None else made[found.parent].id,
                level=found.level,
                label=found.label,
                path=found.path,
                title=title,
                role=found.role,
                span=found.span,
                page=text.offsets.page_at(found.span[0]),
            )
        )
    return tuple(made)


def _dates(parts: Parts, references: Sequence[Reference], ids: Identifiers, locate: Locator) -> tuple[Date, ...]:
    dated: dict[Span, str] = {}
    for reference in references:
        if reference.date:
            dated.setdefault(reference.date.span, reference.id)
    made = []
    for found in parts.dates:
        start, end = found.span
        printed = parts.text.text[start:end]
        made.append(
            Date(
                id=ids.make("date", found.value or printed, start, end),
                text=printed,
                span=found.span,
                page=locate.page(start),
                section_id=locate.section(start),
                value=found.value,
                precision=found.precision,
                bound=found.bound,
                reference_id=dated.get(found.span),
                confidence=0.99 if found.value else 0.6,
                found_by=f"rule:{found.rule}",
            )
        )
    return tuple(made)


def _footnotes(text: Text, ids: Identifiers, locate: Locator) -> tuple[Footnote, ...]:
    anchors: dict[str, Span] = {}
    for mark in text.marks:
        anchors.setdefault(mark.label, mark.span)
    return tuple(
        Footnote(
            id=ids.make("note", note.label, *note.span),
            label=note.label,
            text=text.text[note.body[0] : note.body[1]],
            span=note.span,
            anchor=anchors.get(note.label),
            page=locate.page(note.body[0]),
        )
        for note in text.notes
    )


def _flattened(text: Text) -> tuple[str, ...]:
    """A long table of one column is one whose cells a converter wrote below each other."""
    if any(table.columns == 1 and table.rows > _LONG for table in text.tables):
        return ("a table was flattened into one column before this file was saved; its cells cannot be told apart",)
    return ()


def _pages(source: Source, text: Text) -> tuple[PageInfo, ...]:
    spans = text.offsets.page_spans() if source.pages else {}
    return tuple(
        PageInfo(page.number, page.width, page.height, spans.get(page.number, (0, 0)), page.ocr)
        for page in source.pages
    )
