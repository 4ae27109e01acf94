"""Time of each station, taken inside the real walk of `extractor.pipeline`: its functions are wrapped while a document
goes through, so that the benchmark has no second copy of the walk that could grow old."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from corpora.benchmark.clock import Effort, Timing, enough, together
from corpora.benchmark.files import Document

#: Stations in the order of the walk: the modules and names by which `extract` calls them.
STATIONS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "read": (("extractor.pipeline", "read"),),
    "text": (("extractor.pipeline", "assemble"),),
    "dates": (("extractor.pipeline", "find_dates"),),
    "letterhead": (("extractor.pipeline", "read_letterhead"), ("extractor.pipeline", "number_lines")),
    "sections": (("extractor.pipeline", "find_sections"),),
    "citations": (("extractor.pipeline", "find_citations"),),
    "place": (("extractor.pipeline", "read_place"),),
    "organisations": (("extractor.pipeline", "find_organisations"),),
    "counts": (("extractor.pipeline", "find_counts"),),
    "duties": (("extractor.pipeline", "find_duties"),),
    "persons": (("extractor.pipeline", "find_persons"),),
    "tables": (("extractor.pipeline", "find_rows"),),
    "build": (("extractor.build", "report"),),
    "check": (("extractor.pipeline", "check"),),
}
#: What is not in `extract`, and what is left of the whole.
JSON, BETWEEN, ALL = "JSON", "between", "all"

#: Wall and process time in seconds.
Lap = tuple[float, float]
Laps = dict[str, Lap]


def lap(laps: Laps, station: str, work: Callable[..., Any]) -> Callable[..., Any]:
    """`work`, its time added to `laps[station]` whenever it is called."""

    def timed(*args: Any, **kwargs: Any) -> Any:
        wall, cpu = time.perf_counter(), time.process_time()
        try:
            return work(*args, **kwargs)
        finally:
            cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
            before = laps.get(station, (0.0, 0.0))
            laps[station] = before[0] + wall, before[1] + cpu

    return timed


@contextmanager
def watched(laps: Laps) -> Iterator[None]:
    """While open, every station adds its time to `laps`. Raises AttributeError for a station that is called otherwise
    now: mend STATIONS."""
    places = [(import_module(module), name, station) for station in STATIONS for module, name in STATIONS[station]]
    originals = [getattr(module, name) for module, name, _ in places]
    try:
        for (module, name, station), original in zip(places, originals, strict=True):
            setattr(module, name, lap(laps, station, original))
        yield
    finally:
        for (module, name, _), original in zip(places, originals, strict=True):
            setattr(module, name, original)


def walk(documents: Sequence[Document]) -> Laps:
    """Each document from its bytes to JSON once; the time of each station over all of them."""
    from extractor import extract
    from extractor.export.json import to_json

    laps: Laps = dict.fromkeys((*STATIONS, JSON), (0.0, 0.0))
    write = lap(laps, JSON, to_json)

    def whole() -> None:
        for document in documents:
            write(extract(document.data, name=document.name))

    gc.collect()
    with watched(laps):
        lap(laps, ALL, whole)()
    wall, cpu = laps[ALL]
    rest = (max(0.0, wall - _sum(laps, 0)), max(0.0, cpu - _sum(laps, 1)))
    return {station: laps[station] for station in (*STATIONS, JSON)} | {BETWEEN: rest, ALL: laps[ALL]}


def _sum(laps: Laps, which: int) -> float:
    return sum(laps[station][which] for station in (*STATIONS, JSON))


def time_stations(documents: Sequence[Document], effort: Effort) -> dict[str, Timing]:
    """The Timing of each station over all documents, in the order of the walk, then BETWEEN and ALL."""
    walk(documents)
    runs: list[Laps] = []
    while not enough([run[ALL] for run in runs], effort):
        runs.append(walk(documents))
    return _timings(runs)


@dataclass(frozen=True, slots=True)
class Growth:
    """The Timing of each station for a text written some times into one document, and for as many documents that have
    it once. Runs are pairs: one of each, right after each other."""

    grown: Mapping[str, Timing]
    apart: Mapping[str, Timing]

    def relative(self, station: str = ALL) -> float:
        """Cost of a character in the long document relative to the short ones: the median of the pairs. What else the
        machine did at the time met both of a pair."""
        pairs = zip(self.grown[station].cpu, self.apart[station].cpu, strict=True)
        return statistics.median(long / short if short else 1.0 for long, short in pairs)


def time_growth(text: str, sizes: Sequence[int], rounds: int) -> dict[int, Growth]:
    """The Growth of a text written 1, 2, … times, by how often."""
    one = Document("report.txt", text.encode())
    walk([one])
    runs: dict[int, list[tuple[Laps, Laps]]] = {size: [] for size in sizes}
    for _ in range(rounds):
        for size in sizes:
            long = Document(one.name, "\n\n".join([text] * size).encode())
            runs[size].append((walk([long]), walk([one] * size)))
    return {
        size: Growth(_timings([long for long, _ in pairs]), _timings([short for _, short in pairs]))
        for size, pairs in runs.items()
    }


def _timings(runs: Sequence[Laps]) -> dict[str, Timing]:
    return {station: together([run[station] for run in runs]) for station in runs[0]}
