"""Bodies that share what one of them prints: "HĐND và UBND huyện", "Sở Nội vụ, Tư pháp", "UBND xã Hra, Lơ Pang"."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.find.organisations.compiled import fold
from extractor.find.organisations.hits import Hit
from extractor.find.organisations.names import Body, Reader
from extractor.find.organisations.tails import Tail
from extractor.mentions import OrganisationMention

#: Besides the committees: bodies that share the place of the committee behind them ("Đảng ủy, HĐND, UBND xã").
_SHARING = ("dang-uy",)
_COMMITTEE_JOINTS = ("", " ", ",", "và", "&", "-", "–", "/", ", và")
_JOINTS = (", ", " và ", "; ")
_HEADS = ("Sở ", "Phòng ", "Bộ ")
#: The longest field of a department, in characters.
_LONGEST = 60


def bodies_at(hit: Hit, reader: Reader) -> list[OrganisationMention]:
    """The bodies whose words begin at a hit: none, one, or a list that shares its head or its place."""
    body = reader.body(hit)
    if body is None:
        return []
    end, name, row, many, rule, kind, tail = body
    if kind == "collective" and (listed := _listed(hit, body, reader)):
        return listed
    if tail is None and (kind == "committee" or hit.entry.id in _SHARING) and (shared := _shared_tail(end, reader)):
        name, many = f"{name} {shared.words}", shared.many
    found = [OrganisationMention((hit.start, end), name, row, many, rule)]
    if reader.text.startswith(_JOINTS, end):
        if tail is None:
            found += _sharing_head(hit, body, reader)
        elif tail.place and tail.level:
            found += _sharing_place(body, tail, reader)
    return found


def _listed(hit: Hit, body: Body, reader: Reader) -> list[OrganisationMention]:
    """ "các Sở Nội vụ, Tư pháp và Tài chính", "các Sở: Nội vụ, Tư pháp": each is named, so they are not many."""
    text, end = reader.text, body.end
    head = text[hit.start : end].rpartition(" ")[2].capitalize()
    start = end + (2 if text.startswith(": ", end) else 1)
    if f"{head} " not in _HEADS or not text[start : start + 1].isupper():
        return []
    field = _field(head, text, start, reader)
    if field is None:
        return []
    name, row = reader.rules.by_field[head, field]
    first = start if text[end] == ":" else end - len(head)
    found = [OrganisationMention((first, start + len(field)), name, row, False, body.rule)]
    return found + list(_fields_behind(head, start + len(field), body.rule, reader))


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
    if hit.entry.kind != "body" or not hit.entry.name.startswith(_HEADS):
        return
    yield from _fields_behind(hit.entry.name.partition(" ")[0], body.end, body.rule, reader)


def _fields_behind(head: str, end: int, rule: str, reader: Reader) -> Iterator[OrganisationMention]:
    text = reader.text
    while joint := next((one for one in _JOINTS if text.startswith(one, end)), None):
        start = end + len(joint)
        field = (
            None if start in reader.at or not text[start : start + 1].isupper() else _field(head, text, start, reader)
        )
        if field is None:
            return
        end = start + len(field)
        name, row = reader.rules.by_field[head, field]
        yield OrganisationMention((start, end), name, row, False, rule)


def _field(head: str, text: str, start: int, reader: Reader) -> str | None:
    """The longest field of a department or an office that stands here with nothing but a sign or a space behind it."""
    words = fold(text[start : start + _LONGEST])
    stop = len(words)
    while stop > 0:
        if (head, words[:stop]) in reader.rules.by_field:
            return words[:stop] if not text[start + stop : start + stop + 1].isalnum() else None
        stop = max(words.rfind(sign, 0, stop) for sign in " ,;.)\n\t")
    return None


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
