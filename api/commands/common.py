"""What the commands share: opening the store that the options name."""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import sys
import time
from collections.abc import Iterable, Mapping

from api import failures
from api.store import Settings, Store, open_store
from api.store.settings import from_environment


def settings(options: argparse.Namespace) -> Settings:
    """The store that --store, --workspace and the environment name."""
    found = from_environment(options.store)
    return dataclasses.replace(found, workspace=options.workspace) if options.workspace else found


def opened(options: argparse.Namespace) -> Store:
    """Open it. Raises StoreError."""
    return open_store(settings(options))


def complain(text: str) -> None:
    """A line on standard error in the form of every other message."""
    print(failures.message(text), file=sys.stderr)


def print_rows(rows: Iterable[Mapping[str, str]], *, as_json: bool) -> None:
    """A line for each row: its values with tabs between them, or an object."""
    for row in rows:
        print(json.dumps(row, ensure_ascii=False) if as_json else "\t".join(row.values()))


def moment(seconds: float | None) -> str:
    """A time in seconds since 1970 as people read it, to the minute, in UTC; "never" where there is none."""
    return "never" if seconds is None else time.strftime("%Y-%m-%dT%H:%MZ", time.gmtime(seconds))


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
