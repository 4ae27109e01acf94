"""A listener on loopback that counts who comes."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class Listener:
    """`hits` are the first bytes that each caller sent."""

    port: int
    hits: list[bytes] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/picture.png"


@contextmanager
def listening() -> Iterator[Listener]:
    """Listen until the end of the block."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        listener = Listener(server.getsockname()[1])
        threading.Thread(target=_serve, args=(server, listener), daemon=True).start()
        yield listener
        # Ends the thread: closing alone does not wake it.
        server.shutdown(socket.SHUT_RDWR)


def _serve(server: socket.socket, listener: Listener) -> None:
    while True:
        try:
            caller, _ = server.accept()
        except OSError:
            return
        with caller:
            caller.settimeout(5)
            try:
                listener.hits.append(caller.recv(200))
            except OSError:
                listener.hits.append(b"")
