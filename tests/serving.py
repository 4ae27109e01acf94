"""The service as a process of its own, on a port of loopback."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from api.store import Settings
from tests.crash import waited

ROOT = Path(__file__).resolve().parent.parent


class Server:
    """uvicorn, on a port of loopback."""

    def __init__(self, settings: Settings, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        environment = {
            **os.environ,
            "TRICHLUC_DATABASE_URL": settings.database_url,
            "TRICHLUC_FILES_URL": settings.files_url,
            "TRICHLUC_LOCAL": "1",
            "TRICHLUC_WORKERS": "1",
            "PYTHONPATH": str(ROOT),
        }
        command = [sys.executable, "-m", "uvicorn", "--factory", "api.service.app:create_app"]
        command += ["--port", str(port), "--log-level", "error"]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, start_new_session=True
        )

    def answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/livez").status_code == 200
        except httpx.TransportError:
            assert self.process.poll() is None
            return False

    def kill(self) -> None:
        """SIGKILL, as when a machine runs out of memory."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def serving(settings: Settings) -> Iterator[Server]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Server(settings, port)
    try:
        assert waited(server.answers, 60)
        yield server
    finally:
        if server.process.poll() is None:
            server.process.terminate()
            try:
                server.process.wait(60)
            except subprocess.TimeoutExpired:
                server.kill()
