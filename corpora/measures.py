"""What is measured of each kind of item."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from corpora.items import LETTERHEAD, Fields, Kind
from corpora.squash import normalised, words

Agreement = Callable[[Fields, Fields], float]
#: So many letters and digits of what is quoted by its beginning are compared.
_BEGINNING = 40


@dataclass(frozen=True, slots=True)
class Measure:
    """A column: its name, the item's fields that it compares, whether only items that state it count, and how the
    values are compared (None: all equal when folded)."""

    name: str
    fields: tuple[str, ...]
    stated: bool = False
    agree: Agreement | None = None


def token_f1(wanted: object, found: object) -> float:
    """F1 over the words of two texts, order and punctuation ignored."""
    one, other = (_tokens(str(text or "")) for text in (wanted, found))
    common = (one & other).total()
    return 2 * common / (one.total() + other.total()) if common else float(one == other)


def _tokens(text: str) -> Counter[str]:
    return Counter(word for part in text.split() if (word := words(normalised(part)).text))


def _same_duty(wanted: Fields, found: Fields) -> float:
    return float(wanted["role"] == found["role"]) * _same_bodies("actors")(wanted, found)


def _title(wanted: Fields, found: Fields) -> float:
    return token_f1(wanted["title"], found["title"])


def _same_words(wanted: Fields, found: Fields) -> float:
    return float(_letters(wanted["text"]) == _letters(found["text"]))


def _begins_alike(field: str) -> Agreement:
    """Annotators write the beginning of what is long: the shorter must be the beginning of the longer."""

    def agree(wanted: Fields, found: Fields) -> float:
        one, other = _letters(wanted[field])[:_BEGINNING], _letters(found[field])[:_BEGINNING]
        return float(bool(one and other) and (one.startswith(other) or other.startswith(one)))

    return agree


def body_name(name: object) -> str:
    """A body's name as it is compared: "Văn hóa – Thông tin" and "Văn hóa và Thông tin" are one, and so are "Đăk" and
    "Đắk": how a place is spelt is the register's."""
    plain = "".join(word for word in _spaced(str(name or "")).split() if word != "và")
    return "".join(sign for sign in unicodedata.normalize("NFD", plain) if not unicodedata.combining(sign))


def _spaced(text: str) -> str:
    return "".join(sign if sign.isalnum() else " " for sign in normalised(text).casefold())


def _same_bodies(field: str) -> Agreement:
    def agree(wanted: Fields, found: Fields) -> float:
        one, other = ([body_name(name) for name in fields[field] or ()] for fields in (wanted, found))
        return float(sorted(one) == sorted(other))

    return agree


def _same_body(field: str) -> Agreement:
    return lambda wanted, found: float(body_name(wanted[field]) == body_name(found[field]))


def _letters(text: object) -> str:
    return words(normalised(str(text or ""))).text


_CODE = ("doc_type", "code")
MEASURES: Mapping[Kind, tuple[Measure, ...]] = {
    "reference": (
        Measure("kind", ("kind",)),
        Measure("type", ("doc_type",)),
        Measure("code", _CODE),
        Measure("number", ("number", "year", "symbol")),
        Measure("date", (*_CODE, "date")),
        Measure("issuer", (*_CODE, "issuer")),
        Measure("provision", ("provision",), stated=True),
        Measure("relation", ("relation",)),
        Measure("title", ("title",), stated=True, agree=_title),
    ),
    "section": (
        Measure("path", ("path",)),
        Measure("label", ("label",)),
        Measure("title", ("title",)),
        Measure("role", ("role",), stated=True),
    ),
    "date": (
        Measure("value", ("value",)),
        Measure("precision", ("value", "precision")),
        Measure("bound", ("bound",), stated=True),
    ),
    "letterhead": (
        *(Measure(name, (name,), stated=True) for name in LETTERHEAD if name != "title"),
        Measure("title", ("title",), stated=True, agree=_title),
    ),
    "count": (
        Measure("figure", ("kind", "value", "total")),
        Measure("unit", ("unit",)),
        Measure("extent", ("text",), agree=_same_words),
        Measure("qualifier", ("qualifier",), stated=True),
    ),
    "responsibility": (
        Measure("role_actor", ("role", "actors"), agree=_same_duty),
        Measure("names", ("names",), agree=_same_bodies("names")),
        Measure("task", ("task",), stated=True, agree=_begins_alike("task")),
        Measure("deadline", ("deadline",), stated=True),
        Measure("about", ("about",), stated=True),
    ),
    "organisation": (),
    "indicator": (
        Measure("value", ("code", "value_text")),
        Measure("unit", ("unit",)),
        Measure("parent", ("parent_code",), stated=True),
        Measure("note", ("note",), stated=True, agree=_begins_alike("note")),
    ),
    "task": (
        Measure("lead", ("lead",), agree=_same_bodies("lead")),
        Measure("coordinating", ("coordinating",), agree=_same_bodies("coordinating")),
        Measure("deadline", ("deadline",), stated=True),
    ),
    "score": (
        Measure("points", ("achieved", "maximum")),
        Measure("criterion", ("criterion",), agree=_begins_alike("criterion")),
        Measure("unit", ("unit",), agree=_same_body("unit")),
        Measure("cause", ("cause",), stated=True, agree=_begins_alike("cause")),
    ),
    "person": (Measure("position", ("position",), stated=True),),
    "finding": (Measure("type", ("kind",)), Measure("severity", ("severity",))),
}
