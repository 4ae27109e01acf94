"""Marks and cards of what sentences say: quantities, responsibilities, bodies, people."""

from __future__ import annotations

from extractor.export.html_items import Items, Rows
from extractor.export.html_marks import Mark
from extractor.export.html_words import (
    COUNT_KINDS,
    DUTIES,
    OTHERS,
    QUALIFIERS,
    shortened,
    shown_confidence,
    shown_date,
    shown_number,
    shown_stated_date,
)
from extractor.model import Count, Organisation, Person, Responsibility, Unit


def add_statements(items: Items) -> None:
    """Mark them all. So many of them stand in a text that the focus passes over figures, bodies and people: they are
    reached from their lists."""
    report = items.report
    for index, body in enumerate(report.organisations):
        _add_organisation(items, f"o{index}", body)
    for index, count in enumerate(report.counts):
        _add_count(items, f"q{index}", count)
    for index, duty in enumerate(report.responsibilities):
        _add_duty(items, f"u{index}", duty)
    for index, person in enumerate(report.persons):
        _add_person(items, f"p{index}", person)


def shown_count(count: Count) -> str:
    """The value with its denominator and unit: "34/34 nhiệm vụ"."""
    total = f"/{shown_number(count.total)}" if count.total else ""
    unit = count.unit or ""
    return f"{shown_number(count.value)}{total}{'' if unit == '%' else ' '}{unit}".strip()


def shown_unit(unit: Unit | None) -> str | None:
    """An administrative unit with its code: "huyện Mang Yang, tỉnh Gia Lai (mã 625)"."""
    if unit is None:
        return None
    parent = f", {unit.parent}" if unit.parent else ""
    return f"{unit.name}{parent} (mã {unit.code})"


def shown_successor(unit: Unit | None) -> str | None:
    """The unit that the place belongs to today."""
    if unit is None or not unit.successor:
        return None
    return f"{unit.successor} (mã {unit.successor_code})" if unit.successor_code else unit.successor


def shown_deadline(duty: Responsibility) -> str | None:
    """The day of a deadline, or the words of one that comes back."""
    if duty.deadline:
        return shown_date(duty.deadline.value) or duty.deadline.text
    return duty.deadline_text


def _add_count(items: Items, key: str, count: Count) -> None:
    items.put(count.id, key, "count", count.text, count.span, count.section_id)
    items.marks.append(Mark(count.span, f"count{items.flagged(count.id)}", key, rank=3, tabindex=-1))
    rows: Rows = [
        ("Giá trị", shown_count(count)),
        ("Mức", QUALIFIERS[count.qualifier] if count.qualifier else None),
        ("Tính đến", shown_stated_date(count.as_of)),
        *items.where(count.page, count.section_id),
        ("Đọc được là", count.raw),
        ("Độ tin cậy", f"{shown_confidence(count.confidence)} · {count.found_by}"),
    ]
    items.card(key, "count", f"{OTHERS['count']}: {COUNT_KINDS[count.kind].lower()}", count.text, rows, count.id)


def _add_duty(items: Items, key: str, duty: Responsibility) -> None:
    """The actors and the task are marked; the whole statement only where neither has a place."""
    flagged = items.flagged(duty.id)
    actors = [actor.span for actor in duty.actors if items.holds(actor.span)]
    items.marks.extend(Mark(span, f"duty who {duty.role}{flagged}", key, rank=0) for span in actors)
    if items.holds(duty.task_span) and duty.task_span:
        items.marks.append(Mark(duty.task_span, "duty what", key, rank=0))
    elif not actors:
        items.marks.append(Mark(duty.span, f"duty what{flagged}", key, rank=0))
    places = [*actors, *([duty.task_span] if items.holds(duty.task_span) and duty.task_span else [])]
    items.put(duty.id, key, "duty", duty.text, min(places, default=duty.span), duty.section_id)
    rows: Rows = [
        ("Ai", "; ".join(dict.fromkeys(actor.name for actor in duty.actors))),
        ("Việc", shortened(duty.task, 300) if duty.task else None),
        ("Thời hạn", shown_deadline(duty)),
        ("Về", duty.about),
        *items.where(duty.page, duty.section_id),
        ("Độ tin cậy", f"{shown_confidence(duty.confidence)} · {duty.found_by}"),
    ]
    items.card(key, "duty", f"{OTHERS['duty']}: {DUTIES[duty.role]}", duty.text, rows, duty.id)


def _add_organisation(items: Items, key: str, body: Organisation) -> None:
    """All mentions share one card."""
    flagged = items.flagged(body.id)
    for index, mention in enumerate(body.mentions):
        name = f"{key}-{index}"
        items.put(body.id, name, "org", body.name, mention.span)
        items.marks.append(Mark(mention.span, f"org{flagged}", key, name, rank=2, tabindex=-1))
    rows: Rows = [
        ("Loại", "nhóm cơ quan, nêu chung" if body.collective else None),
        ("Đơn vị hành chính", shown_unit(body.unit)),
        ("Nay thuộc", shown_successor(body.unit)),
        ("Cơ quan kế thừa", body.successor),
        ("Được nhắc", f"{len(body.mentions)} lần"),
        ("Độ tin cậy", f"{shown_confidence(body.confidence)} · {body.found_by}"),
    ]
    items.card(key, "org", OTHERS["org"], body.name, rows, body.id)


def _add_person(items: Items, key: str, person: Person) -> None:
    items.put(person.id, key, "person", person.text, person.span, person.section_id)
    items.marks.append(Mark(person.span, f"person{items.flagged(person.id)}", key, rank=1, tabindex=-1))
    rows: Rows = [
        ("Chức vụ", person.position),
        *items.where(person.page, person.section_id),
        ("Độ tin cậy", f"{shown_confidence(person.confidence)} · {person.found_by}"),
    ]
    items.card(key, "person", OTHERS["person"], person.name, rows, person.id)
