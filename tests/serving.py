"""`trichluc serve` as it is run: a process of its own, on a free port of loopback."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from api.store import Settings
from tests.conftest import ROOT
from tests.postgres import free_port
from tests.processes import marked

#: How long anything may take, seconds: a bound for what hangs, and nothing that is measured.
PATIENCE = 120


@dataclass(frozen=True, slots=True)
class Serving:
    """A service that runs."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path
    #: What it printed on standard output.
    output: Path
    #: What all its processes have in their environment, and no others.
    mark: str

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[int, bytes]:
        """Status and body of an answer, on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def answers(self) -> bool:
        """Whether anything listens."""
        try:
            return self.ask("/livez")[0] == 200
        except OSError:
            return False

    def wait_until(self, *, answers: bool) -> None:
        """Wait until it answers, or does not any more."""
        deadline = time.monotonic() + PATIENCE
        while self.answers() != answers:
            assert time.monotonic() < deadline, self.log.read_text()
            assert not answers or self.process.poll() is None, self.log.read_text()
            time.sleep(0.05)

    def processes(self) -> list[int]:
        """All processes of the service that live, also those for files."""
        return marked(self.mark)

    def memory(self) -> int:
        """Bytes that all of them have in memory; what several share counts once."""
        found = 0
        for pid in self.processes():
            try:
                told = Path(f"/proc/{pid}/smaps_rollup").read_text()
            except OSError:
                continue  # it has just ended
            found += 1024 * sum(int(line.split()[1]) for line in told.splitlines() if line.startswith("Pss:"))
        return found

    def processor_time(self) -> float:
        """Seconds of processor that all of them took so far, and those of them that have ended."""
        ticks = 0
        for pid in self.processes():
            try:
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            ticks += sum(map(int, fields[11:15]))
        return ticks / os.sysconf("SC_CLK_TCK")

    def kill(self) -> None:
        """SIGKILL for all of them, as when a machine loses its power, and wait until they are gone."""
        for pid in self.processes():
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self.process.wait()
        deadline = time.monotonic() + PATIENCE
        while self.processes():
            assert time.monotonic() < deadline
            time.sleep(0.02)

    def lines(self) -> list[dict[str, object]]:
        """What it logged."""
        return [json.loads(line) for line in self.log.read_text().splitlines()]


def trichluc(store: Path, *arguments: str) -> None:
    """A command of an operator, on a store in a folder."""
    command = [sys.executable, "-m", "api.cli", *arguments, "--store", str(store)]
    subprocess.run(command, cwd=ROOT, check=True, timeout=PATIENCE, capture_output=True)


@contextmanager
def serving(
    settings: Settings, folder: Path, *options: str, port: int | None = None, **variables: str
) -> Iterator[Serving]:
    """Start it, wait until it answers; at the end it is stopped, whatever became of it. `variables` are of its
    environment."""
    port, log, mark = port or free_port(), folder / "log", f"TRICHLUC_TEST={uuid.uuid4().hex}"
    output = folder / "output"
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("TRICHLUC_")},
        "TRICHLUC_DATABASE_URL": settings.database_url,
        "TRICHLUC_FILES_URL": settings.files_url,
        "TMPDIR": str(folder),
        **dict([mark.split("=")]),
        **variables,
    }
    command = [sys.executable, "-m", "api.cli", "serve", "--port", str(port), *options]
    with log.open("ab") as written, output.open("ab") as said:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=said, stderr=written
        )
    try:
        found = Serving(process, port, log, output, mark)
        found.wait_until(answers=True)
        yield found
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
