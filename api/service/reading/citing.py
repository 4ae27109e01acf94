"""Who cites a document, and what the office's registers say of it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from api.archive.verification import Verification, verifications
from api.graph.citations import citing, find, first_pages
from api.graph.names import iso_date
from api.graph.records import Answer, Cited, Page
from api.service import cursors
from api.service.bodies import references as bodies
from api.service.problems import Problem
from api.store import Store
from api.store.errors import MissingError
from api.store.keys import clean, name_key

_LISTING = "references"


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """Whose citations: of a number or a law's name, narrowed by the cited document's date and issuer, and by the
    relation in which a mention stands to it."""

    code: str
    date: str | None = None
    issuer: str | None = None
    relation: str | None = None


def references(store: Store, asked: Asked, limit: int, cursor: str | None) -> bodies.References:
    """The documents that a number may be with the reports that cite them, `limit` in all. With the cursor of one of
    them only that one, with the next of its reports.

    Raises Problem `not_found` for what is neither a number nor a name, `invalid_cursor`.
    """
    after = cursors.opened(store, _LISTING, cursor)
    answer = find(store, clean(asked.code) or "", date=_date(asked.date), issuer=clean(asked.issuer) or None)
    if answer.code_key is None:
        raise Problem(
            "not_found",
            "neither a number nor the name of a law; write 751/QĐ-UBND or Luật Đất đai",
            "không phải số, ký hiệu hay tên luật; viết 751/QĐ-UBND hoặc Luật Đất đai",
        )
    if after is None:
        pages: Sequence[Page | None] = first_pages(store, answer, relation=asked.relation, limit=limit)
    else:
        answer, pages = _following(store, answer, asked, limit, after)
    checked = _verified(store, answer.cited)
    return bodies.References(
        items=[_cited(store, *one) for one in zip(answer.cited, checked, pages, strict=True)],
        documents=answer.documents,
        complete=answer.complete,
    )


def _following(
    store: Store, answer: Answer, asked: Asked, limit: int, after: Sequence[Any]
) -> tuple[Answer, list[Page]]:
    key, place = after
    cited = next((one for one in answer.cited if one.key == key), None)
    if cited is None:
        # The archive changed meanwhile so that this document is another one now.
        return dataclasses.replace(answer, cited=()), []
    try:
        page = citing(store, cited, relation=asked.relation, limit=limit, after=place)
    except MissingError:
        raise Problem("invalid_cursor") from None
    return dataclasses.replace(answer, cited=(cited,)), [page]


def _date(printed: str | None) -> str | None:
    """ISO 8601. It is of the form that the route lets through (`parameters.DATE`)."""
    return iso_date(printed) if printed else None


def _verified(store: Store, cited: Sequence[Cited]) -> list[Verification]:
    with store.reading() as connection:
        return list(verifications(connection, store.workspace_id, map(_parts, cited)))


def _parts(cited: Cited) -> SimpleNamespace:
    """A cited document as the registers are asked for it: its number in parts, as `citation` has them."""
    number, year, symbol = None, None, None
    if match := re.fullmatch(r"0*([0-9]+[a-z]?)(?:/([0-9]{4}))?[/-](.+)", cited.code.strip(), re.IGNORECASE):
        number, year, symbol = match.groups()
    elif "/" in cited.code_key or cited.code_key.isdecimal():
        number = cited.code_key.partition("/")[0]
    return SimpleNamespace(
        number=number,
        year=year,
        symbol=symbol,
        code_key=cited.code_key,
        date=cited.date,
        issuer_key=name_key(cited.issuer),
        title=cited.title,
    )


def _cited(store: Store, cited: Cited, checked: Verification, page: Page | None) -> bodies.Cited:
    # Where there was no room for its reports the list begins with the next page.
    rows = page.rows if page else ()
    following = (page.next if page else None), page is None
    return bodies.Cited(
        key=cited.key,
        number=cited.code,
        type_code=cited.type_code,
        type_name=cited.type_name,
        date=cited.date,
        issuer=cited.issuer,
        title=cited.title,
        dates=[bodies.Day(date=day, reports=count) for day, count in cited.dates],
        reports=cited.reports,
        more=cited.more,
        ambiguous=cited.ambiguous,
        archived=[bodies.Named(id=one.uid, name=one.name) for one in cited.archived],
        verification=_verification(checked),
        citing=bodies.CitingPage(
            items=[_citing(row) for row in rows],
            next=cursors.sealed(store, _LISTING, cited.key, following[0]) if any(following) else None,
        ),
    )


def _citing(row: Any) -> bodies.Citing:
    facts = dataclasses.asdict(row)
    return bodies.Citing(id=facts.pop("uid"), number=facts.pop("code"), **facts)


def _verification(found: Verification) -> bodies.Verification:
    listed = dataclasses.asdict(found.entry) if found.entry else None
    return bodies.Verification(
        status=found.status,
        fields=list(found.fields),
        entry=bodies.Listed(name=listed.pop("register"), **listed) if listed else None,
        message=found.message_en,
        message_vi=found.message_vi,
    )
