"""What the columns of a register hold, by their heads (rules/registers.toml)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from api.archive.spreadsheet import Cell, Row
from api.store.keys import words
from extractor import rules
from extractor.rules import RuleBook

#: The title of a register ends within so many rows.
_TITLE_ROWS = 60
#: A head is not longer than this, in characters.
_HEAD = 120


@dataclass(frozen=True, slots=True)
class RegisterRules:
    """The rows of rules/registers.toml: kinds of columns by their heads' words, words that a head may say besides, how
    the title line of an office begins, and patterns of cells."""

    kinds: Mapping[str, str]
    fillers: Sequence[str]
    offices: tuple[str, ...]
    patterns: Mapping[str, re.Pattern[str]]


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a sheet: the column of each kind, the index of the first row below it, and what the title above
    says: the year, and the office whose outgoing register it is."""

    columns: Mapping[str, int]
    first: int
    year: int | None
    office: str | None


def compile_registers(book: RuleBook) -> RegisterRules:
    """The rows of rules/registers.toml, compiled."""
    table = book["registers"]
    fillers = [" ".join(words(one)) for one in table["filler"]["words"]]
    return RegisterRules(
        kinds={_key(head, fillers): row["kind"] for row in table["column"] for head in row["printed"]},
        fillers=fillers,
        offices=tuple(f"{one.lower()} " for one in table["office"]["printed"]),
        patterns={name: re.compile(row["pattern"]) for name, row in table["pattern"].items()},
    )


@cache
def load() -> RegisterRules:
    """The rules of the package, compiled. Raises RulesError."""
    return compile_registers(rules.load())


def kind_of(head: str, known: RegisterRules) -> str | None:
    """The kind of the column with this head."""
    return known.kinds.get(_key(head, known.fillers)) if len(head) <= _HEAD else None


def find_header(rows: Sequence[Row], known: RegisterRules) -> Header | None:
    """The header of a sheet, None where it has none: the first row, or two rows together, whose heads name the number
    of a document and at least its day, its issuer or what it is about."""
    for index, row in enumerate(rows[:_TITLE_ROWS]):
        alone = _columns([[_text(cell)] for cell in row], known)
        below = rows[index + 1] if index + 1 < len(rows) else ()
        pair = _columns(_paired(row, below), known)
        # A title above a header adds nothing to it, and neither does a row of data below.
        lower = _columns([[_text(cell)] for cell in below], known)
        columns, height = (pair, 2) if len(pair) > max(len(alone), len(lower)) else (alone, 1)
        if not columns.keys() & {"code", "number"} or not columns.keys() & {"date", "issuer", "subject"}:
            continue
        title = [text for above in rows[:index] for cell in dict.fromkeys(above) if (text := _text(cell))]
        return Header(columns, index + height, _year(title, known), _office(title, known))
    return None


def repeats(row: Row, header: Header, known: RegisterRules) -> bool:
    """Whether a row is the header once more, or counts the columns: (1), (2), (3) …"""
    texts = [_text(cell) for cell in row]
    if any(kind_of(texts[at], known) == kind for kind, at in header.columns.items() if at < len(texts) and texts[at]):
        return True
    numbers = [text.strip("()[] ") for text in texts if text]
    return len(numbers) > 2 and numbers == [str(at + 1) for at in range(len(numbers))]


def _key(head: str, fillers: Sequence[str]) -> str:
    key = f" {' '.join(words(_without_brackets(head)))} "
    for filler in fillers:
        key = key.replace(f" {filler} ", " ")
    return key.strip()


def _without_brackets(head: str) -> str:
    """The words outside brackets; the number of a column may stand in them: "Ngày đến (1)"."""
    parts = head.replace("[", "(").replace("]", ")").split("(")
    return " ".join([parts[0], *(part.partition(")")[2] for part in parts[1:])])


def _columns(heads: Sequence[Sequence[str]], known: RegisterRules) -> dict[str, int]:
    """The first column of each kind. Of the heads of a column the first that is known counts."""
    found: dict[str, int] = {}
    for column, ways in enumerate(heads):
        kind = next((kind for head in ways if head and (kind := kind_of(head, known))), None)
        if kind:
            found.setdefault(kind, column)
    return found


def _paired(upper: Row, lower: Row) -> list[list[str]]:
    """The heads of two rows: joined in both orders, then each alone. An upper head reaches over the empty cells on its
    right that have a head below them."""
    heads = []
    over = ""
    for column in range(max(len(upper), len(lower))):
        above = _text(upper[column]) if column < len(upper) else ""
        below = _text(lower[column]) if column < len(lower) else ""
        over = above or (over if below else "")
        heads.append([f"{over} {below}", f"{below} {over}", below, above])
    return heads


def _text(cell: Cell) -> str:
    if isinstance(cell, float):
        return f"{cell:g}"
    return " ".join(cell.split()) if isinstance(cell, str) else ""


def _year(title: Sequence[str], known: RegisterRules) -> int | None:
    hits = (known.patterns["year"].search(line) for line in title)
    return next((int(hit["year"]) for hit in hits if hit), None)


def _office(title: Sequence[str], known: RegisterRules) -> str | None:
    """The last line of the title that names an office: the one above it is its superior."""
    named = [line for line in title if line.lower().startswith(known.offices)]
    return named[-1] if named else None
