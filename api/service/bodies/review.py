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


class Place(BaseModel):
    """A place of the text: [start, end) in code points, and its page."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    page: int | None = None


class Wanted(BaseModel):
    """A decision that is to be taken. `expected` is the `decision.id` that was shown for each item; one that is not
    named is expected undecided."""

    action: ActionName
    items: list[str] = Field(default=[], max_length=2000)
    expected: dict[str, str | None] = {}
    kind: Kind | None = Field(default=None, description="Of what is added; reference where it is not said")
    fields: dict[str, Any] = Field(default={}, description="Those that change")
    span: Place | None = Field(default=None, description="Of what is added or split off")
    reason: str | None = None
    comment: str | None = None


class Decisions(BaseModel):
    """Decisions that are taken together: they are one step of undo, and written all or none."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.DECISIONS]})

    decisions: list[Wanted] = Field(min_length=1, max_length=500)
    blind: bool = False


class Step(BaseModel):
    """What became of a step: the items that it touched as they stand now, and all cited documents."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.STEP]})

    version: int
    step: str
    status: ReviewStatus
    items: list[ReviewItem]
    gone: list[str] = Field(description="Items that are no more: what was added, and is undone")
    groups: list[CitedGroup]
    open: Open
    orphaned: int
    undo: str | None
    redo: str | None


class Assignee(BaseModel):
    """Who reviews a document; null is the caller."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"assignee": None}]})

    assignee: str | None = Field(default=None, min_length=1, max_length=200)


class NewStatus(BaseModel):
    """How far the review is. `blind`: of the blind review of a document of a sample, which `done` ends."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"status": "done", "blind": False}]})

    status: ReviewStatus
    blind: bool = False


class Stands(BaseModel):
    """How the review of a document stands."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.STANDS]})

    status: ReviewStatus
    assignee: str | None
    assigned: str | None
    version: int


class HistoryEntry(BaseModel):
    """What somebody did: `before` and `after` are the fields that changed. `undone`: it was taken back since."""

    id: str
    step: str
    version: int
    at: str
    who: str
    action: str
    kind: Kind | None
    item: str | None
    quote: str | None
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    reason: str | None
    comment: str | None
    undone: bool
    carried_from: str | None
    blind: bool


class History(BaseModel):
    """A page of what was decided about a document (nhật ký), newest first."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.HISTORY]})

    items: list[HistoryEntry]
    next: str | None = Field(description="The `cursor` of the next page, null where this is the last")


class Suggested(BaseModel):
    """A value for a field, with the other fields of the same document. `documents` is how many of the archive say so;
    `place` where a register lists it."""

    value: str
    fields: dict[str, str | None]
    origin: Literal["archive", "register", "types", "bodies", "dismissals"] = Field(serialization_alias="from")
    documents: int
    place: str | None


class Suggestions(BaseModel):
    """Values for a field, the likeliest first."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.SUGGESTIONS]})

    items: list[Suggested]


class Share(BaseModel):
    """A share with its 95 % Wilson interval; null where there is nothing to count."""

    value: float | None
    low: float | None
    high: float | None
    hits: int
    of: int


class SampleBody(BaseModel):
    """Documents drawn at random, by a seed."""

    seed: int
    drawn: int
    reviewed: int
    at: str


class Person(BaseModel):
    """What somebody decided; `median_seconds` between two steps of one sitting."""

    who: str
    decisions: int
    documents: int
    median_seconds: float | None


class SampledDocument(BaseModel):
    """A document to be reviewed blind."""

    id: str
    name: str
    done: bool


class Figures(BaseModel):
    """What documents reviewed blind say of the extraction of this archive (`documents` of them): precision and recall
    of references by their places, and by type and number as well. `agreement` is the share of decided items that were
    right as they were extracted: not blind, and of what people looked at first."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.FIGURES]})

    samples: list[SampleBody]
    sampled: list[SampledDocument]
    documents: int
    precision: Share
    recall: Share
    code_precision: Share
    code_recall: Share
    agreement: Share
    by_status: dict[str, int]
    decisions: dict[str, int]
    people: list[Person]
