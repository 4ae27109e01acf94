"""Every hostile file of `corpora.hostile` ends as it must, in the isolation that the service and imports use, and the
files after it are read as if it had not been."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from api.extraction import prepare
from api.isolation import Isolation
from api.store.blobs import unpack
from corpora.hostile import READS, Case, every
from corpora.hostile.__main__ import main
from corpora.hostile.good import CODES, pdf, text, word
from extractor.errors import TrichLucError
from tests.watched import reach_out, watched

KINDS = (
    *(
        "cut",
        "zip",
        "xml",
        "word",
        "pdf-structure",
        "pdf-bomb",
        "pdf-active",
        "office",
        "workbook",
        "type",
        "image",
        "text",
    ),
    *("html", "name"),
)
#: Files that take more than a second or two: bombs that must be unpacked or walked before they are known.
LONG = {
    "html-250000-paragraphs",
    "html-500000-line-breaks",
    "pdf-bomb-300-mb-in-a-stream-packed-three-times",
    "pdf-bomb-300000-boxes",
    "pdf-bomb-forms-that-draw-a-line-100000000-times",
    "pdf-bomb-forms-that-draw-a-word-10000000000-times",
    "text-250000-notes",
    "text-300000-lines-of-one-letter",
    "text-one-line-of-2-million-letters",
    "xml-1200000-elements-of-no-meaning",
    "xml-250000-paragraphs",
    "xml-300000-table-cells",
    "zip-100000-entries",
}
#: All that cost their process: pdfium gives up where the bound of memory stops it. Everything else is refused in time.
DEADLY = {
    "pdf-bomb-forms-that-draw-a-line-100000000-times",
    "pdf-bomb-forms-that-draw-a-word-10000000000-times",
    "pdf-bomb-letters-that-each-stand-for-5000",
    "pdf-structure-marked-content-100000-deep",
}
ENDED = ("longer than", "MiB of memory", "the process that read it died", "what was read of it is larger")
#: Kinds whose files are right in all but what they attack with: what they say is found.
HONEST = ("word", "pdf-active", "office", "workbook", "name")


@pytest.fixture(scope="module")
def isolation() -> Iterator[Isolation]:
    """One process, with the bounds of the service."""
    with Isolation(1) as opened:
        yield opened


def cases(kind: str) -> list[Case]:
    return [case for case in every() if case.kind == kind]


def outcome(isolation: Isolation, case: Case) -> tuple[str, str, bytes]:
    """The code that a file ends with, or READS; the message; the Report."""
    try:
        result = isolation.run(case.sent_as, prepare, case.sent_as, case.make(), None)
    except TrichLucError as error:
        return error.code, str(error), b""
    except Exception as error:
        return f"internal ({type(error).__name__})", str(error), b""
    return READS, "", unpack(result.report)


def check(isolation: Isolation, chosen: Iterable[Case]) -> list[str]:
    """What is wrong with how the files end, a line each."""
    wrong = []
    for case in chosen:
        code, message, report = outcome(isolation, case)
        if code not in case.expected:
            wrong.append(f"{case.id}: {code}, not {'|'.join(sorted(case.expected))}: {message[:200]}")
        if any(words in message for words in ENDED) and case.id not in DEADLY:
            wrong.append(f"{case.id}: ended its process: {message[:200]}")
        if message and not (message.startswith(f"{case.sent_as}: ") and message.rstrip(".").count(";") >= 1):
            wrong.append(f"{case.id}: does not say of which file, or what to do: {message[:200]}")
        if report and case.kind in HONEST and case.expected == {READS} and CODES[0] not in report.decode():
            wrong.append(f"{case.id}: its text was not found")
    return wrong


def check_honest(isolation: Isolation) -> None:
    """Honest reports are read right."""
    for make in (text, word, pdf):
        result = isolation.run("bao-cao", prepare, "bao-cao", make(), None)
        report = json.loads(unpack(result.report))
        assert [reference["code"] for reference in report["references"]] == list(CODES)


def test_the_corpus_is_what_it_says() -> None:
    made = list(every())
    assert set(KINDS) == {case.kind for case in made}
    assert len({case.id for case in made}) == len(made) >= 600
    assert sum(case.rejected for case in made) >= 200
    assert {case.id for case in made} >= LONG | DEADLY
    assert all(case.id.replace("-", "").isalnum() and case.id.isascii() and len(case.id) < 100 for case in made)
    known = {error.code for error in _tree(TrichLucError)} | {READS}
    assert all(case.expected and case.expected <= known for case in made)


def _tree(error: type[TrichLucError]) -> Iterator[type[TrichLucError]]:
    for child in error.__subclasses__():
        yield child
        yield from _tree(child)


@pytest.mark.parametrize("kind", KINDS)
def test_every_file_ends_as_it_must(isolation: Isolation, kind: str) -> None:
    assert not check(isolation, (case for case in cases(kind) if case.id not in LONG))
    check_honest(isolation)


@pytest.mark.soak
def test_long_ones_too(isolation: Isolation) -> None:
    assert not check(isolation, (case for case in every() if case.id in LONG))
    check_honest(isolation)


@pytest.mark.parametrize("kind", ["word", "pdf-active", "workbook", "html", "name"])
def test_nothing_is_fetched_started_or_written(isolation: Isolation, kind: str) -> None:
    """As far as Python tells: what libraries in C open is theirs to say."""
    isolation.run("warm", watched, "warm", pdf())
    chosen = [case for case in cases(kind) if case.id not in LONG | DEADLY]
    seen = {case.id: isolation.run(case.id, watched, case.sent_as, case.make()) for case in chosen}
    assert not {name: events for name, events in seen.items() if events}


def test_the_watch_sees(isolation: Isolation, tmp_path: Path) -> None:
    seen = isolation.run("watch", reach_out, str(tmp_path / "x"))
    assert {f"open {tmp_path / 'x'}", "socket.connect", "subprocess.Popen"} <= set(seen)


def test_the_command_writes_the_same_files_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    few = [case for case in every() if case.kind in ("cut", "name", "type")]
    monkeypatch.setattr("corpora.hostile.__main__.every", lambda: iter(few))
    for folder in ("one", "two"):
        monkeypatch.setattr("sys.argv", ["hostile", str(tmp_path / folder)])
        assert main() == 0
    one, two = (sorted((tmp_path / folder).iterdir()) for folder in ("one", "two"))
    assert [file.read_bytes() for file in one] == [file.read_bytes() for file in two]
    rows = [json.loads(line) for line in (tmp_path / "one" / "index.jsonl").read_text().splitlines()]
    assert [row["file"] for row in rows] == [case.id for case in few]
    assert Counter(row["kind"] for row in rows) == Counter(case.kind for case in few)
    assert all((tmp_path / "one" / row["file"]).stat().st_size == row["bytes"] for row in rows)
    assert f"{len(few)} files" in capsys.readouterr().out
