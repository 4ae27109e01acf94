"""What people review, and what they decide."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.service.bodies import review_examples as examples
from api.service.bodies.documents import DocumentType

Kind = Literal["reference", "finding", "count", "responsibility", "indicator"]
ItemState = Literal["open", "accepted", "corrected", "rejected", "added", "confirmed", "fixed", "dismissed", "orphaned"]
ReviewStatus = Literal["to_review", "in_review", "done"]
ActionName = Literal["accept", "correct", "reject", "split", "merge", "add", "comment", "confirm", "fix", "dismiss"]


class Open(BaseModel):
    """How many items of each kind nobody decided yet."""

    reference: int
    finding: int
    count: int
    responsibility: int
    indicator: int


class QueueLinks(BaseModel):
    """Where a document of the queue is."""

    review: str
    document: str


class Queued(BaseModel):
    """A document of the queue (hàng đợi). `least_confidence` is the least among its open references, 1 where there is
    none; `orphaned` counts decided items that have no place in the text any more."""

    id: str
    name: str
    number: str | None
    type: DocumentType | None
    date: str | None
    issuer: str | None
    title: str | None
    pages: int | None
    status: ReviewStatus
    assignee: str | None
    assigned: str | None
    open: Open
    orphaned: int
    least_confidence: float
    version: int
    changed: str
    links: QueueLinks


class Queue(BaseModel):
    """A page of the queue. `totals` counts the documents of each status, `work` those that an import still has to
    extract."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.QUEUE]})

    items: list[Queued]
    next: str | None = Field(description="The `cursor` of the next page, null where this is the last")
    totals: dict[str, int]
    work: dict[str, int]


class AnchorBody(BaseModel):
    """The place of an item: its words, 32 characters on either side, page, [start, end) in code points."""

    kind: Kind
    quote: str
    before: str
    after: str
    page: int | None
    start: int
    end: int


class DecisionBody(BaseModel):
    """A decision about an item. `carried_from` is the decision on an earlier draft that was taken over; `fields` are
    those that it changed."""

    id: str
    step: str
    who: str
    at: str
    action: ActionName
    fields: dict[str, Any] | None
    reason: str | None
    comment: str | None
    carried_from: str | None


class Comment(BaseModel):
    """Something said about an item (ghi chú)."""

    id: str
    who: str
    at: str
    comment: str


class Remembered(BaseModel):
    """What was decided about findings of this type in other reports of this body: a suggestion, which decides
    nothing."""

    reason: str
    who: str
    at: str
    times: int


class ReviewItem(BaseModel):
    """A thing that people decide about. `earlier` is a decision on an earlier extraction or draft that does not apply
    any more, because the item changed: it is open again."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.ITEM]})

    id: str
    kind: Kind
    state: ItemState
    anchor: AnchorBody
    section: str | None
    fields: dict[str, Any]
    extracted: dict[str, Any] | None
    source: str | None = Field(description="The rule that found it; null for what a person added")
    confidence: float | None
    decision: DecisionBody | None
    earlier: DecisionBody | None
    comments: list[Comment]
    findings: list[str] = Field(description="Findings that compare this item")
    suggestion: Remembered | None


class CitedGroup(BaseModel):
    """A cited document with its mentions. `cited_by` counts other documents of the workspace that cite it; `registered`
    is what the registers say: matched, differs, not_found, or null where they cannot tell."""

    id: str
    title: str
    code: str | None
    date: str | None
    issuer: str | None
    items: list[str]
    cited_by: int
    registered: Literal["matched", "differs", "not_found"] | None
    findings: list[str]


class OutlineSection(BaseModel):
    """A section of the document (mục)."""

    id: str
    parent: str | None
    level: int
    label: str
    path: str
    title: str
    start: int
    end: int
    page: int | None


class ReviewLinks(BaseModel):
    """Where the parts of a review are. `pages` and `images` take the number of a page."""

    self: str
    document: str
    text: str
    pages: str
    images: str
    original: str
    events: str
    history: str
    suggestions: str
    reviewed: str
    cited_documents: str
    commented: str
    sheet: str


class Review(BaseModel):
    """A document with its items as they stand. `version` grows with each decision; `me` is the caller; `undo` and
    `redo` are the caller's steps that POST …/undo and …/redo would take, null where there is none."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.REVIEW]})

    id: str
    name: str
    number: str | None
    title: str | None
    issuer: str | None
    version: int
    status: ReviewStatus
    assignee: str | None
    assigned: str | None
    me: str
    may_review: bool
    undo: str | None
    redo: str | None
    sampled: bool = Field(description="Drawn to be reviewed blind, and not done yet")
    blind: bool
    open: Open
    orphaned: int
    items: list[ReviewItem]
    groups: list[CitedGroup]
    outline: list[OutlineSection]
    pages: int | None
    links: ReviewLinks


class TextPage(BaseModel):
    """A page and the part of the text that starts on it."""

    number: int
    start: int
    end: int


class ReviewText(BaseModel):
    """The text of a document, whose code points all offsets count."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.TEXT]})

    text: str
    pages: list[TextPage]
