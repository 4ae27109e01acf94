"""The Report from what the stations found: ids, full names, clusters, places in sections."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractor.identifiers import Identifiers
from extractor.mentions import CitationMention, DateMention, IssuerMention, Letterhead, SectionMention
from extractor.model import (
    SCHEMA_VERSION,
    CitedDocument,
    Date,
    DateValue,
    DocType,
    Document,
    Footnote,
    Issuer,
    PageInfo,
    Pipeline,
    Provision,
    Reference,
    Report,
    Section,
    Signer,
    SourceInfo,
    Span,
    Table,
    TableCell,
    Title,
)
from extractor.resolve.identity import Citation, Cluster, cluster, key, urn
from extractor.resolve.issuers import NameRules, full_name
from extractor.resolve.place import Place
from extractor.source import Source
from extractor.text import Text

#: How sure a rule of each kind is, until confidences are calibrated on held-out documents.
_CONFIDENCE = {"numbered": 0.99, "blank": 0.95, "named": 0.95, "short": 0.9, "anaphoric": 0.85}


@dataclass(frozen=True, slots=True)
class Parts:
    """All that was found in one document."""

    source: Source
    text: Text
    letterhead: Letterhead
    sections: Sequence[SectionMention]
    dates: Sequence[DateMention]
    citations: Sequence[CitationMention]
    place: Place


class _Locator:
    """Section and page of an offset."""

    __slots__ = ("_sections", "_starts", "_text")

    def __init__(self, text: Text, sections: Sequence[Section]) -> None:
        self._text = text
        self._sections = sections
        self._starts = [section.span[0] for section in sections]

    def section(self, offset: int) -> str | None:
        """The innermost section that an offset stands in."""
        index = bisect_right(self._starts, offset) - 1
        while index >= 0:
            if self._sections[index].span[1] > offset:
                return self._sections[index].id
            index -= 1 if self._sections[index].level > 1 else index + 1
        return None

    def page(self, offset: int) -> int | None:
        """The page of an offset."""
        return self._text.offsets.page_at(offset)


def report(parts: Parts, names: NameRules, types: Mapping[str, str], pipeline: Pipeline) -> Report:
    """Assemble the Report."""
    text = parts.text
    ids = Identifiers(text.text)
    sections = _sections(parts, ids)
    locate = _Locator(text, sections)
    resolver = _Resolver(parts, names, types)
    document = resolver.document()
    references, cited = _references(parts, resolver, ids, locate, document)
    return Report(
        schema_version=SCHEMA_VERSION,
        source=_source_info(parts.source),
        document=document,
        text=text.text,
        sections=sections,
        references=references,
        cited_documents=cited,
        dates=_dates(parts, references, ids, locate),
        footnotes=_footnotes(text, ids, locate),
        tables=_tables(text, ids, locate),
        findings=(),
        warnings=parts.source.warnings,
        pages=_pages(parts.source, text),
        pipeline=pipeline,
    )


def _source_info(source: Source) -> SourceInfo:
    return SourceInfo(
        name=source.name,
        sha256=source.sha256,
        media_type=source.media_type,
        size_bytes=source.size_bytes,
        page_count=len(source.pages) or None,
        parser=source.parser,
        ocr=any(page.ocr for page in source.pages),
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


class _Resolver:
    """Printed facts to the model's records, with names completed by the document's own place."""

    __slots__ = ("_names", "_parts", "_types")

    def __init__(self, parts: Parts, names: NameRules, types: Mapping[str, str]) -> None:
        self._parts = parts
        self._names = names
        self._types = types

    def doc_type(self, code: str | None) -> DocType | None:
        """Code and name of a type."""
        return DocType(code, self._types[code]) if code else None

    def issuer(self, found: IssuerMention | None) -> Issuer | None:
        """The full name of an issuer."""
        if found is None:
            return None
        name = full_name(found.name, self._parts.place, self._names)
        printed = self.printed(found.span) if found.span else None
        return Issuer(name, None, printed, found.span)

    def printed(self, span: Span) -> str:
        """The words of a span, on one line."""
        return self._parts.text.text[span[0] : span[1]].replace("\n", " ")

    def date(self, found: DateMention | None) -> DateValue | None:
        """A date as it belongs to something."""
        if found is None:
            return None
        return DateValue(found.value, found.precision, self.printed(found.span), found.span)

    def document(self) -> Document:
        """The document's own facts."""
        head = self._parts.letterhead
        signer = head.signer
        title = " ".join(self.printed(span) for span in head.title_spans) or None
        return Document(
            doc_type=self.doc_type(head.type_code),
            number=head.number,
            symbol=head.symbol,
            code=head.code,
            date=self.date(head.date),
            place=head.place,
            issuer=self._own_issuer(),
            title=title,
            addressees=head.addressees,
            signer=Signer(*signer) if signer else None,
            recipients=head.recipients,
            confidence=0.95 if head.type_code else 0.5,
        )

    def _own_issuer(self) -> Issuer | None:
        """The letterhead's lines, else the committee of the document's own place."""
        head, place = self._parts.letterhead, self._parts.place
        if head.issuer_lines:
            span = head.issuer_lines[0][0], head.issuer_lines[-1][1]
            printed = " ".join(self.printed(line) for line in head.issuer_lines)
            name = _own_name(printed, place)
            return Issuer(full_name(name, place, self._names), None, printed, span)
        if place.own and head.symbol and any(part in head.symbol for part in ("UBND", "HĐND")):
            body = "HĐND" if "HĐND" in head.symbol else "UBND"
            return Issuer(f"{body} {place.own}", None, None, None)
        if place.own and head.type_code:
            return Issuer(f"UBND {place.own}", None, None, None)
        return None


def _own_name(printed: str, place: Place) -> str:
    """ "ỦY BAN NHÂN DÂN HUYỆN MANG YANG" in ordinary letters, its place as the text spells it."""
    if place.own and printed.upper().endswith(place.own.upper()):
        head = printed[: len(printed) - len(place.own)].strip()
        return f"{head.capitalize()} {place.own}"
    return printed.capitalize()


def _references(
    parts: Parts, resolver: _Resolver, ids: Identifiers, locate: _Locator, document: Document
) -> tuple[tuple[Reference, ...], tuple[CitedDocument, ...]]:
    issuers = [resolver.issuer(found.issuer) for found in parts.citations]
    clusters = cluster(
        [_citation(found, issuer) for found, issuer in zip(parts.citations, issuers, strict=True)],
        _own_citations(document, parts.letterhead.attached),
    )
    cited_ids = {
        member: ids.of("doc", key(found)) for found in clusters for member in found.members[:1]
    }
    owner = {member: cited_ids[found.members[0]] for found in clusters for member in found.members}
    made = tuple(
        _reference(found, issuer, owner.get(index), resolver, ids, locate)
        for index, (found, issuer) in enumerate(zip(parts.citations, issuers, strict=True))
    )
    cited = tuple(
        _cited(found, cited_ids[found.members[0]], made, resolver, parts.place) for found in clusters
    )
    return made, cited


def _citation(found: CitationMention, issuer: Issuer | None) -> Citation:
    return Citation(
        found.kind,
        found.type_code,
        found.number,
        found.year,
        found.symbol,
        found.name,
        found.date.value if found.date else None,
        issuer.name if issuer else None,
        found.count,
    )


def _own_citations(document: Document, attached: Sequence[str]) -> list[Citation]:
    """The document itself, and the documents that it carries and that have no number of their own."""
    if document.doc_type is None:
        return []
    date = document.date.value if document.date else None
    issuer = document.issuer.name if document.issuer else None
    year = document.code.split("/")[1] if document.code and document.code.count("/") == 2 else None
    code = document.doc_type.code
    own = Citation("numbered", code, document.number, year, document.symbol, None, date, issuer)
    others = [other for other in attached if other != code]
    return [own, *(Citation("blank", other, None, None, None, None, None, issuer) for other in others)]


def _reference(
    found: CitationMention,
    issuer: Issuer | None,
    cited_id: str | None,
    resolver: _Resolver,
    ids: Identifiers,
    locate: _Locator,
) -> Reference:
    start, end = found.span
    title = found.title_span
    return Reference(
        id=ids.make("ref", found.code or found.symbol or found.name or found.number or found.type_code, start, end),
        kind=found.kind,
        text=resolver.printed(found.span),
        span=found.span,
        page=locate.page(start),
        section_id=locate.section(start),
        doc_type=resolver.doc_type(found.type_code),
        number=found.number,
        year=found.year,
        symbol=found.symbol,
        code=found.code,
        date=resolver.date(found.date),
        issuer=issuer,
        provision=Provision(*found.provision) if found.provision else None,
        provision_span=found.provision_span,
        title=Title(resolver.printed(title), title) if title else None,
        relation=found.relation,
        cited_document_id=cited_id,
        confidence=_CONFIDENCE[found.kind],
        found_by=f"rule:{found.rule}",
        raw=found.raw_symbol,
    )


def _cited(
    found: Cluster, cited_id: str, references: Sequence[Reference], resolver: _Resolver, place: Place
) -> CitedDocument:
    mentions = [references[member] for member in found.members]
    doc_type = resolver.doc_type(found.type_code)
    codes = [mention.code for mention in mentions if mention.code]
    titles = [mention.title.text for mention in mentions if mention.title]
    return CitedDocument(
        id=cited_id,
        key=key(found),
        urn=urn(found, doc_type.name if doc_type else None, place.province),
        doc_type=doc_type,
        number=found.number,
        year=found.year,
        symbol=found.symbol,
        code=codes[0] if codes else None,
        date=found.date,
        issuer=found.issuer,
        title=titles[0] if titles else None,
        mentions=tuple(mention.id for mention in mentions),
        confidence=min(mention.confidence for mention in mentions),
    )


def _dates(
    parts: Parts, references: Sequence[Reference], ids: Identifiers, locate: _Locator
) -> tuple[Date, ...]:
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


def _footnotes(text: Text, ids: Identifiers, locate: _Locator) -> tuple[Footnote, ...]:
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


def _tables(text: Text, ids: Identifiers, locate: _Locator) -> tuple[Table, ...]:
    made = []
    for table in text.tables:
        cells = tuple(
            TableCell(row, column, text.text[span[0] : span[1]], span) for row, column, span in table.cells
        )
        first = cells[0].text if cells else ""
        made.append(
            Table(
                id=ids.make("table", first, *table.span),
                span=table.span,
                page=locate.page(table.span[0]),
                section_id=locate.section(table.span[0]),
                rows=table.rows,
                columns=table.columns,
                header_rows=table.header_rows,
                cells=cells,
            )
        )
    return tuple(made)


def _pages(source: Source, text: Text) -> tuple[PageInfo, ...]:
    spans = text.offsets.page_spans()
    return tuple(
        PageInfo(page.number, page.width, page.height, spans.get(page.number, (0, 0)), page.ocr)
        for page in source.pages
    )
