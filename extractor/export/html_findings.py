"""The findings on the page: places of their own in the text, and the list with links to all that each compares."""

from __future__ import annotations

from html import escape

from extractor.export.html_items import Items
from extractor.export.html_marks import Mark
from extractor.export.html_words import OTHERS, SEVERITIES
from extractor.model import Finding, Span


def add_findings(items: Items) -> None:
    """Mark where a finding stands, unless something that it compares stands there: that is flagged already."""
    for index, finding in enumerate(items.report.findings):
        span = _own_place(items, finding)
        if span is None:
            continue
        key, words = f"x{index}", items.report.text[slice(*span)]
        items.put(finding.id, key, "flag", words, span)
        items.marks.append(Mark(span, f"flag fl {finding.severity}", key, rank=1, tabindex=-1))
        called = f"{OTHERS['flag']}: {SEVERITIES[finding.severity].lower()}"
        items.card(key, f"flag {finding.severity}", called, finding.message_vi, [])


def _own_place(items: Items, finding: Finding) -> Span | None:
    """The finding's span, of a long one the first line; None where it adds nothing to the places of the items."""
    span = finding.span
    if span is None or not items.holds(span):
        return None
    places = [items.places[item].span for item in finding.items if item in items.places]
    starts = {place[0] for place in places if place}
    if span[0] in starts:
        return None
    end = items.report.text.find("\n", *span)
    return (span[0], end) if end > span[0] else span


def findings(items: Items) -> str:
    """What does not agree with itself, the gravest first; then what was not read."""
    report, groups = items.report, list[str]()
    for severity, name in SEVERITIES.items():
        rows = [_row(items, finding) for finding in report.findings if finding.severity == severity]
        if rows:
            groups.append(_group(severity, name, rows))
    if report.warnings:
        rows = [f'<li class="entry"><p>{escape(text)}</p></li>' for text in report.warnings]
        groups.append(_group("warning", "Khi đọc tệp", rows))
    return "".join(groups) or '<p class="empty">Không có điểm bất nhất nào.</p>'


def _group(severity: str, name: str, rows: list[str]) -> str:
    return (
        f'<section class="group findings {severity}"><h3>{name} <span class="number">{len(rows)}</span></h3>'
        f"<ul>{''.join(rows)}</ul></section>"
    )


def _row(items: Items, finding: Finding) -> str:
    """The sentence in Vietnamese, the one in English behind a sign, and links to all places."""
    english = escape(finding.message_en)
    links = [items.link(finding.id), *(items.link(item) for item in dict.fromkeys(finding.items))]
    return (
        f'<li class="entry"><p>{escape(finding.message_vi)} '
        f'<span class="en" lang="en" role="note" tabindex="0" title="{english}" aria-label="{english}">EN</span></p>'
        f'<p class="places">{"".join(links)}</p></li>'
    )
