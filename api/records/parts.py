"""Parts of one report that are files of their own: its main text and its appendices.

An appendix says what it goes with: "(Kèm theo Báo cáo số 496/BC-UBND ngày …)" below its head. It belongs to that
document where both lie in one folder. Where the number was left blank, or where only its file is called "Phụ lục 1",
the folder must leave no choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, select

from api.store import tables
from api.store.keys import words

_report, _document, _location = tables.report, tables.document, tables.location
_membership = tables.membership

#: A folder with more documents is no report's own: nothing is guessed in it.
_FOLDER = 60

COLUMNS = (*(_report.c[name] for name in ("type_code", "attached_key", "attached_type")), _document.c.name)


def is_appendix(document: Row[Any]) -> bool:
    """Whether a document, with the COLUMNS and its `code_key`, is an appendix, or goes with another in another way."""
    if document.code_key is not None:
        return False
    return bool(document.attached_key or document.attached_type or is_called_appendix(document.name))


def is_called_appendix(name: str) -> bool:
    """Whether a file is called one: "Phụ lục 1.docx", "PL02.xlsx"."""
    said = words(name)
    return said[:2] == ["phu", "luc"] or (bool(said) and said[0].startswith("pl") and said[0][2:].isdecimal())


def parts_of(connection: Connection, workspace_id: int, document: Row[Any]) -> list[tuple[int, bool]]:
    """The documents that a document forms a record with, each with whether it is an appendix."""
    folders = select(_location.c.folder).where(_location.c.document_id == document.document_id)
    beside = (_location.c.workspace_id == workspace_id) & _location.c.folder.in_(folders)
    if is_appendix(document):
        if document.attached_key:
            found = _beside(connection, document, beside & (_report.c.code_key == document.attached_key))
            return [(one.document_id, False) for one in found]
        return [(main, False) for main in _mains(connection, document, _all(connection, document, beside))]
    own = document.code_key
    named = _beside(connection, document, beside & (_report.c.attached_key == own)) if own else ()
    folder = _all(connection, document, beside)
    blank = [one for one in folder if is_appendix(one) and not one.attached_key]
    if blank:
        mains = [document, *folder]
        blank = [one for one in blank if document.document_id in _mains(connection, one, mains)]
    return [(one.document_id, True) for one in (*named, *blank)]


def _all(connection: Connection, document: Row[Any], beside: ColumnElement[bool]) -> Sequence[Row[Any]]:
    """The other documents of the folders that a document lies in; none of a folder with too many."""
    found = _beside(connection, document, beside)
    return found if len(found) <= _FOLDER else ()


def _beside(connection: Connection, document: Row[Any], condition: ColumnElement[bool]) -> Sequence[Row[Any]]:
    query = (
        select(_report.c.document_id, _report.c.code_key, *COLUMNS)
        .join(_document, _document.c.id == _report.c.document_id)
        .join(_location, _location.c.document_id == _report.c.document_id)
        .where(condition, _report.c.document_id != document.document_id)
        .distinct()
        .limit(_FOLDER + 1)
    )
    return connection.execute(query).all()


def _mains(connection: Connection, appendix: Row[Any], folder: Sequence[Row[Any]]) -> list[int]:
    """The documents of a folder that an appendix without a number goes with: all versions of one, or none where there
    is a choice."""
    ids = [
        one.document_id for one in folder if not is_appendix(one) and appendix.attached_type in (None, one.type_code)
    ]
    if len(ids) < 2:
        return ids
    records = connection.scalars(select(_membership.c.record).where(_membership.c.document_id.in_(ids))).all()
    return ids if len(records) == len(ids) and len(set(records)) == 1 else []
