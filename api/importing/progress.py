"""What an import tells while it runs and at its end: a bar on a terminal, else a line now and then; then a table."""

from __future__ import annotations

import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from api import failures
from api.importing.tally import Tally

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

#: Between two plain lines, seconds.
PLAIN_INTERVAL = 5.0
#: The rate is that of the last so many seconds.
RATE_WINDOW = 30.0
#: Lines about files that cannot be read; more are counted only.
TROUBLE_LINES = 20


class Display(Protocol):
    """What is shown while an import runs."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def tick(self, tally: Tally) -> None:
        """Show the counts, if it is time."""
        ...

    def line(self, text: str) -> None:
        """Print a line on standard error."""
        ...


def display(*, quiet: bool = False) -> Display:
    """What fits: nothing but errors where asked, a bar where standard error is a terminal, else plain lines."""
    if quiet:
        return Silent()
    return Bar() if sys.stderr.isatty() else Plain()


class Silent:
    """Prints errors and nothing else."""

    _lines = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def tick(self, tally: Tally) -> None:
        """Show nothing."""

    def line(self, text: str) -> None:
        """Print a line on standard error; after many, no more."""
        self._lines += 1
        if self._lines <= TROUBLE_LINES:
            self.write(failures.message(text))
        elif self._lines == TROUBLE_LINES + 1:
            self.write(failures.message("more files cannot be read; they are counted in the summary"))

    def write(self, text: str) -> None:
        """Print a line as it is."""
        print(text, file=sys.stderr, flush=True)


class Plain(Silent):
    """A line every few seconds."""

    def __init__(self) -> None:
        self._pace = Pace()
        self._next = time.monotonic() + PLAIN_INTERVAL

    def tick(self, tally: Tally) -> None:
        """Print a line, if it is time."""
        self._pace.note(tally.finished)
        now = time.monotonic()
        if now >= self._next:
            self._next = now + PLAIN_INTERVAL
            of = f" of {tally.expected:,}" if tally.complete else f", {tally.found:,} found so far"
            self.write(f"{tally.finished:,}{of}; {told(tally, self._pace)}")


class Bar(Silent):
    """A bar that vanishes at the end."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        self._pace = Pace()
        self._next = 0.0
        self._progress: Progress = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TextColumn("{task.fields[told]}", markup=False),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
            redirect_stdout=False,
        )
        self._task: TaskID = self._progress.add_task("looking", total=None, told="")

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def tick(self, tally: Tally) -> None:
        """Move the bar."""
        self._pace.note(tally.finished)
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + 0.2
        total = tally.expected
        self._progress.update(
            self._task,
            description=f"{tally.finished:,}/{total:,}{'' if tally.complete else '+'}",
            completed=tally.finished,
            total=total if tally.complete else None,
            told=told(tally, self._pace),
        )

    def write(self, text: str) -> None:
        """Print a line above the bar."""
        self._progress.console.print(text, markup=False, highlight=False, soft_wrap=True)


class Pace:
    """How fast work is done just now."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._notes: deque[tuple[float, int]] = deque([(clock(), 0)])

    def note(self, finished: int) -> None:
        """Remember how much is finished now, once a second."""
        now = self._clock()
        if now - self._notes[-1][0] >= 1 or len(self._notes) == 1:
            self._notes.append((now, finished))
        while now - self._notes[0][0] > RATE_WINDOW and len(self._notes) > 2:
            self._notes.popleft()

    def rate(self) -> float | None:
        """Files a second; None where nothing is known yet."""
        (began, before), (now, finished) = self._notes[0], self._notes[-1]
        return (finished - before) / (now - began) if finished > before and now > began else None


def told(tally: Tally, pace: Pace) -> str:
    """Counts, rate and the time that is left, in a few words."""
    parts = [f"{tally.failed:,} failed", f"{tally.duplicates:,} duplicates"]
    rate = pace.rate()
    if rate:
        parts.append(f"{rate:,.1f}/s")
        left = duration((tally.expected - tally.finished) / rate)
        parts.append(f"{left} left" if tally.complete else f"more than {left} left")
    return ", ".join(parts)


def duration(seconds: float) -> str:
    """A time as people say it: "42 s", "7 min", "3 h 20 min", "4 days"."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    if minutes < 120:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h {minutes % 60} min"
    return f"{minutes / 1440:.0f} days"


def summary(tally: Tally) -> Iterator[str]:
    """The table at the end, line by line."""
    rows: list[tuple[str, int, str]] = [
        ("found", tally.found, f"and {tally.left_out:,} left out: hidden, temporary" if tally.left_out else ""),
        ("  new", tally.new, ""),
        ("  duplicates", tally.duplicates, "of content that is there already"),
        ("  unchanged", tally.unchanged, "since an earlier import"),
        ("  refused", tally.refused, "not read; failures"),
        ("  unreadable", tally.unreadable, "not opened; the next import tries again"),
        ("archives", tally.archives, "opened"),
        ("not filed", tally.unfiled, "paths that the pattern does not match"),
        ("from before", tally.backlog, "waited when the import began"),
        ("extracted", tally.done, ""),
        ("failed", sum(tally.failures.values()), ""),
        *((f"  {code}", count, "") for code, count in sorted(tally.failures.items())),
    ]
    always = {"found", "  new", "extracted", "failed"}
    for name, count, note in rows:
        if count or name in always:
            yield f"{name:<20}{count:>12,}  {note}".rstrip()
    rate = tally.finished / tally.seconds if tally.finished and tally.seconds else 0.0
    yield f"{'time':<20}{duration(tally.seconds):>12}" + (f"  {rate:,.1f} files/s" if rate else "")
