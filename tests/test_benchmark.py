"""The benchmark runs and writes a well-formed page. No test asserts a time: machines are shared."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from corpora.benchmark import stations
from corpora.benchmark.clock import Effort, Timing, measure
from corpora.benchmark.english import english
from corpora.benchmark.files import SAMPLE, Document, page_count, pages_joined
from corpora.benchmark.memory import Memory, peak
from corpora.benchmark.page import ARCHIVE, MARKER, number, page, write, write_archive
from corpora.benchmark.results import Bar, Results, Row, bars
from extractor import pipeline

ROOT = Path(__file__).resolve().parent.parent
HEADINGS = ["Bars", "Stations", "Formats", "Citations beside eyecite", "Growth", "Start"]


def tables(text: str) -> dict[str, list[list[str]]]:
    """The cells of the table under each heading, its head first; fails where rows differ in length."""
    found: dict[str, list[list[str]]] = {}
    for part in text.split("\n## ")[1:]:
        lines = [line for line in part.split("\n") if line.startswith("|")]
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
        assert len(rows) > 2
        assert {len(row) for row in rows} == {len(rows[0])}
        assert set("".join(rows[1])) <= {"-", ":"}
        found[part.partition("\n")[0]] = [rows[0], *rows[2:]]
    return found


def column(rows: list[list[str]], name: str) -> list[str]:
    return [row[rows[0].index(name)] for row in rows[1:]]


def test_quick_run(tmp_path: Path) -> None:
    target = tmp_path / "BENCHMARKS.md"
    target.write_text(f"# Old\n\n{MARKER}\n\nA busy machine.\n", encoding="utf-8")
    command = [sys.executable, "-W", "error", "-m", "corpora.benchmark", "--quick"]
    command += ["--output", str(target), "--folder", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    generated, _, notes = target.read_text(encoding="utf-8").partition(MARKER)
    assert notes == "\n\nA busy machine.\n"
    assert generated.strip() == done.stdout.strip()
    found = tables(generated)
    assert list(found) == HEADINGS
    assert set(column(found["Bars"], "verdict")) <= {"met", "not met", "not measured"}
    assert column(found["Stations"], "station") == [*stations.STATIONS, "JSON", "between", "all"]
    assert {"trichluc", "pdfplumber", "python-docx"} <= set(column(found["Formats"], "read by"))
    assert column(found["Growth"], "times") == ["1", "2"]


def timing(milliseconds: float) -> Timing:
    return Timing((milliseconds / 1000, milliseconds / 500), (milliseconds / 1000, milliseconds / 500))


def some_results() -> Results:
    """Results made up, of a machine without eyecite and LibreOffice."""
    once = dict.fromkeys((*stations.STATIONS, "JSON", "between"), timing(10)) | {"all": timing(110)}
    apart = {name: timing(20) for name in once} | {"all": timing(220)}
    twice = apart | {"all": timing(330), "citations": timing(90)}
    word = (Row("word", ".docx", "trichluc", 1000, None, timing(30), Memory(80_000_000, 20_000_000)),)
    word += (Row("word", ".docx", "python-docx", 1000, None, timing(10), Memory(40_000_000, 10_000_000)),)
    citing = (Row("station", "Vietnamese", "trichluc", 1000, None, timing(10), found=2),)
    return Results(
        facts=("Machine: none",),
        title=".txt",
        stations=once,
        characters=123_456,
        formats=word,
        citations=citing,
        growth={1: stations.Growth(once, once), 2: stations.Growth(twice, apart)},
        grown_from=123_456,
        imports={"import extractor": timing(12)},
        missing="no soffice",
    )


def test_page_of_made_up_results() -> None:
    found = tables(page(some_results()))
    assert list(found) == HEADINGS
    verdicts = dict(zip(column(found["Bars"], "what"), column(found["Bars"], "verdict"), strict=True))
    assert verdicts["Text to JSON"] == "met"
    assert verdicts["Cost of a character, text written 1 to 2 times, relative to once"] == "not met"
    assert verdicts[".docx to JSON, against python-docx's bare read"] == "not met"
    assert verdicts[".docx, reading alone, against python-docx's bare read"] == "not measured"
    assert verdicts["Peak memory, .pdf, 200 pages, whole process"] == "not measured"
    assert verdicts["Register of administrative units, read"] == "not measured"
    assert verdicts["import extractor"] == "met"
    assert found["Citations beside eyecite"][-1][:2] == ["eyecite", "not installed"]
    assert column(found["Growth"], "relative cost") == ["1.00", "1.50"]
    assert column(found["Growth"], "grows most") == ["read 1.00", "citations 4.50"]
    assert "Not measured: PDF files made from the reports (no soffice)." in page(some_results())
    assert "Not measured" not in page(replace(some_results(), missing="")).partition("## Bars")[0]


def test_page_is_the_same_twice() -> None:
    assert page(some_results()) == page(some_results())
    assert [bar.title for bar in bars(some_results())] == [bar.title for bar in bars(some_results())]


def test_writing_keeps_notes(tmp_path: Path) -> None:
    target = tmp_path / "BENCHMARKS.md"
    write(target, "first\n")
    assert target.read_text(encoding="utf-8") == f"first\n\n{MARKER}\n"
    target.write_text(f"first\n\n{MARKER}\nby hand\n", encoding="utf-8")
    write(target, "second\n")
    assert target.read_text(encoding="utf-8") == f"second\n\n{MARKER}\nby hand\n"


def test_the_archives_part_and_the_engines_leave_each_other_alone(tmp_path: Path) -> None:
    target = tmp_path / "page.md"
    write_archive(target, "archive\n")
    write(target, "engine\n")
    assert target.read_text(encoding="utf-8") == f"engine\n\n{ARCHIVE}\n\narchive\n\n{MARKER}\n"
    target.write_text(target.read_text(encoding="utf-8") + "by hand\n", encoding="utf-8")
    write_archive(target, "second\n")
    assert target.read_text(encoding="utf-8") == f"engine\n\n{ARCHIVE}\n\nsecond\n\n{MARKER}\nby hand\n"


@pytest.mark.parametrize(
    ("value", "shown"),
    [(1_234_567.0, "1,230,000"), (999.6, "1,000"), (68.94, "68.9"), (5.967, "5.97"), (0.0161, "0.016"), (None, "–")],
)
def test_numbers_are_rounded(value: float | None, shown: str) -> None:
    assert number(value) == shown


@pytest.mark.parametrize(
    ("figure", "at_least", "verdict"),
    [
        (2, True, "met"),
        (1.9, True, "not met"),
        (2, False, "met"),
        (2.1, False, "not met"),
        (None, True, "not measured"),
    ],
)
def test_verdicts(figure: float | None, at_least: bool, verdict: str) -> None:
    assert Bar("", figure, 2, "times", at_least).verdict == verdict


def test_measure_warms_up_and_stops() -> None:
    calls: list[int] = []
    works = {"first": lambda: calls.append(1), "second": lambda: calls.append(2)}
    taken = measure(works, Effort(seconds=0, least=2, most=9))
    assert [timed.runs for timed in taken.values()] == [2, 2]
    # Warmed up, then in turn.
    assert calls == [1, 2] * 3
    assert measure({"all": lambda: None}, Effort(seconds=60, least=1, most=2))["all"].runs == 2


def test_stations_are_put_back_after_an_error() -> None:
    before = pipeline.find_dates

    def fail() -> None:
        with stations.watched({}):
            assert pipeline.find_dates is not before
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert pipeline.find_dates is before


def test_every_station_is_called() -> None:
    report = sorted((ROOT / "corpora" / "reports").glob("*.txt"))[2]
    laps = stations.walk([Document(report.name, report.read_bytes())])
    assert list(laps) == [*stations.STATIONS, "JSON", "between", "all"]
    # No name is wrapped that the walk has ceased to call.
    assert not [station for station in (*stations.STATIONS, "JSON") if laps[station] == (0.0, 0.0)]


def test_english_is_the_same_every_time() -> None:
    assert english(5_000) == english(5_000)
    assert 5_000 <= len(english(5_000)) < 5_300


def test_english_cites_as_often_as_it_says() -> None:
    eyecite = pytest.importorskip("eyecite", reason="needs Python before 3.13")
    assert len(eyecite.get_citations(english(20_000))) == pytest.approx(40, abs=6)


def test_pages_are_joined(tmp_path: Path) -> None:
    target = tmp_path / "long.pdf"
    pages_joined([SAMPLE], 5, target)
    assert page_count(target) == 5


def test_peak_is_in_bytes() -> None:
    assert 10_000_000 < peak() < 10_000_000_000
