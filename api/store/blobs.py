"""Files by their content: originals as they came, kept Sources and Reports compressed, each under the SHA-256 of what
is stored. A folder by default, any object store by an address; both through obstore."""

from __future__ import annotations

import os
import platform
import shutil
import tempfile
import threading
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from api.store.content import Content, digest_of
from api.store.errors import MissingError, StoreError
from api.store.owners import alive, owner

if TYPE_CHECKING:
    from obstore.store import ObjectStore

#: Fast: a report of 400 KB takes under a millisecond and becomes a tenth.
COMPRESSION_LEVEL = 1
#: No stored result is larger when unpacked. Bytes.
UNPACKED_BYTES = 2 * 1024**3
#: Files on their way to an object store at a time. Between two requests of one lies its answer, 10 to 50 ms.
AT_ONCE = 16

#: What digests begin with: the first level of folders.
PREFIXES = tuple(f"{number:02x}" for number in range(256))


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that is there: its SHA-256 by its name, bytes, and when it was written (seconds since 1970)."""

    digest: str
    size: int
    written_at: float


#: Files on their way into a folder, each under the name of the process that writes it.
INCOMING = "incoming"


@dataclass(frozen=True, slots=True)
class Blobs:
    """A store of files. Methods may be called from several threads. They raise StoreError where it does not answer.
    `folder` is where it is, if it is one."""

    store: ObjectStore
    folder: Path | None = None

    def put(self, data: Content) -> str:
        """Keep `data` and return its SHA-256. What is there already is not written again."""
        return self.add(data)[0]

    def add(self, data: Content) -> tuple[str, bool]:
        """As `put`, and whether it was written now."""
        digest = digest_of(data)
        if self.has(digest, len(data)):
            return digest, False
        try:
            with _answering():
                if self.folder is None:
                    self.store.put(_place(digest), data if isinstance(data, bytes) else data.path)
                else:
                    _write(self.folder, digest, data)
        except FileNotFoundError:
            raise StoreError("the store of files has no such bucket; make it, or check the address") from None
        return digest, True

    def add_all(self, many: Sequence[Content]) -> list[tuple[str, bool]]:
        """As `add`, for several files; at once, where each is a journey over the network."""
        if self.folder is not None or len(many) < 2:
            return [self.add(data) for data in many]
        with ThreadPoolExecutor(min(len(many), AT_ONCE)) as threads:
            return list(threads.map(self.add, many))

    def place_for_one_coming(self) -> Path:
        """Where a file that is still on its way may be written. `sweep` removes it, should its process be killed."""
        name = f"{owner().replace('/', '~')}~{uuid.uuid4().hex}"
        if self.folder is not None:
            (self.folder / INCOMING).mkdir(parents=True, exist_ok=True)
            return self.folder / INCOMING / name
        place = Path(tempfile.gettempdir(), name)
        # Others on this machine may look into that folder, and not into the file.
        os.close(os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        return place

    @contextmanager
    def as_file(self, digest: str) -> Iterator[Path]:
        """The file where it can be opened; from an object store, in a passing copy. Raises MissingError."""
        if self.folder is not None:
            if not self.has(digest):
                raise _missing(digest)
            yield self.folder / _place(digest)
            return
        copy = self.place_for_one_coming()
        try:
            with _answering(), open(copy, "wb") as file:
                for chunk in self.store.get(_place(digest)):
                    file.write(chunk)
            yield copy
        except FileNotFoundError:
            raise _missing(digest) from None
        finally:
            copy.unlink(missing_ok=True)

    def sweep(self) -> None:
        """Remove what processes of this machine left half-written that were killed."""
        folder = self.folder / INCOMING if self.folder is not None else Path(tempfile.gettempdir())
        for half in folder.glob(f"{platform.node()}~*~*~*~*"):
            if not alive(half.name.rpartition("~")[0].replace("~", "/")):
                half.unlink(missing_ok=True)

    def has(self, digest: str, size: int | None = None) -> bool:
        """Whether the file is there, and of this size: a power failure can leave an empty one behind."""
        try:
            with _answering():
                found = self._size(digest)
        except FileNotFoundError:
            return False
        return size is None or found == size

    def get(self, digest: str) -> bytes:
        """The file. Raises MissingError."""
        try:
            with _answering():
                if self.folder is None:
                    return bytes(self.store.get(_place(digest)).bytes())
                with open(os.path.join(self.folder, _place(digest)), "rb") as file:
                    return file.read()
        except FileNotFoundError:
            raise _missing(digest) from None

    def part(self, digest: str, start: int, end: int) -> bytes:
        """The bytes [start, end) of the file, at least one. Raises MissingError."""
        try:
            with _answering():
                if self.folder is None:
                    return bytes(self.store.get_range(_place(digest), start=start, end=end))
                with open(os.path.join(self.folder, _place(digest)), "rb") as file:
                    file.seek(start)
                    return file.read(end - start)
        except FileNotFoundError:
            raise _missing(digest) from None

    def _size(self, digest: str) -> int:
        # The way through obstore and its threads costs ten times as much, three times for each document.
        if self.folder is not None:
            return os.stat(os.path.join(self.folder, _place(digest))).st_size
        size: int = self.store.head(_place(digest))["size"]
        return size

    def delete(self, digest: str) -> None:
        """Remove the file, whether it is there or not."""
        with suppress(FileNotFoundError), _answering():
            self.store.delete(_place(digest))

    def set_aside(self, digest: str) -> None:
        """Move a damaged file out of the way, to `damaged/`, so that a sound one can take its place."""
        with _answering():
            self.store.rename(_place(digest), f"damaged/{digest}")

    def listing(self) -> Iterator[Stored]:
        """All files in the order of their digests. A 256th of them is held in memory at a time."""
        for prefix in PREFIXES:
            yield from self.under(prefix)

    def under(self, prefix: str) -> list[Stored]:
        """The files whose digests begin with one of PREFIXES, or all of them ("" as `prefix`), in order."""
        with _answering():
            found = [
                Stored(name, entry["size"], entry["last_modified"].timestamp())
                for batch in self.store.list(prefix=prefix or None)
                for entry in batch
                if len(name := entry["path"].rpartition("/")[2]) == 64 and entry["path"] == _place(name)
            ]
        return sorted(found, key=lambda one: one.digest)


def _missing(digest: str) -> MissingError:
    return MissingError(f"file {digest[:12]} is not in the store; run trichluc verify")


@contextmanager
def _answering() -> Iterator[None]:
    """Errors of the service as ours: theirs hold addresses. FileNotFoundError passes."""
    from obstore.exceptions import BaseError

    try:
        yield
    except FileNotFoundError:
        raise
    except (BaseError, OSError) as error:
        raise StoreError(
            f"the store of files does not answer ({type(error).__name__}); check its address, permissions and space"
        ) from None


def open_blobs(address: str) -> Blobs:
    """The store of files at `address`: `file:///folder`, `s3://bucket/prefix` and the like, `memory:///`. Credentials
    come from the environment variables of the service (AWS_…, GOOGLE_…, AZURE_…). Raises StoreError."""
    from obstore.exceptions import BaseError
    from obstore.store import LocalStore, MemoryStore, from_url

    parts = urlsplit(address)
    try:
        if parts.scheme == "file":
            folder = Path(unquote(parts.path))
            folder.mkdir(parents=True, exist_ok=True)
            return Blobs(LocalStore(folder), folder)
        if parts.scheme == "memory":
            return Blobs(MemoryStore())
        return Blobs(from_url(address))
    except (BaseError, OSError, ValueError) as error:
        shown = f"{parts.scheme}://{parts.hostname or ''}{parts.path}"
        raise StoreError(
            f"{shown}: the files cannot be reached ({type(error).__name__}); check the address and the permissions"
        ) from None


def _write(folder: Path, digest: str, data: Content) -> None:
    """Into a folder, so that the file is there whole or not at all, also when the process is killed."""
    half = os.path.join(folder, INCOMING, f"{owner().replace('/', '~')}~{threading.get_ident()}")
    target = os.path.join(folder, _place(digest))
    try:
        if isinstance(data, bytes):
            _in_folder(half, lambda: Path(half).write_bytes(data))
        else:
            came = data.path
            _in_folder(half, lambda: _second_name(came, half))
        _in_folder(target, lambda: os.replace(half, target))
    finally:
        # It is gone by now, unless something failed, or both are names of one file: then renaming does nothing.
        Path(half).unlink(missing_ok=True)


def _second_name(path: Path, target: str) -> None:
    """The same file under another name; a copy where the file systems differ or know no second names."""
    try:
        os.link(path, target)
    except FileNotFoundError:
        raise
    except OSError:
        shutil.copyfile(path, target)


def _in_folder(path: str, write: Callable[[], object]) -> None:
    try:
        write()
    except FileNotFoundError:  # the first file of its folder
        os.makedirs(os.path.dirname(path), exist_ok=True)
        write()


def pack(data: bytes) -> bytes:
    """Compressed (Zstandard), the same bytes for the same data."""
    import zstandard

    return zstandard.ZstdCompressor(level=COMPRESSION_LEVEL).compress(data)


def unpack(data: bytes) -> bytes:
    """What `pack` compressed. Raises MissingError for anything else."""
    import zstandard

    try:
        return zstandard.ZstdDecompressor().decompress(data, max_output_size=UNPACKED_BYTES)
    except zstandard.ZstdError:
        raise MissingError("a stored result is damaged; run trichluc verify, then import again") from None


def _place(digest: str) -> str:
    """Two levels of folders: with ten million files each holds about 150."""
    return f"{digest[:2]}/{digest[2:4]}/{digest}"
