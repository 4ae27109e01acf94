"""People named with a position or a form of address: the form is the anchor, the name stands behind it, and then the
position ("đồng chí Lê Trọng – Chủ tịch UBND huyện")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from extractor.grammar import alternatives
from extractor.mentions import PersonMention
from extractor.model import Span
from extractor.rules import RuleBook

#: A position is not longer than this, in characters.
_POSITION = 150
#: Words before a position ("Phó", "Tổng") are not longer than this.
_BEFORE = 12
#: People in one list ("các đồng chí: …").
_LISTED = 50

Signed = tuple[str | None, str | None, str | None, Span]


@dataclass(frozen=True, slots=True)
class PersonRules:
    """The rows of rules/persons.toml, compiled. `anchors` are forms of address with the id of their row, `leading` the
    positions that stand before a name, `places` the words that make what follows the name of a place."""

    anchors: Mapping[str, str]
    leading: Mapping[str, str]
    name: re.Pattern[str]
    between: re.Pattern[str]
    position: re.Pattern[str]
    before: re.Pattern[str]
    ends: re.Pattern[str]
    families: frozenset[str]
    places: frozenset[str]
    capitals: re.Pattern[str]


def compile_persons(book: RuleBook) -> PersonRules:
    """The rows of rules/persons.toml, compiled."""
    rows = book["persons"]
    small = rows["name"]["small"]
    before = alternatives(rows["positions"]["before"])
    heads = rf"(?:(?:{before})\s+)*(?:{alternatives(rows['positions']['words'])})(?!\w)"
    return PersonRules(
        anchors={word: row["id"] for row in rows["address"] for word in row["words"]},
        leading={word: row["id"] for row in rows["leading"] for word in row["words"]},
        name=re.compile(book.fragments.expand(rows["name"]["pattern"].replace("@small", small))),
        between=re.compile(rows["between"]["pattern"], re.IGNORECASE),
        position=re.compile(heads, re.IGNORECASE),
        before=re.compile(rf"(?<!\w)(?:Tổng|{before})\s+$", re.IGNORECASE),
        ends=re.compile(rf"(?:{alternatives(rows['ends']['words'])})(?!\w)", re.IGNORECASE),
        families=frozenset(rows["family"]["words"]),
        places=frozenset(rows["places"]["words"]),
        capitals=re.compile(book.fragments.expand(rows["capitals"]["pattern"])),
    )


def find_persons(
    text: str, rules: PersonRules, signer: Signed | None = None, signer_name: Span | None = None
) -> tuple[PersonMention, ...]:
    """The people of a text, in reading order; the signer of the document with them."""
    found: list[PersonMention] = []
    if signer and signer[0] and signer_name:
        found.append(PersonMention(signer_name, signer[0], signer[1], "person.signer"))
    for word, rule in rules.anchors.items():
        for start in _occurrences(text, word):
            found += _addressed(text, start, start + len(word), rule, rules)
    known = frozenset(person.name for person in found)
    for word, rule in rules.leading.items():
        for start in _occurrences(text, word):
            before = rules.before.search(text, max(0, start - _BEFORE), start)
            found += _behind_position(text, before.start() if before else start, rule, known, rules)
    found.sort(key=lambda person: (person.span[0], -person.span[1]))
    return tuple(_apart(found))


def _apart(found: list[PersonMention]) -> Iterator[PersonMention]:
    """The mentions without those inside another."""
    end = 0
    for person in found:
        if person.span[0] >= end:
            yield person
            end = person.span[1]


def _occurrences(text: str, word: str) -> Iterator[int]:
    """Where a word stands by itself: "ông" ends half the words of a report."""
    at = text.find(word)
    while at >= 0:
        if (at == 0 or not text[at - 1].isalnum()) and text[at + len(word) : at + len(word) + 1] in (" ", ":"):
            yield at
        at = text.find(word, at + len(word))


def _addressed(text: str, start: int, end: int, rule: str, rules: PersonRules) -> Iterator[PersonMention]:
    """The person behind a form of address, and those that follow in a list ("các đồng chí: …")."""
    at = end + (2 if text[end] == ":" else 1)
    person = _person(text, at, rule, rules)
    if person is None:
        yield from _behind_position(text, at, rule, frozenset(), rules)
        return
    # "tỉnh Bà Rịa - Vũng Tàu": a capital inside a sentence is a form of address before a family name only.
    inside = text[max(0, start - 1) : start] == " " and text[max(0, start - 2) : start - 1].isalpha()
    if inside and text[start].isupper() and not _known(person, rules):
        return
    yield person
    if text[max(0, start - 4) : start].lower() != "các ":
        return
    for _ in range(_LISTED):
        joint = _after_joint(text, person.span[1])
        person = _person(text, joint, rule, rules) if joint else None
        if person is None or not _known(person, rules):
            return
        yield person


def _after_joint(text: str, at: int) -> int | None:
    """Where the next of a list begins."""
    for sign in (", ", "; ", " và ", ") và ", "), ", "); "):
        if text.startswith(sign, at):
            return at + len(sign)
    return None


def _known(person: PersonMention, rules: PersonRules) -> bool:
    return person.name.partition(" ")[0] in rules.families


def _person(text: str, at: int, rule: str, rules: PersonRules) -> PersonMention | None:
    """A name at an offset, with the position that follows."""
    match = rules.name.match(text, at) or rules.capitals.match(text, at)
    if match is None:
        return None
    start, end = match.span("name")
    if text[start:end].isupper() and text[start:end].partition(" ")[0].title() not in rules.families:
        return None
    end = _cut(text, start, end, rules)
    if " " not in text[start:end]:
        return None
    joint = rules.between.match(text, end)
    behind = joint.end() if joint else end
    position = _position(text, behind, rules) if behind > end else None
    if position is None:
        return PersonMention((start, end), text[start:end], None, rule)
    return PersonMention((start, position[1]), text[start:end], text[position[0] : position[1]], rule)


def _cut(text: str, start: int, end: int, rules: PersonRules) -> int:
    """The end of a name before the position that a missing comma ran into it ("Lê Văn An Chủ tịch UBND xã")."""
    at = text.find(" ", start, end)
    while at >= 0:
        if rules.position.match(text, at + 1):
            return at
        at = text.find(" ", at + 1, end)
    return end


def _position(text: str, at: int, rules: PersonRules) -> Span | None:
    """The words of a position from `at` on, up to a sign or to a word that is no part of it. Behind a comma or a dash a
    second one may follow."""
    head = rules.position.match(text, at)
    if head is None:
        return None
    end, limit = head.end(), min(at + _POSITION, len(text))
    while end < limit:
        if text[end] == " ":
            word = _word_end(text, end + 1, limit)
            if word == end + 1 and _dash_within(text, word):
                end = word + 1
            elif word == end + 1 or rules.ends.match(text, end + 1):
                break
            else:
                end = word
        elif text.startswith(", ", end) and (second := rules.position.match(text, end + 2)):
            end = second.end()
        elif text[end] in "&/-–" and text[end + 1 : end + 2].isalnum():
            end = _word_end(text, end + 1, limit)
        else:
            break
    return at, end


def _dash_within(text: str, at: int) -> bool:
    """ "Tài chính - Kế hoạch": a dash with a capital behind it."""
    return text[at : at + 2] in ("- ", "– ") and text[at + 2 : at + 3].isupper()


def _word_end(text: str, at: int, limit: int) -> int:
    while at < limit and (text[at].isalnum() or text[at] in "'’"):
        at += 1
    return at


def _behind_position(
    text: str, start: int, rule: str, known: frozenset[str], rules: PersonRules
) -> Iterator[PersonMention]:
    """A name at the end of the words of a position ("Thủ tướng Chính phủ Phạm Minh Chính"). Behind "huyện" it is the
    place's, unless it is known as a person's."""
    phrase = _position(text, start, rules)
    if phrase is None:
        return
    at = start
    for word in text[start : phrase[1]].split(" "):
        if word in rules.families and at > start:
            name = text[at : phrase[1]]
            before = text[start : at - 1]
            place = before.rpartition(" ")[2].lower() in rules.places
            if rules.name.fullmatch(name) and (name in known or not place):
                yield PersonMention((start, phrase[1]), name, before, rule)
            return
        at += len(word) + 1
