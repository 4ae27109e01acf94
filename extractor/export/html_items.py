"""What is marked on the page and the card of each mark: references, dates, footnote marks, headings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape

from extractor.export.html_marks import Mark
from extractor.export.html_words import (
    KINDS,
    OTHERS,
    PRECISIONS,
    RELATIONS,
    ROLES,
    shortened,
    shown_confidence,
    shown_date,
    shown_provision,
    shown_stated_date,
)
from extractor.model import CitedDocument, Date, Footnote, Reference, Report, Section, Span

Rows = list[tuple[str, str | None]]


@dataclass(slots=True)
class Items:
    """Marks and cards of a report. `keys` leads from the id of an item to the id of its element on the page."""

    report: Report
    marks: list[Mark] = field(default_factory=list)
    cards: list[str] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)
    #: The section whose heading starts at an offset of the text.
    headings: dict[int, Section] = field(default_factory=dict)
    sections: dict[str, Section] = field(default_factory=dict)
    references: dict[str, Reference] = field(default_factory=dict)
    documents: dict[str, CitedDocument] = field(default_factory=dict)


def gather(report: Report) -> Items:
    """Everything that the page marks. Ids of elements are counted here and never taken from the report."""
    items = Items(
        report,
        sections={section.id: section for section in report.sections},
        references={reference.id: reference for reference in report.references},
        documents={document.id: document for document in report.cited_documents},
    )
    for index, document in enumerate(report.cited_documents):
        items.keys[document.id] = f"d{index}"
    for index, section in enumerate(report.sections):
        _add_section(items, f"s{index}", section)
    for index, reference in enumerate(report.references):
        _add_reference(items, f"m{index}", reference)
    for index, date in enumerate(report.dates):
        _add_date(items, f"t{index}", date)
    for index, note in enumerate(report.footnotes):
        _add_note(items, f"n{index}", note)
    return items


def _card(items: Items, key: str, css: str, kind: str, text: str, rows: Rows) -> None:
    body = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in rows if value)
    items.cards.append(
        f'<div class="card {css}" id="c-{key}" role="tooltip"><p class="card-kind">{escape(kind)}</p>'
        f'<p class="card-text">{escape(shortened(text, 260))}</p><dl>{body}</dl></div>'
    )


def _add_reference(items: Items, key: str, reference: Reference) -> None:
    items.keys[reference.id] = key
    items.marks.append(Mark(reference.span, f"ref {reference.kind}", key))
    items.marks.extend(Mark(span, "part", rank=3) for span in _parts(reference))
    kind, issuer, title = reference.doc_type, reference.issuer, reference.title
    document = items.documents.get(reference.cited_document_id or "")
    rows: Rows = [
        ("Loại văn bản", f"{kind.name} ({kind.code})" if kind else None),
        ("Số, ký hiệu", reference.code or reference.number),
        ("Ngày", shown_stated_date(reference.date)),
        ("Cơ quan ban hành", issuer.name if issuer else None),
        ("Điều khoản", shown_provision(reference.provision)),
        ("Trích yếu", shortened(title.text, 200) if title else None),
        ("Quan hệ", RELATIONS[reference.relation]),
        ("Được nhắc", f"{len(document.mentions)} lần" if document else None),
        *_place(items, reference.page, reference.section_id),
        ("Đọc được là", reference.raw),
        ("Độ tin cậy", f"{shown_confidence(reference.confidence)} · {reference.found_by}"),
    ]
    _card(items, key, reference.kind, f"Viện dẫn: {KINDS[reference.kind].lower()}", reference.text, rows)


def _parts(reference: Reference) -> Iterator[Span]:
    """The issuer, the provision and the title beside a mention: they have spans of their own."""
    if reference.issuer and reference.issuer.span:
        yield reference.issuer.span
    if reference.provision_span:
        yield reference.provision_span
    if reference.title:
        yield reference.title.span


def _add_date(items: Items, key: str, date: Date) -> None:
    items.keys[date.id] = key
    dated = items.references.get(date.reference_id or "")
    css = "date" + (" tied" if dated else "") + ("" if date.value else " bad")
    items.marks.append(Mark(date.span, css, key, rank=2))
    rows: Rows = [
        ("Giá trị", shown_date(date.value) or "không có thật"),
        ("Mức chính xác", PRECISIONS[date.precision]),
        ("Giới hạn", "trước ngày này" if date.bound else None),
        ("Của văn bản", shortened(dated.text, 80) if dated else None),
        *_place(items, date.page, date.section_id),
        ("Độ tin cậy", f"{shown_confidence(date.confidence)} · {date.found_by}"),
    ]
    _card(items, key, "date", OTHERS["date"], date.text, rows)


def _add_note(items: Items, key: str, note: Footnote) -> None:
    items.keys[note.id] = f"{key}-text"
    if note.anchor:
        items.marks.append(Mark(note.anchor, "note", key, rank=4, href=f"{key}-text"))
        _card(items, key, "note", f"Chú thích {note.label}", note.text, [])


def _add_section(items: Items, key: str, section: Section) -> None:
    start, end = section.span
    items.keys[section.id] = f"{key}-h"
    items.headings.setdefault(start, section)
    stop = heading_end(items.report.text, section)
    if stop > start:
        items.marks.append(Mark((start, min(stop, end)), "head", f"{key}-h", rank=0, focus=False))
    rows: Rows = [
        ("Đường dẫn", section.path),
        ("Nội dung", ROLES[section.role] if section.role else None),
        ("Trang", str(section.page) if section.page else None),
    ]
    _card(items, f"{key}-h", "head", f"{OTHERS['head']} cấp {section.level}", f"{section.label} {section.title}", rows)


def heading_end(text: str, section: Section) -> int:
    """Where the heading ends: behind its title where that stands on the first line, else at the end of that line."""
    start, end = section.span
    line_end = text.find("\n", start, end)
    line_end = line_end if line_end >= 0 else end
    at = text.find(section.title, start, line_end) if section.title else -1
    return at + len(section.title) if at >= 0 else line_end


def _place(items: Items, page: int | None, section_id: str | None) -> Iterable[tuple[str, str | None]]:
    section = items.sections.get(section_id or "")
    yield "Mục", shortened(f"{section.path} {section.title}", 90) if section else None
    yield "Trang", str(page) if page else None
