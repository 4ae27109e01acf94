"""`trichluc token`: make, list and revoke tokens (mã truy cập) of systems that call the service."""

from __future__ import annotations

import argparse
import time
from typing import TYPE_CHECKING

from api.commands.common import complain, moment, opened, print_rows

if TYPE_CHECKING:
    from api.service.access.tokens import Token

_WRONG = 2
_DAY = 86_400


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options."""
    from api.service.access.caller import SCOPES

    parser.add_argument("action", choices=("create", "list", "revoke"), help="what to do")
    parser.add_argument("name", nargs="?", metavar="NAME", help="create: what calls with it; revoke: name or prefix")
    parser.add_argument(
        "--scope",
        action="append",
        choices=SCOPES,
        help="create: what it may; several times for several (default: read)",
    )
    parser.add_argument("--days", type=_days, metavar="N", help="create: it ends after N days (default: never)")
    parser.add_argument("--json", action="store_true", help="list: print an object a line")


def run(options: argparse.Namespace) -> int:
    """Do what the action says. Raises TrichLucError."""
    if options.action != "list" and options.name is None:
        complain(f"token {options.action} needs a name; see --help")
        return _WRONG
    return {"create": _create, "list": _list, "revoke": _revoke}[options.action](options)


def _create(options: argparse.Namespace) -> int:
    from api.service.access import tokens
    from api.service.access.caller import command_line

    expires_at = None if options.days is None else time.time() + options.days * _DAY
    with opened(options) as store:
        made, secret = tokens.create(command_line(store), options.name, options.scope or ["read"], expires_at)
    # Alone on standard output: TOKEN=$(trichluc token create …)
    print(secret, flush=True)
    until = "" if expires_at is None else f", until {moment(expires_at)}"
    complain(f"token {made.name} may {' '.join(made.scopes)}{until}; it is not shown again")
    return 0


def _list(options: argparse.Namespace) -> int:
    from api.service.access import tokens

    with opened(options) as store:
        found = tokens.listing(store)
    print_rows(map(_row, found), as_json=options.json)
    if not found:
        complain("no token was made; run trichluc token create NAME")
    return 0


def _revoke(options: argparse.Namespace) -> int:
    from api.service.access import tokens
    from api.service.access.caller import command_line

    with opened(options) as store:
        ended = tokens.revoke(command_line(store), options.name)
    print(f"{ended.prefix} ({ended.name}) is revoked")
    return 0


def _row(one: Token) -> dict[str, str]:
    return {
        "prefix": one.prefix,
        "name": one.name,
        "scopes": " ".join(one.scopes),
        "status": one.status,
        "created": moment(one.created_at),
        "expires": moment(one.expires_at),
        "used": moment(one.used_at),
    }


def _days(text: str) -> float:
    try:
        days = float(text)
    except ValueError:
        days = 0
    if not 0 < days <= 36_500:
        raise argparse.ArgumentTypeError("a number of days, up to 36500")
    return days
