"""What the page marks: places in the text, the card of each, and links that lead to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape

from extractor.export.html_marks import Mark
from extractor.export.html_words import shortened
from extractor.model import CitedDocument, Evidence, Finding, Reference, Report, Section, Severity, Span

Rows = list[tuple[str, str | None]]

#: A card says no more than so many findings; the list at the right has them all.
_MOST_FINDINGS = 4
_GRAVEST: tuple[Severity, ...] = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item stands on the page: `key` is the id of its element, `css` the class of links to it."""

    key: str
    css: str
    text: str
    span: Span | None
    section_id: str | None = None


@dataclass(slots=True)
class Items:
    """Marks and cards of a report, and its records by their ids. Ids of elements are counted and never taken from the
    report: `places` leads from the one to the other."""

    report: Report
    marks: list[Mark] = field(default_factory=list)
    cards: list[str] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    #: The section whose heading starts at an offset of the text.
    headings: dict[int, Section] = field(default_factory=dict)
    sections: dict[str, Section] = field(default_factory=dict)
    references: dict[str, Reference] = field(default_factory=dict)
    documents: dict[str, CitedDocument] = field(default_factory=dict)
    #: What is found to be odd about an item, and what supports it.
    findings: dict[str, list[Finding]] = field(default_factory=dict)
    evidence: dict[str, Evidence] = field(default_factory=dict)

    def holds(self, span: Span | None) -> bool:
        """Whether the span is one of the text: only such are marked and linked."""
        return span is not None and 0 <= span[0] < span[1] <= len(self.report.text)

    def put(self, item: str, key: str, css: str, text: str, span: Span, section_id: str | None = None) -> None:
        """Remember where an item is marked; the first of several places stays."""
        if self.holds(span):
            self.places.setdefault(item, Place(key, css, text, span, section_id))

    def flagged(self, item: str) -> str:
        """The classes that show an item's gravest finding, with a space before them."""
        severities = {finding.severity for finding in self.findings.get(item, ())}
        return next((f" fl {severity}" for severity in _GRAVEST if severity in severities), "")

    def where(self, page: int | None, section_id: str | None) -> Rows:
        """The section and the page of an item."""
        section = self.sections.get(section_id or "")
        return [
            ("Mục", shortened(f"{section.path} {section.title}", 90) if section else None),
            ("Trang", str(page) if page else None),
        ]

    def card(self, key: str, css: str, kind: str, text: str, rows: Rows, item: str = "") -> None:
        """Write a card; what is known about the item beside its own fields stands on it as well."""
        rows = [*self._beside(item), *rows]
        body = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in rows if value)
        self.cards.append(
            f'<div class="card {css}" id="c-{key}" role="tooltip"><p class="card-kind">{escape(kind)}</p>'
            f'<p class="card-text">{escape(shortened(text, 260))}</p><dl>{body}</dl></div>'
        )

    def link(self, item: str, label: str = "", css: str = "") -> str:
        """A link to the place of an item, with its words unless `label` says others; empty where it has none."""
        place = self.places.get(item)
        if place is None:
            return ""
        section = self.sections.get(place.section_id or "")
        said = (f"Mục {section.path}: " if section else "") + shortened(place.text, 80)
        shown = shortened(label or place.text, 44)
        return (
            f'<a class="go {css or place.css}" href="#{place.key}" title="{escape(said)}" '
            f'aria-label="{escape(said)}">{escape(shown)}</a>'
        )

    def _beside(self, item: str) -> Iterator[tuple[str, str | None]]:
        found = self.findings.get(item, ())
        for finding in found[:_MOST_FINDINGS]:
            yield "Cần xem lại", shortened(finding.message_vi, 300)
        if len(found) > _MOST_FINDINGS:
            yield "Cần xem lại", f"và {len(found) - _MOST_FINDINGS} điểm khác"
        evidence = self.evidence.get(item)
        if evidence:
            yield "Căn cứ", shown_evidence(evidence)


def shown_evidence(evidence: Evidence) -> str:
    """How many documents are cited for a figure, beside how many it says."""
    cited = f"{len(evidence.references)} lần viện dẫn"
    return cited if evidence.claimed is None else f"{cited}, con số nêu {evidence.claimed}"


def collect(report: Report) -> Items:
    """The items of a report before anything is marked."""
    items = Items(
        report,
        sections={section.id: section for section in report.sections},
        references={reference.id: reference for reference in report.references},
        documents={document.id: document for document in report.cited_documents},
        evidence={one.item_id: one for one in report.evidence},
    )
    for finding in report.findings:
        for item in dict.fromkeys(finding.items):
            items.findings.setdefault(item, []).append(finding)
    return items
