"""The extractor on the gold corpus stays above the floors of `floors.toml`."""

from __future__ import annotations

import pytest

from corpora.evaluate import Evaluation, groups, run
from corpora.floors import FLOORS, GROUPS, read_floors

#: Floors are cut off at four decimals.
_ROUNDING = 1e-9


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    return run()


def test_every_gold_document_is_read(evaluation: Evaluation) -> None:
    assert evaluation.unread == {}


def test_no_figure_is_below_its_floor(evaluation: Evaluation) -> None:
    measured = groups(evaluation)
    below = []
    for name, fields in read_floors(FLOORS).items():
        group, kind = name.split(".")
        for field, floor in fields.items():
            figure = measured[group][kind][field]
            if figure.f1 < floor - _ROUNDING:
                below.append(f"{name}.{field}: {figure.f1:.4f}, floor {floor:.4f}")
    assert not below, "see `trichluc evaluate --errors`:\n" + "\n".join(below)


def test_every_figure_has_a_floor(evaluation: Evaluation) -> None:
    floors = read_floors(FLOORS)
    measured = groups(evaluation)
    missing = [
        f"{group}.{kind}.{field}"
        for group in GROUPS
        for kind, fields in measured[group].items()
        for field in fields
        if field not in floors.get(f"{group}.{kind}", {})
    ]
    assert not missing, "raise the floors: python -m corpora.evaluate --raise-floors"
