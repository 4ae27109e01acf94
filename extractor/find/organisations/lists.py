"""Bodies that share what one of them prints: "HĐND và UBND huyện", "Sở Nội vụ, Tư pháp", "UBND xã Hra, Lơ Pang"."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.find.organisations.compiled import fold
from extractor.find.organisations.hits import Hit
from extractor.find.organisations.names import Body, Reader, words
from extractor.find.organisations.tails import Tail
from extractor.mentions import OrganisationMention

#: Besides the committees: bodies that share the place of the committee behind them ("Đảng ủy, HĐND, UBND xã").
_SHARING = ("dang-uy",)
_COMMITTEE_JOINTS = ("", " ", ",", "và", "&", "-", "–", "/", ", và")
_PLURAL = ("các ", "Các ")
_JOINTS = (", ", " và ", "; ")
_HEADS = ("Sở ", "Phòng ", "Bộ ")
#: Nouns before a list of fields: those of departments or of offices, by the document's own level.
_BY_FIELD = ("cơ quan", "đơn vị", "phòng", "ban", "ngành")
#: The longest field of a department, in characters.
_LONGEST = 60


def bodies_at(hit: Hit, reader: Reader) -> list[OrganisationMention]:
    """The bodies whose words begin at a hit: none, one, or a list that shares its head or its place."""
    body = reader.body(hit)
    if body is None:
        return _organs(hit, reader) if hit.entry.organ and reader.text.startswith(": ", hit.end) else []
    end, name, row, many, rule, kind, tail, office = body
    text, start = reader.text, hit.start
    if kind == "collective":
        if listed := _listed(hit, body, reader):
            return listed
    elif tail is None and (kind == "committee" or hit.entry.id in _SHARING) and (shared := _shared_tail(end, reader)):
        name, many = f"{name} {shared.words}", shared.many
    if not many and text[start - 2 : start] == "c " and office is None and text.endswith(_PLURAL, 0, start):
        name, many = words(text[start:end]), True
    found = [OrganisationMention((start, end), name, row, many, rule, office)]
    if text.startswith(_JOINTS, end):
        if tail is None:
            found += _sharing_head(hit, body, reader)
        elif tail.place and tail.level:
            found += _sharing_place(body, tail, reader)
    return found


def _listed(hit: Hit, body: Body, reader: Reader) -> list[OrganisationMention]:
    """ "các Sở Nội vụ, Tư pháp và Tài chính", "các Sở: Nội vụ, Tư pháp": each is named, so they are not many. "Các đơn
    vị: Tư pháp, Nội vụ" names them by their fields alone."""
    text, end = reader.text, body.end
    head = text[hit.start : end].rpartition(" ")[2].capitalize()
    colon = text.startswith(": ", end)
    start = end + (2 if colon else 1)
    if not text[start : start + 1].isupper():
        return []
    if f"{head} " not in _HEADS:
        if not colon or not text[hit.start : end].lower().endswith(_BY_FIELD):
            return []
        head = ""
    field = _field(head, text, start, reader)
    if field is None:
        return []
    name, row = reader.rules.by_field[head, field]
    first = start if colon else end - len(head)
    found = [OrganisationMention((first, start + len(field)), name, row, False, body.rule)]
    return found + list(_fields_behind(head, start + len(field), body.rule, reader))


def _organs(hit: Hit, reader: Reader) -> list[OrganisationMention]:
    """ "Thường trực: Huyện ủy, HĐND huyện": the same organ of each body of a list."""
    found: list[OrganisationMention] = []
    start = hit.end + 2
    while following := reader.at.get(start):
        body = reader.body(following)
        if body is None or body.kind not in hit.entry.keep or body.office:
            break
        name = f"{hit.entry.name} {body.name}"
        found.append(OrganisationMention((start, body.end), name, None, body.many, body.rule))
        joint = next((one for one in _JOINTS if reader.text.startswith(one, body.end)), "")
        if not joint:
            break
        start = body.end + len(joint)
    return found


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
    line = fold(text[start : start + _LONGEST])
    stop = len(line)
    while stop > 0:
        if (head, line[:stop]) in reader.rules.by_field:
            return line[:stop] if not text[start + stop : start + stop + 1].isalnum() else None
        stop = max(line.rfind(sign, 0, stop) for sign in " ,;.)\n\t")
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
