"""The file of a document, byte by byte as it came."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from api.service.problems import Problem
from api.service.reading import lookup
from api.service.reading.headers import attachment, matches, part
from api.store import Store
from api.store.errors import MissingError
from extractor.read.sniff import Format, sniff

#: By its content; a browser is told to save it, whatever it is.
_BY_FORMAT: dict[Format, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "doc": "application/msword",
    "rtf": "application/rtf",
    "odt": "application/vnd.oasis.opendocument.text",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xls": "application/vnd.ms-excel",
    "text": "text/plain",
}
_OTHER = "application/octet-stream"
#: All that a file may be said to be.
MEDIA_TYPES = (_OTHER, *_BY_FORMAT.values())
#: Bytes that tell most formats, and bytes of a file that are in memory at a time.
_HEAD, _PIECE = 4096, 1024 * 1024


@dataclass(frozen=True, slots=True)
class Original:
    """What is answered: status 200, 206 or 304, and the file or a part of it, piece by piece."""

    status: int
    chunks: Iterator[bytes]
    media_type: str
    headers: dict[str, str]


def original(store: Store, uid: str, asked: str | None, none_match: str | None) -> Original:
    """The file of a document, or the part that `asked` (Range) says.

    Raises Problem `not_found`, `not_kept`, `range_not_satisfiable`, `file_missing`.
    """
    document = lookup.known(store, uid)
    if not document.original:
        raise not_kept()
    tag = f'"{document.sha256}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Accept-Ranges": "bytes"}
    if matches(none_match, tag):
        return Original(304, iter(()), "", headers)
    try:
        wanted = part(asked, document.size)
    except ValueError:
        raise Problem("range_not_satisfiable", headers={"Content-Range": f"bytes */{document.size}"}) from None
    start, end = wanted or (0, document.size)
    try:
        head = store.blobs.part(document.sha256, 0, min(_HEAD, document.size))
    except MissingError:
        raise lookup.missing() from None
    headers |= {**attachment(document.name), "Content-Length": str(end - start)}
    if wanted:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{document.size}"
    media_type = _BY_FORMAT.get(sniff(head), _OTHER)
    return Original(206 if wanted else 200, _pieces(store, document.sha256, start, end), media_type, headers)


def _pieces(store: Store, digest: str, start: int, end: int) -> Iterator[bytes]:
    for first in range(start, end, _PIECE):
        yield store.blobs.part(digest, first, min(first + _PIECE, end))


def not_kept() -> Problem:
    """What is said of a document whose content must not be kept."""
    return Problem(
        "not_kept",
        "the content of this document is not kept, because it carries a secrecy mark or was refused",
        "nội dung văn bản này không được lưu vì có dấu độ mật hoặc bị từ chối",
    )
