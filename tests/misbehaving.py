"""What a hostile or unlucky file makes a reader do. Run in processes of `api.isolation`, never in a test's own."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from multiprocessing import parent_process
from pathlib import Path
from typing import NoReturn

from api.extraction import prepare
from api.isolation.inside import recognising
from api.store.results import Result

#: Longer than any test may take.
FOR_EVER = 600

_kept: list[bytearray] = []


class OddError(Exception):
    """Travels out of a process, and cannot be rebuilt there."""

    def __init__(self, first: int, second: int) -> None:
        super().__init__(f"{first} {second}")


class Unknown:
    """Cannot travel."""

    def __reduce__(self) -> NoReturn:
        raise TypeError("stays here")


def process() -> int:
    return os.getpid()


def hang() -> None:
    time.sleep(FOR_EVER)


def hang_deaf() -> None:
    """Where no signal handler and no other thread gets a turn."""
    ctypes.PyDLL(None).sleep(FOR_EVER)


def crash() -> None:
    ctypes.string_at(0)


def leave() -> None:
    os._exit(0)


def fall_silent() -> None:
    """Close everything that connects the process with others."""
    os.closerange(3, 256)


def eat_memory() -> int:
    return len(bytearray(64 * 1024**3))


def eat_memory_in_a_library() -> None:
    """As C++ libraries do where memory ends: they abort."""
    libc = ctypes.CDLL(None)
    libc.malloc.restype = ctypes.c_void_p
    while libc.malloc(256 * 1024**2):
        pass
    libc.abort()


def large(size: int) -> bytes:
    return bytes(size)


def raise_odd() -> None:
    raise OddError(1, 2)


def raise_local() -> None:
    class LocalError(Exception):
        pass

    raise LocalError


def raise_exit() -> None:
    sys.exit(3)


def raise_timeout() -> None:
    raise TimeoutError("of the function's own")


def unknown() -> Unknown:
    return Unknown()


def keep(size: int) -> int:
    """Leak so many bytes, really used."""
    _kept.append(bytearray(b"\1" * size))
    return os.getpid()


def use(size: int) -> int:
    """Use so many bytes and give them back."""
    bytearray(b"\1" * size)
    return os.getpid()


def resident() -> int:
    """Bytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def start_child(file: Path, then: str) -> None:
    """Start a process, write its number into `file`, then "return", "crash" or "hang"."""
    child = subprocess.Popen(["sleep", str(FOR_EVER)], start_new_session=False)
    file.write_text(str(child.pid))
    {"return": int, "crash": crash, "hang": hang}[then]()


def note_and_hang(file: Path) -> None:
    file.write_text(str(os.getpid()))
    hang()


def wait_for(file: Path) -> str:
    """Until the file is there, and longer than other files may take."""
    recognising(1)
    while not file.exists():
        time.sleep(0.02)
    return "waited"


def recognise(pages: int, seconds: float) -> str:
    recognising(pages)
    time.sleep(seconds)
    return "recognised"


def surroundings() -> dict[str, object]:
    parent = os.getppid()
    return {
        "parent": parent,
        "threads of parent": len(list(Path(f"/proc/{parent}/task").iterdir())),
        "threads": sorted(thread.name for thread in threading.enumerate()),
        "group": os.getpgid(0) == os.getpid(),
        "interrupt": signal.getsignal(signal.SIGINT) is signal.SIG_IGN,
    }


def prepare_slowly(name: str, data: bytes | None, kept: bytes | None) -> Result:
    """As `api.extraction.prepare`, after a while."""
    time.sleep(0.3)
    return prepare(name, data, kept)


def prepare_poison(name: str, data: bytes | None, kept: bytes | None) -> Result:
    """A file named so kills the process that wanted it read, as a fault in the machinery around a file would."""
    parent = parent_process()
    assert parent is not None
    if name == "poison.txt":
        os.kill(parent.pid or 0, signal.SIGKILL)
    return prepare(name, data, kept)


def tells_of_pages(pages: int) -> str:
    """Reads so many pages, and tells of each."""
    from api.isolation import inside

    inside.PROGRESS_SECONDS = 0.0
    for page in range(pages):
        inside.progressing(page + 1, pages)
    return "read"
