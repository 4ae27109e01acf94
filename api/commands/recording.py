"""`trichluc records`: versions of one report, parts that form one record, and documents in the wrong folder."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from api.commands.common import complain, opened

if TYPE_CHECKING:
    from api.records.listing import Member, Record, Step
    from api.store import Store

_ROLES = {"version": "phiên bản", "main": "văn bản chính", "appendix": "phụ lục"}


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options."""
    parser.add_argument("document", nargs="?", metavar="DOC", help="id, name or path of a document (default: all)")
    parser.add_argument("--diff", action="store_true", help="show how each version differs from the one before it")
    parser.add_argument("--folders", action="store_true", help="list documents that say otherwise than their folders")
    parser.add_argument("--refresh", action="store_true", help="look for records first, in all documents anew")
    parser.add_argument("--json", action="store_true", help="print a JSON object a line")


def run(options: argparse.Namespace) -> int:
    """Print them. Raises TrichLucError."""
    with opened(options) as store:
        if options.refresh:
            _refresh(store)
        if options.folders:
            return _folders(store, as_json=options.json)
        return _records(store, options)


def _refresh(store: Store) -> None:
    from api.records.joining import refresh, renew

    renew(store)
    complain(f"{refresh(store)} documents looked at")


def _records(store: Store, options: argparse.Namespace) -> int:
    from api.records.listing import records, steps

    many = 0
    for record in records(store, options.document):
        many += 1
        changes = list(steps(store, record)) if options.diff else []
        if options.json:
            told = asdict(record) | ({"steps": [asdict(step) for step in changes]} if options.diff else {})
            print(json.dumps(told, ensure_ascii=False))
            continue
        _print(record, many)
        for step in changes:
            _print_step(step)
    if not options.json:
        complain(f"{many} records")
    return 0


def _print(record: Record, number: int) -> None:
    title = next((member.title for member in record.members if member.title), None)
    issuer = next((member.issuer for member in record.members if member.issuer), None)
    print(f"{number}. {issuer or '?'}: {title or '?'}")
    for member in record.members:
        print(f"   {_ROLES[member.role]:<14} {_called(member)}")


def _called(member: Member) -> str:
    if member.role == "appendix":
        return member.name
    number = f"số {member.code}" if member.code else "chưa có số"
    return f"{member.name} ({number}, {'ngày ' + _day(member.date) if member.date else 'không ghi ngày'})"


def _day(day: str) -> str:
    """As it is written in Vietnamese: 26/12/2020."""
    return "/".join(reversed(day.split("-")))


def _print_step(step: Step) -> None:
    from api.compare import print_changes

    print(f"   {step.before.name} → {step.after.name}")
    for sign, cited in (("+", step.citations_added), ("-", step.citations_removed)):
        for one in cited:
            print(f"   {sign} viện dẫn {one.code}{', ngày ' + _day(one.date) if one.date else ''}")
    print_changes(step.changes, (step.before.name, step.after.name), sys.stdout)


def _folders(store: Store, *, as_json: bool) -> int:
    from api.records.folders import misplaced

    many = 0
    for one in misplaced(store):
        many += 1
        print(json.dumps(asdict(one), ensure_ascii=False) if as_json else f"{one.name}: {one.message_vi}")
    complain(f"{many} differences between folders and documents")
    return 0
