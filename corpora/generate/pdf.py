"""Word to PDF, Word 97, RTF and OpenDocument with LibreOffice, distrustfully: own profile, own session, a time limit,
the output checked."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

#: Seconds for one file; a cold start takes 2 to 4.
TIMEOUT = 180.0

#: By the ending of a file: what LibreOffice is asked for, and how such a file begins.
FORMATS = {
    ".pdf": ("pdf", b"%PDF-"),
    ".doc": ("doc:MS Word 97", b"\xd0\xcf\x11\xe0"),
    ".rtf": ("rtf:Rich Text Format", b"{\\rtf"),
    ".odt": ("odt:writer8", b"PK"),
}

HOW_TO_INSTALL = (
    "soffice (LibreOffice) makes the files and was not found. Debian, Ubuntu: "
    "apt-get install --no-install-recommends libreoffice-writer-nogui fonts-liberation2"
)


class SofficeError(RuntimeError):
    """LibreOffice is missing, took too long, or wrote no file. The message says what to do."""


def convert(word: Path, target: Path) -> None:
    """Write `word` as `target`, in the format of its ending. Raises SofficeError."""
    wanted, begins = FORMATS[target.suffix]
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise SofficeError(HOW_TO_INSTALL)
    with tempfile.TemporaryDirectory(prefix="soffice-") as scratch:
        folder = Path(scratch)
        output = _run(program, word, wanted, folder)
        made = folder / "out" / f"{word.stem}{target.suffix}"
        if not made.is_file() or not made.read_bytes().startswith(begins):
            raise SofficeError(
                f"{word.name}: LibreOffice wrote no {target.suffix}; it said: {output.strip()[-400:] or 'nothing'}"
            )
        shutil.move(made, target)


def _run(program: str, word: Path, wanted: str, folder: Path) -> str:
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        wanted,
        "--outdir",
        str(folder / "out"),
        str(word),
    ]
    # A new session, because soffice starts children that outlive it: the whole group is killed.
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True, text=True, errors="replace"
    )
    try:
        return process.communicate(timeout=TIMEOUT)[0]
    except subprocess.TimeoutExpired:
        raise SofficeError(f"{word.name}: LibreOffice took more than {TIMEOUT:.0f} s; try again") from None
    finally:
        _kill(process)


def _kill(process: subprocess.Popen[str]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    if process.stdout:
        process.stdout.close()
    process.wait()
