"""A file that makes its process hang, crash or eat memory costs that file only."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.commands.quarantine import found as failures
from api.extraction import prepare, process
from api.importing.run import local_crew
from api.importing.session import Order, Session
from api.isolation import Bounds, IsolationError
from api.store import Store, work
from api.store.documents import Incoming, accept
from api.store.errors import MissingError, StoreError
from api.store.results import Result
from tests import misbehaving
from tests.importing import VERSION, Here, imported, places, report, written

BAD = {
    "hang": misbehaving.hang,
    "deaf": misbehaving.hang_deaf,
    "crash": misbehaving.crash,
    "leave": misbehaving.leave,
    "memory": misbehaving.eat_memory,
    "abort": misbehaving.eat_memory_in_a_library,
}


def misled(name: str, data: bytes | None, kept: bytes | None) -> Result:
    """As `prepare`, but files of certain names do harm."""
    if harm := BAD.get(name.partition(".")[0]):
        harm()
    return prepare(name, data, kept)


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_harm_stays_with_the_file_that_does_it(store: Store, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {f"{name}.txt": name for name in BAD}
    files |= {f"good{number}.txt": report(number) for number in range(10)}
    session = Session(store, Order((str(written(tmp_path / "in", files)),)), VERSION)
    with local_crew(store, 2, misled, Bounds(seconds=2)) as crew:
        tally = session.run(crew)
    assert (tally.done, tally.failed) == (10, len(BAD))
    ended = {Path(path).stem: how for path, how in places(store).items()}
    assert {name: how for name, how in ended.items() if how != "done"} == {
        "hang": "limit",
        "deaf": "limit",
        "crash": "hostile",
        "leave": "hostile",
        "memory": "limit",
        "abort": "hostile",
    }
    assert all(one.attempts == 1 for one in failures(store))


def claimed(store: Store, content: bytes = report(1).encode()) -> work.Claim:
    (taken,) = accept(store, [Incoming("a.txt", content, "/in/a.txt")], VERSION)
    (claim,) = work.claim(store, VERSION, work.owner(), 1)
    assert claim.document_id == taken.document_id
    return claim


class Elsewhere(Here):
    """Stands for processes that fail before they say anything of the file."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def run(self, *args: object) -> object:
        raise self.error


def test_process_that_is_ended_from_outside_is_no_fault_of_the_file(store: Store) -> None:
    claim = claimed(store)
    with pytest.raises(IsolationError):
        process(store, claim, Elsewhere(IsolationError("a.txt: ended from outside")))  # type: ignore[arg-type]
    assert work.statuses(store, VERSION) == {"running": 1}


def test_fault_of_ours_is_told_without_the_text_of_the_document(store: Store) -> None:
    claim = claimed(store)
    error = KeyError("Nguyễn Văn A")
    assert process(store, claim, Elsewhere(error)) == "failed"  # type: ignore[arg-type]
    (failure,) = failures(store)
    assert (failure.code, failure.message) == ("internal", "fault in the program (KeyError); report it")


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_store_of_files_that_does_not_answer_is_no_fault_of_the_file(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = claimed(store)

    def fail(*args: object) -> bytes:
        raise StoreError("the store of files does not answer")

    for name in ("get", "add"):
        with monkeypatch.context() as patched:
            patched.setattr(type(store.blobs), name, fail)
            with pytest.raises(StoreError):
                process(store, claim, Here())  # type: ignore[arg-type]
    assert work.statuses(store, VERSION) == {"running": 1}


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_content_that_is_gone_is_looked_for_a_few_times(store: Store) -> None:
    claim = claimed(store)
    digest = next(store.blobs.listing()).digest
    store.blobs.delete(digest)
    for _ in range(2):
        with pytest.raises(MissingError):
            process(store, claim, Here())  # type: ignore[arg-type]
    assert process(store, claim, Here()) == "failed"  # type: ignore[arg-type]
    (failure,) = failures(store)
    assert failure.code == "missing"
    assert "trichluc verify" in failure.message


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_kept_source_that_is_gone_is_read_again(store: Store, tmp_path: Path) -> None:
    imported(store, written(tmp_path / "in", {"a.txt": report(1)}))
    for stored in list(store.blobs.listing()):
        if store.blobs.get(stored.digest) != report(1).encode():
            store.blobs.delete(stored.digest)
    tally = imported(store, version="v2", update=True)
    assert tally.outcomes == {"done": 1}


def test_result_that_the_database_refuses_is_a_fault_of_the_file(store: Store) -> None:
    claim = claimed(store)

    def spoiled(name: str, data: bytes | None, kept: bytes | None) -> Result:
        result = prepare(name, data, kept)
        result.rows.mentions.append(result.rows.mentions[0])
        return result

    assert process(store, claim, Here(), spoiled) == "failed"  # type: ignore[arg-type]
    (failure,) = failures(store)
    assert (failure.code, failure.message) == ("internal", "fault in the program (IntegrityError); report it")
