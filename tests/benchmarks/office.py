"""How long files take that LibreOffice reads: started for each, and kept at hand.

    python -m tests.benchmarks.office FILE...

Prints for each way the files, the median and the longest time of a file in seconds, all of it: conversion, reading,
extraction. What is kept is started before the clock.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from api.extraction import prepare
from api.isolation import Isolation
from extractor import extract

#: How often each file is read when LibreOffice is kept.
TIMES = 5


def main(files: list[Path]) -> int:
    """Exit status 0."""
    contents = [(file.name, file.read_bytes()) for file in files]
    extract(b"Bao cao", name="first.txt")
    _tell("started for each", [_seconds(partial(extract, data, name=name)) for name, data in contents])
    with Isolation(1) as isolation:
        name, data = contents[0]
        isolation.run(name, prepare, name, data, None)
        calls = [partial(isolation.run, name, prepare, name, data, None) for name, data in contents * TIMES]
        _tell("kept at hand", [_seconds(call) for call in calls])
    return 0


def _seconds(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def _tell(way: str, seconds: list[float]) -> None:
    print(f"{way}: {len(seconds)} files, median {statistics.median(seconds):.2f} s, longest {max(seconds):.2f} s")


if __name__ == "__main__":
    sys.exit(main([Path(name) for name in sys.argv[1:]]))
