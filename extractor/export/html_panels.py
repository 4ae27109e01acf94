"""What stands around the text: the document's own facts, the switches of marks, the outline, the cited documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from html import escape

from extractor.export.html_items import Items
from extractor.export.html_words import (
    KINDS,
    OTHERS,
    PARTS,
    RELATIONS,
    shortened,
    shown_date,
    shown_stated_date,
)
from extractor.model import CitedDocument, Reference, Report, Signature

_OTHER = "Không rõ loại"
#: A fact of more characters takes a line of its own.
_LONG = 90
_WIDE = ' class="wide"'
#: Marks that are many and would make the text restless: shown when the reader asks for them.
_HIDDEN_AT_FIRST = frozenset({"org"})


def summary(report: Report) -> str:
    """The document's own facts, as its letterhead and its end state them, and its digital signatures."""
    document, signer = report.document, report.document.signer
    rows = [
        ("Loại văn bản", document.doc_type.name if document.doc_type else None),
        ("Số, ký hiệu", document.code or document.number),
        ("Ngày", shown_stated_date(document.date)),
        ("Nơi ban hành", document.place),
        ("Cơ quan ban hành", document.issuer.name if document.issuer else None),
        ("Kính gửi", "; ".join(document.addressees)),
        ("Kỳ báo cáo", shown_stated_date(document.period)),
        ("Thời gian của số liệu", shown_stated_date(document.data_window)),
        ("Độ mật", document.secrecy),
        ("Độ khẩn", document.urgency),
        ("Người ký", ", ".join(part for part in (signer.name, signer.position) if part) if signer else None),
        ("Thẩm quyền ký", signer.capacity if signer else None),
        ("Nơi nhận", shortened("; ".join(_recipients(report)), 600)),
        *(("Chữ ký số", _signature(signature)) for signature in report.signatures),
    ]
    if not report.signatures:
        rows.append(("Chữ ký số", None))
    told = "".join(
        f"<div{_WIDE if len(value) > _LONG else ''}><dt>{name}</dt><dd>{escape(value)}</dd></div>"
        for name, value in rows
        if value
    )
    absent = ", ".join(name.lower() for name, value in rows if not value)
    return f"<dl>{told}</dl>" + (f'<p class="none">Không có: {absent}.</p>' if absent else "")


def _recipients(report: Report) -> Iterator[str]:
    """The recipients with their purposes; as printed where these were not read."""
    document = report.document
    if not document.distribution:
        yield from document.recipients
    for one in document.distribution:
        yield f"{one.name} ({one.purpose})" if one.purpose else one.name


def _signature(signature: Signature) -> str:
    """Who and when, and whether the bytes are as they were; never that the certificate can be trusted."""
    state = "nội dung được ký không thay đổi" if signature.unchanged else "nội dung ĐÃ THAY ĐỔI sau khi ký"
    added = None if signature.covers_all else "tệp có phần thêm sau khi ký"
    day, _, hour = (signature.time or "").partition("T")
    when = f"{shown_date(day)} {hour}".strip() if day else None
    return " · ".join(part for part in (signature.name or "không rõ người ký", when, state, added) if part)


def headline(report: Report) -> str:
    """One line that names the document, from what is known of it."""
    document = report.document
    name = document.doc_type.name if document.doc_type else "Văn bản"
    number = f" số {document.code or document.number}" if document.code or document.number else ""
    date = shown_stated_date(document.date)
    issuer = document.issuer.name if document.issuer else None
    return " · ".join(part for part in (name + number, date, issuer) if part)


def stamps(report: Report) -> str:
    """Secrecy and urgency, as they are stamped on paper."""
    document = report.document
    return "".join(f'<b class="stamp">{escape(mark)}</b>' for mark in (document.secrecy, document.urgency) if mark)


def outline(items: Items) -> str:
    """The sections as a list of links, each with the number of mentions that stand in it directly."""
    here = Counter(reference.section_id for reference in items.report.references)
    rows: list[str] = []
    for index, section in enumerate(items.report.sections):
        count = here[section.id]
        badge = f'<span class="number" title="{count} viện dẫn">{count}</span>' if count else ""
        title = escape(shortened(section.title, 110))
        css = f"o{min(max(section.level, 1), 5)}{items.flagged(section.id)}"
        rows.append(
            f'<li class="{css}"><a href="#s{index}-h">'
            f'<b>{escape(section.label)}</b> <span class="title">{title}</span>{badge}</a></li>'
        )
    return f"<ol>{''.join(rows)}</ol>" if rows else '<p class="empty">Không có đề mục.</p>'


def documents(items: Items) -> str:
    """The cited documents under the names of their types, each with its mentions; then the mentions without one."""
    report = items.report
    groups: dict[str, list[str]] = {}
    listed: set[str] = set()
    for index, document in enumerate(report.cited_documents):
        mentions = [items.references[key] for key in document.mentions if key in items.references]
        listed.update(mention.id for mention in mentions)
        name = document.doc_type.name if document.doc_type else _OTHER
        groups.setdefault(name, []).append(_document(items, f"d{index}", document, mentions))
    loose = [reference for reference in report.references if reference.id not in listed]
    parts = [
        f'<section class="group"><h3>{escape(name)} <span class="number">{len(groups[name])}</span></h3>'
        f"<ul>{''.join(groups[name])}</ul></section>"
        for name in sorted(groups, key=lambda name: (name == _OTHER, -len(groups[name]), name))
    ]
    if loose:
        links = "".join(f'<li class="entry">{_mention(items, one, one.text)}</li>' for one in loose)
        parts.append(f'<section class="group loose"><h3>Chưa gắn với văn bản nào</h3><ul>{links}</ul></section>')
    return "".join(parts) or '<p class="empty">Không có viện dẫn.</p>'


def _document(items: Items, key: str, document: CitedDocument, mentions: list[Reference]) -> str:
    # Without a code the words of the first mention say most: "NQ số 18", "Luật Đất đai", "Báo cáo số: /BC-UBND".
    name = document.code or next((mention.text for mention in mentions), document.title) or document.key
    facts = " · ".join(part for part in (shown_date(document.date), document.issuer) if part)
    title = shortened(document.title, 130) if document.title and document.title != name else ""
    links = "".join(_mention(items, reference, str(index)) for index, reference in enumerate(mentions, 1))
    urn = f'<p class="urn">{escape(document.urn)}</p>' if document.urn else ""
    return (
        f'<li class="entry own doc{items.flagged(document.id)}" id="{key}" tabindex="-1">'
        f'<p class="name">{escape(shortened(name, 120))}</p>'
        + (f'<p class="fact">{escape(facts)}</p>' if facts else "")
        + (f'<p class="about">{escape(title)}</p>' if title else "")
        + f'<p class="places">{links}</p>{_completed(document)}{urn}</li>'
    )


def _completed(document: CitedDocument) -> str:
    """The citation in full, folded away: what the first mention lacks, and the words to paste over it."""
    if not document.complete_citation:
        return ""
    lacks = ", ".join(PARTS.get(part, part) for part in document.first_mention_lacks)
    return (
        f'<details class="whole"><summary>Viện dẫn đầy đủ (lần đầu thiếu {escape(lacks)})</summary>'
        f'<p class="paste">{escape(document.complete_citation)}</p>'
        '<button type="button" class="copy" hidden>Chép</button></details>'
    )


def _mention(items: Items, reference: Reference, label: str) -> str:
    place = items.places.get(reference.id)
    if place is None:
        return ""
    section = items.sections.get(reference.section_id or "")
    where = f"mục {section.path}" if section else "phần đầu"
    said = escape(f"{RELATIONS[reference.relation]}, {where}: {shortened(reference.text, 80)}")
    return (
        f'<a class="go {reference.kind}{items.flagged(reference.id)}" href="#{place.key}" title="{said}" '
        f'aria-label="{said}">{escape(shortened(label, 70))}</a>'
    )


def legend(report: Report) -> str:
    """A switch for each kind of mark that occurs, with how often. They work by style alone, without the script."""
    kinds: Counter[str] = Counter(reference.kind for reference in report.references)
    rows = [(f"ref {kind}", kind, name, kinds[kind]) for kind, name in KINDS.items()]
    numbers = {
        "date": len(report.dates),
        "count": len(report.counts),
        "duty": len(report.responsibilities),
        "org": sum(len(body.mentions) for body in report.organisations),
        "person": len(report.persons),
        "indicator": len(report.indicators),
        "task": len(report.tasks),
        "score": len(report.scores),
        "note": sum(1 for note in report.footnotes if note.anchor),
        "head": len(report.sections),
        "flag": len(report.findings),
    }
    rows += [(kind, kind, name, numbers[kind]) for kind, name in OTHERS.items()]
    return "".join(
        f'<label><input type="checkbox" id="k-{kind}" data-kind="{kind}"'
        f"{'' if kind in _HIDDEN_AT_FIRST else ' checked'}>"
        f'<span class="m {css}">{name}</span> <span class="number">{count}</span></label>'
        for css, kind, name, count in rows
        if count
    )


def walks(report: Report) -> str:
    """What the reader can step through, one after the other."""
    numbers = {
        "ref": ("Viện dẫn", len(report.references)),
        "fl": ("Điểm cần xem lại", len(report.findings)),
        "duty": ("Trách nhiệm", len(report.responsibilities)),
        "indicator": ("Chỉ tiêu", len(report.indicators)),
        "task": ("Nhiệm vụ", len(report.tasks)),
        "score": ("Điểm", len(report.scores)),
        "count": ("Số liệu", len(report.counts)),
        "date": ("Ngày, thời gian", len(report.dates)),
        "person": ("Người", len(report.persons)),
    }
    return "".join(f'<option value="{kind}">{name}</option>' for kind, (name, count) in numbers.items() if count)
