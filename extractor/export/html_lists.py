"""The lists at the right, one for each kind of thing found, with links to its places in the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from extractor.export.html_items import Items, shown_evidence
from extractor.export.html_rows import shown_actors, shown_score, shown_task_deadline, shown_value
from extractor.export.html_statements import shown_count, shown_deadline, shown_successor, shown_unit
from extractor.export.html_words import COUNT_KINDS, DUTIES, shortened
from extractor.model import Indicator, Organisation, Responsibility, Score, Task

#: So many places of one body are shown at once; the others are folded away.
_SHOWN = 12

Facts = Iterable[tuple[str, str | None]]


def responsibilities(items: Items) -> str:
    """Who answers for what, in the order of the text."""
    return _list(_duty(items, duty) for duty in items.report.responsibilities)


def organisations(items: Items) -> str:
    """Each body with all its places."""
    rows = []
    for index, body in enumerate(items.report.organisations):
        rows.append(_body(items, f"o{index}", body))
    return _list(rows)


def indicators(items: Items) -> str:
    """The rows of statistics as a table; what contradicts itself is marked by a sign and a colour."""
    rows = "".join(_indicator(items, row) for row in items.report.indicators)
    head = '<thead><tr><th scope="col">Chỉ tiêu</th><th scope="col">Giá trị</th></tr></thead>'
    return f'<table class="figures">{head}<tbody>{rows}</tbody></table>'


def tasks(items: Items) -> str:
    """The rows of a work plan."""
    return _list(_task(items, task) for task in items.report.tasks)


def scores(items: Items) -> str:
    """The scored criteria, each with the responsibilities that follow it."""
    return _list(_score(items, score) for score in items.report.scores)


def persons(items: Items) -> str:
    """The people with their positions."""
    return _list(
        _entry(items, person.id, person.name, (("", person.position),), items.link(person.id))
        for person in items.report.persons
    )


def counts(items: Items) -> str:
    """The quantities by their kinds, in the order of the text."""
    groups: dict[str, list[str]] = {}
    for count in items.report.counts:
        link = items.link(count.id, shown_count(count), f"count{items.flagged(count.id)}")
        groups.setdefault(count.kind, []).append(f'<li class="entry">{link}</li>')
    return "".join(
        f'<section class="group"><h3>{name} <span class="number">{len(groups[kind])}</span></h3>'
        f'<ul class="chips">{"".join(groups[kind])}</ul></section>'
        for kind, name in COUNT_KINDS.items()
        if kind in groups
    )


def evidence(items: Items) -> str:
    """What supports a figure or a task: the documents cited for it."""
    rows = []
    for one in items.report.evidence:
        place = items.places.get(one.item_id)
        odd = one.claimed is not None and one.claimed != len(one.references)
        facts = (("", shown_evidence(one) + (" – cần xem lại" if odd else "")),)
        links = items.link(one.item_id, "Số liệu") + "".join(items.link(reference) for reference in one.references)
        rows.append(_entry(items, one.item_id, place.text if place else one.item_id, facts, links))
    return _list(rows)


def tables(items: Items) -> str:
    """The other tables: caption, size, and what its figures cover."""
    rows = []
    for table in items.report.tables:
        size = f"{table.rows} hàng, {table.columns} cột"
        window = table.data_window.text if table.data_window else None
        link = items.link(table.id, "Xem bảng")
        rows.append(_entry(items, table.id, table.caption or "Bảng không tên", (("", size), ("Số liệu", window)), link))
    return _list(rows)


def _list(rows: Iterable[str]) -> str:
    return f"<ul>{''.join(rows)}</ul>"


def _entry(items: Items, item: str, name: str, facts: Facts, links: str, before: str = "") -> str:
    told = "".join(
        f'<p class="fact">{f"<b>{escape(label)}:</b> " if label else ""}{escape(shortened(value, 260))}</p>'
        for label, value in facts
        if value
    )
    shown = escape(shortened(name, 160))
    return (
        f'<li class="entry own{items.flagged(item)}"><p class="name">{before}{shown}</p>{told}'
        f'<p class="places">{links}</p></li>'
    )


def _duty(items: Items, duty: Responsibility) -> str:
    who = "; ".join(dict.fromkeys(actor.name for actor in duty.actors)) or "Không nêu ai"
    role = f'<span class="role {duty.role}">{DUTIES[duty.role]}</span> '
    facts = (("", duty.task), ("Thời hạn", shown_deadline(duty)), ("Về", duty.about))
    return _entry(items, duty.id, who, facts, items.link(duty.id, "Xem trong văn bản"), role)


def _body(items: Items, key: str, body: Organisation) -> str:
    facts = (
        ("", "nhóm cơ quan, nêu chung" if body.collective else None),
        ("Đơn vị hành chính", shown_unit(body.unit)),
        ("Nay thuộc", shown_successor(body.unit)),
        ("Cơ quan kế thừa", body.successor),
    )
    links = [
        f'<a class="go org" href="#{key}-{index}" title="{escape(mention.text)}" '
        f'aria-label="{escape(mention.text)}, lần {index + 1}">{index + 1}</a>'
        for index, mention in enumerate(body.mentions)
        if items.holds(mention.span)
    ]
    shown, rest = "".join(links[:_SHOWN]), "".join(links[_SHOWN:])
    if rest:
        shown += f"<details><summary>còn {len(links) - _SHOWN} chỗ</summary>{rest}</details>"
    return _entry(items, body.id, body.name, facts, shown)


def _indicator(items: Items, row: Indicator) -> str:
    flagged = items.flagged(row.id)
    notes = "".join(_notes(items, row))
    code = items.link(row.id, row.code or "–", "indicator")
    value = escape(shown_value(row) or row.value_text or "")
    unit = f'<span class="unit">{escape(shortened(row.unit, 60))}</span>' if row.unit else ""
    return (
        f'<tr class="entry own{flagged}"><td>{code} {escape(shortened(row.label, 160))}{notes}</td>'
        f"<td>{value}{unit}</td></tr>"
    )


def _notes(items: Items, row: Indicator) -> Iterator[str]:
    if row.note:
        yield f'<p class="fact">{escape(shortened(row.note, 160))}</p>'
    if row.id in items.evidence:
        yield f'<p class="fact"><b>Căn cứ:</b> {escape(shown_evidence(items.evidence[row.id]))}</p>'
    for finding in items.findings.get(row.id, ()):
        yield f'<p class="fact why">{escape(shortened(finding.message_vi, 200))}</p>'


def _task(items: Items, task: Task) -> str:
    facts = (
        ("Thuộc", task.group),
        ("Chủ trì", shown_actors(task.lead)),
        ("Phối hợp", shown_actors(task.coordinating)),
        ("Thời hạn", shown_task_deadline(task)),
        ("Sản phẩm", task.product),
        ("Kết quả", task.result),
    )
    links = items.link(task.id, "Xem trong bảng") + "".join(items.link(reference) for reference in task.references)
    return _entry(items, task.id, task.task, facts, links)


def _score(items: Items, score: Score) -> str:
    name = f"{score.criterion} {score.label}" if score.label else score.criterion
    facts = (("Điểm", shown_score(score)), ("Của", score.unit), ("Nguyên nhân", score.cause))
    links = items.link(score.id, "Xem trong văn bản")
    links += "".join(items.link(duty, "Trách nhiệm") for duty in score.responsibility_ids)
    return _entry(items, score.id, name, facts, links)
