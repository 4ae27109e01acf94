"""Where the name of a body ends: from the words that it begins with to its last word."""

from __future__ import annotations

from typing import NamedTuple

from extractor.find.organisations.compiled import OrganisationRules, fold
from extractor.find.organisations.hits import Hit, hits, unbroken
from extractor.find.organisations.shapes import Shapes
from extractor.find.organisations.tails import Tail, Tails

#: Bodies in a body, at most: an office of an office of a committee.
_DEPTH = 2
_KNOWN, _COLLECTIVE = "organisation.known", "organisation.collective"
_OF_BOTH_LEVELS = ("committee", "local", "own", "party")
#: Kinds of hits that are whole names.
_WHOLE = frozenset(("committee", "body", "party", "front"))
#: Signs that join the parts of a document's symbol.
_SIGNS = frozenset("/-–._")
_OWNERS = ("committee", "party")
#: What stands before an item of a list of recipients.
_IN_A_LIST = ("- ", "– ", "; ", "\n-", "\n")
_OF_STATE = (" - ", " – ")


class Body(NamedTuple):
    """A body as it was read. `tail` is None where neither level nor place is printed behind it; `office` is that of
    somebody who acts for it."""

    end: int
    name: str
    id: str | None
    many: bool
    rule: str
    kind: str
    tail: Tail | None
    office: str | None = None


class Reader:
    """One text with the hits in it."""

    __slots__ = ("_folded", "at", "hits", "rules", "shapes", "tails", "text")

    def __init__(self, text: str, rules: OrganisationRules) -> None:
        self.text = unbroken(text)
        self._folded = fold(self.text)
        self.rules = rules
        self.hits = hits(self.text, self._folded, rules)
        self.at = {hit.start: hit for hit in self.hits}
        self.tails = Tails(self.text, self.at, rules)
        self.shapes = Shapes(self.text, self.at, self.tails, rules)

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
        if entry.guarded and self._is_other(hit):
            return None
        if entry.level == "state":
            return Body(end, entry.name, entry.id, False, _KNOWN, entry.kind, None)
        if entry.kind == "party" and (place := self.tails.place(end, "")):
            tail = Tail(place[0], place[1], False, "", place[1])
            return Body(place[0], f"{entry.name} {place[1]}", entry.id, False, _KNOWN, "party", tail)
        if entry.level == "party":
            return self._with_party(hit)
        if entry.part and (whole := self._of_committee(hit)):
            return whole
        body = self._with_tail(hit, entry.name, end, _KNOWN)
        if body is None:
            return self._over(hit, 1) if entry.keep else None
        if body.tail is None and entry.kind == "body" and text.startswith(_OF_STATE, body.end):
            return self._under_state(body)
        return body

    def _is_other(self, hit: Hit) -> bool:
        """Whether what stands around a name makes it another thing."""
        text, (start, end, entry) = self.text, hit
        return (
            (bool(entry.not_before) and text.startswith(entry.not_before, end))
            or (bool(entry.not_after) and text.endswith(entry.not_after, 0, start))
            or (entry.listed and not text.endswith(_IN_A_LIST, 0, start))
        )

    def _in_symbol(self, start: int, end: int) -> bool:
        """ "751/QĐ-UBND": the committee that a symbol names."""
        text = self.text
        if text[end : end + 1] in _SIGNS and self.rules.behind.match(text, end):
            return True
        if text[start - 1 : start] not in _SIGNS and text[start - 2 : start] not in ("- ", "– "):
            return False
        return self.rules.symbol.search(text[max(0, start - 16) : start]) is not None

    def _with_tail(self, hit: Hit, name: str, end: int, rule: str) -> Body | None:
        entry = hit.entry
        tail = self.tails.tail(end, lists=entry.level in _OF_BOTH_LEVELS)
        if tail is None:
            if self.text.startswith(" khu vực ", end) and (region := self.rules.region.match(self.text, end)):
                return Body(region.end(), f"{name} {words(region.group())}", None, False, rule, entry.kind, None)
            bare = entry.tail or (entry.lower and self.text[hit.start : end].islower())
            return None if bare else Body(end, name, entry.id, False, rule, entry.kind, None)
        # Many bodies at once stay as they are printed.
        whole = words(self.text[hit.start : tail.end]) if tail.many else f"{name} {tail.words}"
        return Body(tail.end, whole, entry.id, tail.many, rule, entry.kind, tail)

    def _of_committee(self, hit: Hit) -> Body | None:
        """ "Ban Pháp chế của HĐND tỉnh": with the committee that it is a part of."""
        gap = 5 if self.text.startswith(" của ", hit.end) else 1
        owner = self.at.get(hit.end + gap)
        above = self._known(owner) if owner and owner.entry.kind == "committee" else None
        return above and above._replace(name=f"{hit.entry.name} {above.name}", id=hit.entry.id, kind="body")

    def _under_state(self, body: Body) -> Body:
        """ "Cục An toàn thông tin - Bộ Thông tin và Truyền thông": an office of a body of the whole state. That body
        is a mention of its own."""
        if not self.text.startswith(_OF_STATE, body.end):
            return body
        owner = self.at.get(body.end + 3)
        above = self._known(owner) if owner and owner.entry.level == "state" else None
        if owner is None or above is None or owner.entry.kind != "body":
            return body
        return body._replace(name=f"{body.name} - {above.name}", id=None)

    def _with_party(self, hit: Hit) -> Body | None:
        """ "Ban Tổ chức Huyện ủy": a body of a committee of the Party, with that committee's name."""
        following = self.at.get(hit.end + 1)
        known = following is not None and following.entry.kind == "party"
        party = self._known(following) if following and known else self._short_party(hit.end + 1)
        if party is None:
            return None
        return Body(party.end, f"{hit.entry.name} {party.name}", hit.entry.id, False, _KNOWN, "body", party.tail)

    def _short_party(self, start: int) -> Body | None:
        """ "TU" and "HU" behind a body of the Party."""
        short = self.text[start : start + 2]
        if short not in self.rules.inside or self.text[start + 2 : start + 3].isalnum():
            return None
        return Body(start + 2, short, None, False, _KNOWN, "party", None)

    def _under_office(self, hit: Hit, depth: int) -> Body | None:
        """ "Chủ tịch UBND huyện", "Giám đốc Sở Nội vụ", "Thủ trưởng các cơ quan, đơn vị"."""
        text, (start, end, entry) = self.text, hit
        if not text[start].isupper():
            return None
        gap = next((len(sign) for sign in (". ", " ", ".") if text.startswith(sign, end)), 0)
        following = self.at.get(end + gap) or self._twice_named(end + gap)
        if following is None:
            return None
        if following.entry.kind == "collective":
            body = self._collective(following, depth)
        else:
            body = self.body(following, depth + 1)
        if body is None:
            return None
        if entry.keep and body.kind not in entry.keep and end - start < 4:
            return None  # "CT", "TT" and the like mean an office before these bodies only
        if not entry.organ:
            return body._replace(office=f"{entry.name} {body.office}" if body.office else entry.name)
        if body.office:
            return None
        name = words(text[start : body.end]) if body.many else f"{entry.name} {body.name}"
        return body._replace(name=name, id=None)

    def _twice_named(self, start: int) -> Hit | None:
        """The body in "Trưởng ban Ban Tổ chức": its first word is in the office as well."""
        text = self.text
        end = text.find(" ", start, start + 8)
        following = self.at.get(end + 1) if end > start else None
        first = text[start:end]
        again = following and first.islower() and text.startswith(first.capitalize() + " ", following.start)
        return following if again else None

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
        if head is None or (text[start + 1].isupper() and text[start:end] not in head.capitals):
            return None
        if head.starts and (starts := head.starts.match(text, end)):
            end = starts.end()
        elif entry.tail and (tail := self.tails.tail(end, lists=True)):
            name = words(text[start : tail.end]) if tail.many else f"{entry.name} {tail.words}"
            return Body(tail.end, name, None, tail.many, head.rule, "body", tail)
        elif text[end : end + 1] != " " or not text[end + 1 : end + 2].isupper():
            return None
        end = self.shapes.end(end, text[start:end].rpartition(" ")[2], council=head.council)
        if end == hit.end:
            return self._over(hit, depth)
        printed = words(text[start:end])
        if self.rules.units.knows(printed):
            return None  # "Trường Sơn", "Hội An"
        name = entry.name + printed[hit.end - start :].replace("–", "-")
        return self._owned(Body(end, name, None, False, head.rule, "body", None), hit)

    def _owned(self, body: Body, hit: Hit) -> Body:
        """A body by its shape with whose it is: a committee's, that of a level, or one of the whole state."""
        text, end, name = self.text, body.end, body.name
        owner = self.at.get(end + 1) if text.startswith(" ", end) else None
        if owner and owner.entry.kind in _OWNERS and (above := self._known(owner)):
            return above._replace(name=f"{name} {above.name}", id=None, rule=body.rule, kind="body")
        if tail := self.tails.tail(end, lists=True):
            whole = words(text[hit.start : tail.end]) if tail.many else f"{name} {tail.words}"
            return body._replace(end=tail.end, name=whole, many=tail.many, tail=tail)
        if hit.entry.head and hit.entry.head.council and text.startswith(" của ", end):
            owner = self.at.get(end + 5)
            above = self._known(owner) if owner and owner.entry.level == "state" else None
            if above:
                return body._replace(end=above.end, name=f"{name} của {above.name}")
        return self._under_state(body)

    def _over(self, hit: Hit, depth: int) -> Body | None:
        """ "Chi nhánh Ngân hàng Chính sách xã hội": a branch of a body that has a name."""
        following = self.at.get(hit.end + 1) if hit.entry.keep else None
        body = self.body(following, depth + 1) if following else None
        if body is None or body.kind not in hit.entry.keep:
            return None
        return Body(body.end, f"{hit.entry.name} {body.name}", None, body.many, body.rule, "body", body.tail)


def words(printed: str) -> str:
    """Words with one space between them."""
    return " ".join(printed.split())
