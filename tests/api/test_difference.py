"""What a new version of the pipeline changed: single documents, and a whole store."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import update

from api import cli
from api.commands.versions import compared
from api.difference import Totals, differences
from api.store import Store, tables, work
from api.store.blobs import pack, unpack
from tests.archive import fill

REPORT = "BÁO CÁO\nThực hiện Quyết định số 751/QĐ-UBND ngày 26/12/2020 của UBND tỉnh Gia Lai, đã tuyển 12 người.\n"


def item(span: list[int], **fields: Any) -> dict[str, Any]:
    return {"id": f"x{span[0]}", "span": span, **fields}


def test_differences_are_told_by_place() -> None:
    before = {"references": [item([0, 5], number="1"), item([9, 12], number="2", text="số 2")], "text": "t"}
    after = {"references": [item([0, 5], number="7"), item([20, 25], number="3", text="số 3")], "text": "t"}
    found = [(one.state, one.label, one.fields) for one in differences(before, after)]
    assert found == [("changed", "–", {"number": ("1", "7")}), ("added", "số 3", {}), ("removed", "số 2", {})]


def test_ids_and_pointers_alone_are_no_difference() -> None:
    before = {"counts": [item([0, 5], value="1", section_id="s1")], "source": {"parser": "a"}, "pipeline": 1}
    after = {"counts": [item([0, 5], value="1", section_id="s2", id="other")], "source": {"parser": "b"}}
    assert not list(differences(before, after))


def test_fields_that_one_version_does_not_know() -> None:
    assert [one.fields for one in differences({"document": {"a": 1}}, {"document": {"a": 1, "b": 2}, "new": []})] == [
        {"b": (None, 2)}
    ]


def test_warnings_are_compared_as_words() -> None:
    found = list(differences({"warnings": ["a", "a"]}, {"warnings": ["a", "b"]}))
    assert [(one.state, one.label) for one in found] == [("added", "b"), ("removed", "a")]


def test_totals() -> None:
    totals = Totals()
    totals.add([])
    totals.add(list(differences({"counts": [item([0, 1], value="1")]}, {"counts": [item([0, 1], value="2")]})))
    assert (totals.documents, totals.changed) == (2, 1)
    assert totals.states == {("counts", "changed"): 1}
    assert totals.fields == {("counts", "value"): 1}


def later_version(store: Store, change: bool) -> None:
    """The same documents done by a version "later", of which one number differs."""
    for claim in _claimed(store):
        with store.reading() as connection:
            old = connection.execute(
                tables.extraction.select().where(
                    tables.extraction.c.document_id == claim.document_id, tables.extraction.c.status == "done"
                )
            ).one()
        report = json.loads(unpack(store.blobs.get(old.report_sha256)))
        if change:
            report["references"][0]["number"] = "752"
        digest = store.blobs.put(pack(json.dumps(report).encode()))
        with store.writing() as connection:
            connection.execute(
                update(tables.extraction)
                .where(tables.extraction.c.id == claim.extraction_id)
                .values(status="done", report_sha256=digest)
            )


def _claimed(store: Store) -> list[work.Claim]:
    with store.reading() as connection:
        ids = list(connection.scalars(tables.document.select().with_only_columns(tables.document.c.id)))
    work.enqueue(store, ids, "later")
    return work.claim(store, "later", "test", 10)


@pytest.mark.parametrize("change", [True, False])
def test_store_is_compared(store: Store, change: bool) -> None:
    from extractor.pipeline import load

    fill(store, {"a.txt": REPORT})
    later_version(store, change)
    ((name, found),) = compared(store, load().pipeline.version, "later")
    assert name == "a.txt"
    expected = [("references", "changed", {"number": ("751", "752")})] if change else []
    assert [(one.list, one.state, one.fields) for one in found] == expected


def test_command(store: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("TRICHLUC_DATABASE_URL", store.settings.database_url)
    monkeypatch.setenv("TRICHLUC_FILES_URL", store.settings.files_url)
    fill(store, {"a.txt": REPORT, "b.txt": REPORT * 2})
    assert cli.main(["diff-versions"]) == 13
    assert "only one version" in capsys.readouterr().err
    later_version(store, change=True)
    assert cli.main(["diff-versions"]) == 0
    printed = capsys.readouterr().out
    assert "number: 751 → 752" in printed
    assert "2 of 2 documents differ" in printed
    assert "references: 2 changed (fields: number 2)" in printed
    assert cli.main(["diff-versions", "--json"]) == 0
    assert {json.loads(line)["document"] for line in capsys.readouterr().out.splitlines()} == {"a.txt", "b.txt"}
    from extractor.pipeline import load

    assert cli.main(["diff-versions", load().pipeline.version]) == 0
    assert f"{load().pipeline.version} → later" in capsys.readouterr().out
    assert cli.main(["diff-versions", "later", "nothing"]) == 13
    assert "no document was extracted by version nothing" in capsys.readouterr().err


def test_other_workspace_sees_nothing(store: Store) -> None:
    import dataclasses

    from api.store import open_store
    from extractor.pipeline import load

    fill(store, {"a.txt": REPORT})
    later_version(store, change=True)
    with open_store(dataclasses.replace(store.settings, workspace="other")) as other:
        assert not list(compared(other, load().pipeline.version, "later"))
