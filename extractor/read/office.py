"""Reader of what LibreOffice reads: Word 97-2003 (.doc, also Word 6 and 95), RTF and OpenDocument text.

LibreOffice makes a .docx of the file, confined (`office_sandbox`: no network, no other files, no other programs), in a
profile of its own with macros and links off (`office_place`); the reader of .docx reads that. What it reports as its
exit status is not believed: only what it made counts.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from extractor.errors import (
    CorruptFileError,
    EncryptedFileError,
    HostileFileError,
    LimitError,
    MissingToolError,
    TrichLucError,
)
from extractor.limits import DEFAULT_LIMITS, Limits
from extractor.read import office_program
from extractor.read.archive import Archive
from extractor.read.converting import CONVERT, Kind
from extractor.read.docx import read_docx
from extractor.read.office_place import Place
from extractor.read.office_sandbox import NOT_STARTED, UNCONFINED
from extractor.source import Source

MEDIA_TYPES: dict[Kind, str] = {
    "doc": "application/msword",
    "rtf": "application/rtf",
    "odt": "application/vnd.oasis.opendocument.text",
}
_CALLED: dict[Kind, str] = {"doc": "a Word 97-2003 file (.doc)", "rtf": "an RTF file", "odt": "an OpenDocument text"}
#: The first word of a Word document's text stream, and of that of Word 6 and 95; the bit that says "encrypted".
_MAGIC, _ENCRYPTED = (b"\xec\xa5", b"\xdc\xa5"), 0x0100
_SECTOR = 512


def convert_once(data: bytes, kind: Kind, name: str, limits: Limits) -> bytes:
    """A file as .docx, by a LibreOffice that is started for it and ends with it.

    Raises MissingToolError, LimitError, HostileFileError, CorruptFileError, EncryptedFileError.
    """
    office = found(kind, name)
    deadline = time.monotonic() + limits.conversion_seconds
    with tempfile.TemporaryDirectory(prefix="trichluc-", ignore_cleanup_errors=True) as scratch:
        place = Place(Path(scratch) / "office", office)
        asked = place.put(data, kind)
        try:
            for _ in range(2):
                status = _run(office, place, asked, name, limits, deadline)
                if status != office_program.AGAIN:
                    break
            return made(place, status, data, kind, name, limits)
        finally:
            place.remove()


def found(kind: Kind, name: str) -> office_program.Office:
    """The LibreOffice of this machine. Raises MissingToolError."""
    office = office_program.find()
    if office is None:
        raise MissingToolError(
            f"{name}: {_CALLED[kind]}, which is read with LibreOffice, and that is not installed; install it "
            f"(Debian, Ubuntu: apt-get install --no-install-recommends {office_program.PACKAGE}), or save it as .docx"
        )
    return office


def _run(
    office: office_program.Office, place: Place, asked: list[str], name: str, limits: Limits, deadline: float
) -> int:
    seconds = limits.conversion_seconds
    try:
        process = office_program.start(office, place.folder, [*place.options(), *asked], limits, seconds=seconds)
    except OSError as error:
        raise not_started(name, error.strerror or type(error).__name__) from None
    try:
        return process.wait(max(0.0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        raise late(name, limits) from None
    finally:
        office_program.kill(process)


def made(place: Place, status: int, data: bytes, kind: Kind, name: str, limits: Limits) -> bytes:
    """What LibreOffice made, having ended with a `status`. Raises the error that fits where it made nothing."""
    result = place.take(limits.file_bytes)
    if result is not None and status == 0:
        if len(result) > limits.file_bytes:
            raise LimitError(f"{name}: becomes more than {limits.file_bytes} bytes as .docx; split or shrink the file")
        return result
    raise unmade(status, data, kind, name, limits)


def unmade(status: int, data: bytes, kind: Kind, name: str, limits: Limits) -> TrichLucError:
    """Why nothing was made, by the exit status (that of a signal is negative) and the file."""
    if status == UNCONFINED:
        return MissingToolError(
            f"{name}: {_CALLED[kind]}, not converted: this machine cannot cut LibreOffice off from the network; "
            "convert where the kernel has seccomp (Linux on x86-64 or ARM 64), or save it as .docx"
        )
    if status == NOT_STARTED:
        return not_started(name, "it ended at once")
    if status:
        if is_protected(data, kind):
            return _protected(name)
        how = f"exit status {status}" if status > 0 else f"signal {-status}"
        return HostileFileError(
            f"{name}: LibreOffice ended over it ({how}), of a damaged file or of one that needs more than "
            f"{limits.conversion_memory // 1024**2} MiB; save it anew in its program, as .docx, and send that"
        )
    if is_protected(data, kind):
        return _protected(name)
    return _damaged(name)


def _damaged(name: str) -> CorruptFileError:
    return CorruptFileError(f"{name}: damaged or incomplete; open it in Word or LibreOffice, save it and send it again")


def not_started(name: str, why: str) -> MissingToolError:
    """LibreOffice is there, and does not start."""
    return MissingToolError(
        f"{name}: LibreOffice cannot be started ({why}); run trichluc doctor, or save the file as .docx"
    )


def late(name: str, limits: Limits) -> LimitError:
    """It took too long."""
    return LimitError(
        f"{name}: LibreOffice took longer than {limits.conversion_seconds:g} s and was stopped; "
        "split the file, or save it as .docx"
    )


def _protected(name: str) -> EncryptedFileError:
    return EncryptedFileError(f"{name}: protected by a password; save it without one and send it again")


def is_protected(data: bytes, kind: Kind) -> bool:
    """Whether a file that could not be converted has a password: the bit fEncrypted of a Word document ([MS-DOC]
    2.5.2), the encryption of a member of an OpenDocument package (ODF 1.2, part 3)."""
    if kind == "odt":
        return b"manifest:encryption-data" in _manifest(data)
    if kind == "doc":
        for at in range(0, min(len(data), 1 << 22), _SECTOR):
            if data[at : at + 2] in _MAGIC and 0x65 <= int.from_bytes(data[at + 2 : at + 4], "little") <= 0x112:
                return bool(int.from_bytes(data[at + 10 : at + 12], "little") & _ENCRYPTED)
    return False


def _manifest(data: bytes) -> bytes:
    try:
        return Archive(data, "").read("META-INF/manifest.xml") or b""
    except TrichLucError:
        return b""


def _read(data: bytes, kind: Kind, name: str, limits: Limits, on_progress: Callable[[int, int], None] | None) -> Source:
    if kind == "odt":
        _look_through(data, name, limits)
    elif kind == "rtf" and any(int(found[1]) > len(data) for found in re.finditer(rb"\\bin([0-9]{1,20})", data)):
        # LibreOffice would wait for all of it.
        raise _damaged(name)
    word = (CONVERT.get() or convert_once)(data, kind, name, limits)
    source = read_docx(word, name, limits, on_progress)
    return replace(
        source,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=MEDIA_TYPES[kind],
        size_bytes=len(data),
        parser=" ".join(filter(None, (f"{kind}/1", _writer(word), source.parser))),
    )


def _look_through(data: bytes, name: str, limits: Limits) -> None:
    """Refuse what only a bomb has, before LibreOffice unpacks it. Raises what the reader of .docx raises."""
    package = Archive(data, name, limits)
    if b"manifest:encryption-data" in (package.read("META-INF/manifest.xml") or b""):
        raise _protected(name)
    for part in ("content.xml", "styles.xml"):
        package.parse(part)
    if "content.xml" not in package:
        raise CorruptFileError(f"{name}: the part with the text is missing; send the file again")


def _writer(word: bytes) -> str:
    """Which LibreOffice made a .docx ("LibreOffice/7.4.7.2")."""
    try:
        about = Archive(word, "").read("docProps/app.xml") or b""
    except TrichLucError:
        return ""
    said = re.search(rb"LibreOffice(?:Dev)?/[0-9.]{1,20}", about)
    return said[0].decode() if said else ""


def read_doc(
    data: bytes,
    name: str,
    limits: Limits = DEFAULT_LIMITS,
    on_progress: Callable[[int, int], None] | None = None,
) -> Source:
    """Read the bytes of a .doc. Raises what `convert_once` and the reader of .docx raise."""
    return _read(data, "doc", name, limits, on_progress)


def read_rtf(
    data: bytes,
    name: str,
    limits: Limits = DEFAULT_LIMITS,
    on_progress: Callable[[int, int], None] | None = None,
) -> Source:
    """Read the bytes of an .rtf. Raises what `convert_once` and the reader of .docx raise."""
    return _read(data, "rtf", name, limits, on_progress)


def read_odt(
    data: bytes,
    name: str,
    limits: Limits = DEFAULT_LIMITS,
    on_progress: Callable[[int, int], None] | None = None,
) -> Source:
    """Read the bytes of an .odt. Raises what `convert_once` and the reader of .docx raise."""
    return _read(data, "odt", name, limits, on_progress)
