"""What a search finds."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from api.service.bodies import examples
from api.service.bodies.documents import DocumentType


class Snippet(BaseModel):
    """A piece of the text with every run of white space as one space. `spans` are the hits in it, [start, end) in its
    own code points; `start` and `end` its place in the report's `text`. `page` and `section` are those of the mention
    where it shows a document's number."""

    text: str
    spans: list[tuple[int, int]]
    start: int
    end: int
    page: int | None
    section: str | None


class Hit(BaseModel):
    """A document that was found."""

    id: str
    name: str
    number: str | None
    type: DocumentType | None
    title: str | None
    date: str | None
    issuer: str | None
    unit: str | None
    snippets: list[Snippet]


class SearchPage(BaseModel):
    """Hits: documents with the number asked for, then those with the query as a phrase in title or heading, then the
    others; of each the newest first. `total` counts up to 300 matches when the first page was asked for, `more` is
    whether there were more."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.SEARCH]})

    items: list[Hit]
    next: str | None = Field(description="The `cursor` of the next page, null where this is the last")
    total: int
    more: bool
