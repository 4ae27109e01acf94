"""What the README promises is run here: its Python, its output, its figures."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from api.store import Settings
from corpora.evaluate import main as evaluate
from extractor import extract
from extractor.export import to_json
from tests.postgres import free_port
from tests.serving import PATIENCE, serving

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SENTENCE = (
    "Căn cứ Quyết định số 751/QĐ-UBND ngày 26/12/2020 của UBND tỉnh Gia Lai về Kế hoạch cải cách hành chính năm 2021;"
)


def block(language: str, holding: str) -> str:
    """The fenced block of a language that holds some words."""
    found = re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)
    return next(text for text in found if holding in text)


def test_python_prints_what_its_comments_say(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    code = block("python", "from trichluc import extract")
    exec(compile(code, "README.md", "exec"), {})
    said = [line.removeprefix("# ") for line in code.splitlines() if line.startswith("# ")]
    assert capsys.readouterr().out.splitlines() == said


def test_json_is_that_of_the_sentence() -> None:
    report = json.loads(to_json(extract(SENTENCE.encode(), name="trich.txt")))
    assert report["references"] == [json.loads(block("json", "751/QĐ-UBND"))]


def test_summary_is_that_of_the_five_reports(tmp_path: Path) -> None:
    trichluc = [sys.executable, "-m", "api.cli"]
    reports = sorted(map(str, (ROOT / "corpora" / "reports").glob("*.txt")))
    subprocess.run([*trichluc, "extract", *reports, "-o", str(tmp_path)], check=True, cwd=ROOT, capture_output=True)
    made = subprocess.run([*trichluc, "summary", str(tmp_path)], check=True, cwd=ROOT, capture_output=True, text=True)
    rows = {tuple(line.split()) for line in made.stdout.splitlines() if ".txt" in line}
    assert {tuple(line.split()) for line in block("", "000_").splitlines() if ".txt" in line} == rows


def test_archive_answers_what_the_readme_shows(tmp_path: Path) -> None:
    trichluc = [sys.executable, "-m", "api.cli"]
    store = ["--store", str(tmp_path / "store")]
    subprocess.run([*trichluc, "import", "corpora/reports", *store], check=True, cwd=ROOT, capture_output=True)
    asked = [*trichluc, "cites", "18 NQ TW", *store]
    made = subprocess.run(asked, check=True, cwd=ROOT, capture_output=True, text=True).stdout
    shown = block("", "18-NQ/TW")
    assert [line.split() for line in made.splitlines() if line.strip()] == [
        line.split() for line in shown.splitlines() if line.strip()
    ]


def test_client_prints_what_its_comment_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    code = block("python", "from trichluc.client import Client")
    store = Settings(f"sqlite:///{tmp_path / 'trichluc.db'}", (tmp_path / "files").as_uri())
    with serving(store, tmp_path, "--local", TRICHLUC_WORKERS="1") as service:
        exec(compile(code.replace("http://127.0.0.1:8000", service.url), "README.md", "exec"), {})
        assert f"# {capsys.readouterr().out}" in code
        # The addresses of the lines for curl.
        for path in re.findall(r'curl "http://127.0.0.1:8000(/[^"]*)"', README):
            assert service.ask(path)[0] == 200


def figures(args: list[str], capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, dict[str, dict[str, float]]]]:
    evaluate([*args, "--json"])
    measured: dict[str, dict[str, dict[str, dict[str, float]]]] = json.loads(capsys.readouterr().out)
    return measured


def test_figures_are_those_of_the_evaluation(capsys: pytest.CaptureFixture[str]) -> None:
    known, held = figures([], capsys), figures(["--held-out"], capsys)
    rows = {
        "references: type and code": ("reference", "code"),
        "with date": ("reference", "date"),
        "with issuer": ("reference", "issuer"),
        "relation": ("reference", "relation"),
        "clusters (B³)": ("reference", "cluster"),
        "section paths": ("section", "path"),
        "dates": ("date", "value"),
        "counts: kind, value, total": ("count", "figure"),
        "responsibilities: role, actor": ("responsibility", "role_actor"),
        "bodies": ("organisation", "span"),
        "indicators: code, value": ("indicator", "value"),
        "tasks: task, lead": ("task", "lead"),
        "scores: points": ("score", "points"),
        "findings": ("finding", "span"),
    }
    for words, (kind, field) in rows.items():
        measured = [_shown(group.get(kind, {}).get(field)) for group in (known["five"], known["all"], held["all"])]
        assert f"| {words} | {' | '.join(measured)} |" in README
    found = known["five"]["finding"]["span"]
    assert f"precision {found['precision']:.2f}, recall {found['recall']:.2f}" in README


def _shown(figure: dict[str, float] | None) -> str:
    """F1; a dash where no document has anything of the kind."""
    return f"{figure['f1']:.3f}" if figure else "–"


def test_commands_of_the_readme_exist() -> None:
    offered = subprocess.run(
        [sys.executable, "-m", "api.cli", "--help"], check=True, cwd=ROOT, capture_output=True, text=True
    )
    named = set(re.findall(r"^    trichluc (\w+)", README, re.MULTILINE))
    assert named
    assert all(command in offered.stdout for command in named)


def test_make_run_serves_the_review_of_the_five_reports() -> None:
    port = free_port()
    # The environment is the one that runs the tests.
    command = ["make", "--old-file=.venv/ready", "run", f"BIN={Path(sys.executable).parent}", f"PORT={port}"]
    quiet = {"stdin": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True, **quiet
    ) as process:
        try:
            assert process.stdout is not None
            said = next(line for line in process.stdout if line.startswith("Review reports at"))
            assert said.strip() in README.replace(":8000/", f":{port}/")
            assert httpx.get(f"http://127.0.0.1:{port}/review/next", timeout=PATIENCE).status_code == 200
            waiting = httpx.get(f"http://127.0.0.1:{port}/v1/review", timeout=PATIENCE).json()
            names = {report.name for report in (ROOT / "corpora" / "reports").glob("*.txt")}
            assert {one["name"] for one in waiting["items"]} == names
        finally:
            # As Ctrl-C does.
            os.killpg(process.pid, signal.SIGINT)
            process.wait(PATIENCE)
