"""What questions to the graph are answered with. `uid` is a document's lasting name in the store, `name` that of its
file; dates are ISO 8601 at their known precision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from api.graph.resolve import Fit

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Archived:
    """A document of the archive."""

    uid: str
    name: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A document that reports cite, as the whole archive tells it. `key` names it among those of its number; `dates`
    are the full dates that reports give, with how many do; `reports` counts the citations, up to a bound (`more`: there
    are more); `archived` are the documents of the archive that are it. `ambiguous`: not one document but all citations
    that would fit several. `variants` says by what each kind of citation belongs to it, and which is its newest; `own`
    are the places in lists of `archived`."""

    key: str
    code: str
    code_key: str
    type_code: str | None
    type_name: str | None
    date: str | None
    issuer: str | None
    title: str | None
    dates: tuple[tuple[str, int], ...]
    reports: int
    more: bool
    ambiguous: bool
    archived: tuple[Archived, ...]
    variants: tuple[tuple[str, Fit, int], ...]
    own: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The documents that a number may be, those that most reports cite first: `documents` in all, of which `cited` are
    described. `complete` is false where so many answer to it that only the newest were looked at."""

    code_key: str | None
    cited: tuple[Cited, ...]
    documents: int
    complete: bool


@dataclass(frozen=True, slots=True)
class Citing:
    """A report that cites a document. `code`, `date`, `issuer` are the report's own; `said_date` and `said_issuer` what
    it says of the cited document. The first of its `mentions` stands on `page` (None where there are none) in the
    section `section`, at `start` of its text. `early`: the report is older than the document, so that it can hardly be
    this one."""

    uid: str
    name: str
    code: str | None
    date: str | None
    issuer: str | None
    said_date: str | None
    said_issuer: str | None
    fit: Fit
    relations: tuple[str, ...]
    mentions: int
    text: str | None
    page: int | None
    section: str | None
    start: int | None
    confidence: float
    early: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Some of a list, the newest first, and what to ask for to get the next ones (None: there are none)."""

    rows: tuple[Citing, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class CitedBy:
    """A document that one report cites, and those of the archive that are it (`sure` where date or issuer say so)."""

    code: str | None
    type_name: str | None
    date: str | None
    issuer: str | None
    title: str | None
    relations: tuple[str, ...]
    mentions: int
    archived: tuple[Archived, ...]
    sure: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A value that some reports give: how many, the first of them, and whether the document itself says so."""

    value: str
    reports: int
    examples: tuple[Archived, ...]
    own: bool = False


@dataclass(frozen=True, slots=True)
class Conflict:
    """What reports say differently of one thing (docs/findings.md, "Across documents"). `subject` names the thing,
    `values` are those that are said, the likeliest first; `likely` is the one that is probably right, None where
    nothing speaks for one."""

    type: str
    severity: Severity
    subject: str
    message_vi: str
    message_en: str
    values: tuple[Said, ...]
    likely: str | None
