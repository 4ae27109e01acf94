"""Parts of one report that are files of their own: its main text and its appendices.

An appendix says what it goes with: "(Kèm theo Báo cáo số 496/BC-UBND ngày …)" below its head. It belongs to that
document where both lie in one folder. Where the number was left blank, or where only its file is called "Phụ lục 1",
the folder must leave no choice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from api.store import tables
from api.store.keys import words

_report, _document, _location = tables.report, tables.document, tables.location
_membership = tables.membership

#: A folder with more documents is no report's own: nothing is guessed in it.
FOLDER = 60

COLUMNS = (
    *(_report.c[name] for name in ("type_code", "attached_key", "attached_type")),
    *(_document.c[name] for name in ("uid", "name")),
)


def is_appendix(document: Any) -> bool:
    """Whether a document, with the COLUMNS and its `code_key`, is an appendix, or goes with another in another way."""
    if document.code_key is not None:
        return False
    return bool(document.attached_key or document.attached_type or is_called_appendix(document.name))


def is_called_appendix(name: str) -> bool:
    """Whether a file is called one: "Phụ lục 1.docx", "PL02.xlsx"."""
    said = words(name)
    short = "".join(said[:2]) if said[:1] == ["pl"] else "".join(said[:1])
    return said[:2] == ["phu", "luc"] or (short.startswith("pl") and short[2:].isdecimal())


@dataclass(slots=True)
class Folders:
    """What lies beside documents. A folder is read once."""

    connection: Connection
    workspace_id: int
    _of: dict[int, list[str]] = field(default_factory=dict)
    _inside: dict[str, Sequence[Any]] = field(default_factory=dict)

    def look_at(self, documents: Sequence[int]) -> None:
        """Learn the folders of documents, all in one question."""
        query = select(_location.c.document_id, _location.c.folder).where(_location.c.document_id.in_(documents))
        for document, folder in self.connection.execute(query):
            if folder:
                self._of.setdefault(document, []).append(folder)

    def beside(self, document: int) -> list[Any]:
        """The other documents of the folders of one, each once; none of a folder with too many."""
        found = {
            one.document_id: one
            for folder in self._of.get(document, ())
            if len(inside := self._listed(folder)) <= FOLDER
            for one in inside
        }
        found.pop(document, None)
        return list(found.values())

    def mains(self, appendix: Any) -> list[int]:
        """The documents that an appendix goes with: by the number that it says; without one, all versions of the one
        document that its folder leaves, or none where there is a choice."""
        if appendix.attached_key:
            return self._named(appendix, "code_key", appendix.attached_key)
        ids = [
            one.document_id
            for one in self.beside(appendix.document_id)
            if not is_appendix(one) and appendix.attached_type in (None, one.type_code)
        ]
        return ids if len(ids) < 2 or self._are_one(ids) else []

    def appendices(self, document: Any) -> list[int]:
        """The appendices that say the number of a document."""
        if document.code_key is None:
            return []
        return self._named(document, "attached_key", document.code_key)

    def unnumbered(self, document: int) -> Iterator[Any]:
        """The appendices beside a document that say no number."""
        return (one for one in self.beside(document) if is_appendix(one) and not one.attached_key)

    def _listed(self, folder: str) -> Sequence[Any]:
        if folder not in self._inside:
            self._inside[folder] = self._query(_location.c.folder == folder)
        return self._inside[folder]

    def _named(self, document: Any, column: str, key: str) -> list[int]:
        """Documents of a number beside a document, also in a folder with many."""
        found = {one.document_id for one in self.beside(document.document_id) if getattr(one, column) == key}
        for folder in self._of.get(document.document_id, ()):
            if len(self._listed(folder)) > FOLDER:
                inside = self._query((_location.c.folder == folder) & (_report.c[column] == key))
                found.update(one.document_id for one in inside)
        return sorted(found - {document.document_id})

    def _query(self, condition: ColumnElement[bool]) -> Sequence[Any]:
        query = (
            select(_report.c.document_id, _report.c.code_key, *COLUMNS)
            .join(_document, _document.c.id == _report.c.document_id)
            .join(_location, _location.c.document_id == _report.c.document_id)
            .where(_location.c.workspace_id == self.workspace_id, condition)
            .distinct()
            .limit(FOLDER + 1)
        )
        return self.connection.execute(query).all()

    def _are_one(self, documents: Sequence[int]) -> bool:
        query = select(_membership.c.record).where(_membership.c.document_id.in_(documents))
        records = self.connection.scalars(query).all()
        return len(records) == len(documents) and len(set(records)) == 1
