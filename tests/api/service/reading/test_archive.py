"""Questions to the whole archive, and that none is answered of another workspace."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from fastapi import FastAPI

from api.service.problems import Problem
from api.service.reading import counting, remembered
from api.service.reading.remembered import Remembered
from api.store import Store
from tests.api.graph.made import citing
from tests.api.service.conftest import TestClient
from tests.api.service.reading import made
from tests.archive import fill


def get(client: TestClient, path: str, **asked: Any) -> Any:
    answer = client.get(path, params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def every(client: TestClient, path: str, **asked: Any) -> list[Any]:
    """All items of a list, asked for one by one."""
    items: list[Any] = []
    cursor = None
    while True:
        page = get(client, path, limit=1, **asked, **({"cursor": cursor} if cursor else {}))
        assert len(page["items"]) <= 1
        items += page["items"]
        cursor = page["next"]
        if cursor is None:
            return items


# --- searches ---


def test_a_search_finds_words_and_numbers(client: TestClient, archive: dict[str, str]) -> None:
    found = get(client, "/v1/search", q="cong tac van thu")
    assert [(hit["id"], hit["number"]) for hit in found["items"]] == [(archive["bao-cao.pdf"], "214/BC-UBND")]
    assert (found["total"], found["more"], found["next"]) == (1, False, None)
    (hit,) = found["items"]
    report = client.get(f"/v1/documents/{hit['id']}/report").json()
    for snippet in hit["snippets"]:
        words = [snippet["text"][start:end] for start, end in snippet["spans"]]
        assert "công tác văn thư" in [word.lower() for word in words]
        shown = " ".join(report["text"][snippet["start"] : snippet["end"]].split())
        assert shown == snippet["text"]
    assert [hit["name"] for hit in every(client, "/v1/search", q="751 QD UBND")] == ["khác.txt", "bao-cao.pdf"]
    assert get(client, "/v1/search", q="751/QĐ-UBND")["items"][0]["snippets"][0]["section"]
    assert len(every(client, "/v1/search")) == 2
    assert [hit["name"] for hit in every(client, "/v1/search", cites="30/2020/NĐ-CP")] == ["bao-cao.pdf"]
    assert [hit["name"] for hit in every(client, "/v1/search", q="kiểm tra", issuer="Chư Sê")] == ["khác.txt"]
    assert get(client, "/v1/search", q="\0 日本")["items"] == []
    assert client.get("/v1/search", params={"from": "x"}).json()["code"] == "invalid_request"


# --- who cites a document ---


def test_who_cites_a_document(client: TestClient, archive: dict[str, str]) -> None:
    found = get(client, "/v1/references/751%2FQ%C4%90-UBND")
    assert found == get(client, "/v1/references/751/QĐ-UBND")
    (cited,) = found["items"]
    assert (cited["number"], cited["issuer"], cited["reports"]) == ("751/QĐ-UBND", "UBND tỉnh Gia Lai", 2)
    assert {day["date"] for day in cited["dates"]} == {"2020-12-26", "2020-12-27"}
    citing_reports = cited["citing"]["items"]
    assert [(one["id"], one["said_date"]) for one in citing_reports] == [
        (archive["khác.txt"], "2020-12-27"),
        (archive["bao-cao.pdf"], "2020-12-26"),
    ]
    assert citing_reports[1]["page"] == 1
    assert cited["verification"]["status"] == "unchecked"
    assert get(client, "/v1/references/99999/QĐ-UBND") == {"items": [], "documents": 0, "complete": True}
    assert get(client, "/v1/references/751/QĐ-UBND", date="2019")["items"] == []
    assert client.get("/v1/references/xyz").json()["code"] == "not_found"
    assert client.get("/v1/references/751/QĐ-UBND", params={"date": "x"}).json()["code"] == "invalid_request"


def test_who_cites_a_document_page_by_page(client: TestClient, kept: Store, archive: dict[str, str]) -> None:
    path = "/v1/references/751/QĐ-UBND"
    for name in ("chờ.txt",):
        assert client.delete(f"/v1/documents/{archive[name]}").status_code == 204
    sentence = "Thực hiện Quyết định số 751/QĐ-UBND ngày 26/12/2020 của UBND tỉnh Gia Lai."
    fill(kept, {f"{day}.txt": citing(sentence, code=f"{day}/BC-UBND", date=f"{day}/5/2021") for day in range(1, 6)})
    whole = [one["id"] for one in get(client, path)["items"][0]["citing"]["items"]]
    assert len(whole) == 7
    seen: list[str] = []
    cursor = None
    while True:
        (cited,) = get(client, path, limit=2, **({"cursor": cursor} if cursor else {}))["items"]
        seen += [one["id"] for one in cited["citing"]["items"]]
        cursor = cited["citing"]["next"]
        if cursor is None:
            break
    assert seen == whole


def test_the_register_is_asked_about_what_is_cited(client: TestClient, kept: Store, archive: dict[str, str]) -> None:
    made.register(kept)
    (cited,) = get(client, "/v1/references/751/QĐ-UBND")["items"]
    checked = cited["verification"]
    assert (checked["entry"]["name"], checked["entry"]["row"]) == ("so-den.csv", 2)
    # Each of two reports gives another day; one of them is the register's.
    expected = {"2020-12-26": ("matched", []), "2020-12-27": ("differs", ["date"])}
    assert (checked["status"], checked["fields"]) == expected[cited["date"]]
    (decree,) = get(client, "/v1/references/30/2020/NĐ-CP")["items"]
    assert decree["verification"]["status"] == "not_found"
    assert "không chứng tỏ" in decree["verification"]["message_vi"]


# --- findings ---


def test_findings_over_the_archive(client: TestClient, archive: dict[str, str]) -> None:
    whole = get(client, "/v1/findings")["items"]
    assert every(client, "/v1/findings") == whole
    assert {one["document"]["id"] for one in whole} == {archive["khác.txt"], archive["bao-cao.pdf"]}
    (conflict,) = every(client, "/v1/findings", type="date_conflict")
    assert conflict["document"] == {"id": archive["khác.txt"], "name": "khác.txt"}
    assert "99/QĐ-UBND" in conflict["message_vi"]
    of_one = every(client, "/v1/findings", document=archive["bao-cao.pdf"])
    assert of_one == [one for one in whole if one["document"]["id"] == archive["bao-cao.pdf"]]
    report = client.get(f"/v1/documents/{archive['bao-cao.pdf']}/report").json()
    assert {one["id"] for one in of_one} == {one["id"] for one in report["findings"]}
    assert [one["severity"] for one in every(client, "/v1/findings", severity="error")] == [
        one["severity"] for one in whole if one["severity"] == "error"
    ]
    assert get(client, "/v1/findings", type="nothing")["items"] == []
    assert get(client, "/v1/findings", document="nobody")["items"] == []


def test_conflicts_between_reports(client: TestClient, archive: dict[str, str]) -> None:
    found = get(client, "/v1/findings/conflicts")
    (conflict,) = found["items"]
    assert (conflict["type"], found["total"], found["next"]) == ("cross_date_conflict", 1, None)
    assert "751/QĐ-UBND" in conflict["subject"]
    said = {one["value"]: [example["id"] for example in one["examples"]] for one in conflict["values"]}
    assert said == {"2020-12-26": [archive["bao-cao.pdf"]], "2020-12-27": [archive["khác.txt"]]}
    assert get(client, "/v1/findings/conflicts", type="cross_issuer_conflict")["items"] == []


def test_conflicts_page_by_page(client: TestClient, kept: Store, archive: dict[str, str]) -> None:
    assert client.delete(f"/v1/documents/{archive['chờ.txt']}").status_code == 204
    numbers = range(41, 46)
    for day in (4, 5):
        sentences = [
            f"Theo Quyết định số {number}/QĐ-UBND ngày {day}/3/2021 của UBND tỉnh Gia Lai." for number in numbers
        ]
        fill(kept, {f"{day}.txt": citing(*sentences, code=f"{day}/BC-UBND", date=f"{day}/5/2021")})
    found = every(client, "/v1/findings/conflicts", type="cross_date_conflict")
    assert len(found) == len(numbers) + 1
    assert [one["subject"] for one in found] == sorted(one["subject"] for one in found)


# --- counts ---


def test_counts(
    client: TestClient, kept: Store, archive: dict[str, str], neighbour: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = get(client, "/v1/stats")
    # A large archive is counted in another way.
    monkeypatch.setattr(counting, "LARGE", 0)
    assert counting.stats(kept).model_dump() | {"as_of": found["as_of"]} == found
    assert found["documents"] == 4
    assert found["pages"] == 2
    counts = {name: {one["key"]: one["count"] for one in rows} for name, rows in found.items() if name.find("by_") >= 0}
    assert counts["by_status"] == {"done": 2, "failed": 1, "pending": 1, "running": 0}
    assert counts["by_type"] == {"BC": 2}
    assert counts["by_issuer"] == {"ubnd huyen mang yang": 1, "ubnd huyen chu se": 1}
    assert counts["by_year"] == {"2022": 1, "2023": 1}
    # 751 once for each of two reports, 99 of two days.
    assert counts["citations_by_type"]["QĐ"] >= 3
    assert counts["citations_by_type"]["NĐ"] == 1
    assert counts["findings_by_type"]["date_conflict"] == 1


class Clock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_an_answer_is_remembered_as_long_as_it_is_worth() -> None:
    clock, asked = Clock(), []

    def compute() -> int:
        asked.append(clock.now)
        clock.now += 2.0
        return len(asked)

    kept = Remembered(clock)
    assert kept.answer("a", compute) == 1
    clock.now += 39
    assert kept.answer("a", compute) == 1
    # Twenty times the two seconds that it took.
    clock.now += 2
    assert kept.answer("a", compute) == 2
    assert kept.answer("b", compute) == 3
    assert len(asked) == 3


def test_what_failed_is_computed_anew() -> None:
    kept, asked = Remembered(), []

    def compute() -> int:
        asked.append(1)
        if len(asked) == 1:
            raise ValueError("first")
        return len(asked)

    with pytest.raises(ValueError, match="first"):
        kept.answer("a", compute)
    assert kept.answer("a", compute) == 2


def test_an_answer_is_computed_once_for_all_who_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "PATIENCE", 0.01)
    kept, go, asked = Remembered(), threading.Event(), []

    def compute() -> str:
        asked.append(1)
        assert go.wait(30)
        return "done"

    for _ in range(3):
        with pytest.raises(Problem) as raised:
            kept.answer("a", compute)
        assert (raised.value.code, raised.value.headers) == ("computing", {"Retry-After": "10"})
    monkeypatch.setattr(remembered, "PATIENCE", 30)
    go.set()
    assert kept.answer("a", compute) == "done"
    assert len(asked) == 1


# --- workspaces ---


def test_no_route_shows_anything_of_another_workspace(
    app: FastAPI, client: TestClient, stranger: TestClient, archive: dict[str, str], neighbour: dict[str, str]
) -> None:
    """Each GET route of reading, with every name of the neighbour's; and what it says without a name."""
    ours, theirs = set(archive.values()), set(neighbour.values())
    assert not ours & theirs
    operations = {path: operations["get"] for path, operations in app.openapi()["paths"].items() if "get" in operations}
    paths = {path for path, one in operations.items() if {"documents", "pages", "archive"} & {*one["tags"]}}
    assert len(paths) == 12
    for path in sorted(paths):
        for uid in sorted(theirs) if "{document_id}" in path else [""]:
            filled = path.format(document_id=uid, number=1, code="751/QĐ-UBND")
            answer = client.get(filled, params={"document": uid} if uid else {})
            assert answer.status_code == (404 if uid else 200), filled
            assert not any(one in answer.text for one in theirs if one != uid), filled
        if "{document_id}" not in path:
            filled = path.format(code="751/QĐ-UBND")
            assert not any(one in stranger.get(filled).text for one in ours), filled
    # As many as without the neighbour.
    assert get(client, "/v1/stats")["documents"] == len(archive)
    assert get(client, "/v1/search")["total"] == 2
    assert get(client, "/v1/references/751/QĐ-UBND")["items"][0]["reports"] == 2
    assert get(client, "/v1/findings", document=neighbour["khác.txt"])["items"] == []


def test_who_asks_must_be_known(bare: TestClient, archive: dict[str, str]) -> None:
    for path in ("/v1/documents", f"/v1/documents/{archive['bao-cao.pdf']}", "/v1/search", "/v1/findings", "/v1/stats"):
        assert bare.get(path).json()["code"] == "unauthorized", path
