"""What the commands share: opening the store that the options name."""

from __future__ import annotations

import argparse
import dataclasses
import sys

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
