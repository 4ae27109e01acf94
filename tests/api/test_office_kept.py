"""The LibreOffice that stays from one file to the next: it serves many, a file costs only itself, and nothing of it
outlives the process that keeps it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from api.isolation import Isolation, IsolationError
from extractor.errors import CorruptFileError, LimitError
from extractor.limits import Limits
from tests import office_at_work as work
from tests.api.test_isolation import gone


@pytest.fixture(scope="module")
def one() -> Iterator[Isolation]:
    with Isolation(1) as isolation:
        yield isolation


def test_one_serves_many(one: Isolation) -> None:
    first, second = (one.run("a.rtf", work.convert) for _ in range(2))
    assert (second.process, second.office) == (first.process, first.office)
    assert second.served == first.served + 1


def test_a_damaged_file_costs_nothing_else(one: Isolation) -> None:
    before = one.run("a.rtf", work.convert)
    with pytest.raises(CorruptFileError, match=r"^a\.rtf: "):
        one.run("b.rtf", work.convert, b"{\\rtf1{\\pict\\pngblip\\picw65535\\pich65535 8950}")
    assert one.run("c.rtf", work.convert).process == before.process


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV, signal.SIGSTOP])
def test_what_an_earlier_file_did_costs_no_later_one(one: Isolation, number: int) -> None:
    one.run("a.rtf", work.convert_with, "PATIENCE", 2.0)
    before = one.run("a.rtf", work.convert)
    after = one.run("b.rtf", work.signalled, number)
    assert after.process == before.process
    assert after.office != before.office
    assert after.served == 1
    assert gone(before.office)
    assert not before.folder.exists()
    assert not before.socket.exists()


def test_too_long_is_told(one: Isolation) -> None:
    before = one.run("a.rtf", work.convert)
    with pytest.raises(LimitError, match=r"^a\.rtf: LibreOffice took longer than 0\.001 s"):
        one.run("b.rtf", work.convert, b"", Limits(conversion_seconds=0.001))
    assert gone(before.office)
    assert one.run("c.rtf", work.convert).process == before.process


@pytest.mark.parametrize(("name", "value"), [("FILES", 1), ("RESIDENT", 1)])
def test_it_is_replaced(name: str, value: float) -> None:
    with Isolation(1) as isolation:
        first, second = (isolation.run("a.rtf", work.convert_with, name, value) for _ in range(2))
        assert first.process == second.process
        assert first.office != second.office
        assert gone(first.office)


def test_nobody_keeps_it_idle() -> None:
    with Isolation(1) as isolation:
        assert gone(isolation.run("a.rtf", work.wait_until_idle))
        assert isolation.run("b.rtf", work.convert)


def test_it_ends_with_its_process(tmp_path: Path) -> None:
    with Isolation(1) as isolation:
        found = isolation.run("a.rtf", work.convert)
        assert found.folder.exists()
        assert found.socket.exists()
        assert found.folder.parent.stat().st_mode & 0o077 == 0
    assert gone(found.office)
    assert not found.folder.parent.exists()
    assert not found.socket.exists()


def test_it_ends_with_a_process_that_is_ended(tmp_path: Path) -> None:
    noted = tmp_path / "noted"
    with Isolation(1) as isolation, ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(isolation.run, "b.rtf", work.convert_and_hang, noted)
        while not (noted.exists() and noted.read_text()) and not waiting.done():
            time.sleep(0.02)
        process, number, folder, socket = noted.read_text().split()
        os.kill(int(process), signal.SIGKILL)
        assert type(waiting.exception()) is IsolationError
        assert gone(int(number))
        assert not Path(folder).parent.exists()
        assert not Path(socket).exists()


def test_other_children_are_still_noticed() -> None:
    with Isolation(1) as isolation:
        first = isolation.run("a.rtf", work.leave_another)
        second = isolation.run("b.rtf", work.convert)
        assert first.process != second.process
        assert gone(first.office)


def test_no_folder_where_nobody_writes() -> None:
    with Isolation(1) as isolation:
        made = isolation.run("a", work.scratch)
        assert made.exists()
    assert not made.exists()


def test_nothing_is_kept_outside() -> None:
    assert work.outside()
