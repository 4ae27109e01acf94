"""How a document under review is told to callers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection

from api.review.deciding import Outcome
from api.review.decisions import Decision
from api.review.folding import Item, State
from api.review.groups import groups
from api.review.remembering import Suggestion, dismissals
from api.review.subject import Subject
from api.service.bodies.deciding import (
    HistoryEntry,
    Stands,
    Step,
)
from api.service.bodies.documents import DocumentType
from api.service.bodies.review import (
    AnchorBody,
    CitedGroup,
    Comment,
    DecisionBody,
    Open,
    OutlineSection,
    Queued,
    QueueLinks,
    Remembered,
    ReviewItem,
    ReviewLinks,
)
from api.store import Store
from api.times import iso


class Teller:
    """Tells the items of one document, each with the findings that compare it and what is remembered of it."""

    def __init__(
        self, connection: Connection, store: Store, subject: Subject, state: State, blind: bool = False
    ) -> None:
        self._connection, self._store, self._subject, self._state = connection, store, subject, state
        self._touching: defaultdict[str, list[str]] = defaultdict(list)
        self._remembered: dict[str, Suggestion] = {}
        if blind:
            return
        findings = [item for item in state.items if item.kind == "finding"]
        for finding in findings:
            for touched in finding.touches:
                self._touching[touched].append(finding.id)
        topics = [str(item.fields.get("type")) for item in findings if item.open]
        self._remembered = dismissals(connection, store, subject.issuer_key, topics, subject.id)

    def items(self, names: Iterable[str] | None = None) -> list[ReviewItem]:
        """All items, or those of the ids."""
        if names is None:
            return [self.item(item) for item in self._state.items]
        known = {item.id: item for item in self._state.items}
        return [self.item(known[name]) for name in names if name in known]

    def item(self, item: Item) -> ReviewItem:
        """An item as it stands."""
        found = [*self._touching.get(item.id, ())]
        if item.kind == "reference":
            found += self._touching.get(str(item.fields.get("group")), ())
        told = self._remembered.get(str(item.fields.get("type"))) if item.kind == "finding" and item.open else None
        return ReviewItem.model_construct(
            id=item.id,
            kind=item.kind,
            state=item.state,
            anchor=AnchorBody.model_construct(**asdict(item.anchor)),
            section=item.section,
            fields=dict(item.fields),
            extracted=dict(item.extracted) if item.extracted is not None else None,
            source=item.source,
            confidence=item.confidence,
            decision=_decision(item.decision),
            earlier=_decision(item.earlier),
            comments=[
                Comment(id=one.id, who=one.who, at=iso(one.at), comment=one.comment or "") for one in item.comments
            ],
            findings=list(dict.fromkeys(found)),
            suggestion=Remembered(reason=told.reason, who=told.who, at=iso(told.at), times=told.times)
            if told
            else None,
        )

    def groups(self) -> list[CitedGroup]:
        """All cited documents."""
        found = groups(self._connection, self._store, self._subject.id, self._state)
        return [
            CitedGroup.model_construct(**{name: _plain(getattr(one, name)) for name in one.__slots__}) for one in found
        ]


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _decision(one: Decision | None) -> DecisionBody | None:
    if one is None:
        return None
    return DecisionBody.model_construct(
        id=one.id,
        step=one.step,
        who=one.who,
        at=iso(one.at),
        action=one.action,
        fields=dict(one.after) if one.after else None,
        reason=one.reason,
        comment=one.comment,
        carried_from=one.carried_from,
    )


def step(connection: Connection, store: Store, subject: Subject, outcome: Outcome, blind: bool) -> Step:
    """What became of a step."""
    teller = Teller(connection, store, subject, outcome.state, blind)
    return Step.model_construct(
        version=outcome.version,
        step=outcome.step,
        status=outcome.status,
        items=teller.items(outcome.touched),
        gone=list(outcome.gone),
        groups=teller.groups(),
        open=Open(**outcome.state.open()),
        orphaned=outcome.state.orphaned(),
        undo=outcome.undo,
        redo=outcome.redo,
    )


def stands(row: Any) -> Stands:
    """How the review stands, from the row of `review`."""
    return Stands(
        status=row.status,
        assignee=row.assignee,
        assigned=iso(row.assigned_at) if row.assigned_at else None,
        version=row.version,
    )


def queued(row: Any) -> Queued:
    """A document of the queue."""
    return Queued(
        id=row.uid,
        name=row.name,
        number=row.code,
        type=DocumentType(code=row.type_code, name=row.type_name) if row.type_code or row.type_name else None,
        date=row.date,
        issuer=row.issuer,
        title=row.title,
        pages=row.pages,
        status=row.status,
        assignee=row.assignee,
        assigned=iso(row.assigned_at) if row.assigned_at else None,
        open=Open(
            reference=row.open_reference,
            finding=row.open_finding,
            count=row.open_count,
            responsibility=row.open_responsibility,
            indicator=row.open_indicator,
        ),
        orphaned=row.orphaned,
        least_confidence=row.least,
        version=row.version,
        changed=iso(row.changed_at),
        links=QueueLinks(review=f"/v1/review/{row.uid}", document=f"/v1/documents/{row.uid}"),
    )


def outline(subject: Subject) -> list[OutlineSection]:
    """The sections of the document."""
    return [
        OutlineSection(
            id=one.id,
            parent=one.parent_id,
            level=one.level,
            label=one.label,
            path=one.path,
            title=one.title,
            start=one.span[0],
            end=one.span[1],
            page=one.page,
        )
        for one in subject.report.sections
    ]


def links(uid: str) -> ReviewLinks:
    """Where the parts of a review are."""
    own, document = f"/v1/review/{uid}", f"/v1/documents/{uid}"
    return ReviewLinks(
        self=own,
        document=document,
        text=f"{own}/text",
        pages=f"{document}/pages/{{number}}",
        images=f"{document}/pages/{{number}}.png",
        original=f"{document}/original",
        events=f"{own}/events",
        history=f"{own}/history",
        suggestions=f"{own}/suggestions",
        reviewed=f"{own}/reviewed.json",
        cited_documents=f"{own}/cited-documents.docx",
        commented=f"{own}/commented.docx",
        sheet=f"{own}/sheet",
    )


def history(decisions: Sequence[Decision], gone: set[str]) -> list[HistoryEntry]:
    """The log of decisions, as they come."""
    return [
        HistoryEntry.model_construct(
            id=one.id,
            step=one.step,
            version=one.version,
            at=iso(one.at),
            who=one.who,
            action=one.action,
            kind=one.kind,
            item=one.item,
            quote=one.anchor.quote if one.anchor else None,
            before=dict(one.before) if one.before else None,
            after=dict(one.after) if one.after else None,
            reason=one.reason,
            comment=one.comment,
            undone=one.step in gone,
            carried_from=one.carried_from,
            blind=one.blind,
        )
        for one in decisions
    ]
