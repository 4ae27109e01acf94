"""What the service answers, as `trichluc.client` hands it on: JSON objects with these keys. A later version of the
service may add keys. The service's OpenAPI document (`/openapi.json`) says what each means."""

from __future__ import annotations

from typing import Any, Literal, TypedDict

Status = Literal["pending", "running", "done", "failed"]
Form = Literal["json", "html", "csv", "xlsx", "annotations"]


class DocumentType(TypedDict):
    """Loại văn bản."""

    code: str | None
    name: str | None


class Document(TypedDict, total=False):
    """A document (văn bản). One of a list has no keys below `links`."""

    id: str
    name: str
    status: Status
    number: str | None
    type: DocumentType | None
    date: str | None
    issuer: str | None
    unit: str | None
    title: str | None
    pages: int | None
    mentions: int | None
    findings: int | None
    error: dict[str, str] | None
    external_id: str | None
    added: str
    links: dict[str, str]
    sha256: str
    size: int
    characters: int | None
    period: str | None
    urgency: str | None
    cited: int | None
    findings_by_type: dict[str, int]
    pipeline_version: str | None
    extracted: str | None
    seconds: float | None
    metadata: dict[str, Any] | None
    places: list[dict[str, str]]
    record: dict[str, Any] | None


class Job(TypedDict, total=False):
    """The work on a document (công việc). Its `id` is that of the document. `report` (the Report as JSON) is in the
    answer to an upload only, where it was there in time."""

    id: str
    status: Status
    progress: dict[str, int] | None
    error: dict[str, str] | None
    differences: list[dict[str, str]]
    name: str
    size: int
    sha256: str
    external_id: str | None
    metadata: dict[str, Any] | None
    accepted_at: str
    changed_at: str
    links: dict[str, str | None]
    report: dict[str, Any]


class Snippet(TypedDict):
    """A piece of a text. `spans` are the hits in it, `start` and `end` its place in the report's text (code points)."""

    text: str
    spans: list[list[int]]
    start: int
    end: int
    page: int | None
    section: str | None


class Hit(TypedDict):
    """A document that a search found."""

    id: str
    name: str
    number: str | None
    type: DocumentType | None
    title: str | None
    date: str | None
    issuer: str | None
    unit: str | None
    snippets: list[Snippet]


class CitingPage(TypedDict):
    """Reports that cite a document; `next` is the cursor of more."""

    items: list[dict[str, Any]]
    next: str | None


class Cited(TypedDict):
    """A document that reports cite, what the registers say of it, and the first of the reports."""

    key: str
    number: str
    type_code: str | None
    type_name: str | None
    date: str | None
    issuer: str | None
    title: str | None
    dates: list[dict[str, Any]]
    reports: int
    more: bool
    ambiguous: bool
    archived: list[dict[str, str]]
    verification: dict[str, Any]
    citing: CitingPage


class Finding(TypedDict):
    """What does not agree inside a report."""

    id: str
    type: str
    severity: Literal["error", "warning", "info"]
    message: str
    message_vi: str
    span: list[int] | None
    document: dict[str, str]
