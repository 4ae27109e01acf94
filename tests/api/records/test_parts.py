"""Appendices that are files of their own: by the number that they say and their folder; nothing is guessed."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

import pytest

from api.records import parts
from api.records.joining import refresh
from api.records.listing import records
from api.records.parts import is_called_appendix
from api.store import Store, work
from api.store.documents import Incoming, accept
from api.store.results import finish
from extractor.pipeline import load
from tests.api.records.variants import DECISION, FIRST, SECOND
from tests.archive import prepared

REPORT = """ỦY BAN NHÂN DÂN
HUYỆN MANG YANG
Số: {number}/BC-UBND
Mang Yang, ngày {day} tháng 12 năm 2021

BÁO CÁO
{title}

Thực hiện Kế hoạch số 12/KH-UBND ngày 28/01/2021, UBND huyện báo cáo như sau:

I. KẾT QUẢ
Đã hoàn thành {share} nhiệm vụ của xã Ayun, xã Hra và thị trấn Kon Dơng.
"""
APPENDIX = """PHỤ LỤC {label}
DANH MỤC VĂN BẢN
(Kèm theo {what} của UBND huyện Mang Yang)

1. Danh mục: 5 văn bản
"""
WITH_NUMBER = "Báo cáo số 612/BC-UBND ngày 10/12/2021"
BLANK = "Báo cáo số      /BC-UBND ngày      /12/2021"


def report(number: str = "612", title: str = "Kết quả công tác năm 2021", share: str = "34/34") -> str:
    return REPORT.format(number=number, day="10" if number.strip() else "  ", title=title, share=share)


def appendix(what: str = WITH_NUMBER, label: str = "I") -> str:
    return APPENDIX.format(label=label, what=what)


def put(store: Store, files: Mapping[str, str]) -> None:
    """Take in and extract files by their paths, one after the other, and look for their records each time."""
    version = load().pipeline.version
    for path, text in files.items():
        accept(store, [Incoming(path.rpartition("/")[2], text.encode(), path)], version)
        for claim in work.claim(store, version, work.owner(), 5):
            task = work.start(store, claim)
            assert task is not None
            assert finish(store, claim, task.sha256, prepared(task.name, store.blobs.get(task.sha256)))
        refresh(store)


def joined(store: Store) -> list[list[tuple[str, str]]]:
    return [[(one.name, one.role) for one in record.members] for record in records(store)]


MAIN = [("bc.txt", "main"), ("a.txt", "appendix")]


def test_appendix_and_main_text(store: Store) -> None:
    """By number and by blank, whichever of the two comes first."""
    folders = itertools.product((WITH_NUMBER, BLANK), (("bc.txt", "a.txt"), ("a.txt", "bc.txt")))
    for at, (what, order) in enumerate(folders):
        number = "612" if what == WITH_NUMBER else "   "
        texts = {"bc.txt": report(number, f"Kết quả việc thứ {at}"), "a.txt": appendix(what, str(at))}
        put(store, {f"/kho/{at}/{name}": texts[name] for name in order})
    assert joined(store) == [MAIN] * 4


def test_appendices_in_the_order_of_their_numbers(store: Store) -> None:
    files = {f"/kho/bc/Phụ lục {n}.txt": appendix(label=str(n)) for n in (10, 2, 1)}
    put(store, {**files, "/kho/bc/bc.txt": report()})
    assert [name for name, _ in joined(store)[0]] == ["bc.txt", "Phụ lục 1.txt", "Phụ lục 2.txt", "Phụ lục 10.txt"]


def test_appendix_that_only_its_name_tells(store: Store) -> None:
    text = "DANH SÁCH CÁC XÃ\n\n1. Xã Ayun\n2. Xã Hra\n"
    put(
        store,
        {"/kho/bc/bc.txt": report(), "/kho/bc/Phụ lục 1.txt": text, "/kho/bc/danh-sach.txt": text + "3. Xã Lơ Pang\n"},
    )
    # What is called nothing is neither appendix nor main text, but it makes a choice.
    assert joined(store) == []
    put(store, {"/kho/bc2/bc.txt": report("613", "Công tác văn thư"), "/kho/bc2/PL01.txt": text + "4. Xã Đăk Yă\n"})
    assert joined(store) == [[("bc.txt", "main"), ("PL01.txt", "appendix")]]


def test_other_folder_other_number_other_type(store: Store) -> None:
    put(
        store,
        {
            "/kho/một/bc.txt": report(),
            "/kho/hai/a.txt": appendix(),
            "/kho/một/b.txt": appendix("Báo cáo số 613/BC-UBND ngày 10/12/2021"),
            "/kho/một/c.txt": appendix("Kế hoạch số     /KH-UBND ngày     /12/2021"),
        },
    )
    assert joined(store) == []


def test_choice_that_comes_later_takes_the_guess_back(store: Store) -> None:
    """A blank appendix with one report in its folder goes with it; when another comes, nobody knows any more."""
    put(store, {"/kho/bc/a.txt": appendix(BLANK), "/kho/bc/bc.txt": report()})
    assert joined(store) == [MAIN]
    put(store, {"/kho/bc/khac.txt": report("700", "Công tác phòng, chống thiên tai")})
    assert joined(store) == []


def test_appendix_of_a_report_with_versions(store: Store) -> None:
    """Draft and signed copy are one document: an appendix without a number goes with both."""
    put(store, {"/kho/bc/du-thao.txt": report("   "), "/kho/bc/a.txt": appendix(BLANK), "/kho/bc/ky.txt": report()})
    assert joined(store) == [[("du-thao.txt", "version"), ("ky.txt", "version"), ("a.txt", "appendix")]]


def test_regulation_that_goes_with_a_decision(store: Store) -> None:
    regulation = (
        "QUY CHẾ\nLàm việc của UBND huyện\n(Ban hành kèm theo Quyết định số 1254/QĐ-UBND ngày 06/8/2021 của UBND huyện "
        "Mang Yang)\n\nĐiều 1. Phạm vi\nQuy chế này quy định …\n"
    )
    put(
        store,
        {
            "/kho/qd/quy-che.txt": regulation,
            "/kho/qd/qd.txt": DECISION.format(**FIRST, number="1254", day="06"),
            "/kho/qd/khac.txt": DECISION.format(**SECOND, number="1255", day="06"),
        },
    )
    assert joined(store) == [[("qd.txt", "main"), ("quy-che.txt", "appendix")]]


def test_folder_with_many_documents(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a folder of hundreds, here of six, the number still tells, and a blank one never."""
    monkeypatch.setattr(parts, "FOLDER", 5)
    many = {f"/kho/tất cả/{n}.txt": DECISION.format(**FIRST, number=n, day="06") for n in range(100, 106)}
    version = load().pipeline.version
    accept(store, [Incoming(path.rpartition("/")[2], text.encode(), path) for path, text in many.items()], version)
    for claim in work.claim(store, version, work.owner(), 100):
        task = work.start(store, claim)
        assert task is not None
        assert finish(store, claim, task.sha256, prepared(task.name, store.blobs.get(task.sha256)))
    put(
        store,
        {
            "/kho/tất cả/bc.txt": report(),
            "/kho/tất cả/a.txt": appendix(),
            "/kho/tất cả/trống.txt": appendix(BLANK, "II"),
        },
    )
    assert joined(store) == [MAIN]


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("Phụ lục 1.docx", True),
        ("PHỤ LỤC II - danh mục.pdf", True),
        ("phu_luc_3.doc", True),
        ("PL02.xlsx", True),
        ("PL 2.pdf", True),
        ("Báo cáo và phụ lục.docx", False),
        ("Pleiku.docx", False),
        ("plan.docx", False),
    ],
)
def test_names_of_appendices(name: str, is_one: bool) -> None:
    assert is_called_appendix(name) is is_one
