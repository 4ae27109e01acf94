"""The report of a document in each form, and its file."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import update

from api.service.problems import Problem
from api.service.reading import headers, negotiation
from api.store import Settings, Store, tables
from api.store.blobs import unpack
from extractor.export import from_json
from extractor.export.lists import LIST_NAMES, listings
from extractor.pipeline import extract
from tests.api.service.conftest import TestClient
from tests.api.service.reading import made

HTML = "text/html; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """One database will do: what is asked of it is asked in test_documents.py of both."""
    return Settings(f"sqlite:///{tmp_path / 'store' / 'trichluc.db'}", (tmp_path / "store" / "files").as_uri())


def test_json_is_what_is_stored(client: TestClient, kept: Store, archive: dict[str, str]) -> None:
    path = f"/v1/documents/{archive['bao-cao.pdf']}/report"
    answer = client.get(path)
    assert answer.headers["content-type"] == "application/json"
    tag = answer.headers["etag"]
    assert answer.content == unpack(kept.blobs.get(tag.strip('"')))
    assert from_json(answer.content) == extract(made.pdf(), name="bao-cao.pdf")
    assert answer.headers["cache-control"] == "private, no-cache"
    for given in (tag, f'"other", {tag}', f"W/{tag}", "*"):
        again = client.get(path, headers={"If-None-Match": given})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag), given
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200
    # Another form of it is another thing.
    assert client.get(path, params={"format": "html"}, headers={"If-None-Match": tag}).status_code == 200


def test_every_form_by_name_and_by_accept(client: TestClient, archive: dict[str, str]) -> None:
    path = f"/v1/documents/{archive['bao-cao.pdf']}/report"
    for form, accept, media_type in (
        ("json", "application/json", "application/json"),
        ("html", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", HTML),
        ("csv", "application/zip", "application/zip"),
        ("xlsx", XLSX, XLSX),
        ("annotations", "application/ld+json", "application/ld+json"),
    ):
        named = client.get(path, params={"format": form})
        asked = client.get(path, headers={"Accept": accept})
        assert named.headers["content-type"] == asked.headers["content-type"] == media_type
        assert named.content == asked.content
        assert named.headers["etag"] == asked.headers["etag"]
        assert named.headers["x-content-type-options"] == "nosniff"
        assert named.headers["vary"] == "Accept"
        again = client.get(path, params={"format": form}, headers={"If-None-Match": named.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
    refused = client.get(path, headers={"Accept": "image/png"})
    assert (refused.status_code, refused.json()["code"]) == (406, "not_acceptable")
    assert client.get(path, params={"format": "pdf"}).status_code == 422


def test_what_the_forms_hold(client: TestClient, archive: dict[str, str]) -> None:
    path = f"/v1/documents/{archive['bao-cao.pdf']}/report"
    report = extract(made.pdf(), name="bao-cao.pdf")

    def get(**asked: str) -> Any:
        return client.get(path, params=asked)

    page = get(format="html")
    assert "751/QĐ-UBND" in page.text
    # Whatever is in it, it is of no origin: it reaches no session.
    assert page.headers["content-security-policy"] == "sandbox allow-scripts"
    with zipfile.ZipFile(io.BytesIO(get(format="csv").content)) as archived:
        assert archived.namelist() == [f"{name}.csv" for name in LIST_NAMES]
        dates = archived.read("dates.csv")
    one = get(format="csv", list="dates")
    assert one.headers["content-type"] == "text/csv; charset=utf-8"
    assert one.content == dates
    assert len(list(csv.reader(io.StringIO(dates.decode("utf-8-sig"))))) == len(report.dates) + 1
    assert get(format="csv", list="nothing").status_code == 422
    references = client.get(path, headers={"Accept": "text/csv"})
    assert references.content == get(format="csv", list="references").content
    book = openpyxl.load_workbook(io.BytesIO(get(format="xlsx").content))
    assert "Viện dẫn" in book.sheetnames
    assert json.loads(get(format="annotations").content)["type"] == "AnnotationPage"
    assert "bao-cao.xlsx" in get(format="xlsx").headers["content-disposition"]


def test_lists_have_the_names_that_are_told() -> None:
    assert tuple(one.name for one in listings(extract(made.pdf(), name="a.pdf"))) == LIST_NAMES


def test_a_document_without_a_report_says_why(client: TestClient, archive: dict[str, str]) -> None:
    waiting = client.get(f"/v1/documents/{archive['chờ.txt']}/report")
    assert (waiting.status_code, waiting.json()["code"]) == (409, "not_ready")
    assert waiting.headers["retry-after"] == "2"
    failed = client.get(f"/v1/documents/{archive['hỏng.pdf']}/report")
    assert (failed.status_code, failed.json()["code"], failed.json()["error"]) == (409, "no_report", "corrupt")
    assert client.get(f"/v1/documents/{archive['chờ.txt']}/pages/1").json()["code"] == "not_ready"
    assert client.get(f"/v1/documents/{archive['hỏng.pdf']}/pages/1.png").json()["code"] == "no_report"


def test_a_lost_file_is_a_problem_that_names_no_path(client: TestClient, kept: Store, archive: dict[str, str]) -> None:
    path = f"/v1/documents/{archive['bao-cao.pdf']}"
    kept.blobs.delete(client.get(path).json()["sha256"])
    kept.blobs.delete(client.get(f"{path}/report").headers["etag"].strip('"'))
    for part in ("/report", "/original", "/pages/1", "/pages/1.png"):
        answer = client.get(f"{path}{part}")
        assert (answer.status_code, answer.json()["code"]) == (500, "file_missing"), part
        assert str(kept.blobs.folder) not in answer.text


# --- the file ---


def test_the_file_comes_back_as_it_came(client: TestClient, archive: dict[str, str]) -> None:
    path = f"/v1/documents/{archive['bao-cao.pdf']}/original"
    answer = client.get(path)
    assert answer.content == made.pdf()
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-length"] == str(len(made.pdf()))
    assert answer.headers["content-disposition"].startswith('attachment; filename="bao-cao.pdf"')
    assert answer.headers["x-content-type-options"] == "nosniff"
    again = client.get(path, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    text = client.get(f"/v1/documents/{archive['khác.txt']}/original")
    # Nobody knows its encoding.
    assert text.headers["content-type"] == "text/plain"
    assert text.content == made.OTHER.encode()
    assert "filename*=UTF-8''kh%C3%A1c.txt" in text.headers["content-disposition"]


def test_parts_of_the_file(client: TestClient, archive: dict[str, str]) -> None:
    path, data = f"/v1/documents/{archive['bao-cao.pdf']}/original", made.pdf()
    size = len(data)
    for asked, start, end in (("0-9", 0, 10), ("5-5", 5, 6), (f"{size - 4}-", size - 4, size), ("-3", size - 3, size)):
        answer = client.get(path, headers={"Range": f"bytes={asked}"})
        assert (answer.status_code, answer.content) == (206, data[start:end]), asked
        assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/{size}"
    for asked in (f"bytes={size}-", "bytes=-0"):
        answer = client.get(path, headers={"Range": asked})
        assert (answer.status_code, answer.headers["content-range"]) == (416, f"bytes */{size}")
    # Several parts, or what is no range: all of it.
    for asked in ("bytes=0-1,4-5", "bytes=9-2", "lines=1-2", "bytes=-", "bytes=a-b"):
        assert client.get(path, headers={"Range": asked}).content == data, asked


def test_what_is_not_kept_is_not_given(client: TestClient, kept: Store, archive: dict[str, str]) -> None:
    uid = archive["hỏng.pdf"]
    with kept.writing() as connection:
        connection.execute(update(tables.document).where(tables.document.c.uid == uid).values(original=False))
    for part in ("/original", "/pages/1", "/pages/1.png"):
        answer = client.get(f"/v1/documents/{uid}{part}")
        assert (answer.status_code, answer.json()["code"]) == (410, "not_kept"), part


# --- names, ranges, forms ---


@pytest.mark.parametrize(
    ("name", "saved"),
    [
        ("Báo cáo số 1.docx", "Báo cáo số 1.docx"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("C:\\tệp\\a.pdf", "C__tệp_a.pdf"),
        ('a".pdf\r\nX-Evil: 1', "a_.pdfX-Evil_ 1"),
        ("baocao\u202efdp.exe", "baocaofdp.exe"),
        ("\u200b\u2028", "document"),
        (".pdf", "pdf"),
        ("ă" * 400 + ".pdf", "ă" * 147 + ".pdf"),
        ("x" * 400, "x" * 150),
        ("a\0b.txt", "ab.txt"),
        ("ba\u0301o.txt", "báo.txt"),
        ("", "document"),
    ],
)
def test_a_file_is_saved_under_a_harmless_name(name: str, saved: str) -> None:
    assert headers.saved_name(name) == saved
    field = headers.attachment(name)["Content-Disposition"]
    assert field.isascii()
    assert field.isprintable()
    assert field.count('"') == 2


def test_the_plain_name_is_legible_without_marks() -> None:
    field = headers.attachment("Báo cáo Đắk Lắk.pdf")["Content-Disposition"]
    expected = "B%C3%A1o%20c%C3%A1o%20%C4%90%E1%BA%AFk%20L%E1%BA%AFk.pdf"
    assert field == f"attachment; filename=\"Bao cao Dak Lak.pdf\"; filename*=UTF-8''{expected}"


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        (None, "json"),
        ("", "json"),
        ("*/*", "json"),
        ("text/*", "html"),
        ("application/*;q=0.1, text/html", "html"),
        ("application/json;q=0.5, text/html;q=0.4", "json"),
        ("application/json;q=0, */*", "html"),
        ("TEXT/CSV", "csv"),
        ("application/ld+json; profile=x", "annotations"),
        ("nonsense, text/html;q=zero, text/csv", "csv"),
    ],
)
def test_the_form_that_is_wanted_most(accept: str | None, form: str) -> None:
    assert negotiation.chosen(None, accept)[0] == form


@pytest.mark.parametrize("accept", ["image/*", "text/plain", "*/*;q=0", "nonsense"])
def test_no_form_that_is_wanted(accept: str) -> None:
    with pytest.raises(Problem, match="a report is given as"):
        negotiation.chosen(None, accept)
