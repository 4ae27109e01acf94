"""A LibreOffice that stays from one file to the next, in a process of `Isolation`.

Starting one takes a second or two of processor time, a file a tenth. It is spoken to as a second `soffice` speaks to
the first (desktop/source/app/officeipcthread.cxx): through the socket that it listens at, which only this user and
machine can reach. It is confined as one that serves a single file, and ends with the process that keeps it.

A file costs only itself: whatever goes wrong with one that has served others is tried again with a new one, which has
seen nothing; after so many files, or above a mark of memory, it is replaced anyway, and nobody keeps it idle for long.
"""

from __future__ import annotations

import os
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from api.isolation import inside
from extractor.errors import CorruptFileError, TrichLucError
from extractor.read.converting import CONVERT, Kind

if TYPE_CHECKING:
    from extractor.limits import Limits
    from extractor.read.office_place import Place
    from extractor.read.office_program import Office

#: Files that one serves; bytes of memory above which it is replaced; seconds that it is kept idle.
FILES, RESIDENT, IDLE = 50, 700 * 1024**2, 60.0
#: Seconds that one which has served others may take before a new one gets the file.
PATIENCE = 15.0
#: What it opens first and keeps open: without a document it would end after its first file.
_OPEN = "private:factory/swriter"
_READY, _ARGUMENTS, _DONE = b"InternalIPC::SendArguments\0", "InternalIPC::Arguments", b"InternalIPC::ProcessingDone\0"
_LOOK = 0.01
#: A file that each reads.
_WELL = rb"{\rtf1 a}"


@contextmanager
def at_hand() -> Iterator[None]:
    """Let files be converted by a LibreOffice that is kept, inside a process of `Isolation`; elsewhere, nothing."""
    if not inside.isolated():
        yield
        return
    token = CONVERT.set(_kept().convert)
    try:
        yield
    finally:
        CONVERT.reset(token)


@cache
def _kept() -> KeptOffice:
    return KeptOffice()


class _EndedError(Exception):
    """It ended, with `status`, or does not speak."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class KeptOffice:
    """A LibreOffice, started when a file first needs it. `served` counts the files of the present one."""

    def __init__(self) -> None:
        self.served = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._place: Place | None = None
        self._numbers = count()
        self._lock = threading.Lock()
        self._idle: threading.Timer | None = None

    def convert(self, data: bytes, kind: Kind, name: str, limits: Limits) -> bytes:
        """A file as .docx. Raises what `extractor.read.office.convert_once` raises."""
        with self._lock:
            if self._idle is not None:
                self._idle.cancel()
            try:
                return self._convert(data, kind, name, limits)
            finally:
                if self._process is not None:
                    self._idle = threading.Timer(IDLE, self.close)
                    self._idle.daemon = True
                    self._idle.start()

    def close(self) -> None:
        """End it, if there is one."""
        with self._lock:
            self._end()

    def _convert(self, data: bytes, kind: Kind, name: str, limits: Limits) -> bytes:
        from extractor.read.office import found, late

        office = found(kind, name)
        deadline = time.monotonic() + limits.conversion_seconds
        self._end_if_used_up()
        if self._process is not None:
            patience = min(deadline, time.monotonic() + PATIENCE)
            try:
                return self._converted(data, kind, name, limits, patience)
            except (TimeoutError, _EndedError):
                # Of this file, or of one before it: a new one tells.
                self._end()
            except CorruptFileError:
                if self._is_well(limits, patience):
                    raise
        try:
            self._start(office, name, limits, deadline)
            return self._converted(data, kind, name, limits, deadline)
        except TimeoutError:
            self._end()
            raise late(name, limits) from None
        except _EndedError as ended:
            raise self._explained(ended.status, data, kind, name, limits) from None

    def _converted(self, data: bytes, kind: Kind, name: str, limits: Limits, deadline: float) -> bytes:
        from extractor.read.office import made

        assert self._place is not None
        self._ask(self._place.put(data, kind), deadline)
        return made(self._place, 0, data, kind, name, limits)

    def _is_well(self, limits: Limits, deadline: float) -> bool:
        """Whether it still reads what can be read; if not, it is ended."""
        try:
            self._converted(_WELL, "rtf", "", limits, deadline)
        except (TimeoutError, _EndedError, TrichLucError):
            self._end()
            return False
        return True

    def _explained(self, status: int, data: bytes, kind: Kind, name: str, limits: Limits) -> TrichLucError:
        from extractor.read.office import unmade

        self._end()
        return unmade(status, data, kind, name, limits)

    def _start(self, office: Office, name: str, limits: Limits, deadline: float) -> None:
        """Have a new one. Raises MissingToolError, TimeoutError, _EndedError."""
        from extractor.read import office_program
        from extractor.read.office import not_started
        from extractor.read.office_place import Place

        seconds, status = FILES * limits.conversion_seconds, office_program.AGAIN
        try:
            self._place = Place(inside.scratch() / str(next(self._numbers)), office)
            for _ in range(2):
                options = [*self._place.options(), _OPEN]
                self._process = office_program.start(office, self._place.folder, options, limits, seconds=seconds)
                inside.keep(self._process.pid)
                if self._is_up(deadline):
                    return
                inside.let_go(self._process.pid)
                status = self._process.returncode
                if status != office_program.AGAIN:
                    break
        except TimeoutError:
            raise
        except OSError as error:
            self._end()
            raise not_started(name, error.strerror or type(error).__name__) from None
        raise _EndedError(status)

    def _is_up(self, deadline: float) -> bool:
        """Wait until it listens; False when it ends instead."""
        assert self._process is not None
        assert self._place is not None
        while not self._place.socket.exists():
            if self._process.poll() is not None:
                return False
            if time.monotonic() > deadline:
                raise TimeoutError
            time.sleep(_LOOK)
        return True

    def _ask(self, arguments: list[str], deadline: float) -> None:
        """Send what a second `soffice` would be called with, and wait until it is done. Raises TimeoutError and
        _EndedError."""
        assert self._process is not None
        assert self._place is not None
        self.served += 1
        parts = [f"{_ARGUMENTS}2{_escaped(str(self._place.folder))}", *map(_escaped, arguments)]
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as speaking:
            try:
                self._connect(speaking, deadline)
                _hear(speaking, _READY, deadline)
                speaking.sendall(",".join(parts).encode() + b"\0")
                _hear(speaking, _DONE, deadline)
            except TimeoutError:
                raise
            except OSError:
                raise _EndedError(self._status(deadline)) from None

    def _connect(self, speaking: socket.socket, deadline: float) -> None:
        """Connect, also where it has just made its socket and does not listen yet."""
        assert self._process is not None
        assert self._place is not None
        while True:
            speaking.settimeout(max(0.01, deadline - time.monotonic()))
            try:
                return speaking.connect(str(self._place.socket))
            except ConnectionRefusedError:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    raise
                time.sleep(_LOOK)

    def _status(self, deadline: float) -> int:
        """How it ended. One that does not speak any more and does not end either is ended."""
        from extractor.read import office_program

        assert self._process is not None
        try:
            return self._process.wait(min(2.0, max(0.0, deadline - time.monotonic()))) or 1
        except subprocess.TimeoutExpired:
            office_program.kill(self._process)
            return 1

    def _end_if_used_up(self) -> None:
        if self._process is not None and (
            self.served >= FILES or self._process.poll() is not None or _resident(self._process.pid) > RESIDENT
        ):
            self._end()

    def _end(self) -> None:
        from extractor.read import office_program

        if self._process is not None:
            office_program.kill(self._process)
            inside.let_go(self._process.pid)
        if self._place is not None:
            self._place.remove()
        self._process = self._place = None
        self.served = 0


def _escaped(argument: str) -> str:
    return argument.replace("\\", "\\\\").replace(",", "\\,")


def _hear(speaking: socket.socket, expected: bytes, deadline: float) -> None:
    """Wait for what is expected to be said. Raises TimeoutError, and OSError where something else or nothing is."""
    heard = b""
    while len(heard) < len(expected):
        speaking.settimeout(max(0.01, deadline - time.monotonic()))
        more = speaking.recv(len(expected) - len(heard))
        if not more:
            raise ConnectionError
        heard += more
    if heard != expected:
        raise ConnectionError


def _resident(pid: int) -> int:
    """Resident memory of a process in bytes; 0 where the system does not tell."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0
