"""A file that was found, wherever it is; and what counts as none."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

#: Files that are no documents: hidden ones, what programs leave while a document is open, halves of downloads, and what
#: operating systems and network shares strew about. In lower case.
_BEGINNINGS = (".", "~$", "~wrl")
_ENDINGS = (".part", ".partial", ".crdownload", ".download", ".tmp", ".temp", ".swp")
_NAMES = frozenset(
    ("thumbs.db", "desktop.ini", "__macosx", "@eadir", "#recycle", "$recycle.bin", "system volume information")
)


class NotReadError(OSError):
    """A file that was found cannot be read just now. Its text says why, and quotes no address."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file: its place as it is written down and shown, its base name, its size in bytes and its time of change in
    nanoseconds since 1970. `open` gives its content as a binary stream that can be read from any place; it raises
    OSError. `far`: that takes a journey over a network."""

    path: str
    name: str
    size: int
    mtime_ns: int
    open: Callable[[], BinaryIO]
    far: bool = False


def passed_over(name: str) -> bool:
    """Whether a file or folder of this name is left out: hidden or temporary."""
    folded = name.lower()
    return folded.startswith(_BEGINNINGS) or folded.endswith(_ENDINGS) or folded in _NAMES


def text_of(path: str) -> str:
    """A path as text that every database takes: what is no UTF-8 in it is written as \\xNN."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def reason(error: OSError) -> str:
    """Why a file could not be read, in words that quote nothing."""
    return str(error) if isinstance(error, NotReadError) else (error.strerror or type(error).__name__).lower()
