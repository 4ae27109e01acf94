"""What is offered to people who review: values for fields, and figures."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api.service.bodies import deciding_examples as examples


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
    right as they were extracted: not blind, and of what people looked at first. `reviewers` is how often a second
    person said what the first one did, of the items that two decided."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.FIGURES]})

    samples: list[SampleBody]
    sampled: list[SampledDocument]
    documents: int
    precision: Share
    recall: Share
    code_precision: Share
    code_recall: Share
    agreement: Share
    reviewers: Share
    by_status: dict[str, int]
    decisions: dict[str, int]
    people: list[Person]
