"""The command line, run as people run it: in a process of its own, where statuses and streams are what they are."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from api import cli, failures
from api.output import targets
from extractor.errors import CorruptFileError, EmptyFileError, UnsupportedTypeError

ROOT = Path(__file__).resolve().parents[2]
TEXT = "BÁO CÁO\nKết quả công tác năm 2021\n\nThực hiện Quyết định số 751/QĐ-UBND ngày 26/12/2020 của UBND tỉnh.\n"


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "api.cli", *map(str, arguments)]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}


def run(folder: Path, *arguments: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        command(*arguments), cwd=folder, env=environment(), capture_output=True, check=False, timeout=120
    )


@pytest.fixture
def report(tmp_path: Path) -> Path:
    file = tmp_path / "báo cáo.txt"
    file.write_text(TEXT, encoding="utf-8")
    return file


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    file = tmp_path / "empty.txt"
    file.touch()
    return file


# --- extract ---------------------------------------------------------------------------------------------------------


def test_one_file_prints_json_and_nothing_else(report: Path, tmp_path: Path) -> None:
    done = run(tmp_path, "extract", report.name)
    assert (done.returncode, done.stderr) == (0, b"")
    result = json.loads(done.stdout)
    assert result["source"]["name"] == report.name
    assert [reference["code"] for reference in result["references"]] == ["751/QĐ-UBND"]
    assert not list(tmp_path.glob("*.json"))


def test_same_input_gives_the_same_bytes(report: Path, tmp_path: Path) -> None:
    assert run(tmp_path, "extract", report).stdout == run(tmp_path, "extract", report).stdout


def test_several_files_are_written_and_announced(reports: list[Path], tmp_path: Path) -> None:
    done = run(tmp_path, "extract", *reports, "-o", "out")
    assert done.returncode == 0
    assert done.stdout == b""
    lines = done.stderr.decode().splitlines()
    assert lines[0] == f"1/5 {reports[0].name}"
    assert lines[-1] == "5 of 5 files read; results in out/"
    assert sorted(file.stem for file in (tmp_path / "out").iterdir()) == [file.stem for file in reports]


def test_several_files_without_a_folder_go_to_a_default_one(report: Path, tmp_path: Path) -> None:
    other = report.with_name("other.txt")
    other.write_text(TEXT, encoding="utf-8")
    done = run(tmp_path, "extract", report, other)
    assert done.returncode == 0
    assert b"results in trichluc-out/" in done.stderr
    assert {file.name for file in (tmp_path / "trichluc-out").iterdir()} == {"báo cáo.json", "other.json"}


def test_one_file_with_a_folder_is_written(report: Path, tmp_path: Path) -> None:
    done = run(tmp_path, "extract", report, "-o", "out")
    assert (done.returncode, done.stdout) == (0, b"")
    assert json.loads((tmp_path / "out" / "báo cáo.json").read_bytes())["text"]


def test_a_bad_file_among_many_is_reported_and_the_others_go_on(report: Path, empty: Path, tmp_path: Path) -> None:
    done = run(tmp_path, "extract", empty, "missing.txt", report, "-o", "out")
    assert done.returncode == failures.SOME_FAILED
    errors = [line for line in done.stderr.decode().splitlines() if line.startswith("trichluc: ")]
    assert [error.split(": ")[1] for error in errors] == ["empty.txt", "missing.txt"]
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["báo cáo.json"]


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("empty.txt", b"", EmptyFileError.exit_status),
        ("picture.pdf", b"\x89PNG\r\n\x1a\n" + bytes(100), UnsupportedTypeError.exit_status),
        ("cut.pdf", b"%PDF-1.7\n1 0 obj\n<<", CorruptFileError.exit_status),
        ("missing.txt", None, failures.NOT_OPENED),
    ],
)
def test_an_error_is_one_line_and_a_status(name: str, content: bytes | None, status: int, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    done = run(tmp_path, "extract", name)
    assert done.returncode == status
    assert done.stdout == b""
    (line,) = done.stderr.decode().splitlines()
    assert line.startswith(f"trichluc: {name}: ")
    assert line.count(name) == 1
    assert ";" in line, "says what to do"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    done = run(tmp_path, "extract", ".")
    assert done.returncode == failures.NOT_OPENED
    assert b"is a folder" in done.stderr


def test_results_that_cannot_be_written(report: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file where the folder should be")
    done = run(tmp_path, "extract", report, "-o", "out")
    assert done.returncode == failures.NOT_WRITTEN
    assert b"cannot be written" in done.stderr


@pytest.mark.parametrize(
    ("form", "start"), [("json", b"{"), ("jsonl", b"{"), ("csv", b""), ("html", b"<!doctype html>")]
)
def test_formats(form: str, start: bytes, report: Path, tmp_path: Path) -> None:
    done = run(tmp_path, "extract", report, "--format", form)
    assert done.returncode == 0
    assert done.stdout.lower().startswith(start)
    assert done.stdout.endswith(b"\n")
    assert "751/QĐ-UBND" in done.stdout.decode()
    assert form != "jsonl" or done.stdout.count(b"\n") == 1


def test_targets_of_one_stem_do_not_overwrite_each_other(tmp_path: Path) -> None:
    sources = [Path(name) for name in ("a/x.txt", "b/x.txt", "x-2.pdf", "X.docx", "c/y.txt")]
    names = [target.name for target in targets(sources, tmp_path, "json")]
    assert names == ["x.json", "x-2.json", "x-2-2.json", "X-3.json", "y.json"]


def test_a_result_never_overwrites_a_source(tmp_path: Path) -> None:
    (target,) = targets([tmp_path / "x.html"], tmp_path, "html")
    assert target.name == "x-2.html"


def test_same_stem_in_two_folders(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.txt").write_text(f"{TEXT}{folder}\n", encoding="utf-8")
    done = run(tmp_path, "extract", "a/x.txt", "b/x.txt", "-o", "out")
    assert done.returncode == 0
    assert b"1/2 a/x.txt" in done.stderr
    texts = [json.loads((tmp_path / "out" / name).read_bytes())["text"] for name in ("x.json", "x-2.json")]
    assert texts[0] != texts[1]


# --- streams and signals ---------------------------------------------------------------------------------------------


def test_quiet_says_nothing(report: Path, tmp_path: Path) -> None:
    done = run(tmp_path, "extract", report, "-q", "-o", "out")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_progress_is_drawn_on_a_terminal_only(reports: list[Path], tmp_path: Path) -> None:
    """Bars on standard error, and standard output stays the result alone. `several_files` covers the plain lines."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command("extract", reports[2]),
        cwd=tmp_path,
        env={**environment(), "TERM": "xterm", "COLUMNS": "100"},
        stdout=subprocess.PIPE,
        stderr=theirs,
    ) as process:
        os.close(theirs)
        stdout, _ = process.communicate(timeout=120)
    drawn = os.read(ours, 65536)
    os.close(ours)
    assert process.returncode == 0
    assert b"\x1b[" in drawn
    assert json.loads(stdout)["source"]["name"] == reports[2].name


def test_a_reader_that_goes_away_is_no_error(reports: list[Path], tmp_path: Path) -> None:
    with subprocess.Popen(
        command("extract", reports[0]),
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""
    assert process.returncode == failures.BROKEN_PIPE


def test_interrupt(report: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("extractor.extract", interrupted)
    assert cli.main(["extract", str(report)]) == failures.INTERRUPTED
    assert capsys.readouterr().err.startswith("trichluc: stopped")


def test_a_fault_of_ours_tells_its_place_and_no_text(
    report: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def faulty(*_: object, **__: object) -> None:
        raise ValueError("Quyết định số 751/QĐ-UBND")

    monkeypatch.setattr("extractor.extract", faulty)
    assert cli.main(["extract", str(report)]) == failures.INTERNAL
    error = capsys.readouterr().err
    assert "ValueError in api/test_cli.py:" in error
    assert "751" not in error
    assert error.count("\n") == 1


def test_messages_are_one_printable_line() -> None:
    assert failures.message("a\nb\x1b[31m\tc") == "trichluc: a b?[31m c"


# --- the other commands ----------------------------------------------------------------------------------------------


def test_schema(tmp_path: Path) -> None:
    done = run(tmp_path, "schema")
    assert done.returncode == 0
    assert "references" in json.loads(done.stdout)["properties"]


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_summary(form: str, reports: list[Path], tmp_path: Path) -> None:
    assert run(tmp_path, "extract", *reports, "-o", "out", "--format", form).returncode == 0
    done = run(tmp_path, "summary", "out")
    assert (done.returncode, done.stderr) == (0, b"")
    table = done.stdout.decode()
    assert all(name in table for name in ("Type", "Number", "Issuer", "Refs", "Counts", "Duties", "Rows", "Findings"))
    assert "5 reports" in table
    assert table.splitlines()[-1] == "JSON: out"


def test_summary_of_something_else(tmp_path: Path) -> None:
    (tmp_path / "other.json").write_text("[]")
    done = run(tmp_path, "summary", "other.json")
    assert done.returncode == CorruptFileError.exit_status
    (line,) = done.stderr.decode().splitlines()
    assert line.startswith("trichluc: other.json: not a report")
    (tmp_path / "nothing").mkdir()
    assert b"no .json file" in run(tmp_path, "summary", "nothing").stderr


def test_wrong_command_is_one_line(tmp_path: Path) -> None:
    for arguments in ((), ("extract",), ("extract", "x.txt", "--format", "xml"), ("nothing",)):
        done = run(tmp_path, *arguments)
        assert done.returncode == 2
        assert len(done.stderr.splitlines()) == 1


def test_help_lists_every_exit_status(tmp_path: Path) -> None:
    text = run(tmp_path, "extract", "--help").stdout.decode()
    for status in (0, 1, 2, *range(3, 12), 70, 130):
        assert f"\n{status:>5}  " in text


def test_version(tmp_path: Path) -> None:
    done = run(tmp_path, "--version")
    assert done.stdout.decode().startswith("trichluc 0.")
