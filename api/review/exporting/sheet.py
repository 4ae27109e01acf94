"""The checking sheet (phiếu kiểm tra): one A4 page for the file, as HTML without scripts."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from html import escape

from api.review.exporting.words import KINDS, SEVERITIES, STATES, STATUSES, day
from api.review.folding import Item, State
from api.review.groups import grouped, type_names
from api.review.items import KINDS as ALL
from api.review.standing import Standing
from api.review.subject import Subject

STYLE = """
@page{size:A4;margin:18mm 15mm}
:root{color-scheme:light}
body{font:11pt/1.35 "Times New Roman",Times,serif;color:#000;background:#fff;max-width:180mm;margin:0 auto;padding:6mm}
h1{font-size:15pt;text-align:center;margin:0 0 4mm}
h2{font-size:12pt;margin:5mm 0 2mm}
table{border-collapse:collapse;width:100%}
th,td{border:1px solid #444;padding:1mm 2mm;text-align:left;vertical-align:top}
td.n,th.n{text-align:right}
dl{display:grid;grid-template-columns:42mm 1fr;gap:1mm 3mm;margin:0}
dt{font-weight:bold}dd{margin:0}
ul{margin:1mm 0 0;padding-left:6mm}
.sign{display:grid;grid-template-columns:1fr 1fr;text-align:center;margin-top:8mm;min-height:28mm}
@media print{body{padding:0}}
"""
_STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
#: What a browser may do with it: show it, with this style.
POLICY = (
    f"default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; style-src 'sha256-{_STYLE_HASH}'"
)
#: Lines of lists: the sheet is one page.
_LINES = 12
_CHARACTERS = 190


def sheet(subject: Subject, state: State, stands: Standing) -> str:
    """The page."""
    own = subject.report.document
    findings = [item for item in state.items if item.kind == "finding"]
    confirmed = [item for item in findings if item.state in ("confirmed", "fixed")]
    changed = [
        item for item in state.items if item.state in ("corrected", "added", "rejected") and item.kind != "finding"
    ]
    people = sorted({one.who.rpartition(":")[2] for one in stands.decisions})
    facts = (
        ("Văn bản", _joined(own.doc_type.name if own.doc_type else type_names().get("BC"), own.code)),
        ("Ngày, cơ quan", _joined(day(own.date.value) if own.date else None, own.issuer.name if own.issuer else None)),
        ("Trích yếu", own.title),
        ("Tệp", subject.name),
        ("Tình trạng", STATUSES[stands.row.status if stands.row is not None else "to_review"]),
        ("Người kiểm tra", ", ".join(people) or "chưa có"),
        ("Văn bản được viện dẫn", str(len(grouped(state)))),
    )
    lines = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value or 'không ghi')}</dd>" for name, value in facts)
    return (
        '<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8">'
        f"<title>Phiếu kiểm tra: {escape(subject.name)}</title><style>{STYLE}</style></head><body><main>"
        f"<h1>PHIẾU KIỂM TRA</h1><dl>{lines}</dl><h2>Kết quả</h2>{_table(state)}"
        f"{_list('Phát hiện đã xác nhận', [_finding(item) for item in confirmed])}"
        f"{_list('Đã sửa, bổ sung, loại bỏ', [_change(item) for item in changed])}"
        '<div class="sign"><div><b>NGƯỜI KIỂM TRA</b><br>(ký, ghi rõ họ tên)</div>'
        "<div><b>LÃNH ĐẠO ĐƠN VỊ</b><br>(ký, ghi rõ họ tên)</div></div></main></body></html>"
    )


def _table(state: State) -> str:
    """How many items of each kind have each state."""
    many = Counter((item.kind, item.state) for item in state.items)
    used = [name for name in STATES if any(many[kind, name] for kind in ALL)] or ["open"]
    head = "".join(f'<th class="n" scope="col">{STATES[name]}</th>' for name in used)
    rows = "".join(
        f'<tr><th scope="row">{KINDS[kind]}</th>'
        + "".join(f'<td class="n">{many[kind, name]}</td>' for name in used)
        + "</tr>"
        for kind in ALL
    )
    return f'<table><thead><tr><th scope="col">Mục</th>{head}</tr></thead><tbody>{rows}</tbody></table>'


def _list(title: str, lines: list[str]) -> str:
    if not lines:
        return f"<h2>{title}</h2><p>không có</p>"
    more = f"<li>và {len(lines) - _LINES} mục khác</li>" if len(lines) > _LINES else ""
    return f"<h2>{title} ({len(lines)})</h2><ul>{''.join(f'<li>{line}</li>' for line in lines[:_LINES])}{more}</ul>"


def _finding(item: Item) -> str:
    return escape(
        _short(f"[{SEVERITIES[str(item.fields['severity'])]}] {item.fields['message_vi']} ({STATES[item.state]})")
    )


def _change(item: Item) -> str:
    said = f"{KINDS[item.kind]} “{' '.join(item.anchor.quote.split())}”: {STATES[item.state]}"
    if item.state == "corrected" and item.extracted is not None:
        names = [name for name in item.fields if name != "group" and item.fields[name] != item.extracted.get(name)]
        said += "; " + ", ".join(f"{item.extracted.get(name) or '∅'} → {item.fields[name] or '∅'}" for name in names)
    return escape(_short(said))


def _short(text: str) -> str:
    return text if len(text) <= _CHARACTERS else f"{text[: _CHARACTERS - 1]}…"


def _joined(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)
