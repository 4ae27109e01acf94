"""Time of a piece of work: several runs after a warm-up, process time beside wall time, since machines are shared."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Sequence
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


def measure(work: Callable[[], object], effort: Effort) -> Timing:
    """Run `work` once to warm up, then as often as `effort` says."""
    work()
    begun = time.perf_counter()
    wall: list[float] = []
    cpu: list[float] = []
    while len(wall) < effort.least or (len(wall) < effort.most and time.perf_counter() - begun < effort.seconds):
        # Not the rubbish of the run before; collections during the work are part of what it costs.
        gc.collect()
        wall_start, cpu_start = time.perf_counter(), time.process_time()
        work()
        cpu.append(time.process_time() - cpu_start)
        wall.append(time.perf_counter() - wall_start)
    return Timing(tuple(wall), tuple(cpu))


def together(runs: Sequence[tuple[float, float]]) -> Timing:
    """A Timing from pairs (wall, process time) in seconds."""
    return Timing(tuple(wall for wall, _ in runs), tuple(cpu for _, cpu in runs))
