"""The results as a page of Markdown. What stands below the marker of the notes was written by a person and stays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from corpora.benchmark.beside import EYECITE
from corpora.benchmark.clock import Timing
from corpora.benchmark.memory import Memory
from corpora.benchmark.results import MEGABYTE, Bar, Results, Row, bars
from corpora.benchmark.stations import ALL, BETWEEN

MARKER = "<!-- notes -->"
#: Stands before the part that the archive's benchmarks write.
ARCHIVE = "<!-- archive -->"
NONE = "–"

_ABOUT = """\
Written by `make bench`; only what stands below the marker `notes` at the end is written by hand.

Rates and bars are taken from the best process time of several runs after a warm-up: what the work costs one core. Wall
time stands beside it and is longer where other programs took part of the machine. Files are in memory when a run
starts; runs of what is compared take turns. Text to JSON is timed twice, by stations and among the formats, and its bar
takes the better. Peak memory is that of a fresh interpreter: of the whole process, and above one that only imported."""

_STATIONS = """\
Each station inside the real walk, from a file's bytes to JSON ({title}: {characters} characters).
`between` is what no station owns."""

_FORMATS = """\
The same reports in each format, from a file's bytes to JSON, the reader alone, and beside them pdfplumber
(`extract_text` and `extract_tables` of every page) and python-docx (`text` and `style.name` of every paragraph, `text`
of every cell). Characters are those of the extracted text; pages are those of the PDF files."""

_CITATIONS = """\
eyecite finds other citations in another language, so this is for information: the extractor also reads the file, finds
sections and dates, resolves and writes JSON where it says "text to JSON"."""

_GROWTH = """\
The text of all reports, {characters} characters, written 1 to {times} times into one document. Relative cost is that of
a character, against as many documents with the text once, run right after it (the median of such pairs): in all, and at
the station where it grows most, of those that take 5 % of the time or more. Collections of garbage fall to whichever
station is at work, so that of a single station jumps about."""

_START = "Each statement in a fresh interpreter, after one run that is not counted."

_TIMES = ("best ms", "median ms", "wall best ms", "wall median ms", "runs")


def number(value: float | None) -> str:
    """Three digits, no more: the fourth differs from run to run."""
    if value is None:
        return NONE
    if value >= 100:
        return f"{float(f'{value:.3g}'):,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 1 else f"{value:.3f}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]], left: int) -> str:
    """A Markdown table that reads well as plain text too; all but the first `left` columns stand to the right."""
    widths = [max(3, *(len(row[column]) for row in (head, *rows))) for column in range(len(head))]

    def line(row: Sequence[str]) -> str:
        cells = (
            cell.ljust(width) if column < left else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        return f"| {' | '.join(cells)} |"

    rule = ("-" * width if column < left else "-" * (width - 1) + ":" for column, width in enumerate(widths))
    return "\n".join((line(head), f"| {' | '.join(rule)} |", *map(line, rows)))


def page(results: Results) -> str:
    """The generated part of the page, up to the marker."""
    parts = ["# Benchmarks", _ABOUT, "\n".join(f"- {fact}" for fact in results.facts)]
    if results.missing:
        parts.append(f"Not measured: PDF files made from the reports ({results.missing}).")
    parts += ["## Bars", _bars(results)]
    parts += [
        "## Stations",
        _STATIONS.format(title=results.title, characters=number(results.characters)),
        _stations(results),
    ]
    parts += ["## Formats", _FORMATS, _formats(results)]
    parts += ["## Citations beside eyecite", _CITATIONS, _citations(results)]
    about = _GROWTH.format(characters=number(results.grown_from), times=max(results.growth))
    parts += ["## Growth", about, _growth(results)]
    parts += ["## Start", _START, _start(results)]
    return "\n\n".join(parts) + "\n"


def write(target: Path, generated: str) -> None:
    """Write the page, keeping what other hands wrote behind it: the archive's part and the notes. Raises OSError."""
    before = target.read_text(encoding="utf-8") if target.is_file() else ""
    start = before.find(ARCHIVE) if ARCHIVE in before else before.find(MARKER)
    target.write_text(f"{generated}\n{before[start:] if start >= 0 else MARKER + chr(10)}", encoding="utf-8")


def write_archive(target: Path, generated: str) -> None:
    """Write the archive's part, keeping what stands before and behind it. Raises OSError."""
    before = target.read_text(encoding="utf-8") if target.is_file() else ""
    page, marker, notes = before.partition(MARKER)
    page = page.partition(ARCHIVE)[0].rstrip()
    target.write_text(f"{page}\n\n{ARCHIVE}\n\n{generated}\n{MARKER}{notes if marker else chr(10)}", encoding="utf-8")


def _milliseconds(timing: Timing) -> tuple[str, ...]:
    seconds = (timing.best, timing.median, timing.best_wall, timing.median_wall)
    return (*(number(second * 1000) for second in seconds), str(timing.runs))


def _memory(memory: Memory | None) -> tuple[str, str]:
    if memory is None:
        return NONE, NONE
    return number(memory.whole / MEGABYTE), number(memory.above / MEGABYTE)


def _bars(results: Results) -> str:
    return bar_table(bars(results))


def bar_table(all_bars: Iterable[Bar]) -> str:
    """Figures beside their bars."""
    rows = [
        (bar.title, bar.verdict, number(bar.figure), f"{'≥' if bar.at_least else '≤'} {bar.limit:,.10g}", bar.unit)
        for bar in all_bars
    ]
    return table(("what", "verdict", "figure", "bar", "unit"), rows, 2)


def _stations(results: Results) -> str:
    whole = results.stations[ALL].best
    rows = [
        (
            station,
            *_milliseconds(timing),
            number(results.characters / timing.best / 1000) if timing.best and station != BETWEEN else NONE,
            f"{timing.best / whole:.0%}",
        )
        for station, timing in results.stations.items()
    ]
    return table(("station", *_TIMES, "k characters/s", "share"), rows, 1)


def _rate(row: Row) -> str:
    return number(row.characters_per_second / 1000)


def _formats(results: Results) -> str:
    rows = [
        (
            row.title,
            row.who,
            *_milliseconds(row.timing),
            _rate(row),
            number(row.pages_per_second),
            *_memory(row.memory),
        )
        for row in results.formats
    ]
    return table(("files", "read by", *_TIMES, "k characters/s", "pages/s", "peak MB", "above imports MB"), rows, 2)


def _citations(results: Results) -> str:
    def one(row: Row) -> tuple[str, ...]:
        density = number((row.found or 0) / row.characters * 1000)
        return row.who, row.title, *_milliseconds(row.timing), density, _rate(row), *_memory(row.memory)

    rows = [one(row) for row in results.citations]
    head = ("by", "text", *_TIMES, "found per 1,000", "k characters/s", "peak MB", "above imports MB")
    if not any(row.key == EYECITE for row in results.citations):
        rows.append(("eyecite", "not installed", *(NONE for _ in head[2:])))
    return table(head, rows, 2)


def _growth(results: Results) -> str:
    return table(("times", *_TIMES, "k characters/s", "relative cost", "grows most"), list(_growth_rows(results)), 1)


def _growth_rows(results: Results) -> Iterator[tuple[str, ...]]:
    for size, growth in results.growth.items():
        whole = growth.grown[ALL]
        stations = [
            name
            for name, timing in growth.apart.items()
            if name not in (ALL, BETWEEN) and timing.best >= 0.05 * growth.apart[ALL].best
        ]
        most = max(stations, key=growth.relative)
        rate = number(size * results.grown_from / whole.best / 1000)
        yield (
            str(size),
            *_milliseconds(whole),
            rate,
            number(growth.relative()),
            f"{most} {number(growth.relative(most))}",
        )


def _start(results: Results) -> str:
    return table(
        ("statement", *_TIMES),
        [(f"`{statement}`", *_milliseconds(timing)) for statement, timing in results.imports.items()],
        1,
    )
