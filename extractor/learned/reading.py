"""One document, read by the model: each paragraph once, layer by layer, and only where it can add something."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from operator import itemgetter

from extractor import rules
from extractor.learned import merge
from extractor.learned.labels import Labelled
from extractor.learned.model import Model
from extractor.learned.sentences import Taken, may_hold, paragraphs
from extractor.learned.tagger import Words
from extractor.learned.tokens import tokenize
from extractor.mentions import CitationMention, DateMention, DutyMention, OrganisationMention, PersonMention
from extractor.model import Span
from extractor.text import Text

Known = tuple[int, int, str]

#: A paragraph with a body that is not longer than this may be the heading of a list of its duties, in characters.
_SHORT = 120


class Reading:
    """The model over one document. What rules found of citations and dates does not change any more."""

    __slots__ = ("_citations", "_dates", "_model", "_paragraphs", "_recognised", "_text", "_words")

    def __init__(
        self,
        text: Text,
        citations: Sequence[CitationMention],
        dates: Sequence[DateMention],
        model: Model,
        *,
        recognised: bool = False,
    ) -> None:
        """`recognised`: letters may be wrong, so that no list of words says where to look."""
        self._text = text.masked
        self._citations = citations
        self._dates = dates
        self._model = model
        self._recognised = recognised
        self._paragraphs = list(paragraphs(text))
        #: The paragraphs that the model has read, cut into tokens.
        self._words: dict[Span, Words] = {}

    @property
    def characters_read(self) -> int:
        """How many characters of the text the model has read."""
        return sum(end - start for start, end in self._words)

    def organisations(self, found: Sequence[OrganisationMention]) -> tuple[OrganisationMention, ...]:
        """The bodies of the rules with those that the model adds, in reading order."""
        fixed = Taken(list(self._fixed()))
        taken = Taken([*(one.span for one in found), *self._fixed()])
        tagged: list[Labelled] = []
        for span in self._paragraphs:
            if self._worth("heads", span, taken):
                tagged += merge.in_prose(self._model.tag("bodies", self._cut(span)), self._text)
        chosen, replaced = merge.longer(tagged, found, fixed)
        kept = [one for one in found if one.span not in replaced]
        added = merge.bodies(tagged, self._text, taken) + merge.bodies(chosen, self._text, fixed)
        added = merge.known_elsewhere(added, found, self._text)
        return tuple(sorted([*kept, *added], key=lambda mention: mention.span))

    def persons(
        self, found: Sequence[PersonMention], organisations: Sequence[OrganisationMention]
    ) -> tuple[PersonMention, ...]:
        """The people of the rules with those that the model adds, in reading order."""
        taken = Taken([*(one.span for one in found), *(one.span for one in self._citations)])
        added: list[PersonMention] = []
        known = self._known(organisations)
        for span in self._paragraphs:
            if self._worth("people", span, taken):
                added += merge.people(self._tag("people", span, known), self._text, taken)
        return tuple(sorted([*found, *added], key=lambda mention: mention.span))

    def citations(self, organisations: Sequence[OrganisationMention]) -> Sequence[CitationMention]:
        """The citations, some of them with a title that no rule found."""
        bare = Taken([one.span for one in self._citations if one.title_span is None and one.kind != "anaphoric"])
        known = self._known(organisations)
        found: list[Labelled] = []
        for span in self._paragraphs:
            if bare.meets(*span):
                found += self._tag("titles", span, known)
        return merge.titles(found, self._citations) if found else self._citations

    def duties(
        self, found: Sequence[DutyMention], organisations: Sequence[OrganisationMention]
    ) -> tuple[DutyMention, ...]:
        """The duties of the rules with those that the model adds, in reading order."""
        taken = Taken([duty.span for duty in found])
        added: list[DutyMention] = []
        heading: list[Labelled] = []
        known, item = self._known(organisations), rules.pattern("learned", "item")
        bodies = Taken([one.span for one in organisations])
        for span in self._paragraphs:
            if not item.match(self._text, *span):
                heading = []
            short = span[1] - span[0] <= _SHORT
            if not (heading or (short and bodies.meets(*span)) or self._worth("duties", span, taken)):
                continue
            labelled = self._tag("duties", span, known)
            if merge.is_heading(labelled, self._text, span):
                heading = labelled
                continue
            added += merge.duties(labelled, heading, organisations, self._dates, self._text)
        return tuple(sorted([*found, *merge.untouched(added, taken)], key=lambda duty: duty.span))

    def _worth(self, words: str, span: Span, taken: Taken) -> bool:
        """Whether the model may add something to a paragraph."""
        return self._recognised or may_hold(words, self._text, span, taken)

    def _cut(self, span: Span) -> Words:
        if span not in self._words:
            self._words[span] = Words(tokenize(self._text, *span))
        return self._words[span]

    def _tag(self, layer: str, span: Span, known: Sequence[Known]) -> list[Labelled]:
        """What a layer finds in a paragraph. `known` are in reading order."""
        first = bisect_left(known, span[0], key=itemgetter(0))
        last = bisect_left(known, span[1], key=itemgetter(0))
        return self._model.tag(layer, self._cut(span), known[first:last])

    def _known(self, organisations: Sequence[OrganisationMention]) -> list[Known]:
        """Bodies and citations, as the layers behind the first one are told."""
        bodies = [(*one.span, "GRP" if one.collective else "ORG") for one in organisations]
        return sorted([*bodies, *((*one.span, "REF") for one in self._citations if one.kind != "anaphoric")])

    def _fixed(self) -> Iterator[Span]:
        yield from (one.span for one in self._citations)
        yield from (one.span for one in self._dates)
