"""Time of a piece of work: several runs after a warm-up, process time beside wall time, since machines are shared."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Effort:
    """How often a piece of work is run: `least` times, then on until `seconds` are over, never more than `most`."""

    seconds: float
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds of each run: wall time, and process time, which leaves out what other programs took."""

    wall: tuple[float, ...]
    cpu: tuple[float, ...]

    @property
    def runs(self) -> int:
        """How many runs were timed."""
        return len(self.wall)

    @property
    def best(self) -> float:
        """The least process time in seconds: what the work costs one core. Rates and bars are taken from it."""
        return min(self.cpu)

    @property
    def median(self) -> float:
        """The median of process time in seconds."""
        return statistics.median(self.cpu)

    @property
    def best_wall(self) -> float:
        """The least wall time in seconds."""
        return min(self.wall)

    @property
    def median_wall(self) -> float:
        """The median of wall time in seconds."""
        return statistics.median(self.wall)


def measure(works: Mapping[str, Callable[[], object]], effort: Effort) -> dict[str, Timing]:
    """Run each of `works` once to warm up, then each as often as `effort` says, its own time counted. They take turns,
    so that a busy minute of the machine does not meet one of them alone."""
    for work in works.values():
        work()
    runs: dict[str, list[tuple[float, float]]] = {name: [] for name in works}
    waiting = list(works)
    while waiting:
        for name in waiting:
            runs[name].append(_timed(works[name]))
        waiting = [name for name in waiting if not enough(runs[name], effort)]
    return {name: together(taken) for name, taken in runs.items()}


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    # Not the rubbish of the run before; collections during the work are part of what it costs.
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    return wall, cpu


def enough(runs: Sequence[tuple[float, float]], effort: Effort) -> bool:
    """Whether runs (wall, process time) in seconds are as many and as long as `effort` says."""
    return len(runs) >= effort.least and (len(runs) >= effort.most or sum(wall for wall, _ in runs) >= effort.seconds)


def together(runs: Sequence[tuple[float, float]]) -> Timing:
    """A Timing from pairs (wall, process time) in seconds."""
    return Timing(tuple(wall for wall, _ in runs), tuple(cpu for _, cpu in runs))
