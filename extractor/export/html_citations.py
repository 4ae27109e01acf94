"""Marks and cards of what the text cites and how it is built: references, dates, footnote marks, headings."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.export.html_items import Items, Place, Rows
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
from extractor.model import Date, Footnote, Reference, Section, Span


def add_citations(items: Items) -> None:
    """Mark them all. A cited document has no place in the text: its place is its entry at the right."""
    report = items.report
    for index, document in enumerate(report.cited_documents):
        items.places[document.id] = Place(f"d{index}", "document", document.code or document.key, None)
    for index, section in enumerate(report.sections):
        _add_section(items, f"s{index}-h", section)
    for index, reference in enumerate(report.references):
        _add_reference(items, f"m{index}", reference)
    for index, date in enumerate(report.dates):
        _add_date(items, f"t{index}", date)
    for index, note in enumerate(report.footnotes):
        _add_note(items, f"n{index}", note)


def _add_reference(items: Items, key: str, reference: Reference) -> None:
    items.put(reference.id, key, reference.kind, reference.text, reference.span, reference.section_id)
    items.marks.append(Mark(reference.span, f"ref {reference.kind}{items.flagged(reference.id)}", key))
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
        *items.where(reference.page, reference.section_id),
        ("Đọc được là", reference.raw),
        ("Độ tin cậy", f"{shown_confidence(reference.confidence)} · {reference.found_by}"),
    ]
    called = f"Viện dẫn: {KINDS[reference.kind].lower()}"
    items.card(key, reference.kind, called, reference.text, rows, reference.id)


def _parts(reference: Reference) -> Iterator[Span]:
    """The issuer, the provision and the title beside a mention: they have spans of their own."""
    if reference.issuer and reference.issuer.span:
        yield reference.issuer.span
    if reference.provision_span:
        yield reference.provision_span
    if reference.title:
        yield reference.title.span


def _add_date(items: Items, key: str, date: Date) -> None:
    items.put(date.id, key, "date", date.text, date.span, date.section_id)
    dated = items.references.get(date.reference_id or "")
    css = "date" + (" tied" if dated else "") + ("" if date.value else " bad")
    items.marks.append(Mark(date.span, css + items.flagged(date.id), key, rank=2))
    rows: Rows = [
        ("Giá trị", shown_date(date.value) or "không có thật"),
        ("Mức chính xác", PRECISIONS[date.precision]),
        ("Giới hạn", "trước ngày này" if date.bound else None),
        ("Của văn bản", shortened(dated.text, 80) if dated else None),
        *items.where(date.page, date.section_id),
        ("Độ tin cậy", f"{shown_confidence(date.confidence)} · {date.found_by}"),
    ]
    items.card(key, "date", OTHERS["date"], date.text, rows, date.id)


def _add_note(items: Items, key: str, note: Footnote) -> None:
    items.put(note.id, f"{key}-text", "note", f"{note.label} {note.text}", note.span)
    if items.holds(note.anchor) and note.anchor:
        css = f"note{items.flagged(note.id)}"
        # Its note may begin inside another block on a page of odd spans: then the link leads nowhere, and does no harm.
        items.marks.append(Mark(note.anchor, css, key, rank=4, href=f"{key}-text"))
        items.card(key, "note", f"{OTHERS['note']} {note.label}", note.text, [], note.id)


def _add_section(items: Items, key: str, section: Section) -> None:
    start, end = section.span
    items.headings.setdefault(start, section)
    stop = min(heading_end(items.report.text, section), end)
    words = f"{section.label} {section.title}"
    items.put(section.id, key, "head", words, (start, stop), section.parent_id)
    if stop > start:
        css = f"head{items.flagged(section.id)}"
        items.marks.append(Mark((start, stop), css, key, rank=0, tabindex=None))
    rows: Rows = [
        ("Đường dẫn", section.path),
        ("Nội dung", ROLES[section.role] if section.role else None),
        ("Trang", str(section.page) if section.page else None),
    ]
    items.card(key, "head", f"{OTHERS['head']} cấp {section.level}", words, rows, section.id)


def heading_end(text: str, section: Section) -> int:
    """Where the heading ends: behind its title where that stands on the first line, else at the end of that line."""
    start, end = section.span
    line_end = text.find("\n", start, end)
    line_end = line_end if line_end >= 0 else end
    at = text.find(section.title, start, line_end) if section.title else -1
    return at + len(section.title) if at >= 0 else line_end
