"""What the tests of uploads share: files to send, and looks at what is kept of them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from sqlalchemy import func, select

from api.store import Settings, Store, tables
from tests.importing import report

#: How long a test waits for what must come, seconds.
PATIENCE = 60


def secret() -> str:
    """A report with a mark of secrecy."""
    return report(12).replace("Số: 12/BC-UBND", "Số: 12/BC-UBND\nTỐI MẬT")


def sent(name: str, text: str | bytes = "", **fields: str) -> dict[str, Any]:
    """The arguments of a request that uploads a file in a form."""
    return {"files": {"file": (name, text or report(1))}, "data": fields}


def count(store: Store, table: Any) -> int:
    """Rows of a table, of all workspaces."""
    with store.reading() as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0


def files(settings: Settings) -> list[Path]:
    """All files of the store, also those on their way in."""
    folder = Path(settings.files_url.removeprefix("file://"))
    return sorted(file for file in folder.rglob("*") if file.is_file())


def actions(store: Store) -> list[tuple[str, str | None]]:
    """What the audit log says was done, and to what; without tokens that the tests made."""
    with store.reading() as connection:
        rows = connection.execute(select(tables.audit.c.action, tables.audit.c.subject).order_by(tables.audit.c.id))
        return [(row.action, row.subject) for row in rows if not row.action.startswith("token.")]


class Listener:
    """A server that hears messages. `answers` holds the status of each answer to come; then it is 200."""

    def __init__(self, server: ThreadingHTTPServer, heard: SimpleQueue[tuple[str, dict[str, str], bytes]]) -> None:
        self.url = f"http://127.0.0.1:{server.server_address[1]}/heard"
        self.heard = heard
        self.answers: list[int] = []

    def next(self) -> tuple[str, dict[str, str], bytes]:
        """The next message: its path, headers and body."""
        return self.heard.get(timeout=PATIENCE)


@contextmanager
def listening() -> Iterator[Listener]:
    """Such a server, on loopback."""
    heard: SimpleQueue[tuple[str, dict[str, str], bytes]] = SimpleQueue()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = listener.answers.pop(0) if listener.answers else 200
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()
            heard.put((self.path, dict(self.headers), body))

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        listener = Listener(server, heard)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield listener
        finally:
            server.shutdown()
            thread.join()
