"""`trichluc import` and `trichluc failures`, from the outside."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from api import failures
from api.cli import main
from api.commands import importing
from api.extraction import prepare, process
from api.importing.run import Crew
from tests.importing import Here, report, written

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command line on a store of the test's own; threads do the work of processes."""

    @contextmanager
    def crew(store, version, options):  # type: ignore[no-untyped-def]
        with ThreadPoolExecutor(2) as executor:
            yield Crew(executor, lambda claim: process(store, claim, Here(), prepare), lambda: 4)  # type: ignore[arg-type]

    monkeypatch.setattr(importing, "_crew", crew)

    def run(*arguments: str | os.PathLike[str]) -> tuple[int, str, str]:
        status = main([*map(os.fspath, arguments), "--store", str(tmp_path / "store")])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run


def test_import_failures_retry(run: Run, tmp_path: Path) -> None:
    files = written(
        tmp_path / "in", {"a.txt": report(1), "b/a.txt": report(1), "c.docx": b"PK\x03\x04 word/", "d": b""}
    )
    status, out, err = run("import", files)
    assert status == failures.SOME_FAILED
    assert "found                          4\n  new                          3\n  duplicates                   1" in out
    assert "failed                         2\n  corrupt                      1\n  empty                        1" in out
    assert "trichluc failures" in err

    status, out, err = run("failures")
    assert status == 0
    assert f"corrupt           {files}/c.docx\n                  damaged or incomplete" in out
    assert "2 files: " in err
    assert "trichluc import --retry" in err

    status, out, _ = run("failures", "--json", "--code", "empty")
    (one,) = [json.loads(line) for line in out.splitlines()]
    assert one["paths"] == [f"{files}/d"]
    assert (one["code"], one["attempts"]) == ("empty", 1)

    (files / "c.docx").write_text(report(2))
    (files / "d").write_text(report(3))
    status, out, err = run("import", files)
    assert (status, err) == (0, "")
    assert "extracted                      2" in out
    assert run("failures") == (0, "no failures\n", "")
    assert run("failures", "--code", "empty")[1] == "no failures of the kind empty\n"


def test_nothing_but_errors_where_asked(run: Run, tmp_path: Path) -> None:
    files = written(tmp_path / "in", {"a.txt": report(1), "d": b""})
    assert run("import", files, "--quiet") == (failures.SOME_FAILED, "", "")


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["import"], 2, "name folders"),
        (["import", "nowhere"], failures.NOT_OPENED, "nowhere: no such file; check the path"),
        (["import", "nowhere", "--path-pattern", "{year}/{year}"], failures.NOT_OPENED, "nowhere"),
        (["import", "--retry", "--path-pattern", "{year}/{year}"], 2, "'year' is no name, or stands twice"),
    ],
)
def test_wrong_commands(run: Run, arguments: list[str], status: int, said: str) -> None:
    ended, out, err = run(*arguments)
    assert (ended, out) == (status, "")
    assert said in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("workers", ["0", "-1", "x"])
def test_number_of_workers(run: Run, workers: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run("import", ".", "--workers", workers)
    assert ended.value.code == 2
    assert "--workers" in capsys.readouterr().err


def test_names_that_a_terminal_would_obey(run: Run, tmp_path: Path) -> None:
    files = written(tmp_path / "in", {"a\x1b[2J\n.txt": b""})
    run("import", files)
    _, out, _ = run("failures")
    assert "a?[2J?.txt" in out
    assert "\x1b" not in out


def test_secret_file_is_told_by_place_and_hash(run: Run, tmp_path: Path) -> None:
    secret = report(1).replace("UBND HUYỆN KÔNG CHRO\n", "UBND HUYỆN KÔNG CHRO\nMẬT\n")
    files = written(tmp_path / "in", {"a.txt": secret})
    run("import", files)
    _, out, _ = run("failures")
    assert out.splitlines()[0] == f"secret            {files}/a.txt"
    assert out.splitlines()[1].strip().startswith("sha256 ")
    assert len(out.splitlines()) == 2


def test_watching_takes_what_comes(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = written(tmp_path / "in", {"a.txt": report(1)})
    looks = 0
    real = importing.Session.run

    def look(session: importing.Session, crew: Crew) -> object:
        nonlocal looks
        looks += 1
        if looks == 2:
            written(tmp_path / "in", {"b.txt": report(2)})
        if looks == 4:
            session.stop.set()
        return real(session, crew)

    monkeypatch.setattr(importing.Session, "run", look)
    status, out, err = run("import", files, "--watch", "0.01")
    assert status == failures.INTERRUPTED
    assert out.count("extracted                      1") == 2
    assert "stopped" in err
