"""A report as one self-contained page under a strict policy: no network, no font, no script but its own."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from html import escape
from importlib.resources import files
from string import Template

from extractor.export import html_findings, html_lists, html_panels
from extractor.export.characters import printable
from extractor.export.html_body import body
from extractor.export.html_citations import add_citations
from extractor.export.html_findings import add_findings
from extractor.export.html_items import Items, collect
from extractor.export.html_rows import add_rows
from extractor.export.html_statements import add_statements
from extractor.export.html_tables import grids
from extractor.model import Report


def to_html(report: Report) -> str:
    """The page: the text with everything found marked in place and a card for each, the outline at the left, at the
    right the findings, the cited documents and a list of each other kind. Works without its script too, but for the
    cards. The same report gives the same page."""
    items = collect(report)
    add_citations(items)
    add_statements(items)
    add_rows(items)
    add_findings(items)
    page = Template(_asset("page.html")).substitute(
        policy=_policy(),
        style=_asset("report.css"),
        script=_asset("report.js"),
        name=escape(report.source.name),
        headline=escape(html_panels.headline(report)),
        stamps=html_panels.stamps(report),
        title=escape(report.document.title or "Thông tin văn bản"),
        summary=html_panels.summary(report),
        walks=html_panels.walks(report),
        outline=html_panels.outline(items),
        legend=html_panels.legend(report),
        body=body(items, grids(report)),
        panels="".join(_panels(items)),
        cards="".join(items.cards),
        version=escape(report.pipeline.version),
        sha256=escape(report.source.sha256),
    )
    return printable(page)


def _panels(items: Items) -> list[str]:
    """The lists at the right. What to look at again and what is cited are always there and open; others where they hold
    something."""
    report = items.report
    panels = [
        _panel("Điểm cần xem lại", len(report.findings) + len(report.warnings), html_findings.findings(items), True),
        _panel("Văn bản được viện dẫn", len(report.cited_documents), html_panels.documents(items), True),
    ]
    others = (
        ("Trách nhiệm", report.responsibilities, html_lists.responsibilities),
        ("Chỉ tiêu thống kê", report.indicators, html_lists.indicators),
        ("Nhiệm vụ", report.tasks, html_lists.tasks),
        ("Điểm", report.scores, html_lists.scores),
        ("Căn cứ của số liệu", report.evidence, html_lists.evidence),
        ("Số liệu", report.counts, html_lists.counts),
        ("Cơ quan, tổ chức", report.organisations, html_lists.organisations),
        ("Người", report.persons, html_lists.persons),
        ("Bảng khác", report.tables, html_lists.tables),
    )
    panels += [_panel(title, len(found), write(items), False) for title, found, write in others if found]
    return panels


def _panel(title: str, count: int, content: str, shown: bool) -> str:
    return (
        f'<details class="panel"{" open" if shown else ""}><summary><h2>{title} '
        f'<span class="number">{count}</span></h2></summary><div class="list">{content}</div></details>'
    )


@cache
def _asset(name: str) -> str:
    return (files("extractor.export") / "assets" / name).read_text("utf-8")


@cache
def _policy() -> str:
    """Nothing may be loaded, sent or run but the style and the script of this page."""
    style, script = _digest(_asset("report.css")), _digest(_asset("report.js"))
    return f"default-src 'none'; style-src '{style}'; script-src '{script}'; base-uri 'none'; form-action 'none'"


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
