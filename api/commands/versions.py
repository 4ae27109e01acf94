"""`trichluc diff-versions`: what a new version of the pipeline changed, over all documents that both have done."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from sqlalchemy import func, select

from api.commands.common import complain, opened
from api.difference import Difference, Totals, differences
from api.store import Store, tables
from api.store.blobs import unpack
from api.store.errors import MissingError


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("before", nargs="?", metavar="OLD", help="a pipeline version (default: the newest but one)")
    parser.add_argument("after", nargs="?", metavar="NEW", help="a pipeline version (default: the newest)")
    parser.add_argument("--limit", type=int, default=20, metavar="N", help="show so many documents (default: 20)")
    parser.add_argument("--json", action="store_true", help="a line of JSON for each document that differs")


def run(options: argparse.Namespace) -> int:
    """Compare and print. Exit status 0 whether or not something differs."""
    with opened(options) as store:
        old, new = _versions(store, options.before, options.after)
        totals = Totals()
        shown = 0
        for name, found in compared(store, old, new):
            totals.add(found)
            if not found:
                continue
            if options.json:
                print(json.dumps({"document": name, "differences": [asdict(one) for one in found]}, ensure_ascii=False))
            elif shown < options.limit:
                shown += 1
                _print_document(name, found)
    if not options.json:
        _print_totals(totals, old, new)
    return 0


def compared(store: Store, old: str, new: str) -> Iterator[tuple[str, list[Difference]]]:
    """Each document that both versions have done, by its name, with its differences; in the order they were added."""
    one, other, document = tables.extraction.alias("one"), tables.extraction.alias("other"), tables.document
    query = (
        select(document.c.name, one.c.report_sha256, other.c.report_sha256)
        .join(one, one.c.document_id == document.c.id)
        .join(other, other.c.document_id == document.c.id)
        .where(
            document.c.workspace_id == store.workspace_id,
            *(one.c.pipeline_version == old, one.c.status == "done"),
            *(other.c.pipeline_version == new, other.c.status == "done"),
        )
        .order_by(document.c.id)
        .execution_options(yield_per=500)
    )
    with store.reading() as connection:
        for name, before, after in connection.execute(query):
            yield name, [] if before == after else list(differences(_load(store, before), _load(store, after)))


def _load(store: Store, digest: str) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(unpack(store.blobs.get(digest)))
    return report


def _versions(store: Store, before: str | None, after: str | None) -> tuple[str, str]:
    """The two versions that are meant. Raises MissingError where the store lacks one."""
    work = tables.extraction
    query = (
        select(work.c.pipeline_version)
        .where(work.c.workspace_id == store.workspace_id, work.c.status == "done")
        .group_by(work.c.pipeline_version)
        .order_by(func.max(work.c.changed_at))
    )
    with store.reading() as connection:
        known = list(connection.scalars(query))
    for name in (before, after):
        if name and name not in known:
            raise MissingError(f"no document was extracted by version {name}; there are: {', '.join(known) or 'none'}")
    wanted = [before, after]
    others = [name for name in known if name not in wanted]
    if len(others) < wanted.count(None):
        raise MissingError(
            "only one version of the pipeline has worked on this store; after an upgrade run: trichluc import --update"
        )
    after = after or others.pop()
    return before or others.pop(), after


def _print_document(name: str, found: list[Difference]) -> None:
    print(f"{name}: {len(found)} differences")
    for one in found[:10]:
        changes = "; ".join(f"{key}: {_short(old)} → {_short(new)}" for key, (old, new) in one.fields.items())
        print(f"  {one.state:<8} {one.list:<16} {one.label}{f'  [{changes}]' if changes else ''}")
    if len(found) > 10:
        print(f"  … and {len(found) - 10} more")


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else f"{text[:39]}…"


def _print_totals(totals: Totals, old: str, new: str) -> None:
    print(f"{old} → {new}: {totals.changed} of {totals.documents} documents differ")
    for name in dict.fromkeys(name for name, _ in sorted(totals.states)):
        counts = ", ".join(f"{count} {state}" for (one, state), count in sorted(totals.states.items()) if one == name)
        fields = [f"{key} {count}" for (one, key), count in totals.fields.most_common() if one == name][:5]
        print(f"  {name}: {counts}" + (f" (fields: {', '.join(fields)})" if fields else ""))
    if not totals.documents:
        complain("no document was extracted by both versions")
    sys.stdout.flush()
