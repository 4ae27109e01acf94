"""Conflicts between reports in words, Vietnamese and English, with the reports that say each value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from api.graph.records import Archived, Conflict, Said, Severity
from api.graph.resolve import Variant
from api.graph.slips import slip
from api.store import tables

#: Reports that are named for a value.
EXAMPLES = 3
#: Values that are told; there may be more where many files are damaged.
VALUES = 12

#: What differs, in both languages: `{code}`, `{said}` and `{verdict}` are filled in.
_SENTENCES = {
    "cross_date_conflict": (
        "{code} được viện dẫn với các ngày ban hành khác nhau: {said}.{verdict}",
        "{code} is cited with different dates of issue: {said}.{verdict}",
    ),
    "cross_issuer_conflict": (
        "{code} được viện dẫn với các cơ quan ban hành khác nhau: {said}.{verdict}",
        "{code} is cited with different issuers: {said}.{verdict}",
    ),
    "cross_symbol_misspelt": (
        "Cùng một văn bản ghi hai ký hiệu gần giống nhau: {said}.{verdict}",
        "One document is cited with two symbols that are one letter apart: {said}.{verdict}",
    ),
}
_OWN = (" Theo chính văn bản đó thì đúng là {likely}.", " The document itself says {likely}.")
_SLIP = (
    " Có thể ghi nhầm; nhiều khả năng đúng là {likely}.",
    " Probably a slip of the pen; {likely} is likely to be right.",
)
_MOST = (" Đa số báo cáo ghi {likely}.", " Most reports say {likely}.")


@dataclass(frozen=True, slots=True)
class Voice:
    """A value of those that differ (None: the number as it is printed) and the variants of a number that say it."""

    code_key: str
    value: str | None
    variants: tuple[Variant, ...]

    @property
    def reports(self) -> int:
        """Citations that say it."""
        return sum(one.reports for one in self.variants if not one.own)

    @property
    def own(self) -> bool:
        """Whether the archived document itself says it."""
        return any(one.own for one in self.variants)


@dataclass(frozen=True, slots=True)
class Differing:
    """Values of one document that cannot all be right."""

    type: str
    voices: tuple[Voice, ...]


def conflict(connection: Connection, workspace_id: int, found: Differing) -> Conflict:
    """The same in words, the likeliest value first."""
    ordered = sorted(found.voices, key=lambda one: (not one.own, -one.reports, one.value or ""))[:VALUES]
    rows = [_rows(connection, workspace_id, one) for one in ordered]
    dated = found.type == "cross_date_conflict"
    said = tuple(
        Said(_value(found.type, voice, many), voice.reports, _examples(many), voice.own)
        for voice, many in zip(ordered, rows, strict=True)
    )
    right = _likely(ordered)
    near = not dated or all(slip(ordered[0].value or "", one.value or "") for one in ordered[1:])
    severity: Severity = "warning" if near else "error"
    likely = said[0].value if right else None
    code, issuer = rows[0][0].code or rows[0][0].text, rows[0][0].issuer
    subject = f"{code} · {issuer}" if issuer and found.type != "cross_issuer_conflict" else code
    sentences = []
    for language, sentence in enumerate(_SENTENCES[found.type]):
        verdict = (_OWN if ordered[0].own else _SLIP if near else _MOST)[language] if likely else ""
        told = _told(said, language, dated=dated)
        shown = _day(likely, language) if dated and likely else likely
        sentences.append(sentence.format(code=subject, said=told, verdict=verdict.format(likely=shown)))
    return Conflict(found.type, severity, subject, sentences[0], sentences[1], said, likely)


def _likely(ordered: Sequence[Voice]) -> bool:
    """Whether the first value is probably right: the document itself says it and nothing else, or most reports do."""
    if ordered[0].own:
        return not ordered[1].own
    return ordered[0].reports >= 2 * sum(one.reports for one in ordered[1:])


def _told(said: Sequence[Said], language: int, *, dated: bool) -> str:
    reports, itself = (("{} báo cáo", "chính văn bản"), ("{} reports", "the document itself"))[language]
    parts = []
    for one in said:
        who = [itself] if one.own else []
        if one.reports:
            count = reports.format(one.reports)
            names = ", ".join(example.name for example in one.examples)
            who.append(f"{count if language == 0 or one.reports > 1 else '1 report'}: {names}")
        parts.append(f"{_day(one.value, language) if dated else one.value} ({'; '.join(who)})")
    return "; ".join(parts)


def _day(value: str, language: int) -> str:
    return "/".join(reversed(value.split("-"))) if language == 0 else value


def _value(kind: str, voice: Voice, rows: Sequence[Any]) -> str:
    if kind == "cross_issuer_conflict":
        return next((row.issuer for row in rows if row.issuer), voice.value or "")
    return voice.value or rows[0].code


def _examples(rows: Sequence[Any]) -> tuple[Archived, ...]:
    return tuple({row.uid: Archived(row.uid, row.name) for row in rows}.values())


def _rows(connection: Connection, workspace_id: int, voice: Voice) -> list[Any]:
    """The first reports that say it, or the archived documents themselves."""
    return list(_cited(connection, workspace_id, voice)) or list(_own(connection, voice))


def _cited(connection: Connection, workspace_id: int, voice: Voice) -> Iterator[Any]:
    citation, document, mention = tables.citation, tables.document, tables.mention
    texts = [one.text for one in voice.variants if not one.own]
    text = select(mention.c.text).where(
        mention.c.document_id == citation.c.document_id, mention.c.citation_item == citation.c.item
    )
    query = (
        select(document.c.uid, document.c.name, citation.c.code, citation.c.issuer)
        .add_columns(text.limit(1).scalar_subquery().label("text"))
        .where(citation.c.workspace_id == workspace_id, citation.c.code_key == voice.code_key)
        .where(citation.c.variant.in_(texts), document.c.id == citation.c.document_id)
        .order_by(citation.c.newest.desc())
        .limit(EXAMPLES)
    )
    yield from connection.execute(query) if texts else ()


def _own(connection: Connection, voice: Voice) -> Iterator[Any]:
    report, document = tables.report, tables.document
    newest = [one.newest for one in voice.variants if one.own]
    query = (
        select(document.c.uid, document.c.name, report.c.code, report.c.issuer, report.c.title.label("text"))
        .where(report.c.newest.in_(newest), document.c.id == report.c.document_id)
        .limit(EXAMPLES)
    )
    yield from connection.execute(query)
