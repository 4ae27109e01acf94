"""`trichluc corpus`: documents that people reviewed become part of the annotated corpus."""

from __future__ import annotations

import argparse
from pathlib import Path

from api.commands.common import complain, opened


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options."""
    parser.add_argument(
        "what",
        choices=("from-reviews",),
        help="write each document that is done as its text and standoff lines (corpora/gold/README.md)",
    )
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="DIR", help="folder, as corpora/reviews")
    parser.add_argument(
        "--blind", action="store_true", help="those reviewed blind only: fit to measure with, as nothing was shown"
    )


def run(options: argparse.Namespace) -> int:
    """Write them. Raises TrichLucError, StoreError."""
    from api.review.collecting import collected
    from api.store.errors import StoreError

    folder: Path = options.output
    written = items = 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with opened(options) as store:
            for uid, found in collected(store, folder.name, blind=options.blind):
                if found is None:
                    complain(f"{uid}: left out, no kind of item is decided completely")
                    continue
                (folder / f"{uid}.txt").write_bytes(found.text)
                (folder / f"{uid}.jsonl").write_bytes(found.lines)
                written, items = written + 1, items + found.items
    except OSError as error:
        raise StoreError(f"{folder}: cannot be written ({type(error).__name__}); check path and permissions") from None
    complain(f"{written} documents with {items} items written to {folder}")
    return 0
