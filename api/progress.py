"""Progress on standard error: bars on a terminal, plain lines otherwise."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

OnProgress = Callable[[int, int], None]

#: Plain lines say nothing of a file that is done sooner, and come no closer to each other. Seconds.
PLAIN_INTERVAL = 5.0


class Reporter(Protocol):
    """What the command line tells while it works. Used as a context manager; `line` also reports errors."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def start(self, name: str) -> OnProgress:
        """Begin a file. The callback takes pages done and pages in all."""
        ...

    def done(self, ok: bool) -> None:
        """The file that was started is finished, well or badly."""
        ...

    def line(self, text: str) -> None:
        """Print one line on standard error."""
        ...


def reporter(files: int, *, quiet: bool = False) -> Reporter:
    """The reporter that fits: silent where asked, bars where standard error is a terminal, else plain lines."""
    if quiet:
        return SilentReporter()
    return BarReporter(files) if sys.stderr.isatty() else PlainReporter(files)


class SilentReporter:
    """Prints errors and nothing else."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def start(self, name: str) -> OnProgress:
        """Begin a file."""
        return lambda done, total: None

    def done(self, ok: bool) -> None:
        """The file is finished."""

    def line(self, text: str) -> None:
        """Print one line on standard error."""
        print(text, file=sys.stderr, flush=True)


class PlainReporter(SilentReporter):
    """A line for each file of several, and for a long file one every few seconds."""

    def __init__(self, files: int) -> None:
        self._files = files
        self._finished = 0
        self._name = ""
        self._next = 0.0

    def start(self, name: str) -> OnProgress:
        """Begin a file."""
        self._name = name
        self._next = time.monotonic() + PLAIN_INTERVAL
        return self._page

    def _page(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now >= self._next and done < total:
            self._next = now + PLAIN_INTERVAL
            self.line(f"{self._name}: page {done} of {total}")

    def done(self, ok: bool) -> None:
        """The file is finished. A failure has had its line."""
        self._finished += 1
        if ok and self._files > 1:
            self.line(f"{self._finished}/{self._files} {self._name}")


class BarReporter(SilentReporter):
    """Bars that vanish when all is done: files of several, and pages of a long file."""

    def __init__(self, files: int) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        # Standard output stays as it is: it may carry the result.
        self._progress: Progress = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
            redirect_stdout=False,
        )
        self._total: TaskID | None = self._progress.add_task("files", total=files) if files > 1 else None
        self._pages: TaskID | None = None

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def start(self, name: str) -> OnProgress:
        """Begin a file."""
        task = self._pages = self._progress.add_task(name, total=None)
        return lambda done, total: self._progress.update(task, completed=done, total=total)

    def done(self, ok: bool) -> None:
        """The file is finished."""
        if self._pages is not None:
            self._progress.remove_task(self._pages)
            self._pages = None
        if self._total is not None:
            self._progress.advance(self._total)

    def line(self, text: str) -> None:
        """Print one line above the bars."""
        self._progress.console.print(text, markup=False, highlight=False, soft_wrap=True)
