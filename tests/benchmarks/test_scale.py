from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.scale import RECKONED, measure, reckoned


@pytest.mark.soak
def test_figures_are_measured(tmp_path: Path) -> None:
    found = measure(tmp_path, True)
    assert len({one.title for one in found}) == len(found)
    assert not [one.title for one in found if one.value <= 0 and one.unit != "ms CPU/document"]
    assert {len(row) for row in reckoned(found)} == {len(RECKONED)}
