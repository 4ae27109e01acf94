"""Command line: python -m tests.benchmarks [--quick] measures the archive and writes its part of BENCHMARKS.md."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from corpora.benchmark.page import bar_table, write_archive
from corpora.benchmark.results import Bar

ROOT = Path(__file__).resolve().parent.parent.parent
#: The archive of 100,000 documents that search and citation graph are measured on.
MADE = ROOT / "build" / "bench" / "archive"

_ABOUT = """\
## Archive

Written by `make bench` (`python -m tests.benchmarks`): wall time, on SQLite unless another database is named. Overhead
is what a file takes in an import beyond its extraction to JSON in one process, the best of five rounds."""

Measure = Callable[[Path, bool], list[Bar]]


def parts() -> dict[str, Measure]:
    """The measurements by name, in the order of the page."""
    from tests.benchmarks import graph, importing, review, search, service

    return {
        "import": importing.measure,
        "search": search.measure,
        "graph": graph.measure,
        "service": service.measure,
        "hostile": service.after_hostile_files,
        "review": review.measure,
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 0 when everything ran, whether or not the bars are met."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="with as little as shows that it works; print only")
    parser.add_argument("--only", choices=list(parts()), action="append", help="print this part only")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="default: BENCHMARKS.md")
    options = parser.parse_args(arguments)
    found: list[Bar] = []
    for name, measure in parts().items():
        if options.only and name not in options.only:
            continue
        print(f"{name} …", file=sys.stderr)
        found += _measured(measure, options.quick, MADE if name in ("search", "graph") and not options.quick else None)
    generated = f"{_ABOUT}\n\n{bar_table(found)}\n"
    print(generated, end="")
    target: Path | None = options.output or (None if options.quick or options.only else ROOT / "BENCHMARKS.md")
    if target:
        write_archive(target, generated)
        print(f"Written to {target.name}", file=sys.stderr)
    return 0


def _measured(measure: Measure, quick: bool, kept: Path | None) -> list[Bar]:
    """Measure in a folder that is thrown away, or in one whose made-up archive is kept for the next time."""
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        return measure(kept, quick)
    with tempfile.TemporaryDirectory(prefix="trichluc-", ignore_cleanup_errors=True) as folder:
        return measure(Path(folder), quick)


if __name__ == "__main__":
    sys.exit(main())
