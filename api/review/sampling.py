"""Documents drawn at random and reviewed blind: what they say of the extraction holds for the whole archive."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from api.review.decisions import read, standing
from api.review.folding import Item, fold
from api.review.subject import Subject, within
from api.service.access.auditing import audit
from api.service.access.caller import Caller
from api.store import Store, tables
from api.store.errors import MissingError
from extractor.errors import CorruptFileError

_sample, _sampled, _review = tables.sample, tables.sampled, tables.review
_document, _report, _extraction = tables.document, tables.report, tables.extraction


@dataclass(frozen=True, slots=True)
class Drawn:
    """A document of a sample."""

    uid: str
    name: str
    done: bool


@dataclass(frozen=True, slots=True)
class Wilson:
    """A share with its 95 % Wilson interval; None where nothing was counted."""

    value: float | None
    low: float | None
    high: float | None
    hits: int
    of: int


@dataclass(frozen=True, slots=True)
class Tally:
    """What a blind review found beside the extraction: references in both, with the same type and number in both, in
    the extraction, and in the review."""

    both: int
    same_code: int
    extracted: int
    reviewed: int


def draw(who: Caller, many: int, seed: int) -> list[Drawn]:
    """Draw documents that have a report, each as likely as the others; the same archive and seed give the same ones.
    Drawn again, the sample stays as it was."""
    store = who.store
    with store.writing() as connection:
        known = connection.scalar(
            select(_sample.c.id).where(
                _sample.c.workspace_id == store.workspace_id, _sample.c.seed == seed, _sample.c.drawn == many
            )
        )
        if known is None:
            known = _drawn(connection, who, many, seed)
        return list(_listed(connection, store, known))


def _drawn(connection: Connection, who: Caller, many: int, seed: int) -> int:
    store = who.store
    # By their lasting names: the order of rows is the database's.
    query = (
        select(_document.c.id)
        .join(_report, _report.c.document_id == _document.c.id)
        .where(_document.c.workspace_id == store.workspace_id)
        .order_by(_document.c.uid)
    )
    ids = connection.scalars(query).all()
    chosen = random.Random(seed).sample(ids, min(many, len(ids)))
    own = {"workspace_id": store.workspace_id, "seed": seed, "drawn": many, "who": who.name, "at": time.time()}
    number = connection.scalars(_sample.insert().values(**own).returning(_sample.c.id)).one()
    if chosen:
        same = {"sample_id": number, "workspace_id": store.workspace_id}
        rows = [{**same, "document_id": one, "position": place} for place, one in enumerate(chosen)]
        connection.execute(_sampled.insert(), rows)
    audit(connection, who, "review.sample", None, seed=seed, drawn=len(chosen))
    return int(number)


def listed(store: Store) -> list[Drawn]:
    """The documents of all samples of the workspace, each once."""
    with store.reading() as connection:
        return list({one.uid: one for one in _listed(connection, store, None)}.values())


def _listed(connection: Connection, store: Store, sample_id: int | None) -> Iterator[Drawn]:
    query = (
        select(_document.c.uid, _document.c.name, _sampled.c.done_at)
        .join(_document, _document.c.id == _sampled.c.document_id)
        .where(_sampled.c.workspace_id == store.workspace_id)
        .order_by(_sampled.c.sample_id, _sampled.c.position)
    )
    if sample_id is not None:
        query = query.where(_sampled.c.sample_id == sample_id)
    for row in connection.execute(query):
        yield Drawn(row.uid, row.name, row.done_at is not None)


def to_be_reviewed(connection: Connection, store: Store, document_id: int) -> bool:
    """Whether a document was drawn and its blind review is not done."""
    query = select(_sampled.c.sample_id).where(
        _sampled.c.workspace_id == store.workspace_id,
        _sampled.c.document_id == document_id,
        _sampled.c.done_at.is_(None),
    )
    return connection.execute(query.limit(1)).first() is not None


def done(who: Caller, subject: Subject, *, open_again: bool = False) -> bool:
    """Say that the blind review of a document is done; False where it is of no sample."""
    values = {"done_at": None, "done_by": None} if open_again else {"done_at": time.time(), "done_by": who.name}
    mine = (_sampled.c.workspace_id == who.store.workspace_id, _sampled.c.document_id == subject.id)
    with who.store.writing() as connection:
        found = connection.execute(update(_sampled).where(*mine).values(**values)).rowcount
        if found:
            action = "review.blind_again" if open_again else "review.blind_done"
            audit(connection, who, action, f"document:{subject.uid}")
    return bool(found)


def tallies(store: Store) -> list[Tally]:
    """One for each document whose blind review is done."""
    query = (
        select(_document.c.id, _document.c.uid, _document.c.name, _extraction.c.report_sha256)
        .join(_sampled, _sampled.c.document_id == _document.c.id)
        .join(_report, _report.c.document_id == _document.c.id)
        .join(_extraction, _extraction.c.id == _report.c.extraction_id)
        .where(_sampled.c.workspace_id == store.workspace_id, _sampled.c.done_at.is_not(None))
        .where(_extraction.c.report_sha256.is_not(None))
        .distinct()
    )
    found = []
    with store.reading() as connection:
        for row in connection.execute(query).all():
            try:
                subject = within(connection, store, row.id, row.uid, row.name, row.report_sha256)
            except (MissingError, CorruptFileError):
                continue
            decisions = standing(read(connection, store.workspace_id, row.id), blind=True)
            state = fold(subject.report.text, subject.extracted, decisions, blind=True)
            found.append(tally(subject.extracted, state.items))
    return found


def tally(extracted: Sequence[Item], reviewed: Sequence[Item]) -> Tally:
    """Compare references by their places: the same letters and digits, each paired once."""
    there = [one for one in extracted if one.kind == "reference"]
    marked = [one for one in reviewed if one.kind == "reference" and one.state == "added"]
    by_place = {_trimmed(one.anchor.quote, one.anchor.start): one for one in there}
    both = same = 0
    for one in {_trimmed(item.anchor.quote, item.anchor.start): item for item in marked}.values():
        other = by_place.get(_trimmed(one.anchor.quote, one.anchor.start))
        if other is not None:
            both += 1
            same += all(other.fields.get(name) == one.fields.get(name) for name in ("doc_type", "code", "number"))
    places = {_trimmed(item.anchor.quote, item.anchor.start) for item in marked}
    return Tally(both, same, len(by_place), len(places))


def _trimmed(quote: str, start: int) -> tuple[int, int]:
    """The place of the letters and digits of a quote: a person may select a full stop with it."""
    inner = [at for at, sign in enumerate(quote) if sign.isalnum()]
    return (start + inner[0], start + inner[-1] + 1) if inner else (start, start + len(quote))


def wilson(hits: int, of: int, z: float = 1.959964) -> Wilson:
    """The Wilson score interval of a share (E. B. Wilson, 1927)."""
    if of == 0:
        return Wilson(None, None, None, hits, of)
    share = hits / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z / (1 + z * z / of) * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    low, high = max(0.0, middle - half), min(1.0, middle + half)
    return Wilson(round(share, 4), round(low, 4), round(high, 4), hits, of)
