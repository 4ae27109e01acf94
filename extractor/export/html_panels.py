"""The columns beside the text: the document's own facts, the outline, the cited documents, the findings, the legend."""

from __future__ import annotations

from collections import Counter
from html import escape

from extractor.export.html_items import Items
from extractor.export.html_words import (
    KINDS,
    OTHERS,
    RELATIONS,
    SEVERITIES,
    shortened,
    shown_date,
    shown_stated_date,
)
from extractor.model import CitedDocument, Finding, Reference, Report

_OTHER = "Không rõ loại"


def summary(report: Report) -> str:
    """The document's own facts, as its letterhead and its end state them."""
    document, signer = report.document, report.document.signer
    rows = [
        ("Loại văn bản", document.doc_type.name if document.doc_type else None),
        ("Số, ký hiệu", document.code or document.number),
        ("Ngày", shown_stated_date(document.date)),
        ("Nơi ban hành", document.place),
        ("Cơ quan ban hành", document.issuer.name if document.issuer else None),
        ("Kính gửi", "; ".join(document.addressees)),
        ("Người ký", ", ".join(part for part in (signer.name, signer.position) if part) if signer else None),
        ("Ký", signer.capacity if signer else None),
        ("Nơi nhận", shortened("; ".join(document.recipients), 400)),
    ]
    return "".join(
        f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>"
        if value
        else f'<div class="none"><dt>{name}</dt><dd>không có</dd></div>'
        for name, value in rows
    )


def headline(report: Report) -> str:
    """One line that names the document, from what is known of it."""
    document = report.document
    name = document.doc_type.name if document.doc_type else "Văn bản"
    number = f" số {document.code or document.number}" if document.code or document.number else ""
    date = shown_stated_date(document.date)
    issuer = document.issuer.name if document.issuer else None
    return " · ".join(part for part in (name + number, date, issuer) if part)


def outline(items: Items) -> str:
    """The sections as a list of links, each with the number of mentions that stand in it directly."""
    here = Counter(reference.section_id for reference in items.report.references)
    rows: list[str] = []
    for section in items.report.sections:
        count = here[section.id]
        badge = f'<span class="count" title="{count} viện dẫn">{count}</span>' if count else ""
        title = escape(shortened(section.title, 110))
        rows.append(
            f'<li class="o{min(max(section.level, 1), 5)}"><a href="#{items.keys[section.id]}">'
            f'<b>{escape(section.label)}</b> <span class="title">{title}</span>{badge}</a></li>'
        )
    return f"<ol>{''.join(rows)}</ol>" if rows else '<p class="empty">Không có đề mục.</p>'


def documents(items: Items) -> str:
    """The cited documents under the names of their types, each with its mentions; then the mentions without one."""
    report = items.report
    groups: dict[str, list[str]] = {}
    listed: set[str] = set()
    for document in report.cited_documents:
        mentions = [items.references[key] for key in document.mentions if key in items.references]
        listed.update(mention.id for mention in mentions)
        name = document.doc_type.name if document.doc_type else _OTHER
        groups.setdefault(name, []).append(_document(items, document, mentions))
    loose = [reference for reference in report.references if reference.id not in listed]
    parts = [
        f'<section class="group"><h3>{escape(name)} <span class="count">{len(groups[name])}</span></h3>'
        f"<ul>{''.join(groups[name])}</ul></section>"
        for name in sorted(groups, key=lambda name: (name == _OTHER, -len(groups[name]), name))
    ]
    if loose:
        links = "".join(f"<li>{_mention(items, reference, reference.text)}</li>" for reference in loose)
        parts.append(f'<section class="group loose"><h3>Chưa gắn với văn bản nào</h3><ul>{links}</ul></section>')
    return "".join(parts) or '<p class="empty">Không có viện dẫn.</p>'


def _document(items: Items, document: CitedDocument, mentions: list[Reference]) -> str:
    # Without a code the words of the first mention say most: "NQ số 18", "Luật Đất đai", "Báo cáo số: /BC-UBND".
    name = document.code or next((mention.text for mention in mentions), document.title) or document.key
    facts = " · ".join(part for part in (shown_date(document.date), document.issuer) if part)
    title = shortened(document.title, 130) if document.title and document.title != name else ""
    links = "".join(_mention(items, reference, str(index)) for index, reference in enumerate(mentions, 1))
    urn = f'<p class="urn">{escape(document.urn)}</p>' if document.urn else ""
    return (
        f'<li class="doc" id="{items.keys[document.id]}" tabindex="-1">'
        f'<p class="name">{escape(shortened(name, 120))}</p>'
        + (f'<p class="facts">{escape(facts)}</p>' if facts else "")
        + (f'<p class="about">{escape(title)}</p>' if title else "")
        + f'<p class="mentions">{links}</p>{urn}</li>'
    )


def _mention(items: Items, reference: Reference, label: str) -> str:
    section = items.sections.get(reference.section_id or "")
    where = f"mục {section.path}" if section else "phần đầu"
    said = f"{RELATIONS[reference.relation]}, {where}: {shortened(reference.text, 80)}"
    return (
        f'<a class="go {reference.kind}" href="#{items.keys[reference.id]}" title="{escape(said)}" '
        f'aria-label="{escape(said)}">{escape(shortened(label, 70))}</a>'
    )


def findings(items: Items) -> str:
    """What does not agree with itself, the gravest first, with links to what it compares; then what was not read."""
    order = {severity: index for index, severity in enumerate(SEVERITIES)}
    ranked = sorted(items.report.findings, key=lambda finding: order[finding.severity])
    rows = [_finding(items, finding) for finding in ranked]
    rows += [f'<li class="warning"><b>Khi đọc tệp</b> {escape(text)}</li>' for text in items.report.warnings]
    return f"<ul>{''.join(rows)}</ul>" if rows else '<p class="empty">Không có điểm bất nhất nào.</p>'


def _finding(items: Items, finding: Finding) -> str:
    keys = [items.keys[item] for item in finding.items if item in items.keys]
    links = "".join(
        f'<a class="go" href="#{key}" aria-label="Đến chỗ thứ {index}">{index}</a>' for index, key in enumerate(keys, 1)
    )
    return (
        f'<li class="{finding.severity}"><b>{SEVERITIES[finding.severity]}</b> '
        f"{escape(finding.message_vi)} {links}</li>"
    )


def legend(report: Report) -> str:
    """A switch for each kind of mark, with how often it occurs."""
    counts: Counter[str] = Counter(reference.kind for reference in report.references)
    rows = [(f"ref {kind}", kind, name, counts[kind]) for kind, name in KINDS.items()]
    rows.append(("date", "date", OTHERS["date"], len(report.dates)))
    rows.append(("note", "note", OTHERS["note"], sum(1 for note in report.footnotes if note.anchor)))
    rows.append(("head", "head", OTHERS["head"], len(report.sections)))
    return "".join(
        f'<button type="button" data-kind="{kind}" aria-pressed="true"{"" if count else " disabled"}>'
        f'<span class="m {css}">{name}</span> <span class="count">{count}</span></button>'
        for css, kind, name, count in rows
    )
