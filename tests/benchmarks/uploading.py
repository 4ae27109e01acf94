"""What an upload costs beside a call of the library: the five reports as .docx, over HTTP, with their result."""

from __future__ import annotations

import io
import statistics
import time
import zipfile
from pathlib import Path

import httpx

from api.store import Settings
from corpora.benchmark.results import Bar
from corpora.generate import word_file
from extractor.pipeline import extract
from tests.serving import ROOT, serving

#: Rounds through all files, each of which is new to the service every time.
ROUNDS = 10


def measure(folder: Path, quick: bool) -> list[Bar]:
    """The median of an upload that waits for its report against that of the library, taken by turns in one run."""
    reports = sorted((ROOT / "corpora" / "reports").glob("*.txt"))[: 1 if quick else None]
    files = {f"{one.stem}.docx": word_file(one.read_bytes(), one.name) for one in reports}
    alone: list[float] = []
    uploaded: list[float] = []
    settings = Settings(f"sqlite:///{folder / 'uploads.db'}", (folder / "uploads").as_uri())
    with serving(settings) as server, httpx.Client(base_url=server.url, timeout=120) as client:
        # The first round makes what is made once, on both sides, and does not count.
        for turn in range(2 if quick else ROUNDS + 1):
            for name, data in files.items():
                new = _another(data, turn)
                began = time.perf_counter()
                extract(new, name=name)
                between = time.perf_counter()
                answer = client.post("/v1/documents?wait=60", files={"file": (name, new)})
                ended = time.perf_counter()
                assert answer.status_code == 200, answer.text
                if turn:
                    alone.append(between - began)
                    uploaded.append(ended - between)
    ratio = statistics.median(uploaded) / statistics.median(alone)
    return [Bar("upload of a report as .docx with its result, p50, against the library", ratio, 1.5, "times", False)]


def _another(data: bytes, turn: int) -> bytes:
    """The same document as another file."""
    made = io.BytesIO(data)
    with zipfile.ZipFile(made, "a") as archive:
        archive.comment = b"%d" % turn
    return made.getvalue()
