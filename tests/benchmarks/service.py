"""Speed of the service: a report over HTTP, on loopback, against the library's own call."""

from __future__ import annotations

import http.client
import itertools
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from api.service.access import tokens
from api.service.access.caller import SCOPES, Caller
from api.store import Settings, open_store
from corpora.benchmark.files import REPORTS, WITHOUT_TABLES, Document
from corpora.benchmark.results import Bar
from extractor import extract
from extractor.export import to_json
from tests.sending import another, word
from tests.serving import PATIENCE, serving

#: How often each report is sent, in turn with the others and the library's call; and with --quick.
ROUNDS, FEW_ROUNDS = 25, 2
#: Rounds that come first and are not counted.
WARMING = 2

Send = Callable[[Document], object]


def measure(folder: Path, quickly: bool) -> list[Bar]:
    """The median wall time of each report by each way, all by turns in the same minutes; then what the five take
    together over HTTP, as a multiple of what they take in a warm process that calls the library."""
    reports = sorted(REPORTS.glob(f"{WITHOUT_TABLES}*.txt" if quickly else "*.txt"))
    documents = [Document(f"{report.stem}.docx", word(report)) for report in reports]
    with asking(folder) as service:
        ways: dict[str, Send] = {
            "": lambda one: to_json(extract(one.data, name=one.name), compact=True),
            "POST /v1/documents, stored": lambda one: service.post("/v1/documents?wait=60&name=", one),
            "POST /v1/extract, not stored": lambda one: service.post("/v1/extract?name=", one),
        }
        taken = timed(ways, documents, FEW_ROUNDS if quickly else ROUNDS)
    whole = {way: sum(map(statistics.median, times.values())) for way, times in taken.items()}
    for way, times in taken.items():
        each = ", ".join(f"{name[:3]} {statistics.median(some) * 1000:.1f}" for name, some in times.items())
        print(f"{way or 'library'}: {each}; together {whole[way] * 1000:.1f} ms")
    what = f"{len(documents)} reports as .docx, p50, relative to the library"
    return [Bar(f"{way}, {what}", whole[way] / whole[""], 1.5, "times", False) for way in ways if way]


@dataclass(frozen=True, slots=True)
class Asking:
    """A connection to a service, and a token."""

    connection: http.client.HTTPConnection
    token: str

    def post(self, path: str, document: Document) -> bytes:
        """Send a file as the body, and return the answer."""
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/octet-stream"}
        self.connection.request("POST", path + document.name, document.data, headers)
        answer = self.connection.getresponse()
        body = answer.read()
        assert answer.status == 200, (answer.status, body[:500])
        return body


@contextmanager
def asking(folder: Path) -> Iterator[Asking]:
    """A service as it is run, with an empty store."""
    settings = Settings(f"sqlite:///{folder / 'trichluc.db'}", (folder / "files").as_uri())
    with open_store(settings) as store:
        _, secret = tokens.create(Caller("benchmark", frozenset(SCOPES), store), "benchmark", SCOPES)
    with (
        serving(settings, folder) as service,
        closing(http.client.HTTPConnection("127.0.0.1", service.port, timeout=PATIENCE)) as connection,
    ):
        yield Asking(connection, secret)


def timed(ways: dict[str, Send], documents: list[Document], rounds: int) -> dict[str, dict[str, list[float]]]:
    """Seconds by way and by document. Each time a file is another one, so that none is known to the service."""
    taken: dict[str, dict[str, list[float]]] = {way: {one.name: [] for one in documents} for way in ways}
    count = itertools.count()
    for turn in range(WARMING + rounds):
        for document in documents:
            for way, send in ways.items():
                other = Document(document.name, another(document.data, next(count)))
                began = time.perf_counter()
                send(other)
                if turn >= WARMING:
                    taken[way][document.name].append(time.perf_counter() - began)
    return taken
