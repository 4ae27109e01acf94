"""What reports say differently of one document: found where it cannot be two documents, silent where it can."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path

from api.graph.conflicts import of_citations
from api.graph.records import Conflict
from api.store import Settings, Store, open_store
from tests.api.graph.made import report
from tests.archive import fill

ROOT = Path(__file__).resolve().parents[3]


def reports(*sentences: str) -> dict[str, str]:
    """A report for each sentence, of another day each."""
    return {
        f"r{index}.txt": report(one, code=f"{index}/BC-UBND", date=f"{index}/3/2022")
        for index, one in enumerate(sentences, 1)
    }


def conflicts(store: Store, files: Mapping[str, str]) -> list[Conflict]:
    fill(store, files)
    return list(of_citations(store))


def told(one: Conflict) -> list[tuple[str, int, list[str]]]:
    return [(said.value, said.reports, [example.name for example in said.examples]) for said in one.values]


PLAN = "Thực hiện Quyết định số 751/QĐ-UBND ngày {} của UBND tỉnh Gia Lai."


def test_a_slip_in_a_day_is_told_with_what_most_say(store: Store) -> None:
    (one,) = conflicts(store, reports(*[PLAN.format("26/12/2020")] * 3, PLAN.format("25/12/2020")))
    assert (one.type, one.severity, one.likely) == ("cross_date_conflict", "warning", "2020-12-26")
    assert told(one) == [("2020-12-26", 3, ["r3.txt", "r2.txt", "r1.txt"]), ("2020-12-25", 1, ["r4.txt"])]
    assert one.message_vi == (
        "751/QĐ-UBND · UBND tỉnh Gia Lai được viện dẫn với các ngày ban hành khác nhau: "
        "26/12/2020 (3 báo cáo: r3.txt, r2.txt, r1.txt); 25/12/2020 (1 báo cáo: r4.txt). "
        "Có thể ghi nhầm; nhiều khả năng đúng là 26/12/2020."
    )
    assert one.message_en == (
        "751/QĐ-UBND · UBND tỉnh Gia Lai is cited with different dates of issue: "
        "2020-12-26 (3 reports: r3.txt, r2.txt, r1.txt); 2020-12-25 (1 report: r4.txt). "
        "Probably a slip of the pen; 2020-12-26 is likely to be right."
    )


def test_dates_far_apart_are_an_error_and_one_against_one_says_nothing_of_which(store: Store) -> None:
    (one,) = conflicts(store, reports(PLAN.format("26/12/2020"), PLAN.format("03/5/2020")))
    assert (one.severity, one.likely) == ("error", None)
    assert one.message_en.endswith("(1 report: r2.txt); 2020-12-26 (1 report: r1.txt).")


def test_the_document_itself_is_right(store: Store) -> None:
    decision = report(
        "Điều 1. Ban hành kế hoạch.",
        code="751/QĐ-UBND",
        date="26/12/2020",
        issuer="TỈNH GIA LAI",
        kind="QUYẾT ĐỊNH",
        title="Về việc ban hành Kế hoạch cải cách hành chính năm 2021",
    )
    (one,) = conflicts(store, {"decision.txt": decision, **reports(*[PLAN.format("27/12/2020")] * 3)})
    assert one.likely == "2020-12-26"
    assert [(said.value, said.reports, said.own) for said in one.values] == [
        ("2020-12-26", 0, True),
        ("2020-12-27", 3, False),
    ]
    assert one.message_vi.endswith("Theo chính văn bản đó thì đúng là 26/12/2020.")
    assert "26/12/2020 (chính văn bản);" in one.message_vi


def test_two_issuers_of_one_place_are_told(store: Store) -> None:
    other = PLAN.replace("UBND tỉnh", "HĐND tỉnh")
    (one,) = conflicts(store, reports(*[PLAN.format("26/12/2020")] * 2, other.format("26/12/2020")))
    assert (one.type, one.severity, one.likely) == ("cross_issuer_conflict", "warning", "UBND tỉnh Gia Lai")
    assert [said.value for said in one.values] == ["UBND tỉnh Gia Lai", "HĐND tỉnh Gia Lai"]
    assert one.message_vi.startswith(
        "751/QĐ-UBND được viện dẫn với các cơ quan ban hành khác nhau: UBND tỉnh Gia Lai (2"
    )


def test_a_misspelt_symbol_is_told(store: Store) -> None:
    right = "Thực hiện Kế hoạch số 88/KH-BCĐCCHC ngày 09/02/2021 của UBND tỉnh Gia Lai."
    wrong = right.replace("BCĐCCHC", "BCĐCCHCC")
    (one,) = conflicts(store, reports(*[right] * 6, wrong))
    assert (one.type, one.likely) == ("cross_symbol_misspelt", "88/KH-BCĐCCHC")
    assert told(one) == [("88/KH-BCĐCCHC", 6, ["r6.txt", "r5.txt", "r4.txt"]), ("88/KH-BCĐCCHCC", 1, ["r7.txt"])]


GIA_LAI = PLAN.format("26/12/2020")
ALIKE = (
    (GIA_LAI, PLAN.format("26/12/2021")),
    (GIA_LAI, GIA_LAI.replace("Gia Lai", "Kon Tum")),
    (GIA_LAI, PLAN.format("25/12/2020").replace("UBND tỉnh Gia Lai", "UBND huyện Chư Sê")),
    (GIA_LAI, GIA_LAI.replace("UBND tỉnh", "Chủ tịch UBND tỉnh")),
    (GIA_LAI, PLAN.format("03/5/2020").removesuffix(" của UBND tỉnh Gia Lai.")),
    (GIA_LAI, "Theo Quyết định số 751/QĐ-UBND."),
    (GIA_LAI, "Theo Quyết định số 751/QĐ-UBND tháng 12/2020 của UBND tỉnh Gia Lai."),
    # Bodies of which there are several.
    tuple(f"Theo Quyết định số 5/QĐ-UBND ngày {day}/3/2021 của UBND huyện Châu Thành." for day in (3, 4)),
    tuple(f"Theo Báo cáo số 01/BC-ĐKT ngày {day}/10/2021 của Đoàn kiểm tra." for day in (20, 21)),
    # One series of numbers for the centre of the Party.
    tuple(
        f"Theo Nghị quyết số 18-NQ/TW ngày 25/10/2017 của {who}."
        for who in ("Bộ Chính trị", "Ban Chấp hành Trung ương")
    ),
    # Two departments, and a symbol of another day.
    (*["Theo Báo cáo số 15/BC-STP ngày 01/02/2021."] * 6, "Theo Báo cáo số 15/BC-STC ngày 01/02/2021."),
    (*["Kế hoạch số 88/KH-BCĐCCHC ngày 09/02/2021."] * 6, "Kế hoạch số 88/KH-BCĐCCHCC ngày 10/02/2021."),
)


def test_what_may_be_two_documents_is_no_conflict(settings: Settings) -> None:
    for index, sentences in enumerate(ALIKE):
        with open_store(dataclasses.replace(settings, workspace=f"case {index}")) as store:
            assert [one.message_en for one in conflicts(store, reports(*sentences))] == []


def test_conflicts_stay_in_their_workspace(settings: Settings, store: Store) -> None:
    with open_store(dataclasses.replace(settings, workspace="other")) as other:
        fill(store, reports(PLAN.format("26/12/2020")))
        fill(other, {"theirs.txt": report(PLAN.format("25/12/2020"))})
        assert list(of_citations(store)) == []
        assert list(of_citations(other)) == []


def test_the_five_reports_do_not_disagree(store: Store) -> None:
    files = {path.name: path.read_text() for path in (ROOT / "corpora" / "reports").glob("*.txt")}
    assert conflicts(store, files) == []


def test_types_have_their_entries_in_the_docs() -> None:
    text = (ROOT / "docs" / "findings.md").read_text().partition("## Across documents")[2]
    for code in ("cross_date_conflict", "cross_issuer_conflict", "cross_symbol_misspelt"):
        assert f"### `{code}`" in text
