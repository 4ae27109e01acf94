"""References and the documents that they cite."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.build.completion import completion
from extractor.build.parts import Locator, Parts
from extractor.build.resolver import Resolver
from extractor.identifiers import Identifiers
from extractor.mentions import CitationMention
from extractor.model import CitedDocument, Document, Issuer, Provision, Reference, Title
from extractor.resolve.identity import Citation, Cluster, cluster, key
from extractor.resolve.place import Place
from extractor.resolve.urn import urn

#: How sure a rule of each kind is, until confidences are calibrated on held-out documents.
CONFIDENCE = {"numbered": 0.99, "blank": 0.95, "named": 0.95, "short": 0.9, "anaphoric": 0.85}
#: The same for a number that recognition broke, by what speaks for it; "none" where its digits cannot be read.
REPAIRED = {"mention": 0.9, "rules": 0.85, "none": 0.5}


def references(
    parts: Parts, resolver: Resolver, ids: Identifiers, locate: Locator, document: Document
) -> tuple[tuple[Reference, ...], tuple[CitedDocument, ...]]:
    """All mentions with their names completed, and the documents that they cite, in order of their first mention."""
    issuers = [resolver.issuer(found.issuer) for found in parts.citations]
    clusters = cluster(
        [_citation(found, issuer) for found, issuer in zip(parts.citations, issuers, strict=True)],
        _own_citations(document, parts.letterhead.attached),
    )
    cited_ids = [ids.of("doc", key(found)) for found in clusters]
    owner = {member: cited for found, cited in zip(clusters, cited_ids, strict=True) for member in found.members}
    made = tuple(
        _reference(found, issuer, owner.get(index), resolver, ids, locate)
        for index, (found, issuer) in enumerate(zip(parts.citations, issuers, strict=True))
    )
    documents = tuple(
        _cited(found, cited, made, resolver, parts.place) for found, cited in zip(clusters, cited_ids, strict=True)
    )
    return made, documents


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
    resolver: Resolver,
    ids: Identifiers,
    locate: Locator,
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
        confidence=_confidence(found),
        found_by=f"rule:{found.rule}",
        raw=resolver.printed(found.repair.span) if found.repair else found.raw_symbol,
    )


def _confidence(found: CitationMention) -> float:
    if found.repair is None:
        return CONFIDENCE[found.kind]
    return REPAIRED[found.repair.by if found.repair.number else "none"]


def _cited(
    found: Cluster, cited_id: str, references: Sequence[Reference], resolver: Resolver, place: Place
) -> CitedDocument:
    mentions = [references[member] for member in found.members]
    doc_type = resolver.doc_type(found.type_code)
    codes = [mention.code for mention in mentions if mention.code]
    titles = [mention.title.text for mention in mentions if mention.title]
    title = titles[0] if titles else None
    code = codes[0] if codes else None
    whole = completion(mentions[0], found, code, title)
    return CitedDocument(
        id=cited_id,
        key=key(found),
        urn=urn(
            doc_type.name if doc_type else None,
            found.issuer,
            found.date,
            found.number,
            place,
            resolver.is_state(found.issuer),
        ),
        doc_type=doc_type,
        number=found.number,
        year=found.year,
        symbol=found.symbol,
        code=code,
        date=found.date,
        issuer=found.issuer,
        title=title,
        mentions=tuple(mention.id for mention in mentions),
        first_mention_lacks=whole.lacks,
        complete_citation=whole.citation,
        confidence=min(mention.confidence for mention in mentions),
    )
