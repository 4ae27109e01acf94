"""What an import costs beyond the extraction itself, how two workers do against one, and whether memory stays flat."""

from __future__ import annotations

import os
import random
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

from api.importing.run import drain, local_crew
from api.importing.session import Order, Session
from api.store import Settings, Store, open_store
from api.store.documents import Incoming, accept
from corpora.benchmark.files import SAMPLE, full
from corpora.benchmark.results import Bar
from extractor.export import to_json
from extractor.pipeline import extract, load
from tests.benchmarks.scale import children_of, processor_time

ROOT = Path(__file__).resolve().parents[2]
#: The two reports of the issue's bars: characters, mentions, and what an import may add, in milliseconds.
REPORTS = ((45_000, 300, 12.0), (10_000, 30, 4.0))
#: What the made-up reports mention.
KINDS = (("Quyết định", "QĐ"), ("Kế hoạch", "KH"), ("Chỉ thị", "CT"), ("Thông báo", "TB"))
#: Rounds of each measurement of time, of which the best counts.
ROUNDS = 5
#: Files of a batch that is taken in at once, as the import does.
BATCH = 64
PAGE = os.sysconf("SC_PAGE_SIZE")


def measure(folder: Path, quick: bool) -> list[Bar]:
    """The bars of an import on SQLite; files and database on this machine's disk."""
    found: list[Bar] = []
    for characters, mentions, limit in REPORTS:
        count = 2 if quick else 1_000_000 // characters
        found += _overhead(folder, characters, mentions, count, limit)
    return [*found, _two_workers(folder, 2 if quick else 12, quick), _memory(folder, 60 if quick else 20_000)]


def written(seed: int, characters: int, mentions: int) -> Incoming:
    """A report of about so many characters that mentions documents so many times, no two alike."""
    rng = random.Random(f"{seed} {characters}")
    cited = []
    for _ in range(mentions // 3 + 1):
        noun, symbol = rng.choice(KINDS)
        day = f"{rng.randint(1, 28)}/{rng.randint(1, 12)}/{rng.choice((2018, 2019, 2020))}"
        cited.append(f"{noun} số {rng.randint(1, 3000)}/{symbol}-UBND ngày {day}")
    lines = [
        f"ỦY BAN NHÂN DÂN TỈNH GIA LAI\nSố: {seed + 1}/BC-UBND\nGia Lai, ngày {rng.randint(1, 28)} tháng 6 năm 2021",
        "BÁO CÁO\nKết quả công tác cải cách hành chính 6 tháng đầu năm 2021",
    ]
    length = sum(map(len, lines))
    for number in range(mentions):
        line = f"{number + 1}. Thực hiện {rng.choice(cited)} của UBND tỉnh, đã kiểm tra"
        # The rest is shared out, so that the length comes near the one that was asked for.
        wanted = (characters - length) // (mentions - number)
        line += " các xã, thị trấn," * ((wanted - len(line)) // 18)
        lines.append(f"{line}.")
        length += len(lines[-1]) + 1
    return Incoming(f"{seed:06}.txt", "\n".join(lines).encode(), f"/archive/{characters}/{seed:06}.txt")


def _overhead(folder: Path, characters: int, mentions: int, count: int, limit: float) -> Iterator[Bar]:
    """Wall time and processor time of an import by one worker, less those of the extraction alone: from the files of a
    folder to the JSON that `trichluc extract` writes. The best of some rounds of each, which take turns."""
    version = load().pipeline.version
    alone, whole = _Best(), _Best()
    with _store(folder, f"overhead-{characters}") as store, local_crew(store, 1) as crew:
        # The first round makes what is made once, in both processes, and does not count.
        for turn in range(ROUNDS + 1):
            place = folder / f"{characters}-{turn}"
            place.mkdir()
            for number in range(turn * count, (turn + 1) * count):
                (place / f"{number}.txt").write_bytes(written(number, characters, mentions).data)
            with alone.round(counts=turn > 0):
                for file in place.iterdir():
                    to_json(extract(file.read_bytes(), name=file.name), compact=True)
            with whole.round(counts=turn > 0):
                Session(store, Order((str(place),)), version).run(crew)
    named = f"import of {characters:,} characters beyond extraction"
    yield Bar(f"{named}, wall", (whole.wall - alone.wall) / count * 1000, limit, "ms", False)
    yield Bar(f"{named}, processor time", (whole.processor - alone.processor) / count * 1000, limit, "ms", False)


@dataclass(slots=True)
class _Best:
    """The least wall time and processor time (of this process and all below it) of some rounds, seconds."""

    wall: float = float("inf")
    processor: float = float("inf")

    @contextmanager
    def round(self, *, counts: bool) -> Iterator[None]:
        began, spent = time.perf_counter(), _tree_seconds()
        yield
        if counts:
            self.wall = min(self.wall, time.perf_counter() - began)
            self.processor = min(self.processor, _tree_seconds() - spent)


def _two_workers(folder: Path, count: int, quick: bool) -> Bar:
    """Two workers against one where extraction dominates: PDF with tables."""
    title = "import of PDF with tables, two workers against one"
    corpus = None if quick else full(ROOT / "build" / "bench", 200)
    case = corpus.case("ruled") if corpus else None
    if case is None and not quick:
        return Bar(title, None, 1.8, "times", True)
    data = (case.files[0] if case else SAMPLE).read_bytes()
    version, seconds = load().pipeline.version, []
    for workers in (1, 2):
        files = [Incoming(f"{n}.pdf", data + f"\n%% {n} {workers}\n".encode(), f"/pdf/{n}.pdf") for n in range(count)]
        with _store(folder, f"workers-{workers}") as store, local_crew(store, workers) as crew:
            crew.warm()
            time.sleep(5)
            began = time.perf_counter()
            _take(store, files, version)
            drain(store, crew, version)
            seconds.append(time.perf_counter() - began)
    return Bar(title, seconds[0] / seconds[1], 1.8, "times", True)


def _memory(folder: Path, count: int) -> Bar:
    """Growth of the resident memory of all processes over an import of small files, in per cent: the middle of the last
    tenth against the middle of the third one."""
    version = load().pipeline.version
    with _store(folder, "memory") as store, local_crew(store, 2) as crew:
        done = _Count()
        with _Sampler(done) as sampler:
            for start in range(0, count, 1000):
                _take(store, (written(n, 900, 3) for n in range(start, min(start + 1000, count))), version)
                drain(store, crew, version, on_outcome=done.add)
    first, last = (sampler.middle(count * share / 10, count * (share + 1) / 10) for share in (2, 9))
    growth = (last / first - 1) * 100 if first and last else None
    return Bar(f"growth of memory over {count:,} small files", growth, 2, "%", False)


@dataclass(slots=True)
class _Count:
    """How many pieces of work have ended."""

    value: int = 0

    def add(self, outcome: str) -> None:
        self.value += 1


class _Sampler:
    """Looks at the memory of this process and all below it, several times a second, and notes how much was done."""

    def __init__(self, done: _Count) -> None:
        self._done, self._stop = done, Event()
        self._seen: list[tuple[int, int]] = []
        self._thread = Thread(target=self._watch, daemon=True)

    def __enter__(self) -> _Sampler:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(0.2):
            self._seen.append((self._done.value, sum(map(_resident, _tree()))))

    def middle(self, first: float, last: float) -> float | None:
        """The median of bytes seen while so many to so many were done."""
        seen = [size for done, size in self._seen if first <= done < last]
        return statistics.median(seen) if seen else None


def _store(folder: Path, name: str) -> Store:
    return open_store(Settings(f"sqlite:///{folder / name}.db", (folder / f"{name}-files").as_uri()))


def _take(store: Store, files: Sequence[Incoming] | Iterator[Incoming], version: str) -> None:
    batch: list[Incoming] = []
    for one in files:
        batch.append(one)
        if len(batch) == BATCH:
            accept(store, batch, version)
            batch.clear()
    if batch:
        accept(store, batch, version)


def _tree() -> list[int]:
    """This process and all below it."""
    found = [os.getpid()]
    for pid in found:
        found += children_of(pid)
    return found


def _tree_seconds() -> float:
    return sum(processor_time(pid, ended=True) for pid in _tree())


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
    except OSError:
        return 0
