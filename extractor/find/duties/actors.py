"""The bodies of a statement: a list as printed, before a verb or behind an order."""

from __future__ import annotations

from extractor.find.duties.prose import Prose
from extractor.mentions import OrganisationMention

#: How far before its verb a list of bodies may begin, in characters.
_REACH = 500
#: So many bodies of one list are read.
_MOST = 60
#: The rule of bodies that only the shape of their name tells: it may end too early.
_SHAPE = "organisation.head"
Actors = tuple[OrganisationMention, ...]


def read_actors(
    prose: Prose, start: int, stop: int, *, before_verb: bool = False, spelt: bool = False
) -> tuple[Actors, int]:
    """The bodies of the list that begins at `start`, and where their words end. `before_verb`: the list ends at a verb
    at `stop`, so that what stands between two of its marks is a body, whatever its name. `spelt`: it says in its turn
    who "các tổ chức hội:" are."""
    found: list[OrganisationMention] = []
    courtesy = prose.piece("courtesy").match(prose.text, start, stop)
    end = start
    at = courtesy.end() if courtesy else start
    while (
        actor := _actor(prose, at, stop) or (_piece(prose, at, stop) if before_verb and found else None)
    ) is not None:
        end = actor.span[1]
        if before_verb and not _goes_on(prose, end, stop) and (piece := _piece(prose, at, stop)) is not None:
            actor, end = piece, piece.span[1]
        found.append(actor)
        if not spelt and actor.collective and end + 2 < stop and prose.text.startswith(":", end):
            more, rest = read_actors(prose, end + 2, stop, spelt=True)
            if more:  # "các tổ chức hội: Hội Nông dân, Hội Phụ nữ": the list says who they are
                return (*found[:-1], *more), rest
        bracket = prose.piece("bracket").match(prose.text, end, stop)
        joint = prose.piece("joint").match(prose.text, bracket.end() if bracket else end, stop)
        if joint is None or len(found) == _MOST:
            break
        at = joint.end()
    return tuple(found), end


def _goes_on(prose: Prose, end: int, stop: int) -> bool:
    """Whether the list goes on here, or its verb follows."""
    return any(prose.piece(name).match(prose.text, end, stop) for name in ("joint", "bracket", "entrusted")) or (
        prose.piece("gap").fullmatch(prose.text, end, stop) is not None
    )


def _piece(prose: Prose, start: int, stop: int) -> OrganisationMention | None:
    match = prose.piece("piece").match(prose.text, start, stop)
    return made(prose, start, match.end(), collective=False) if match and match.end() < stop else None


def _actor(prose: Prose, start: int, stop: int, *, nested: bool = False) -> OrganisationMention | None:
    """The longest body that begins at `start`: a known one, many at once, or an office and a body."""
    known = prose.body_at(start)
    if known is not None and known.span[1] > stop:
        known = None
    many = prose.piece("collective").match(prose.text, start, stop)
    end = known.span[1] if known else start
    if many is not None and many.end() > end:
        known, end = None, many.end()
    council = prose.piece("council").match(prose.text, start, stop)
    if council is not None and council.end() > end:
        return made(prose, start, council.end(), collective=council["many"] is not None)
    if known is None and not nested:
        office = prose.piece("office").match(prose.text, start, stop)
        inner = _actor(prose, office.end(), stop, nested=True) if office else None
        if inner is not None and inner.span[1] > end:
            return made(prose, start, inner.span[1], collective=inner.collective)
    if known is None or known.rule == _SHAPE:
        unknown = prose.piece("unknown").match(prose.text, start, stop)
        if unknown is not None and unknown.end() > end and (known is None or _more(prose, unknown.end(), stop)):
            return made(prose, start, unknown.end(), collective=False)
    if end == start:
        return None
    if known is None or known.collective:
        whole = prose.piece("part_of").match(prose.text, end, stop)
        body = prose.body_at(whole.end()) if whole else None
        if body is not None and body.span[1] <= stop and not body.collective:
            return made(prose, start, body.span[1], collective=True)
    listed = prose.text.startswith(":", end) and (known is None or known.collective) and not _named(prose, end + 2)
    fields = prose.piece("fields").match(prose.text, end, stop) if listed else None
    if fields is not None:
        return made(prose, start, fields.end(), collective=True)
    behind = prose.piece("behind").match(prose.text, end, stop) if known is None or known.collective else None
    if behind is not None and behind.end() > end:
        known, end = None, behind.end()
    return known or made(prose, start, end, collective=True)


def _more(prose: Prose, end: int, stop: int) -> bool:
    """Whether anything but the end of the sentence follows: a name that takes it all leaves no duty."""
    return prose.text[end:stop].strip(" .") != ""


def _named(prose: Prose, start: int) -> bool:
    """Whether a body with its whole name begins here, not only the field of one ("Các Bộ: Tài chính, Y tế")."""
    body = prose.body_at(start)
    if body is not None:
        return body.collective or body.name.startswith(prose.text[start : start + 2])
    return prose.piece("unknown").match(prose.text, start) is not None


def made(prose: Prose, start: int, end: int, *, collective: bool) -> OrganisationMention:
    """Printed words that no rule knows as a body."""
    name = " ".join(prose.text[start:end].split())
    return OrganisationMention((start, end), name, None, collective, "duties.actor")


def subject(prose: Prose, floor: int, verb: int, gaps: tuple[str, ...]) -> tuple[Actors, int] | None:
    """The bodies before a verb, and where their words end: only words of the named pieces may stand between."""
    floor = max(floor, verb - _REACH)
    opener = prose.piece("opener").match(prose.text, floor, verb)
    first = reached = opener.end() if opener else floor
    for start in _starts(prose, first, verb):
        if start < reached:
            continue
        actors, end = read_actors(prose, start, verb, before_verb=True)
        if not actors:
            continue
        reached = end
        if any(prose.piece(gap).fullmatch(prose.text, end, verb) for gap in gaps):
            if start == first or prose.piece("clause").search(prose.text, max(floor, start - 16), start):
                return actors, end
            return (actors, end) if prose.piece("basis").search(prose.text, floor, start) else None
    return None


def whoever(prose: Prose, floor: int, verb: int, first: int) -> tuple[Actors, int] | None:
    """Those whom a regulation names by what they do, before a verb of duty: "Tổ chức, cá nhân nộp hồ sơ". They begin
    before `first`."""
    floor = max(floor, verb - _REACH)
    opener = prose.piece("opener").match(prose.text, floor, verb)
    begin = opener.end() if opener else floor
    for start in (begin, *(mark.end() for mark in prose.piece("turn").finditer(prose.text, begin, first))):
        if start >= first:
            break
        found: list[OrganisationMention] = []
        at = end = start
        while len(found) < _MOST and (match := prose.piece("whoever").match(prose.text, at, verb)) is not None:
            end = match.end()
            found.append(made(prose, at, end, collective=True))
            joint = prose.piece("joint").match(prose.text, end, verb)
            if joint is None:
                break
            at = joint.end()
        if found and prose.piece("gap").fullmatch(prose.text, end, verb) is not None:
            return tuple(found), end
    return None


def elided(prose: Prose, floor: int, verb: int) -> Actors:
    """The bodies at the beginning of the sentence, where a later verb of duty has no other subject."""
    if prose.piece("elided").search(prose.text, max(floor, verb - 24), verb) is None:
        return ()
    opener = prose.piece("opener").match(prose.text, floor, verb)
    first = opener.end() if opener else floor
    actors, rest = read_actors(prose, first, verb)
    told = prose.piece("doing").match(prose.text, rest, verb) and not prose.piece("past").search(prose.text, rest, verb)
    return actors if told else ()


def _starts(prose: Prose, floor: int, end: int) -> list[int]:
    """Where a list of bodies may begin: at a known one, at the beginning, behind a mark, at a word for many."""
    starts = {floor, *(body.span[0] for body in prose.bodies_in(floor, end))}
    starts |= {match.end() for match in prose.piece("begin").finditer(prose.text, floor, end)}
    return sorted(starts)
