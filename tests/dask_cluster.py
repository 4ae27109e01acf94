"""A Dask cluster of the tests' own: real processes on loopback, ended by their numbers."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.postgres import free_port

ROOT = Path(__file__).resolve().parent.parent
#: What a worker needs to have processes of its own.
ENVIRONMENT = {"DASK_DISTRIBUTED__WORKER__DAEMON": "False"}


@dataclass
class Cluster:
    """A scheduler at `address` and workers; `folder` is for what they say and keep."""

    folder: Path
    environment: Mapping[str, str]
    port: int = field(default_factory=free_port)
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"tcp://127.0.0.1:{self.port}"

    def start_scheduler(self) -> subprocess.Popen[bytes]:
        return self._start("scheduler", "--host", "127.0.0.1", "--port", str(self.port), "--no-dashboard")

    def start_worker(self, name: str, *, nanny: bool = True, **environment: str) -> subprocess.Popen[bytes]:
        """A worker of one thread; its nanny starts it again when it dies."""
        options = ["--host", "127.0.0.1", "--nworkers", "1", "--nthreads", "1", "--no-dashboard", "--name", name]
        options += ["--local-directory", str(self.folder), "--nanny" if nanny else "--no-nanny"]
        return self._start("worker", self.address, *options, **environment)

    def _start(self, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        settings = {**os.environ, **ENVIRONMENT, **self.environment, **environment, "PYTHONPATH": str(ROOT)}
        with (self.folder / f"{arguments[0]}-{len(self.processes)}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=settings,
                cwd=self.folder,
            )
        self.processes.append(process)
        return process

    def log(self) -> str:
        """Everything that was said, for the message of a test that fails."""
        return "\n".join(file.read_text(errors="replace") for file in sorted(self.folder.glob("*.log")))

    def wait_for_workers(self, count: int) -> dict[str, int]:
        """Until so many workers are there; their process numbers by address."""
        from distributed import Client

        deadline = time.monotonic() + 180
        while True:
            try:
                with Client(self.address, timeout=5, set_as_default=False) as client:
                    if len(client.nthreads()) >= count:
                        return client.run(os.getpid)
            except (OSError, TimeoutError):
                pass
            assert time.monotonic() < deadline, self.log()
            time.sleep(0.1)

    def stop(self) -> None:
        """End everything; the nannies end their workers."""
        for process in reversed(self.processes):
            if process.poll() is None:
                process.terminate()
        for process in reversed(self.processes):
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextmanager
def running(
    folder: Path, workers: int, environment: Mapping[str, str] | None = None, *, nanny: bool = True
) -> Iterator[Cluster]:
    """A scheduler with so many workers."""
    folder.mkdir(parents=True, exist_ok=True)
    cluster = Cluster(folder, environment or {})
    try:
        cluster.start_scheduler()
        for number in range(workers):
            cluster.start_worker(f"worker-{number}", nanny=nanny)
        cluster.wait_for_workers(workers)
        yield cluster
    finally:
        cluster.stop()
