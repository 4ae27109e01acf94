"""The sandbox of LibreOffice holds: tried with a program of our own in its place."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from extractor.read import office_sandbox
from tests.listening import listening

MEBIBYTE = 1024**2
#: What each attempt ends with, by its name: "done", or the name of an error.
TRY = """
import ctypes, errno, json, os, socket, subprocess, sys
libc = ctypes.CDLL(None, use_errno=True)
port, inside, outside, parent = int(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
ended = {}
def attempt(name, call):
    try:
        call()
    except OSError as error:
        ended[name] = errno.errorcode[error.errno or 0]
    except MemoryError:
        ended[name] = "MemoryError"
    else:
        ended[name] = "done"
def system_call(*arguments):
    if libc.syscall(*arguments) < 0:
        raise OSError(ctypes.get_errno(), "")
def local(kind):
    with socket.socket(socket.AF_UNIX, kind) as made:
        made.connect(inside + "/listening")
attempt("IPv4", lambda: socket.create_connection(("127.0.0.1", port), 1).close())
attempt("IPv6", lambda: socket.socket(socket.AF_INET6).close())
attempt("datagram", lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close())
attempt("netlink", lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW).close())
attempt("packet", lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW).close())
attempt("local stream", lambda: local(socket.SOCK_STREAM))
attempt("local datagram", lambda: local(socket.SOCK_DGRAM))
attempt("sent to", lambda: socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).sendto(b"x", inside + "/listening"))
attempt("listen", lambda: socket.socket(socket.AF_UNIX).bind("/tmp/trichluc-test-%d" % os.getpid()))
attempt("io_uring", lambda: system_call(425, 8, None))
attempt("fork", os.fork)
attempt("program", lambda: subprocess.run(["/bin/true"]))
attempt("become a program", lambda: os.execv("/bin/true", ["true"]))
attempt("signal", lambda: os.kill(parent, 0))
attempt("read outside", lambda: open(outside + "/secret").close())
attempt("write outside", lambda: open(outside + "/new", "w").close())
attempt("list outside", lambda: os.listdir(outside))
attempt("read of the machine", lambda: open("/etc/hostname").close())
attempt("write inside", lambda: open(inside + "/new", "w").close())
attempt("memory", lambda: bytearray(1024**3))
import threading
thread = threading.Thread(target=lambda: ended.setdefault("thread", "done"))
thread.start(); thread.join()
with open(inside + "/ended", "w") as file:
    json.dump(ended, file)
"""


def start(folder: Path, arguments: list[str], parent: int | None = None) -> subprocess.Popen[bytes]:
    """Python itself, confined, with the folder to write to."""
    wanted = {
        "parent": os.getpid() if parent is None else parent,
        "memory": 512 * MEBIBYTE,
        "seconds": 20,
        "file_bytes": MEBIBYTE,
        "readable": ["/usr", "/lib", "/lib64", sys.prefix, sys.base_prefix],
        "runnable": ["/lib", "/lib64", "/usr/lib", sys.base_prefix],
        "writable": [str(folder), "/dev/null"],
        "command": [os.path.realpath(sys.executable), "-I", "-S", "-c", *arguments],
    }
    script = str(office_sandbox.__file__)
    return subprocess.Popen([sys.executable, "-I", "-S", script, office_sandbox.packed(wanted)])


def test_what_a_confined_program_can_do(tmp_path: Path) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    inside.mkdir()
    outside.mkdir()
    (outside / "secret").write_text("x")
    with listening() as listener:
        arguments = [TRY, str(listener.port), str(inside), str(outside), str(os.getpid())]
        process = start(inside, arguments)
        assert process.wait(60) == 0
        assert not listener.hits
    Path(f"/tmp/trichluc-test-{process.pid}").unlink()
    ended = json.loads((inside / "ended").read_text())
    refused = ("IPv4", "IPv6", "datagram", "netlink", "packet", "local stream", "local datagram", "sent to", "fork")
    refused += ("program", "become a program", "signal")
    if office_sandbox.has_landlock():
        refused += ("read outside", "write outside", "list outside", "read of the machine")
    assert {name: ended.pop(name) for name in refused} == dict.fromkeys(refused, "EACCES")
    assert ended.pop("io_uring") == "ENOSYS"
    assert ended.pop("memory") == "MemoryError"
    assert {ended.pop(name) for name in ("listen", "write inside", "thread")} == {"done"}
    assert not set(ended) - {"read outside", "write outside", "list outside", "read of the machine"}


def test_the_same_program_unconfined_gets_out(tmp_path: Path) -> None:
    """What the test above finds refused is refused by the sandbox."""
    with listening() as listener:
        code = TRY.replace('attempt("become a program", lambda: os.execv("/bin/true", ["true"]))', "")
        code = code.replace('attempt("fork", os.fork)', "")
        (tmp_path / "secret").write_text("x")
        arguments = [sys.executable, "-c", code, str(listener.port), str(tmp_path), str(tmp_path), str(os.getpid())]
        process = subprocess.Popen(arguments)
        assert process.wait(60) == 0
        assert len(listener.hits) == 1
    Path(f"/tmp/trichluc-test-{process.pid}").unlink()
    ended = json.loads((tmp_path / "ended").read_text())
    assert {ended[name] for name in ("IPv4", "program", "signal", "read outside", "write outside", "memory")} == {
        "done"
    }


def test_it_ends_with_whoever_started_it(tmp_path: Path) -> None:
    code = f"""
import sys; sys.path.insert(0, {str(Path(__file__).parents[2])!r})
from pathlib import Path
from tests.read.test_office_sandbox import start
process = start(Path({str(tmp_path)!r}), ["import time; open({str(tmp_path / "up")!r}, 'w').close(); time.sleep(600)"])
Path({str(tmp_path / "pid")!r}).write_text(str(process.pid))
process.wait()
"""
    parent = subprocess.Popen([sys.executable, "-c", code])
    try:
        for _ in range(1500):
            if (tmp_path / "up").exists() and (tmp_path / "pid").exists() and (tmp_path / "pid").read_text():
                break
            time.sleep(0.02)
    finally:
        parent.kill()
        parent.wait()
    child = int((tmp_path / "pid").read_text())
    assert any(_gone(child) or time.sleep(0.02) for _ in range(500))


def _gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except OSError:
        return True


def test_it_is_not_run_for_one_who_has_gone(tmp_path: Path) -> None:
    process = start(tmp_path, [f"open({str(tmp_path / 'up')!r}, 'w')"], parent=1 if os.getpid() != 1 else 2)
    assert process.wait(60) == office_sandbox.NOT_STARTED
    assert not (tmp_path / "up").exists()


@pytest.mark.parametrize("machine", ["riscv64", "i686", ""])
def test_a_machine_that_is_not_known_is_refused(machine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.machine", lambda: machine)
    assert not office_sandbox._filter(None)  # type: ignore[arg-type]


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_every_step_of_the_filter_leads_somewhere(machine: str) -> None:
    rules = office_sandbox._rules(machine)
    assert rules
    assert rules[-1][0] == office_sandbox._RETURN
    for at, (code, then, otherwise, _) in enumerate(rules):
        assert at + 1 + max(then, otherwise) < len(rules) or code == office_sandbox._RETURN
        assert not (then or otherwise) or code in (
            office_sandbox._EQUAL,
            office_sandbox._AT_LEAST,
            office_sandbox._BITS,
        )
