"""The benchmark of uploads runs; what it measures is for `make bench`."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks.uploading import measure


def test_it_uploads_a_report_and_waits_for_its_result(tmp_path: Path) -> None:
    (bar,) = measure(tmp_path, True)
    assert (bar.unit, bar.limit, bar.at_least) == ("times", 1.5, False)
    assert bar.figure is not None
    assert bar.figure > 0
