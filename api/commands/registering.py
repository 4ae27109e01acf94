"""`trichluc register`: load the office's register of documents, list and remove registers, check citations."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from api import failures
from api.commands.common import complain, opened

if TYPE_CHECKING:
    from api.archive.entries import Reading

#: The status of a wrong command, as argparse has it.
_WRONG = 2
#: Rows that were not understood are told up to so many.
_TOLD = 20

_REASONS = {
    "no_number": "no number of a document",
    "no_symbol": "a number without a symbol",
    "no_day": "the day was not understood; the row was taken in without it",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options."""
    # One level of arguments: --store and --workspace then stand anywhere behind them.
    parser.add_argument("action", choices=("import", "list", "remove", "check"), help="what to do")
    parser.add_argument("file", nargs="?", metavar="FILE|NAME", help="import: .xlsx, .xls or .csv; remove: the name")
    parser.add_argument("--name", help="import: name of the register (default: the file's name); again, it is replaced")
    parser.add_argument("--issuer", metavar="BODY", help="import: whose documents it lists, where no column says it")
    parser.add_argument("--all", action="store_true", help="check: also what agrees, and what cannot be checked")
    parser.add_argument("--json", action="store_true", help="check: print a JSON object a line")


def run(options: argparse.Namespace) -> int:
    """Do what the action says. Raises TrichLucError."""
    if options.action in ("import", "remove") and options.file is None:
        complain(f"register {options.action} needs {'a file' if options.action == 'import' else 'a name'}; see --help")
        return _WRONG
    return {"import": _import, "list": _list, "remove": _remove, "check": _check}[options.action](options)


def _import(options: argparse.Namespace) -> int:
    from api.archive import register

    file = Path(options.file)
    try:
        data = file.read_bytes()
    except OSError as error:
        line, status = failures.explain(error, str(file))
        print(line, file=sys.stderr)
        return status
    reading = register.read(file.name, data, options.issuer)
    name = register.called(options.name or file.name)
    with opened(options) as store:
        register.replace(store, name, reading.entries)
    print(f"{name}: {len(reading.entries)} documents")
    _tell(reading)
    return 0


def _tell(reading: Reading) -> None:
    """What was not understood, by row."""
    for sheet in reading.without_header:
        complain(f"sheet {sheet}: no header of a register; not read")
    for reason, count in Counter(problem.reason for problem in reading.problems).items():
        complain(f"{count} rows: {_REASONS[reason]}")
    for problem in reading.problems[:_TOLD]:
        sheet = f"sheet {problem.sheet}, " if problem.sheet else ""
        complain(f"{sheet}row {problem.row}: {_REASONS[problem.reason]}")
    if len(reading.problems) > _TOLD:
        complain(f"and {len(reading.problems) - _TOLD} more rows")
    if reading.entries and not any(entry.issuer for entry in reading.entries):
        complain("no issuer is known for these documents; say it with --issuer 'UBND huyện …'")


def _list(options: argparse.Namespace) -> int:
    from api.archive.register import registers

    with opened(options) as store:
        found = registers(store)
    for one in found:
        print(f"{one.name}\t{one.documents} documents\t{one.first or '?'} to {one.last or '?'}")
    if not found:
        complain("no register is loaded; run trichluc register import FILE")
    return 0


def _remove(options: argparse.Namespace) -> int:
    from api.archive.register import remove

    with opened(options) as store:
        removed = remove(store, options.file)
    print(f"{options.file}: {removed} documents removed")
    return 0


def _check(options: argparse.Namespace) -> int:
    from api.archive.checking import check

    counts: Counter[str] = Counter()
    with opened(options) as store:
        for one in check(store):
            counts[one.verification.status] += 1
            if options.all or one.verification.status in ("differs", "not_found"):
                print(json.dumps(asdict(one), ensure_ascii=False) if options.json else one.lines())
    told = ", ".join(f"{counts[status]} {status}" for status in ("matched", "differs", "not_found", "unchecked"))
    complain(f"{sum(counts.values())} cited documents: {told}")
    return 0
