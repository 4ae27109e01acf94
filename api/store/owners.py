"""Who holds something: a process, named so that it can be told later whether it lives."""

from __future__ import annotations

import os
import platform
from functools import cache


def owner() -> str:
    """This process: machine, its start, process, and the process's own start. A restarted machine or a reused process
    number is somebody else."""
    return _named(os.getpid())


@cache
def _named(pid: int) -> str:
    return f"{platform.node()}/{_boot()}/{pid}/{_started(pid)}"


def alive(who: str) -> bool:
    """Whether a process of this machine still runs, by its name from `owner`."""
    _, boot, pid, started = who.rsplit("/", 3)
    return boot == _boot() and _started(int(pid)) == started


def _boot() -> str:
    """This start of the machine, where the system tells."""
    try:
        with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:
            return file.read().strip()
    except OSError:
        return "-"


def _started(pid: int) -> str:
    """When a process began, as the system counts it; empty where there is no such process."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
            # The name in brackets may hold anything; the 20th field behind it is the start.
            fields = file.read().rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if fields[0] in "ZX" else fields[19]
