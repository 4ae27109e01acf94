"""Files by their content: in a folder, in memory, in an object store."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from api.store.blobs import Blobs, open_blobs, pack, unpack
from api.store.errors import MissingError, StoreError
from tests import s3

DATA = "Quyết định số 751/QĐ-UBND".encode()
DIGEST = hashlib.sha256(DATA).hexdigest()


@pytest.fixture(scope="module")
def object_store() -> Iterator[dict[str, str]]:
    with s3.server() as environment:
        yield environment


@pytest.fixture(params=["folder", "memory", "s3"])
def blobs(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Blobs:
    if request.param == "s3":
        for name, value in request.getfixturevalue("object_store").items():
            monkeypatch.setenv(name, value)
        return open_blobs(f"s3://{s3.BUCKET}/{tmp_path.name}/kho lưu trữ")
    return open_blobs((tmp_path / "kho lưu trữ").as_uri() if request.param == "folder" else "memory:///")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "files"


def place(folder: Path, digest: str = DIGEST) -> Path:
    return folder / digest[:2] / digest[2:4] / digest


def test_file_is_kept_under_its_hash(blobs: Blobs) -> None:
    assert not blobs.has(DIGEST)
    assert blobs.add(DATA) == (DIGEST, True)
    assert blobs.has(DIGEST)
    assert blobs.get(DIGEST) == DATA
    assert blobs.add(DATA) == (DIGEST, False)
    assert blobs.put(b"") == hashlib.sha256(b"").hexdigest()


def test_several_files_are_kept_in_their_order(blobs: Blobs) -> None:
    many = [f"văn bản {number}".encode() for number in range(40)]
    blobs.add(many[7])
    added = blobs.add_all([*many, many[0]])
    assert [digest for digest, _ in added[:40]] == [hashlib.sha256(data).hexdigest() for data in many]
    assert [written for _, written in added[:40]] == [number != 7 for number in range(40)]
    assert [blobs.get(digest) for digest, _ in added[:40]] == many
    assert blobs.add_all([]) == []


def test_listing_is_in_order_and_whole(blobs: Blobs) -> None:
    before = time.time()
    made = {blobs.put(str(number).encode()): len(str(number)) for number in range(40)}
    listed = list(blobs.listing())
    assert [(one.digest, one.size) for one in listed] == sorted(made.items())
    assert all(before - 5 < one.written_at < time.time() + 5 for one in listed)


def test_deleted_file_is_gone_and_may_be_deleted_again(blobs: Blobs) -> None:
    blobs.put(DATA)
    blobs.delete(DIGEST)
    blobs.delete(DIGEST)
    assert not blobs.has(DIGEST)
    with pytest.raises(MissingError, match=f"file {DIGEST[:12]} is not in the store; run trichluc verify"):
        blobs.get(DIGEST)


def test_damaged_file_makes_room_and_stays_outside_the_listing(blobs: Blobs) -> None:
    blobs.put(DATA)
    blobs.set_aside(DIGEST)
    assert not list(blobs.listing())
    assert blobs.add(DATA) == (DIGEST, True)
    # Once more: what was set aside before is replaced.
    blobs.set_aside(DIGEST)
    assert not blobs.has(DIGEST)


def test_two_puts_at_once_keep_one_whole_file(blobs: Blobs) -> None:
    data = DATA * 10_000
    with ThreadPoolExecutor(8) as threads:
        digests = set(threads.map(blobs.put, [data] * 24))
    assert digests == {hashlib.sha256(data).hexdigest()}
    assert [blobs.get(one.digest) == data for one in blobs.listing()] == [True]


@pytest.mark.parametrize("left", [b"", DATA[:5]])
def test_leftover_of_a_power_failure_is_written_again(folder: Path, left: bytes) -> None:
    blobs = open_blobs(folder.as_uri())
    place(folder).parent.mkdir(parents=True)
    place(folder).write_bytes(left)
    assert not blobs.has(DIGEST, len(DATA))
    assert blobs.add(DATA) == (DIGEST, True)
    assert blobs.get(DIGEST) == DATA


def test_listing_leaves_out_what_is_not_ours(folder: Path) -> None:
    blobs = open_blobs(folder.as_uri())
    blobs.put(DATA)
    for name in (f"{DIGEST[:2]}/ghi-chu.txt", f"{DIGEST[:2]}/{DIGEST[2:4]}/{DIGEST}.tmp", f"00/00/{DIGEST}", "README"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"?")
    assert [one.digest for one in blobs.listing()] == [DIGEST]


def test_folder_that_cannot_be_written_is_told(folder: Path) -> None:
    blobs = open_blobs(folder.as_uri())
    # A file where a folder has to be: nobody can write there, root neither.
    (folder / DIGEST[:2]).write_bytes(b"")
    with pytest.raises(
        StoreError, match=r"does not answer \(\w+\); check its address, permissions and space"
    ) as caught:
        blobs.put(DATA)
    assert str(folder) not in str(caught.value)


def test_bucket_that_is_not_there_is_told(object_store: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in object_store.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(StoreError, match="no such bucket") as caught:
        open_blobs("s3://elsewhere/x").put(DATA)
    assert "127.0.0.1" not in str(caught.value)


@pytest.mark.parametrize(
    "address", ["ftp://clerk:hunter2@host/x", "s3://", "relative/folder", "http://clerk:hunter2@127.0.0.1:1/x"]
)
def test_address_that_leads_nowhere_is_told_without_its_password(address: str) -> None:
    with pytest.raises(StoreError, match="check") as caught:
        open_blobs(address).put(DATA)
    assert "hunter2" not in str(caught.value)


def test_packed_is_the_same_each_time_and_comes_back() -> None:
    data = DATA * 1000
    assert pack(data) == pack(data)
    assert len(pack(data)) < len(data) // 10
    assert unpack(pack(data)) == data


@pytest.mark.parametrize("damaged", [b"", b"{}", pack(DATA)[:-3], pack(DATA)[:6]])
def test_damaged_result_is_told(damaged: bytes) -> None:
    with pytest.raises(MissingError, match="damaged; run trichluc verify"):
        unpack(damaged)
