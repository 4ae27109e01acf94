"""Statements in sentences: a body before its verb, an order to a body, bodies behind a label."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.find.duties.actors import Actors, elided, read_actors, subject, whoever
from extractor.find.duties.compiled import Cue
from extractor.find.duties.prose import Prose
from extractor.find.duties.tasks import Statement, clause_end

_PLAIN = "duties.plain"
#: An item's own statement: its cue stands so near its beginning, its bodies so near; so many cues are tried.
_OWN, _COURTESY, _HITS, _OFFSET = 160, 16, 6, 24
#: How far into its list the first known body of a plain sentence may stand, in characters.
_LEAD = 40
#: The paths of articles begin so.
_ARTICLES = ("Điều", "Chương", "Mục", "Phần")
#: A subject has a known body so near before its verb, a label its colon behind it, in characters.
_KNOWN, _COLON = 300, 44
_BARE = frozenset({"lead", "coordinate", "monitor"})


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where letters of these cues stand."""

    at: int
    cues: tuple[Cue, ...]


def hits(prose: Prose) -> list[Hit]:
    """All places where a cue may be, in reading order."""
    found: list[Hit] = []
    for anchor, cues in prose.rules.anchors.items():
        at = prose.text.find(anchor)
        while at >= 0:
            found.append(Hit(at, cues))
            at = prose.text.find(anchor, at + len(anchor))
    return sorted(found, key=lambda hit: hit.at)


def statement_at(prose: Prose, hit: Hit, done: int) -> Statement | None:
    """The statement at a place, read no further back than `done`."""
    cues = [cue for cue in hit.cues if _stands(prose.text, hit.at - cue.offset, cue.words)]
    cues = [cue for cue in cues if _LIKELY[cue.side](prose, cue, hit.at - cue.offset)]
    if not cues or prose.in_table(hit.at):
        return None
    start, end = prose.sentence(hit.at)
    start = max(start, done)
    for cue in cues:
        at = hit.at - cue.offset
        if at >= start and (found := _READERS[cue.side](prose, cue, start, at, end)):
            return found
    return None


def _has_subject(prose: Prose, cue: Cue, at: int) -> bool:
    """Whether a body may be the subject of this verb: said before any sentence is looked at, for most are not."""
    if prose.piece("no_subject").search(prose.text, max(0, at - 12), at):
        return False
    if cue.role in _BARE and prose.narrates(at) and not prose.piece("obliged").search(prose.text, max(0, at - 40), at):
        return False
    return bool(prose.bodies_in(max(0, at - _KNOWN), at)) or prose.orders(at)


def _has_object(prose: Prose, cue: Cue, at: int) -> bool:
    """Whether a body may stand behind this order."""
    return prose.piece("no_object").match(prose.text, at + len(cue.words)) is None


def _has_colon(prose: Prose, cue: Cue, at: int) -> bool:
    end = at + len(cue.words)
    return cue.role == "accountable" or prose.text.find(":", end, end + _COLON) >= 0


def own_statement(prose: Prose, places: Sequence[Hit], item: Statement) -> Statement | None:
    """The statement that an item of a list makes of another body than its heading: an order, or a body of its own."""
    index = bisect_left(places, item.start - _OFFSET, key=lambda hit: hit.at)
    for hit in places[index : index + _HITS]:
        if hit.at > item.start + _OWN:
            break
        found = statement_at(prose, hit, item.start)
        if found is not None and found.start <= item.start + _COURTESY and found.end <= item.end + 1:
            return found
    actors, rest = read_actors(prose, item.start, item.end)
    if actors and not _is_noun(prose, actors) and prose.piece("doing").match(prose.text, rest, item.end):
        return Statement(item.start, actors, "assigned", rest, item.end, _PLAIN)
    return None


def _stands(text: str, at: int, words: str) -> bool:
    """Whether these words stand here, whole, with a capital letter or without."""
    end = at + len(words)
    if at < 0 or text[at:end].lower() != words:
        return False
    return not text[at - 1 : at].isalnum() and not text[end : end + 1].isalnum()


def _of_subject(prose: Prose, cue: Cue, start: int, at: int, end: int) -> Statement | None:
    """ "Phòng Nội vụ có trách nhiệm …"."""
    text = prose.text
    gaps = ("gap", "entrusted") if cue.role == "lead" else ("gap",)
    found = subject(prose, start, at, gaps)
    if found is None and cue.whoever and prose.orders(at):
        if actors := elided(prose, start, at):
            return Statement(at, actors, cue.role, at + len(cue.words), clause_end(prose, at + 1, end), cue.id)
    if cue.whoever and prose.orders(at) and (found is None or found[0][0].span[0] > start):
        found = whoever(prose, start, at, found[0][0].span[0] if found else at) or found
    if found is None:
        return None
    actors, rest = found
    if cue.role in _BARE and prose.piece("told_apart").match(text, at + len(cue.words), end):
        return None
    bare = cue.role in _BARE and not prose.piece("obliged").search(text, rest, at)
    if bare and (prose.narrates(at) or _is_noun(prose, actors)):
        return None
    if cue.whole and prose.piece("ends").match(text, at + len(cue.words), end) is None:
        return None
    verb = at if cue.role in _BARE or cue.whole else at + len(cue.words)
    if cue.role == "assigned" and prose.piece("passive").match(text, verb, end):
        return None
    return Statement(actors[0].span[0], actors, cue.role, verb, clause_end(prose, verb, end), cue.id)


def _is_noun(prose: Prose, actors: Actors) -> bool:
    """ "Cơ quan chủ trì", "tổ chức, cá nhân chủ trì": whoever it may be, not a body."""
    words = prose.text[actors[0].span[0] : actors[-1].span[1]].lower()
    return prose.piece("anyone").fullmatch(words) is not None


def _order(prose: Prose, cue: Cue, start: int, at: int, end: int) -> Statement | None:
    """ "Giao Phòng Nội vụ …"."""
    text = prose.text
    verb = at + len(cue.words)
    while verb < end and text[verb].isspace():
        verb += 1
    actors, rest = read_actors(prose, verb, end)
    if not actors or _is_noun(prose, actors):
        return None
    opener = prose.piece("opener").match(text, start, at)
    first = opener.end() if opener else start
    letter = prose.piece("letter").search(text, max(first, at - _LETTER), at) is not None
    if not letter and not _heads_clause(prose, first, at):
        return None
    everybody = not letter and all(actor.collective for actor in actors)
    if everybody and (cue.named or prose.narrates(at) or prose.piece("vague").match(text, rest, end)):
        return None
    return Statement(at, actors, cue.role, rest, clause_end(prose, rest, end), cue.id)


#: How far before an order the document that gives it may begin, in characters.
_LETTER = 160


def _heads_clause(prose: Prose, first: int, at: int) -> bool:
    """Whether an order is the head of its clause, and not told as something of the past. What a report tells of itself
    ("Đề nghị Sở A cấp 02 chứng thư số") is no order; what it tells of another body is one."""
    text = prose.text
    before = text[first:at]
    narrates = prose.narrates(at)
    if not before.strip():
        return not narrates
    if prose.piece("past").search(before):
        return False
    governed = subject(prose, first, at, ("gap",)) is not None
    return governed or prose.piece("free").search(before) is not None


def _labelled(prose: Prose, cue: Cue, start: int, at: int, end: int) -> Statement | None:
    """ "Cơ quan chủ trì: Phòng Nội vụ"."""
    colon = prose.piece("colon").match(prose.text, at + len(cue.words), end)
    if colon is None:
        return None
    label = prose.piece("next_label").search(prose.text, colon.end(), end)
    end = label.start() if label else end
    actors, rest = read_actors(prose, colon.end(), end)
    if not actors:
        return None
    return Statement(at, actors, cue.role, rest, clause_end(prose, rest, end), cue.id)


def plain(prose: Prose) -> Iterator[Statement]:
    """Plain sentences about bodies that are orders: in the part that says who does what ("Các cơ quan, đơn vị gửi Kế
    hoạch về UBND huyện"), and at the beginning of a line in a document that is all orders and has no articles."""
    if not prose.assigns:
        return
    for span, anywhere in prose.ordering():
        if not anywhere and prose.reports:
            continue
        last = -1
        for body in prose.bodies_in(*span):
            if body.span[0] >= last:
                found, last = _plain(prose, body.span[0], anywhere)
                if found is not None:
                    yield found


def _plain(prose: Prose, at: int, anywhere: bool) -> tuple[Statement | None, int]:
    """The plain sentence whose subject holds the body at this place, and where its sentence ends."""
    start, end = prose.sentence(at)
    opener = prose.piece("opener").match(prose.text, start, end)
    first = opener.end() if opener else start
    occasion = prose.piece("occasion").match(prose.text, first, end)
    first = occasion.end() if occasion else first
    if not first <= at <= first + _LEAD or prose.in_table(at):
        return None, at + 1
    section = prose.section(at)
    if not anywhere and (opener is None or section is None or section.path.startswith(_ARTICLES)):
        return None, end
    actors, rest = read_actors(prose, first, end)
    runs_on = opener is not None and prose.piece("run_on").match(prose.text, rest, end)
    if not actors or _is_noun(prose, actors) or not (runs_on or prose.piece("doing").match(prose.text, rest, end)):
        return None, end
    named = opener is not None or not all(actor.collective for actor in actors)
    if not named and prose.piece("vague").match(prose.text, rest, end):
        return None, end
    return Statement(first, actors, "assigned", rest, clause_end(prose, rest, end), _PLAIN), end


_READERS = {"before": _of_subject, "after": _order, "label": _labelled}
_LIKELY = {"before": _has_subject, "after": _has_object, "label": _has_colon}
