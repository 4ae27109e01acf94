"""What a run measured, as records, and the bars it is held against."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from corpora.benchmark.beside import ENGINE, PDFPLUMBER, PYTHON_DOCX
from corpora.benchmark.clock import Timing
from corpora.benchmark.memory import Memory
from corpora.benchmark.stations import ALL, Growth

MEGABYTE = 1_000_000
READING = f"{ENGINE}, reading alone"


@dataclass(frozen=True, slots=True)
class Row:
    """One piece of work on one case. `found`: citations, where they are what is counted."""

    key: str
    title: str
    who: str
    characters: int
    pages: int | None
    timing: Timing
    memory: Memory | None = None
    found: int | None = None

    @property
    def characters_per_second(self) -> float:
        """By the best process time."""
        return self.characters / self.timing.best

    @property
    def pages_per_second(self) -> float | None:
        """By the best process time; None where pages are not known."""
        return None if self.pages is None else self.pages / self.timing.best


@dataclass(frozen=True, slots=True)
class Results:
    """All of one run. `facts` are lines of the header, `title` names the files that the stations were timed on,
    `growth` is by how often the text was written."""

    facts: tuple[str, ...]
    title: str
    stations: Mapping[str, Timing]
    characters: int
    formats: tuple[Row, ...]
    citations: tuple[Row, ...]
    growth: Mapping[int, Growth]
    grown_from: int
    imports: Mapping[str, Timing]
    missing: str
    register: Timing | None = None

    def row(self, key: str, who: str) -> Row | None:
        """The row of one case and one reader, None where it was not measured."""
        return next((row for row in self.formats if row.key == key and row.who == who), None)


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure and its bar, both in `unit`. None where the figure could not be measured."""

    title: str
    figure: float | None
    limit: float
    unit: str
    at_least: bool

    @property
    def verdict(self) -> str:
        """met, not met, or not measured."""
        if self.figure is None:
            return "not measured"
        met = self.figure >= self.limit if self.at_least else self.figure <= self.limit
        return "met" if met else "not met"


def bars(results: Results) -> Iterator[Bar]:
    """The bars of the project, in a fixed order."""
    # The same work is timed twice in a run: station by station, and whole beside the other formats.
    row = results.row("text", ENGINE)
    best = min(results.stations[ALL].best, row.timing.best if row else math.inf)
    yield Bar("Text to JSON", results.characters / best / 1000, 800, "k characters/s", True)
    worst = max(growth.relative() for growth in results.growth.values())
    times = max(results.growth)
    yield Bar(f"Cost of a character, text written 1 to {times} times, relative to once", worst, 1.3, "times", False)
    bare = results.row("word", PYTHON_DOCX)
    for title, who in ((".docx to JSON", ENGINE), (".docx, reading alone", READING)):
        row = results.row("word", who)
        figure = row.timing.best / bare.timing.best if row and bare else None
        yield Bar(f"{title}, against python-docx's bare read", figure, 2, "times", False)
    for key, title, limit in (("pdf", ".pdf, no tables", 60), ("ruled", ".pdf, mostly tables", 30)):
        for how, who in ((" to JSON", ENGINE), (", reading alone", READING)):
            row = results.row(key, who)
            figure = row.pages_per_second if row else None
            yield Bar(f"{row.title if row else title}{how}", figure, limit, "pages/s", True)
    long = results.row("long", ENGINE)
    title = long.title if long else ".pdf, 200 pages"
    figure = long.memory.whole / MEGABYTE if long and long.memory else None
    yield Bar(f"Peak memory, {title}, whole process", figure, 300, "MB", False)
    register = results.register.best if results.register else None
    yield Bar("Register of administrative units, read", register, 0.05, "s", False)
    yield Bar("import extractor", results.imports["import extractor"].best_wall, 0.3, "s", False)


#: Who reads the same files beside the extractor, by case.
BESIDE: Mapping[str, str] = {"word": PYTHON_DOCX, "pdf": PDFPLUMBER, "ruled": PDFPLUMBER}
