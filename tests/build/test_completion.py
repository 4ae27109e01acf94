"""The complete citation of a document that is first cited without its date, issuer or subject."""

from __future__ import annotations

import pytest

from extractor.model import CitedDocument
from tests.engine import LETTERHEAD, report


def first(body: str) -> CitedDocument:
    """The first document that a report of huyện Đồng Văn cites."""
    made: CitedDocument = report(LETTERHEAD + body).cited_documents[0]
    return made


def test_what_later_mentions_know_completes_the_first() -> None:
    cited = first(
        "Thực hiện Quyết định số 45/QĐ-UBND, các xã đã lập hồ sơ.\n\nTheo Quyết định số 45/QĐ-UBND ngày 05/02/2022 "
        "của UBND huyện về danh mục hồ sơ. Các xã thực hiện."
    )
    assert cited.first_mention_lacks == ("date", "issuer", "title")
    assert cited.complete_citation == (
        "Quyết định số 45/QĐ-UBND ngày 05 tháng 02 năm 2022 của UBND huyện Đồng Văn về danh mục hồ sơ"
    )


def test_a_symbol_tells_the_issuer_that_the_decree_wants_in_words() -> None:
    cited = first("Thực hiện Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 về công tác văn thư; UBND huyện báo cáo.")
    assert cited.first_mention_lacks == ("issuer",)
    assert cited.complete_citation == (
        "Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư"
    )


def test_lacking_and_nothing_known() -> None:
    cited = first("Thực hiện Kế hoạch số 45/KH-UBND, các xã đã lập hồ sơ.")
    assert (cited.first_mention_lacks, cited.complete_citation) == (("date", "issuer", "title"), None)


@pytest.mark.parametrize(
    "body",
    [
        "Căn cứ Luật Lưu trữ, UBND huyện báo cáo.",
        "Thực hiện Quyết định số 45/QĐ-UBND ngày 05/02/2022 của UBND tỉnh về danh mục hồ sơ; các xã thực hiện.",
    ],
)
def test_a_complete_mention_is_left_alone(body: str) -> None:
    cited = first(body)
    assert (cited.first_mention_lacks, cited.complete_citation) == ((), None)
