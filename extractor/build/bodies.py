"""Bodies: the entries of `organisations`, and the actors that point to them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from extractor.build.parts import Parts, found_by
from extractor.identifiers import Identifiers
from extractor.mentions import OrganisationMention
from extractor.model import Actor, Organisation, Span
from extractor.model import OrganisationMention as NamedAt
from extractor.registers import key
from extractor.resolve.issuers import NameRules
from extractor.resolve.organisations import ResolvedBody, resolve_organisations
from extractor.resolve.own import own_name

#: A body that the register knows, and one that only its shape tells, until confidences are calibrated.
_KNOWN, _BY_SHAPE = 0.95, 0.8


class Bodies:
    """All bodies of a report, found by their mentions."""

    __slots__ = ("_by_name", "_by_span", "_by_words", "_spans", "_text", "organisations")

    def __init__(self, parts: Parts, names: NameRules, ids: Identifiers) -> None:
        self._text = parts.text.text
        head = parts.letterhead.date
        day = head.value if head else None
        resolved = resolve_organisations(parts.organisations, parts.place, day, names, _department(parts, names))
        made: list[Organisation] = []
        self._by_span: dict[Span, Organisation] = {}
        for body in resolved:
            mentions = [parts.organisations[member] for member in body.members]
            organisation = Organisation(
                id=ids.of("org", body.name),
                name=body.name,
                register_id=body.register_id,
                unit=body.unit,
                successor=body.successor,
                collective=body.collective,
                mentions=tuple(NamedAt(self._printed(mention.span), mention.span) for mention in mentions),
                confidence=_confidence(body, mentions),
                found_by=found_by(_first_by_rule(mentions).rule),
            )
            made.append(organisation)
            self._by_span |= {mention.span: organisation for mention in mentions}
        self.organisations = tuple(made)
        self._by_name = {key(organisation.name): organisation for organisation in made}
        self._spans = sorted(self._by_span)
        self._by_words = {key(at.text): one for one in reversed(made) for at in one.mentions}

    def actors(self, mentions: Sequence[OrganisationMention]) -> tuple[Actor, ...]:
        """The actors that these mentions name."""
        return tuple(self._actor(mention) for mention in mentions)

    def id_of(self, name: str) -> str | None:
        """The id of the body with this full name, however its place is spelt."""
        found = self._by_name.get(key(name))
        return found.id if found else None

    def full_name(self, printed: str) -> str:
        """The full name of the body that these words name elsewhere in the text, else the words themselves. A bare
        level ("huyện") stands for its committee."""
        for words in (printed, f"UBND {printed}"):
            if found := self._by_words.get(key(words)):
                return found.name
        return printed

    def id_at(self, span: Span) -> str | None:
        """The id of the body that the words of a span name; None where they name none, or more than one."""
        start, end = span
        first = bisect_left(self._spans, (start, start))
        inside = [one for one in self._spans[first : first + 2] if one[1] <= end]
        return self._by_span[inside[0]].id if len(inside) == 1 and inside[0][1] == end else None

    def _actor(self, mention: OrganisationMention) -> Actor:
        printed, span = self._printed(mention.span), mention.span
        found, name, office = self._by_span.get(span), mention.name, mention.office or ""
        if found is None and not mention.collective and (inner := self._last_in(span)):
            found, office = self._by_span[inner], self._printed((span[0], inner[0])).strip()
        if found is None:
            return Actor(printed, span, name, self.id_of(name), mention.collective)
        if found.collective:
            name = " ".join(printed.split()) if office else name
        else:
            name = _with_office(office, found.name, printed) if office else found.name
        return Actor(printed, span, name, found.id, found.collective)

    def _last_in(self, span: Span) -> Span | None:
        """The body with which the words of a span end, where they name no other: they are an office of it."""
        first = bisect_left(self._spans, span)
        inside = [one for one in self._spans[first : first + 2] if one[1] <= span[1]]
        return inside[0] if len(inside) == 1 and inside[0][1] == span[1] else None

    def _printed(self, span: Span) -> str:
        return self._text[span[0] : span[1]].replace("\n", " ")


def _first_by_rule(mentions: Sequence[OrganisationMention]) -> OrganisationMention:
    """The first mention that a rule found, else the first."""
    return next((mention for mention in mentions if mention.confidence is None), mentions[0])


def _confidence(body: ResolvedBody, mentions: Sequence[OrganisationMention]) -> float:
    """That of the rules where one of them found it, else that of the mention that the model is surest of."""
    if _first_by_rule(mentions).confidence is None:
        return _KNOWN if body.register_id else _BY_SHAPE
    return max(mention.confidence or 0.0 for mention in mentions)


def _department(parts: Parts, names: NameRules) -> str:
    """The full name of the department that issued the document; empty where another body did."""
    head, text = parts.letterhead, parts.text.text
    printed = " ".join(text[start:end] for start, end in head.issuer_lines)
    return own_name(printed, "", text, parts.place, names) if printed[:3].upper() == "SỞ " else ""


def _with_office(office: str, body: str, printed: str) -> str:
    """ "Trưởng phòng Nội vụ" has the small letter of the office, "Giám đốc Sở Nội vụ" the capital of the body."""
    first = printed[len(office) + 1 : len(office) + 2]
    small = first.islower() and printed.casefold().startswith(f"{office} ".casefold())
    return f"{office} {body[0].lower() + body[1:] if small else body}"
