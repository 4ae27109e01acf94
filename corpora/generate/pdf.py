"""Word to PDF with LibreOffice, distrustfully: own profile, own session, a time limit, the output checked."""

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

HOW_TO_INSTALL = (
    "soffice (LibreOffice) makes the PDF files and was not found. Debian, Ubuntu: "
    "apt-get install --no-install-recommends libreoffice-writer-nogui fonts-liberation2"
)


class SofficeError(RuntimeError):
    """LibreOffice is missing, took too long, or wrote no PDF. The message says what to do."""


def convert(word: Path, target: Path) -> None:
    """Write `word` as the PDF `target`. Raises SofficeError."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise SofficeError(HOW_TO_INSTALL)
    with tempfile.TemporaryDirectory(prefix="soffice-") as scratch:
        folder = Path(scratch)
        output = _run(program, word, folder)
        made = folder / "out" / f"{word.stem}.pdf"
        if not made.is_file() or not made.read_bytes().startswith(b"%PDF-"):
            raise SofficeError(f"{word.name}: LibreOffice wrote no PDF; it said: {output.strip()[-400:] or 'nothing'}")
        shutil.move(made, target)


def _run(program: str, word: Path, folder: Path) -> str:
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        "pdf",
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
