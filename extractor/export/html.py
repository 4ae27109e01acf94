"""A report as one self-contained page under a strict policy: no network, no font, no script but its own."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from html import escape
from importlib.resources import files
from string import Template

from extractor.export import html_panels
from extractor.export.characters import printable
from extractor.export.html_body import body
from extractor.export.html_items import gather
from extractor.model import Report


def to_html(report: Report) -> str:
    """The page: the text with every mention marked in place and a card for each, the outline at the left, the cited
    documents and the findings at the right. Works without its script too, but for the cards. The same report gives the
    same page."""
    items = gather(report)
    page = Template(_asset("page.html")).substitute(
        policy=_policy(),
        style=_asset("report.css"),
        script=_asset("report.js"),
        name=escape(report.source.name),
        headline=escape(html_panels.headline(report)),
        title=escape(report.document.title or "Thông tin văn bản"),
        summary=html_panels.summary(report),
        outline=html_panels.outline(items),
        legend=html_panels.legend(report),
        body=body(items),
        documents=html_panels.documents(items),
        document_count=len(report.cited_documents),
        mention_count=len(report.references),
        findings=html_panels.findings(items),
        finding_count=len(report.findings) + len(report.warnings),
        cards="".join(items.cards),
        version=escape(report.pipeline.version),
        sha256=escape(report.source.sha256),
    )
    return printable(page)


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
