from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from api.extraction import prepare
from api.isolation import Bounds, Isolation, IsolationError
from extractor import extract
from extractor.errors import HostileFileError, LimitError
from extractor.export import to_json
from tests import misbehaving as bad

MEBIBYTE = 1024**2


@pytest.fixture(scope="module")
def one() -> Iterator[Isolation]:
    """One process, with ordinary bounds but for time."""
    with Isolation(1, Bounds(seconds=30)) as isolation:
        yield isolation


def gone(pid: int, *, reaped: bool = False) -> bool:
    """Whether a process ends soon. A zombie counts, unless it is one that gets `reaped`."""
    for _ in range(500):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state in "ZX" and not reaped:
            return True
        time.sleep(0.02)
    return False


def written(file: Path) -> int:
    """A number that another process writes into a file."""
    for _ in range(1500):
        if file.exists() and (text := file.read_text()):
            return int(text)
        time.sleep(0.02)
    raise AssertionError(f"{file.name} was not written")


@pytest.mark.parametrize("hang", [bad.hang, bad.hang_deaf])
def test_hang_is_ended(hang: Callable[[], None]) -> None:
    with Isolation(1, Bounds(seconds=0.3)) as isolation:
        with pytest.raises(LimitError, match=r"^a\.pdf: took longer than 0\.3 s"):
            isolation.run("a.pdf", hang)
        assert isolation.run("b.pdf", bad.process)


@pytest.mark.parametrize(
    ("die", "how"),
    [
        (bad.crash, "SIGSEGV"),
        (bad.leave, "exit status 0"),
        (bad.eat_memory_in_a_library, "SIGABRT"),
        (bad.fall_silent, "exit status"),
    ],
)
def test_death_costs_one_file(one: Isolation, die: Callable[[], None], how: str) -> None:
    before = one.run("a.pdf", bad.process)
    with pytest.raises(HostileFileError, match=rf"^b\.pdf: the process that read it died \({how}"):
        one.run("b.pdf", die)
    assert one.run("c.pdf", bad.process) != before


def test_memory_ends_with_an_error(one: Isolation) -> None:
    with pytest.raises(LimitError, match=r"^a\.pdf: needs more than 2048 MiB of memory"):
        one.run("a.pdf", bad.eat_memory)
    assert one.run("b.pdf", bad.process)


def test_huge_result_is_refused() -> None:
    with Isolation(1, Bounds(result=MEBIBYTE)) as isolation:
        assert len(isolation.run("a.pdf", bad.large, MEBIBYTE // 2)) == MEBIBYTE // 2
        with pytest.raises(LimitError, match=r"^b\.pdf: what was read of it is larger than 1 MiB"):
            isolation.run("b.pdf", bad.large, 2 * MEBIBYTE)


@pytest.mark.parametrize(
    ("function", "kind", "told"),
    [
        (bad.raise_odd, RuntimeError, "OddError"),
        (bad.raise_local, RuntimeError, "LocalError"),
        (bad.raise_exit, RuntimeError, "SystemExit"),
        (bad.unknown, TypeError, "stays here"),
        (bad.raise_timeout, TimeoutError, "of the function's own"),
    ],
)
def test_whatever_is_raised_costs_no_process(
    one: Isolation, function: Callable[[], object], kind: type[Exception], told: str
) -> None:
    before = one.run("a.pdf", bad.process)
    with pytest.raises(kind, match=told) as raised:
        one.run("b.pdf", function)
    assert type(raised.value) is kind
    assert one.run("c.pdf", bad.process) == before


def test_what_cannot_be_sent_costs_nothing(one: Isolation) -> None:
    before = one.run("a.pdf", bad.process)
    with pytest.raises(TypeError, match="stays here"):
        one.run("b.pdf", bad.large, bad.Unknown())  # type: ignore[arg-type]
    assert one.run("c.pdf", bad.process) == before


@pytest.mark.parametrize("then", ["hang", "crash", "return"])
def test_processes_of_a_file_die_with_it(tmp_path: Path, then: str) -> None:
    file = tmp_path / "pid"
    with Isolation(1, Bounds(seconds=3)) as isolation:
        try:
            isolation.run("a.doc", bad.start_child, file, then)
        except (LimitError, HostileFileError):
            assert then != "return"
        assert gone(written(file))


def test_bystanders_are_unharmed(tmp_path: Path) -> None:
    """Files that go wrong in every way, beside others that are at work all the while."""
    wrong: list[tuple[Callable[..., object], type[Exception]]] = [
        (bad.hang, LimitError),
        (bad.crash, HostileFileError),
        (bad.leave, HostileFileError),
        (bad.eat_memory, LimitError),
        (bad.raise_odd, RuntimeError),
    ]
    end = tmp_path / "end"
    with Isolation(4, Bounds(seconds=3, page_seconds=bad.FOR_EVER)) as isolation, ThreadPoolExecutor(4) as threads:
        at_work = [threads.submit(isolation.run, "good", bad.wait_for, end) for _ in range(2)]
        others = [threads.submit(isolation.run, "bad", function) for function, _ in wrong]
        others += [threads.submit(isolation.run, "good", bad.process) for _ in range(20)]
        kinds = [type(one.exception()) for one in others]
        end.touch()
        assert kinds == [*(kind for _, kind in wrong), *[type(None)] * 20]
        assert [one.result() for one in at_work] == ["waited"] * 2


def test_process_serves_so_many_files() -> None:
    with Isolation(1, Bounds(files=2)) as isolation:
        first, second, third, fourth, fifth = (isolation.run("a", bad.process) for _ in range(5))
    assert first == second != third == fourth != fifth


def test_process_that_grew_is_replaced(one: Isolation) -> None:
    mark = one.run("a", bad.resident) + 32 * MEBIBYTE
    with Isolation(1, Bounds(resident=mark)) as isolation:
        first = isolation.run("a", bad.process)
        # What a file used and gave back is no reason.
        assert isolation.run("b", bad.use, 64 * MEBIBYTE) == first
        assert isolation.run("c", bad.keep, 64 * MEBIBYTE) == first
        assert isolation.run("d", bad.process) != first


def test_recognised_pages_get_their_time() -> None:
    with Isolation(1, Bounds(seconds=0.5, page_seconds=10, pages=2)) as isolation:
        assert isolation.run("a.pdf", bad.recognise, 1, 1.0) == "recognised"
        with pytest.raises(LimitError, match=r"longer than 0\.5 s"):
            isolation.run("b.pdf", bad.recognise, 0, bad.FOR_EVER)
    with (
        Isolation(1, Bounds(seconds=0.3, page_seconds=0.1, pages=2)) as isolation,
        pytest.raises(LimitError, match=r"longer than 0\.5 s"),
    ):
        isolation.run("c.pdf", bad.recognise, 1000, bad.FOR_EVER)


def test_processes_stand_apart(one: Isolation) -> None:
    found = one.run("a", bad.surroundings)
    # Made by a server that has one thread, which is not this process.
    assert found["parent"] != os.getpid()
    assert found["threads of parent"] == 1
    assert found["threads"] == ["MainThread", "Thread-1 (_end_with_parent)"]
    assert found["group"]
    assert found["interrupt"]


def test_interrupt_reaches_no_file(tmp_path: Path) -> None:
    end = tmp_path / "end"
    with Isolation(1) as isolation, ThreadPoolExecutor(1) as threads:
        pid = isolation.run("a", bad.process)
        waiting = threads.submit(isolation.run, "b", bad.wait_for, end)
        os.kill(pid, signal.SIGINT)
        end.touch()
        assert waiting.result() == "waited"
        assert isolation.run("c", bad.process) == pid


def test_process_ended_from_outside_says_nothing_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "pid"
    with Isolation(1) as isolation, ThreadPoolExecutor(1) as threads:
        working = threads.submit(isolation.run, "a.pdf", bad.note_and_hang, file)
        os.kill(written(file), signal.SIGKILL)
        with pytest.raises(IsolationError, match=r"^a\.pdf: the process that read it was ended from outside"):
            working.result()
        idle = isolation.run("b.pdf", bad.process)
        os.kill(idle, signal.SIGKILL)
        assert gone(idle, reaped=True)
        assert isolation.run("c.pdf", bad.process) != idle


def test_closed(tmp_path: Path) -> None:
    file = tmp_path / "pid"
    isolation = Isolation(1)
    with ThreadPoolExecutor(3) as threads:
        at_work = threads.submit(isolation.run, "a.pdf", bad.note_and_hang, file)
        pid = written(file)
        waiting = [threads.submit(isolation.run, "b.pdf", bad.process) for _ in range(2)]
        isolation.close()
        errors = [one.exception() for one in (at_work, *waiting)]
    assert [type(error) for error in errors] == [IsolationError] * 3
    assert gone(pid)
    with pytest.raises(IsolationError, match=r"^c\.pdf: "):
        isolation.run("c.pdf", bad.process)
    isolation.close()


def test_warm_process_is_the_one_that_works() -> None:
    with Isolation(2) as isolation:
        isolation.warm()
        assert isolation.run("a", bad.process)
    with Isolation(1) as closed:
        closed.warm()


SCRIPT = """
import sys
from pathlib import Path
from threading import Thread
from api.isolation import Isolation
from tests import misbehaving as bad
if __name__ == "__main__":
    isolation = Isolation(2)
    Thread(target=isolation.run, args=("a", bad.start_child, Path(sys.argv[1]), "hang")).start()
    isolation.run("b", bad.note_and_hang, Path(sys.argv[2]))
"""


def test_nothing_outlives_a_killed_parent(tmp_path: Path, root: Path) -> None:
    (tmp_path / "script.py").write_text(SCRIPT)
    files = [tmp_path / "child", tmp_path / "worker"]
    command = [sys.executable, str(tmp_path / "script.py"), *map(str, files)]
    script = subprocess.Popen(command, cwd=root, env={**os.environ, "PYTHONPATH": str(root)})
    try:
        numbers = [written(file) for file in files]
    finally:
        script.kill()
        script.wait()
    assert [gone(number) for number in numbers] == [True, True]


def test_documents_come_out_as_without(one: Isolation, root: Path) -> None:
    from api.store.blobs import unpack

    for file in (
        root / "corpora/heldout/017-qd-ubnd-laichau-2025-tthc.pdf",
        root / "corpora/heldout/005-kh-stttt-phutho-2011.docx",
    ):
        data = file.read_bytes()
        result = one.run(file.name, prepare, file.name, data, None)
        assert unpack(result.report) == to_json(extract(data, name=file.name), compact=True)
