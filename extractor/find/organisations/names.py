"""Where the name of a body ends: from the words that it begins with to its last word, and whose place it prints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extractor.find.organisations.compiled import Entry, OrganisationRules, fold
from extractor.mentions import OrganisationMention

#: Words of a name behind its head, at most.
_WORDS = 12


@dataclass(frozen=True, slots=True)
class Hit:
    """Words of the automaton in the text."""

    start: int
    end: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class Tail:
    """What follows a name: "huyện", "tỉnh Kon Tum", "các xã, thị trấn". `words` in normal form."""

    end: int
    words: str
    many: bool


@dataclass(frozen=True, slots=True)
class Body:
    """A body as it was read. `bare`: no level and no place is printed behind it."""

    end: int
    name: str
    id: str | None
    many: bool
    rule: str
    kind: str
    bare: bool


_LEVELS = {"tp": "thành phố", "tx": "thị xã"}
_COMMITTEE_JOINTS = ("", " ", ",", "và", "&", "-", "–", "/", ", và")
_BOTH_LEVELS = ("committee", "local", "office", "party")


class Reader:
    """One text with the hits in it."""

    __slots__ = ("_at", "_rules", "_text", "hits")

    def __init__(self, text: str, rules: OrganisationRules) -> None:
        self._text = _unbroken(text)
        self._rules = rules
        self.hits = tuple(self._hits(fold(text.replace("\n", " "))))
        self._at = {hit.start: hit for hit in self.hits}

    def _hits(self, folded: str) -> Iterator[Hit]:
        size = len(folded)
        for last, (length, entry) in self._rules.automaton.iter_long(folded):
            end = last + 1
            start = end - length
            if (start and folded[start - 1].isalnum()) or (end < size and folded[end].isalnum()):
                continue
            yield Hit(start, end, entry)

    def bodies_at(self, hit: Hit) -> Iterator[OrganisationMention]:
        """The bodies whose words begin at a hit: none, one, or a list that shares its head or its place."""
        body = self._body(hit, depth=0)
        if body is None:
            return
        name = body.name
        if body.bare and body.kind == "committee" and (shared := self._shared_tail(body.end)):
            name = f"{name} {shared.words}"
            body = Body(body.end, name, body.id, shared.many, body.rule, body.kind, False)
        yield OrganisationMention((hit.start, body.end), name, body.id, body.many, body.rule)
        yield from self._sharing_head(hit, body)

    # --- one body ----------------------------------------------------------------------------------------------------

    def _body(self, hit: Hit, depth: int) -> Body | None:
        entry = hit.entry
        if entry.kind == "office":
            return self._under_office(hit, depth)
        if entry.kind == "collective":
            return self._collective(hit) if entry.lower or self._text[hit.start].isupper() else None
        if entry.kind == "head":
            return self._by_shape(hit)
        return self._known(hit)

    def _known(self, hit: Hit) -> Body | None:
        text, entry = self._text, hit.entry
        printed = text[hit.start : hit.end]
        if not entry.lower and printed.islower():
            return None
        if entry.kind == "committee" and self._in_symbol(hit):
            return None
        if text.startswith(entry.not_before, hit.end) or text.endswith(entry.not_after, 0, hit.start):
            return None
        if entry.level == "state":
            return Body(hit.end, entry.name, entry.id, False, "organisation.known", "state", True)
        if entry.kind == "party" and (place := self._place(hit.end)):
            return Body(place[0], f"{entry.name} {place[1]}", entry.id, False, "organisation.known", "party", False)
        if entry.level == "party":
            return self._with_party(hit)
        return self._with_tail(hit.end, entry.name, entry, "organisation.known")

    def _in_symbol(self, hit: Hit) -> bool:
        """ "751/QĐ-UBND": the committee that a symbol names."""
        before = self._text[max(0, hit.start - 16) : hit.start]
        if before[-1:] not in ("/", "-", "–", ".", "_") and before[-2:] not in ("- ", "– "):
            return self._rules.behind.match(self._text, hit.end) is not None
        return self._rules.symbol.search(before) is not None

    def _with_tail(self, end: int, name: str, entry: Entry, rule: str) -> Body | None:
        tail = self._tail(end, lists=entry.level in _BOTH_LEVELS)
        kind = entry.kind if entry.kind != "body" else ("front" if entry.id == "mttq" else "body")
        if tail is None:
            return None if entry.tail else Body(end, name, entry.id, False, rule, kind, True)
        return Body(tail.end, f"{name} {tail.words}", entry.id, tail.many, rule, kind, False)

    def _with_party(self, hit: Hit) -> Body | None:
        """ "Ban Tổ chức Huyện ủy": a body of a committee of the Party, with that committee's name."""
        following = self._at.get(hit.end + 1)
        if following is None or following.entry.kind != "party":
            return None
        party = self._known(following)
        if party is None:
            return None
        name = f"{hit.entry.name} {party.name}"
        return Body(party.end, name, hit.entry.id, False, "organisation.known", "body", party.bare)

    def _under_office(self, hit: Hit, depth: int) -> Body | None:
        text, entry = self._text, hit.entry
        start = hit.end
        while text.startswith((" ", "."), start) and start < hit.end + 2:
            start += 1
        following = self._at.get(start)
        if following is None or depth > 2 or not text[hit.start].isupper():
            return None
        body = self._collective(following) if following.entry.kind == "collective" else self._body(following, depth + 1)
        if body and body.kind == "collective":
            return Body(body.end, _words(text[hit.start : body.end]), None, True, body.rule, "collective", False)
        if body is None or body.kind not in entry.keep:
            # "TT", "CT" and the like mean an office before these bodies only.
            return None if entry.keep and (hit.end - hit.start) < 4 else body
        return Body(body.end, f"{entry.name} {body.name}", None, body.many, body.rule, body.kind, body.bare)

    def _collective(self, hit: Hit) -> Body | None:
        match = self._rules.collective.match(self._text, hit.start)
        if match is None or match.end() <= hit.start:
            return None
        end = match.end()
        if tail := self._tail(end, lists=True):
            end = tail.end
        elif self._text.startswith(" thuộc ", end):
            owner = self._at.get(end + 7)
            if owner and (body := self._body(owner, depth=2)):
                end = body.end
            elif tail := self._tail(end + 6, lists=False):
                end = tail.end
        elif (owner := self._at.get(end + 1)) and owner.entry.kind == "committee" and (body := self._known(owner)):
            end = body.end
        return Body(
            end, _words(self._text[hit.start : end]), None, True, "organisation.collective", "collective", False
        )

    # --- names by their shape ----------------------------------------------------------------------------------------

    def _by_shape(self, hit: Hit) -> Body | None:
        text, head = self._text, hit.entry.head
        end = hit.end
        if (
            head is None
            or not text[hit.start].isupper()
            or (hit.entry.name[1].islower() and text[hit.start + 1].isupper())
        ):
            return None
        if head.starts is None:
            if not text[end + 1 : end + 2].isupper() or text[end : end + 1] != " ":
                return None
        elif starts := head.starts.match(text, end):
            end = starts.end()
        elif tail := self._tail(end, lists=True):
            name = f"{text[hit.start : end]} {tail.words}"
            return Body(tail.end, name, None, tail.many, head.rule, "body", False)
        else:
            return None
        end = self._shape_end(end)
        if end == hit.end:
            return None
        name = text[hit.start : end].replace("–", "-")
        following = self._at.get(end + 1) if text.startswith(" ", end) else None
        if following and following.entry.kind in ("committee", "party") and (owner := self._known(following)):
            return Body(owner.end, f"{name} {owner.name}", None, owner.many, head.rule, "body", owner.bare)
        return self._with_tail(end, name, hit.entry, head.rule)

    def _shape_end(self, end: int) -> int:
        """The end of the words that belong to a name, from `end` on."""
        text, stops, start = self._text, self._rules.stops, end
        for _ in range(_WORDS):
            word_start = self._joint(end, first=end == start)
            if word_start is None or (word_start in self._at and self._opens(self._at[word_start])):
                break
            word_end = self._word_end(word_start)
            word = text[word_start:word_end]
            if not word or word[0].isdigit() or self._rules.tail.match(text, word_start - 1):
                break
            pair = text[word_start : self._word_end(word_end + 1)] if text.startswith(" ", word_end) else word
            if word in stops or pair in stops:
                break
            end = word_end
        return end

    def _opens(self, hit: Hit) -> bool:
        """Whether a hit inside a name begins another body: not the "Văn phòng" of "Chi nhánh Văn phòng …"."""
        return hit.entry.kind in ("committee", "party", "collective") or self._body(hit, depth=2) is not None

    def _joint(self, end: int, *, first: bool) -> int | None:
        """Where the next word of a name starts: behind a space, or behind a joint with a capital letter after it."""
        text = self._text
        for joint in (" và ", " - ", " – ", " & ", "-", "–", "&"):
            if text.startswith(joint, end):
                start = end + len(joint)
                return start if not first and text[start : start + 1].isupper() else None
        if text.startswith(", ", end):
            return end + 2 if not first and self._goes_on(end + 2) else None
        return end + 1 if text.startswith(" ", end) else None

    def _goes_on(self, start: int) -> bool:
        """Whether "Thể thao và Du lịch" stands here: the rest of a name with commas."""
        text = self._text
        stop = text.find(" và ", start, start + 40)
        part = text[start:stop] if stop > 0 else ""
        return part[:1].isupper() and part.replace(" ", "").isalpha() and text[stop + 4 : stop + 5].isupper()

    def _word_end(self, start: int) -> int:
        text, end, size = self._text, start, len(self._text)
        while end < size and text[end].isalnum():
            end += 1
        return end

    # --- levels and places -------------------------------------------------------------------------------------------

    def _tail(self, end: int, *, lists: bool) -> Tail | None:
        text, rules = self._text, self._rules
        match = rules.tail.match(text, end)
        if match is None:
            return None
        if match["every"]:
            return Tail(match.end(), match["every"], True)
        many = match["many"] is not None
        printed = match["level"]
        if not many and (place := self._place(match.end())):
            return Tail(place[0], f"{_level(printed)} {place[1]}", False)
        stop = match.end()
        while (lists or many) and (link := rules.more.match(text, stop)):
            if self._place(link.end()) is not None:
                break
            stop = link.end()
            many = True
        words = text[match.start() : stop].removeprefix(" của").strip()
        return Tail(stop, words if many else _level(printed), many)

    def _place(self, end: int) -> tuple[int, str] | None:
        """A unit's name at `end`, and where it ends."""
        match = self._rules.place.match(self._text, end)
        if match is None:
            return None
        name = match["name"]
        start = match.start("name")
        if start in self._at and self._at[start].entry.kind != "office":
            return None
        words = name.split(" ")
        if len(words) == 1 and not name.isdigit() and len(name) < 2:
            return None
        return match.end(), name

    # --- lists -------------------------------------------------------------------------------------------------------

    def _shared_tail(self, end: int) -> Tail | None:
        """The place of the committee that follows a committee without one: "HĐND và UBND huyện"."""
        text = self._text
        for size in range(5):
            following = self._at.get(end + size)
            if following and text[end : end + size].strip() in _COMMITTEE_JOINTS:
                if following.entry.kind != "committee":
                    return None
                return self._tail(following.end, lists=True) or self._shared_tail(following.end)
        return None

    def _sharing_head(self, hit: Hit, body: Body) -> Iterator[OrganisationMention]:
        """ "Sở Nội vụ, Tư pháp và Tài chính": the fields behind the first share its head."""
        if body.kind != "body" or not body.bare or hit.entry.kind != "body":
            return
        head = hit.entry.name.split(" ")[0]
        if head not in ("Sở", "Phòng", "Bộ"):
            return
        folded = fold(self._text[body.end : body.end + 200])
        position = 0
        while True:
            joint = next((one for one in (", ", " và ", "; ") if folded.startswith(one, position)), None)
            field = self._rules.field.match(folded, position + len(joint)) if joint else None
            if field is None:
                return
            start, end = body.end + field.start(), body.end + field.end()
            if (
                not self._text[start].isupper()
                or start in self._at
                or self._text[end : end + 1] not in ("", ",", ";", ".", ")", "\n", "\t", " ")
            ):
                return
            yield OrganisationMention(
                (start, end), f"{head} {self._rules.fields[field.group()]}", None, False, body.rule
            )
            position = field.end()


def _unbroken(text: str) -> str:
    """The text with spaces for the line ends inside a name: before a small letter, behind a dash, and between lines in
    capitals ("ỦY BAN NHÂN DÂN / HUYỆN …"). A cell that a converter cut into lines reads on, a list does not."""
    parts: list[str] = []
    position = 0
    at = text.find("\n")
    while at >= 0:
        following = text[at + 1 : at + 3]
        soft = (following[:1].islower() and following[1:] not in (")", ".")) or text[at - 1 : at] in ("-", "–")
        if soft or (following.isupper() and text[max(0, at - 2) : at].isupper()):
            parts += [text[position:at], " "]
            position = at + 1
        at = text.find("\n", at + 1)
    parts.append(text[position:])
    return "".join(parts)


def _words(printed: str) -> str:
    return " ".join(printed.split())


def _level(printed: str) -> str:
    folded = " ".join(printed.lower().rstrip(".").split())
    return _LEVELS.get(folded, folded)
