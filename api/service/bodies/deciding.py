"""What people decide, and what becomes of it."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from api.service.bodies import deciding_examples as examples
from api.service.bodies.review import ActionName, CitedGroup, Kind, Open, ReviewItem, ReviewStatus


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

    assignee: str | None = Field(default=None, min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$")


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
