"""Where a request comes from: which machine, and of a browser, which page."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from fastapi import Request

#: Methods that change nothing.
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

#: What a proxy adds to a request that it hands on.
_HANDED_ON = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")


def address(request: Request) -> str:
    """The address of whoever asks, as far as it is known."""
    return request.client.host if request.client else ""


def from_this_machine(request: Request) -> bool:
    """Whether the request came over loopback, not handed on by a proxy that says so."""
    server = request.scope.get("server")
    ends = (address(request), server[0] if server else "")
    return all(map(_is_loopback, ends)) and not any(name in request.headers for name in _HANDED_ON)


def names_this_machine(request: Request) -> bool:
    """Whether it was asked for by a name of loopback. A page of a stranger whose name was made to point here (DNS
    rebinding) asks for that name."""
    try:
        name = urlsplit(f"//{request.headers.get('host', '')}").hostname
    except ValueError:
        return False
    return name == "localhost" or _is_loopback(name or "")


def of_another_site(request: Request) -> bool:
    """Whether a browser says that a page of another site asks; a link there that a person follows is none. What is no
    browser says nothing."""
    site, mode = request.headers.get("sec-fetch-site"), request.headers.get("sec-fetch-mode")
    if site is not None and site not in ("same-origin", "none"):
        return not (request.method in SAFE and mode == "navigate")
    origin = request.headers.get("origin")
    if origin is None:
        return False
    try:
        return urlsplit(origin).netloc.lower() != request.headers.get("host", "").lower()
    except ValueError:
        return True


def _is_loopback(host: str) -> bool:
    try:
        found = ipaddress.ip_address(host)
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_loopback
