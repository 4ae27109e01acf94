"""`trichluc backup`: a consistent copy of database and files."""

from __future__ import annotations

import argparse
from pathlib import Path

from api import failures
from api.commands.common import complain, opened
from api.commands.telling import Telling, size


def arguments(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    parser.add_argument(
        "target",
        type=Path,
        metavar="DIR|FILE.tar",
        help="a folder: each backup adds a snapshot and copies new files only; or one file, written whole each time",
    )
    parser.add_argument("--keep", type=_positive, metavar="N", help="of a folder's snapshots keep the newest N")
    parser.add_argument("-q", "--quiet", action="store_true", help="say nothing but errors")


def run(options: argparse.Namespace) -> int:
    """Make the backup. Status 1 where the store lacked files that it should hold."""
    from api.keeping.backup import backup_to_file, backup_to_folder

    target: Path = options.target
    to_file = target.suffix == ".tar" or target.is_file()
    if to_file and options.keep:
        complain("--keep is for folders; each file is a backup of its own")
        return 2
    with opened(options) as store, Telling(options.quiet) as telling:
        try:
            if to_file:
                outcome = backup_to_file(store, target, telling)
            else:
                outcome = backup_to_folder(store, target, options.keep, telling)
        except OSError as error:
            complain(f"{target}: cannot be written ({error.strerror or type(error).__name__}); name another place")
            return failures.NOT_WRITTEN
    if not options.quiet:
        copied = f"{outcome.copied} of {outcome.blobs} files copied ({size(outcome.copied_bytes)})"
        print(f"{target}: {outcome.rows} rows, {copied}")
    if outcome.removed and not options.quiet:
        print(f"{len(outcome.removed)} files were removed from the archive meanwhile and are not in the backup")
    if outcome.lost:
        complain(
            f"{len(outcome.lost)} files are missing or damaged in the store, and so in the backup; run trichluc verify"
        )
        return failures.SOME_FAILED
    return 0


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number
