"""Every row of rules/*.toml (DESIGN, "Rules are rows"): each example matches as written, each reject stays silent, and a
row that no example needs is a failure: the example must be found by that row, or be lost without it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from extractor.find.citations import Vocabulary, compile_vocabulary, symbols
from extractor.model import Relation
from extractor.pipeline import load
from extractor.resolve.issuers import compile_names, full_name
from extractor.resolve.place import Place, compile_places, read_place
from extractor.rules import RuleBook
from extractor.segment.headings import match_heading
from tests.engine import book, citations, dates, letterhead, printed, sections

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


@pytest.mark.parametrize("word", BOOK["citations"]["words"]["title_openers"])
def test_title_opener(word: str) -> None:
    text = f"Quyết định số 12/QĐ-UBND ngày 02/3/2020 {word} những việc cần làm."
    title = citations(text)[0].title_span
    assert printed(text, title) == f"{word} những việc cần làm"


@pytest.mark.parametrize("word", BOOK["citations"]["words"]["anaphora"])
def test_pointing_word(word: str) -> None:
    text = f"Quyết định {word} có hiệu lực."
    assert [(printed(text, m.span), m.kind) for m in citations(text, own=OWN)] == [(f"Quyết định {word}", "anaphoric")]


@pytest.mark.parametrize("word", BOOK["citations"]["words"]["amending"])
def test_amending_word(word: str) -> None:
    text = f"theo Luật {word} một số điều của Luật Đất đai."
    outer, inner = citations(text)
    assert (outer.rule, printed(text, outer.span)) == ("citation.amending_law", text[5:-1])
    assert (inner.nested, printed(text, inner.span), inner.relation) == (True, "Luật Đất đai", "amends")


@rows("doc_types", "type", "code")
def test_document_type(row: Row) -> None:
    text = f"tại {row['example']} của"
    wanted = (row["example"], "CV" if row.get("general") else row["code"])
    assert [(printed(text, m.span), m.type_code) for m in citations(text)] == [wanted]
    assert [text for text in row["rejects"] if any(m.type_code == row["code"] for m in citations(text))] == []
    if row["code"] in ("L", "BL", "PL"):
        return  # the finder knows these heads by itself
    lost = [(printed(text, m.span), m.type_code) for m in citations(text, without(row, "doc_types", "type"))]
    assert lost != [wanted], "no example needs the row"


@rows("doc_types", "type", "code")
def test_nouns_and_symbols_of_a_type(row: Row) -> None:
    types = load().citations.types
    assert {noun: types.by_noun[" ".join(noun.lower().split())] for noun in row["nouns"]} == dict.fromkeys(
        row["nouns"], row["code"]
    )
    assert {symbol: types.by_symbol[symbol.upper()] for symbol in row["symbols"]} == dict.fromkeys(
        row["symbols"], row["code"]
    )


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


@pytest.mark.parametrize("name", BOOK["issuers"]["fields"]["names"])
def test_field_of_a_department(name: str) -> None:
    text = f"Công văn số 12/TB-ABC ngày 02/3/2020 của Sở {name} gửi các huyện"
    found = citations(text)[0].issuer
    assert found is not None
    assert found.name == f"Sở {name}"


@pytest.mark.parametrize("name", BOOK["issuers"]["bodies"]["names"])
def test_body(name: str) -> None:
    text = f"Báo cáo số 12/BC-ABC ngày 02/3/2020 của {name} gửi các huyện"
    found = citations(text)[0].issuer
    assert found is not None
    assert found.name == name


@rows("issuers", "same", "name")
def test_other_words_for_a_body(row: Row) -> None:
    fewer = compile_names(
        with_table(BOOK, "issuers", "same", [other for other in BOOK["issuers"]["same"] if other is not row]),
        compile_places(BOOK),
    )
    for words in row["printed"]:
        assert full_name(words, NOWHERE, load().names) == row["name"], words
        assert full_name(words, NOWHERE, fewer) != row["name"], f"{words}: not needed"


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
        assert _role(title) == row["name"], title
    for title in row["rejects"]:
        assert _role(title) != row["name"], title


@pytest.mark.parametrize(
    ("role", "cue"), [(row["name"], cue) for row in BOOK["sections"]["role"] for cue in row["cues"]]
)
def test_cue_of_a_role(role: str, cue: str) -> None:
    assert _role(cue.upper()) == role


def _role(title: str) -> str | None:
    return sections(f"I. {title}")[1][0].role


@rows("relations", "relation", "name")
def test_relation(row: Row) -> None:
    for text in row["examples"]:
        assert _relation(text) == row["name"], text
    for text in row["rejects"]:
        assert _relation(text) != row["name"] or row["name"] == "mentions", text
    fewer = without(row, "relations", "relation")
    assert any(_relation(text, fewer) != row["name"] for text in row["examples"]), "no example needs the row"


@pytest.mark.parametrize(
    ("relation", "cue"), [(row["name"], cue) for row in BOOK["relations"]["relation"] for cue in row["cues"]]
)
def test_cue_of_a_relation(relation: Relation, cue: str) -> None:
    other = "thực hiện" if relation == "mentions" else "rà soát"
    assert _relation(f"để {other} và {cue} Quyết định số 12/QĐ-UBND") == relation


def _relation(text: str, vocabulary: Vocabulary | None = None) -> str:
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


@pytest.mark.parametrize("name", BOOK["places"]["provinces"]["names"])
def test_province(name: str) -> None:
    level = "thành phố" if name in BOOK["places"]["cities"] else "tỉnh"
    assert _own_place(f"UBND {level} {name} về việc này. UBND {level} đã họp.") == f"{level} {name}"


@pytest.mark.parametrize(("old", "new"), BOOK["places"]["variants"].items())
def test_old_spelling_of_a_province(old: str, new: str) -> None:
    assert _own_place(f"UBND tỉnh {old} về việc này. UBND tỉnh đã họp.") == f"tỉnh {new}"


def _own_place(text: str) -> str | None:
    return read_place(text, letterhead(text)[1], load().places).own
