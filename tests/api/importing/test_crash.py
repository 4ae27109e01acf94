"""An import that is killed at any moment and run again: nothing is lost, nothing is there twice."""

from __future__ import annotations

import io
import random
import signal
import zipfile
from pathlib import Path

import pytest

from api.failures import INTERRUPTED
from api.store import Settings
from tests import crash
from tests.importing import report, written


def archive(folder: Path, size: int) -> Path:
    """Reports, some of them twice, some in an archive, some of them no reports."""
    files: dict[str, str | bytes] = {f"{number % 7}/{number:03}.txt": report(number) for number in range(size)}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as inside:
        for number in range(size // 6):
            inside.writestr(f"zip/{number}.txt", report(number if number % 2 else f"{number}-z"))
    files["2/reports.zip"] = packed.getvalue()
    files["3/damaged.docx"] = b"PK\x03\x04 word/ and no more"
    files["4/empty.txt"] = b""
    files["5/secret.txt"] = report("1m").replace("UBND HUYỆN KÔNG CHRO\n", "UBND HUYỆN KÔNG CHRO\nMẬT\n")
    return written(folder, files)


def beside(folder: Path) -> Settings:
    """An SQLite store in a folder."""
    return Settings(f"sqlite:///{folder / 'trichluc.db'}", (folder / "files").as_uri())


def undisturbed(folder: Path, files: Path, *, light: bool = True) -> dict[str, object]:
    """What an import leaves that nobody disturbs."""
    settings = beside(folder)
    with crash.started(settings, str(files), "--workers", "2", light=light) as running:
        status, said = running.finished()
    assert status == 1, said
    held = crash.state(settings)
    crash.check(held)
    return held


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return archive(tmp_path_factory.mktemp("files"), 60)


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory, files: Path) -> dict[str, object]:
    return undisturbed(tmp_path_factory.mktemp("undisturbed"), files)


def survives(settings: Settings, files: Path, kills: int, *, light: bool = True) -> dict[str, object]:
    """Kill an import so many times, let it end, and see what it leaves."""
    chance = random.Random(kills)
    for _ in range(kills):
        crash.kill_at_some_moment(settings, chance, str(files), "--workers", "2", light=light)
    with crash.started(settings, str(files), "--workers", "2", light=light) as running:
        status, said = running.finished()
    assert status in (0, 1), said
    held = crash.state(settings)
    crash.check(held)
    return held


def test_killed_at_random_moments(tmp_path: Path, files: Path, expected: dict[str, object]) -> None:
    assert survives(beside(tmp_path), files, 6) == expected


@pytest.mark.soak
def test_killed_fifty_times(settings: Settings, tmp_path: Path) -> None:
    """The whole command, with the engine."""
    files = archive(tmp_path / "in", 450)
    assert survives(settings, files, 50, light=False) == undisturbed(tmp_path / "undisturbed", files, light=False)


def test_two_imports_of_the_same_files_one_of_them_killed(
    settings: Settings, files: Path, expected: dict[str, object]
) -> None:
    with crash.started(settings, str(files), "--workers", "1") as one:
        with crash.started(settings, str(files), "--workers", "1") as other:
            crash.wait_until_some_are_done(settings, one, 3)
            one.kill()
            status, said = other.finished()
        assert one.gone()
    assert status in (0, 1), said
    held = crash.state(settings)
    crash.check(held)
    assert held == expected


def test_stopped_in_good_order(tmp_path: Path, files: Path) -> None:
    settings = beside(tmp_path)
    with crash.started(settings, str(files), "--workers", "2") as running:
        crash.wait_until_some_are_done(settings, running, 1)
        running.process.send_signal(signal.SIGTERM)
        status, said = running.finished()
        assert running.gone()
    assert status == INTERRUPTED
    assert "run the same command again" in said
    # What was taken up is given back, and does not count against the files.
    left = crash.state(settings)["extractions"]
    assert {row[1] for row in left} <= {"done", "pending", "failed"}
    assert crash.attempts(settings, "pending") <= {0}


def test_stopped_at_once(tmp_path: Path, files: Path) -> None:
    settings = beside(tmp_path)
    with crash.started(settings, str(files), "--workers", "2") as running:
        crash.wait_until_some_are_done(settings, running, 1)
        for _ in range(2):
            running.process.send_signal(signal.SIGINT)
        assert running.finished()[0] == INTERRUPTED
        assert running.gone()


def test_nothing_outlives_a_killed_import(tmp_path: Path, files: Path) -> None:
    """Only the process itself is killed, not its group."""
    settings = beside(tmp_path)
    with crash.started(settings, str(files), "--workers", "2") as running:
        crash.wait_until_some_are_done(settings, running, 1)
        assert len(running.processes()) > 2
        running.process.kill()
        running.process.communicate(timeout=60)
        assert running.gone()
