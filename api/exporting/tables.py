"""What an export consists of: tables with named and typed columns."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

Kind = Literal["text", "integer", "number", "boolean"]
Cell = str | int | float | bool | None
Row = Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name for programs, what it holds, its names for people; what it means, for the codebook."""

    name: str
    kind: Kind
    vi: str
    en: str
    about_vi: str = ""
    about_en: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: `name` for files ("counts"), `title` for people ("Số liệu")."""

    name: str
    title: str
    columns: tuple[Column, ...]


def table(name: str, title: str, columns: Sequence[str], words: str, kinds: Mapping[str, Kind] | None = None) -> Table:
    """A table of these columns, named by a section of columns.toml, and by what is special in this table."""
    named = {**_words()[words], **_words()["special"].get(name, {})}
    return Table(name, title, tuple(Column(one, (kinds or {}).get(one) or _kind(one), *named[one]) for one in columns))


def columns_of(words: str) -> tuple[str, ...]:
    """The columns of a section of columns.toml, in its order."""
    return tuple(_words()[words])


def _kind(name: str) -> Kind:
    kinds: Mapping[Kind, Sequence[str]] = _words()["kinds"]
    return next((kind for kind, names in kinds.items() if name in names), "text")


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / "columns.toml").read_text(encoding="utf-8"))
