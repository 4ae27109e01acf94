"""One message over the wire: to an address that was checked, signed, with bounds of time and size, no redirect
followed."""

from __future__ import annotations

import hashlib
import hmac
import socket
import ssl
import threading
import time
from dataclasses import dataclass
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPSConnection

from api.service.webhooks.addresses import Address, Networks, RefusedAddressError, Target, parse, resolve

#: Seconds for a connection and for each step, and for all of it.
STEP_SECONDS, ALL_SECONDS = 5.0, 15.0

SIGNATURE = "Trichluc-Signature"
EVENT = "Trichluc-Event"
DELIVERY = "Trichluc-Delivery"


@dataclass(frozen=True, slots=True)
class Sent:
    """How it went: the HTTP status of the answer, or why there was none."""

    answer: int | None
    error: str | None

    @property
    def heard(self) -> bool:
        """Whether the other side took it."""
        return self.answer is not None and 200 <= self.answer < 300


def signature(secret: str, moment: int, body: bytes) -> str:
    """The header's value: "t=1700000000,v1=…", where v1 is the HMAC-SHA256, in hexadecimal, of "1700000000." and the
    body as it is sent, with the secret as it was shown."""
    signed = hmac.new(secret.encode(), b"%d." % moment + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={signed}"


def send(url: str, allowed: Networks, secret: str, body: bytes, headers: dict[str, str]) -> Sent:
    """Post a message. Never raises for what the other side does."""
    try:
        target = parse(url)
        address = resolve(target, allowed)
    except RefusedAddressError as error:
        return Sent(None, str(error))
    given = {
        "Content-Type": "application/json",
        "User-Agent": "trichluc",
        SIGNATURE: signature(secret, int(time.time()), body),
        **headers,
    }
    connection = _Secure(target, address) if target.secure else _Plain(target, address)
    timer = threading.Timer(ALL_SECONDS, connection.cut)
    timer.daemon = True
    timer.start()
    try:
        connection.request("POST", target.path, body, given)
        status = connection.getresponse().status
    except ssl.SSLCertVerificationError:
        return Sent(None, "the certificate of the host is not valid")
    except (OSError, HTTPException, ValueError) as error:
        return Sent(None, f"no answer ({type(error).__name__})")
    finally:
        timer.cancel()
        connection.close()
    return Sent(status, "redirects are not followed" if 300 <= status < 400 else None)


class _Plain(HTTPConnection):
    """A connection to the address that was checked, whatever the name means by now."""

    def __init__(self, target: Target, address: Address) -> None:
        super().__init__(target.host, target.port, timeout=STEP_SECONDS)
        self._address = str(address)

    def connect(self) -> None:
        """Connect to that address."""
        self.sock = socket.create_connection((self._address, self.port), STEP_SECONDS)

    def cut(self) -> None:
        """End it, from another thread."""
        _cut(self.sock)


class _Secure(HTTPSConnection):
    """The same over TLS: the certificate is that of the name."""

    def __init__(self, target: Target, address: Address) -> None:
        super().__init__(target.host, target.port, timeout=STEP_SECONDS, context=_context())
        self._address = str(address)

    def connect(self) -> None:
        """Connect to that address."""
        self.sock = socket.create_connection((self._address, self.port), STEP_SECONDS)
        self.sock = _context().wrap_socket(self.sock, server_hostname=self.host)

    def cut(self) -> None:
        """End it, from another thread."""
        _cut(self.sock)


def _cut(sock: socket.socket | None) -> None:
    if sock is not None:
        try:
            sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass  # over already


@cache
def _context() -> ssl.SSLContext:
    return ssl.create_default_context()
