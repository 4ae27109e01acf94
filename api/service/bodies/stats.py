"""How much of what there is."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from api.service.bodies import examples


class Count(BaseModel):
    """So many of one kind. `key` is a code or a value, null where it is not known; `name` is for people."""

    key: str | None
    name: str | None
    count: int


class Stats(BaseModel):
    """Counts of the archive, the largest first, years in order. They are remembered for some seconds, longer where
    counting took long: `as_of` says when it was."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.STATS]})

    as_of: str
    documents: int
    bytes: int = Field(description="Of the files")
    pages: int
    mentions: int = Field(description="Mentions of documents in all reports")
    by_status: list[Count]
    by_type: list[Count] = Field(description="Loại văn bản")
    by_issuer: list[Count] = Field(description="Cơ quan ban hành: those with most documents")
    by_year: list[Count]
    citations_by_type: list[Count] = Field(description="Cited documents, once for each report, by their type")
    citations_by_issuer: list[Count] = Field(description="The same by their issuer: those with most")
    findings_by_type: list[Count]
