"""`trichluc config`: what is set, by which variable, and where the value comes from; secrets masked."""

from __future__ import annotations

import argparse
import json
import os
import re
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

from api.commands import common

if TYPE_CHECKING:
    from api.service.settings import Shown


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options."""
    parser.add_argument("--json", action="store_true", help="print an object a line")


def run(options: argparse.Namespace) -> int:
    """Print every setting. Raises TrichLucError where one has no known form."""
    from api.service import settings

    rows = [*_store(options), *settings.shown(settings.of(common.settings(options)))]
    if options.json:
        for row in rows:
            print(json.dumps(asdict(row), ensure_ascii=False))
        return 0
    widths = [max(len(getattr(row, part)) for row in rows) for part in ("variable", "value")]
    for row in rows:
        print(f"{row.variable:<{widths[0]}}  {row.value:<{widths[1]}}  {row.source}")
    return 0


def _store(options: argparse.Namespace) -> Iterator[Shown]:
    from api.service.settings import Shown

    found = common.settings(options)
    for name, value, option in (
        ("database_url", masked(found.database_url), options.store),
        ("files_url", masked(found.files_url), options.store),
        ("workspace", found.workspace, options.workspace),
    ):
        variable = f"TRICHLUC_{name.upper()}"
        source = "option" if option else _named(variable) or _home(name)
        yield Shown(name, variable, value, source)


def _named(variable: str) -> str:
    return "environment" if os.environ.get(variable) else "file" if os.environ.get(f"{variable}_FILE") else ""


def _home(name: str) -> str:
    return "TRICHLUC_HOME" if name != "workspace" and os.environ.get("TRICHLUC_HOME") else "default"


def masked(address: str) -> str:
    """An address without what may be secret in it: the password, and options behind a question mark."""
    plain = re.sub(r"(?<=://)([^/@:]*):[^/]*@", r"\1:***@", address)
    return re.sub(r"\?.*", "?***", plain)
