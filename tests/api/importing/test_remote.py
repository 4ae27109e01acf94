"""Files at addresses, against an object store and a web server on loopback. No credential shows anywhere."""

from __future__ import annotations

import io
import os
import threading
import time
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import boto3
import pytest
from sqlalchemy import text

from api.importing import remote
from api.importing.ahead import BYTES, FILES, ahead
from api.importing.found import Found
from api.store import Settings, Store, open_store
from tests import s3
from tests.importing import imported, places, report, written

#: What must not show: in the user part, in what stands behind the question mark.
PASSWORD, SIGNATURE = "p4ssw0rd", "s1gnature"


@pytest.fixture(scope="module")
def objects() -> Iterator[dict[str, str]]:
    with s3.server() as environment:
        yield environment


@pytest.fixture
def bucket(objects: dict[str, str], monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> str:
    """An address of a place of the test's own."""
    for name, value in objects.items():
        monkeypatch.setenv(name, value)
    return f"s3://{s3.BUCKET}/{request.node.name}"


def put(address: str, files: dict[str, bytes]) -> None:
    client = boto3.client("s3", endpoint_url=os.environ["AWS_ENDPOINT_URL"], region_name="us-east-1")
    prefix = address.removeprefix(f"s3://{s3.BUCKET}/")
    for name, content in files.items():
        client.put_object(Bucket=s3.BUCKET, Key=f"{prefix}/{name}", Body=content)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    folder = tmp_path / "store"
    with open_store(Settings(f"sqlite:///{folder / 'trichluc.db'}", (folder / "files").as_uri())) as opened:
        yield opened


@pytest.fixture
def web(tmp_path: Path) -> Iterator[str]:
    """A web server; gives its address with user and password."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *args: object) -> None:
            pass

    written(tmp_path / "web", {"báo cáo.txt": report(1)})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=os.fspath(tmp_path / "web")))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://user:{PASSWORD}@127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def everything(store: Store) -> str:
    """All text of the tables that speak of files."""
    with store.reading() as connection:
        rows = [connection.execute(text(f"SELECT * FROM {name}")).all() for name in ("document", "location")]
    return repr(rows)


def test_objects_under_a_prefix(store: Store, bucket: str) -> None:
    inside = io.BytesIO()
    with zipfile.ZipFile(inside, "w") as archive:
        archive.writestr("c.txt", report(3))
    files = {"2021/báo cáo 1.txt": report(1).encode(), "b.txt": report(2).encode(), "x.zip": inside.getvalue()}
    put(bucket, {**files, "2021/~$a.docx": b"x", ".hidden/a.txt": b"x"})
    tally = imported(store, bucket)
    assert (tally.found, tally.new, tally.done, tally.left_out, tally.archives) == (3, 3, 3, 2, 1)
    assert places(store) == {
        f"{bucket}/2021/báo cáo 1.txt": "done",
        f"{bucket}/b.txt": "done",
        f"{bucket}/x.zip!/c.txt": "done",
    }
    again = imported(store, bucket)
    assert (again.unchanged, again.new, again.finished) == (3, 0, 0)
    put(bucket, {"b.txt": report(22).encode()})
    assert imported(store, bucket).new == 1


def test_single_object(store: Store, bucket: str) -> None:
    put(bucket, {"a.txt": report(1).encode(), "a.txt.old": report(2).encode()})
    assert imported(store, f"{bucket}/a.txt").done == 1
    assert list(places(store)) == [f"{bucket}/a.txt"]


def test_large_archive_is_read_here_and_there(store: Store, bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = io.BytesIO()
    with zipfile.ZipFile(inside, "w") as archive:
        archive.writestr("noise.bin", os.urandom(300_000))
        archive.writestr("c.txt", report(3))
    put(bucket, {"x.zip": inside.getvalue()})
    monkeypatch.setattr(remote, "DEFAULT_LIMITS", type(remote.DEFAULT_LIMITS)(file_bytes=100_000))
    monkeypatch.setattr(remote, "_BUFFER", 4096)
    (found,) = remote.files(bucket, lambda: None)
    with found.open() as stream, zipfile.ZipFile(stream) as archive:
        assert not isinstance(stream, io.BytesIO)
        assert archive.read("c.txt").decode() == report(3)
        assert archive.testzip() is None


def test_nothing_there(store: Store, bucket: str) -> None:
    lines: list[str] = []
    tally = imported(store, f"{bucket}/none", told=lines.append)
    assert tally.unreadable == 1
    assert lines == [f"{bucket}/none: nothing is there; check the address"]


def test_credentials_in_an_address_of_an_object_store(store: Store, bucket: str) -> None:
    lines: list[str] = []
    address = f"s3://KEY:{PASSWORD}@{bucket.removeprefix('s3://')}"
    assert imported(store, address, told=lines.append).unreadable == 1
    assert "environment" in lines[0]
    assert PASSWORD not in lines[0]


def test_file_of_a_web_server(store: Store, web: str) -> None:
    lines: list[str] = []
    address = f"{web}/b%C3%A1o%20c%C3%A1o.txt?X-Signature={SIGNATURE}"
    tally = imported(store, address, told=lines.append)
    assert (tally.new, tally.done, lines) == (1, 1, [])
    assert list(places(store)) == [f"{remote.shown(web)}/b%C3%A1o%20c%C3%A1o.txt"]
    kept = everything(store)
    assert "báo cáo.txt" in kept
    assert PASSWORD not in kept
    assert SIGNATURE not in kept
    assert imported(store, address).unchanged == 1


@pytest.mark.parametrize("path", ["/none.txt", ":1/x.txt"])
def test_web_server_that_has_nothing(store: Store, web: str, path: str) -> None:
    lines: list[str] = []
    address = f"{web}{path}?X-Signature={SIGNATURE}" if path.startswith("/") else f"http://u:{PASSWORD}@127.0.0.1{path}"
    assert imported(store, address, told=lines.append).unreadable == 1
    assert len(lines) == 1
    assert PASSWORD not in lines[0]
    assert SIGNATURE not in lines[0]


def test_what_is_an_address() -> None:
    assert remote.is_address("s3://bucket/x")
    assert remote.is_address("https://host/x.pdf")
    assert not remote.is_address("reports/2021")
    assert not remote.is_address(r"C:\reports")
    assert remote.shown(f"https://u:{PASSWORD}@host:8443/a/b.pdf?{SIGNATURE}") == "https://host:8443/a/b.pdf"


class Journeys:
    """Counts how many are under way at a time."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.now = self.most = self.begun = 0

    def open(self) -> io.BytesIO:
        with self.lock:
            self.begun += 1
            self.now += 1
            self.most = max(self.most, self.now)
        time.sleep(0.01)
        with self.lock:
            self.now -= 1
        return io.BytesIO(b"1")


def test_files_from_afar_are_fetched_several_at_a_time_and_in_order() -> None:
    journeys = Journeys()
    files = [Found(str(number), str(number), 1, 1, journeys.open, True) for number in range(60)]
    came = [one.path for one in ahead(files) if one.open().read() == b"1"]
    assert came == [one.path for one in files]
    assert 1 < journeys.most <= FILES
    assert journeys.begun == 60


def test_no_more_is_fetched_than_there_is_memory_for() -> None:
    journeys = Journeys()
    files = [Found(str(number), str(number), BYTES // 2, 1, journeys.open, True) for number in range(6)]
    assert len([one.open() for one in ahead(files)]) == 6
    assert journeys.most <= 2


def test_nothing_is_fetched_that_nobody_wants_any_more() -> None:
    journeys = Journeys()
    files = [Found(str(number), str(number), 1, 1, journeys.open, True) for number in range(60)]
    coming = ahead(files)
    next(coming)
    coming.close()
    assert journeys.begun <= FILES + 1
