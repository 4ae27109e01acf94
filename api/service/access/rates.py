"""How often a caller may ask. Counted in memory, by each process of the service for itself: with four of them a caller
whose connections reach all four may ask four times as often."""

from __future__ import annotations

import ipaddress
import math
import time

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from api.service.problems import Problem
from api.service.settings import ServiceSettings

#: Wrong passwords are counted over so many minutes.
LOGIN_MINUTES = 15
#: How many times as many wrong passwords as for one account from one address there may be for the account from all
#: addresses, and from the address for all accounts: it may be that of a whole office.
_SHARED = 10


class Rates:
    """The counts of one process."""

    def __init__(self, settings: ServiceSettings) -> None:
        self._storage = MemoryStorage()
        self._limiter = FixedWindowRateLimiter(self._storage)
        self._caller = RateLimitItemPerMinute(settings.rate) if settings.rate else None
        self._refused = RateLimitItemPerMinute(max(settings.refused_rate, 1))
        tries = max(settings.login_tries, 1)
        self._login = RateLimitItemPerMinute(tries, LOGIN_MINUTES)
        self._shared = RateLimitItemPerMinute(tries * _SHARED, LOGIN_MINUTES)

    def asked(self, caller: str) -> None:
        """A known caller asked. Raises Problem `rate_limited`."""
        if self._caller is not None:
            self._count(self._caller, "caller", caller)

    def refused(self, address: str) -> None:
        """Someone asked without a good token. Raises Problem `rate_limited`."""
        self._count(self._refused, "refused", network(address))

    def signing_in(self, address: str, account: str) -> None:
        """Someone is about to try a password. Raises Problem `rate_limited`."""
        # Counted before it is tried: many may try at once.
        place = network(address)
        self._count(self._login, "login", place, account)
        self._count(self._shared, "login from", place)
        self._count(self._shared, "login to", account)

    def signed_in(self, address: str, account: str) -> None:
        """The password was right: that one does not count, nor the person's wrong ones from there."""
        place = network(address)
        self._limiter.clear(self._login, "login", place, account)
        # A whole office may sign in from one address in the morning.
        self._storage.decr(self._shared.key_for("login from", place))
        self._storage.decr(self._shared.key_for("login to", account))

    def _count(self, item: RateLimitItem, *key: str) -> None:
        if self._limiter.hit(item, *key):
            return
        seconds = max(1, math.ceil(self._limiter.get_window_stats(item, *key).reset_time - time.time()))
        raise Problem(
            "rate_limited",
            f"too many requests; ask again in {seconds} seconds",
            f"quá nhiều yêu cầu; hãy thử lại sau {seconds} giây",
            headers={"Retry-After": str(seconds)},
        )


def network(address: str) -> str:
    """Whom an address belongs to: of IPv6 the network, since one machine there has any number of addresses."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)
