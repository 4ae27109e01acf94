"""What tests have done with the kept LibreOffice, in processes of `api.isolation`."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path
from typing import NamedTuple

from api.isolation import inside, office
from corpora.hostile.office import rtf
from extractor.limits import Limits
from extractor.read.converting import CONVERT
from tests.misbehaving import hang


class Seen(NamedTuple):
    """Numbers of the process that reads and of its LibreOffice, the files that this has served, its folder and
    socket."""

    process: int
    office: int
    served: int
    folder: Path
    socket: Path


def convert(data: bytes = b"", limits: Limits | None = None) -> Seen:
    """Convert a file."""
    with office.at_hand():
        call = CONVERT.get()
        assert call is not None
        made = call(data or rtf(), "rtf", "a.rtf", limits or Limits())
    assert made.startswith(b"PK")
    return seen()


def seen() -> Seen:
    kept = office._kept()
    assert kept._process is not None
    assert kept._place is not None
    return Seen(os.getpid(), kept._process.pid, kept.served, kept._place.folder, kept._place.socket)


def convert_with(name: str, value: float) -> Seen:
    """Convert a file, with another bound from now on."""
    setattr(office, name, value)
    return convert()


def signalled(number: int) -> Seen:
    """Send the LibreOffice a signal, then convert."""
    os.kill(seen().office, number)
    return convert()


def wait_until_idle() -> int:
    """The number of a LibreOffice that was ended because nobody needed it."""
    office.IDLE = 0.1
    number = convert().office
    while office._kept()._process is not None:
        time.sleep(0.02)
    return number


def convert_and_hang(file: Path) -> None:
    found = convert()
    file.write_text(f"{found.process} {found.office} {found.folder} {found.socket}")
    hang()


def leave_another() -> Seen:
    """Convert, and leave a child behind that nobody knows of."""
    found = convert()
    subprocess.Popen(["sleep", "600"])
    return found


def scratch() -> Path:
    """The folder of the process."""
    return inside.scratch()


def outside() -> bool:
    """Whether nothing is set where nothing is kept."""
    with office.at_hand():
        return CONVERT.get() is None
