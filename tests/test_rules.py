"""Every row of rules/*.toml (DESIGN, "Rules are rows"): each example matches as written, each reject stays silent, and
a row that no example needs is a failure: the example must be found by that row, or be lost without it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from extractor.find.citations import Vocabulary, compile_vocabulary, symbols
from extractor.pipeline import load
from extractor.resolve.place import Place
from extractor.rules import RuleBook
from extractor.rules import pattern as load_pattern
from extractor.segment.headings import match_heading
from tests.engine import book, citations, dates, printed, sections

BOOK = book()
NOWHERE = Place(None, None, None)
#: What "Quyết định này" in an example may point at.
OWN = ("QĐ",)

Row = Mapping[str, Any]


def rows(file: str, table: str, name: str = "id") -> Any:
    """The rows of a table of a rule file as parameters."""
    named = ((f"{table}{at}" if name == "source" else row[name], row) for at, row in enumerate(BOOK[file][table]))
    made = [pytest.param(row, id=called) for called, row in named]
    return pytest.mark.parametrize("row", made)


def named_rows(file: str) -> Any:
    """The rows of a rule file of which each is a table of its own."""
    return pytest.mark.parametrize(("name", "row"), [pytest.param(*item, id=item[0]) for item in BOOK[file].items()])


@cache
def few_laws() -> RuleBook:
    """The book without the names of laws: they cost most of the time to compile, and most rows do not need them."""
    return with_table(BOOK, "laws", "act", [dict(BOOK["laws"]["act"][0], names=["Dân sự"])])


def with_table(whole: RuleBook, file: str, table: str, kept: list[Row]) -> RuleBook:
    return replace(whole, files={**whole.files, file: {**whole[file], table: kept}})


def without(row: Row, file: str, table: str, whole: RuleBook | None = None) -> Vocabulary:
    """The vocabulary as if the row were not there."""
    kept = [other for other in BOOK[file][table] if other is not row]
    return compile_vocabulary(with_table(whole or few_laws(), file, table, kept))


def all_rows() -> Iterator[tuple[str, Row]]:
    """Every row of every file that carries examples, with a name to report it by."""
    for file, content in BOOK.files.items():
        for table, value in content.items():
            if isinstance(value, list):
                for row in value:
                    if isinstance(row, Mapping):
                        yield f"{file}.{table}.{row.get('id') or row.get('name') or row.get('group') or row}", row
            elif isinstance(value, Mapping) and ("pattern" in value or "source" in value or "names" in value):
                yield f"{file}.{table}", value


def test_every_row_says_where_it_is_from() -> None:
    assert [name for name, row in all_rows() if not (row.get("source") or row.get("about"))] == []


def test_every_row_has_an_example() -> None:
    lists = ("names", "printed", "words")  # the entries of a list are its examples: each is tried below
    bare = [name for name, row in all_rows() if not (row.get("examples") or row.get("example") or _first(row, lists))]
    assert bare == []


def _first(row: Row, lists: tuple[str, ...]) -> object:
    return next((row[name] for name in lists if row.get(name)), None)


def test_every_row_with_a_pattern_has_a_reject() -> None:
    assert [name for name, row in all_rows() if "pattern" in row and not row.get("rejects")] == []


@named_rows("fragments")
def test_fragment(name: str, row: Row) -> None:
    pattern = re.compile(BOOK.fragments[name])
    assert [text for text in row["examples"] if not pattern.fullmatch(text)] == []
    assert [text for text in row["rejects"] if pattern.fullmatch(text)] == []


@rows("dates", "form")
def test_date_form(row: Row) -> None:
    check_date(row)


@rows("dates", "shared")
def test_date_that_shares_a_year(row: Row) -> None:
    check_date(row)


def check_date(row: Row) -> None:
    for example in row["examples"]:
        text = example["text"]
        found = [date for date in dates(text) if date.rule == row["id"]]
        assert [printed(text, date.span) for date in found] == [example["match"]], text
        assert found[0].precision == row["precision"]
        assert (found[0].value, found[0].bound) == (example["value"] or None, example.get("bound")), text
    assert [text for text in row["rejects"] if any(date.rule == row["id"] for date in dates(text))] == []


@rows("citations", "form")
def test_citation_form(row: Row) -> None:
    for example in row["examples"]:
        text = example["text"]
        found = [mention for mention in citations(text, own=OWN) if mention.rule == row["id"] and not mention.nested]
        assert example["match"] in [printed(text, mention.span) for mention in found], text
        mention = next(one for one in found if printed(text, one.span) == example["match"])
        parts = {
            "type": mention.type_code,
            "code": mention.code,
            "date": mention.date.value if mention.date else None,
            "issuer": mention.issuer.name if mention.issuer else None,
        }
        assert parts == {name: example.get(name) for name in parts}, text
        assert mention.kind == row["kind"]
    assert [text for text in row["rejects"] if citations(text, own=OWN)] == []


@pytest.mark.parametrize(("name", "row"), BOOK["citations"]["pattern"].items(), ids=BOOK["citations"]["pattern"])
def test_pattern_of_citations(name: str, row: Row) -> None:
    pattern: re.Pattern[str] = getattr(load().citations, name)
    assert [text for text in row["examples"] if not pattern.match(text)] == []
    assert [text for text in row["rejects"] if pattern.match(text)] == []


def test_bodies_in_running_text() -> None:
    row, pattern = BOOK["issuers"]["organisation"], load().citations.organisation
    assert [text for text in row["examples"] if not pattern.fullmatch(text)] == []
    assert [text for text in row["rejects"] if pattern.fullmatch(text)] == []


def test_office_holders() -> None:
    row, pattern = BOOK["issuers"]["office"], load().names.office
    assert [text for text in row["examples"] if not pattern.match(text)] == []
    assert [text for text in row["rejects"] if pattern.match(text)] == []


@rows("doc_types", "type", "code")
def test_document_type(row: Row) -> None:
    text = f"tại {row['example']} của"
    wanted = (row["example"], "CV" if row.get("general") else row["code"])
    assert [(printed(text, m.span), m.type_code) for m in citations(text)] == [wanted]
    assert [text for text in row["rejects"] if any(m.type_code == row["code"] for m in citations(text))] == []
    if row["code"] in ("L", "BL", "PL", "HP"):
        return  # the finder knows these heads by itself
    lost = [(printed(text, m.span), m.type_code) for m in citations(text, without(row, "doc_types", "type"))]
    assert lost != [wanted], "no example needs the row"


@rows("issuers", "agency", "group")
def test_agency(row: Row) -> None:
    vocabulary = load().citations
    printed_groups = [row["example"]]
    printed_groups += [row["example"].replace(row["group"], variant) for variant in row.get("variants", ())]
    for example in printed_groups:
        assert symbols.issuer_name(symbols.normalise(example, vocabulary), vocabulary) == row["name"], example
    groups = {group.upper() for group in (row["group"], *row.get("variants", ()))}
    fewer = replace(vocabulary, agencies={g: agency for g, agency in vocabulary.agencies.items() if g not in groups})
    without_row = symbols.issuer_name(symbols.normalise(row["example"], fewer), fewer)
    assert without_row != row["name"], "no example needs the row"


@named_rows("letterhead")
def test_letterhead_pattern(name: str, row: Row) -> None:
    pattern = re.compile(BOOK.fragments.expand(row["pattern"]))
    match = pattern.fullmatch if name in ("number_line", "recipients") else pattern.match
    assert [text for text in row["examples"] if not match(text)] == []
    assert [text for text in row["rejects"] if match(text)] == []


@rows("sections", "kind")
def test_section_kind(row: Row) -> None:
    for example in row["examples"]:
        heading = match_heading(example["text"], 0, len(example["text"]), load().headings)
        assert heading is not None, example["text"]
        assert (heading.kind, heading.label) == (row["id"], example["label"])
        text, found = sections(example["text"])
        assert [printed(text.text, section.title_span) for section in found] == [example["title"]]
    assert [text for text in row["rejects"] if sections(text)[1]] == []


@rows("sections", "role", "name")
def test_section_role(row: Row) -> None:
    for title in row["examples"]:
        assert role_of(title) == row["name"], title
    for title in row["rejects"]:
        assert role_of(title) != row["name"], title


def role_of(title: str) -> str | None:
    return sections(f"I. {title}")[1][0].role


@rows("relations", "relation", "name")
def test_relation(row: Row) -> None:
    for text in row["examples"]:
        assert relation_of(text) == row["name"], text
    for text in row["rejects"]:
        assert relation_of(text) != row["name"] or row["name"] == "mentions", text
    fewer = without(row, "relations", "relation")
    assert any(relation_of(text, fewer) != row["name"] for text in row["examples"]), "no example needs the row"


def relation_of(text: str, vocabulary: Vocabulary | None = None) -> str:
    return citations(text, vocabulary, OWN)[-1].relation


@rows("laws", "act", "source")
def test_act(row: Row) -> None:
    head = {"L": "Luật", "BL": "Bộ luật", "PL": "Pháp lệnh"}[row["code"]]
    lost = []
    for name in row["names"]:
        text = f"theo quy định của {head} {name};"
        found = [(printed(text, m.span), m.kind, m.type_code) for m in citations(text)]
        if found != [(f"{head} {name}", "named", row["code"])]:
            lost.append((name, found))
    assert lost == []
    assert [text for text in row["rejects"] if citations(text, own=OWN)] == []
    wanted = [printed(row["example"], m.span) for m in citations(row["example"])]
    fewer = without(row, "laws", "act", BOOK)
    assert len(wanted) == 1
    assert [printed(row["example"], m.span) for m in citations(row["example"], fewer)] != wanted, "not needed"


@named_rows("paragraphs")
def test_paragraph_pattern(name: str, row: Row) -> None:
    pattern = load_pattern("paragraphs", name)
    found = pattern.match if row["at"] == "start" else pattern.search
    assert [text for text in row["examples"] if not found(text)] == []
    assert [text for text in row["rejects"] if found(text)] == []
