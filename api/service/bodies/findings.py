"""What does not agree: inside one report, and between reports."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api.service.bodies import examples
from api.service.bodies.references import Named

Severity = Literal["error", "warning", "info"]


class Found(BaseModel):
    """A finding inside one report (docs/findings.md). `id` is that of the report; `span` [start, end) in code points of
    its `text`."""

    id: str
    type: str
    severity: Severity
    message: str
    message_vi: str
    span: tuple[int, int] | None
    document: Named


class FindingPage(BaseModel):
    """Findings of the documents that were taken in last, first; of one document in its order."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.FINDINGS]})

    items: list[Found]
    next: str | None = Field(description="The `cursor` of the next page, null where this is the last")


class Said(BaseModel):
    """A value that some reports give: how many, the first of them, and whether the document itself says so."""

    value: str
    reports: int
    examples: list[Named]
    own: bool


class Conflict(BaseModel):
    """What reports say differently of one document or figure. `values` are those that are said, the likeliest first;
    `likely` is the one that is probably right, null where nothing speaks for one."""

    type: str
    severity: Severity
    subject: str
    message: str
    message_vi: str
    values: list[Said]
    likely: str | None


class ConflictPage(BaseModel):
    """Conflicts by type and subject. `total` is how many there are of the kind asked for. They are computed over the
    whole archive and remembered a while: `as_of` says when."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.CONFLICTS]})

    items: list[Conflict]
    next: str | None = Field(description="The `cursor` of the next page, null where this is the last")
    total: int
    as_of: str
