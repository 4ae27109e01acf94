"""How large a request may be that is no upload. Files are counted by the routes that take them, on the way to disk."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.service.problems import Problem, answer

#: Method and path of the routes that take files.
UPLOADS = frozenset({("POST", "/v1/documents"), ("POST", "/v1/extract")})


class BodyLimit:
    """Refuses a larger body as soon as it is known to be one."""

    def __init__(self, app: ASGIApp, largest: int) -> None:
        self.app, self.largest = app, largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http" or (scope["method"], scope["path"]) in UPLOADS:
            await self.app(scope, receive, send)
            return
        length = Headers(scope=scope).get("content-length", "")
        if length.isascii() and length.isdigit() and int(length) > self.largest:
            await answer(Request(scope), _too_large(self.largest))(scope, receive, send)
            return
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self.largest:
                # The framework lets this one through where it reads a body.
                raise HTTPException(413)
            return message

        await self.app(scope, counted, send)


def _too_large(largest: int) -> Problem:
    return Problem(
        "body_too_large",
        f"a request that is no upload has at most {largest} bytes",
        f"yêu cầu không kèm tệp có tối đa {largest} byte",
        headers={"Connection": "close"},
    )
