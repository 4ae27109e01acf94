"""Labels of tokens: a span is "B-ORG I-ORG I-ORG". Layers keep apart what may nest: a body inside a position, a title
inside a duty."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from extractor.learned.tokens import Token

#: What each layer labels. Each one but the first is told what the bodies and references of the sentence are.
LAYERS: Mapping[str, tuple[str, ...]] = {
    "bodies": ("ORG", "GRP", "REF"),
    "people": ("PER", "POS"),
    "titles": ("TITLE",),
    "duties": ("LEAD", "COORDINATE", "ASSIGNED", "MONITOR", "ACCOUNTABLE", "TASK", "WHEN"),
}
OUTSIDE = "O"


class Labelled(NamedTuple):
    """A span of text with its label; `confidence` from 0 to 1, 1 for what an annotator or a rule says."""

    start: int
    end: int
    label: str
    confidence: float = 1.0


def encode(tokens: Sequence[Token], spans: Iterable[tuple[int, int, str]]) -> list[str]:
    """A label for each token. Of spans that overlap the later one counts where they meet."""
    labels = [OUTSIDE] * len(tokens)
    for start, end, label in spans:
        first = True
        for at, token in enumerate(tokens):
            if token.end > start and token.start < end:
                labels[at] = f"B-{label}" if first else f"I-{label}"
                first = False
    return labels


def decode(tokens: Sequence[Token], labels: Sequence[str], certain: Sequence[float] | None = None) -> list[Labelled]:
    """The spans of labelled tokens. The confidence of a span is that of its least certain token."""
    found: list[Labelled] = []
    for at, (token, label) in enumerate(zip(tokens, labels, strict=True)):
        if label == OUTSIDE:
            continue
        sure = certain[at] if certain else 1.0
        goes_on = label[0] == "I" and at > 0 and labels[at - 1][2:] == label[2:]
        if goes_on and found:
            last = found[-1]
            found[-1] = Labelled(last.start, token.end, last.label, min(last.confidence, sure))
        else:
            found.append(Labelled(token.start, token.end, label[2:], sure))
    return found
