"""What the calling system says of a document: kept, found, compared; and nothing of what must not be kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from api.keeping.surfaces import check_documents
from api.search import Filters, search
from api.store import Settings, Store, tables
from api.store.described import differences
from tests.api.store.test_secrecy import folder_of
from tests.importing import report
from tests.uploading import PATIENCE, actions, count, secret, sent

HERE = f"/v1/documents?wait={PATIENCE}"
OWN = {
    "code": "751/BC-UBND",
    "number": "751",
    "date": "2021-03-12",
    "issuer": "UBND huyện Kông Chro",
    "issuer_key": "ubnd huyen kong chro",
    "title": "Kết quả công tác cải cách hành chính",
    "type_name": "Báo cáo",
}


@pytest.mark.parametrize(
    ("metadata", "fields"),
    [
        ({}, []),
        ({"số": "751", "ký hiệu": "BC-UBND", "ngày": "12/3/2021"}, []),
        ({"so": 751, "Ky_Hieu": "751/BC-UBND", "ngay": "2021-03-12T00:00:00"}, []),
        ({"number": "0751/BC-UBND", "date": "2021"}, []),
        ({"number": "752"}, ["number"]),
        ({"symbol": "BC-SNV"}, ["symbol"]),
        ({"số, ký hiệu": "752/BC-UBND"}, ["symbol"]),
        ({"date": "2021-03-13"}, ["date"]),
        ({"date": "4/2021"}, ["date"]),
        ({"cơ quan": "Ủy ban nhân dân huyện Kông Chro, tỉnh Gia Lai"}, []),
        ({"cơ quan ban hành": "UBND huyện Mang Yang"}, ["issuer"]),
        ({"trích yếu": "Báo cáo kết quả công tác cải cách hành chính năm 2021"}, []),
        ({"trích yếu": "V/v kết quả công tác CCHC, cải cách hành chính"}, []),
        ({"subject": "Tình hình thu ngân sách"}, ["subject"]),
        ({"number": None, "date": "", "issuer": ["a"]}, []),
        ({"number": "x", "symbol": "752", "issuer": "...", "subject": "  "}, ["symbol"]),
    ],
)
def test_metadata_is_compared_in_any_spelling(metadata: dict[str, object], fields: list[str]) -> None:
    assert [one.field for one in differences(metadata, OWN)] == fields
    nothing = dict.fromkeys(OWN)
    assert differences(metadata, nothing) == []


def found(store: Store, **filters: str) -> list[str]:
    return [hit.name for hit in search(store, "", Filters(**filters)).hits]


def test_what_is_said_is_found_and_compared(client: TestClient, store: Store) -> None:
    metadata = {"số": "2", "trích yếu": "Kết quả công tác", "ghi chú": {"hồ sơ": "Đợt kiểm tra"}}
    told = client.post(HERE, **sent("a.txt", external_id="VB 1/x", metadata=json.dumps(metadata))).json()
    (one,) = told["differences"]
    assert (one["field"], one["given"], one["found"]) == ("number", "2", "1")
    assert "(2)" in one["message_vi"]
    assert "(1)" in one["message_en"]
    client.post(HERE, **sent("b.txt", report(2), external_id="VB 2/x"))
    assert found(store, external_id="vb 1/X") == ["a.txt"]
    assert found(store, metadata="dot kiem tra") == ["a.txt"]
    assert found(store, metadata="kiem dot") == []
    assert found(store, finding="metadata_differs") == ["a.txt"]
    with store.reading() as connection:
        rows = connection.execute(select(tables.finding).where(tables.finding.c.type == "metadata_differs")).all()
    assert [(row.item, row.severity) for row in rows] == [("metadata:number", "warning")]
    assert list(check_documents(store, contents=True, progress=lambda *_: None)) == []


def test_what_is_said_later_counts_once(client: TestClient, store: Store) -> None:
    first = client.post(HERE, **sent("a.txt")).json()
    assert (first["metadata"], first["differences"]) == (None, [])
    said = client.post(HERE, **sent("a.txt", external_id="VB-1", metadata='{"số": "2"}')).json()
    assert said["id"] == first["id"]
    assert [one["field"] for one in said["differences"]] == ["number"]
    assert found(store, external_id="VB-1") == ["a.txt"]
    other = client.post(HERE, **sent("a.txt", external_id="VB-9", metadata='{"số": "1"}')).json()
    assert (other["external_id"], other["metadata"]) == ("VB-1", {"số": "2"})
    assert [action for action, _ in actions(store)] == ["document.upload", "document.describe"]
    assert list(check_documents(store, contents=True, progress=lambda *_: None)) == []


def traces(folder: Path, words: list[str]) -> list[str]:
    forms = [word.encode(encoding) for word in words for encoding in ("utf-8", "utf-16-le")]
    return [
        str(file) for file in folder.rglob("*") if file.is_file() and any(form in file.read_bytes() for form in forms)
    ]


def test_of_a_document_with_a_mark_of_secrecy_nothing_is_kept(
    client: TestClient, store: Store, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    text = secret() + "Zzăkphương zzakphuong"
    metadata = json.dumps({"trích yếu": "Zzăkphương"}, ensure_ascii=False)
    for _ in range(2):
        answer = client.post(HERE, **sent("a.txt", text, external_id="VB-1", metadata=metadata))
        assert (answer.status_code, answer.json()["code"]) == (422, "secret")
        assert "Zzăk" not in answer.text
    uid = answer.json()["document"]
    answer = client.post("/v1/extract", **sent("a.txt", text))
    assert (answer.status_code, answer.json()["code"]) == (422, "secret")
    assert actions(store) == [
        ("document.upload", f"document:{uid}"),
        ("document.withhold", f"document:{uid}"),
        ("extract.withhold", None),
    ]
    job = client.get(f"/v1/jobs/{uid}").json()
    assert (job["status"], job["metadata"], job["external_id"]) == ("failed", None, "VB-1")
    assert client.get(f"/v1/documents/{uid}/original").status_code == 410
    held = (tables.blob, tables.source, tables.report, tables.report_text, tables.finding)
    assert [count(store, table) for table in held] == [0] * len(held)
    assert traces(folder_of(settings) / "files", ["Zzăkphương", "zzakphuong"]) == []
    assert "Zzăk" not in caplog.text
    with store.reading() as connection:
        assert "Zz" not in str(connection.execute(select(tables.audit)).all())
