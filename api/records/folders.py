"""What folders say of documents (`trichluc import --path-pattern '{year}/{issuer}/{type}'`) beside what they say
themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Row, select

from api.archive.similarity import same_body
from api.store import Store, tables
from api.store.keys import code_key, name_key, words

Field = Literal["year", "issuer", "unit", "type", "number"]

#: Documents that are read from the database at a time.
_PAGE = 500

_NAMES: Mapping[Field, tuple[str, str]] = {
    "year": ("năm", "year"),
    "issuer": ("cơ quan ban hành", "issuer"),
    "unit": ("đơn vị hành chính", "administrative unit"),
    "type": ("loại văn bản", "type"),
    "number": ("số, ký hiệu", "number"),
}


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A document that says otherwise than its folder: which `field`, and both values as they are written."""

    document: str
    name: str
    field: Field
    folder: str
    read: str
    message_vi: str
    message_en: str


def misplaced(store: Store) -> Iterator[Misplaced]:
    """Every difference, by document. What a document does not say differs from nothing."""
    document, report = tables.document, tables.report
    query = (
        select(document.c.uid, document.c.name, document.c.metadata, report)
        .join(report, report.c.document_id == document.c.id)
        .where(document.c.workspace_id == store.workspace_id, document.c.metadata.is_not(None))
        .order_by(document.c.id)
        .execution_options(yield_per=_PAGE)
    )
    with store.reading() as connection:
        for row in connection.execute(query):
            said: dict[str, object] = (row.metadata or {}).get("folder") or {}
            for field in _NAMES:
                if (value := said.get(field)) and (read := _CHECKS[field](str(value), row)):
                    yield _told(row, field, str(value), read)


def _told(row: Row[Any], field: Field, folder: str, read: str) -> Misplaced:
    vi, en = _NAMES[field]
    return Misplaced(
        row.uid,
        row.name,
        field,
        folder,
        read,
        f"Thư mục ghi {vi} là “{folder}”, văn bản ghi “{read}”",
        f'The folder says that the {en} is "{folder}", the document says "{read}"',
    )


def _year(folder: str, row: Row[Any]) -> str | None:
    """The year of the document's day, and those that its period touches, are all right."""
    wanted = next((word for word in words(folder) if len(word) == 4 and word.isdecimal()), None)
    period = [day[:4] for day in (row.period or "").split("/") if day]
    years = [row.date[:4]] if row.date else []
    years += [str(year) for year in range(int(period[0]), int(period[-1]) + 1)] if period else []
    return None if wanted is None or not years or wanted in years else ", ".join(dict.fromkeys(years))


def _body(folder: str, name: str | None) -> str | None:
    key, read = name_key(folder), name_key(name)
    if not key or not read or name is None:
        return None
    # Folders are also called "MangYang".
    return None if same_body(key, read) or key.replace(" ", "") in read.replace(" ", "") else name


def _type(folder: str, row: Row[Any]) -> str | None:
    names = {"".join(words(name)) for name in (row.type_code, row.type_name) if name}
    return None if not names or "".join(words(folder)) in names else f"{row.type_name or row.type_code}"


def _number(folder: str, row: Row[Any]) -> str | None:
    """The number alone is enough: a slash cannot stand in the name of a folder."""
    wanted, read = code_key(folder), row.code_key
    if wanted is None or read is None:
        return None
    same = wanted.replace("/", "") == read.replace("/", "") or wanted == read.partition("/")[0]
    return None if same else f"{row.code}"


_CHECKS: Mapping[Field, Callable[[str, Row[Any]], str | None]] = {
    "year": _year,
    "issuer": lambda folder, row: _body(folder, row.issuer),
    "unit": lambda folder, row: _body(folder, row.unit_name),
    "type": _type,
    "number": _number,
}
