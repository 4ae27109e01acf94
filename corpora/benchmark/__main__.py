"""Command line: python -m corpora.benchmark [--quick] measures speed and memory, prints the page and writes it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from corpora.benchmark.files import CORPORA, full, quick
from corpora.benchmark.page import page, write
from corpora.benchmark.run import FULL, QUICK, run

ROOT = CORPORA.parent
#: Of the PDF whose peak memory has a bar.
LONG_PAGES = 200


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 0 when everything ran, whether or not the bars are met; figures of a busy machine are no failure."""
    parser = argparse.ArgumentParser(prog="python -m corpora.benchmark", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one small file of each format, one run each; print only")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="default: BENCHMARKS.md, with --quick none")
    parser.add_argument(
        "--folder", type=Path, default=ROOT / "build" / "bench", metavar="DIR", help="for files (default: build/bench)"
    )
    options = parser.parse_args(arguments)
    folder: Path = options.folder
    corpus = quick(folder) if options.quick else full(folder, LONG_PAGES)
    if corpus.missing and not options.quick:
        print(corpus.missing, file=sys.stderr)
    generated = page(run(corpus, QUICK if options.quick else FULL, folder))
    print(generated, end="")
    target: Path | None = options.output or (None if options.quick else ROOT / "BENCHMARKS.md")
    if target:
        write(target, generated)
        print(f"Written to {target}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
