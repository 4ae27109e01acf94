"""The inside of a process for untrusted files: its limits, and its loop of calls. The outside is `process`.

What passes between the two are messages of four parts: a kind, the process's resident memory in bytes, whether it left
processes of its own behind, and bytes.
"""

from __future__ import annotations

import math
import os
import pickle
import sys
import tempfile
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path

#: Kinds of messages. PAGES asks for more time and PROGRESS tells of pages; neither is the last one of a call.
READY, PAGES, DONE, RAISED, MEMORY, LARGE, PROGRESS = range(7)
#: Between two messages of progress, seconds.
PROGRESS_SECONDS = 0.2

Message = tuple[int, int, bool, bytes]

#: The pipe to the parent, once there is one.
_parents: list[Connection] = []
#: Processes that this one keeps from one file to the next.
_kept: set[int] = set()
#: Where this process may write, once it is told.
_scratch: list[Path] = []
#: When progress was told last.
_told = [0.0]


def recognising(pages: int) -> None:
    """Say that so many pages of the file at hand will be recognised, which takes its time. Nothing happens outside a
    process of `Isolation`."""
    for parent in _parents:
        _send(parent, PAGES, b"%d" % pages)


def progressing(done: int, total: int) -> None:
    """Say that so many pages of the file at hand are read, now and then. Nothing happens outside a process of
    `Isolation`."""
    now = time.monotonic()
    if _parents and now - _told[0] >= PROGRESS_SECONDS:
        _told[0] = now
        for parent in _parents:
            _send(parent, PROGRESS, b"%d %d" % (done, total))


def isolated() -> bool:
    """Whether this is a process of `Isolation`."""
    return bool(_parents)


def keep(pid: int) -> None:
    """Say that this child stays when the file at hand is read. It must end with this process."""
    _kept.add(pid)


def let_go(pid: int) -> None:
    """Say that a child that was kept is no more."""
    _kept.discard(pid)


def scratch() -> Path:
    """A folder to write to, for this process alone; its parent removes it when this process ends. Outside a process of
    `Isolation`, a new one each time, which the caller removes."""
    if not _scratch:
        return Path(tempfile.mkdtemp(prefix="trichluc-"))
    _scratch[0].mkdir(mode=0o700, exist_ok=True)
    return _scratch[0]


def serve(parent: Connection, memory: int, seconds: float, largest: int, scratch: Path) -> None:
    """Answer calls until the parent closes its end. `memory` is a bound of the address space and `largest` of a
    pickled result, in bytes; `seconds` bounds the processor time of one call; `scratch` is a folder that is not there
    yet."""
    _parents.append(parent)
    _scratch.append(scratch)
    _confine(memory)
    try:
        _send(parent, READY)
        while True:
            _send(parent, *_handled(parent.recv_bytes(), seconds, largest))
    except (EOFError, OSError):
        return  # the parent has closed its end


def _handled(request: bytes, seconds: float, largest: int) -> tuple[int, bytes]:
    _bound_processor_time(seconds)
    try:
        return _answer(request, largest)
    except MemoryError:
        return MEMORY, b""


def _answer(request: bytes, largest: int) -> tuple[int, bytes]:
    try:
        function, args, kwargs = pickle.loads(request)
        result = pickle.dumps(function(*args, **kwargs), pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        return MEMORY, b""
    except BaseException as error:
        return RAISED, _pickled(error)
    return (DONE, result) if len(result) <= largest else (LARGE, b"")


def _pickled(error: BaseException) -> bytes:
    """The error, where it can be rebuilt elsewhere and is meant to be caught; else one that names its type."""
    try:
        data = pickle.dumps(error)
        if isinstance(error, Exception) and type(pickle.loads(data)) is type(error):
            return data
    except Exception:
        pass  # its constructor wants other arguments, or it holds something that cannot travel
    return pickle.dumps(RuntimeError(type(error).__name__))


def _send(parent: Connection, kind: int, payload: bytes = b"") -> None:
    message: Message = (kind, _resident(), _left_behind(), payload)
    parent.send_bytes(pickle.dumps(message, pickle.HIGHEST_PROTOCOL))


def _resident() -> int:
    """Resident memory of this process in bytes; 0 where the system does not tell."""
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def _left_behind() -> bool:
    """Whether processes that a file started are still there, or were not waited for."""
    if sys.platform == "win32":
        return False
    if _kept:
        return _others()
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return False
    return True


def _others() -> bool:
    """Whether there are children besides those that are kept; also where the system does not tell."""
    try:
        lists = [(thread / "children").read_text() for thread in Path("/proc/self/task").iterdir()]
    except OSError:
        return True
    return bool({int(pid) for children in lists for pid in children.split()} - _kept)


def _confine(memory: int) -> None:
    """Limits of the whole process, before its first file."""
    import signal

    # Ctrl-C reaches all processes of a terminal: the parent decides what becomes of the work.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        import resource

        # A group of its own: whatever a file makes us start ends with us.
        os.setsid()
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        # A crash leaves no image of a stranger's document behind.
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        os.nice(5)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """When the parent is gone, however it went, end the group; also in the middle of a file."""
    import signal
    from multiprocessing import parent_process
    from multiprocessing.connection import wait

    parent = parent_process()
    if parent is None:
        return
    wait([parent.sentinel])
    if sys.platform != "win32":
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def _bound_processor_time(seconds: float) -> None:
    """The last resort, kept by the system: it also ends a call that never lets another thread run and whose parent is
    gone."""
    if sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(time.process_time() + seconds) + 1, hard))
