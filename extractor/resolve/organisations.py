"""Mentions of bodies to bodies with a full name, an administrative unit and a place in the registers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from extractor.grammar import fold
from extractor.mentions import OrganisationMention
from extractor.model import Unit
from extractor.registers import Register, RegisteredBody, UnitRecord, key
from extractor.resolve.issuers import NameRules
from extractor.resolve.place import Place, level_name
from extractor.resolve.units import Surroundings, Where

#: A department of a province, and the divisions that it is made of.
_DEPARTMENT, _DIVISION = "Sở ", ("Phòng ", "Văn phòng Sở")
_TOP, _MANY = ("tỉnh", "thành phố"), ("organisation.collective", "organisation.ad-hoc")
#: Bodies that each unit of a level has.
_BELOW = ("province", "district", "commune")


class ResolvedBody(NamedTuple):
    """A body: `members` index the mentions that name it."""

    name: str
    register_id: str | None
    unit: Unit | None
    successor: str | None
    collective: bool
    members: tuple[int, ...]


class _Named(NamedTuple):
    """A name taken apart: "UBND huyện Kon Rẫy" is the base "UBND", its level and its place. Behind a committee of the
    Party (`party`) a place stands without its level. `whose`: the place that completes a bare name."""

    base: str
    level: str | None
    place: str | None
    row: RegisteredBody | None
    party: bool
    whose: str


@dataclass(slots=True)
class _Found:
    name: str
    where: Where | None
    named: _Named | None
    id: str | None = None
    members: list[int] = field(default_factory=list)


def resolve_organisations(
    mentions: Sequence[OrganisationMention], place: Place, date: str | None, names: NameRules, issuer: str = ""
) -> tuple[ResolvedBody, ...]:
    """Each body once, in order of its first mention. `date` is the document's own, ISO 8601 at its precision: the
    administrative units are those of that day. `issuer` is the full name of the body that issued the document."""
    distinct = {(one.name, one.register_id, one.collective): one for one in mentions}
    whole = {words: _alone(one, place) for words, one in distinct.items()}
    parts = {words: _parts(name, words[1], names, place, date) for words, name in whole.items() if name}
    printed = [(named.level, named.place) for named in parts.values() if named.level and named.place]
    around = Surroundings(place, date, names.register.units, printed)
    lone = _lone_places(parts.values())
    department = issuer if issuer.startswith(_DEPARTMENT) else ""
    found: dict[str, _Found] = {}
    bodies: dict[tuple[str, str | None, bool], _Found] = {}
    for words in distinct:
        named = parts.get(words)
        if named and not _is_any(named, around, place):
            name, where = _full(named, around, lone, department)
            bodies[words] = found.setdefault(key(name), _Found(name, where, named))
        else:
            alike = names.same.sub(lambda match: names.normal[fold(match.group())], words[0])
            bodies[words] = found.setdefault(f"many {fold(alike)}", _Found(words[0], None, None))
    for index, one in enumerate(mentions):
        body = bodies[one.name, one.register_id, one.collective]
        body.id = body.id or one.register_id
        body.members.append(index)
    return tuple(_resolved(body, around) for body in found.values())


def _alone(mention: OrganisationMention, place: Place) -> str | None:
    """The name of a single body: what "cấp tỉnh" has in a document of a province is one."""
    if not mention.collective:
        return mention.name
    level = next((level for level in _TOP if (place.own or "").startswith(f"{level} ")), None)
    if level is None or place.own != place.province or mention.rule in _MANY or mention.name[:4].lower() == "các ":
        return None
    end = f" cấp {level}"
    return f"{mention.name.removesuffix(end)} {level}" if mention.name.endswith(end) else None


def _is_any(named: _Named, around: Surroundings, place: Place) -> bool:
    """ "UBND huyện" in a document of a province means every one of them; so does "Sở Nội vụ" in one of the state."""
    if named.place is not None or (around.own is None and not place.central):
        return False
    if named.level is None:
        return place.central and named.whose in _BELOW
    return around.at_level(named.level) is None


def _resolved(body: _Found, around: Surroundings) -> ResolvedBody:
    unit = body.where.unit if body.where else None
    return ResolvedBody(
        name=body.name,
        register_id=body.id,
        unit=around.unit(unit) if unit else None,
        successor=_successor(body, unit, around),
        collective=body.named is None,
        members=tuple(body.members),
    )


def _parts(name: str, row_id: str | None, names: NameRules, around: Place, date: str | None) -> _Named:
    register = names.register
    row = register.bodies.get(row_id or "")
    if row and row.level == "state":
        return _Named(row.name, None, None, row, False, "state")
    head, _, last = name.rpartition(" ")
    if last in register.party_short:
        # "Ban Dân vận TU" is of the Thành ủy in a city under the centre.
        of_city = last == "TU" and (around.province or "").startswith("thành phố ")
        name = f"{head} {'Thành ủy' if of_city else register.party_short[last]}"
    if party := register.party.search(name):
        row = row or register.by_name.get(party["party"])
        above = register.party_levels[party["party"].lower()]
        base = name[: party.end("party")]
        return _Named(base, above, party["name"], row, True, "committee")
    match = register.place.search(name)
    base = name[: match.start()].rstrip() if match else name
    if row is None:
        office = next((one for one in register.offices if base.startswith(one)), "")
        row = register.by_name.get(base.removeprefix(office))
    if row is None and match is None and (row := _by_field(base, register, around)):
        base = row.name
    level = level_name(match["level"]) if match else None
    return _Named(base, level, match["name"] if match else None, row, False, _whose(base, row, register, date))


def _by_field(base: str, register: Register, around: Place) -> RegisteredBody | None:
    """ "Tư pháp" in "các đơn vị: Tư pháp, Nội vụ": an office of a district, a department of a province."""
    heads = ("Phòng", "Sở", "Bộ") if around.local else ("Sở", "Phòng", "Bộ")
    return next((row for head in heads if (row := register.by_name.get(f"{head} {base}"))), None)


def _whose(base: str, row: RegisteredBody | None, register: Register, date: str | None) -> str:
    """The place that completes a bare name: that of its row, or of its head."""
    if row:
        return "local" if row.central_since and date and date >= row.central_since else row.level
    head = next((whose for words, whose in register.heads.items() if base.startswith(words)), "local")
    if head == "local" or register.national.search(base):
        return "local"
    words = base.split(" ")
    ends = (" ".join(words[-size:]) for size in (2, 3, 4) if words[-size:][0][:1].isupper())
    placed = words[-1][:1].isupper() and any(register.units.knows(end) for end in ends)
    return "local" if placed else head


def _lone_places(named: Iterable[_Named]) -> Mapping[str, _Named]:
    """By base, the one place that the document prints behind it: "Trung tâm Môi trường" is that of the district where
    it also says "Trung tâm Môi trường huyện"."""
    places: dict[str, set[tuple[str, str | None]]] = {}
    found: dict[str, _Named] = {}
    for one in named:
        if one.level and not one.party:
            places.setdefault(one.base, set()).add((one.level, one.place))
            found[one.base] = one
    return {base: one for base, one in found.items() if len(places[base]) == 1}


def _full(named: _Named, around: Surroundings, lone: Mapping[str, _Named], department: str) -> tuple[str, Where | None]:
    """The whole name, and its place. What a `department` calls "Phòng Bưu chính" is a division of its own."""
    where = _place_of(named, around, lone)
    if where is None:
        if department and named.base.startswith(_DIVISION) and named.level is None:
            own = named.base.removesuffix(f" {_DEPARTMENT.strip()}")
            return f"{own} {department}", around.province()
        level = "" if named.party or not named.level else f" {named.level}"
        return named.base + level, None
    if named.row and named.row.of and not named.base.endswith(named.row.of):
        return f"{named.base} {named.row.of} {where.full}", where
    return f"{named.base} {where.name if named.party else where.full}", where


def _place_of(named: _Named, around: Surroundings, lone: Mapping[str, _Named]) -> Where | None:
    if named.place:
        if not named.level:
            return None
        return around.named(named.level, named.place)
    if named.level:
        return around.at_level(named.level)
    other = lone.get(named.base) if named.row is None or named.whose == "local" else None
    if other:
        # The one that the document names in full, if it names one only.
        return _place_of(other, around, {})
    match named.whose:
        case "state":
            return None
        case "province":
            return around.province()
        case "city":
            return around.at_level("thành phố")
        case "district" | "commune":
            return around.district()
        case "committee" | "own":
            return around.own
    return None


def _successor(body: _Found, unit: UnitRecord | None, around: Surroundings) -> str | None:
    """Who does the work today. Nobody alone took over that of a district."""
    row = body.named.row if body.named else None
    if row is None or body.named is None:
        return None
    if row.level == "state":
        return row.successor
    today = around.today(unit) if unit else None
    if unit is None or today is None or (unit.level in "HQSP" and unit.parent and not today.parent):
        return None
    base = body.named.base.replace(row.name, row.successor or row.name)
    if not body.named.party:
        name = f"{base} {today.full}"
    elif base in _PARTY.values():
        name = f"{_PARTY.get(today.level, base)} {today.name}"
    else:
        return None
    return name if key(name) != key(body.name) else None


_PARTY = {"T": "Tỉnh ủy", "P": "Thành ủy"}
