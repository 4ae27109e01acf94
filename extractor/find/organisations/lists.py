"""Bodies that share what one of them prints: "HĐND và UBND huyện", "Sở Nội vụ, Tư pháp", "UBND xã Hra, Lơ Pang"."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.find.organisations.compiled import fold
from extractor.find.organisations.hits import Hit
from extractor.find.organisations.names import Body, Reader
from extractor.find.organisations.tails import Tail
from extractor.mentions import OrganisationMention

_COMMITTEE_JOINTS = ("", " ", ",", "và", "&", "-", "–", "/", ", và")
_JOINTS = (", ", " và ", "; ")
_HEADS = ("Sở", "Phòng", "Bộ")
#: Behind a field that shares a head: nothing that would go on with a word of another meaning.
_ENDS = ("", ",", ";", ".", ")", "\n", "\t", " ")


def bodies_at(hit: Hit, reader: Reader) -> Iterator[OrganisationMention]:
    """The bodies whose words begin at a hit: none, one, or a list that shares its head or its place."""
    body = reader.body(hit)
    if body is None:
        return
    name, many = body.name, body.many
    if body.tail is None and body.kind == "committee" and (shared := _shared_tail(body.end, reader)):
        name, many = f"{name} {shared.words}", shared.many
    yield OrganisationMention((hit.start, body.end), name, body.id, many, body.rule)
    if body.tail is None:
        yield from _sharing_head(hit, body, reader)
    elif body.tail.place and body.tail.level:
        yield from _sharing_place(body, body.tail, reader)


def _shared_tail(end: int, reader: Reader) -> Tail | None:
    """The place of the committee that follows a committee without one: "HĐND và UBND huyện"."""
    text = reader.text
    for _ in range(2):
        gap = next((size for size in range(5) if end + size in reader.at), None)
        if gap is None or text[end : end + gap].strip() not in _COMMITTEE_JOINTS:
            return None
        following = reader.at[end + gap]
        if following.entry.kind != "committee":
            return None
        end = following.end
        if tail := reader.tails.tail(end, lists=True):
            return tail
    return None


def _sharing_head(hit: Hit, body: Body, reader: Reader) -> Iterator[OrganisationMention]:
    """ "Sở Nội vụ, Tư pháp và Tài chính": the fields behind the first share its head."""
    head = hit.entry.name.partition(" ")[0]
    if head not in _HEADS or hit.entry.kind != "body":
        return
    text, end = reader.text, body.end
    while text.startswith(_JOINTS, end):
        start = end + 1 + text[end + 1 :].index(" ") + 1 if text.startswith(" ", end) else end + 2
        field = reader.rules.field.match(fold(text[start : start + 60]))
        if field is None or not text[start].isupper() or start in reader.at:
            return
        end = start + field.end()
        if text[end : end + 1] not in _ENDS:
            return
        name, row = reader.rules.by_field[head, field.group()]
        yield OrganisationMention((start, end), name, row, False, body.rule)


def _sharing_place(body: Body, tail: Tail, reader: Reader) -> Iterator[OrganisationMention]:
    """ "Ủy ban nhân dân xã Hra, Lơ Pang, Kon Thup": the units behind the first share body and level."""
    text, end = reader.text, body.end
    base = body.name.removesuffix(f" {tail.place}")
    while joint := next((one for one in (",", " và") if text.startswith(one + " ", end)), None):
        start = end + len(joint) + 1
        place = None if start in reader.at else reader.tails.known(start - 1, tail.level)
        if place is None:
            return
        end = place[0]
        yield OrganisationMention((start, end), f"{base} {place[1]}", body.id, False, body.rule)
