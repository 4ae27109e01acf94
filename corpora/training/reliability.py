"""Reliability: of what is found with a confidence, how much is right?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpora.training.corpus import Document
from corpora.training.measuring import annotated, as_source, without_office
from extractor.model import Report
from extractor.pipeline import Options, extract_source

#: Lower ends of the bins.
_BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)

#: (confidence, whether it is right, whether the model found it) of an item.
Judged = tuple[float, bool, bool]


def judged(documents: Sequence[Document]) -> Iterator[Judged]:
    """The bodies and people that are found in the documents. A body stands for its mentions: each is judged."""
    for document in documents:
        report = extract_source(as_source(document.name, document.sentences), Options(model=True))
        wanted = annotated(document, report.text)
        bodies = {span[:2] for span in wanted if span[2] in ("ORG", "GRP")}
        people = {report.text[span[0] : span[1]] for span in wanted if span[2] == "PER"}
        yield from _bodies(report, bodies)
        yield from ((one.confidence, one.name in people, one.found_by == "model") for one in report.persons)


def _bodies(report: Report, wanted: set[tuple[int, int]]) -> Iterator[Judged]:
    for body in report.organisations:
        if not body.collective:
            for mention in body.mentions:
                right = without_office(report.text, mention.span) in wanted
                yield body.confidence, right, body.found_by == "model"


def diagram(documents: Sequence[Document]) -> list[str]:
    """A table with bars, a line a bin: what the model found, and what rules found, told apart."""
    found = list(judged(documents))
    lines = ["| found by | confidence | items | stated | right | |", "|---|---|---:|---:|---:|---|"]
    for name, by_model in (("rules", False), ("model", True)):
        for low, high in zip(_BINS, (*_BINS[1:], 1.01), strict=True):
            inside = [(stated, right) for stated, right, model in found if model is by_model and low <= stated < high]
            if inside:
                stated = sum(one for one, _ in inside) / len(inside)
                right = sum(one for _, one in inside) / len(inside)
                bar = "█" * round(right * 20) + "░" * (20 - round(right * 20))
                limits = f"{low:g} – {min(high, 1):g}"
                lines.append(f"| {name} | {limits} | {len(inside)} | {stated:.2f} | {right:.2f} | {bar} |")
    return lines
