"""Lists of documents, one of them, and letting go of it."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from sqlalchemy import func, insert, select, text

from api.service.access import auditing
from api.service.cursors import sealed
from api.store import Store, tables
from api.store.documents import Incoming, accept
from tests.api.service.conftest import ClientOf, TestClient
from tests.api.service.reading import made
from tests.archive import fill


def names(client: TestClient, **asked: Any) -> list[str]:
    answer = client.get("/v1/documents", params=asked)
    assert answer.status_code == 200, answer.text
    return [one["name"] for one in answer.json()["items"]]


# --- lists ---


def test_a_list_shows_what_was_taken_in_last_first(client: TestClient, archive: dict[str, str]) -> None:
    answer = client.get("/v1/documents").json()
    assert [one["name"] for one in answer["items"]] == [*reversed(made.NAMES)]
    assert answer["next"] is None
    waiting, failed, _, report = answer["items"]
    assert (waiting["status"], waiting["number"], waiting["mentions"]) == ("pending", None, None)
    assert failed["status"] == "failed"
    assert failed["error"]["code"] == "corrupt"
    assert failed["error"]["detail"] == "damaged; send it again"
    assert "hỏng" in failed["error"]["detail_vi"]
    assert report["id"] == archive["bao-cao.pdf"]
    assert (report["number"], report["date"], report["issuer"]) == ("214/BC-UBND", "2022-09-15", "UBND huyện Mang Yang")
    assert report["type"] == {"code": "BC", "name": "Báo cáo"}
    assert report["pages"] == 2
    assert report["mentions"] == 3
    assert report["error"] is None


#: What is asked for, and what is found: all in one test, because each archive takes its time.
FILTERS: list[tuple[dict[str, str], list[str]]] = [
    ({"issuer": "mang yang"}, ["bao-cao.pdf"]),
    ({"issuer": "UBND huyện"}, ["khác.txt", "bao-cao.pdf"]),
    ({"unit": "tỉnh Gia Lai"}, ["khác.txt", "bao-cao.pdf"]),
    ({"unit": "Nghệ An"}, []),
    ({"from": "2023"}, ["khác.txt"]),
    ({"to": "15/9/2022"}, ["bao-cao.pdf"]),
    ({"from": "2022-09-16", "to": "2023-03-19"}, []),
    ({"from": "2024", "to": "2023"}, []),
    ({"from": "31/2/2023"}, ["khác.txt"]),
    ({"to": "0000"}, []),
    ({"type": "báo cáo", "from": "2022", "to": "2022-12"}, ["bao-cao.pdf"]),
    ({"type": "QĐ"}, []),
    ({"finding": "date_conflict"}, ["khác.txt"]),
    ({"status": "failed"}, ["hỏng.pdf"]),
    ({"status": "pending"}, ["chờ.txt"]),
    ({"status": "running"}, []),
    ({"status": "done", "issuer": "chu se"}, ["khác.txt"]),
    ({"external_id": "DVC-2022-0915"}, ["bao-cao.pdf"]),
    ({"external_id": "DVC-2022"}, []),
    ({"external_id": "\0"}, []),
    ({"added_since": "2000-01-01T00:00:00"}, [*reversed(made.NAMES)]),
    ({"added_since": "9999-12-31T23:59:59+00:00"}, []),
    ({"added_since": "0001-01-01T00:00:00+14:00"}, [*reversed(made.NAMES)]),
    ({"issuer": "!"}, []),
]


def test_filters_narrow_a_list(client: TestClient, archive: dict[str, str]) -> None:
    answers = [(asked, names(client, **asked)) for asked, _ in FILTERS]
    assert answers == FILTERS


def test_what_is_of_no_known_form_is_a_problem(client: TestClient) -> None:
    wrong: list[dict[str, str]] = [
        *({"from": "khi nào"}, {"to": "2022-13-01"}, {"limit": "0"}, {"limit": "201"}, {"status": "gone"}),
        *({"added_since": "hôm qua"}, {"added_since": "0.5"}, {"added_since": "2022-01-01"}),
        *({"cursor": "x"}, {"cursor": "é" * 50}, {"cursor": "x" * 5000}),
        {"issuer": "x" * 501},
    ]
    answers = [client.get("/v1/documents", params=asked) for asked in wrong]
    assert [answer.status_code for answer in answers] == [422] * len(wrong)
    assert {answer.headers["content-type"] for answer in answers} == {"application/problem+json"}
    assert {answer.json()["code"] for answer in answers} == {"invalid_request"}
    unknown = client.get("/v1/documents", params={"cursor": "x" * 100})
    assert (unknown.status_code, unknown.json()["code"]) == (404, "invalid_cursor")


def test_pages_neither_repeat_nor_leave_out_what_was_there_all_the_time(
    client: TestClient, app: FastAPI, archive: dict[str, str]
) -> None:
    store: Store = app.state.store
    accept(store, [Incoming(f"{number}.txt", f"số {number}".encode()) for number in range(7)])
    before = {one["id"] for one in client.get("/v1/documents").json()["items"]}
    seen, cursor, gone = [], None, set()
    while True:
        asked = {"limit": 3} | ({"cursor": cursor} if cursor else {})
        page = client.get("/v1/documents", params=asked).json()
        seen += [one["id"] for one in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
        # The last one of a page goes, and another one comes.
        assert client.delete(f"/v1/documents/{seen[-1]}").status_code == 204
        gone.add(seen[-1])
        accept(store, [Incoming("mới.txt", f"mới {len(seen)}".encode())])
    assert len(seen) == len(set(seen))
    assert before - gone <= set(seen)
    assert not set(seen) - before


def test_a_cursor_is_of_one_list_and_one_workspace(
    client: TestClient, stranger: TestClient, app: FastAPI, archive: dict[str, str]
) -> None:
    cursor = client.get("/v1/documents", params={"limit": 1}).json()["next"]
    assert client.get("/v1/documents", params={"cursor": cursor}).status_code == 200
    assert stranger.get("/v1/documents", params={"cursor": cursor}).json()["code"] == "invalid_cursor"
    assert client.get("/v1/findings", params={"cursor": cursor}).json()["code"] == "invalid_cursor"
    changed = cursor[:-5] + ("A" if cursor[-5] != "A" else "B") + cursor[-4:]
    assert client.get("/v1/documents", params={"cursor": changed}).json()["code"] == "invalid_cursor"
    # Nobody reads a row's number in it.
    assert sealed(app.state.store, "documents", 1) != sealed(app.state.store, "documents", 1)


# --- one document ---


def test_a_document_with_all_that_is_known(client: TestClient, kept: Store, archive: dict[str, str]) -> None:
    found = client.get(f"/v1/documents/{archive['bao-cao.pdf']}").json()
    assert found["title"] == "Kết quả công tác văn thư năm 2022"
    assert found["size"] == len(made.pdf())
    assert found["cited"] == 3
    assert found["findings"] == sum(found["findings_by_type"].values())
    assert found["metadata"] == {"folder": {"year": "2022"}}
    assert found["external_id"] == "DVC-2022-0915"
    assert [place["path"] for place in found["places"]] == ["/archive/bao-cao.pdf"]
    assert found["record"] is None
    assert found["extracted"].endswith("Z")
    assert found["links"].keys() == {"self", "report", "original", "first_page"}
    assert [client.get(link).status_code for link in found["links"].values()] == [200] * 4
    assert client.get(f"/v1/documents/{archive['khác.txt']}").json()["links"]["first_page"] is None


def test_what_an_address_does_is_told(client: TestClient, archive: dict[str, str]) -> None:
    for path, allowed in (("/v1/documents", "GET, POST"), (f"/v1/documents/{archive['bao-cao.pdf']}", "DELETE, GET")):
        answer = client.put(path)
        assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
        assert answer.headers["allow"] == allowed


def test_the_findings_of_a_document_are_counted_by_type(client: TestClient, archive: dict[str, str]) -> None:
    found = client.get(f"/v1/documents/{archive['khác.txt']}").json()
    assert found["findings_by_type"]["date_conflict"] == 1
    assert found["findings"] == sum(found["findings_by_type"].values())


def test_a_document_tells_the_record_that_it_is_of(client: TestClient, kept: Store, archive: dict[str, str]) -> None:
    uids = [archive["bao-cao.pdf"], archive["khác.txt"]]
    with kept.writing() as connection:
        for position, uid in enumerate(uids):
            number = connection.scalar(select(tables.document.c.id).where(tables.document.c.uid == uid))
            row = {"document_id": number, "workspace_id": kept.workspace_id, "position": position}
            connection.execute(insert(tables.membership).values(record="r1", role="version", note=None, **row))
    record = client.get(f"/v1/documents/{uids[0]}").json()["record"]
    assert (record["id"], record["role"]) == ("r1", "version")
    assert [(one["id"], one["number"]) for one in record["members"]] == [
        (uids[0], "214/BC-UBND"),
        (uids[1], "31/BC-UBND"),
    ]


def test_unknown_deleted_and_foreign_documents_are_the_same(
    client: TestClient, archive: dict[str, str], neighbour: dict[str, str]
) -> None:
    deleted = archive["khác.txt"]
    assert client.delete(f"/v1/documents/{deleted}").status_code == 204
    called = ("0" * 32, "x%00y", "1", "%F0%9F%93%84", deleted, neighbour["bao-cao.pdf"])
    for path in ("", "/report", "/original", "/pages/1", "/pages/1.png"):
        answers = [client.get(f"/v1/documents/{uid}{path}") for uid in called]
        assert [answer.status_code for answer in answers] == [404] * len(called), path
        assert len({str({**answer.json(), "instance": ""}) for answer in answers}) == 1, path


# --- letting go ---


def test_a_deleted_document_leaves_nothing_but_a_line_in_the_log(
    client: TestClient, kept: Store, archive: dict[str, str]
) -> None:
    uid = archive["bao-cao.pdf"]
    sha256 = client.get(f"/v1/documents/{uid}").json()["sha256"]
    report = client.get(f"/v1/documents/{uid}/report").headers["etag"].strip('"')
    assert client.get("/v1/search", params={"q": "công tác văn thư"}).json()["total"] == 1
    assert client.delete(f"/v1/documents/{uid}").status_code == 204
    assert not kept.blobs.has(sha256)
    assert not kept.blobs.has(report)
    assert client.get("/v1/search", params={"q": "công tác văn thư"}).json()["total"] == 0
    with kept.reading() as connection:
        of_document = [table for table in tables.metadata.sorted_tables if "document_id" in table.c]
        there = [number for (number,) in connection.execute(select(tables.document.c.id))]
        for table in of_document:
            left = select(func.count()).select_from(table).where(table.c.document_id.not_in(there))
            assert connection.scalar(left) == 0, table.name
        if connection.dialect.name == "sqlite":
            found = text("SELECT count(*) FROM report_search WHERE report_search MATCH '\"van thu\"'")
            assert connection.scalar(found) == 0
    (entry,) = auditing.entries(kept, limit=10, action="document.delete")
    assert (entry.subject, entry.who.partition(":")[0]) == (f"document:{uid}", "token")
    assert entry.details == {"sha256": sha256}
    assert client.delete(f"/v1/documents/{uid}").status_code == 404
    assert len(auditing.entries(kept, limit=10, action="document.delete")) == 1


def test_what_another_workspace_holds_stays(
    client: TestClient, stranger: TestClient, archive: dict[str, str], neighbour: dict[str, str]
) -> None:
    assert client.delete(f"/v1/documents/{archive['bao-cao.pdf']}").status_code == 204
    for path in ("", "/report", "/original", "/pages/1", "/pages/1.png"):
        assert stranger.get(f"/v1/documents/{neighbour['bao-cao.pdf']}{path}").status_code == 200
    assert client.delete(f"/v1/documents/{neighbour['bao-cao.pdf']}").status_code == 404
    assert stranger.get(f"/v1/documents/{neighbour['bao-cao.pdf']}").status_code == 200


def test_who_may_only_read_deletes_nothing(client_of: ClientOf, kept: Store, archive: dict[str, str]) -> None:
    reader = client_of("read")
    answer = reader.delete(f"/v1/documents/{archive['bao-cao.pdf']}")
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert reader.get(f"/v1/documents/{archive['bao-cao.pdf']}").status_code == 200
    assert auditing.entries(kept, limit=10, action="document.delete") == []


def test_a_deleted_document_can_come_again(client: TestClient, kept: Store, archive: dict[str, str]) -> None:
    for name in ("bao-cao.pdf", "chờ.txt"):
        assert client.delete(f"/v1/documents/{archive[name]}").status_code == 204
    fill(kept, {"bao-cao.pdf": made.pdf()})
    assert names(client, issuer="Mang Yang") == ["bao-cao.pdf"]
