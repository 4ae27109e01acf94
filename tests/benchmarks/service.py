"""Speed of the service: a report over HTTP, on loopback, against the library's own call."""

from __future__ import annotations

import http.client
import itertools
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from api.service.access import tokens
from api.service.access.caller import SCOPES, Caller
from api.store import Settings, open_store
from corpora.benchmark.files import REPORTS, WITHOUT_TABLES, Document
from corpora.benchmark.results import Bar
from corpora.hostile import every
from extractor import extract
from extractor.export import to_json
from tests.corpora.test_hostile import LONG
from tests.sending import another, word
from tests.serving import PATIENCE, Serving, serving

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


def after_hostile_files(folder: Path, quickly: bool) -> list[Bar]:
    """The processor time that a report takes the service after it was sent all hostile files that take it no minute
    each, as a multiple of what it took before."""
    (report,) = REPORTS.glob(f"{WITHOUT_TABLES}*.txt")
    good = word(report)
    cases = [case for case in every() if case.id not in LONG][:: 20 if quickly else 1]
    answers: Counter[int] = Counter()
    with asking(folder) as service:
        numbers = itertools.count()

        def cost() -> float:
            began = service.serving.processor_time()
            for number in itertools.islice(numbers, FEW_ROUNDS if quickly else ROUNDS):
                service.post("/v1/extract?name=", Document("good.docx", another(good, number)))
            return service.serving.processor_time() - began

        cost()
        before = cost()
        for case in cases:
            answers[service.answer("/v1/extract?name=", Document("hostile", case.make()))[0]] += 1
        cost()
        after = cost()
    print(f"{len(cases)} hostile files, answers by status: {dict(answers)}")
    what = f"Processor time of a report after {len(cases)} hostile files, relative to before"
    return [Bar(what, after / before, 1.1, "times", False)]


@dataclass(frozen=True, slots=True)
class Asking:
    """A service, a connection to it, and a token."""

    serving: Serving
    connection: http.client.HTTPConnection
    token: str

    def post(self, path: str, document: Document) -> bytes:
        """Send a file as the body, and return the answer, which is a good one."""
        status, body = self.answer(path, document)
        assert status == 200, (status, body[:500])
        return body

    def answer(self, path: str, document: Document) -> tuple[int, bytes]:
        """Send a file as the body, on a new connection, since an idle one is closed: the answer's status and body."""
        self.connection.close()
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/octet-stream"}
        self.connection.request("POST", path + document.name, document.data, headers)
        answer = self.connection.getresponse()
        return answer.status, answer.read()


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
        yield Asking(service, connection, secret)


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
