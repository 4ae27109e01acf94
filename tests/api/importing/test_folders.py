"""Files of folders: all of them, in one order, lazily, and nothing that only looks like one."""

from __future__ import annotations

import os
import subprocess
from itertools import islice
from pathlib import Path

import pytest

from api.importing import folders
from api.importing.folders import Walk, identities, is_pattern
from api.importing.found import text_of


def names(place: str | Path, walk: Walk | None = None) -> list[str]:
    """The files at a place, as paths below it."""
    return [os.path.relpath(one.path, place) for one in (walk or silent()).files(os.fspath(place))]


def silent() -> Walk:
    def trouble(path: str, error: OSError) -> None:
        raise AssertionError(path) from error

    return Walk(trouble)


def make(folder: Path, *paths: str) -> Path:
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(path)
    return folder


def test_all_files_below_a_folder_in_the_order_of_their_names(tmp_path: Path) -> None:
    make(tmp_path, "b/2.txt", "b/10.txt", "a.txt", "c.txt", "b/báo cáo/x.docx")
    assert names(tmp_path) == ["a.txt", "b/10.txt", "b/2.txt", "b/báo cáo/x.docx", "c.txt"]


def test_size_and_time_of_change(tmp_path: Path) -> None:
    make(tmp_path, "a.txt")
    os.utime(tmp_path / "a.txt", ns=(1, 1_600_000_000_123_456_789))
    (found,) = silent().files(str(tmp_path))
    assert (found.name, found.size, found.mtime_ns) == ("a.txt", 5, 1_600_000_000_123_456_789)
    with found.open() as stream:
        assert stream.read() == b"a.txt"


def test_hidden_and_temporary_files_are_left_out(tmp_path: Path) -> None:
    make(tmp_path, "a.docx", "~$a.docx", ".~lock.a.docx#", "b.pdf.part", "Thumbs.db", "c.TMP", "~WRL0001.tmp")
    make(tmp_path, ".git/x.txt", "__MACOSX/a.docx", "@eaDir/a.docx", "d.docx.crdownload")
    walk = silent()
    assert names(tmp_path, walk) == ["a.docx"]
    assert walk.left_out == 10


def test_file_that_is_named_is_taken_whatever_it_is_called(tmp_path: Path) -> None:
    make(tmp_path, ".a.txt")
    (found,) = silent().files(str(tmp_path / ".a.txt"))
    assert found.name == ".a.txt"


def test_links_in_a_ring_end(tmp_path: Path) -> None:
    make(tmp_path, "a/b/1.txt", "c/2.txt")
    (tmp_path / "a" / "b" / "up").symlink_to(tmp_path / "a")
    (tmp_path / "c" / "all").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    (tmp_path / "again").symlink_to(tmp_path / "c")
    troubled: list[str] = []
    walk = Walk(lambda path, error: troubled.append(os.path.basename(path)))
    found = [os.path.relpath(one.path, tmp_path) for one in walk.files(str(tmp_path))]
    assert found == ["a/b/1.txt", "again/2.txt", "c/2.txt"]
    assert troubled == ["self"]


def test_folders_that_link_to_each_other_are_not_walked_without_end(tmp_path: Path) -> None:
    """Two links in each of twenty folders to the next one are a million ways."""
    for number in range(20):
        make(tmp_path, f"{number}/file.txt")
        for name in ("x", "y"):
            (tmp_path / str(number) / name).symlink_to(tmp_path / str(number + 1))
    walk = Walk(lambda path, error: None)
    assert len(list(walk.files(str(tmp_path)))) < 200


def test_linked_file_is_a_file(tmp_path: Path) -> None:
    make(tmp_path, "store/a.txt", "in/b.txt")
    (tmp_path / "in" / "a.txt").symlink_to(tmp_path / "store" / "a.txt")
    assert names(tmp_path / "in") == ["a.txt", "b.txt"]


def test_pipes_and_sockets_are_left_out(tmp_path: Path) -> None:
    make(tmp_path, "a.txt")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "null").symlink_to("/dev/null")
    walk = silent()
    assert names(tmp_path, walk) == ["a.txt"]
    assert walk.left_out == 2


def test_file_that_became_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    make(tmp_path, "a.txt")
    (found,) = silent().files(str(tmp_path))
    (tmp_path / "a.txt").unlink()
    os.mkfifo(tmp_path / "a.txt")
    with pytest.raises(OSError, match="no file any more"):
        found.open()


def test_names_that_are_no_utf_8(tmp_path: Path) -> None:
    with open(os.fsencode(tmp_path) + b"/b\xe1o c\xe1o.txt", "wb") as file:
        file.write(b"1")
    (found,) = silent().files(str(tmp_path))
    assert found.name == "b\\xe1o c\\xe1o.txt"
    assert found.path.encode().decode() == text_of(os.fsdecode(os.fsencode(tmp_path) + b"/b\xe1o c\xe1o.txt"))
    with found.open() as stream:
        assert stream.read() == b"1"


def test_folders_nested_deeper_than_calls_can_be(tmp_path: Path) -> None:
    here = str(tmp_path)
    for _ in range(1200):
        here += "/d"
        os.mkdir(here)
    Path(here, "a.txt").write_text("x")
    try:
        (found,) = silent().files(str(tmp_path))
        assert found.path == f"{here}/a.txt"
    finally:
        # Python's own way to remove a folder gives up at such a depth.
        subprocess.run(["rm", "-r", tmp_path / "d"], check=True)


def test_what_cannot_be_looked_at_is_told_and_the_rest_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "a/1.txt", "b/2.txt", "c/3.txt")
    (tmp_path / "c" / "gone.txt").symlink_to(tmp_path / "nowhere")
    real = os.scandir

    def scandir(path: str) -> object:
        if path.endswith("/b"):
            raise PermissionError(13, "Permission denied", path)
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    troubled: list[tuple[str, str]] = []
    walk = Walk(lambda path, error: troubled.append((os.path.basename(path), type(error).__name__)))
    assert [one.name for one in walk.files(str(tmp_path))] == ["1.txt", "3.txt"]
    assert troubled == [("b", "PermissionError"), ("gone.txt", "FileNotFoundError")]


def test_files_come_before_all_folders_were_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, *(f"{number:03}/1.txt" for number in range(50)))
    seen: list[str] = []
    real = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: seen.append(path) or real(path))
    assert len(list(islice(silent().files(str(tmp_path)), 2))) == 2
    assert len(seen) == 3


def test_huge_folder_is_not_held_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "SORTED_ENTRIES", 4)
    make(tmp_path, *(f"{number:02}.txt" for number in range(11)), "05a/x.txt", "05b/y.txt")
    first, second = names(tmp_path), names(tmp_path)
    assert first == second
    assert sorted(first) == sorted([*(f"{number:02}.txt" for number in range(11)), "05a/x.txt", "05b/y.txt"])


def test_the_stores_own_files_are_no_documents(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "store/files/ab/cd/abcd", "store/trichluc.db")
    own = identities(str(tmp_path / "store" / "files"), str(tmp_path / "store" / "trichluc.db"), str(tmp_path / "none"))
    walk = Walk(lambda path, error: None, own)
    assert names(tmp_path, walk) == ["a.txt"]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("*.txt", ["1.txt"]),
        ("2021/*.txt", ["2021/2.txt"]),
        ("20*/*.txt", ["2020/5.txt", "2021/2.txt"]),
        ("20?1/", ["2021/2.txt", "2021/BC/3.txt", "2021/BC/4.pdf"]),
        ("20*", ["2020/5.txt", "2021/2.txt", "2021/BC/3.txt", "2021/BC/4.pdf"]),
        ("**/*.txt", ["1.txt", "2020/5.txt", "2021/2.txt", "2021/BC/3.txt"]),
        ("20[12]1/**/*.pdf", ["2021/BC/4.pdf"]),
        ("2021/**", ["2021/2.txt", "2021/BC/3.txt", "2021/BC/4.pdf"]),
        ("*/BC/3.txt", ["2021/BC/3.txt"]),
        ("*/none/*", []),
    ],
)
def test_patterns(tmp_path: Path, pattern: str, found: list[str]) -> None:
    make(tmp_path, "1.txt", "2021/2.txt", "2021/BC/3.txt", "2021/BC/4.pdf", "2020/5.txt", ".git/6.txt")
    place = f"{tmp_path}/{pattern}"
    assert is_pattern(place)
    assert sorted(os.path.relpath(one.path, tmp_path) for one in silent().files(place)) == found


def test_name_with_brackets_is_no_pattern(tmp_path: Path) -> None:
    make(tmp_path, "báo cáo [1].txt", "báo cáo 1.txt")
    place = str(tmp_path / "báo cáo [1].txt")
    assert not is_pattern(place)
    assert [one.name for one in silent().files(place)] == ["báo cáo [1].txt"]
