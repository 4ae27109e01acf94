"""`trichluc restore`: a backup put into an empty place."""

from __future__ import annotations

import argparse
from pathlib import Path

from api import failures
from api.commands.common import complain, settings
from api.commands.telling import Telling


def arguments(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    parser.add_argument("origin", type=Path, metavar="DIR|FILE.tar", help="what trichluc backup wrote")
    parser.add_argument("--snapshot", metavar="NAME", help="one of the folder's snapshots (default: the newest)")
    parser.add_argument("-q", "--quiet", action="store_true", help="say nothing but errors")


def run(options: argparse.Namespace) -> int:
    """Put it back. Status 1 where the backup lacks files."""
    from api.keeping.restore import restore

    with Telling(options.quiet) as telling:
        try:
            outcome = restore(settings(options), options.origin, options.snapshot, telling)
        except OSError as error:
            complain(failures.explain(error, str(options.origin))[0].removeprefix("trichluc: "))
            return failures.NOT_OPENED
    if not options.quiet:
        print(f"{options.origin}: {outcome.rows} rows and {outcome.files} files restored")
    if outcome.missing:
        complain(f"{len(outcome.missing)} files are missing or damaged in the backup; run trichluc verify for a list")
        return failures.SOME_FAILED
    return 0
