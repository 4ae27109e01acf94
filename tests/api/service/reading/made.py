"""An archive for the tests of reading: a report as PDF, others that cite the same, one that failed, one that waits."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from sqlalchemy import insert, update

from api.service.bodies import examples
from api.store import Settings, Store, open_store, tables, work
from api.store.documents import Incoming, accept
from extractor.pipeline import load
from tests.api.graph.made import citing
from tests.archive import fill
from tests.read.pdf_writer import PdfWriter

SENTENCE = (
    "Thực hiện Quyết định số 751/QĐ-UBND ngày 26/12/2020 của UBND tỉnh Gia Lai về ban hành Kế hoạch văn thư, đã kiểm "
    "tra 07 xã. Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư."
)
SECOND = "UBND huyện giao Phòng Nội vụ chủ trì thực hiện Kế hoạch số 12/KH-UBND trước ngày 30/11/2022."
#: Another report gives another day for the same decision; in it a day is given twice, too.
OTHER = citing(
    "Thực hiện Quyết định số 751/QĐ-UBND ngày 27/12/2020 của UBND tỉnh Gia Lai, đã kiểm tra 08 xã.",
    "Theo Quyết định số 99/QĐ-UBND ngày 01/02/2021 và Quyết định số 99/QĐ-UBND ngày 02/02/2021 của UBND huyện.",
    code="31/BC-UBND",
    date="20/3/2023",
    issuer="HUYỆN CHƯ SÊ",
    title="Kết quả công tác nội vụ của huyện Chư Sê, tỉnh Gia Lai",
)
NAMES = ("bao-cao.pdf", "khác.txt", "hỏng.pdf", "chờ.txt")


@cache
def pdf() -> bytes:
    """A report of two pages."""
    writer = PdfWriter().page()
    writer.text(90, 60, "ỦY BAN NHÂN DÂN", 11, bold=True)
    writer.text(90, 76, "HUYỆN MANG YANG", 11, bold=True)
    writer.text(300, 60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 11, bold=True)
    writer.text(340, 76, "Độc lập - Tự do - Hạnh phúc", 11)
    writer.text(90, 110, "Số: 214/BC-UBND", 11)
    writer.text(300, 110, "Mang Yang, ngày 15 tháng 9 năm 2022", 11)
    writer.centred(160, "BÁO CÁO")
    writer.centred(180, "Kết quả công tác văn thư năm 2022")
    writer.text(113, 240, "I. KẾT QUẢ THỰC HIỆN", bold=True)
    writer.paragraph(270, SENTENCE)
    writer.page()
    writer.paragraph(80, SECOND)
    return writer.build()


def populate(store: Store) -> dict[str, str]:
    """Fill the store's workspace, and return the documents' names to callers, by the names of their files."""
    ids = fill(store, {"bao-cao.pdf": pdf(), "khác.txt": OTHER})
    version = load().pipeline.version
    broken = accept(store, [Incoming("hỏng.pdf", b"%PDF-1.5 broken", "/archive/h\u1ecfng.pdf")], version)[0]
    (claim,) = work.claim(store, version, work.owner(), 1)
    assert claim.document_id == broken.document_id
    work.start(store, claim)
    work.fail(store, claim, "corrupt", "hỏng.pdf: damaged; send it again", 0.5)
    waiting = accept(store, [Incoming("chờ.txt", b"CONG HOA", "/archive/cho.txt")], version)[0]
    ids |= {"hỏng.pdf": broken.document_id, "chờ.txt": waiting.document_id}
    table = tables.document
    facts = {"external_id": "DVC-2022-0915", "metadata": {"folder": {"year": "2022"}}}
    uids = {name: f"{number:032x}" for name, number in ids.items()} | {"bao-cao.pdf": examples.ID}
    if store.settings.workspace != "default":
        uids = {name: f"{store.workspace_id:016x}{uid[16:]}" for name, uid in uids.items()}
    with store.writing() as connection:
        for name, number in ids.items():
            connection.execute(update(table).where(table.c.id == number).values(uid=uids[name]))
        connection.execute(update(table).where(table.c.id == ids["bao-cao.pdf"]).values(**facts))
    return uids


def neighbour(settings: Settings) -> dict[str, str]:
    """The same files in a workspace of their own."""
    with open_store(replace(settings, workspace="khác")) as store:
        return populate(store)


def register(store: Store) -> None:
    """The decision in the office's register, of another day."""
    entry = {"register": "so-den.csv", "sheet": "", "row": 2, "number": "751", "symbol": "QĐ-UBND"}
    entry |= {"code": "751/QĐ-UBND", "code_key": "751/qdubnd", "date": "2020-12-26"}
    entry |= {"issuer": "UBND tỉnh Gia Lai", "issuer_key": "ubnd tinh gia lai", "subject": "Kế hoạch văn thư"}
    with store.writing() as connection:
        connection.execute(insert(tables.register_entry).values(workspace_id=store.workspace_id, **entry))
