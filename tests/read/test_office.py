"""Files that LibreOffice reads: .doc, .rtf, .odt. What they say, and what they cannot do."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.extraction import prepare
from api.isolation import Isolation
from api.store.blobs import unpack
from corpora.generate import older, word_file
from corpora.generate.letterhead import with_letterhead
from corpora.generate.pdf import convert
from corpora.hostile.good import CODES, TEXT
from corpora.hostile.office import odt, picture, rtf, section
from extractor import Report, extract
from extractor.errors import (
    CorruptFileError,
    EmptyFileError,
    HostileFileError,
    LimitError,
    MissingToolError,
    TrichLucError,
)
from extractor.export import from_json
from extractor.limits import Limits
from extractor.pipeline import Options
from extractor.read import office_program, office_sandbox
from extractor.read.office import convert_once
from extractor.read.office_place import Place
from tests.listening import listening
from tests.test_formats_equal import REPORTS, assert_equal

HELD_OUT = sorted((Path(__file__).parents[2] / "corpora" / "heldout").glob("*.doc"))
SHORT = min(REPORTS, key=lambda report: report.stat().st_size)
#: Stands in for LibreOffice: notes its number, and does as the end of it says.
STAND_IN = """
import json, os, sys, time
from pathlib import Path
wanted = json.loads(sys.argv[1])
command = wanted["command"]
out = Path(command[command.index("--outdir") + 1])
Path({noted!r}).open("a").write(f"{{os.getpid()}}\\n")
"""


@pytest.fixture(scope="module")
def isolation() -> Iterator[Isolation]:
    """One process, whose LibreOffice stays from one file to the next."""
    with Isolation(1) as opened:
        yield opened


def read(isolation: Isolation, name: str, data: bytes) -> Report:
    return from_json(unpack(isolation.run(name, prepare, name, data, None).report))


@pytest.mark.parametrize("file", HELD_OUT, ids=lambda file: file.name[:3])
def test_word_97_reads_as_its_modern_twin(isolation: Isolation, file: Path) -> None:
    report = read(isolation, file.name, file.read_bytes())
    assert_equal(extract(file.with_suffix(".docx")), report, file.name)
    assert report.source.media_type == "application/msword"
    assert report.source.size_bytes == file.stat().st_size
    assert report.source.parser.startswith("doc/1 LibreOffice/")
    assert report.source.parser.endswith(" docx/1")


def test_four_real_files() -> None:
    assert len(HELD_OUT) == 4


@pytest.mark.parametrize(
    "report",
    [pytest.param(one, marks=() if one == SHORT else pytest.mark.soak, id=one.name[:3]) for one in REPORTS],
)
def test_equal_in_older_formats(isolation: Isolation, report: Path, tmp_path: Path) -> None:
    twin, word = with_letterhead(report.read_bytes()), tmp_path / "report.docx"
    word.write_bytes(word_file(twin, "report.txt"))
    for file in older(word):
        assert_equal(extract(twin, name="report.txt"), read(isolation, file.name, file.read_bytes()), file.name)


@pytest.mark.parametrize(("data", "kind"), [(rtf(), "rtf"), (odt(), "vnd.oasis.opendocument.text")])
def test_what_is_written_by_hand(isolation: Isolation, data: bytes, kind: str) -> None:
    report = read(isolation, "a.doc", data)
    assert report.text.split("\n") == [line for line in TEXT.split("\n") if line]
    assert tuple(found.code for found in report.references) == CODES
    assert report.source.media_type == f"application/{kind}"


def test_nothing_is_fetched(isolation: Isolation, tmp_path: Path) -> None:
    """LibreOffice as it is fetches the picture of these files; as it is run here, nobody comes."""
    with listening() as listener:
        attack, word = tmp_path / "a.odt", tmp_path / "a.doc"
        attack.write_bytes(odt(picture(listener.address) + section(listener.address)))
        convert(attack, word)
        assert listener.hits, "the picture is not fetched by anybody: this test shows nothing"
        listener.hits.clear()
        convert(word, tmp_path / "b.odt")
        assert listener.hits, "the picture is not fetched by anybody: this test shows nothing"
        listener.hits.clear()
        field = f'{{\\field{{\\*\\fldinst INCLUDEPICTURE "{listener.address}" \\\\d}}{{\\fldrslt x}}}}'
        for data in (attack.read_bytes(), word.read_bytes(), rtf(field)):
            assert [found.code for found in read(isolation, "a.doc", data).references] == list(CODES)
        assert [found.code for found in extract(attack).references] == list(CODES)
        assert not listener.hits


def test_no_other_file_is_read(isolation: Isolation, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("Quyết định số 999/QĐ-UBND")
    linked = section((tmp_path / "secret.txt").as_uri())
    field = f'{{\\field{{\\*\\fldinst INCLUDETEXT "{tmp_path}/secret.txt"}}{{\\fldrslt x}}}}'
    for data in (odt(linked), odt(linked, kind="application/vnd.oasis.opendocument.text-master"), rtf(field)):
        assert "999" not in read(isolation, "a.odt", data).text


@pytest.mark.parametrize("kind", ["doc", "rtf", "odt"])
def test_without_libreoffice(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_program, "find", lambda: None)
    data = {"doc": HELD_OUT[0].read_bytes(), "rtf": rtf(), "odt": odt()}[kind]
    with pytest.raises(
        MissingToolError, match=r"^a\.x: .*not installed.*libreoffice-writer-nogui.* or save it as \.docx"
    ):
        extract(data, name="a.x")


def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str) -> Path:
    """Have a script run in the place of LibreOffice; the file that it notes its number in."""
    script, noted = tmp_path / "stand_in.py", tmp_path / "noted"
    script.write_text(STAND_IN.format(noted=str(noted)) + ending)
    monkeypatch.setattr(office_sandbox, "__file__", str(script))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return noted


def left(tmp_path: Path) -> list[str]:
    """What is left of folders to work in."""
    return [folder.name for folder in tmp_path.iterdir() if folder.is_dir()]


@pytest.mark.parametrize(
    ("ending", "error", "told"),
    [
        (f"sys.exit({office_sandbox.UNCONFINED})", MissingToolError, "cannot cut LibreOffice off from the network"),
        (f"sys.exit({office_sandbox.NOT_STARTED})", MissingToolError, "cannot be started"),
        ("sys.exit(0)", CorruptFileError, "damaged or incomplete"),
        ("(out / 'document.docx').touch()", CorruptFileError, "damaged or incomplete"),
        ("(out / 'document.docx').mkdir()", CorruptFileError, "damaged or incomplete"),
        ("(out / 'document.docx').symlink_to('/etc/hostname')", CorruptFileError, "damaged or incomplete"),
        ("os.mkfifo(out / 'document.docx')", CorruptFileError, "damaged or incomplete"),
        ("(out / 'document.docx').write_bytes(bytes(2000000))", LimitError, "more than 1000000 bytes"),
        (
            "(out / 'document.docx').write_bytes(b'PK'); sys.exit(1)",
            HostileFileError,
            r"ended over it \(exit status 1\)",
        ),
        ("os.kill(os.getpid(), 11)", HostileFileError, r"ended over it \(signal 11\)"),
    ],
)
def test_what_it_says_is_not_believed(
    ending: str, error: type[TrichLucError], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path, monkeypatch, ending)
    with pytest.raises(error, match=told) as raised:
        convert_once(rtf(), "rtf", "a.rtf", Limits(file_bytes=1_000_000))
    assert str(raised.value).startswith("a.rtf: ")
    assert ";" in str(raised.value)
    assert not left(tmp_path)


def test_it_is_started_again_when_it_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = f"len(Path({str(tmp_path / 'noted')!r}).read_text().split()) < 2"
    ending = f"sys.exit({office_program.AGAIN}) if {first} else (out / 'document.docx').write_bytes(b'made')"
    noted = stand_in(tmp_path, monkeypatch, ending)
    assert convert_once(rtf(), "rtf", "a.rtf", Limits()) == b"made"
    assert len(noted.read_text().split()) == 2


def test_it_is_ended_in_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    noted = stand_in(tmp_path, monkeypatch, "time.sleep(600)")
    with pytest.raises(LimitError, match=r"^a\.rtf: LibreOffice took longer than 3 s"):
        extract(rtf(), name="a.rtf", options=Options(Limits(conversion_seconds=3)))
    (number,) = noted.read_text().split()
    assert not Path(f"/proc/{number}").exists()
    assert not left(tmp_path)


def test_nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sockets = []
    remove = Place.remove

    def removed(place: Place) -> None:
        sockets.append((place.socket, place.socket.exists()))
        remove(place)

    monkeypatch.setattr(Place, "remove", removed)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert extract(rtf(), name="a.rtf").references
    assert not left(tmp_path)
    ((socket, was_there),) = sockets
    # It listened where we think, and could not remove that itself.
    assert was_there
    assert not socket.exists()


def test_damaged_files_end_in_typed_errors(isolation: Isolation) -> None:
    whole = HELD_OUT[0].read_bytes()
    step = len(whole) // 9
    damaged = [whole[:at] for at in range(step, len(whole), step)]
    damaged += [whole[:at] + os.urandom(64) + whole[at + 64 :] for at in range(512, len(whole) - 64, 2 * step)]
    for data in damaged:
        try:
            assert read(isolation, "a.doc", data).text
        except TrichLucError as error:
            assert str(error).startswith("a.doc: ")  # noqa: PT017  (either a result or an error: both are right)
            assert ";" in str(error)  # noqa: PT017


def test_a_file_of_no_text(isolation: Isolation) -> None:
    with pytest.raises(EmptyFileError):
        read(isolation, "a.rtf", b"{\\rtf1 }")
