"""The commands `cites`, `conflicts` and `graph` from the outside, on both databases."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from api import cli
from api.store import Settings, Store, open_store
from tests.api.graph.made import report
from tests.api.graph.test_citations import DECISION, FULL, OTHER
from tests.archive import fill

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def archive(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An archive that the commands find by the environment."""
    monkeypatch.setenv("TRICHLUC_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("TRICHLUC_FILES_URL", settings.files_url)
    monkeypatch.delenv("TRICHLUC_WORKSPACE", raising=False)
    with open_store(settings) as store:
        fill(
            store,
            {
                "decision.txt": DECISION,
                "full.txt": report(FULL, code="10/BC-UBND", date="01/3/2021"),
                "slip.txt": report(FULL.replace("26/12", "25/12"), code="11/BC-UBND", date="02/3/2021"),
                "[red]other.txt": report(OTHER, code="12/BC-UBND", date="03/3/2022"),
            },
        )
    return settings


def ask(*arguments: str, capsys: Captured) -> tuple[int, str, str]:
    status = cli.main(list(arguments))
    return status, *capsys.readouterr()


def answer(*arguments: str, capsys: Captured) -> Any:
    status, out, _ = ask(*arguments, "--json", capsys=capsys)
    assert status == 0
    return json.loads(out)


@pytest.mark.usefixtures("archive")
def test_cites_for_people(capsys: Captured) -> None:
    status, out, err = ask("cites", "751 qd ubnd", capsys=capsys)
    assert (status, err) == (0, "")
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert "751/QĐ-UBND · Quyết định · 26/12/2020 · UBND tỉnh Gia Lai" in lines
    assert "dates given: 25/12/2020 (1), 26/12/2020 (1)" in lines
    assert "cited by 2 reports" in lines
    assert "full.txt 10/BC-UBND 01/03/2021 UBND huyện Mang Yang implements 1 I" in lines
    assert "slip.txt 11/BC-UBND 02/03/2021 UBND huyện Mang Yang implements 1 I says 25/12/2020" in lines
    assert any(line.startswith("[red]other.txt 12/BC-UBND") for line in lines)
    assert any(line.startswith("in the archive: decision.txt (") for line in lines)


def test_nothing_that_a_terminal_would_obey_is_printed(archive: Settings, capsys: Captured) -> None:
    name = "a\x1b[31m\rb\x07.txt"
    with open_store(archive) as store:
        fill(store, {name: report(FULL.replace("26/12", "20/12"), code="13/BC-UBND")})
    for arguments in (("cites", "751/QĐ-UBND"), ("cites", "--by", name), ("conflicts",)):
        _, out, err = ask(*arguments, capsys=capsys)
        assert "a [31m b .txt" in out
        assert not {"\x1b", "\r", "\x07"} & {*out, *err}


@pytest.mark.usefixtures("archive")
def test_cites_as_json(capsys: Captured) -> None:
    found = answer("cites", "751/QĐ-UBND", "--date", "26/12/2020", capsys=capsys)
    assert (found["code_key"], found["documents"], found["complete"]) == ("751/qdubnd", 1, True)
    (one,) = found["cited"]
    assert (one["date"], one["reports"], one["archived"][0]["name"]) == ("2020-12-26", 2, "decision.txt")
    assert [row["name"] for row in one["citing"]] == ["slip.txt", "full.txt"]
    assert not {"variants", "own"} & one.keys()
    (row,) = answer("cites", "751/QĐ-UBND", "--issuer", "gia lai", "--limit", "1", capsys=capsys)["cited"]
    assert len(row["citing"]) == 1
    assert row["next"].isdecimal()
    empty = answer("cites", "751/QĐ-UBND", "--relation", "repeals", "--date", "2020", capsys=capsys)["cited"]
    assert [one["citing"] for one in empty] == [[]]
    assert answer("cites", "999/QĐ-UBND", capsys=capsys)["cited"] == []


@pytest.mark.usefixtures("archive")
def test_reports_are_listed_up_to_the_limit(capsys: Captured) -> None:
    found = answer("cites", "751/QĐ-UBND", "--limit", "2", capsys=capsys)["cited"]
    assert [one["citing"] and len(one["citing"]) for one in found] == [2, None]
    assert len(answer("cites", "751/QĐ-UBND", "--limit", "3", capsys=capsys)["cited"][1]["citing"]) == 1


@pytest.mark.usefixtures("archive")
def test_cites_by_a_report(capsys: Captured) -> None:
    status, out, _ = ask("cites", "--by", "full.txt", capsys=capsys)
    assert status == 0
    assert "cites 1 document, 1 of them in the archive" in out
    assert "decision.txt" in out
    found = answer("cites", "--by", "10/BC-UBND", capsys=capsys)
    assert found["name"] == "full.txt"
    assert [(one["code"], one["archived"][0]["name"], one["sure"]) for one in found["cites"]] == [
        ("751/QĐ-UBND", "decision.txt", True)
    ]
    assert ask("cites", "--by", "nobody.txt", capsys=capsys)[0] == 13


@pytest.mark.usefixtures("archive")
def test_what_is_asked_wrongly_is_told(capsys: Captured) -> None:
    wrong = (
        ((), "name the number"),
        (("751/QĐ-UBND", "--by", "full.txt"), "name the number"),
        (("hôm qua",), "neither a number nor the name of a law"),
        (("751/QĐ-UBND", "--date", "hôm qua"), "no date"),
        (("751/QĐ-UBND", "--limit", "0"), "at least 1"),
    )
    for arguments, said in wrong:
        status, out, err = ask("cites", *arguments, capsys=capsys)
        assert (status, out) == (2, "")
        assert said in err
        assert err.count("\n") == 1
    status, out, err = ask("cites", "999/QĐ-UBND", capsys=capsys)
    assert (status, out) == (0, "")
    assert "no report cites it" in err
    status, _, err = ask("graph", "-o", "graph.docx", capsys=capsys)
    assert status == 2
    assert "no format of a graph" in err


@pytest.mark.usefixtures("archive")
def test_conflicts(capsys: Captured) -> None:
    status, out, err = ask("conflicts", capsys=capsys)
    assert status == 0
    assert "được viện dẫn với các ngày ban hành khác nhau: 26/12/2020 (chính văn bản; 1 báo cáo: full.txt)" in out
    assert err == "trichluc: 1 conflict between reports\n"
    (one,) = answer("conflicts", capsys=capsys)
    assert (one["type"], one["severity"], one["likely"]) == ("cross_date_conflict", "warning", "2020-12-26")
    assert answer("conflicts", "--type", "cross_issuer_conflict", capsys=capsys) == []


def test_graph(archive: Settings, tmp_path: Path, capsys: Captured) -> None:
    for output, files in (
        ("g.graphml", ["g.graphml"]),
        ("g.parquet", ["g.edges.parquet", "g.nodes.parquet"]),
        ("folder", ["folder/edges.parquet", "folder/nodes.parquet"]),
    ):
        status, out, err = ask("graph", "-o", str(tmp_path / "out" / output), capsys=capsys)
        assert (status, out) == (0, "")
        assert "5 nodes and 3 edges written" in err
        for file in files:
            assert (tmp_path / "out" / file).stat().st_size > 100
    (tmp_path / "file").write_text("")
    status, _, err = ask("graph", "-o", str(tmp_path / "file" / "g.graphml"), capsys=capsys)
    assert status == 11
    assert "cannot be written" in err


def test_another_workspace_is_empty(archive: Settings, tmp_path: Path, capsys: Captured) -> None:
    with open_store(dataclasses.replace(archive, workspace="other")) as other:
        assert isinstance(other, Store)
    there = ("--workspace", "other")
    assert answer("cites", "751/QĐ-UBND", *there, capsys=capsys)["cited"] == []
    assert answer("conflicts", *there, capsys=capsys) == []
    assert ask("cites", "--by", "full.txt", *there, capsys=capsys)[0] == 13
    assert "0 nodes and 0 edges" in ask("graph", "-o", str(tmp_path / "g.graphml"), *there, capsys=capsys)[2]
