"""What the extractor found, in the terms of the annotation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from corpora.items import Found
from extractor.model import Actor, Report, Span


def found_items(report: Report) -> list[Found]:
    """Every item of the report that the annotation has a kind for."""
    return [
        *_references(report),
        *_sections(report),
        *_dates(report),
        *_counts(report),
        *_responsibilities(report),
        *_rows(report),
        *_named(report),
        *_findings(report),
        _letterhead(report),
    ]


def _references(report: Report) -> Iterator[Found]:
    for item in report.references:
        part = item.provision
        fields = {
            "kind": item.kind,
            "doc_type": item.doc_type.code if item.doc_type else None,
            "number": item.number,
            "year": item.year,
            "symbol": item.symbol,
            "code": item.code,
            "date": item.date.value if item.date else None,
            "issuer": item.issuer.name if item.issuer else None,
            "provision": {"article": part.article, "clause": part.clause, "point": part.point} if part else None,
            "title": item.title.text if item.title else None,
            "relation": item.relation,
            "cluster": item.cited_document_id,
        }
        yield Found("reference", item.id, item.text, item.span, fields)


def _sections(report: Report) -> Iterator[Found]:
    for item in report.sections:
        fields = {"label": item.label, "path": item.path, "title": item.title, "role": item.role}
        yield Found("section", item.id, f"{item.label} {item.title}".strip(), (item.span[0], item.span[0] + 1), fields)


def _dates(report: Report) -> Iterator[Found]:
    for item in report.dates:
        fields = {"value": item.value, "precision": item.precision, "bound": item.bound}
        yield Found("date", item.id, item.text, item.span, fields)


def _counts(report: Report) -> Iterator[Found]:
    """Those of the prose: the annotation leaves tables out."""
    for item in report.counts:
        if not item.in_table:
            fields = {
                "kind": item.kind,
                "value": item.value,
                "total": item.total,
                "unit": item.unit,
                "qualifier": item.qualifier,
                "text": item.text,
            }
            yield Found("count", item.id, item.text, item.span, fields)


def _responsibilities(report: Report) -> Iterator[Found]:
    for item in report.responsibilities:
        fields = {
            "role": item.role,
            "actors": [actor.text for actor in item.actors],
            "names": _names(item.actors),
            "task": item.task,
            "about": item.about,
            "deadline": item.deadline.value if item.deadline else None,
        }
        yield Found("responsibility", item.id, item.text, item.span, fields)


def _names(actors: tuple[Actor, ...]) -> list[str]:
    return [actor.name for actor in actors]


def _rows(report: Report) -> Iterator[Found]:
    for row in report.indicators:
        fields = {
            "code": row.code,
            "label": row.label,
            "unit": row.unit,
            "value_text": row.value_text,
            "note": row.note,
            "parent_code": row.parent_code,
        }
        yield Found("indicator", row.id, row.label, row.span, fields)
    for task in report.tasks:
        cells: dict[str, object] = {
            "group": task.group,
            "task": task.task,
            "product": task.product,
            "lead": _names(task.lead),
            "coordinating": _names(task.coordinating),
            "deadline": task.deadline.value if task.deadline else None,
        }
        yield Found("task", task.id, task.task, task.span, cells)
    for score in report.scores:
        fields = {
            "criterion": score.criterion,
            "achieved": score.achieved,
            "maximum": score.maximum,
            "unit": score.unit,
            "cause": score.cause,
        }
        yield Found("score", score.id, score.criterion, score.span, fields)


def _named(report: Report) -> Iterator[Found]:
    for body in report.organisations:
        if body.collective:  # the annotation has them where they answer for something, not as bodies
            continue
        fields = {"name": body.name}
        yield Found("organisation", body.id, body.name, body.mentions[0].span, fields)
    for person in report.persons:
        yield Found("person", person.id, person.name, person.span, {"name": person.name, "position": person.position})


def _findings(report: Report) -> Iterator[Found]:
    spans = _spans(report)
    for item in report.findings:
        places = tuple(spans[other] for other in item.items if other in spans)
        own = item.span or (places[0] if places else (0, 0))
        fields = {"kind": item.type, "severity": item.severity}
        yield Found("finding", item.id, item.message_vi, own, fields, (own, *places))


def _spans(report: Report) -> Mapping[str, Span]:
    """Where every item of the report stands; a section stands where its heading does."""
    plain = (
        *(report.references, report.dates, report.counts, report.responsibilities, report.indicators, report.tasks),
        *(report.scores, report.footnotes),
    )
    spans = {item.id: item.span for items in plain for item in items}
    spans |= {section.id: (section.span[0], section.span[0] + 1) for section in report.sections}
    by_mention = {document.id: spans[document.mentions[0]] for document in report.cited_documents if document.mentions}
    return spans | by_mention


def _letterhead(report: Report) -> Found:
    item = report.document
    signer = item.signer
    fields = {
        "doc_type": item.doc_type.code if item.doc_type else None,
        "number": item.number,
        "symbol": item.symbol,
        "code": item.code,
        "date": item.date.value if item.date else None,
        "place": item.place,
        "issuer": item.issuer.name if item.issuer else None,
        "title": item.title,
        "period": item.period.value if item.period else None,
        "data_window": item.data_window.value if item.data_window else None,
        "secrecy": item.secrecy,
        "urgency": item.urgency,
        "signer": signer.name if signer else None,
        "capacity": signer.capacity if signer else None,
        "position": signer.position if signer else None,
        "recipients": [f"{one.name} ({one.purpose or ''})" for one in item.distribution],
    }
    return Found("letterhead", "letterhead", "", (0, 0), fields)
