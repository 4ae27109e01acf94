"""What becomes of a review: files that others read."""

from __future__ import annotations

import io
import json
from pathlib import Path

import docx
import pytest

from api import cli
from api.review.collecting import collected
from api.review.deciding import Wish, decide
from api.review.exporting.commenting import commented, remarks
from api.review.exporting.reviewed import reviewed_json
from api.review.exporting.sheet import STYLE, sheet
from api.review.exporting.word import cited_documents
from api.review.figures import figures
from api.review.sampling import done, draw, tally, to_be_reviewed, wilson
from api.review.standing import look, set_status
from api.review.subject import Subject
from api.store import Settings, Store, open_store
from corpora import gold_files
from corpora.found import found_items
from corpora.items import wanted_items
from corpora.matching import match
from extractor import extract
from tests.archive import fill
from tests.reviewing import REPORT, accepted, caller, state_of, under_review


def reviewed(store: Store) -> Subject:
    """A report of which one mention is corrected, one rejected, the others accepted, and one added."""
    one = under_review(store, fill(store, {"báo cáo.txt": REPORT})["báo cáo.txt"])
    who = caller(store)
    first, second, *rest = (item for item in one.extracted if item.kind != "finding")
    accepted(who, one, first, action="correct", fields={"title": "ban hành Kế hoạch <văn thư> & lưu trữ"})
    accepted(who, one, second, action="reject", comment="nhắc lại")
    accepted(who, one, *rest)
    at = one.report.text.index("công tác văn thư, đã")
    decide(who, one, [Wish("add", span=(at, at + 16, None), fields={"form": "named"})])
    findings = [item for item in one.extracted if item.kind == "finding"]
    accepted(who, one, *findings, action="confirm", comment="cần sửa trước khi ký")
    return one


def test_the_reviewed_report_as_json(store: Store) -> None:
    one = reviewed(store)
    told = json.loads(reviewed_json(one, state_of(store, one), look(store, one)))
    ids = [item["id"] for item in told["report"]["references"]]
    rejected = told["review"]["rejected"]
    assert [item["state"] for item in rejected] == ["rejected"]
    assert rejected[0]["id"] not in ids
    assert told["report"]["references"][0]["review"]["state"] == "corrected"
    assert told["report"]["references"][0]["review"]["fields"]["title"].startswith("ban hành Kế hoạch <")
    assert told["report"]["references"][-1]["found_by"] == "person"
    assert {"correct", "reject", "accept", "add", "confirm"} == {made["action"] for made in told["review"]["decisions"]}
    assert told["review"]["decisions"][0]["before"] == {"title": "về ban hành Kế hoạch văn thư"}
    assert told["report"]["text"] == one.report.text


def test_the_list_of_cited_documents_as_word(store: Store) -> None:
    one = reviewed(store)
    file = docx.Document(io.BytesIO(cited_documents(one, state_of(store, one), look(store, one))))
    rows = [[cell.text for cell in row.cells] for row in file.tables[0].rows]
    assert rows[0][:3] == ["STT", "Tên loại; số, ký hiệu", "Ngày ban hành"]
    assert rows[1][1:5] == [
        *("Quyết định 751/QĐ-UBND", "26/12/2020", "UBND tỉnh Gia Lai", "ban hành Kế hoạch <văn thư> & lưu trữ"),
    ]
    assert not any("30/2020" in row[1] for row in rows)
    assert any("số 214/BC-UBND" in paragraph.text for paragraph in file.paragraphs)


def test_confirmed_findings_are_comments_at_their_place(store: Store) -> None:
    origin = docx.Document()
    for line in REPORT.splitlines():
        paragraph = origin.add_paragraph()
        # Words are cut into runs anywhere, as Word does.
        for start in range(0, len(line), 7):
            paragraph.add_run(line[start : start + 7])
    data = io.BytesIO()
    origin.save(data)
    one = under_review(store, fill(store, {"a.docx": data.getvalue()})["a.docx"])
    findings = [item for item in one.extracted if item.kind == "finding"]
    accepted(caller(store), one, *findings, action="confirm", comment="xem lại ngày")
    made = remarks(state_of(store, one))
    file = docx.Document(io.BytesIO(commented(data.getvalue(), made)))
    comments = list(file.comments)
    assert len(comments) == len(findings) == len(made)
    assert comments[0].author == "lan"
    assert "xem lại ngày" in comments[0].text
    marked = [p.text for p in file.paragraphs if p._p.xpath(".//w:commentRangeStart")]
    placed = [item for item in findings if item.anchor.quote.strip()]
    assert placed
    assert all(any(item.anchor.quote.split("\n")[0].strip() in line for line in marked) for item in placed)
    assert [p.text for p in file.paragraphs] == [p.text for p in origin.paragraphs]


def test_the_checking_sheet_shows_no_markup_of_strangers(store: Store) -> None:
    one = reviewed(store)
    page = sheet(one, state_of(store, one), look(store, one))
    assert "&lt;văn thư&gt; &amp; lưu trữ" in page
    assert "<văn thư>" not in page
    assert "214/BC-UBND" in page
    assert "15/09/2022" in page
    assert "<script" not in page
    assert page.count("<style>") == 1
    assert f"<style>{STYLE}</style>" in page


def test_reviewed_documents_are_lines_of_the_corpus(
    store: Store,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    one = reviewed(store)
    monkeypatch.setenv("TRICHLUC_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("TRICHLUC_FILES_URL", settings.files_url)
    folder = tmp_path / "reviews"
    assert list(collected(store, "reviews", blind=False)) == []
    set_status(caller(store), one, "done")
    assert cli.main(["corpus", "from-reviews", "-o", str(folder)]) == 0
    assert "1 documents with 5 items written" in capsys.readouterr().err
    monkeypatch.setattr(gold_files, "CORPORA", tmp_path)
    gold = gold_files.load(folder / f"{one.uid}.jsonl")
    assert gold.header["kinds"] == ["reference", "count"]
    wanted = [item for item in wanted_items(gold) if item.kind == "reference"]
    found = [item for item in found_items(extract(gold.file)) if item.kind == "reference"]
    pairs = match(wanted, found, gold.text, extract(gold.file).text)
    # What was accepted and corrected is found, what was added is not, what was rejected is found in vain.
    assert sum(pair.wanted is not None and pair.found is not None for pair in pairs) == 3
    assert [pair.wanted.text for pair in pairs if pair.wanted and not pair.found] == ["công tác văn thư"]
    assert [pair.found.text for pair in pairs if pair.found and not pair.wanted] == ["Nghị định số 30/2020/NĐ-CP"]


def test_a_document_half_decided_is_no_annotation(store: Store) -> None:
    one = under_review(store, fill(store, {"a.txt": REPORT})["a.txt"])
    first = next(item for item in one.extracted if item.kind == "reference")
    accepted(caller(store), one, first)
    set_status(caller(store), one, "done")
    assert [lines for _, lines in collected(store, "reviews", blind=False)] == [None]


def test_samples_are_drawn_by_their_seed(store: Store) -> None:
    fill(store, {f"{number}.txt": REPORT.replace("751", str(number)) for number in range(100, 112)})
    who = caller(store)
    first = draw(who, 5, 7)
    assert len({one.uid for one in first}) == 5
    assert draw(who, 5, 7) == first
    assert {one.uid for one in draw(who, 5, 8)} != {one.uid for one in first}
    assert len(draw(who, 50, 1)) == 12


def test_a_blind_review_shows_nothing_and_gives_the_honest_figure(store: Store) -> None:
    number = fill(store, {"a.txt": REPORT})["a.txt"]
    one, who = under_review(store, number), caller(store)
    draw(who, 1, 7)
    assert state_of(store, one, blind=True).items == ()
    text = one.report.text
    for quote, fields in (
        ("Quyết định số 751/QĐ-UBND", {"doc_type": "QĐ", "number": "751", "symbol": "QĐ-UBND"}),
        ("Nghị định số 30/2020/NĐ-CP", {"doc_type": "NĐ", "number": "31", "year": "2020", "symbol": "NĐ-CP"}),
        # Nothing was extracted here; and somebody selected a full stop with a mention.
        ("Kế hoạch văn thư", {"form": "named"}),
        ("Quyết định số 99/QĐ-UBND ", {"doc_type": "QĐ", "number": "99", "symbol": "QĐ-UBND"}),
    ):
        at = text.index(quote)
        decide(who, one, [Wish("add", span=(at, at + len(quote), None), fields=fields)], blind=True)
    # Not blind, nothing was decided: the two do not mix.
    assert {item.state for item in state_of(store, one).items} == {"open"}
    assert figures(store).documents == 0
    assert done(who, one)
    with store.reading() as connection:
        assert not to_be_reviewed(connection, store, number)
    found = figures(store)
    assert found.documents == 1
    # Of 4 extracted ones 3 were marked, of 4 marked ones 3 were extracted; one has another number.
    assert (found.precision.hits, found.precision.of, found.recall.hits, found.recall.of) == (3, 4, 3, 4)
    assert (found.code_precision.hits, found.code_recall.hits) == (2, 2)
    state = state_of(store, one, blind=True)
    assert tally(one.extracted, state.items).both == 3


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [(8, 10, 0.4902, 0.9433), (0, 20, 0.0, 0.1611), (20, 20, 0.8389, 1.0), (95, 100, 0.8882, 0.9785)],
)
def test_wilson_intervals(hits: int, of: int, low: float, high: float) -> None:
    """Values of Wilson's formula as statistics packages print them."""
    found = wilson(hits, of)
    assert (found.low, found.high) == (pytest.approx(low, abs=2e-4), pytest.approx(high, abs=2e-4))


def test_nothing_counted_is_no_figure() -> None:
    assert wilson(0, 0).value is None


def test_the_command_draws_and_tells(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TRICHLUC_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("TRICHLUC_FILES_URL", settings.files_url)
    with open_store(settings) as store:
        fill(store, {"a.txt": REPORT})
    assert cli.main(["review", "sample", "--n", "100", "--seed", "7"]) == 0
    told = capsys.readouterr()
    assert "chưa  a.txt" in told.out
    assert "the archive has 1 documents with a report" in told.err
    assert cli.main(["review", "sample"]) == 2
    assert "sample needs --seed" in capsys.readouterr().err
    assert cli.main(["review", "figures"]) == 0
    assert "nothing to count" in capsys.readouterr().out
