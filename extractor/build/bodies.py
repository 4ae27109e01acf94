"""Bodies: the entries of `organisations`, and the actors that point to them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from extractor.build.parts import Parts
from extractor.identifiers import Identifiers
from extractor.mentions import OrganisationMention
from extractor.model import Actor, Organisation, Span
from extractor.model import OrganisationMention as NamedAt
from extractor.registers import key
from extractor.resolve.issuers import NameRules
from extractor.resolve.organisations import resolve_organisations

#: A body that the register knows, and one that only its shape tells, until confidences are calibrated.
_KNOWN, _BY_SHAPE = 0.95, 0.8


class Bodies:
    """All bodies of a report, found by their mentions."""

    __slots__ = ("_by_name", "_by_span", "_by_words", "_spans", "_text", "organisations")

    def __init__(self, parts: Parts, names: NameRules, ids: Identifiers) -> None:
        self._text = parts.text.text
        head = parts.letterhead.date
        resolved = resolve_organisations(parts.organisations, parts.place, head.value if head else None, names)
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
                confidence=_KNOWN if body.register_id else _BY_SHAPE,
                found_by=f"rule:{mentions[0].rule}",
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
        found = self._by_span.get(mention.span)
        printed = self._printed(mention.span)
        if found is None:
            return Actor(printed, mention.span, mention.name, self.id_of(mention.name), mention.collective)
        if found.collective:  # many bodies are called as they are printed
            return Actor(printed, mention.span, " ".join(printed.split()), found.id, True)
        return Actor(printed, mention.span, _office(printed, found.name) + found.name, found.id, False)

    def _printed(self, span: Span) -> str:
        return self._text[span[0] : span[1]].replace("\n", " ")


def _office(printed: str, name: str) -> str:
    """The office before a body that acts by it: "Giám đốc " of "Giám đốc Sở Nội vụ"."""
    begins = " ".join(name.split()[:2]).casefold()
    at = " ".join(printed.split()).casefold().find(begins)
    return " ".join(printed.split())[:at] if at > 0 and name[:1].isupper() else ""
