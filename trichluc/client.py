"""A client of the service.

    from trichluc.client import Client

    client = Client("http://127.0.0.1:8000", token="tl_…")
    job = client.upload("bao-cao.pdf", external_id="VB-2021-00751", wait=30)
    report = client.report(job["id"])
    for reference in report.references:
        print(reference.code, report.text[slice(*reference.span)])

Errors are exceptions with a stable `code`: ProblemError where the service refused, UnreachableError where it did not
answer, both below `trichluc.TrichLucError`. It needs nothing but the standard library and this package.
"""

from __future__ import annotations

import json
import mimetypes
import os
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote, urlencode

from extractor.model import Report
from trichluc.answers import Cited, Document, Finding, Form, Hit, Job, Status
from trichluc.transport import Answer, Body, ProblemError, Transport, UnreachableError

__all__ = ["Client", "ProblemError", "UnreachableError"]

#: The longest that one request asks the service to wait, seconds.
_POLL = 30.0
_PIECE = 256 * 1024
#: Items of a page, and reports of a cited document, that are asked for at once.
_ITEMS, _REPORTS = "100", "200"


class Client:
    """One service with one token. It may be used by several threads. `timeout` is for each silence of the service, in
    seconds; `retries` is how often something is asked for again that the service was too busy for."""

    def __init__(self, url: str, token: str | None = None, *, timeout: float = 30.0, retries: int = 5) -> None:
        self._transport = Transport(url, token, timeout=timeout, retries=retries)

    # --- uploading ---

    def upload(
        self,
        path: str | os.PathLike[str],
        *,
        name: str | None = None,
        external_id: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        wait: float = 0.0,
        key: str | None = None,
    ) -> Job:
        """Upload a file and return its job, as it is when it is done or `wait` seconds are over. The same content again
        is the same document. `key` (Idempotency-Key) makes an upload that may have arrived safe to send again, also by
        another process; by default a new one for each call.

        Raises ProblemError, also where the file turns out to be one that cannot be extracted (its `problem["document"]`
        is the document that was stored nevertheless), UnreachableError, OSError.
        """
        file = Path(path)
        fields = {"external_id": external_id, "metadata": None if metadata is None else json.dumps(dict(metadata))}
        body, headers = _multipart(file, name or file.name, fields)
        headers["Idempotency-Key"] = key or uuid.uuid4().hex
        end = time.monotonic() + wait
        path = f"/v1/documents?wait={min(wait, _POLL):g}"
        job: Job = self._transport.send("POST", path, headers=headers, body=body, patience=_POLL).json()
        waiting = job["status"] in ("pending", "running") and end > time.monotonic()
        return self.wait(job["id"], end - time.monotonic()) if waiting else job

    def job(self, document: str, *, wait: float = 0.0) -> Job:
        """The job of a document, at once or when it changes, at most `wait` seconds (as long as the service lets)."""
        query = {"wait": f"{wait:g}"} if wait else {}
        found: Job = self._get(f"/v1/jobs/{quote(document, safe='')}", query, patience=wait).json()
        return found

    def wait(self, document: str, seconds: float) -> Job:
        """The job of a document when it is done or failed (then with its `error`), or after so many seconds."""
        end = time.monotonic() + seconds
        while True:
            left = max(0.0, end - time.monotonic())
            job = self.job(document, wait=min(left, _POLL))
            if job["status"] in ("done", "failed") or time.monotonic() >= end:
                return job

    # --- reading ---

    def document(self, document: str) -> Document:
        """A document with all that is known of it."""
        found: Document = self._get(_path(document)).json()
        return found

    def documents(
        self,
        *,
        issuer: str | None = None,
        unit: str | None = None,
        date_from: str | None = None,
        date_to: str | None = None,
        type: str | None = None,
        finding: str | None = None,
        status: Status | None = None,
        external_id: str | None = None,
        added_since: str | None = None,
    ) -> Iterator[Document]:
        """All documents that match, those taken in last first, fetched page by page."""
        query = {"issuer": issuer, "unit": unit, "from": date_from, "to": date_to, "type": type, "finding": finding}
        query |= {"status": status, "external_id": external_id, "added_since": added_since}
        return self._pages("/v1/documents", query)

    def report(self, document: str) -> Report:
        """What a document says, as `trichluc.extract` returns it. Raises also CorruptFileError, where the service is of
        another version of the schema: see `report_as`."""
        from extractor.export import from_json

        return from_json(self.report_as(document, "json"))

    def report_as(self, document: str, form: Form, *, listed: str | None = None) -> bytes:
        """What a document says as a file: json, html, csv (a ZIP of all lists, or the one that is `listed`), xlsx,
        annotations."""
        return self._get(f"{_path(document)}/report", {"format": form, "list": listed}).body

    def original(self, document: str, target: IO[bytes]) -> None:
        """Write the file of a document, as it was uploaded, to an open file. Broken off, it is not sent again."""
        self._transport.send("GET", f"{_path(document)}/original", safe=False, target=target)

    def page_image(self, document: str, number: int, *, scale: float = 1.5) -> bytes:
        """A page (from 1) of a PDF as PNG, `scale` pixels for a point."""
        return self._get(f"{_path(document)}/pages/{number}.png", {"scale": f"{scale:g}"}).body

    def delete(self, document: str) -> None:
        """Delete a document with all that is known of it."""
        self._transport.send("DELETE", _path(document), safe=False)

    # --- asking the archive ---

    def search(
        self,
        text: str = "",
        *,
        issuer: str | None = None,
        unit: str | None = None,
        date_from: str | None = None,
        date_to: str | None = None,
        type: str | None = None,
        finding: str | None = None,
        cites: str | None = None,
    ) -> Iterator[Hit]:
        """All documents that a search finds, the best first, fetched page by page."""
        query = {"q": text, "issuer": issuer, "unit": unit, "from": date_from, "to": date_to}
        return self._pages("/v1/search", {**query, "type": type, "finding": finding, "cites": cites})

    def references(
        self, code: str, *, date: str | None = None, issuer: str | None = None, relation: str | None = None
    ) -> list[Cited]:
        """The documents that a number may be, each with all reports that cite it."""
        path, query = f"/v1/references/{quote(code, safe='')}", {"date": date, "issuer": issuer, "relation": relation}
        found: list[Cited] = self._get(path, {**query, "limit": _REPORTS}).json()["items"]
        for cited in found:
            while cursor := cited["citing"]["next"]:
                more = self._get(path, {**query, "limit": _REPORTS, "cursor": cursor}).json()["items"]
                cited["citing"]["next"] = more[0]["citing"]["next"] if more else None
                cited["citing"]["items"] += more[0]["citing"]["items"] if more else []
        return found

    def findings(
        self, *, type: str | None = None, severity: str | None = None, document: str | None = None
    ) -> Iterator[Finding]:
        """What does not agree inside reports, over the archive, fetched page by page."""
        return self._pages("/v1/findings", {"type": type, "severity": severity, "document": document})

    def stats(self) -> dict[str, Any]:
        """How much of what there is."""
        found: dict[str, Any] = self._get("/v1/stats").json()
        return found

    def _get(self, path: str, query: Mapping[str, str | None] | None = None, *, patience: float = 0.0) -> Answer:
        given = {name: value for name, value in (query or {}).items() if value is not None}
        return self._transport.send("GET", f"{path}?{urlencode(given)}" if given else path, patience=patience)

    def _pages(self, path: str, query: Mapping[str, str | None]) -> Iterator[Any]:
        cursor: str | None = None
        while True:
            page = self._get(path, {**query, "limit": _ITEMS, "cursor": cursor}).json()
            yield from page["items"]
            cursor = page["next"]
            if cursor is None:
                return


def _path(document: str) -> str:
    return f"/v1/documents/{quote(document, safe='')}"


def _multipart(file: Path, name: str, fields: Mapping[str, str | None]) -> tuple[Body, dict[str, str]]:
    """A form with a file (RFC 7578), which is read piece by piece while it is sent."""
    boundary = uuid.uuid4().hex
    start = b"".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode()
        for field, value in fields.items()
        if value is not None
    )
    shown = name.replace("\\", "\\\\").replace('"', '\\"').replace("\r", "%0D").replace("\n", "%0A")
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    start += f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{shown}"\r\n'.encode()
    start += f"Content-Type: {kind}\r\n\r\n".encode()
    end = f"\r\n--{boundary}--\r\n".encode()

    def body() -> Iterable[bytes]:
        yield start
        with file.open("rb") as data:
            while piece := data.read(_PIECE):
                yield piece
        yield end

    length = len(start) + file.stat().st_size + len(end)
    return body, {"Content-Type": f"multipart/form-data; boundary={boundary}", "Content-Length": str(length)}
