"""The rival: a spaCy pipeline, a tokenizer of our own with tok2vec and NER, trained on the same sentences."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from corpora.training.markup import Sentence
from extractor.learned.labels import LAYERS, Labelled
from extractor.learned.tagger import Words
from extractor.learned.tokens import Token, tokenize

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


class Tokenizer:
    """Cuts text as the other taggers do: numbers of documents, dates and figures stay whole."""

    def __init__(self, language: Language) -> None:
        self._vocab = language.vocab

    def __call__(self, text: str) -> Doc:
        return document(self._vocab, tokenize(text))

    def to_bytes(self, **_: object) -> bytes:
        """Nothing to keep: the tokens are those of rules/learned.toml."""
        return b""

    def from_bytes(self, _data: bytes, **_: object) -> Tokenizer:
        """Itself."""
        return self


def document(vocab: Any, tokens: Sequence[Token]) -> Doc:
    """A spaCy document of these tokens."""
    from spacy.tokens import Doc

    spaces = [after.start > token.end for token, after in pairwise(tokens)]
    return Doc(vocab, words=[token.text for token in tokens], spaces=[*spaces, False] if tokens else [])


class SpacyTagger:
    """The entity recogniser of one layer; as `extractor.learned.tagger.Tagger`, but it is always quite certain."""

    def __init__(self, layer: str, language: Language) -> None:
        self.layer = layer
        self.language = language

    def tag(self, words: Words, known: Sequence[tuple[int, int, str]] = ()) -> list[Labelled]:
        """The spans of this layer in a sentence. What is known already it cannot be told."""
        tokens = words.tokens
        if not tokens:
            return []
        made = document(self.language.vocab, tokens)
        for _, part in self.language.pipeline:
            made = part(made)
        return [Labelled(tokens[one.start].start, tokens[one.end - 1].end, one.label_) for one in made.ents]


def train(
    layer: str, sentences: Sequence[tuple[Sentence, float]], options: Mapping[str, Any], seed: int
) -> SpacyTagger:
    """A tagger of one layer. `options`: width, depth, rows, passes, batch."""
    import spacy
    from spacy.training import Example

    spacy.util.fix_random_seed(seed)  # type: ignore[attr-defined]
    seeded = random.Random(seed)
    language = spacy.blank("xx")
    language.tokenizer = Tokenizer(language)
    recogniser = language.add_pipe("ner", config={"model": _network(options)})
    for label in LAYERS[layer]:
        recogniser.add_label(label)  # type: ignore[attr-defined]
    examples = []
    for sentence, weight in sentences:
        tokens = tokenize(sentence.text)
        if tokens:
            doc = document(language.vocab, tokens)
            spans = [doc.char_span(*span, alignment_mode="expand") for span in sentence.of(LAYERS[layer])]
            reference = doc.copy()
            reference.set_ents(spacy.util.filter_spans([span for span in spans if span]))
            examples += [Example(doc, reference)] * round(weight)
    optimizer = language.initialize(lambda: examples[:200])
    for _ in range(options["passes"]):
        seeded.shuffle(examples)
        for batch in spacy.util.minibatch(examples, options["batch"]):  # type: ignore[no-untyped-call]
            language.update(batch, sgd=optimizer, drop=0.2)
    return SpacyTagger(layer, language)


def _network(options: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "ner",
        "extra_state_tokens": False,
        "hidden_width": options["width"],
        "maxout_pieces": 2,
        "use_upper": True,
        "tok2vec": {
            "@architectures": "spacy.Tok2Vec.v2",
            "embed": {
                "@architectures": "spacy.MultiHashEmbed.v2",
                "width": options["width"],
                "rows": [options["rows"]] * 4,
                "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE"],
                "include_static_vectors": False,
            },
            "encode": {
                "@architectures": "spacy.MaxoutWindowEncoder.v2",
                "width": options["width"],
                "window_size": 1,
                "maxout_pieces": 3,
                "depth": options["depth"],
            },
        },
    }
