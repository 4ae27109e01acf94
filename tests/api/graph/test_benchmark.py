"""The benchmark of `cites` runs; what it measures is for `make bench`."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks.graph import measure


def test_it_asks_for_frequent_and_rare_numbers(tmp_path: Path) -> None:
    (bar,) = measure(tmp_path, True)
    assert (bar.unit, bar.limit, bar.at_least) == ("ms", 20, False)
    assert bar.figure is not None
    assert bar.figure > 0
