"""`trichluc cites`: which reports cite a document, and what one report cites."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, get_args

from api.commands.common import complain, opened
from api.graph import printing
from api.graph.citations import find, first_pages
from api.graph.cited_by import cited_by, document_named
from api.graph.names import iso_date
from api.graph.records import Answer, Page
from api.store import Store
from extractor.model import Relation

#: Reports that are listed.
LISTED = 20
WRONG = 2


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `cites`."""
    parser.add_argument(
        "code", nargs="?", metavar="CODE", help="number in any spelling (751/QĐ-UBND), or the name of a law"
    )
    parser.add_argument("--by", metavar="DOC", help="list what DOC cites: its uid, file name, path, or own number")
    parser.add_argument("--date", metavar="DATE", help="only the document of this date: 26/12/2020, 12/2020, 2020")
    parser.add_argument("--issuer", metavar="NAME", help="only the document of this body, or part of its name")
    parser.add_argument("--relation", choices=get_args(Relation), help="only reports that cite it in this relation")
    parser.add_argument(
        "--limit", type=int, default=LISTED, metavar="N", help=f"reports that are listed (default: {LISTED})"
    )
    parser.add_argument("--json", action="store_true", help="print as JSON")


def run(options: argparse.Namespace) -> int:
    """List it. Raises StoreError."""
    date = iso_date(options.date) if options.date else None
    if wrong := _wrong(options, date):
        complain(wrong)
        return WRONG
    with opened(options) as store:
        if options.by is not None:
            return _by(store, options.by, as_json=options.json)
        answer = find(store, options.code, date=date, issuer=options.issuer)
        if answer.code_key is None:
            complain(f"{options.code}: neither a number nor the name of a law; write 751/QĐ-UBND or Luật Đất đai")
            return WRONG
        pages = first_pages(store, answer, relation=options.relation, limit=options.limit)
    if options.json:
        _print_json(_as_json(answer, pages))
    elif answer.cited:
        printing.print_answer(answer, pages, sys.stdout)
    else:
        complain(f"{options.code}: no report cites it")
    return 0


def _wrong(options: argparse.Namespace, date: str | None) -> str | None:
    if (options.code is None) == (options.by is None):
        return "name the number of a document, or a report with --by; see trichluc cites --help"
    if options.date and date is None:
        return f"{options.date}: no date; write 26/12/2020, 12/2020 or 2020"
    if options.limit < 1:
        return f"--limit {options.limit}: at least 1"
    return None


def _by(store: Store, name: str, *, as_json: bool) -> int:
    document = document_named(store, name)
    cited = cited_by(store, document.uid)
    if as_json:
        _print_json({**asdict(document), "cites": [asdict(one) for one in cited]})
    else:
        printing.print_cited_by(document, cited, sys.stdout)
    return 0


def _as_json(answer: Answer, pages: Iterable[Page | None]) -> dict[str, Any]:
    """`citing` is null for a document whose reports are not listed any more."""
    shown = []
    for one, page in zip(answer.cited, pages, strict=True):
        facts = asdict(one)
        del facts["variants"], facts["own"]
        rows = [asdict(row) for row in page.rows] if page else None
        shown.append({**facts, "citing": rows, "next": page.next if page else None})
    facts = asdict(answer)
    return {**facts, "cited": shown}


def _print_json(content: object) -> None:
    print(json.dumps(content, ensure_ascii=False, indent=1))
