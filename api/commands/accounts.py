"""`trichluc account`: accounts (tài khoản) of people who sign in."""

from __future__ import annotations

import argparse
import getpass
import sys
from typing import TYPE_CHECKING

from api.commands.common import complain, moment, opened, print_rows

if TYPE_CHECKING:
    from api.service.access.accounts import Account

_WRONG = 2


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options."""
    from api.service.access.caller import SCOPES

    parser.add_argument("action", choices=("create", "list", "password", "disable", "enable"), help="what to do")
    parser.add_argument("name", nargs="?", metavar="NAME", help="whose account")
    parser.add_argument(
        "--scope",
        action="append",
        choices=SCOPES,
        help="create: what it may; several times for several (default: read and review)",
    )
    parser.add_argument("--json", action="store_true", help="list: print an object a line")
    parser.epilog = "The password is asked for, or read from standard input where that is no terminal (one line)."


def run(options: argparse.Namespace) -> int:
    """Do what the action says. Raises TrichLucError."""
    if options.action == "list":
        return _list(options)
    if options.name is None:
        complain(f"account {options.action} needs a name; see --help")
        return _WRONG
    if options.action in ("create", "password"):
        password = _asked()
        if password is None:
            complain("the two passwords are not the same; nothing was done")
            return _WRONG
        return _with_password(options, password)
    from api.service.access import accounts
    from api.service.access.caller import command_line

    change = accounts.disable if options.action == "disable" else accounts.enable
    with opened(options) as store:
        changed = change(command_line(store), options.name)
    print(f"{changed.name} is {changed.status}")
    return 0


def _with_password(options: argparse.Namespace, password: str) -> int:
    from api.service.access import accounts
    from api.service.access.caller import command_line

    with opened(options) as store:
        caller = command_line(store)
        if options.action == "create":
            made = accounts.create(caller, options.name, password, options.scope or ["read", "review"])
            print(f"{made.name} may {' '.join(made.scopes)}")
        else:
            changed = accounts.set_password(caller, options.name, password)
            print(f"{changed.name} has another password, and is signed out everywhere")
    return 0


def _list(options: argparse.Namespace) -> int:
    from api.service.access import accounts

    with opened(options) as store:
        found = accounts.listing(store)
    print_rows(map(_row, found), as_json=options.json)
    if not found:
        complain("no account was made; run trichluc account create NAME")
    return 0


def _asked() -> str | None:
    """The password; None where it was not written twice alike."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("Password: ")
    return password if getpass.getpass("Again: ") == password else None


def _row(one: Account) -> dict[str, str]:
    return {"name": one.name, "scopes": " ".join(one.scopes), "status": one.status, "used": moment(one.used_at)}
