"""Looking again and again: a file is taken when nobody writes on it any more."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from api.importing import watch
from api.importing.found import Found
from api.importing.watch import Steady
from api.store import Store
from tests.importing import imported, places, report, written


def found(path: str, size: int, mtime: int = 1) -> Found:
    return Found(path, path, size, mtime, io.BytesIO)


def test_file_is_steady_at_the_second_look() -> None:
    steady = Steady()
    assert not steady(found("a", 1))
    steady.next_look()
    assert steady(found("a", 1))


@pytest.mark.parametrize("second", [found("a", 2), found("a", 1, 2)])
def test_file_that_changed_between_two_looks_waits(second: Found) -> None:
    steady = Steady()
    steady(found("a", 1))
    steady.next_look()
    assert not steady(second)
    steady.next_look()
    assert steady(second)


def test_file_that_was_away_begins_anew() -> None:
    steady = Steady()
    steady(found("a", 1))
    steady.next_look()
    steady.next_look()
    assert not steady(found("a", 1))


def test_no_more_is_remembered_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "REMEMBERED", 10)
    steady = Steady()
    taken: set[str] = set()
    for _ in range(10):
        taken |= {str(number) for number in range(40) if str(number) not in taken and steady(found(str(number), 1))}
        steady.next_look()
    assert len(taken) == 40


def test_looks_at_a_folder(store: Store, tmp_path: Path) -> None:
    steady = Steady()

    def look() -> int:
        tally = imported(store, tmp_path / "in", steady=steady)
        steady.next_look()
        return tally.done

    written(tmp_path / "in", {"a.txt": report(1)})
    assert look() == 0
    written(tmp_path / "in", {"b.txt": report(2)})
    assert look() == 1
    assert look() == 1
    assert look() == 0
    assert len(places(store)) == 2
