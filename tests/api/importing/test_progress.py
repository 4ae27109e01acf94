"""What an import tells: counts, rate, the time that is left, and a table at the end."""

from __future__ import annotations

import io
import sys

import pytest

from api.importing import progress
from api.importing.progress import Bar, Pace, Plain, Silent, display, duration, summary, told
from api.importing.tally import Tally


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def paced(seconds: int, each: int) -> Pace:
    """The pace of `each` files a second for so many seconds."""
    clock = Clock()
    pace = Pace(clock)
    for second in range(1, seconds + 1):
        clock.now = 100.0 + second
        pace.note(second * each)
    return pace


def test_rate_is_that_of_the_last_while() -> None:
    assert Pace(Clock()).rate() is None
    assert paced(10, 4).rate() == pytest.approx(4)
    clock = Clock()
    pace = Pace(clock)
    for second in range(200):
        clock.now += 1
        pace.note(1000 if second < 100 else 1000 + 2 * (second - 100))
    assert pace.rate() == pytest.approx(2, rel=0.1)


def test_counts_rate_and_time_left() -> None:
    tally = Tally(found=1300, new=1200, duplicates=30, refused=1, complete=True)
    tally.outcomes.update(done=390, failed=10)
    assert told(tally, paced(10, 4)) == "11 failed, 30 duplicates, 4.0/s, 3 min left"
    tally.complete = False
    assert told(tally, paced(10, 4)) == "11 failed, 30 duplicates, 4.0/s, more than 3 min left"
    assert told(Tally(), Pace()) == "0 failed, 0 duplicates"


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "0 s"), (89, "89 s"), (90, "2 min"), (7200, "2 h 0 min"), (200_000, "2 days")]
)
def test_durations(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_summary_counts_everything() -> None:
    tally = Tally(found=12, left_out=3, archives=1, unchanged=2, new=5, duplicates=1, refused=2, unreadable=2)
    tally.backlog, tally.began, tally.ended = 4, 1000.0, 1010.0
    tally.outcomes.update(done=7, failed=2)
    tally.failures.update(corrupt=2, hostile=2)
    assert list(summary(tally)) == [
        "found                         12  and 3 left out: hidden, temporary",
        "  new                          5",
        "  duplicates                   1  of content that is there already",
        "  unchanged                    2  since an earlier import",
        "  refused                      2  not read; failures",
        "  unreadable                   2  not opened; the next import tries again",
        "archives                       1  opened",
        "from before                    4  waited when the import began",
        "extracted                      7",
        "failed                         4",
        "  corrupt                      2",
        "  hostile                      2",
        "time                        10 s  0.9 files/s",
    ]
    assert tally.found == tally.unchanged + tally.new + tally.duplicates + tally.refused + tally.unreadable


def test_plain_lines_come_now_and_then(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(progress, "PLAIN_INTERVAL", 0.0)
    tally = Tally(found=3, new=3)
    with Plain() as shown:
        shown.tick(tally)
        tally.complete = True
        tally.outcomes.update(done=2)
        shown.tick(tally)
    assert capsys.readouterr().err.splitlines() == [
        "0, 3 found so far; 0 failed, 0 duplicates",
        "2 of 3; 0 failed, 0 duplicates",
    ]


def test_nothing_but_errors_where_asked(capsys: pytest.CaptureFixture[str]) -> None:
    with display(quiet=True) as shown:
        shown.tick(Tally(found=3))
        shown.line("a.txt: cannot be read")
    assert capsys.readouterr().err == "trichluc: a.txt: cannot be read\n"


def test_a_thousand_troubles_are_not_a_thousand_lines(capsys: pytest.CaptureFixture[str]) -> None:
    shown = Silent()
    for number in range(1000):
        shown.line(f"{number}.txt: cannot be read\x1b[2J")
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == progress.TROUBLE_LINES + 1
    assert all("\x1b" not in line for line in lines)


class Terminal(io.StringIO):
    encoding = "utf-8"  # type: ignore[assignment]

    def isatty(self) -> bool:
        return True


def test_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    tally = Tally(found=30, new=30, complete=True)
    tally.outcomes.update(done=10)
    shown = display()
    assert isinstance(shown, Bar)
    with shown:
        shown.tick(tally)
        shown.line("x.txt: cannot be read [bold]")
    assert "10/30" in terminal.getvalue()
    assert "trichluc: x.txt: cannot be read [bold]" in terminal.getvalue()


def test_lines_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert isinstance(display(), Plain)
