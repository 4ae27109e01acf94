"""One run of the benchmark: everything measured, in a fixed order."""

from __future__ import annotations

import os
import platform
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from corpora.benchmark import beside
from corpora.benchmark.beside import ENGINE, EYECITE, WORK
from corpora.benchmark.clock import Effort, measure
from corpora.benchmark.english import english
from corpora.benchmark.files import Case, Corpus
from corpora.benchmark.memory import import_time, memory
from corpora.benchmark.register import time_register
from corpora.benchmark.results import BESIDE, READING, Results, Row
from corpora.benchmark.stations import ALL, time_growth, time_stations


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured: `sizes` is how often the text is written, `imports` how often each import is run."""

    effort: Effort
    sizes: tuple[int, ...]
    rounds: int
    imports: int


FULL = Plan(Effort(2.5, 3, 25), tuple(range(1, 9)), rounds=7, imports=7)
QUICK = Plan(Effort(0, 1, 1), (1, 2), rounds=1, imports=1)
#: Cases that are there for their whole way only.
UNDIVIDED = frozenset(("pdfs", "long"))
#: What is timed in fresh interpreters. The last is all that a first document waits for.
STATEMENTS = ("import extractor", "import trichluc", "import trichluc, extractor; extractor.load()")


def run(corpus: Corpus, plan: Plan, folder: Path) -> Results:
    """Measure. Raises CalledProcessError when a process of its own fails, and what the readers raise."""
    facts = (*_facts(), _versions())
    text = corpus.cases[0]
    characters, found = _size(text)
    # The others come last: what they leave in memory would slow the collections of garbage.
    _say("stations")
    stations = time_stations(text.documents, plan.effort)
    _say("growth")
    growth = time_growth(corpus.text, plan.sizes, plan.rounds)
    formats = tuple(row for case in corpus.cases for row in _formats(case, plan))
    title = "Vietnamese, " + text.title.partition(", ")[2]
    alone = Row("station", title, f"{ENGINE}, station citations", characters, None, stations["citations"], found=found)
    whole = Row("all", title, f"{ENGINE}, text to JSON", characters, None, stations[ALL], found=found)
    citations = (alone, whole, *_eyecite(characters, plan, folder))
    _say("imports")
    imports = {statement: import_time(statement, plan.imports) for statement in STATEMENTS}
    _say("register")
    return Results(
        facts,
        text.title,
        stations,
        characters,
        formats,
        citations,
        growth,
        len(corpus.text),
        imports,
        corpus.missing,
        time_register(plan.effort),
    )


def _size(case: Case) -> tuple[int, int]:
    """Characters of text and references of all files of a case."""
    from extractor import extract

    reports = [extract(document.data, name=document.name) for document in case.documents]
    return sum(len(report.text) for report in reports), sum(len(report.references) for report in reports)


def _formats(case: Case, plan: Plan) -> Iterator[Row]:
    """The extractor on one case, its reader alone, and who else reads such files."""
    _say(case.title)
    documents = [document.data for document in case.documents]
    characters, _ = _size(case)

    def every(work: beside.Work) -> Callable[[], int]:
        return lambda: sum(work(data) for data in documents)

    works = {ENGINE: every(beside.to_json)}
    if case.key not in UNDIVIDED:
        works[READING] = every(beside.read_only)
    if (other := BESIDE.get(case.key)) and beside.version(other):
        works[other] = every(WORK[other])
    for who, timing in measure(works, plan.effort).items():
        used = None if who == READING else memory(who, case.files)
        yield Row(case.key, case.title, who, characters, case.pages, timing, used)


def _eyecite(characters: int, plan: Plan, folder: Path) -> Iterator[Row]:
    """eyecite on as much English text as the reports have."""
    if not beside.version(EYECITE):
        return
    _say(EYECITE)
    file = folder / "english.txt"
    text = english(characters)
    file.write_text(text, encoding="utf-8")
    data, found = file.read_bytes(), 0

    def find() -> None:
        nonlocal found
        found = beside.find_english(data)

    timing = measure({EYECITE: find}, plan.effort)[EYECITE]
    used = memory(EYECITE, [file])
    yield Row(EYECITE, "English, made up", "eyecite, get_citations", len(text), None, timing, used, found)


def _facts() -> Iterator[str]:
    """Machine, interpreter, date."""
    try:
        described = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        described = ""
    model = re.search(r"^model name\s*:\s*(.+)$", described, re.MULTILINE)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    load = f", load {os.getloadavg()[0]:.1f} at the start" if hasattr(os, "getloadavg") else ""
    yield f"Machine: {cores} cores, {model[1] if model else platform.machine()}{load}"
    yield f"Python: {platform.python_implementation()} {platform.python_version()}, {platform.system()}"
    yield f"Date: {date.today().isoformat()}"


def _versions() -> str:
    from extractor import load

    pipeline = load().pipeline
    others = ("pypdfium2", beside.PDFPLUMBER, beside.PYTHON_DOCX, EYECITE)
    libraries = ", ".join(f"{name} {beside.version(name) or 'not installed'}" for name in others)
    return f"Versions: trichluc {pipeline.code} (pipeline {pipeline.version}), {libraries}"


def _say(what: str) -> None:
    """What is measured now, for whoever waits."""
    print(f"measuring: {what}", file=sys.stderr, flush=True)
