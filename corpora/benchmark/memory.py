"""Peak memory and import time, each taken in a fresh interpreter.

python -m corpora.benchmark.memory WORK [FILE...]     prints the peak of this process in bytes; without files, that
                                                      of an interpreter that only imported
"""

from __future__ import annotations

import re
import resource
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

from corpora.benchmark.beside import IMPORTS, WORK
from corpora.benchmark.clock import Timing, together

ROOT = Path(__file__).resolve().parent.parent.parent
TIMEOUT = 300.0


@dataclass(frozen=True, slots=True)
class Memory:
    """Peak resident memory in bytes: of the whole process, and above one that only imported."""

    whole: int
    above: int


def peak() -> int:
    """The peak resident memory of this process so far, in bytes.

    Linux's own mark of this program comes first: there, `ru_maxrss` of a child begins at the size of the process that
    started it (404 MB measured in an interpreter of 14 MB).
    """
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        status = ""
    if mark := re.search(r"^VmHWM:\s*(\d+) kB", status, re.MULTILINE):
        return int(mark[1]) * 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def memory(work: str, files: Sequence[Path]) -> Memory:
    """Peak memory of `work` on `files`, one after the other. Raises CalledProcessError."""
    whole = int(_fresh("-m", "corpora.benchmark.memory", work, *(str(file.resolve()) for file in files)))
    return Memory(whole, max(0, whole - _imports_only(work)))


@cache
def _imports_only(work: str) -> int:
    return int(_fresh("-m", "corpora.benchmark.memory", work))


def import_time(statement: str, runs: int) -> Timing:
    """Time of a statement in a fresh interpreter, after one run that writes byte code and fills the disk's cache."""
    code = (
        "from time import perf_counter as wall, process_time as cpu; a, b = wall(), cpu(); "
        f"{statement}; print(wall() - a, cpu() - b)"
    )
    taken = [_fresh("-c", code).split() for _ in range(runs + 1)][1:]
    return together([(float(wall), float(cpu)) for wall, cpu in taken])


def _fresh(*arguments: str) -> str:
    command = [sys.executable, *arguments]
    # What it complains about goes where our complaints go.
    return subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True, timeout=TIMEOUT).stdout


def main(arguments: Sequence[str]) -> int:
    """Do the work, print the peak."""
    for module in IMPORTS[arguments[0]]:
        import_module(module)
    for file in arguments[1:]:
        WORK[arguments[0]](Path(file).read_bytes())
    print(peak())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
