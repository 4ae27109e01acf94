"""Files at addresses: all objects under a prefix of an object store (`s3://bucket/prefix`, `gs://…`, `az://…`), and
single files of web servers (`https://…`). Credentials come from the environment variables of the service; what an
address itself holds of them is used, but never shown or written down."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import unquote, urlsplit

from api.importing.errors import AddressError
from api.importing.found import Found, NotReadError, passed_over
from api.store.keys import clean
from extractor.limits import DEFAULT_LIMITS

if TYPE_CHECKING:
    from obstore import ObjectMeta
    from obstore.store import ObjectStore

#: Addresses of object stores; `http` and `https` are single files.
OBJECT_STORES = frozenset(("s3", "s3a", "gs", "az", "adl", "azure", "abfs", "abfss"))
_BUFFER = 1 << 20


def is_address(place: str) -> bool:
    """Whether a place is an address rather than a path."""
    return urlsplit(place).scheme.lower() in OBJECT_STORES | {"http", "https"} and "://" in place


def shown(address: str) -> str:
    """An address without user, password, and what stands behind the question mark, where signatures are."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def files(address: str, left_out: Callable[[], None]) -> Iterator[Found]:
    """The files at an address; `left_out` is called for each hidden or temporary one. Raises AddressError."""
    from obstore.exceptions import BaseError

    try:
        if urlsplit(address).scheme.lower() in OBJECT_STORES:
            yield from _objects(address, left_out)
        else:
            yield _page(address)
    except FileNotFoundError:
        raise AddressError(f"{shown(address)}: nothing is there; check the address") from None
    except (BaseError, OSError, ValueError) as error:
        # Its text may quote the whole address.
        raise AddressError(
            f"{shown(address)}: cannot be reached ({type(error).__name__}); check the address, the network and the "
            "credentials in the environment"
        ) from None


def _objects(address: str, left_out: Callable[[], None]) -> Iterator[Found]:
    from obstore.store import from_url

    if "@" in urlsplit(address).netloc and urlsplit(address).scheme.lower().startswith("s3"):
        raise AddressError(f"{shown(address)}: credentials belong into the environment (AWS_ACCESS_KEY_ID, …)")
    store = from_url(address)
    place = shown(address).rstrip("/")
    some = False
    for batch in store.list():
        for entry in batch:
            some = True
            if any(passed_over(part) for part in entry["path"].split("/")):
                left_out()
                continue
            name = entry["path"].rpartition("/")[2]
            yield _found(store, f"{place}/{entry['path']}", name, entry)
    if not some:
        # A prefix that is the name of one object lists nothing below it.
        yield _found(store, place, place.rpartition("/")[2], {**store.head(""), "path": ""})


def _page(address: str) -> Found:
    from obstore.store import HTTPStore

    store = HTTPStore.from_url(address, client_options={"allow_http": True})
    entry = store.head("")
    name = unquote(urlsplit(address).path.rstrip("/").rpartition("/")[2]) or (urlsplit(address).hostname or "document")
    return _found(store, shown(address), name, {**entry, "path": ""})


def _found(store: ObjectStore, place: str, name: str, entry: ObjectMeta) -> Found:
    content = partial(_open, store, entry["path"], entry["size"])
    changed = _nanoseconds(entry["last_modified"])
    return Found(clean(place) or "", clean(name) or "", entry["size"], changed, content, True)


def _nanoseconds(time: datetime) -> int:
    return int(time.timestamp()) * 1_000_000_000 + time.microsecond * 1000


def _open(store: ObjectStore, path: str, size: int) -> BinaryIO:
    if size > DEFAULT_LIMITS.file_bytes:
        # Only an archive may be so large; it is read here and there.
        return io.BufferedReader(_Reader(store, path, size), _BUFFER)
    with _told():
        return io.BytesIO(bytes(store.get(path).bytes()))


@contextmanager
def _told() -> Iterator[None]:
    """Errors of the object store without their text, which quotes the address."""
    from obstore.exceptions import BaseError

    try:
        yield
    except (BaseError, OSError, ValueError) as error:
        raise NotReadError(f"it cannot be fetched: {type(error).__name__}") from None


class _Reader(io.RawIOBase):
    """An object as a file that can be read from any place, without being fetched whole."""

    def __init__(self, store: ObjectStore, path: str, size: int) -> None:
        self._store, self._path, self._size, self._at = store, path, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        length = min(len(buffer), self._size - self._at)
        if length <= 0:
            return 0
        with _told():
            data = memoryview(self._store.get_range(self._path, start=self._at, length=length))
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)
