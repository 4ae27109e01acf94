"""Images of pages, and the boxes of what was found on them."""

from __future__ import annotations

import io
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import delete

from api.isolation import Bounds
from api.service.problems import Problem
from api.service.reading import drawing, lookup, rendering
from api.service.reading.drawing import PIXELS, SIDE, draw, fitting
from api.service.reading.rendering import Renderer
from api.store import Settings, Store, tables
from extractor.errors import CorruptFileError
from extractor.pipeline import extract
from tests.api.service.conftest import TestClient
from tests.api.service.reading import drawing_badly, made
from tests.read.pdf_writer import PdfWriter


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """One database will do: what is asked of it is asked in test_documents.py of both."""
    return Settings(f"sqlite:///{tmp_path / 'store' / 'trichluc.db'}", (tmp_path / "store" / "files").as_uri())


def image(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


# --- images ---


def test_a_page_as_an_image(client: TestClient, archive: dict[str, str]) -> None:
    path = f"/v1/documents/{archive['bao-cao.pdf']}/pages"
    answer = client.get(f"{path}/1.png", params={"scale": 2})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    assert image(answer.content).size == (1190, 1684)
    assert answer.headers["cache-control"].startswith("private")
    again = client.get(f"{path}/1.png", params={"scale": 2}, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(f"{path}/2.png").headers["etag"] != answer.headers["etag"]
    for wrong in ({"scale": "0"}, {"scale": "4.1"}, {"scale": "nan"}, {"scale": "-1"}, {"scale": "inf"}):
        assert client.get(f"{path}/1.png", params=wrong).status_code == 422, wrong
    for number in ("0", "-1", "x", "1000001", "1.5"):
        assert client.get(f"{path}/{number}.png").status_code == 422, number
    for number in ("3", "1000000"):
        assert client.get(f"{path}/{number}.png").json()["code"] == "not_found"
        assert client.get(f"{path}/{number}").json()["code"] == "not_found"


def test_a_format_without_pages(client: TestClient, archive: dict[str, str]) -> None:
    for part in ("1", "1.png"):
        answer = client.get(f"/v1/documents/{archive['khác.txt']}/pages/{part}")
        assert (answer.status_code, answer.json()["code"]) == (409, "no_pages")


@pytest.mark.parametrize(
    ("width", "height"), [(595, 842), (14_400, 14_400), (3, 14_400), (14_400, 3), (1, 1), (2e9, 5)]
)
def test_no_image_is_too_large(width: float, height: float) -> None:
    scale = fitting(width, height, 4)
    across, down = -(-width * scale // 1), -(-height * scale // 1)
    assert 0 < scale <= 4
    assert across * down <= PIXELS
    assert max(across, down) <= SIDE


def test_a_huge_page_is_drawn_smaller() -> None:
    drawn = image(draw(PdfWriter(14_400, 7_200).page().build(), 1, 4))
    assert drawn.width * drawn.height <= PIXELS
    assert max(drawn.size) <= SIDE
    assert drawn.width == pytest.approx(2 * drawn.height, abs=2)


def test_a_page_that_cannot_be_drawn() -> None:
    for data, number in ((b"%PDF-1.5 broken", 1), (PdfWriter().page().build(), 2)):
        with pytest.raises(CorruptFileError, match=f"page {number} cannot be drawn"):
            draw(data, number, 1)
    with pytest.raises(ValueError, match="without a size"):
        fitting(0, 5, 1)


def test_a_page_that_hangs_or_kills_its_process_is_a_problem(
    kept: Store, archive: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    document = lookup.known(kept, archive["bao-cao.pdf"])
    for bounds, function in (
        (replace(rendering.BOUNDS, seconds=0.5), drawing_badly.hang),
        (rendering.BOUNDS, drawing_badly.crash),
    ):
        with Renderer(bounds) as renderer:
            monkeypatch.setattr(rendering, "draw", function)
            with pytest.raises(Problem) as raised:
                renderer.page(kept, document, 1, 1.0)
            assert raised.value.code == "not_rendered"
    # The next page has a process of its own.
    with Renderer() as renderer:
        with pytest.raises(Problem):
            renderer.page(kept, document, 1, 1.0)
        monkeypatch.undo()
        assert renderer.page(kept, document, 1, 0.1).startswith(b"\x89PNG")


def test_images_are_kept_by_workspace_and_forgotten(
    kept: Store, archive: dict[str, str], neighbour: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[tuple[int, float]] = []

    def run(name: str, function: object, data: bytes, number: int, scale: float) -> bytes:
        drawn.append((number, scale))
        return b" " * 100

    monkeypatch.setattr(rendering, "KEPT", 250)
    other = replace(kept, workspace_id=kept.workspace_id + 1)
    document = lookup.known(kept, archive["bao-cao.pdf"])
    with Renderer() as renderer:
        monkeypatch.setattr(renderer._isolation, "run", run)
        for number in (1, 2, 1, 2):
            renderer.page(kept, document, number, 1.0)
        assert drawn == [(1, 1.0), (2, 1.0)]
        renderer.page(other, document, 2, 1.0)
        assert len(drawn) == 3, "how fast an answer comes tells nothing of another workspace"
        renderer.page(kept, document, 2, 1.0)
        assert len(drawn) == 3
        renderer.page(kept, document, 1, 1.0)
        assert len(drawn) == 4, "the one that was not asked for longest went"
        renderer.forget(kept, document.sha256)
        renderer.page(other, document, 2, 1.0)
        renderer.page(kept, document, 1, 1.0)
        assert len(drawn) >= 5


def test_more_than_can_be_drawn_are_told_to_come_again(
    kept: Store, archive: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    document = lookup.known(kept, archive["bao-cao.pdf"])
    begun, finish = threading.Semaphore(0), threading.Event()

    def run(*_: object) -> bytes:
        begun.release()
        assert finish.wait(30)
        return b"image"

    with Renderer() as renderer:
        monkeypatch.setattr(renderer._isolation, "run", run)
        room = rendering.PROCESSES + rendering.WAITING
        threads = [threading.Thread(target=renderer.page, args=(kept, document, number, 1.0)) for number in range(room)]
        for thread in threads:
            thread.start()
        for _ in threads:
            assert begun.acquire(timeout=30)
        with pytest.raises(Problem) as raised:
            renderer.page(kept, document, 99, 1.0)
        finish.set()
        for thread in threads:
            thread.join(30)
        assert (raised.value.code, raised.value.headers) == ("busy", {"Retry-After": "1"})
        assert renderer.page(kept, document, 99, 1.0) == b"image"


def test_what_one_page_may_take_is_bounded() -> None:
    assert replace(Bounds(), seconds=15, page_seconds=0, memory=1024**3, result=64 * 1024**2) == rendering.BOUNDS
    assert rendering.BOUNDS.memory > PIXELS * 4 * 4
    assert drawing.draw.__module__ == "api.service.reading.drawing"


# --- boxes ---


def test_boxes_are_where_the_words_are_printed(client: TestClient, archive: dict[str, str]) -> None:
    path = f"/v1/documents/{archive['bao-cao.pdf']}"
    report = extract(made.pdf(), name="bao-cao.pdf")
    page = client.get(f"{path}/pages/1").json()
    assert (page["number"], page["pages"], page["width"], page["height"]) == (1, 2, 595, 842)
    assert (page["ocr"], page["located"]) == (False, True)
    assert page["image"] == f"{path}/pages/1.png"
    found = {(one["kind"], one["id"]): one for one in page["mentions"]}
    own = next(one for one in report.references if one.code == "751/QĐ-UBND")
    decision = found["references", own.id]
    assert decision["span"] == list(own.span)
    assert decision["type"] == "numbered"
    # The first line of the paragraph begins at 113 points from the left; its baseline is 270 from the top.
    ((x0, y0, x1, y1),) = decision["boxes"]
    assert 113 < x0 < x1 < 552
    assert 255 < y0 < 270 < y1 < 280
    assert {one["kind"] for one in page["mentions"]} >= {"references", "dates", "organisations", "counts"}
    spans = [one["span"] for one in page["mentions"]]
    assert spans == sorted(spans)
    for one in page["mentions"]:
        for x0, y0, x1, y1 in one["boxes"]:
            assert 0 <= x0 < x1 <= 595, one
            assert 0 <= y0 < y1 <= 842, one


def test_every_mention_is_on_some_page(client: TestClient, archive: dict[str, str]) -> None:
    report = extract(made.pdf(), name="bao-cao.pdf")
    pages = [client.get(f"/v1/documents/{archive['bao-cao.pdf']}/pages/{number}").json() for number in (1, 2)]
    shown = {(one["kind"], one["id"]) for page in pages for one in page["mentions"]}
    lists = ("references", "dates", "counts", "responsibilities", "persons")
    assert {(name, one.id) for name in lists for one in getattr(report, name)} <= shown
    assert {one["id"] for one in pages[1]["mentions"]} & {one.id for one in report.references if one.page == 2}


def test_without_what_was_read_the_page_is_told_without_places(
    client: TestClient, kept: Store, archive: dict[str, str]
) -> None:
    with kept.writing() as connection:
        connection.execute(delete(tables.source))
    page = client.get(f"/v1/documents/{archive['bao-cao.pdf']}/pages/1").json()
    assert (page["located"], page["mentions"], page["width"]) == (False, [], 595)
