"""An archive with something in every table, and a look at all of a store, for the tests of keeping."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, func, insert, select, text, update

from api.service.intake.taking import describe_again
from api.store import Settings, Store, open_store, tables, work
from api.store.documents import Incoming, accept
from api.store.results import withhold
from extractor.pipeline import load
from tests.archive import fill

HEAD = "ỦY BAN NHÂN DÂN\nHUYỆN MANG YANG\n\nBÁO CÁO\nKết quả công tác năm 2021\n\nI. Công tác chỉ đạo\n"
REPORT = (
    f"{HEAD}Thực hiện Quyết định số 751/QĐ-UBND ngày 26/12/2020 và Quyết định số 751/QĐ-UBND ngày 27/12/2020 của UBND "
    "tỉnh, đã kiểm tra 07 xã.\n"
)
INDICATORS = (
    "\nPHỤ LỤC\nTHỐNG KÊ SỐ LIỆU\n\nSTT\tChỉ tiêu thống kê\tĐơn vị tính\tSố liệu\n"
    "1\tCông tác chỉ đạo điều hành CCHC\t\t\n"
    "1.1\tKế hoạch CCHC\t\t\n1.1.1\tSố nhiệm vụ đề ra trong kế hoạch\tNhiệm vụ\t34\n"
    "1.1.2\tSố nhiệm vụ đã hoàn thành\tNhiệm vụ\t30\n"
)


def populate(settings: Settings) -> None:
    """Reports in two workspaces, one file in quarantine, one withheld, one being worked on, one waiting, versions, a
    register."""
    with open_store(settings) as store:
        ids = fill(store, {"a.txt": REPORT + INDICATORS, "b.txt": f"{REPORT}Đã kiểm tra 08 xã.\n"})
        version = load().pipeline.version
        accepted = accept(
            store,
            [Incoming(name, name.encode(), f"/archive/{name}", 5, 7) for name in ("hỏng", "mật", "đang làm", "chờ")],
        )
        work.enqueue(store, [one.document_id for one in accepted], version)
        broken, secret, _ = work.claim(store, version, work.owner(), 3)
        for one in (broken, secret):
            work.start(store, one)
        work.fail(store, broken, "corrupt", "hỏng: damaged", 0.5)
        withhold(store, secret, accepted[1].sha256, "mật: carries a secrecy mark")
        with store.writing() as connection:
            facts = {"external_id": "DVC-1", "metadata": {"năm": 2021, "nhãn": ["a", None, 1.5, True]}}
            connection.execute(update(tables.document).where(tables.document.c.id == ids["a.txt"]).values(**facts))
            for position, document_id in enumerate(ids.values()):
                own = {"document_id": document_id, "workspace_id": store.workspace_id, "position": position}
                connection.execute(insert(tables.membership).values(record="r1", role="version", note=None, **own))
            entry = {"register": "sổ đi", "sheet": "", "row": 1, "code": "751/QĐ-UBND"}
            connection.execute(insert(tables.register_entry).values(workspace_id=store.workspace_id, **entry))
            _service(connection, store.workspace_id, accepted[2].document_id)
        describe_again(store, ids["a.txt"])
    with open_store(replace(settings, workspace="khác")) as other:
        fill(other, {"a.txt": REPORT + INDICATORS})


def _service(connection: Connection, workspace_id: int, document_id: int) -> None:
    """A row in each table of the service."""
    own, document = {"workspace_id": workspace_id}, {"workspace_id": workspace_id, "document_id": document_id}
    scopes = {"scopes": "read write", "created_at": 1.5}
    running = select(tables.extraction.c.id).where(tables.extraction.c.status == "running").scalar_subquery()
    sent = {"event": "document.done", "status": "waiting", "attempts": 0, "next_at": 2.5}
    for table, row in (
        (tables.token, {"name": "DMS", "prefix": "tl_00000000", "hash": "ab" * 32, "used_at": 2.5, **scopes, **own}),
        (tables.account, {"id": 1, "name": "lan", "password": "$argon2id$", **scopes, **own}),
        (tables.session, {"account_id": 1, "hash": "cd" * 32, "created_at": 1, "used_at": 2, "expires_at": 3, **own}),
        (tables.audit, {"at": 1.5, "who": "token:DMS", "action": "token.create", "details": {"tên": "DMS"}, **own}),
        (tables.upload, {"sent_by": "token:DMS", "at": 1.5, **document}),
        (tables.progress, {"extraction_id": running, "done": 1, "total": 9}),
        (
            tables.decision,
            {
                "uid": "e1",
                "version": 1,
                "step": "s1",
                "at": 1.5,
                "who": "local",
                "action": "correct",
                "item": "i",
                "kind": "reference",
                "anchor": {"quote": "Quyết định"},
                "after": {"date": None},
                "blind": False,
                **document,
            },
        ),
        (tables.sample, {"id": 1, "seed": 7, "drawn": 1, "who": "local", "at": 1.5, **own}),
        (tables.sampled, {"sample_id": 1, "position": 0, "done_at": 2.5, "done_by": "local", **document}),
        (tables.request_key, {"key": "k", "fingerprint": "ef" * 32, "at": 1.5, **document}),
        (
            tables.webhook,
            {
                "id": 1,
                "uid": "w1",
                "url": "https://h/",
                "secret": "s",
                "events": "",
                "active": True,
                **own,
                "created_at": 1,
            },
        ),
        (tables.delivery, {"uid": "d1", "webhook_id": 1, "created_at": 1, "changed_at": 1, **sent, **document}),
    ):
        connection.execute(insert(table).values(**row))


def everything(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, in order."""
    with store.snapshot() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns))]
            for table in tables.metadata.sorted_tables
        }


def files(store: Store) -> dict[str, bytes]:
    """All files."""
    return {one.digest: store.blobs.get(one.digest) for one in store.blobs.listing()}


def found(store: Store, word: str) -> list[int]:
    """Documents of a folded word, by the database's own index."""
    query = "SELECT rowid FROM report_search WHERE report_search MATCH :word ORDER BY 1"
    if store.engine.dialect.name == "postgresql":
        query = "SELECT document_id FROM report_text WHERE vector @@ to_tsquery('simple', :word) ORDER BY 1"
    with store.reading() as connection:
        return list(connection.scalars(text(query), {"word": word}))


def documents(store: Store) -> int:
    """How many there are, in all workspaces."""
    with store.reading() as connection:
        return int(connection.scalars(select(func.count()).select_from(tables.document)).one())
