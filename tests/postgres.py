"""A PostgreSQL server of the tests' own: on loopback, in a folder that is thrown away, with durability off."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

#: Where Debian's packages put the server's programs.
_DEBIAN = Path("/usr/lib/postgresql")


def _program(name: str) -> str:
    found = sorted(_DEBIAN.glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3])) or [shutil.which(name)]
    assert found[-1], f"{name} is not there; install Debian's package postgresql (make test does)"
    return str(found[-1])


def _unprivileged(folder: Path) -> dict[str, object]:
    """The server refuses to run as root: root becomes the user that Debian's package made for it."""
    if os.getuid() != 0:
        return {}
    user = pwd.getpwnam("postgres")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def free_port() -> int:
    """A port of loopback that nothing listens on just now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@contextmanager
def server(*, durable: bool = False) -> Iterator[str]:
    """A running server; gives its address without a database's name. It is ended by its own process id. A `durable` one
    writes as one does that is kept, for measuring."""
    # Not below pytest's own folder: that is closed to other users, and every session that starts closes it again.
    with tempfile.TemporaryDirectory(prefix="trichluc-postgres-") as name:
        yield from _server(Path(name), durable)


def _server(folder: Path, durable: bool) -> Iterator[str]:
    run_as = _unprivileged(folder)
    data = folder / "data"
    subprocess.run(
        [_program("initdb"), "-D", data, "-U", "trichluc", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"],
        check=True,
        capture_output=True,
        cwd=folder,
        **run_as,
    )
    port = free_port()
    settings = ("listen_addresses=127.0.0.1", "fsync=off", "synchronous_commit=off", "full_page_writes=off")
    options = [
        part
        for one in (*(settings[:1] if durable else settings), f"unix_socket_directories={folder}")
        for part in ("-c", one)
    ]
    command = [_program("postgres"), "-D", str(data), "-p", str(port), *options]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=folder, **run_as)
    try:
        _wait(port, process, folder / "log")
        yield f"postgresql://trichluc@127.0.0.1:{port}"
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            psycopg.connect(host="127.0.0.1", port=port, user="trichluc", dbname="postgres").close()
            return
        except psycopg.OperationalError:
            assert process.poll() is None, log.read_text(errors="replace")
            assert time.monotonic() < deadline, log.read_text(errors="replace")
            time.sleep(0.05)


def execute(address: str, statement: str) -> None:
    """Run a statement on the server's own database, outside any transaction."""
    with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
        connection.execute(statement)
