"""What went wrong, as it is told."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class Fault(BaseModel):
    """A part of a request that is not of its form: where it stands ("query.limit"), and what is wrong with it."""

    where: str
    message: str


class ProblemBody(BaseModel):
    """Problem details (RFC 9457). `code` is stable: compare it, show the sentences (Vietnamese and English)."""

    model_config = ConfigDict(title="Problem", extra="allow")

    type: str = Field(description="A name of the code: urn:trichluc:problem:CODE")
    code: str
    status: int
    title: str
    title_vi: str
    detail: str = Field(description="What happened, and what to do")
    detail_vi: str
    instance: str = Field(description="The path that was asked for")
    errors: list[Fault] | None = Field(None, description="Of `invalid_request`: each part that is wrong")
