"""Which mentions are of one document, and its identifiers (EXTRACTION 4; FACTS 1: RFC 9676)."""

from __future__ import annotations

import pytest

from extractor.resolve.identity import same_date, same_issuer
from tests.engine import LETTERHEAD, report


def groups(body: str) -> list[list[str]]:
    """The printed mentions of each cited document."""
    made = report(f"{LETTERHEAD}{body}\n")
    texts = {reference.id: reference.text for reference in made.references}
    return [[texts[mention] for mention in document.mentions] for document in made.cited_documents]


def urns(body: str) -> list[str | None]:
    return [document.urn for document in report(f"{LETTERHEAD}{body}\n").cited_documents]


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("2021-12-26", "2021-12-26", True),
        ("2021-12-26", "2021-12-28", True),
        ("2021-03-05", "2021-05-03", True),
        ("2021-12-26", "2021-11-28", False),
        ("2021-12-26", "2021", True),
        ("2021-12-26", "2020", False),
        ("2021-12-26", None, True),
    ],
)
def test_dates_but_for_a_slip_of_the_pen(first: str, second: str | None, same: bool) -> None:
    assert same_date(first, second) is same
    assert same_date(second, first) is same


def test_issuers_that_agree() -> None:
    assert same_issuer("UBND tỉnh Hà Giang", "Chủ tịch UBND tỉnh Hà Giang")
    assert same_issuer("UBND tỉnh Hà Giang", None)
    assert not same_issuer("UBND tỉnh Hà Giang", "UBND huyện Đồng Văn")


@pytest.mark.parametrize(
    "second",
    [
        "Quyết định số 151/QĐ-UBND ngày 26/12/2021",
        "Quyết định số 151/QĐ-UBND ngày 28/12/2021",
        "Quyết định số 0151/QĐ-UBND ngày 26/12/2021",
        "Quyết định số 151/QĐ – UBND ngày 26/12/2021",
        "Quyết định số 151/QĐ-UBND",
        "quyết định 151/QĐ-UBND của UBND tỉnh",
        "Quyết định số 151",
    ],
)
def test_one_document(second: str) -> None:
    assert len(groups(f"Theo Quyết định số 151/QĐ-UBND ngày 26/12/2021 của UBND tỉnh. Theo {second}.")) == 1


@pytest.mark.parametrize(
    "second",
    [
        "Quyết định số 151/QĐ-UBND ngày 14/02/2020 của UBND tỉnh",
        "Quyết định số 151/QĐ-UBND ngày 26/12/2021 của UBND huyện",
        "Quyết định số 152/QĐ-UBND ngày 26/12/2021 của UBND tỉnh",
        "Kế hoạch số 151/KH-UBND ngày 26/12/2021 của UBND tỉnh",
        "Quyết định số 151/2021/QĐ-UBND ngày 26/12/2021 của UBND tỉnh",
    ],
)
def test_two_documents(second: str) -> None:
    assert len(groups(f"Theo Quyết định số 151/QĐ-UBND ngày 26/12/2021 của UBND tỉnh. Theo {second}.")) == 2


def test_a_mention_between_two_documents_of_one_number_joins_the_nearest() -> None:
    first, second = "Quyết định số 151/QĐ-UBND ngày 26/12/2021", "Quyết định số 151/QĐ-UBND ngày 14/02/2019"
    found = groups(f"Theo {first}. Theo {second}. Theo Kế hoạch số 2/KH-UBND. Theo Quyết định số 151/QĐ-UBND.")
    assert [len(members) for members in found] == [1, 2, 1]


def test_laws_by_name() -> None:
    found = groups("Theo Luật Ban hành văn bản QPPL. Theo Luật ban hành văn bản quy phạm pháp luật. Theo Luật Đất đai.")
    assert [len(members) for members in found] == [2, 1]


def test_the_best_value_of_each_field() -> None:
    body = (
        "Theo Quyết định số 151/QĐ-UBND. Theo Quyết định số 151/QĐ-UBND ngày 26/12/2021 của UBND tỉnh về việc giao đất."
    )
    (document,) = report(f"{LETTERHEAD}{body}\n").cited_documents
    assert (document.date, document.issuer, document.title) == ("2021-12-26", "UBND tỉnh Hà Giang", "về việc giao đất")


@pytest.mark.parametrize(
    ("body", "urn"),
    [
        (
            "Nghị định số 108/2014/NĐ-CP ngày 20/11/2014 của Chính phủ",
            "urn:lex:vn:chinh.phu:nghi.dinh:2014-11-20;108",
        ),
        (
            "Quyết định số 751/QĐ-UBND ngày 26/12/2020 của UBND tỉnh",
            "urn:lex:vn;ha.giang:uy.ban.nhan.dan:quyet.dinh:2020-12-26;751",
        ),
        ("Quyết định số 751/QĐ-UBND của UBND tỉnh", None),
        ("Quyết định số 751/QĐ-UBND ngày 26/12/2020", None),
    ],
)
def test_urn(body: str, urn: str | None) -> None:
    assert urns(f"Theo {body}.") == [urn]


def test_keys_are_always_there_and_differ() -> None:
    body = "Theo Quyết định số 751/QĐ-UBND. Theo NQ số 18. Theo Luật Đất đai. Theo Kế hoạch số /KH-UBND."
    keys = [document.key for document in report(f"{LETTERHEAD}{body}\n").cited_documents]
    assert len(set(keys)) == len(keys) == 4
    assert all(keys)


def test_one_missed_mention_does_not_move_the_next() -> None:
    """eyecite #291: what a mention resolves to does not depend on one that was not understood."""
    good = "Theo Quyết định số 151/QĐ-UBND ngày 26/12/2021. {} Quyết định này có hiệu lực."
    assert groups(good.format("Theo Quyết định số ?/UBND.")) == groups(good.format("Theo đó."))
