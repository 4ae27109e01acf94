"""Searches over the real reports, and over texts that are a trial to a database."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from api.search import Filters, Hit, search
from api.store import Store
from tests.api.search.shelf import Made, expected, put
from tests.archive import fill


@pytest.fixture
def real(store: Store, reports: list[Path]) -> Store:
    fill(store, {path.name[:3]: path.read_bytes() for path in reports})
    return store


def names(hits: tuple[Hit, ...]) -> str:
    return " ".join(hit.name for hit in hits)


def test_real_reports(real: Store) -> None:
    assert names(search(real, "751 QD UBND").hits) == "000 004"
    assert names(search(real, "mang yang").hits) == "001 000 004"
    assert names(search(real, '"cai cach hanh chinh nam 2021"').hits).split()[0] == "000"
    assert names(search(real, "", Filters(unit="Gia Lai")).hits) == "000 004 003 001"
    assert names(search(real, "", Filters(unit="Gia Lai", issuer="ủy ban nhân dân tỉnh")).hits) == "004"
    # Bình Định is part of Gia Lai today, Kon Tum of Quảng Ngãi.
    assert names(search(real, "", Filters(unit="tỉnh Bình Định")).hits) == "003"
    assert names(search(real, "", Filters(unit="quảng ngãi")).hits) == "002"
    assert names(search(real, "", Filters(cites="56/2020/QĐ-UBND")).hits) == "003"
    assert names(search(real, "", Filters(cites="Luật Tổ chức chính quyền địa phương")).hits) == "001"
    assert names(search(real, "", Filters(cites="luat")).hits) == ""
    assert names(search(real, "", Filters(finding="score_total_mismatch")).hits) == "002"
    assert names(search(real, "", Filters(date_from="2021-06", type="BC")).hits) == "000 004 003"
    hit = search(real, "751/QĐ-UBND").hits[0]
    assert (hit.type_name, hit.date, hit.issuer, hit.unit) == (
        "Báo cáo",
        "2021-12",
        "UBND huyện Mang Yang",
        "huyện Mang Yang",
    )
    assert [one.text[slice(*one.spans[0])] for one in hit.snippets] == ["Quyết định số 751/QĐ-UBND"]
    assert hit.snippets[0].section == "I.1"


#: Texts that a database's own parser, or its limits, would make something else of.
TRIALS = (
    # A vector of PostgreSQL holds positions up to 16,383, and 256 of a word.
    Made(text="và " * 20_000 + "thuế đất", name="far"),
    Made(text="đất thuế " * 20_000, name="often"),
    Made(text="1e5 1e5a 0x1f 12ab34 1.5 -7 a@b.vn https://a.vn/b?c=d 2021-06-15 10% C++ <b>chữ</b> &amp;", name="odd"),
    Made(text="a" * 3000 + " thuế " + "b" * 100 + " " + "c" * 101, name="long"),
    Made(text=" ".join(f"w{number}" for number in range(60_000)), name="many"),
    Made(text="", name="empty"),
    Made(text="ă" * 400_000, name="one word"),
    Made(text="x " * 200_000, name="one letter"),
    Made(text="đất\u00a0\u2003,;\n\n\n-–—thuế", name="far apart"),
)
TRIED = (
    '"thuế đất"',
    '"đất thuế"',
    "thuế",
    "1e5",
    "1e5a",
    "0x1f",
    "1f",
    "12ab34",
    "1.5",
    "5",
    "a@b.vn",
    "vn",
    '"vn https a vn b c d 2021"',
    "chữ",
    "amp",
    "b" * 100,
    "c" * 101,
    "w59999",
    '"w59998 w59999"',
    '"w59999 w59998"',
    "w5999*",
    "x",
    '"x x x x x"',
    '-"đất thuế" đất',
    "-x",
)


def test_texts_that_are_a_trial(store: Store) -> None:
    ids = put(store, TRIALS)
    found = {query: [hit.document_id for hit in search(store, query).hits] for query in TRIED}
    assert found == {query: [ids[number] for number in expected(TRIALS, query)] for query in TRIED}
    assert [len(found[query]) for query in ('"thuế đất"', '"đất thuế"', "1f", '"w59998 w59999"')] == [2, 2, 0, 1]
    (snippet,) = search(store, '"w59998 w59999"').hits[0].snippets
    assert snippet.text.endswith("w59998 w59999")


def test_more_marks_than_are_kept(store: Store) -> None:
    rng = random.Random(5)
    headings = tuple(f"mục {rng.random()}" for _ in range(9000))
    put(store, [Made(text="thuế", headings=headings, cited=tuple(f"{number}/QĐ" for number in range(9000)))])
    assert search(store, "thuế", Filters(cites="8999/QĐ")).total == 1
