"""Reading a file while Python itself says what it opens, connects to and starts."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from api.extraction import prepare
from extractor.errors import TrichLucError

#: What a file may make us read: code, data of our own and of installed packages, how much memory we have.
_ROOT = Path(__file__).resolve().parent.parent
_OURS = (sys.prefix, sys.base_prefix, str(_ROOT), "/usr/share/zoneinfo", "/proc/self/statm")
_FORBIDDEN = (
    "socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system", "urllib.", "http.", "ftplib.",
)  # fmt: skip
_CHANGES = ("os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.chmod", "shutil.")

_seen: list[str] = []
_installed: list[bool] = []


def watched(name: str, data: bytes) -> list[str]:
    """What reading `data` did beside reading it; [] is right. Only for a process of `Isolation`: the watch stays."""
    if not _installed:
        sys.addaudithook(_watch)
        _installed.append(True)
    _seen.clear()
    try:
        prepare(name, data, None)
    except TrichLucError:
        pass  # how it ends is asked elsewhere
    return list(_seen)


def reach_out(name: str) -> list[str]:
    """What the watch says of a write, a connection and a program: that it sees them."""
    import socket
    import subprocess

    watched(name, b"Bao cao")
    Path(name).write_text("x")
    with socket.socket() as connection:
        connection.connect_ex(("127.0.0.1", 9))
    subprocess.run([sys.executable, "-c", ""], check=False)
    return list(_seen)


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event.startswith((*_FORBIDDEN, *_CHANGES)):
        _seen.append(event)
    elif event == "open":
        path, mode, flags = arguments
        written = (isinstance(mode, str) and set(mode) & set("wxa+")) or (isinstance(flags, int) and flags & 3)
        known = isinstance(path, int) or str(path).startswith(_OURS)
        if written or not known:
            _seen.append(f"open {path}")
