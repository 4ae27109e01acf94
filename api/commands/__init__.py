"""The commands that work on a store, a module each: `arguments` adds its options to a parser, `run` does it.

A module is imported when its command is asked for, so that `trichluc extract` needs none of their libraries.
"""

from __future__ import annotations

import argparse
from importlib import import_module
from pathlib import Path
from typing import Any

#: Each command's module and its line in the help.
COMMANDS: dict[str, tuple[str, str]] = {
    "import": ("api.commands.importing", "take an archive of files into the store and extract them"),
    "failures": ("api.commands.quarantine", "list the files that could not be extracted, and why"),
    "search": ("api.commands.searching", "find reports by words, document numbers, and facts"),
    "cites": ("api.commands.citing", "list the reports that cite a document"),
    "conflicts": ("api.commands.conflicting", "list what reports say differently of one document or figure"),
    "graph": ("api.commands.graphing", "write the citation graph as GraphML or Parquet"),
    "register": ("api.commands.registering", "load the office's register of documents and check citations against it"),
    "records": ("api.commands.recording", "list versions of one report, and parts that form one record"),
    "diff-versions": ("api.commands.versions", "show what a new version of the pipeline changed"),
    "export": ("api.commands.exporting", "write what is in the store as JSONL, CSV, Excel or Parquet"),
    "review": ("api.commands.reviewing", "draw documents to be reviewed blind, and tell what their review says"),
    "corpus": ("api.commands.annotating", "add documents that were reviewed to the annotated corpus"),
    "serve": ("api.commands.serving", "answer over HTTP"),
    "token": ("api.commands.tokens", "make, list and revoke tokens of systems that call the service"),
    "account": ("api.commands.accounts", "make and change accounts of people who sign in to the service"),
    "config": ("api.commands.configuring", "show what is set, by which variable, and where the value comes from"),
    "backup": ("api.commands.backing", "write database and files into one consistent copy"),
    "restore": ("api.commands.restoring", "put a backup into an empty place"),
    "worker": ("api.commands.working", "extract what was uploaded, on a machine of its own"),
    "verify": ("api.commands.verifying", "check that database and files agree"),
    "doctor": ("api.commands.doctoring", "list what is there on this machine, and what each missing part would give"),
}


def add_to(commands: Any, chosen: str | None) -> None:
    """Add all commands to a parser; only the `chosen` one gets its options, which takes an import."""
    for name, (module, about) in COMMANDS.items():
        parser = commands.add_parser(name, help=about, description=f"{about[0].upper()}{about[1:]}.")
        if name == chosen:
            import_module(module).arguments(parser)
            parser.add_argument(
                "--store",
                type=Path,
                metavar="DIR",
                help="folder of the store (default: TRICHLUC_DATABASE_URL and TRICHLUC_FILES_URL, or TRICHLUC_HOME)",
            )
            parser.add_argument("--workspace", metavar="NAME", help="workspace in the store (default: default)")


def run(options: argparse.Namespace) -> int:
    """Run the command that `options.command` names, and return its exit status. Raises TrichLucError."""
    try:
        status: int = import_module(COMMANDS[options.command][0]).run(options)
    except Exception as error:
        if not type(error).__module__.startswith("sqlalchemy."):
            raise
        from api.store.errors import StoreError

        # Its message would show the query with what it writes.
        cause = type(getattr(error, "orig", None) or error).__name__
        raise StoreError(f"the database failed ({cause}); check its server and space, run trichluc verify") from None
    return status
