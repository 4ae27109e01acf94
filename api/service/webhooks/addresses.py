"""Where messages may go: http(s) to networks that the operator allows, checked after the name is resolved. What is
checked is connected to, so that a name cannot mean another address a moment later."""

from __future__ import annotations

import socket
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import quote, urlsplit

from api.service.access.errors import ServiceError
from extractor.errors import TrichLucError

#: Every address that is no private, loopback, link-local, multicast or otherwise special one.
PUBLIC = "public"
#: The address of IPv4 in one of IPv6, for networks that know the latter only (RFC 6052).
_NAT64 = IPv6Network("64:ff9b::/96")
LONGEST = 2000

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


class RefusedAddressError(TrichLucError):
    """The address is of no known form, cannot be resolved, or is in no network that is allowed."""

    code = "webhook_address"


@dataclass(frozen=True, slots=True)
class Target:
    """An address with its parts; `path` has the query."""

    secure: bool
    host: str
    port: int
    path: str


@dataclass(frozen=True, slots=True)
class Networks:
    """What is allowed."""

    public: bool
    listed: tuple[Network, ...]

    def allow(self, address: Address) -> bool:
        """Whether messages may go there: to this address and to those that it stands for."""
        return all(self._allow(one) for one in meanings(address))

    def _allow(self, address: Address) -> bool:
        if any(address in network for network in self.listed if network.version == address.version):
            return True
        return self.public and address.is_global and not address.is_multicast


def networks(texts: Iterable[str]) -> Networks:
    """The operator's setting. Raises ServiceError."""
    words = list(texts)
    try:
        listed = tuple(ip_network(word) for word in words if word != PUBLIC)
    except ValueError:
        raise ServiceError("TRICHLUC_WEBHOOK_NETWORKS is a list of networks such as 10.20.0.0/16, or public") from None
    return Networks(PUBLIC in words, listed)


def meanings(address: Address) -> Iterator[Address]:
    """The address, or those of IPv4 that it holds."""
    held: list[Address] = []
    if isinstance(address, IPv6Address):
        held += [one for one in (address.ipv4_mapped, address.sixtofour, *(address.teredo or ())) if one is not None]
        if address in _NAT64:
            held.append(IPv4Address(int(address) & 0xFFFFFFFF))
        # What stands for one of IPv4 is that one; of the others both ends count.
        if address.ipv4_mapped is None:
            held.append(address)
    yield from held or [address]


def parse(url: str) -> Target:
    """The parts of an address. Raises RefusedAddressError."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except (ValueError, UnicodeError):
        raise RefusedAddressError("the address is of no known form; write https://host/path") from None
    if len(url) > LONGEST or not url.isprintable() or " " in url:
        raise RefusedAddressError(f"the address has at most {LONGEST} characters, and no space")
    if parts.scheme not in ("http", "https") or not host:
        raise RefusedAddressError("the address begins with https:// or http:// and names a host")
    if parts.username is not None or parts.password is not None:
        raise RefusedAddressError("the address holds no user and no password; messages are signed instead")
    secure = parts.scheme == "https"
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (
        f"?{quote(parts.query, safe=_QUERY)}" * bool(parts.query)
    )
    return Target(secure, host, port if port is not None else 443 if secure else 80, path)


_QUERY = "/%:@!$&'()*+,;=~-._?"


def resolve(target: Target, allowed: Networks) -> Address:
    """The address to connect to. All that the name stands for must be allowed. Raises RefusedAddressError."""
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise RefusedAddressError("the host's name cannot be resolved; check it") from None
    # A link-local one of IPv6 may carry the name of an interface.
    addresses = [ip_address(str(one[4][0]).partition("%")[0]) for one in found]
    if not addresses or not all(allowed.allow(one) for one in addresses):
        raise RefusedAddressError(
            "the host is in a network that is not allowed; the operator allows networks by TRICHLUC_WEBHOOK_NETWORKS"
        )
    return addresses[0]
