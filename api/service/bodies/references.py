"""Who cites a document."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api.service.bodies import examples


class Named(BaseModel):
    """A document of the archive."""

    id: str
    name: str


class Day(BaseModel):
    """A date that reports give for a document, and how many do."""

    date: str
    reports: int


class Listed(BaseModel):
    """A row of the office's register (sổ đăng ký văn bản): where it stands, and what it says. `name` is that of the
    register."""

    name: str
    sheet: str
    row: int
    code: str
    date: str | None
    issuer: str | None
    subject: str | None


class Verification(BaseModel):
    """How a cited document stands to the registers that were loaded. That they do not list it proves nothing. `fields`
    are those that differ."""

    status: Literal["matched", "differs", "not_found", "unchecked"]
    fields: list[str]
    entry: Listed | None
    message: str
    message_vi: str


class Citing(BaseModel):
    """A report that cites the document. `number`, `date` and `issuer` are the report's own; `said_date` and
    `said_issuer` what it says of the cited one. Its first mention stands on `page` in `section`, at `start` (code
    points) of the report's text. `fit` is what speaks for it: own, full, date, issuer, number or ambiguous. `early`:
    the report is older than the document, so that it can hardly be this one."""

    id: str
    name: str
    number: str | None
    date: str | None
    issuer: str | None
    said_date: str | None
    said_issuer: str | None
    fit: str
    relations: list[str]
    mentions: int
    text: str | None
    page: int | None
    section: str | None
    start: int | None
    confidence: float
    early: bool


class CitingPage(BaseModel):
    """Reports that cite a document, the newest first."""

    items: list[Citing]
    next: str | None = Field(description="The `cursor` of the next page, null where this is the last")


class Cited(BaseModel):
    """A document that reports cite, as the whole archive tells it. `key` names it among those of its number; `reports`
    counts the citations up to a bound (`more`: there are more); `archived` are the documents of the archive that are
    it. `ambiguous`: not one document but all citations that would fit several."""

    key: str
    number: str
    type_code: str | None
    type_name: str | None
    date: str | None
    issuer: str | None
    title: str | None
    dates: list[Day]
    reports: int
    more: bool
    ambiguous: bool
    archived: list[Named]
    verification: Verification
    citing: CitingPage


class References(BaseModel):
    """The documents that a number may be, those that most reports cite first: `documents` in all. `complete` is false
    where so many answer to it that only the newest were looked at."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.REFERENCES]})

    items: list[Cited]
    documents: int
    complete: bool
