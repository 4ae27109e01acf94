"""What other records are made of: values with the words that state them."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.model.types import Precision, Span


@dataclass(frozen=True, slots=True)
class DocType:
    """Loại văn bản: the code of Nghị định 30/2020/NĐ-CP, Phụ lục III ("QĐ") and the name ("Quyết định")."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class DateValue:
    """A date stated with something. `value` is ISO 8601 at the known precision, None for a date that does not exist."""

    value: str | None
    precision: Precision
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Issuer:
    """Cơ quan ban hành: full name with its place ("UBND huyện Mang Yang"). `text` and `span` are the printed words,
    None where the symbol alone fixes the issuer. `id` is the entry of `organisations`, None where it has none."""

    name: str
    id: str | None
    text: str | None
    span: Span | None


@dataclass(frozen=True, slots=True)
class Actor:
    """A body as it is printed in a duty or a row, and its full `name`. `organisation_id` is the entry of
    `organisations`; a `collective` actor ("UBND các xã, thị trấn") stays as it is printed."""

    text: str
    span: Span
    name: str
    organisation_id: str | None
    collective: bool
