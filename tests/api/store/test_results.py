"""Writing results: whole, once, by whoever holds the claim; and nothing of what must not be kept."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import delete, select, update

from api.extraction import prepare
from api.store import Store, tables, work
from api.store.blobs import unpack
from api.store.documents import Incoming, accept
from api.store.results import SURFACE, Result, finish, kept_source, withhold
from extractor import extract
from extractor.export import to_json
from extractor.read import READER_VERSIONS

REPORT = (
    "BÁO CÁO\nKết quả công tác năm 2021\n\nI. Công tác chỉ đạo\n"
    "Thực hiện Quyết định số 751/QĐ-UBND ngày 26/12/2020 và Quyết định số 751/QĐ-UBND ngày 27/12/2020 của UBND tỉnh, "
    "đã kiểm tra 07 xã.\n"
).encode()


def claimed(store: Store, data: bytes = REPORT, version: str = "v1") -> tuple[work.Claim, str]:
    (accepted,) = accept(store, [Incoming("a.txt", data)])
    work.enqueue(store, [accepted.document_id], version)
    (claim,) = work.claim(store, version, "a", 1)
    assert work.start(store, claim) is not None
    return claim, accepted.sha256


@pytest.fixture(scope="module")
def result() -> Result:
    return prepare("a.txt", REPORT, None)


def everything(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """All rows but those whose times differ."""
    with store.reading() as connection:
        return {table.name: sorted(map(tuple, connection.execute(select(table))), key=repr) for table in SURFACE}


def test_report_is_stored_as_extract_writes_it(store: Store, result: Result) -> None:
    claim, sha256 = claimed(store)
    assert finish(store, claim, sha256, result)
    with store.reading() as connection:
        row = connection.execute(select(tables.extraction)).one()
    assert (row.status, row.claimed_by, row.lease_until, row.attempts, row.from_source) == (
        "done",
        None,
        None,
        1,
        False,
    )
    stored = unpack(store.blobs.get(row.report_sha256))
    assert stored == to_json(extract(REPORT, name="a.txt"), compact=True)


def test_rows_are_those_of_the_report(store: Store, result: Result) -> None:
    claim, sha256 = claimed(store)
    finish(store, claim, sha256, result)
    report = extract(REPORT, name="a.txt")
    sizes = {name: len(rows) for name, rows in everything(store).items()}
    assert sizes == {
        "report": 1,
        "report_text": 1,
        "citation": len(report.cited_documents),
        "mention": len(report.references),
        "figure": len(report.indicators),
        "finding": len(report.findings),
    }
    assert sizes["finding"] > 0


def test_same_result_again_changes_nothing(store: Store, result: Result) -> None:
    claim, sha256 = claimed(store)
    assert finish(store, claim, sha256, result)
    before = everything(store)
    assert not finish(store, claim, sha256, result)
    assert everything(store) == before
    # The same work claimed anew, as after a kill between writing and telling.
    with store.writing() as connection:
        connection.execute(update(tables.extraction).values(status="pending"))
    (again,) = work.claim(store, "v1", "b", 1)
    assert finish(store, again, sha256, result)
    assert {name: strip(rows) for name, rows in everything(store).items()} == {
        name: strip(rows) for name, rows in before.items()
    }


def strip(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Without the ids that the database counts up."""
    return [row[1:] for row in rows]


def test_lost_claim_writes_nothing(store: Store, result: Result) -> None:
    claim, sha256 = claimed(store)
    with store.writing() as connection:
        connection.execute(update(tables.extraction).values(claimed_by="b"))
    assert not finish(store, claim, sha256, result)
    assert not any(everything(store).values())
    with store.reading() as connection:
        assert connection.scalars(select(tables.extraction.c.status)).one() == "running"
        assert connection.scalars(select(tables.source.c.sha256)).all() == []


def test_document_that_was_removed_meanwhile(store: Store, result: Result) -> None:
    claim, sha256 = claimed(store)
    with store.writing() as connection:
        connection.execute(delete(tables.document))
    assert not finish(store, claim, sha256, result)
    assert not any(everything(store).values())


def test_newer_version_takes_the_place_of_the_rows(store: Store, result: Result) -> None:
    claim, sha256 = claimed(store)
    finish(store, claim, sha256, result)
    newer, _ = claimed(store, version="v2")
    assert finish(store, newer, sha256, result)
    with store.reading() as connection:
        assert connection.scalars(select(tables.report.c.extraction_id)).all() == [newer.extraction_id]
        assert len(connection.scalars(select(tables.extraction.c.report_sha256)).all()) == 2


def test_source_is_kept_for_these_readers(store: Store, result: Result) -> None:
    claim, sha256 = claimed(store)
    finish(store, claim, sha256, result)
    kept = kept_source(store, sha256, READER_VERSIONS)
    assert kept == result.source
    assert kept_source(store, sha256, "others") is None
    again = prepare("a.txt", None, kept)
    assert (again.report, again.source) == (result.report, None)


def test_secret_document_leaves_its_place_and_hash(store: Store, result: Result) -> None:
    claim, sha256 = claimed(store)
    finish(store, claim, sha256, result)
    # A later version sees the mark.
    newer, _ = claimed(store, version="v2")
    withhold(store, newer, sha256, "a.txt: carries a secrecy mark")
    assert not any(everything(store).values())
    assert not list(store.blobs.listing())
    with store.reading() as connection:
        assert connection.scalars(select(tables.blob.c.sha256)).all() == []
        assert connection.scalars(select(tables.source.c.sha256)).all() == []
        assert connection.execute(select(tables.document.c.sha256, tables.document.c.original)).all() == [
            (sha256, False)
        ]
        found = connection.execute(select(tables.extraction.c.status, tables.extraction.c.report_sha256)).all()
    assert sorted(found) == [("done", None), ("failed", None)]
    assert work.retry(store, "v2") == 0
    # It comes again, under another name.
    (again,) = accept(store, [Incoming("b.txt", REPORT, "/archive/b.txt")])
    assert (again.document_id, again.new) == (claim.document_id, False)
    assert not list(store.blobs.listing())


def test_lost_claim_withholds_nothing(store: Store) -> None:
    claim, sha256 = claimed(store)
    with store.writing() as connection:
        connection.execute(update(tables.extraction).values(claimed_by="b"))
    withhold(store, claim, sha256, "a.txt: carries a secrecy mark")
    assert store.blobs.get(sha256) == REPORT
