"""The lists of words in rules/*.toml: every word of a list does what the list is for."""

from __future__ import annotations

import pytest

from extractor.model import Relation
from extractor.pipeline import load
from extractor.resolve.issuers import compile_names, full_name
from extractor.resolve.place import compile_places, read_place
from tests.engine import citations, letterhead, printed
from tests.test_rules import BOOK, NOWHERE, OWN, Row, relation_of, role_of, rows, with_table


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
def test_nouns_and_symbols_of_a_type(row: Row) -> None:
    types = load().citations.types
    assert {noun: types.by_noun[" ".join(noun.lower().split())] for noun in row["nouns"]} == dict.fromkeys(
        row["nouns"], row["code"]
    )
    assert {symbol: types.by_symbol[symbol.upper()] for symbol in row["symbols"]} == dict.fromkeys(
        row["symbols"], row["code"]
    )


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


@pytest.mark.parametrize(
    ("role", "cue"), [(row["name"], cue) for row in BOOK["sections"]["role"] for cue in row["cues"]]
)
def test_cue_of_a_role(role: str, cue: str) -> None:
    assert role_of(cue.upper()) == role


@pytest.mark.parametrize(
    ("relation", "cue"), [(row["name"], cue) for row in BOOK["relations"]["relation"] for cue in row["cues"]]
)
def test_cue_of_a_relation(relation: Relation, cue: str) -> None:
    other = "thực hiện" if relation == "mentions" else "rà soát"
    assert relation_of(f"để {other} và {cue} Quyết định số 12/QĐ-UBND") == relation


@pytest.mark.parametrize("name", BOOK["places"]["provinces"]["names"])
def test_province(name: str) -> None:
    level = "thành phố" if name in BOOK["places"]["cities"] else "tỉnh"
    assert _own_place(f"UBND {level} {name} về việc này. UBND {level} đã họp.") == f"{level} {name}"


@pytest.mark.parametrize(("old", "new"), BOOK["places"]["variants"].items())
def test_old_spelling_of_a_province(old: str, new: str) -> None:
    assert _own_place(f"UBND tỉnh {old} về việc này. UBND tỉnh đã họp.") == f"tỉnh {new}"


def _own_place(text: str) -> str | None:
    return read_place(text, letterhead(text)[1], load().places).own


@pytest.mark.parametrize(
    ("relation", "cue"), [(row["name"], cue) for row in BOOK["relations"]["relation"] for cue in row.get("direct", ())]
)
def test_cue_directly_before_a_noun(relation: Relation, cue: str) -> None:
    assert relation_of(f"UBND huyện {cue} Quyết định số 12/QĐ-UBND") == relation
    assert relation_of(f"đến nay không {cue} Quyết định số 12/QĐ-UBND") != relation


@pytest.mark.parametrize(
    ("relation", "cue"), [(row["name"], cue) for row in BOOK["relations"]["relation"] for cue in row.get("after", ())]
)
def test_cue_after_a_mention(relation: Relation, cue: str) -> None:
    assert relation_of(f"Quyết định số 12/QĐ-UBND {cue}") == relation
