"""`trichluc doctor`: what is there, what is missing, and what each part would give."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from api.cli import main
from api.commands import doctoring
from extractor.read import office_program, office_sandbox


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """LibreOffice itself is tried by one test only."""
    monkeypatch.setattr("extractor.read.office.convert_once", lambda *_: b"PK")


def parts(capsys: pytest.CaptureFixture[str], status: int = 0) -> dict[str, dict[str, str]]:
    assert main(["doctor", "--json"]) == status
    return {row["name"]: row for row in map(json.loads, capsys.readouterr().out.splitlines())}


def test_what_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    found = parts(capsys)
    assert found["LibreOffice Writer"]["state"] == "present"
    assert "cut off from the network" in found["LibreOffice Writer"]["note"]
    assert found["trichluc[postgres]"]["state"] == found["trichluc[service]"]["state"] == "present"
    assert all(row["gives"] for row in found.values())


def test_what_is_missing(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_program, "find", lambda: None)
    monkeypatch.setattr("shutil.which", lambda name: None)
    monkeypatch.setattr(doctoring, "find_spec", lambda name: None)
    found = parts(capsys)
    assert {row["state"] for row in found.values()} == {"missing"}
    assert "libreoffice-writer-nogui" in found["LibreOffice Writer"]["note"]
    assert "tesseract-ocr-vie" in found["Tesseract with Vietnamese"]["note"]
    assert found["trichluc[postgres]"]["note"] == "pip install 'trichluc[postgres]'"


@pytest.mark.parametrize(("languages", "state"), [("eng\\nvie", "present"), ("eng", "missing")])
def test_the_model_of_tesseract(
    languages: str, state: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "tesseract"
    program.write_text(f"#!/bin/sh\nprintf 'List of languages\\n{languages}\\n'\n")
    program.chmod(0o755)
    monkeypatch.setattr(doctoring.shutil, "which", lambda name: str(program))
    assert parts(capsys)["Tesseract with Vietnamese"]["state"] == state


def test_what_does_not_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    script = tmp_path / "sandbox.py"
    script.write_text(f"import sys; sys.exit({office_sandbox.UNCONFINED})")
    monkeypatch.setattr(office_sandbox, "__file__", str(script))
    office = parts(capsys, status=1)["LibreOffice Writer"]
    assert office["state"] == "broken"
    assert "cannot cut LibreOffice off from the network" in office["note"]


def test_lines_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("present  LibreOffice Writer")
    assert any(line.lstrip().startswith("-> ") for line in lines)
