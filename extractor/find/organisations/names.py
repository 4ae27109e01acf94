"""Where the name of a body ends: from the words that it begins with to its last word."""

from __future__ import annotations

from typing import NamedTuple

from extractor.find.organisations.compiled import Entry, OrganisationRules, fold
from extractor.find.organisations.hits import Hit, hits, unbroken
from extractor.find.organisations.tails import Tail, Tails

#: Words of a name behind its head, at most.
_WORDS = 12
#: Bodies in a body, at most: an office of an office of a committee.
_DEPTH = 2
_KNOWN, _COLLECTIVE = "organisation.known", "organisation.collective"
_OF_BOTH_LEVELS = ("committee", "local", "own", "party")
#: Kinds of hits that are whole names.
_WHOLE = frozenset(("committee", "body", "party", "front"))
#: Signs that join the parts of a document's symbol.
_SIGNS = frozenset("/-–._")
_OWNERS = ("committee", "party")


class Body(NamedTuple):
    """A body as it was read. `tail` is None where neither level nor place is printed behind it."""

    end: int
    name: str
    id: str | None
    many: bool
    rule: str
    kind: str
    tail: Tail | None


class Reader:
    """One text with the hits in it."""

    __slots__ = ("_folded", "at", "hits", "rules", "tails", "text")

    def __init__(self, text: str, rules: OrganisationRules) -> None:
        self.text = unbroken(text)
        self._folded = fold(self.text)
        self.rules = rules
        self.hits = hits(self.text, self._folded, rules)
        self.at = {hit.start: hit for hit in self.hits}
        self.tails = Tails(self.text, self.at, rules)

    def body(self, hit: Hit, depth: int = 0) -> Body | None:
        """The body whose words begin at a hit."""
        kind = hit.entry.kind
        if kind in _WHOLE:
            return self._known(hit)
        if depth > _DEPTH:
            return None
        if kind == "office":
            return self._under_office(hit, depth)
        if kind == "collective":
            bare = not hit.entry.lower and self.text[hit.start].islower()
            return None if bare else self._collective(hit, depth)
        return self._by_shape(hit, depth)

    def _known(self, hit: Hit) -> Body | None:
        """A body whose whole name is a row."""
        text, (start, end, entry) = self.text, hit
        if entry.kind == "committee":
            if self._in_symbol(start, end):
                return None
        elif not entry.lower and text[start:end].islower():
            return None
        if entry.not_before and text.startswith(entry.not_before, end):
            return None
        if entry.not_after and text.endswith(entry.not_after, 0, start):
            return None
        if entry.level == "state":
            return Body(end, entry.name, entry.id, False, _KNOWN, entry.kind, None)
        if entry.kind == "party" and (place := self.tails.place(end, "")):
            tail = Tail(place[0], place[1], False, "", place[1])
            return Body(place[0], f"{entry.name} {place[1]}", entry.id, False, _KNOWN, "party", tail)
        if entry.level == "party":
            return self._with_party(hit)
        body = self._with_tail(end, entry.name, entry, _KNOWN)
        return self._over(hit, 1) if body is None and entry.keep else body

    def _in_symbol(self, start: int, end: int) -> bool:
        """ "751/QĐ-UBND": the committee that a symbol names."""
        text = self.text
        if text[end : end + 1] in _SIGNS and self.rules.behind.match(text, end):
            return True
        if text[start - 1 : start] not in _SIGNS and text[start - 2 : start] not in ("- ", "– "):
            return False
        return self.rules.symbol.search(text[max(0, start - 16) : start]) is not None

    def _with_tail(self, end: int, name: str, entry: Entry, rule: str) -> Body | None:
        tail = self.tails.tail(end, lists=entry.level in _OF_BOTH_LEVELS)
        if tail is None:
            return None if entry.tail else Body(end, name, entry.id, False, rule, entry.kind, None)
        return Body(tail.end, f"{name} {tail.words}", entry.id, tail.many, rule, entry.kind, tail)

    def _with_party(self, hit: Hit) -> Body | None:
        """ "Ban Tổ chức Huyện ủy": a body of a committee of the Party, with that committee's name."""
        following = self.at.get(hit.end + 1)
        party = self._known(following) if following and following.entry.kind == "party" else None
        if party is None:
            return None
        return Body(party.end, f"{hit.entry.name} {party.name}", hit.entry.id, False, _KNOWN, "body", party.tail)

    def _under_office(self, hit: Hit, depth: int) -> Body | None:
        """ "Chủ tịch UBND huyện", "Giám đốc Sở Nội vụ", "Thủ trưởng các cơ quan, đơn vị"."""
        text, (start, end, entry) = self.text, hit
        gap = next((len(sign) for sign in (". ", " ", ".") if text.startswith(sign, end)), 0)
        following = self.at.get(end + gap)
        if following is None or not text[start].isupper():
            return None
        if following.entry.kind == "collective":
            body = self._collective(following, depth)
        else:
            body = self.body(following, depth + 1)
        if body is None:
            return None
        if body.kind == "collective":
            return Body(body.end, words(text[start : body.end]), None, True, body.rule, "collective", None)
        if body.kind in entry.keep:
            return Body(body.end, f"{entry.name} {body.name}", None, body.many, body.rule, body.kind, body.tail)
        # "TT", "CT" and the like mean an office before these bodies only.
        return None if entry.keep and end - start < 4 else body

    def _collective(self, hit: Hit, depth: int) -> Body | None:
        """ "các phòng, ban chuyên môn thuộc UBND huyện": many bodies at once, as printed."""
        text = self.text
        match = self.rules.collective.match(self._folded, hit.start)
        if match is None:
            return None
        end = match.end()
        if tail := self.tails.tail(end, lists=True):
            end = tail.end
        elif text.startswith(" thuộc ", end):
            owner = self.at.get(end + 7)
            if owner and (body := self.body(owner, depth + 1)):
                end = body.end
            elif tail := self.tails.tail(end + 6, lists=False):
                end = tail.end
        elif (owner := self.at.get(end + 1)) and owner.entry.kind == "committee" and (body := self._known(owner)):
            end = body.end
        return Body(end, words(text[hit.start : end]), None, True, _COLLECTIVE, "collective", None)

    def _by_shape(self, hit: Hit, depth: int) -> Body | None:
        """A body that no row names: its head, and the words that belong to it."""
        text, (start, end, entry) = self.text, hit
        head = entry.head
        if head is None or (entry.name[1].islower() and text[start + 1].isupper()):
            return None
        if head.starts is None:
            if text[end : end + 1] != " " or not text[end + 1 : end + 2].isupper():
                return None
        elif starts := head.starts.match(text, end):
            end = starts.end()
        else:
            tail = self.tails.tail(end, lists=True) if entry.tail else None
            return tail and Body(tail.end, f"{entry.name} {tail.words}", None, tail.many, head.rule, "body", tail)
        end = self._shape_end(end)
        if end == hit.end:
            return self._over(hit, depth)
        name = words(text[start:end]).replace("–", "-")
        if self.rules.units.knows(name):
            return None  # "Trường Sơn", "Hội An"
        owner = self.at.get(end + 1) if text.startswith(" ", end) else None
        if owner and owner.entry.kind in _OWNERS and (body := self._known(owner)):
            return body._replace(name=f"{name} {body.name}", id=None, rule=head.rule, kind="body")
        behind = self.tails.tail(end, lists=True)
        if behind is None:
            return Body(end, name, None, False, head.rule, "body", None)
        return Body(behind.end, f"{name} {behind.words}", None, behind.many, head.rule, "body", behind)

    def _over(self, hit: Hit, depth: int) -> Body | None:
        """ "Chi nhánh Ngân hàng Chính sách xã hội": a branch of a body that has a name."""
        following = self.at.get(hit.end + 1) if hit.entry.keep else None
        body = self.body(following, depth + 1) if following else None
        if body is None or body.kind not in hit.entry.keep:
            return None
        return Body(body.end, f"{hit.entry.name} {body.name}", None, body.many, body.rule, "body", body.tail)

    def _shape_end(self, end: int) -> int:
        """The end of the words that belong to a name, from `end` on."""
        text, stops, start, last = self.text, self.rules.stops, end, ""
        for _ in range(_WORDS):
            word_start = self._joint(end, first=end == start)
            if word_start is None or self._opens(word_start):
                break
            word_end = _word_end(text, word_start)
            word = text[word_start:word_end]
            pair = text[word_start : _word_end(text, word_end + 1)]
            if pair not in self.rules.goes_on and f"{last} {word}".lower() not in self.rules.goes_on:
                if not word or word[0].isdigit() or self.rules.tail.match(text, word_start - 1):
                    break
                if pair in stops or word in stops:
                    break
            last = word
            end = word_end
        return end

    def _opens(self, start: int) -> bool:
        """Whether another body begins here, by its first words alone."""
        hit = self.at.get(start)
        if hit is None:
            return False
        end, entry = hit.end, hit.entry
        if entry.head:
            return bool(
                entry.head.starts.match(self.text, end) if entry.head.starts else self.text[end + 1 : end + 2].isupper()
            )
        if entry.kind == "office":
            return end + 1 in self.at
        if entry.tail and self.tails.tail(end, lists=False) is None:
            return False
        return entry.lower or not self.text[start:end].islower()

    def _joint(self, end: int, *, first: bool) -> int | None:
        """Where the next word of a name starts: behind a space, or behind a joint with a capital letter after it."""
        text = self.text
        for joint in (" và ", " - ", " – ", " & ", "-", "–", "&"):
            if text.startswith(joint, end):
                start = end + len(joint)
                return start if not first and text[start : start + 1].isupper() else None
        if text.startswith(", ", end):
            return end + 2 if not first and self._goes_on(end + 2) else None
        return end + 1 if text.startswith(" ", end) else None

    def _goes_on(self, start: int) -> bool:
        """Whether "Thể thao và Du lịch" stands here: the rest of a name with commas."""
        text = self.text
        stop = text.find(" và ", start, start + 40)
        part = text[start:stop] if stop > 0 else ""
        if not part[:1].isupper() or not part.replace(" ", "").isalpha() or not text[stop + 4 : stop + 5].isupper():
            return False
        return start not in self.at and stop + 4 not in self.at


def words(printed: str) -> str:
    """Words with one space between them."""
    return " ".join(printed.split())


def _word_end(text: str, start: int) -> int:
    end, size = start, len(text)
    while end < size and text[end].isalnum():
        end += 1
    return end
