"""Requests of the client over HTTP, with the standard library: nothing is installed for it.

Redirects are not followed, because the token would go along. What the service is too busy for (429, 503) is asked for
again when it says so; what did not arrive, only where asking twice does no harm.
"""

from __future__ import annotations

import http.client
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import IO, Any
from urllib.parse import urlsplit

from extractor.errors import TrichLucError

#: The longest that is waited for, when the service says for how long, seconds.
LONGEST_WAIT = 60.0
_PIECE = 256 * 1024


class ProblemError(TrichLucError):
    """The service refused. `code` is stable (compare it), `status` that of HTTP; `detail` and `detail_vi` say what
    happened and what to do; `problem` is all of it."""

    exit_status = 1

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        self.status, self.problem = status, dict(problem)
        self.code = str(problem.get("code") or f"http_{status}")
        self.detail = str(problem.get("detail") or problem.get("title") or f"HTTP {status}")
        self.detail_vi = str(problem.get("detail_vi") or problem.get("title_vi") or self.detail)
        super().__init__(f"{self.code}: {self.detail}")


class UnreachableError(TrichLucError):
    """The service did not answer."""

    code = "unreachable"
    exit_status = 1


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: its status, its header fields (names in any case), its body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """The body, read."""
        return json.loads(self.body)


#: Makes the body of a request anew for each time that it is sent.
Body = Callable[[], Iterable[bytes]]


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        """None: the answer is handed on as an error."""
        return


class Transport:
    """Sends requests to one service with one token. `timeout` is for each silence, in seconds; `retries` how often
    something is asked for again."""

    def __init__(self, url: str, token: str | None, *, timeout: float = 30.0, retries: int = 5) -> None:
        if urlsplit(url).scheme not in ("http", "https"):
            raise ValueError("the address of a service begins with http:// or https://")
        self._url = url.rstrip("/")
        self._token = token
        self._timeout, self._retries = timeout, retries
        self._opener = urllib.request.build_opener(_NoRedirects)

    def send(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: Body | None = None,
        safe: bool = True,
        patience: float = 0.0,
        target: IO[bytes] | None = None,
    ) -> Answer:
        """Send a request, and return its answer. `safe`: sent twice, it does no harm. `patience`: seconds more that the
        service may take. With `target` the body of the answer is written there, piece by piece.

        Raises ProblemError and UnreachableError.
        """
        for attempt in range(self._retries + 1):
            last = attempt == self._retries
            request = urllib.request.Request(self._url + path, body() if body else None, method=method)
            for name, value in {**self._fields(), **(headers or {})}.items():
                # As it is: urllib would capitalize names, and add a type to every body.
                request.add_unredirected_header(name, value)
            try:
                with closing(self._opener.open(request, timeout=self._timeout + patience)) as answer:
                    content = _read(answer, target)
                    return Answer(answer.status, dict(answer.headers.items()), content)
            except urllib.error.HTTPError as error:
                with closing(error):
                    problem = _problem(error)
                wait = _wait(error.headers.get("Retry-After"))
                if error.code not in (429, 503) or last or wait is None:
                    raise problem from None
            except (urllib.error.URLError, http.client.HTTPException, OSError) as error:
                if last or not safe:
                    reason = getattr(error, "reason", None) or error
                    raise UnreachableError(f"the service did not answer ({type(reason).__name__})") from None
                wait = min(0.2 * 2**attempt, LONGEST_WAIT)
            time.sleep(wait)
        raise AssertionError("the last attempt returns or raises")

    def _fields(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._token}"} if self._token else {}


def _read(answer: Any, target: IO[bytes] | None) -> bytes:
    if target is None:
        content: bytes = answer.read()
        return content
    while piece := answer.read(_PIECE):
        target.write(piece)
    return b""


def _problem(error: urllib.error.HTTPError) -> ProblemError:
    try:
        content = json.loads(error.read())
    except (ValueError, OSError, http.client.HTTPException):
        content = None
    return ProblemError(error.code, content if isinstance(content, dict) else {})


def _wait(said: str | None) -> float | None:
    """How long to wait before asking again, None where the service does not say, or too long."""
    try:
        wait = float(said or "")
    except ValueError:
        return None
    return wait if 0 <= wait <= LONGEST_WAIT else None
