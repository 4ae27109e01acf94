"""The report of a document in the forms that people and programs take."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

from api.service.reading import lookup
from api.service.reading.headers import attachment, matches
from api.service.reading.negotiation import Form
from api.store import Store
from extractor.export import from_json, to_annotations, to_csv_files, to_html, to_xlsx
from extractor.model import Report
from extractor.pipeline import CODE_VERSION

#: Excel takes a file for UTF-8 by it.
_MARK = b"\xef\xbb\xbf"
#: The same report gives the same archive.
_MADE = (1980, 1, 1, 0, 0, 0)
#: The page is of a stranger's text. It may run its own script and nothing else, and is of no origin: a fault in it
#: reaches no session.
_PAGE = {"Content-Security-Policy": "sandbox allow-scripts"}


@dataclass(frozen=True, slots=True)
class Answer:
    """A body with its media type and headers; no body where the caller has it already (304)."""

    body: bytes | None
    media_type: str
    headers: dict[str, str]


def answer(store: Store, uid: str, form: Form, media_type: str, listed: str | None, none_match: str | None) -> Answer:
    """The newest report of a document. `listed` names one list of the CSV form, which is all of them as a ZIP archive
    otherwise; `none_match` is what the caller has (If-None-Match).

    Raises Problem `not_found`, `not_ready`, `no_report`, `file_missing`.
    """
    document = lookup.known(store, uid)
    if document.report_sha256 is None:
        raise lookup.without_report(document)
    if form == "csv":
        listed, media_type = _csv(listed, media_type)
    tag = _tag(document.report_sha256, form, listed)
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Accept"}
    if matches(none_match, tag):
        return Answer(None, media_type, headers)
    data = lookup.report_json(store, document)
    if form == "json":
        return Answer(data, media_type, headers)
    body = _written(from_json(data), form, listed)
    if form == "html":
        return Answer(body, "text/html; charset=utf-8", headers | _PAGE)
    suffix = (listed and f"{listed}.csv") or {"csv": "csv.zip", "xlsx": "xlsx", "annotations": "jsonld"}[form]
    name = f"{document.name.rpartition('.')[0] or document.name}.{suffix}"
    return Answer(body, media_type, headers | attachment(name))


def _csv(listed: str | None, media_type: str) -> tuple[str | None, str]:
    """The list, and the media type that it has. text/csv in Accept asks for one list: the references."""
    if listed is None and media_type == "text/csv":
        listed = "references"
    if listed is None:
        return None, "application/zip"
    return listed, "text/csv; charset=utf-8"


def _tag(digest: str, form: Form, listed: str | None) -> str:
    """That of JSON is the hash of what is stored. Another form also depends on the program that writes it."""
    if form == "json":
        return f'"{digest}"'
    return f'W/"{digest}-{listed or form}-{CODE_VERSION}"'


def _written(report: Report, form: Form, listed: str | None) -> bytes:
    match form:
        case "html":
            return to_html(report).encode()
        case "xlsx":
            return to_xlsx(report)
        case "annotations":
            return to_annotations(report)
    lists = to_csv_files(report)
    return _MARK + lists[listed].encode() if listed else _zipped(lists)


def _zipped(lists: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in lists.items():
            archive.writestr(zipfile.ZipInfo(f"{name}.csv", _MADE), _MARK + content.encode(), zipfile.ZIP_DEFLATED)
    return out.getvalue()
