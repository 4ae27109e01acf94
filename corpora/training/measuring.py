"""What an extraction finds in annotated sentences: rules alone, or rules with a model, measured in the same way."""

from __future__ import annotations

import hashlib
import random
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from corpora.noise import load_noise
from corpora.training.corpus import Document, Statement
from corpora.training.markup import Sentence
from corpora.training.noising import changed, recognised
from corpora.training.scoring import Score
from extractor import rules
from extractor.grammar import alternatives, fold
from extractor.model import Report
from extractor.pipeline import Options, extract_source
from extractor.source import Line, Page, Paragraph, Source

#: What is counted together: a figure for each of them.
KINDS: Mapping[str, tuple[str, ...]] = {
    "organisations": ("ORG",),
    "collectives": ("GRP",),
    "persons": ("PER",),
    "positions": ("POS",),
    "references": ("REF",),
    "titles": ("TITLE",),
    "actors": ("LEAD", "COORDINATE", "ASSIGNED", "MONITOR", "ACCOUNTABLE"),
    "tasks": ("TASK",),
}

#: Responsibilities as statements (EXTRACTION 7): paragraph, role and actor, wherever the actor is printed.
STATEMENTS = "responsibilities"

Span = tuple[int, int, str]

#: Words that begin a collective.
_MANY = ("các ", "mọi ", "những ", "từng ", "mỗi ")
#: The position of who signed stands so near above the name, in characters.
_ABOVE = 200


def as_source(name: str, sentences: Sequence[Sentence], *, scanned: bool = False) -> Source:
    """Sentences as the paragraphs of a document."""
    digest = hashlib.sha256(name.encode()).hexdigest()
    blocks = tuple(Paragraph((Line(sentence.text),)) for sentence in sentences)
    pages = (Page(1, 595.0, 842.0, ocr=True),) if scanned else ()
    return Source(name, digest, "text/plain", 0, "sentences/1", blocks, pages=pages)


def with_noise(documents: Sequence[Document], strength: float, seed: int = 1) -> list[Document]:
    """The documents as recognition might read them: letters read as others, `strength` times as often as was measured
    (rules/confusions.toml)."""
    change = recognised(load_noise(), random.Random(seed), strength)
    return [replace(one, sentences=tuple(changed(sentence, change) for sentence in one.sentences)) for one in documents]


def measure(documents: Sequence[Document], options: Options, *, scanned: bool = False) -> dict[str, Score]:
    """A score for each kind over all documents. `scanned`: their text is known to be recognised from images."""
    scores = {kind: Score() for kind in (*KINDS, STATEMENTS)}
    for document in documents:
        report = extract_source(as_source(document.name, document.sentences, scanned=scanned), options)
        wanted, got = annotated(document, report.text), list(found(report))
        for kind, labels in KINDS.items():
            scores[kind].add(
                set(_of(kind, wanted, labels)), set(_of(kind, _comparable(kind, got, wanted, report.text), labels))
            )
        if document.statements is not None:
            scores[STATEMENTS].add(
                (one._replace(actor=actor_key(one.actor)) for one in document.statements), stated(document, report)
            )
    return scores


def stated(document: Document, report: Report) -> Iterator[Statement]:
    """The responsibilities of a report, an entry an actor, as the annotation has them."""
    starts = places(document, report.text)
    for duty in report.responsibilities:
        paragraph = bisect_right(starts, (duty.task_span or duty.span)[0])
        yield from (Statement(paragraph, duty.role, actor_key(actor.text)) for actor in duty.actors)


def actor_key(words: str) -> str:
    """An actor as it is compared: "các đơn vị có liên quan" is "các đơn vị"."""
    return _concerned().sub("", fold(words))


@cache
def _concerned() -> re.Pattern[str]:
    return re.compile(r"\s+(?:có\s+)?liên quan$", re.IGNORECASE)


def _comparable(kind: str, got: Sequence[Span], wanted: Sequence[Span], text: str) -> Iterator[Span]:
    """What was found, as it is compared. Whether a body is a collective depends on the place of its document, which an
    excerpt may not tell ("Sở Y tế" of which province?): a body counts as named unless its words say that it is many, or
    a collective is annotated there."""
    if kind != "organisations":
        yield from got
        return
    collectives = [span for span in wanted if span[2] == "GRP"]
    for start, end, label in got:
        plural = label == "GRP" and text[start:end].lower().startswith(_MANY)
        if label in ("ORG", "GRP") and not plural and not any(one[0] < end and one[1] > start for one in collectives):
            yield start, end, "ORG"


def _of(kind: str, spans: Iterable[Span], labels: Sequence[str]) -> Iterator[tuple[int | str, ...]]:
    """The spans of a kind. Collectives are compared by where they begin: how far their words go is a convention."""
    chosen = (span for span in spans if span[2] in labels)
    return ((start,) if kind == "collectives" else (start, end, label) for start, end, label in chosen)


def annotated(document: Document, text: str) -> list[Span]:
    """The spans of a document's annotation in the text that was read from it. Raises ValueError where one is not in
    it."""
    spans: list[Span] = []
    for start, sentence in zip(places(document, text), document.sentences, strict=True):
        whole = text.startswith(sentence.text, start)
        for begin, end, label in outermost(sentence):
            # A line of the letterhead, number left and date right, is set apart.
            at = start + begin if whole else text.find(sentence.text[begin:end], start)
            if at < 0:
                raise ValueError(f"{document.name}: not found as it is: {sentence.text[begin:end][:60]}")
            spans.append((at, at + end - begin, label))
    return spans


def places(document: Document, text: str) -> list[int]:
    """Where each sentence begins in the text that was read; where the last one ended for one that was set apart."""
    found, at = [], 0
    for sentence in document.sentences:
        start = text.find(sentence.text, at)
        found.append(start if start >= 0 else at)
        at = start + len(sentence.text) if start >= 0 else at
    return found


def outermost(sentence: Sentence) -> Iterator[Span]:
    """The spans, without those inside another one of the same label."""
    for span in sentence.spans:
        start, end, label = span
        around = (one for one in sentence.spans if one != span and one[2] == label)
        if not any(one[0] <= start and end <= one[1] for one in around):
            yield span


def found(report: Report) -> Iterator[Span]:
    """The spans of a report, labelled as the annotation is."""
    for body in report.organisations:
        label = "GRP" if body.collective else "ORG"
        for mention in body.mentions:
            yield (*without_office(report.text, mention.span), label)
    for reference in report.references:
        if reference.kind != "anaphoric":
            yield (*reference.span, "REF")
        if reference.title:
            yield (*reference.title.span, "TITLE")
    for duty in report.responsibilities:
        for actor in duty.actors:
            concerned = _concerned().search(report.text[slice(*actor.span)])
            end = actor.span[0] + concerned.start() if concerned else actor.span[1]
            yield actor.span[0], end, duty.role.upper()
        if duty.task_span:
            yield (*duty.task_span, "TASK")
    for person in report.persons:
        yield from _parts(report.text, person.span, {"PER": person.name, "POS": person.position})


def _parts(text: str, span: tuple[int, int], words: Mapping[str, str | None]) -> Iterator[Span]:
    for label, part in words.items():
        # The position of who signed stands above the name.
        at = text.rfind(part, max(0, span[0] - _ABOVE), span[1]) if part else -1
        if part and at >= 0:
            yield at, at + len(part), label


@cache
def _office() -> re.Pattern[str]:
    rows = rules.load()["organisations"]["office"]
    offices = [word for row in rows if not row.get("organ") for word in row["words"]]
    return re.compile(rf"(?:(?:Phó|Quyền|{alternatives(offices)})\s+)+", re.IGNORECASE)


def without_office(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """A mention without the office of somebody who acts for the body: annotators leave it out."""
    match = _office().match(text, *span)
    return (match.end(), span[1]) if match else span
