"""Files of folders: found one after the other, in the same order each time, and never all at once in memory."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import partial
from itertools import islice
from typing import BinaryIO

from api.importing.found import Found, NotReadError, passed_over, text_of

#: Entries of a folder that are put in order together. A larger folder is in order by so many at a time.
SORTED_ENTRIES = 20_000

Identity = tuple[int, int]
_MAGIC = frozenset("*?[")


@dataclass(slots=True)
class Walk:
    """What is passed by on the way. `trouble` hears of each folder or file that cannot be looked at, with the error;
    `avoided` are folders and files (by device and number) that are no documents: those of the store itself."""

    trouble: Callable[[str, OSError], None]
    avoided: frozenset[Identity] = frozenset()
    #: Hidden and temporary files and folders, and what is neither a file nor a folder.
    left_out: int = 0
    #: Folders that were reached through links: each is entered once, so that links in a ring end.
    _linked: set[Identity] = field(default_factory=set)

    def files(self, place: str) -> Iterator[Found]:
        """The files at a place: itself, all in a folder and below it, or those that a pattern (`*`, `?`, `[…]`, `**`)
        names."""
        if os.path.lexists(place):
            yield from self._at(os.path.abspath(place))
            return
        root, parts = _pattern(os.path.abspath(place))
        for path in _expanded(root, parts):
            if "**" not in parts or os.path.isfile(path):
                yield from self._at(path)

    def _at(self, path: str) -> Iterator[Found]:
        try:
            status = os.stat(path)
        except OSError as error:
            self.trouble(text_of(path), error)
            return
        if stat.S_ISDIR(status.st_mode):
            yield from self._below(path, _identity(status))
        elif found := self._file(path, status):
            yield found

    def _below(self, top: str, identity: Identity) -> Iterator[Found]:
        # A list instead of calls: folders may be nested deeper than calls can be.
        levels = [(identity, self._entries(top))]
        while levels:
            entry = next(levels[-1][1], None)
            if entry is None:
                levels.pop()
                continue
            try:
                status = entry.stat()
            except OSError as error:
                self.trouble(text_of(entry.path), error)
                continue
            if stat.S_ISDIR(status.st_mode):
                if self._enter(entry, _identity(status), {one for one, _ in levels}):
                    levels.append((_identity(status), self._entries(entry.path)))
            elif found := self._file(entry.path, status):
                yield found

    def _entries(self, folder: str) -> Iterator[os.DirEntry[str]]:
        """What a folder holds, by name. The folder is closed before its entries are gone through, unless it is huge."""
        try:
            with os.scandir(folder) as listing:
                while len(some := list(islice(listing, SORTED_ENTRIES))) == SORTED_ENTRIES:
                    yield from self._wanted(some)
        except OSError as error:
            self.trouble(text_of(folder), error)
            return
        yield from self._wanted(some)

    def _wanted(self, entries: list[os.DirEntry[str]]) -> Iterator[os.DirEntry[str]]:
        for entry in sorted(entries, key=lambda one: one.name):
            if passed_over(entry.name):
                self.left_out += 1
            else:
                yield entry

    def _enter(self, entry: os.DirEntry[str], identity: Identity, above: set[Identity]) -> bool:
        if identity in above or identity in self.avoided:
            return False
        if entry.is_symlink():
            if identity in self._linked:
                return False
            self._linked.add(identity)
        return True

    def _file(self, path: str, status: os.stat_result) -> Found | None:
        if not stat.S_ISREG(status.st_mode):
            self.left_out += 1  # a pipe or a device would be read for ever
            return None
        if _identity(status) in self.avoided:
            return None
        return Found(
            text_of(path), text_of(os.path.basename(path)), status.st_size, status.st_mtime_ns, partial(_open, path)
        )


def identities(*paths: str) -> frozenset[Identity]:
    """Device and number of those of the paths that are there."""
    found = []
    for path in paths:
        try:
            found.append(_identity(os.stat(path)))
        except OSError:
            continue
    return frozenset(found)


def is_pattern(place: str) -> bool:
    """Whether a place is a pattern rather than the name of something that is there."""
    return not os.path.lexists(place) and bool(_MAGIC & set(place))


def _identity(status: os.stat_result) -> Identity:
    return (status.st_dev, status.st_ino)


def _open(path: str) -> BinaryIO:
    # What became a pipe meanwhile must not hold us up.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    stream = os.fdopen(descriptor, "rb")
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        stream.close()
        raise NotReadError("it is no file any more")
    return stream


def _pattern(path: str) -> tuple[str, list[str]]:
    """A pattern as the folder that it begins in and the parts below."""
    root = path
    parts: list[str] = []
    while _MAGIC & set(root):
        root, part = os.path.split(root)
        parts.insert(0, part)
    return root, parts


def _expanded(root: str, parts: list[str]) -> Iterator[str]:
    if not parts:
        if os.path.lexists(root):
            yield root
        return
    first, rest = parts[0], parts[1:]
    if not _MAGIC & set(first):
        yield from _expanded(os.path.join(root, first), rest)
        return
    if first == "**":
        yield from _expanded(root, rest or ["*"])
    for name, folder in _names(root):
        path = os.path.join(root, name)
        if first == "**":
            if folder:
                yield from _expanded(path, parts)
        elif fnmatchcase(name, first) and (folder or not rest):
            yield from _expanded(path, rest)


def _names(folder: str) -> list[tuple[str, bool]]:
    """Names in a folder, and whether each is a folder. Links to folders are not followed by `**`, or a ring of them
    would never end."""
    try:
        with os.scandir(folder) as listing:
            return sorted((one.name, one.is_dir(follow_symlinks=False)) for one in listing if not passed_over(one.name))
    except OSError:
        return []
