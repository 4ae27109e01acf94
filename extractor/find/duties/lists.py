"""Lists of duties: under a heading that names who answers ("1. Sở Y tế"), or under an order ("Đề nghị Sở Nội vụ:")."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extractor.find.duties.actors import made, read_actors
from extractor.find.duties.prose import Prose
from extractor.find.duties.tasks import LABELS, Statement, clause_end, opening_role

_HEAD = "duties.head"
#: How deep a line stands, by its label or bullet; a line without one is the deepest.
_DEPTHS = {"article": 1.0, "roman": 2.0, "number": 3.0, "point": 4.0, "paren": 4.5, "dash": 5.0, "plus": 6.0}
_PLAIN = 9.0
_BULLETS = (_DEPTHS["dash"], _DEPTHS["plus"])
#: A heading that goes on behind its bodies is shorter than this, in characters.
_SHORT = 90
#: Words that lead to a list ("thực hiện các nhiệm vụ cụ thể như sau:") are shorter.
_LEADING = 60
#: The deepest line that is a heading where no colon ends it.
_LABELLED = _DEPTHS["paren"]


def heads(prose: Prose) -> Iterator[Statement]:
    """Lines that begin with bodies and go on with a colon, or end there under a label."""
    last = -1
    for span, _ in prose.ordering():
        for body in prose.bodies_in(*span):
            index = prose.block_at(body.span[0])
            if index is None or index == last:
                continue
            last = index
            if body.span[0] - prose.blocks[index].span[0] <= _INDENT and (found := _head(prose, index)):
                yield found


#: So far from the beginning of its line the first known body of a heading stands, in characters.
_INDENT = 60


def _head(prose: Prose, index: int) -> Statement | None:
    start, end = prose.blocks[index].span
    first, depth = _depth(prose, index)
    if not prose.orders(start):
        return None
    toward = prose.piece("toward").match(prose.text, first, end)
    actors, rest = read_actors(prose, toward.end() if toward else first, end)
    if not actors:
        return None
    remark = prose.piece("remark").match(prose.text, rest, end)
    if remark is None and (name := prose.piece("name_rest").match(prose.text, rest, end)) is not None:
        whole = made(prose, actors[-1].span[0], name.start("end"), collective=False)
        actors, remark = (*actors[:-1], whole), name
    if remark is None:
        short = depth <= _LABELLED and end - first < _SHORT and prose.text[end - 1] not in ".;:,"
        if short and index + 1 < len(prose.blocks) and _depth(prose, index + 1)[1] in _BULLETS:
            if not actors[-1].collective or prose.piece("answers").match(prose.text, rest, end):
                return Statement(first, actors, "assigned", end, end, _HEAD)
            whole = made(prose, actors[-1].span[0], end, collective=True)
            return Statement(first, (*actors[:-1], whole), "assigned", end, end, _HEAD)  # "Các phòng ban tham gia"
        return None
    colon = remark["end"] == ":"
    if not colon and (depth > _LABELLED or prose.text[end - 1] in ".;"):
        return None
    if depth == _DEPTHS["article"] and toward is None:
        return None
    return Statement(first, actors, "assigned", remark.end(), clause_end(prose, remark.end(), end), _HEAD)


def _depth(prose: Prose, index: int) -> tuple[int, float]:
    """Where a line's words begin, and how deep it stands."""
    start, end = prose.blocks[index].span
    match = prose.piece("opener").match(prose.text, start, end)
    if match is None:
        return start, _PLAIN
    kind = match.lastgroup or ""
    return match.end(), _DEPTHS[kind] + (match[kind].rstrip(".").count(".") / 10 if kind == "number" else 0)


def opened(prose: Prose, statement: Statement) -> Statement | None:
    """The statement as it stands for each item of the list below, where nothing of the duty itself is on its line."""
    index = prose.block_at(statement.start)
    if index is None or statement.listed or statement.rule.startswith(LABELS):
        return None
    text, end = prose.text, prose.blocks[index].span[1]
    role, partners, at = opening_role(prose, statement, end)
    if prose.piece("follows").fullmatch(text, at, end) is None:
        return None
    return replace(statement, role=role, partners=partners, end=end)


def detailed(prose: Prose, statement: Statement) -> tuple[Statement, Statement] | None:
    """A statement that tells the duty, without the words that lead to the list below it, and the statement as it
    stands for each item of that list."""
    index = prose.block_at(statement.start)
    if index is None or statement.rule.startswith(LABELS):
        return None
    end = prose.blocks[index].span[1]
    if prose.text[end - 1] != ":":
        return None
    detail = prose.piece("detail").search(prose.text, max(statement.verb, end - _LEADING), end)
    if detail is None or detail.start() > statement.end:
        return None
    return statement.until(detail.start()), replace(statement, role="assigned", partners=(), end=detail.end())


def items(prose: Prose, statement: Statement) -> Iterator[Statement]:
    """The items of the list below a statement: lines of the first kind that stand deeper than it."""
    top = prose.block_at(statement.start)
    if top is None:
        return
    own = _depth(prose, top)[1]
    kind: float | None = None
    for index in range(top + 1, len(prose.blocks)):
        start, end = prose.blocks[index].span
        first, depth = _depth(prose, index)
        if depth <= own < _PLAIN or prose.piece("closing").match(prose.text, start, end):
            return
        if kind is None:
            kind = depth
        if depth == kind and not prose.piece("item").match(prose.text, first, end):
            stop = clause_end(prose, max(first, read_actors(prose, first, end)[1]), end)
            yield replace(statement, start=first, verb=first, end=stop, listed=True)
        if kind == _PLAIN or (depth == _PLAIN and own == _PLAIN) or depth < kind:
            return
