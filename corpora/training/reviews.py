"""Documents that people reviewed, as `trichluc corpus from-reviews` writes them: sentences to train on."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from corpora.gold_files import read_text
from corpora.training.markup import Sentence
from corpora.training.measuring import found
from corpora.training.training import Taught
from extractor.pipeline import extract

#: What a reviewed kind teaches: names of bodies are not reviewed.
_TEACHES = {"reference": "titles", "responsibility": "duties"}

Span = tuple[int, int, str]


def read_reviews(folder: Path) -> Iterator[Taught]:
    """The sentences of all documents of a folder. Raises OSError, ValueError where one cannot be read."""
    for path in sorted(folder.glob("*.jsonl")):
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        if not lines or "kinds" not in lines[0]:
            raise ValueError(f"{path.name}: not written by: trichluc corpus from-reviews")
        layers = frozenset(_TEACHES[kind] for kind in lines[0]["kinds"] if kind in _TEACHES)
        if layers:
            text = path.with_suffix(".txt")
            yield from _sentences(read_text(text), lines[1:], layers, text)


def _sentences(text: str, items: Sequence[Mapping[str, Any]], layers: frozenset[str], file: Path) -> Iterator[Taught]:
    """The lines of a document with what was decided, and with the bodies that stand in them, which its taggers are
    told."""
    report = extract(file)
    bodies = [one for one in found(report) if one[2] in ("ORG", "GRP")] if report.text == text else []
    spans = sorted([*bodies, *(span for item in items for span in _spans(text, item))])
    start = 0
    for line in text.splitlines(keepends=True):
        end = start + len(line.rstrip("\n"))
        inside = tuple((a - start, b - start, label) for a, b, label in spans if start <= a and b <= end)
        if end > start:
            yield Taught(Sentence(text[start:end], inside), 1.0, layers)
        start += len(line)


def _spans(text: str, item: Mapping[str, Any]) -> Iterator[Span]:
    """The spans of a decided item: a reference and its title, the actors and the task of a duty."""
    start, end = item["span"]
    if item["kind"] == "reference":
        yield start, end, "REF"
        yield from _words(text, item.get("title"), end, "TITLE")
    elif item["kind"] == "responsibility":
        actors = item["actors"] if isinstance(item["actors"], list) else str(item["actors"]).split("; ")
        for actor in actors:
            yield from _words(text, actor, start, str(item["role"]).upper())
        yield from _words(text, item.get("task"), start, "TASK")


def _words(text: str, words: str | None, start: int, label: str) -> Iterator[Span]:
    """Where the words stand in the line that begins at or before `start`."""
    if not words:
        return
    last = text.find("\n", start)
    at = text.find(words, start, last if last >= 0 else len(text))
    if at >= 0:
        yield at, at + len(words), label
