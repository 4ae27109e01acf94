"""`trichluc conflicts`: what reports of the archive say differently of one thing."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict
from itertools import chain

from api.archive import figures
from api.commands.common import complain, opened
from api.graph import conflicts
from api.graph.printing import plain
from api.graph.records import Conflict
from api.store import Store

#: What is compared. Each yields conflicts while it goes through the archive, and keeps none.
SOURCES: tuple[Callable[[Store], Iterator[Conflict]], ...] = (conflicts.of_citations, figures.of_figures)
#: The same with what agrees.
COMPARISONS = (conflicts.of_citations, figures.compared)


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `conflicts`."""
    parser.add_argument("--type", metavar="TYPE", help="only conflicts of a type, such as cross_date_conflict")
    parser.add_argument("--all", action="store_true", help="also figures on which two reports agree")
    parser.add_argument("--json", action="store_true", help="print as a JSON list, one conflict a line")


def run(options: argparse.Namespace) -> int:
    """Print them as they are found. Raises StoreError."""
    counts = Counter[bool]()
    with opened(options) as store:
        found = chain.from_iterable(source(store) for source in (COMPARISONS if options.all else SOURCES))
        for one in found:
            if options.type in (None, one.type):
                _print(one, first=not counts, as_json=options.json)
                counts[one.type == figures.AGREEMENT] += 1
    if options.json:
        sys.stdout.write("\n]\n" if counts else "[]\n")
    else:
        agreeing = f", {_plural(counts[True], 'agreement')}" if options.all else ""
        complain(f"{_plural(counts[False], 'conflict')}{agreeing} between reports")
    return 0


def _plural(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _print(one: Conflict, *, first: bool, as_json: bool) -> None:
    if as_json:
        sys.stdout.write("[\n" if first else ",\n")
        sys.stdout.write(json.dumps(asdict(one), ensure_ascii=False))
        return
    print(f"{one.severity}  {one.type}  {plain(one.subject)}")
    print(f"  {plain(one.message_vi)}\n  {plain(one.message_en)}\n")
