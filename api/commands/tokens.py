"""`trichluc token`: make, list and revoke tokens (mã truy cập) of systems that call the service."""

from __future__ import annotations

import argparse
import json
import time
from typing import TYPE_CHECKING

from api.commands.common import complain, opened

if TYPE_CHECKING:
    from api.service.access.tokens import Token

_WRONG = 2
_DAY = 86_400


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options."""
    parser.add_argument("action", choices=("create", "list", "revoke"), help="what to do")
    parser.add_argument("name", nargs="?", metavar="NAME", help="create: what calls with it; revoke: name or prefix")
    parser.add_argument(
        "--scope",
        action="append",
        choices=("read", "write", "review", "admin"),
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
    until = "" if expires_at is None else f", until {_time(expires_at)}"
    complain(f"token {made.name} may {' '.join(made.scopes)}{until}; it is not shown again")
    return 0


def _list(options: argparse.Namespace) -> int:
    from api.service.access import tokens

    with opened(options) as store:
        found = tokens.listing(store)
    for one in found:
        print(json.dumps(_row(one), ensure_ascii=False) if options.json else "\t".join(_row(one).values()))
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
        "created": _time(one.created_at),
        "expires": _time(one.expires_at),
        "used": _time(one.used_at),
    }


def _time(seconds: float | None) -> str:
    return "never" if seconds is None else time.strftime("%Y-%m-%dT%H:%MZ", time.gmtime(seconds))


def _days(text: str) -> float:
    try:
        days = float(text)
    except ValueError:
        days = 0
    if not 0 < days <= 36_500:
        raise argparse.ArgumentTypeError("a number of days, up to 36500")
    return days
