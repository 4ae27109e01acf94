"""Questions to the graph, on both databases: who cites a document, what a report cites, in which workspace."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from sqlalchemy import select

from api.graph import pages, variants
from api.graph.citations import citing, find
from api.graph.cited_by import cited_by, document_named
from api.graph.records import Citing
from api.store import Settings, Store, open_store, tables
from api.store.errors import MissingError
from tests.api.graph.made import report
from tests.archive import fill

REPORTS = Path(__file__).resolve().parents[3] / "corpora" / "reports"

PLAN = "về Kế hoạch cải cách hành chính năm 2021"
FULL = f"Thực hiện Quyết định số 751/QĐ-UBND ngày 26/12/2020 của UBND tỉnh Gia Lai {PLAN}."
DECISION = report(
    "Điều 1. Ban hành kế hoạch.",
    code="751/QĐ-UBND",
    date="26/12/2020",
    issuer="TỈNH GIA LAI",
    kind="QUYẾT ĐỊNH",
    title="Về việc ban hành Kế hoạch cải cách hành chính năm 2021",
)
OTHER = f"Căn cứ Quyết định số 751/QĐ-UBND ngày 03/8/2021 của UBND tỉnh Bình Định {PLAN}."


def names(rows: tuple[Citing, ...]) -> list[str]:
    return [row.name for row in rows]


@pytest.fixture
def small(store: Store) -> Store:
    """A decision, two reports that cite it, one that cites another of its number, one that does not say which."""
    fill(
        store,
        {
            "decision.txt": DECISION,
            "full.txt": report(FULL, code="10/BC-UBND", date="01/3/2021"),
            "bare.txt": report("Triển khai Quyết định số 751/QĐ-UBND.", code="11/BC-UBND", date="02/3/2021"),
            "other.txt": report(OTHER, code="12/BC-UBND", date="03/3/2022"),
        },
    )
    return store


def test_documents_of_one_number_are_told_apart(small: Store) -> None:
    answer = find(small, "751/QĐ-UBND")
    assert (answer.code_key, answer.complete) == ("751/qdubnd", True)
    for spelt in ("751 QD UBND", "0751/qđ.ubnd", "Quyết định số 751/QĐ–UBND"):
        assert find(small, spelt) == answer
    told = [(one.date, one.issuer, one.reports, one.ambiguous, len(one.archived)) for one in answer.cited]
    assert told == [
        ("2021-08-03", "UBND tỉnh Bình Định", 1, False, 0),
        ("2020-12-26", "UBND tỉnh Gia Lai", 1, False, 1),
        (None, None, 1, True, 0),
    ]
    theirs, ours, unclear = ([row.name for row in citing(small, one).rows] for one in answer.cited)
    assert (ours, theirs, unclear) == (["full.txt"], ["other.txt"], ["bare.txt"])
    assert [one.name for one in answer.cited[1].archived] == ["decision.txt"]


def test_date_and_issuer_keep_the_document_that_is_meant(small: Store) -> None:
    for narrowed in (find(small, "751/QĐ-UBND", date="2020-12-26"), find(small, "751/QĐ-UBND", issuer="Gia Lai")):
        assert [one.date for one in narrowed.cited] == ["2020-12-26"]
    assert [one.issuer for one in find(small, "751/QĐ-UBND", date="2021").cited] == ["UBND tỉnh Bình Định"]
    assert find(small, "751/QĐ-UBND", date="1999").cited == ()
    assert find(small, "751/QĐ-UBND", issuer="Lai").cited != ()
    assert find(small, "751/QĐ-UBND", issuer="Gia").cited != ()
    assert find(small, "751/QĐ-UBND", issuer="ia La").cited == ()


def test_a_citing_report_is_told_with_the_place_of_its_first_mention(store: Store) -> None:
    body = f"{FULL}\n\nTheo Quyết định số 751/QĐ-UBND nêu trên.\n\nSửa đổi Quyết định số 751/QĐ-UBND ngày 26/12/2020."
    ids = fill(store, {"a.txt": report(body)})
    (one,) = find(store, "751/QĐ-UBND").cited
    (row,) = citing(store, one).rows
    assert len(ids) == 1
    assert (row.name, row.code, row.date, row.issuer) == ("a.txt", "214/BC-UBND", "2022-09-15", "UBND huyện Mang Yang")
    assert (row.mentions, row.section, row.text, row.fit) == (3, "I", "Quyết định số 751/QĐ-UBND", "full")
    with store.reading() as connection:
        text = connection.scalar(select(tables.report_text.c.text)) or ""
    assert row.start == text.index("Quyết định số 751")
    assert row.relations[0] == "implements"
    assert "amends" in row.relations
    assert (one.code, one.type_name, one.title) == ("751/QĐ-UBND", "Quyết định", PLAN)


def test_relations_narrow_the_reports(store: Store) -> None:
    fill(
        store,
        {
            "implements.txt": report(FULL, date="01/3/2021"),
            "repeals.txt": report("Bãi bỏ Quyết định số 751/QĐ-UBND ngày 26/12/2020 của UBND tỉnh Gia Lai."),
        },
    )
    (one,) = find(store, "751/QĐ-UBND").cited
    assert names(citing(store, one).rows) == ["repeals.txt", "implements.txt"]
    assert names(citing(store, one, relation="repeals").rows) == ["repeals.txt"]
    assert citing(store, one, relation="re%").rows == ()


def test_pages_hold_every_report_once_the_newest_first(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    sentences = [FULL, FULL.replace(" của UBND tỉnh Gia Lai", ""), FULL.replace(" ngày 26/12/2020", "")]
    files = {f"{day:02}.txt": report(sentences[day % 3], date=f"{day}/3/2022") for day in range(1, 24)}
    fill(store, files)
    (one,) = find(store, "751/QĐ-UBND").cited
    assert (one.reports, len(one.variants)) == (23, 3)
    for merged in (60, 1):
        monkeypatch.setattr(pages, "MERGED", merged)
        seen: list[str] = []
        after: str | None = None
        while True:
            page = citing(store, one, limit=5, after=after)
            seen += names(page.rows)
            after = page.next
            if after is None:
                break
            assert len(page.rows) == 5
        assert seen == sorted(files, reverse=True)


def test_a_wrong_mark_of_a_page_is_told(small: Store) -> None:
    (one, *_) = find(small, "751/QĐ-UBND").cited
    for after in ("x", "-1", "1 OR 1=1", "9" * 30, "", "٣"):
        with pytest.raises(MissingError, match="no such page"):
            citing(small, one, after=after)


def test_a_report_older_than_the_document_is_marked_or_means_another(store: Store) -> None:
    undated = "Triển khai Quyết định số 751/QĐ-UBND của UBND tỉnh Gia Lai."
    fill(
        store,
        {
            "later.txt": report(FULL, date="15/9/2022"),
            "slip.txt": report(FULL, date="15/9/2018"),
            "undated.txt": report(undated, date="15/9/2021"),
            "other.txt": report(undated, date="15/9/2019"),
        },
    )
    one, other = find(store, "751/QĐ-UBND").cited
    early = {row.name: row.early for row in citing(store, one).rows}
    assert early == {"later.txt": False, "slip.txt": True, "undated.txt": False}
    assert (names(citing(store, other).rows), other.date) == (["other.txt"], None)


def test_a_law_is_found_by_its_name(store: Store) -> None:
    fill(
        store,
        {
            "new.txt": report("Căn cứ Luật Đất đai ngày 18 tháng 01 năm 2024;", date="15/9/2024"),
            "old.txt": report("Căn cứ Luật Đất đai năm 2013; Luật Ban hành văn bản quy phạm pháp luật năm 2015;"),
        },
    )
    new, old = find(store, "luat dat dai").cited
    assert (new.date, old.date, old.code, old.issuer) == ("2024-01-18", "2013", "Luật Đất đai", "Quốc hội")
    assert [one.date for one in find(store, "Luật Đất đai năm 2013").cited] == ["2013"]
    assert find(store, "Luật ban hành văn bản QPPL").cited[0].reports == 1
    assert cited_by(store, document_named(store, "old.txt").uid)[0].code == "Luật Đất đai"


def test_of_too_many_documents_the_newest_are_looked_at(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {
        f"{year}.txt": report(FULL.replace("26/12/2020", f"26/12/{year}"), date="01/3/2022")
        for year in range(2010, 2020)
    }
    fill(store, files)
    monkeypatch.setattr(variants, "VARIANTS", 4)
    monkeypatch.setattr(variants.cited_variants, "__defaults__", (None, 4))
    answer = find(store, "751/QĐ-UBND")
    assert not answer.complete
    assert [one.date for one in answer.cited] == ["2019-12-26", "2018-12-26", "2017-12-26", "2016-12-26"]
    for narrowed in (
        find(store, "751/QĐ-UBND", date="2010"),
        find(store, "751/QĐ-UBND", issuer="gia lai", date="2010"),
    ):
        assert narrowed.complete
        assert [one.date for one in narrowed.cited] == ["2010-12-26"]
    assert len(find(store, "751/QĐ-UBND", issuer="tỉnh gia lai").cited) == 10


def test_counts_end_where_they_are_enough(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(store, {f"{day}.txt": report(FULL, date=f"{day}/3/2022") for day in range(1, 5)})
    monkeypatch.setattr(variants, "COUNTED", 3)
    variants._statement.cache_clear()
    (one,) = find(store, "751/QĐ-UBND").cited
    variants._statement.cache_clear()
    assert (one.reports, one.more) == (3, True)


def test_what_a_report_cites_and_what_of_it_is_in_the_archive(small: Store) -> None:
    cited = cited_by(small, document_named(small, "full.txt").uid)
    assert [(one.code, [kept.name for kept in one.archived], one.sure) for one in cited] == [
        ("751/QĐ-UBND", ["decision.txt"], True)
    ]
    assert [one.archived for one in cited_by(small, document_named(small, "bare.txt").uid)] == [()]
    assert [one.archived for one in cited_by(small, document_named(small, "other.txt").uid)] == [()]


def test_a_citation_by_number_alone_is_not_sure(store: Store) -> None:
    fill(store, {"decision.txt": DECISION, "bare.txt": report("Triển khai Quyết định số 751/QĐ-UBND.")})
    (one,) = cited_by(store, document_named(store, "bare.txt").uid)
    assert ([kept.name for kept in one.archived], one.sure) == (["decision.txt"], False)


def test_a_report_does_not_cite_itself(store: Store) -> None:
    body = "Quyết định này có hiệu lực từ ngày ký. Quyết định này thay thế Quyết định số 2/QĐ-UBND."
    fill(store, {"decision.txt": DECISION.replace("Điều 1. Ban hành kế hoạch.", body)})
    for one in find(store, "751/QĐ-UBND").cited:
        assert names(citing(store, one).rows) == []
    assert all(not one.archived for one in cited_by(store, document_named(store, "decision.txt").uid))


def test_documents_are_named_in_several_ways(small: Store) -> None:
    uid = document_named(small, "decision.txt").uid
    for name in (uid, "/archive/decision.txt", "751/qđ ubnd", "số 751/QĐ-UBND"):
        assert document_named(small, name).uid == uid
    with pytest.raises(MissingError, match="no document"):
        document_named(small, "nobody.txt")
    fill(small, {"twin.txt": report("Không.", code="10/BC-UBND")})
    with pytest.raises(MissingError, match="several"):
        document_named(small, "10/BC-UBND")
    with pytest.raises(MissingError, match="no such document"):
        cited_by(small, "0" * 32)


def test_a_workspace_sees_its_own_only(settings: Settings, small: Store) -> None:
    with open_store(dataclasses.replace(settings, workspace="other")) as other:
        assert find(other, "751/QĐ-UBND").cited == ()
        (one,) = find(small, "751/QĐ-UBND", date="2020").cited
        assert citing(other, one).rows == ()
        fill(other, {"theirs.txt": report(FULL)})
        (theirs,) = find(other, "751/QĐ-UBND").cited
        assert (theirs.reports, theirs.archived) == (1, ())
        assert names(citing(other, theirs).rows) == ["theirs.txt"]
        uid = document_named(small, "full.txt").uid
        for name in (uid, "full.txt", "/archive/full.txt", "751/QĐ-UBND"):
            with pytest.raises(MissingError):
                document_named(other, name)
        with pytest.raises(MissingError):
            cited_by(other, uid)
        assert [kept.archived for kept in cited_by(other, document_named(other, "theirs.txt").uid)] == [()]
    assert names(citing(small, one).rows) == ["full.txt"]


def test_hostile_codes_find_nothing_else(small: Store) -> None:
    numbers = ("'; DROP TABLE citation; --", "751/%", "%", "751/QĐ_UBND", "9" * 5000 + "/QĐ-UBND", "٧٥١/QĐ-UBND", "١")
    broken = ("", "\0", "\ud800", "751/\0", "751/" + "Đ" * 100_000, "Luật " + "đ" * 100_000, "luật")
    for code in (*numbers, *broken):
        assert all(one.code == "751/QĐ-UBND" for one in find(small, code).cited)
        assert find(small, "751/QĐ-UBND", issuer=code).cited == ()
        assert find(small, "751/QĐ-UBND", date=f"{code}x").cited == ()
    for name in ("", "%", "\0", "\ud800", "' OR 1=1 --", "/archive/%"):
        with pytest.raises(MissingError):
            document_named(small, name)
    assert len(find(small, "751/QĐ-UBND").cited) == 3


def test_hostile_reports_are_told_like_others(store: Store) -> None:
    long = "UBND " + "xã " * 3000
    body = (
        f"Thực hiện Quyết định số 751/{'QĐ-' * 900}UBND ngày 26/12/2020 của {long}. {FULL} Theo số 1/\x01|||| của |QĐ|."
    )
    fill(store, {"<b>[red]a|b.txt": report(body)})
    (one,) = [cited for cited in find(store, "751/QĐ-UBND").cited if cited.issuer == "UBND tỉnh Gia Lai"]
    assert names(citing(store, one).rows) == ["<b>[red]a|b.txt"]


def test_the_five_reports(store: Store) -> None:
    fill(store, {path.name[:3]: path.read_bytes() for path in sorted(REPORTS.glob("*.txt"))})

    def told(code: str) -> dict[str, list[str]]:
        return {
            f"{one.date} {one.issuer}": [f"{row.name} {' '.join(row.relations)}" for row in citing(store, one).rows]
            for one in find(store, code).cited
        }

    assert told("751/QĐ-UBND") == {"2020-12-26 UBND tỉnh Gia Lai": ["000 implements", "004 issues"]}
    assert told("18-NQ/TW") == {
        "2017-10-25 Ban Chấp hành Trung ương": ["000 implements", "001 implements", "002 implements"]
    }
    # Report 000 names the decree without its date.
    assert told("130/2005/NĐ-CP") == {
        "2005-10-17 Chính phủ": ["000 implements", "004 implements", "003 implements", "001 implements amends"]
    }
    assert told("113/KH-UBND") == {"2019-12-18 UBND huyện Mang Yang": ["000 implements", "001 implements"]}
