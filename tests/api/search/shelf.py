"""Documents made up for searches: rows straight into a store, and what a search should find, said once more in plain
Python that shares nothing with the program but how a query is read."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from api.search.filters import Filters
from api.search.query import Query, Term, parse
from api.store import Store, tables
from api.store.folding import LONGEST_WORD
from api.store.keys import code_key, fold, name_key
from api.store.marks import marks
from api.store.results import write_surface
from api.store.rows import Rows


@dataclass(frozen=True, slots=True)
class Made:
    """A document: its text, its title and headings, what is known of it, and the numbers that it cites. `units` are
    codes and names of its own unit, those above, and today's."""

    text: str = ""
    title: str | None = None
    headings: tuple[str, ...] = ()
    code: str | None = None
    date: str | None = None
    issuer: str | None = None
    units: tuple[str, ...] = ()
    type: tuple[str, str] | None = None
    findings: tuple[str, ...] = ()
    cited: tuple[str, ...] = ()
    name: str = ""


def put(store: Store, made: Iterable[Made]) -> list[int]:
    """Write documents into a store, and return their ids. A mention of each cited number begins at 0."""
    with store.writing() as connection:
        ids = []
        for number, one in enumerate(made):
            digest = hashlib.sha256(f"{store.workspace_id} {number} {one!r}".encode()).hexdigest()
            own = {"workspace_id": store.workspace_id}
            (document,) = connection.execute(
                tables.document.insert().values(
                    **own,
                    uid=digest[:32],
                    sha256=digest,
                    name=one.name or f"{number}.txt",
                    size=0,
                    original=True,
                    added_at=0,
                )
            ).inserted_primary_key or (0,)
            (extraction,) = connection.execute(
                tables.extraction.insert().values(
                    **own, document_id=document, options="", pipeline_version="v", status="done", changed_at=0
                )
            ).inserted_primary_key or (0,)
            write_surface(connection, store.workspace_id, document, extraction, rows(one))
            ids.append(int(document))
    return ids


def rows(one: Made) -> Rows:
    """The rows of a document."""
    report = {
        "type_code": one.type[0] if one.type else None,
        "type_name": one.type[1] if one.type else None,
        "code": one.code,
        "code_key": code_key(one.code),
        "date": one.date,
        "issuer": one.issuer,
        "issuer_key": name_key(one.issuer),
        "unit_name": one.units[1] if one.units else None,
        "title": one.title,
        "characters": len(one.text),
        "references": 0,
        "findings": 0,
        "pipeline_version": "v",
    }
    text = {
        "text": one.text,
        "folded": fold(one.text),
        "marks": marks(
            report,
            units=one.units,
            cited=[code_key(code) for code in one.cited],
            findings=one.findings,
            headings=[one.title or "", *one.headings],
            folded=fold(one.text),
        ),
    }
    citations = [
        {"item": f"c{n}", "key": code, "code_key": code_key(code), "relations": "", "mentions": 1, "confidence": 1}
        for n, code in enumerate(one.cited)
    ]
    mentions = [
        {
            "item": f"m{n}",
            "citation_item": f"c{n}",
            "kind": "numbered",
            "relation": "mentions",
            "text": code,
            "start": one.text.find(code),
            "end": one.text.find(code) + len(code),
            "page": 3,
            "section_path": "I.1",
            "confidence": 1,
        }
        for n, code in enumerate(one.cited)
        if code in one.text
    ]
    return Rows(report, text, citations, mentions, [], [])


def expected(made: Sequence[Made], text: str, filters: Filters | None = None) -> list[int]:
    """The positions of the documents that a search finds, in its order."""
    query = parse(text, lambda keys: {key for one in made for key in _numbers(one)} & keys)
    if query.hopeless:
        return []
    found = [number for number, one in enumerate(made) if _matches(one, query) and _passes(one, filters or Filters())]
    return sorted(found, key=lambda number: (_rank(made[number], query), *_oldness(made[number], number)))


def _matches(one: Made, query: Query) -> bool:
    return all(_has(one, term) for term in query.terms) and not any(_has(one, term) for term in query.excluded)


def _has(one: Made, term: Term) -> bool:
    return _stands(one.text, term.words, term.prefix) or (term.key is not None and term.key in _numbers(one))


def _rank(one: Made, query: Query) -> int:
    if code_key(one.code) in query.numbers and one.code:
        return 0
    if not query.terms or any(term.prefix for term in query.terms):
        return 2
    whole = [word for term in query.terms for word in term.words]
    headings = (one.title or "", *one.headings)
    # Whatever is said to be a heading is one only where the text has it.
    printed = [heading for heading in headings if _stands(one.text, plain(heading).split())]
    return 1 if any(_stands(heading, whole) for heading in printed) else 2


def _oldness(one: Made, number: int) -> tuple[tuple[int, ...], int]:
    """What sorts the newest first; a month stands behind its days."""
    date = [int(part) for part in (one.date or "0").split("-")]
    return tuple(-part for part in (*date, 0, 0)[:3]), -number


def _numbers(one: Made) -> set[str]:
    return {key for code in (one.code, *one.cited) if (key := code_key(code))}


def _passes(one: Made, filters: Filters) -> bool:
    days = [one.date + end[len(one.date) - 4 :] for end in ("-01-01", "-12-31")] if one.date else None
    cited = {code_key(code) for code in one.cited}
    types = {_name(name) for name in one.type or ()}
    return all(
        (
            not filters.issuer or _name(filters.issuer) in _name(one.issuer),
            not filters.unit or any(_name(filters.unit) in _name(unit) for unit in one.units),
            not filters.type or _name(filters.type) in types,
            not filters.finding or filters.finding in one.findings,
            not filters.cites or code_key(filters.cites) in cited,
            not filters.date_from or bool(days and days[1] >= filters.date_from),
            not filters.date_to or bool(days and days[0] <= filters.date_to + "-99"),
        )
    )


def _name(name: str | None) -> str:
    return f" {name_key(name) or ''} "


@cache
def plain(text: str) -> str:
    """The words of a text without marks, a space around each."""
    decomposed = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    words = re.findall("[a-z0-9]+", "".join(char for char in decomposed if not unicodedata.combining(char)))
    return f" {' '.join(word for word in words if len(word) <= LONGEST_WORD)} "


def _stands(text: str, phrase: Sequence[str], prefix: bool = False) -> bool:
    """Whether a phrase stands in a text; its last word may go on where `prefix`."""
    return f" {' '.join(phrase)}{'' if prefix else ' '}" in plain(text)
