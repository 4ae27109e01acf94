"""`trichluc verify`: whether database and files agree."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from api import failures
from api.commands.common import complain, opened
from api.commands.telling import Telling

if TYPE_CHECKING:
    from api.keeping.problems import Problem
    from api.store import Store


def arguments(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    parser.add_argument(
        "--fix",
        action="store_true",
        help="mend what can be mended: remove what belongs to nothing, extract again what lost its result",
    )
    parser.add_argument("--quick", action="store_true", help="compare sizes and counts, read no contents")
    parser.add_argument("--json", action="store_true", help="print each problem as a line of JSON")
    parser.add_argument("-q", "--quiet", action="store_true", help="show no progress")


def run(options: argparse.Namespace) -> int:
    """Check. Status 0: all agrees, or was mended; 1: something does not."""
    from api.keeping.mend import mend

    found: Counter[bool] = Counter()
    again = False
    with opened(options) as store, Telling(options.quiet) as telling:
        for problem in _problems(store, options.quick, telling):
            mended = options.fix and mend(store, problem)
            again |= mended and problem.kind in {"lost_report", "no_extraction"}
            found[mended] += 1
            telling.clear()
            if options.json:
                print(json.dumps({**_facts(problem), "mended": mended}, ensure_ascii=False))
            else:
                print(f"{problem.message}{' (mended)' if mended else ''}")
    if not options.json:
        print(_summary(found, options.fix))
    if again:
        complain("some documents wait to be extracted again; run trichluc import --retry")
    return failures.SOME_FAILED if found[False] else 0


def _problems(store: Store, quick: bool, telling: Telling) -> Iterator[Problem]:
    from api.keeping.surfaces import check_documents
    from api.keeping.verify import check_database, check_files

    yield from check_database(store, contents=not quick)
    yield from check_files(store, contents=not quick, progress=telling)
    yield from check_documents(store, contents=not quick, progress=telling)


def _facts(problem: Problem) -> dict[str, object]:
    return {
        "kind": problem.kind,
        "message": problem.message,
        "sha256": problem.digest,
        "document_id": problem.document_id,
    }


def _summary(found: Counter[bool], fix: bool) -> str:
    if not found:
        return "database and files agree"
    if fix:
        return f"{_problems_of(found[True])} mended, {found[False]} not"
    return f"{_problems_of(found[False])}; run trichluc verify --fix to mend what can be mended"


def _problems_of(count: int) -> str:
    return "1 problem" if count == 1 else f"{count} problems"
