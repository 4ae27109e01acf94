"""From files that were found to documents that wait: what is known already is passed by, archives are opened, and the
rest goes into the store in batches, while others extract what is there."""

from __future__ import annotations

import io
import os
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from threading import Event
from typing import BinaryIO, TypeVar

from sqlalchemy.exc import DataError, IntegrityError, ProgrammingError

from api.importing import archives
from api.importing.ahead import ahead
from api.importing.found import Found, NotReadError, reason
from api.importing.pattern import PathPattern
from api.importing.run import Patience
from api.importing.tally import Tally
from api.store import Store, documents
from api.store.documents import Incoming
from extractor.errors import HostileFileError, LimitError, UnreadableError
from extractor.limits import DEFAULT_LIMITS, Limits

T = TypeVar("T")

#: Files of which the store is asked at a time whether it knows them.
LOOK = 256
#: A batch goes into the store when it holds so many files or bytes.
BATCH_FILES, BATCH_BYTES = 64, 16 * 1024 * 1024
#: Archives that are remembered as gone through.
REMEMBERED = 10_000


@dataclass(slots=True)
class Feed:
    """Takes files into a store. `told` hears a line for what cannot be read; `steady` says of a file whether it may be
    taken yet; with `again`, what was refused before is looked at once more."""

    store: Store
    version: str
    tally: Tally
    told: Callable[[str], None] = lambda line: None
    pattern: PathPattern | None = None
    again: bool = False
    steady: Callable[[Found], bool] = lambda found: True
    stop: Event = field(default_factory=Event)
    limits: Limits = DEFAULT_LIMITS
    #: Archives that need not be opened again by this process.
    gone_through: set[tuple[str, int, int]] = field(default_factory=set)
    #: Called when the first file turns up that is not known yet.
    on_first: Callable[[], None] = lambda: None
    _batch: list[Incoming] = field(default_factory=list)
    _folders: dict[str, dict[str, str]] = field(default_factory=dict)

    def take(self, files: Iterable[Found]) -> None:
        """Take files in, until there are no more or `stop` is set. Raises MachineryError, and what `files` raises."""
        for incoming in self._contents(files, 0):
            if self.stop.is_set():
                break
            if incoming is not None:
                self._batch.append(incoming)
            full = len(self._batch) >= BATCH_FILES or sum(len(one.data) for one in self._batch) >= BATCH_BYTES
            if full or incoming is None:
                self._flush()
        self._flush()

    def _contents(self, files: Iterable[Found], depth: int) -> Iterator[Incoming | None]:
        """What is new among files; None now and then, where a batch may as well be closed."""
        rest = iter(files)
        while some := list(islice(rest, LOOK)):
            places = [(one.path, one.size, one.mtime_ns) for one in some]
            known = self._persistently(partial(documents.unchanged, self.store, places, kept=self.again))
            self._file_under(some)
            self.tally.found += len(known)
            self.tally.unchanged += len(known)
            for one in ahead([one for one in some if one.path not in known and self._wanted(one, depth)]):
                yield from self._content(one, depth)
            yield None

    def _wanted(self, one: Found, depth: int) -> bool:
        return depth > 0 or (self.steady(one) and (one.path, one.size, one.mtime_ns) not in self.gone_through)

    def _content(self, one: Found, depth: int) -> Iterator[Incoming | None]:
        if not self.tally.found - self.tally.unchanged:
            self.on_first()
        try:
            with one.open() as stream:
                archive = archives.opened(stream, one, self.limits)
                if archive is None:
                    yield self._whole(stream, one)
                else:
                    yield from self._members(archive, one, depth)
        except (UnreadableError, HostileFileError, LimitError) as error:
            self.tally.found += 1
            yield Incoming(one.name, b"", one.path, one.size, one.mtime_ns, (error.code, str(error)))
        except OSError as error:
            self.tally.found += 1
            self.tally.unreadable += 1
            self.told(f"{one.path}: cannot be read ({reason(error)}); the next import looks at it again")

    def _whole(self, stream: BinaryIO, one: Found) -> Incoming:
        if one.size > self.limits.file_bytes:
            raise LimitError(f"{one.name}: {one.size} bytes, the limit is {self.limits.file_bytes}; split or shrink it")
        before = _state(stream)
        data = bytes(stream.read(self.limits.file_bytes + 1))
        if len(data) > self.limits.file_bytes or _state(stream) != before:
            raise NotReadError("it changes while it is read")
        self.tally.found += 1
        return Incoming(one.name, data, one.path, one.size, one.mtime_ns)

    def _members(self, archive: zipfile.ZipFile, one: Found, depth: int) -> Iterator[Incoming | None]:
        if depth >= archives.NESTING:
            raise LimitError(f"{one.name}: archives inside archives, {depth + 1} deep; unpack it and import the files")

        def wanted() -> Iterator[Found]:
            for member, hidden in archives.members(archive, one, self.limits):
                self.tally.left_out += hidden
                if not hidden:
                    yield member

        unreadable = self.tally.unreadable
        yield from self._contents(wanted(), depth + 1)
        self.tally.archives += 1
        if not depth and unreadable == self.tally.unreadable and len(self.gone_through) < REMEMBERED:
            self.gone_through.add((one.path, one.size, one.mtime_ns))

    def _file_under(self, some: list[Found]) -> None:
        if self.pattern is not None:
            for one in some:
                fields = self.pattern.fields(one.path)
                if fields is None:
                    self.tally.unfiled += 1
                else:
                    self._folders[one.path] = fields

    def _flush(self) -> None:
        batch, folders = self._batch, self._folders
        self._batch, self._folders = [], {}
        if batch:
            accepted = self._persistently(lambda: documents.accept(self.store, batch, self.version))
            refused = sum(one.refused is not None for one in batch)
            new = sum(took.new for one, took in zip(batch, accepted, strict=True) if one.refused is None)
            self.tally.refused += refused
            self.tally.new += new
            self.tally.duplicates += len(batch) - refused - new
        if folders:
            self._persistently(lambda: documents.file_under(self.store, folders))

    def _persistently(self, call: Callable[[], T]) -> T:
        """The store's answer, asked for again where the machinery failed."""
        patience = Patience()
        while True:
            try:
                return call()
            except (DataError, IntegrityError, ProgrammingError):
                raise  # a fault of ours; it would come again
            except Exception as error:
                patience.failed(error)
                self.stop.wait(patience.until - time.monotonic())


def _state(stream: BinaryIO) -> tuple[int, int] | None:
    try:
        status = os.fstat(stream.fileno())
    except (OSError, AttributeError, io.UnsupportedOperation):
        return None
    return status.st_size, status.st_mtime_ns
