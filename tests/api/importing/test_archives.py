"""Archives: their files are documents, and no archive does harm."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from pathlib import Path

import docx
import pytest

from api.importing import archives
from api.importing.found import Found
from api.store import Store
from extractor.errors import HostileFileError, LimitError, TrichLucError
from extractor.limits import Limits
from tests.importing import imported, places, report


def packed(files: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def flagged(data: bytes, flag: int) -> bytes:
    """The archive with a flag set for each of its files."""
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            flags = struct.unpack_from("<H", data, at + offset)[0] | flag
            data = data[: at + offset] + struct.pack("<H", flags) + data[at + offset + 2 :]
            at = data.find(signature, at + 1)
    return data


def word(text: str) -> bytes:
    buffer = io.BytesIO()
    document = docx.Document()
    document.add_paragraph(text)
    document.save(buffer)
    return buffer.getvalue()


def found(data: bytes, name: str = "a.zip") -> Found:
    return Found(f"/in/{name}", name, len(data), 7, lambda: io.BytesIO(data))


def members(data: bytes, limits: Limits | None = None) -> dict[str, bytes | str]:
    """The content of each file in an archive, or the code of what is wrong with it."""
    one = found(data)
    limits = limits or Limits()
    archive = archives.opened(one.open(), one, limits)
    assert archive is not None
    contents: dict[str, bytes | str] = {}
    for member, hidden in archives.members(archive, one, limits):
        assert member.mtime_ns == 7
        try:
            contents[member.path] = "hidden" if hidden else member.open().read()
        except TrichLucError as error:
            contents[member.path] = error.code if str(error).startswith(f"{member.name}: ") else str(error)
    return contents


def test_files_of_an_archive() -> None:
    data = packed({"2021/": b"", "2021/báo cáo.txt": b"1", "b.txt": b"2", "__MACOSX/b.txt": b"", ".x": b""})
    assert members(data) == {
        "/in/a.zip!/2021/báo cáo.txt": b"1",
        "/in/a.zip!/b.txt": b"2",
        "/in/a.zip!/__MACOSX/b.txt": "hidden",
        "/in/a.zip!/.x": "hidden",
    }


def test_names_in_utf_8_without_its_flag() -> None:
    data = packed({"bao cao.txt": b"1"}).replace(b"bao cao.txt", "báo_12.txt".encode())
    assert list(members(data)) == ["/in/a.zip!/báo_12.txt"]


def test_two_files_of_one_name() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("a.txt", b"1")
            archive.writestr("a.txt", b"2")
    assert members(buffer.getvalue()) == {"/in/a.zip!/a.txt": b"1", "/in/a.zip!/a.txt#1": b"2"}


@pytest.mark.parametrize(
    "data",
    [b"", b"P", b"text", b"PK\x03\x04 and no more", word("x"), packed({"mimetype": b"application/epub+zip"})],
    ids=["empty", "letter", "text", "broken", "word", "opendocument"],
)
def test_what_is_no_archive_is_left_to_its_reader(data: bytes) -> None:
    stream = io.BytesIO(data)
    assert archives.opened(stream, found(data)) is None
    assert stream.tell() == 0


def test_members_that_cannot_be_read_are_told() -> None:
    broken = packed({"a.txt": b"content of it"}, zipfile.ZIP_STORED).replace(b"content", b"contenT", 1)
    assert members(broken) == {"/in/a.zip!/a.txt": "corrupt"}
    assert members(flagged(packed({"a.txt": b"1"}), 1)) == {"/in/a.zip!/a.txt": "encrypted"}
    assert members(packed({"a.txt": b"1"}, zipfile.ZIP_LZMA)) == {"/in/a.zip!/a.txt": "unsupported_type"}
    assert members(packed({"a.txt": b"12345", "b.txt": b"1"}), Limits(file_bytes=4)) == {
        "/in/a.zip!/a.txt": "limit",
        "/in/a.zip!/b.txt": b"1",
    }


def test_sizes_that_an_archive_claims_are_not_believed() -> None:
    data = packed({"a.txt": bytes(5_000_000)})
    # In the file's own header and in the list: five bytes.
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.find(signature)
        data = data[: at + offset] + struct.pack("<L", 5) + data[at + offset + 4 :]
    assert members(data) == {"/in/a.zip!/a.txt": "corrupt"}


def test_bomb_is_not_opened() -> None:
    one = found(packed({f"{number}.txt": bytes(3_000_000) for number in range(3)}))
    with pytest.raises(HostileFileError, match=r"^a\.zip: "):
        archives.opened(one.open(), one)


def test_files_that_lie_over_each_other_are_a_bomb() -> None:
    data = packed({"a.txt": b"1" * 200, "b.txt": b"2"}, zipfile.ZIP_STORED)
    at = data.find(b"PK\x01\x02")
    data = data[: at + 20] + struct.pack("<L", len(data)) + data[at + 24 :]
    one = found(data)
    with pytest.raises(HostileFileError):
        archives.opened(one.open(), one)


def test_list_of_too_many_files_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "DIRECTORY_BYTES", 500)
    one = found(packed({f"{number}.txt": b"" for number in range(20)}))
    with pytest.raises(LimitError, match=r"^a\.zip: "):
        archives.opened(one.open(), one)


def test_long_list_is_seen_whatever_its_extension_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """The record for large archives stands before the usual one, and counts."""
    monkeypatch.setattr(archives, "DIRECTORY_BYTES", 500)
    data = packed({"a.txt": b"1"})
    at = data.find(b"PK\x05\x06")
    large = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, 10**9, 0)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, at, 1)
    one = found(data[:at] + large + locator + data[at:])
    with pytest.raises(LimitError):
        archives.opened(one.open(), one)


def test_archive_in_a_store(store: Store, tmp_path: Path) -> None:
    inner = packed({"c.txt": report(3).encode(), "d.docx": word(report(4))})
    outer = packed({"a.txt": report(1).encode(), "inner.zip": inner, "b.docx": word(report(2))}, zipfile.ZIP_STORED)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "reports.dat").write_bytes(outer)
    first = imported(store, tmp_path / "in")
    assert (first.found, first.new, first.done, first.archives) == (4, 4, 4, 2)
    place = f"{tmp_path}/in/reports.dat!"
    assert places(store) == {
        f"{place}/{name}": "done" for name in ("a.txt", "b.docx", "inner.zip!/c.txt", "inner.zip!/d.docx")
    }
    second = imported(store, tmp_path / "in")
    assert (second.found, second.unchanged, second.finished) == (4, 4, 0)


def test_hostile_archive_is_a_failure_and_the_others_go_on(store: Store, tmp_path: Path) -> None:
    nested = packed({"x.txt": report(9).encode()})
    for _ in range(archives.NESTING + 1):
        nested = packed({"deeper.zip": nested})
    (tmp_path / "bomb.zip").write_bytes(packed({f"{number}.txt": bytes(3_000_000) for number in range(3)}))
    (tmp_path / "deep.zip").write_bytes(nested)
    (tmp_path / "good.txt").write_text(report(1))
    (tmp_path / "locked.zip").write_bytes(flagged(packed({"a.txt": b"1", "b.txt": b"2"}), 1))
    tally = imported(store, tmp_path)
    assert places(store) == {
        f"{tmp_path}/bomb.zip": "hostile",
        f"{tmp_path}/deep.zip{'!/deeper.zip' * 3}": "limit",
        f"{tmp_path}/good.txt": "done",
        f"{tmp_path}/locked.zip!/a.txt": "encrypted",
        f"{tmp_path}/locked.zip!/b.txt": "encrypted",
    }
    assert (tally.refused, tally.failed, tally.done) == (4, 4, 1)
    assert tally.failures == {"hostile": 1, "limit": 1, "encrypted": 2}
    again = imported(store, tmp_path)
    assert (again.found, again.unchanged, again.failed) == (5, 5, 0)
