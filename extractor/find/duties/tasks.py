"""What bodies are to do: the role that the verb gives them, the words of the duty, what it is about, by when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractor.find.duties.actors import Actors, read_actors
from extractor.find.duties.prose import Prose
from extractor.mentions import DateMention, DutyMention
from extractor.model import DutyRole, Span

#: So far before its verb another list of bodies in the same sentence may begin, in characters.
_LIST = 300
#: A chain of verbs ("theo dõi, hướng dẫn, kiểm tra") is looked at so far, in characters.
_CHAIN = 90
#: Words of a part of such a chain.
_WORDS = 3
_LEADING, _TRAILING = " .;:,/–-\t", " .;:,/"
#: Statements whose bodies stand behind a label, and how many lines above and below it their duty
#: and its time may be.
LABELS = "duties.label"
_ABOVE, _BELOW, _LOOK_BACK, _REST = 3, 3, 2000, 300


@dataclass(frozen=True, slots=True)
class Statement:
    """Bodies and the words behind them. `role` is what the words before say; a verb behind may say otherwise."""

    start: int
    actors: Actors
    role: DutyRole
    verb: int
    end: int
    rule: str
    #: Those that the heading of a list names as working with the bodies.
    partners: Actors = ()
    #: An item of a list: the bodies stand in its heading.
    listed: bool = False

    def until(self, end: int) -> Statement:
        """The same statement, ended earlier."""
        return replace(self, end=end)


def duties_of(prose: Prose, statement: Statement) -> Iterator[DutyMention]:
    """One duty for each role of a statement: a later clause may give the same bodies another role."""
    roles: set[DutyRole] = set()
    for clause in _clauses(prose, statement):
        for duty in _of_clause(prose, clause):
            if duty.role not in roles or duty.role == "coordinate":
                roles.add(duty.role)
                yield duty


def _clauses(prose: Prose, statement: Statement) -> Iterator[Statement]:
    """The clauses of a statement that each begin with the verb of a role."""
    start = statement.verb
    for mark in prose.piece("role_clause").finditer(prose.text, statement.verb, statement.end):
        yield replace(statement, verb=start, end=mark.start())
        start = mark.end()
    yield replace(statement, verb=start)


def _of_clause(prose: Prose, statement: Statement) -> Iterator[DutyMention]:
    text, end = prose.text, statement.end
    at = statement.verb
    while at < end and (text[at].isspace() or text[at] in ",:"):
        at += 1
    opening = prose.piece("opening").match(text, at, end)
    verb = _after(prose.piece("adverbs"), text, opening.end() if opening else at, end)
    leading = prose.piece("leading").match(text, verb, end)
    if leading is not None:
        partners, task = _partners(prose, leading.end(), end)
        yield _duty(prose, statement, "lead", statement.actors, task)
        if partners:
            yield _duty(prose, statement, "coordinate", partners, task)
        return
    together = prose.piece("partners").match(text, verb, end)
    if together is not None:
        _, task = _with(prose, together.end(), end)
        yield _duty(prose, statement, "coordinate", statement.actors, task)
        return
    role = statement.role
    if role != "lead" and _watches(prose, verb, end):
        role = "monitor"
    elif role == "assigned" and (accountable := prose.piece("accountable").match(text, at, end)):
        role, at = "accountable", accountable.end()
    yield _duty(prose, statement, role, statement.actors, at)
    if statement.partners:
        yield _duty(prose, statement, "coordinate", statement.partners, at)


def opening_role(prose: Prose, statement: Statement, end: int) -> tuple[DutyRole, Actors, int]:
    """The role that a heading gives its bodies, those who work with them, and where its words end: "Sở A chủ trì,
    phối hợp với Sở B:"."""
    text = prose.text
    at = statement.verb
    while at < end and (text[at].isspace() or text[at] == ","):
        at += 1
    verb = _after(prose.piece("adverbs"), text, at, end)
    leading = prose.piece("leading").match(text, verb, end)
    if leading is not None:
        match = prose.piece("partners").match(text, leading.end(), end)
        partners, rest = _with(prose, match.end(), end) if match else ((), leading.end())
        return "lead", partners, rest
    together = prose.piece("partners").match(text, verb, end)
    if together is not None:
        return "coordinate", (), _with(prose, together.end(), end)[1]
    return statement.role, (), verb


def clause_end(prose: Prose, start: int, end: int) -> int:
    """Where the statement ends: at the next body that answers for something, at an order to another, else with the
    sentence."""
    for mark in prose.piece("next_order").finditer(prose.text, start, end):
        word = prose.piece("order_word").match(prose.text, mark.end(), end)
        if word and read_actors(prose, word.end(), end)[0]:
            end = mark.start()
            break
    for verb in prose.piece("answers").finditer(prose.text, start, end):
        for mark in prose.piece("next").finditer(prose.text, max(start, verb.start() - _LIST), verb.start()):
            actors, rest = read_actors(prose, mark.end(), verb.start())
            if actors and rest == verb.start():
                return mark.start()
    return end


def _after(pattern: re.Pattern[str], text: str, at: int, end: int) -> int:
    match = pattern.match(text, at, end)
    return match.end() if match else at


def _partners(prose: Prose, at: int, end: int) -> tuple[Actors, int]:
    """The bodies that the leading one works with, and where the duty begins."""
    match = prose.piece("partners").match(prose.text, at, end)
    if match is not None:
        return _with(prose, match.end(), end)
    later = prose.piece("later").search(prose.text, at, end)
    if later is not None:
        partners, _ = _with(prose, later.end(), end)
        return partners, at
    return (), at


def _with(prose: Prose, at: int, end: int) -> tuple[Actors, int]:
    while at < end and prose.text[at].isspace():
        at += 1
    partners, rest = read_actors(prose, at, end)
    return partners, rest if partners else at


def _watches(prose: Prose, at: int, end: int) -> bool:
    """Whether the chain of verbs that begins here has one of watching."""
    chain = prose.text[at : min(end, at + _CHAIN)]
    for part in prose.piece("chain").split(chain):
        if prose.piece("watching").match(part):
            return True
        if len(part.split()) > _WORDS:
            return False
    return False


def _duty(prose: Prose, statement: Statement, role: DutyRole, actors: Actors, start: int) -> DutyMention:
    task = _trimmed(prose, start, statement.end)
    reach = statement.start, statement.end
    if task is None and statement.rule.startswith(LABELS):
        task, reach = _laid_down(prose, statement)
    date, words = deadline(prose, reach)
    last = max(task[1] if task else 0, actors[-1].span[1])
    span = (statement.start, last if last <= statement.end else actors[-1].span[1])
    return DutyMention(span, role, actors, task, about(prose, statement.start), date, words, statement.rule)


def _trimmed(prose: Prose, start: int, end: int) -> Span | None:
    while start < end and prose.text[start] in _LEADING:
        start += 1
    while end > start and (prose.text[end - 1] in _TRAILING or prose.text[end - 1].isspace()):
        end -= 1
    return (start, end) if end > start else None


def _laid_down(prose: Prose, statement: Statement) -> tuple[Span | None, Span]:
    """The duty above a label ("Nhiệm vụ cần thực hiện: …"), and how far the words about its time reach below."""
    reach = statement.start, statement.end
    index = prose.block_at(statement.start)
    if index is None:
        return None, reach
    line_end = min(prose.blocks[index].span[1], statement.end + _REST)
    if prose.piece("line_time").search(prose.text, statement.end, line_end):
        reach = statement.start, line_end
    for below in prose.blocks[index + 1 : index + 1 + _BELOW]:
        if prose.piece("time_label").match(prose.text, *below.span):
            reach = statement.start, below.span[1]
    for block in reversed(prose.blocks[max(0, index - _ABOVE) : index + 1]):
        floor = max(block.span[0], statement.start - _LOOK_BACK)
        found = list(prose.piece("task_before").finditer(prose.text, floor, min(block.span[1], statement.start)))
        if found:
            end = min(block.span[1], statement.start)
            stop = prose.piece("stop").search(prose.text, found[-1].end(), end)
            task = _trimmed(prose, found[-1].end(), stop.start() if stop else end)
            return task, (task[0] if task else reach[0], reach[1])
    return None, reach


def about(prose: Prose, at: int) -> str | None:
    """The criterion that the line or the one above names, else the path of the section."""
    index = prose.block_at(at)
    if index is not None:
        low = prose.blocks[max(0, index - 1)].span[0]
        codes = [match["code"] for match in prose.piece("criterion").finditer(prose.text, max(low, at - 1500), at)]
        if codes:
            return codes[-1]
    section = prose.section(at)
    return section.path if section else None


def deadline(prose: Prose, span: Span) -> tuple[DateMention | None, Span | None]:
    """The date by which the duty is done; for one that comes back only its words."""
    start, end = span
    for date in reversed(prose.dates_in(start, end)):
        before = prose.text[max(start, date.span[0] - 40) : date.span[0]]
        if date.value is None or date.span[1] > end or date.precision == "interval":
            continue
        last = prose.piece("ends").match(prose.text, date.span[1], end) is not None
        if date.bound == "before" or (last and prose.piece("due").search(before)):
            return date, date.span
    match = prose.piece("recurring").search(prose.text, start, end)
    return None, match.span() if match else None
