"""Resolved documents in words: as most of their citations print them, or as the archived document prints itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select

from api.graph import variants as reading
from api.graph.records import Archived, Cited
from api.graph.resolve import Group, Variant
from api.store import tables
from api.store.keys import document_of, name_key

_citation, _report, _document, _mention = tables.citation, tables.report, tables.document, tables.mention


def described(connection: Connection, workspace_id: int, code_key: str, groups: Sequence[Group]) -> tuple[Cited, ...]:
    """The documents of one number, in the order of `groups`."""
    speakers = [_speaker(one) for one in groups]
    printed = _printed(connection, workspace_id, code_key, [one for one in speakers if one])
    newest = [one.newest for group in groups for one in group.archived]
    archived = {row.newest: row for row in connection.execute(_archived(), {"newest": newest})} if newest else {}
    own = _own_mentions(connection, code_key, newest)
    return tuple(
        _cited(code_key, group, printed.get(speaker.text) if speaker else None, archived, own)
        for group, speaker in zip(groups, speakers, strict=True)
    )


def _speaker(group: Group) -> Variant | None:
    """The variant whose words stand for the group."""
    day = group.date
    said = [one for one, _ in group.said()]
    return max(said, key=lambda one: (one.day == day, one.issuer_key is not None, one.reports), default=None)


def _printed(connection: Connection, workspace_id: int, code_key: str, said: Sequence[Variant]) -> dict[str, Any]:
    """The newest citation of each variant."""
    if not said:
        return {}
    values = {"workspace": workspace_id, "code": code_key}
    lists = {"variants": [one.text for one in said], "newest": [one.newest for one in said]}
    return {row.variant: row for row in connection.execute(_speaking(), {**values, **lists})}


@cache
def _speaking() -> Select[Any]:
    citation, mention = _citation, _mention
    # A law that is cited by its name has no number; its mention is what it is called.
    first = (mention.c.document_id == citation.c.document_id) & (mention.c.item == citation.c.first_mention)
    columns = (citation.c.variant, citation.c.code, citation.c.type_name, citation.c.issuer, citation.c.title)
    return (
        select(*columns, mention.c.text)
        .join_from(citation, mention, first, isouter=True)
        .where(citation.c.workspace_id == bindparam("workspace"), citation.c.code_key == bindparam("code"))
        .where(citation.c.variant.in_(bindparam("variants", expanding=True)))
        .where(citation.c.newest.in_(bindparam("newest", expanding=True)))
    )


@cache
def _archived() -> Select[Any]:
    report, document = _report, _document
    columns = (report.c.newest, report.c.code, report.c.type_name, report.c.issuer, report.c.title)
    return (
        select(*columns, document.c.uid, document.c.name)
        .join_from(report, document, document.c.id == report.c.document_id)
        .where(report.c.newest.in_(bindparam("newest", expanding=True)))
    )


def _own_mentions(connection: Connection, code_key: str, newest: Sequence[int]) -> Counter[int]:
    """How often documents that carry a number name it themselves."""
    table = _citation
    query = (
        select(table.c.newest, func.count().label("times"))
        .where(table.c.document_id.in_([document_of(one) for one in newest]), table.c.code_key == code_key)
        .group_by(table.c.newest)
    )
    return Counter({row.newest: row.times for row in connection.execute(query)} if newest else {})


def _cited(code_key: str, group: Group, printed: Any, archived: Mapping[int, Any], own: Counter[int]) -> Cited:
    kept = [archived[one.newest] for one in group.archived if one.newest in archived]
    words = [row for row in (*kept, printed) if row is not None]
    issuer = next((row.issuer for row in words if row.issuer), None)
    called = printed.text if printed is not None and printed.text else code_key
    return Cited(
        key=":".join((code_key, group.type_code or "", group.date or "", group.issuer or name_key(issuer) or "")),
        code=next((row.code for row in words if row.code), called),
        code_key=code_key,
        type_code=group.type_code,
        type_name=next((row.type_name for row in words if row.type_name), None),
        date=None if group.ambiguous else group.date,
        issuer=None if group.ambiguous else issuer,
        title=None if group.ambiguous else next((row.title for row in words if row.title), None),
        dates=tuple(sorted(group.days().items(), key=lambda one: (-one[1], one[0]))),
        reports=max(0, group.reports - sum(own[one.newest] for one in group.archived)),
        more=any(one.reports >= reading.COUNTED for one, _ in group.said()),
        ambiguous=group.ambiguous,
        archived=tuple(Archived(row.uid, row.name) for row in kept),
        variants=tuple((one.text, fit, one.newest) for one, fit in group.said()),
        own=tuple(one.newest for one in group.archived),
    )
