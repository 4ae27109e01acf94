"""A file that is being uploaded goes to a file on disk as it comes, is hashed and counted, and is never held in memory:
the body as it is, or one part of a form."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from io import BufferedWriter
from pathlib import Path
from urllib.parse import unquote

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request

from api.service.problems import Problem
from api.store.content import OnDisk

#: So much is written and hashed at a time, bytes.
AT_ONCE = 256 * 1024
#: Fields of a form besides the file, and what surrounds them, bytes.
FIELD_BYTES, AROUND_BYTES = 64 * 1024, 1024 * 1024
#: A caller that sends nothing for so long is gone, seconds.
SILENCE = 60.0
#: Longest name of a file that is kept, characters.
NAME_LENGTH = 255


@dataclass(slots=True)
class Received:
    """What came: the file, its name, and the other fields of the form."""

    file: OnDisk
    name: str
    fields: dict[str, str]


@asynccontextmanager
async def received(request: Request, place: Path, largest: int) -> AsyncIterator[Received]:
    """Receive the file of a request into `place`, of at most so many bytes; it is gone when this ends.

    Raises Problem `too_large`, `invalid_request`, `unsupported_media_type`, `slow_upload`.
    """
    kind, options = parse_options_header(request.headers.get("content-type"))
    if kind == b"application/json":
        raise Problem(
            "unsupported_media_type",
            "send the file itself, as the body or as the part `file` of a form (multipart/form-data)",
            "hãy gửi chính tệp văn bản, làm nội dung yêu cầu hoặc phần `file` của biểu mẫu (multipart/form-data)",
        )
    _announced(request, largest)
    sink = _Sink(place, largest)
    try:
        if kind == b"multipart/form-data":
            form = _Form(sink, options.get(b"boundary", b""))
            await _fed(request, form, largest + AROUND_BYTES)
            name, fields = form.finished()
        else:
            await _fed(request, sink, largest)
            name, fields = _name(request), {}
        yield Received(await run_in_threadpool(sink.finished), cleaned(name), fields)
    finally:
        sink.close()
        place.unlink(missing_ok=True)


def cleaned(name: str) -> str:
    """The base name of a file, without what a terminal or a file system would obey."""
    base = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(char for char in base if char.isprintable()).strip().strip(".").strip()
    return kept.encode("utf-8", "replace").decode()[-NAME_LENGTH:] or "document"


def _announced(request: Request, largest: int) -> None:
    """What is too large by its own word need not be read."""
    length = request.headers.get("content-length", "")
    if length.isdigit() and int(length) > largest + AROUND_BYTES:
        raise too_large(largest)


def too_large(largest: int) -> Problem:
    """The answer to a file of too many bytes."""
    return Problem(
        "too_large",
        f"the file has more than {largest} bytes; split or shrink it",
        f"tệp lớn hơn {largest} byte; hãy tách hoặc nén nhỏ lại",
        headers={"Connection": "close"},
        limit=largest,
    )


async def _fed(request: Request, sink: _Sink | _Form, most: int) -> None:
    """Give the body to whoever takes it, in pieces."""
    chunks: list[bytes] = []
    size = total = 0
    stream = request.stream().__aiter__()
    while True:
        try:
            async with asyncio.timeout(SILENCE):
                chunk = await anext(stream, b"")
        except TimeoutError:
            raise Problem("slow_upload", headers={"Connection": "close"}) from None
        except ClientDisconnect:
            raise Problem("invalid_request", "the upload ended before the file did", "tệp chưa được gửi hết") from None
        if chunk:
            chunks.append(chunk)
            size, total = size + len(chunk), total + len(chunk)
            if total > most:
                raise too_large(sink.largest)
        # The stream ends with an empty piece.
        if size >= AT_ONCE or (not chunk and size):
            piece = b"".join(chunks)
            await run_in_threadpool(sink.write, piece)
            chunks, size = [], 0
        if not chunk:
            return


@dataclass(slots=True)
class _Sink:
    """A file on disk that is being written, with its hash and size."""

    place: Path
    largest: int
    size: int = 0
    _hash: hashlib._Hash = field(default_factory=hashlib.sha256)
    _file: BufferedWriter | None = None

    def write(self, data: bytes | memoryview) -> None:
        """Raises Problem `too_large`."""
        self.size += len(data)
        if self.size > self.largest:
            raise too_large(self.largest)
        if self._file is None:
            self._file = open(self.place, "wb")  # noqa: SIM115 - closed by `close`
        self._hash.update(data)
        self._file.write(data)

    def finished(self) -> OnDisk:
        """The file, complete."""
        self.write(b"")
        self.close()
        return OnDisk(self.place, self._hash.hexdigest(), self.size)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


class _Form:
    """A form that is being read: the part `file` goes to the sink, the others are fields."""

    def __init__(self, sink: _Sink, boundary: bytes) -> None:
        self._sink, self.largest = sink, sink.largest
        self._header, self._value = b"", b""
        self._disposition: dict[bytes, bytes] = {}
        self._field: str | None = None
        self._name: str | None = None
        self._fields: dict[str, bytes] = {}
        self._ended = False
        if not boundary:
            raise _malformed("its Content-Type names no boundary")
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": self._on_header,
                "on_header_value": self._on_value,
                "on_header_end": self._on_header_end,
                "on_headers_finished": self._on_headers,
                "on_part_data": self._on_data,
                "on_end": self._on_end,
            },
        )

    def write(self, data: bytes) -> None:
        """Raises Problem."""
        try:
            self._parser.write(data)
        except FormParserError:
            raise _malformed("it breaks the rules of multipart/form-data") from None

    def finished(self) -> tuple[str, dict[str, str]]:
        """The name of the file, and the other fields. Raises Problem where there was no file."""
        if not self._ended:
            raise _malformed("it ends before its last boundary")
        if self._name is None:
            raise _malformed("it has no part `file` with a file name")
        return self._name, {name: value.decode("utf-8", "replace") for name, value in self._fields.items()}

    def _begin(self) -> None:
        self._header = self._value = b""
        self._disposition, self._field = {}, None

    def _on_header(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _on_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _on_header_end(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition = parse_options_header(self._value)[1]
        self._header = self._value = b""

    def _on_headers(self) -> None:
        self._field = self._disposition.get(b"name", b"").decode("utf-8", "replace")
        if self._field == "file":
            if self._name is not None:
                raise _malformed("it has more than one part `file`; send one file a request")
            self._name = text_of(self._disposition.get(b"filename", b""))
        elif self._field in self._fields:
            raise _malformed(f"it has more than one part `{self._field[:40]}`")
        else:
            self._fields[self._field] = b""

    def _on_data(self, data: bytes, start: int, end: int) -> None:
        if self._field == "file":
            self._sink.write(memoryview(data)[start:end])
        elif self._field is not None:
            self._fields[self._field] += data[start:end]
            if sum(map(len, self._fields.values())) > FIELD_BYTES:
                raise _malformed(f"its fields have more than {FIELD_BYTES} bytes")

    def _on_end(self) -> None:
        self._ended = True


def _malformed(why: str) -> Problem:
    return Problem(
        "invalid_request",
        f"the form cannot be read: {why}",
        "biểu mẫu không đúng dạng multipart/form-data, hoặc thiếu phần `file`",
        headers={"Connection": "close"},
    )


def _name(request: Request) -> str:
    """The name of a file that is the body: by the query, else by a header."""
    if name := request.query_params.get("name"):
        return name
    options = parse_options_header(request.headers.get("content-disposition"))[1]
    if not options and "filename*=" in request.headers.get("content-disposition", ""):
        # RFC 8187: UTF-8''b%C3%A1o%20c%C3%A1o.docx
        extended = request.headers["content-disposition"].partition("filename*=")[2].split(";")[0].strip()
        return unquote(extended.rpartition("'")[2])
    return text_of(options.get(b"filename", b"")) or unquote(request.headers.get("x-file-name", ""))


def text_of(name: bytes) -> str:
    """A name as it was sent: UTF-8, or what an old program writes."""
    try:
        return name.decode()
    except UnicodeDecodeError:
        return name.decode("windows-1258", "replace")
