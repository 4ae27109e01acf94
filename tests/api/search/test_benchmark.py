"""The benchmark of searches runs, and asks what it says. No test asserts a time."""

from __future__ import annotations

from pathlib import Path

from api.search import search
from api.store import open_store
from tests.benchmarks import search as benchmark
from tests.benchmarks.archive import filled


def test_it_measures_searches_that_find_something(tmp_path: Path) -> None:
    (bar,) = benchmark.measure(tmp_path, True)
    assert bar.figure is not None
    assert (bar.limit, bar.unit, bar.at_least) == (50, "ms", False)
    with open_store(filled(tmp_path, benchmark.FEW)) as store:
        asked = list(benchmark.mixed(store, 60))
        found = [search(store, *one).total for one in asked]
    assert len({repr(one) for one in asked}) > 50
    assert sum(total > 0 for total in found) > 30
    assert list(tmp_path.glob("archive-*/ready"))


def test_percentile() -> None:
    assert benchmark.percentile([3, 1, 2], 0.95) == 3
    assert benchmark.percentile([float(number) for number in range(100)], 0.95) == 94
