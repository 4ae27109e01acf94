"""Runs a program without network, without children, and with no files but those that it is lent.

This module is run as a script, by `office_program.command`, and becomes the program. It imports nothing of ours, and
asks the kernel, which keeps all of it for good, in this order:

* to end the program when whoever started it ends (prctl, PR_SET_PDEATHSIG), and to bound its memory and its files;
* where it has Landlock, to open nothing but the folders named, and to start nothing from elsewhere;
* by a seccomp filter, to refuse every network (sockets of any kind but local ones, which LibreOffice wants to listen
  at; none may be connected), io_uring, new processes, signals to others, looking into others.

A file that breaks the program therefore has one process without a way out, which one SIGKILL ends. Where the kernel
does not take the filter the program is not run: UNCONFINED is the exit status. Neither root nor a namespace is needed,
so that it also holds in containers and under systemd's NoNewPrivileges.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import platform
import signal
import struct
import sys
from collections.abc import Iterable

#: Exit statuses of this script, before it is the program.
UNCONFINED, NOT_STARTED = 96, 97

#: System calls by machine: the machine's number for audit, then theirs. `_BOTH` are the same on all machines.
_MACHINES = {
    "x86_64": (
        0xC000003E,
        "socket 41 connect 42 sendto 44 sendmsg 46 socketpair 53 clone 56 fork 57 vfork 58 kill 62 ptrace 101 "
        "mount 165 tkill 200 tgkill 234 add_key 248 request_key 249 keyctl 250 unshare 272 perf_event_open 298 "
        "sendmmsg 307 setns 308 process_vm_readv 310 process_vm_writev 311 bpf 321 userfaultfd 323",
    ),
    "aarch64": (
        0xC00000B7,
        "mount 40 unshare 97 ptrace 117 kill 129 tkill 130 tgkill 131 socket 198 socketpair 199 connect 203 sendto 206 "
        "sendmsg 211 add_key 217 request_key 218 keyctl 219 clone 220 perf_event_open 241 setns 268 sendmmsg 269 "
        "process_vm_readv 270 process_vm_writev 271 bpf 280 userfaultfd 282",
    ),
}
_BOTH = "pidfd_send_signal 424 io_uring_setup 425 pidfd_open 434 clone3 435 pidfd_getfd 438"
_REFUSED = (
    "fork vfork ptrace mount tkill add_key request_key keyctl unshare perf_event_open setns process_vm_readv "
    "process_vm_writev bpf userfaultfd pidfd_send_signal pidfd_open pidfd_getfd connect sendmsg sendmmsg"
)
#: Refused as if the kernel had none: the C library then does without.
_UNKNOWN = "io_uring_setup clone3"

_PDEATHSIG, _NO_NEW_PRIVS, _SECCOMP, _FILTER = 1, 38, 22, 2
_LOAD, _EQUAL, _AT_LEAST, _BITS, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _ERRNO, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
#: Where a system call's number, its architecture and its arguments stand; what x32 adds to numbers.
_NUMBER, _ARCHITECTURE, _ARGUMENTS, _X32 = 0, 4, 16, 0x40000000
_CLONE_THREAD, _UNIX, _ADDRESS = 0x10000, 1, 4

#: Landlock's system calls and the rights of its first version, of which later ones add some.
_CREATE, _ADD, _RESTRICT, _VERSION = 444, 445, 446, 1
_EXECUTE, _WRITE, _READ, _LIST, _SOCKET, _TRUNCATE = 1, 2, 4, 8, 1 << 9, 1 << 14
_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1}
_RIGHTS_NOW = (1 << 15) - 1

#: Where LibreOffice makes the socket that it listens at.
_SOCKETS = "/tmp"

_Rule = tuple[int, int, int, int]


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("rules", ctypes.c_void_p))


def packed(wanted: dict[str, object]) -> str:
    """What `main` gets as its argument."""
    return json.dumps(wanted)


def main(arguments: list[str]) -> int:
    """Become `command` of the JSON object that is the only argument; return only if that fails."""
    wanted = json.loads(arguments[0])
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != wanted["parent"]:
        return NOT_STARTED
    _bound(wanted["memory"], wanted["seconds"], wanted["file_bytes"])
    program = wanted["command"]
    if libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0):
        return UNCONFINED
    _lend(libc, wanted["readable"], wanted["runnable"], wanted["writable"])
    if not _filter(libc) or not _is_cut_off(libc):
        return UNCONFINED
    try:
        os.execv(program[0], program)
    except OSError:
        return NOT_STARTED


def _bound(memory: int, seconds: int, file_bytes: int) -> None:
    """Bytes of address space, seconds of processor time, bytes of a file. What is bounded closer stays."""
    import resource

    bounds = (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, file_bytes),
        (resource.RLIMIT_CORE, 0),
    )
    for kind, most in bounds:
        hard = resource.getrlimit(kind)[1]
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (least, least))


def _lend(libc: ctypes.CDLL, readable: Iterable[str], runnable: Iterable[str], writable: Iterable[str]) -> None:
    """Leave only these folders and files, where the kernel has Landlock. Without it the settings of the program are
    all that keeps it from other files."""
    version = libc.syscall(_CREATE, None, ctypes.c_size_t(0), _VERSION)
    if version < 1:
        return
    rights = _RIGHTS.get(version, _RIGHTS_NOW)
    ruleset = libc.syscall(_CREATE, ctypes.byref(ctypes.c_uint64(rights)), ctypes.c_size_t(8), 0)
    if ruleset < 0:
        return
    for path in readable:
        _allow(libc, ruleset, path, rights & (_READ | _LIST))
    for path in runnable:
        _allow(libc, ruleset, path, rights & (_READ | _LIST | _EXECUTE))
    for path in writable:
        _allow(libc, ruleset, path, rights & ~_EXECUTE)
    _allow(libc, ruleset, _SOCKETS, rights & _SOCKET)
    libc.syscall(_RESTRICT, ruleset, 0)
    os.close(ruleset)


def has_landlock() -> bool:
    """Whether this kernel can keep a program from other files."""
    libc = ctypes.CDLL(None, use_errno=True)
    return bool(libc.syscall(_CREATE, None, ctypes.c_size_t(0), _VERSION) > 0)


def _allow(libc: ctypes.CDLL, ruleset: int, path: str, rights: int) -> None:
    try:
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # not on this machine
    if not os.path.isdir(path):
        rights &= _EXECUTE | _WRITE | _READ | _TRUNCATE
    rule = ctypes.create_string_buffer(struct.pack("=Qi", rights, opened), 12)
    libc.syscall(_ADD, ruleset, 1, rule, 0)
    os.close(opened)


def _filter(libc: ctypes.CDLL) -> bool:
    """Install the filter of system calls. False where the kernel or the machine has none that is known here."""
    rules = _rules(platform.machine())
    if rules is None or sys.maxsize < 2**32:
        return False
    packed = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *rule) for rule in rules))
    program = _Program(len(rules), ctypes.addressof(packed))
    return not libc.prctl(_SECCOMP, _FILTER, ctypes.byref(program), 0, 0)


def _rules(machine: str) -> list[_Rule] | None:
    """The filter as instructions of the kernel's packet filter: code, steps if true, steps if false, constant."""
    if machine not in _MACHINES:
        return None
    architecture, calls = _MACHINES[machine]
    words = f"{calls} {_BOTH}".split()
    numbers = dict(zip(words[::2], map(int, words[1::2]), strict=True))
    refuse = (_RETURN, 0, 0, _ERRNO | errno.EACCES)
    allow = (_RETURN, 0, 0, _ALLOW)
    rules: list[_Rule] = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 0, 1, _X32),
        (_RETURN, 0, 0, _KILL),
    ]
    for name in f"{_UNKNOWN} {_REFUSED}".split():
        if name in numbers:
            answer = (_RETURN, 0, 0, _ERRNO | errno.ENOSYS) if name in _UNKNOWN.split() else refuse
            rules += [(_EQUAL, 0, 1, numbers[name]), answer]
    # Threads, and no processes; signals to itself only.
    rules += _only(numbers["clone"], 0, (_BITS, 1, 0, _CLONE_THREAD))
    for name in ("kill", "tgkill"):
        rules += _only(numbers[name], 0, (_EQUAL, 1, 0, os.getpid()))
    for name in ("socket", "socketpair"):
        rules += _only(numbers[name], 0, (_EQUAL, 1, 0, _UNIX))
    rules += _only(numbers["sendto"], 8 * _ADDRESS, (_EQUAL, 1, 0, 0), ends=False)
    rules += _only(numbers["sendto"], 8 * _ADDRESS + 4, (_EQUAL, 1, 0, 0))
    return [*rules, allow]


def _only(number: int, offset: int, test: _Rule, *, ends: bool = True) -> list[_Rule]:
    """Refuse a system call unless `test` skips that for a half of one of its arguments, which stands at `offset` behind
    the first. It is allowed then, or with `ends=False` tested further."""
    load = (_LOAD, 0, 0, _ARGUMENTS + offset)
    refuse, allow, again = (_RETURN, 0, 0, _ERRNO | errno.EACCES), (_RETURN, 0, 0, _ALLOW), (_LOAD, 0, 0, _NUMBER)
    return [(_EQUAL, 0, 4, number), load, test, refuse, allow if ends else again]


def _is_cut_off(libc: ctypes.CDLL) -> bool:
    """Whether the filter holds: neither IPv4 nor IPv6 nor netlink can be had."""
    return all(libc.socket(family, 1, 0) < 0 for family in (2, 10, 16))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
