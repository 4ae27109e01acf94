"""`trichluc search` as a person sees it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from api import cli
from api.store import Settings, open_store
from tests.api.search.shelf import Made, put

ARCHIVE = (
    Made(
        name="a.txt",
        text="Thực hiện Quyết định số 751/QĐ-UBND\nngày 26/12/2020 về \x1b[31m ngân sách\x07.",
        title="Tình hình ngân sách \x1b]0;x\x07",
        code="12/BC-UBND",
        date="2021-03-15",
        issuer="UBND huyện Mang Yang",
        type=("BC", "Báo cáo"),
        cited=("751/QĐ-UBND",),
    ),
    Made(name="b.txt", text="Ngân sách", date="2021"),
    Made(name="c.txt", text="Ngân sách"),
)

Run = Callable[..., str]


@pytest.fixture
def run(settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a search over the archive above, and return what it printed."""
    monkeypatch.setenv("TRICHLUC_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("TRICHLUC_FILES_URL", settings.files_url)
    monkeypatch.delenv("TRICHLUC_WORKSPACE", raising=False)
    with open_store(settings) as store:
        put(store, ARCHIVE)

    def printed(*arguments: str) -> str:
        assert cli.main(["search", *arguments]) == 0
        captured = capsys.readouterr()
        assert captured.err == ""
        return captured.out

    return printed


def test_a_page_as_text(run: Run) -> None:
    assert run("751", "QD", "UBND") == (
        "Báo cáo 12/BC-UBND  ngày 15/03/2021, UBND huyện Mang Yang  [a.txt]\n"
        "  Tình hình ngân sách  ]0;x \n"
        "  … Thực hiện Quyết định số «751/QĐ-UBND» ngày 26/12/2020 về  [31m ngân sách . … (mục I.1, trang 3)\n"
        "\n"
        "1 báo cáo phù hợp.\n"
    )


def test_pages(run: Run) -> None:
    first = run("ngan sach", "--limit", "2")
    assert "Văn bản (chưa có số)  ngày 2021, không rõ cơ quan ban hành  [b.txt]\n  … «Ngân sách» …\n" in first
    *_, command = first.split()
    assert f"3 báo cáo phù hợp. Xem tiếp: --after {command}\n" in first
    assert run("ngan sach", "--limit", "2", "--after", command).startswith("Văn bản (chưa có số)  không rõ ngày, ")


def test_filters_and_nothing(run: Run) -> None:
    assert run("--from", "2021", "--to", "2021", "--issuer", "ủy ban nhân dân huyện").endswith("1 báo cáo phù hợp.\n")
    assert run("--cites", "751 QĐ UBND", "--type", "báo cáo").endswith("1 báo cáo phù hợp.\n")
    assert run("ngân", "--finding", "blank_number") == "Không tìm thấy báo cáo nào.\n"
    assert run("ngân", "--unit", "Gia Lai") == "Không tìm thấy báo cáo nào.\n"


def test_hits_are_bold_on_a_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    page = run("751/QĐ-UBND")
    assert "số \x1b[1m751/QĐ-UBND\x1b[0m ngày" in page
    # Nothing of the document is obeyed.
    assert page.count("\x1b") == 4
    assert "\x07" not in page


def test_a_page_as_json(run: Run) -> None:
    page = json.loads(run("751/QĐ-UBND", "--json"))
    assert (page["total"], page["more"], page["after"]) == (1, False, None)
    (hit,) = page["hits"]
    assert (hit["code"], hit["date"], hit["issuer"]) == ("12/BC-UBND", "2021-03-15", "UBND huyện Mang Yang")
    (snippet,) = hit["snippets"]
    assert snippet["text"][slice(*snippet["spans"][0])] == "751/QĐ-UBND"
    assert (snippet["page"], snippet["section"]) == (3, "I.1")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--from", "hôm qua"], "a date is of no known form; write 2021, 2021-06, 2021-06-15 or 15/6/2021"),
        (["--after", "x"], "the cursor is of no known form; take `after` from the page before"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(
    arguments: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["search", *arguments, "--store", str(tmp_path)]) == 2
    assert capsys.readouterr() == ("", f"trichluc: {message}\n")
