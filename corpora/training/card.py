"""The model card: what the model of the package is, what it was trained on, and what it is worth, all measured.

python -m corpora.training.card [-o FILE]      writes extractor/learned/model/README.md
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from corpora.gold_files import CORPORA
from corpora.training.corpus import SPLITS, Document, load, sentences
from corpora.training.measuring import KINDS, STATEMENTS, measure, with_noise
from corpora.training.reliability import diagram
from corpora.training.rivals import TABLE
from corpora.training.scoring import Score
from extractor.learned.model import PLACE, model_version
from extractor.learned.model import load as load_model
from extractor.limits import DEFAULT_LIMITS
from extractor.pipeline import Options, extract_source, found_in
from extractor.read import read

_WITH = Options(model=True)
_TEXT = Path(__file__).with_name("card.md")
#: Errors of recognition, as many times as measured on scans.
_STRENGTHS = (1.0, 3.0)
#: The kinds that a layer labels.
_OF_LAYERS = {"bodies": ("organisations", "collectives", "references"), "people": ("persons", "positions")}
_NOISY = ("organisations", "persons", "actors", "tasks", STATEMENTS)


def main(args: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m corpora.training.card", description="Write the model card.")
    parser.add_argument("-o", "--output", type=Path, default=PLACE / "README.md", metavar="FILE")
    options = parser.parse_args(args)
    options.output.write_text(card(), encoding="utf-8")
    return 0


def card() -> str:
    """The card: card.md with its marked places filled in."""
    text = _TEXT.read_text(encoding="utf-8")
    parts = {
        "version": model_version(),
        "size": f"{sum(file.stat().st_size for file in PLACE.glob('*.gz')) / 1e6:.1f}",
        "data": "\n".join(_data()),
        "figures": "\n".join([*_kinds("test"), "", *_kinds("dev")]),
        "documents": "\n".join(_documents()),
        "noise": "\n".join(_noise()),
        "reliability": "\n".join(diagram(load("test"))),
        "speed": "\n".join(_speed()),
        "rivals": "\n".join(_rivals()),
    }
    for name, part in parts.items():
        text = text.replace(f"{{{name}}}", part)
    return text


def _data() -> Iterator[str]:
    labels = ("ORG", "GRP", "PER", "TITLE", "TASK", "REF")
    yield _row("split", "documents", "sentences", "characters", *(f"`{label}`" for label in labels))
    yield "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
    for split in SPLITS:
        documents = load(split)
        all_of_them = sentences(documents)
        spans = Counter(label for sentence in all_of_them for *_, label in sentence.spans)
        counts = [spans[label] for label in labels]
        size = sum(len(sentence.text) for sentence in all_of_them)
        yield _row(split, len(documents), len(all_of_them), f"{size:,}", *counts)


def _kinds(split: str) -> Iterator[str]:
    documents = load(split)
    rules, both = measure(documents, Options()), measure(documents, _WITH)
    yield f"| {split} | annotated | rules: P | R | F1 | errors | with the model: P | R | F1 | errors |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
    for kind in (*KINDS, STATEMENTS):
        if both[kind].annotated:
            yield _row(kind, both[kind].annotated, *_measures(rules[kind]), *_measures(both[kind]))


def _measures(score: Score) -> tuple[str | int, ...]:
    return f"{score.precision:.3f}", f"{score.recall:.3f}", f"{score.f1:.3f}", score.errors


def _documents() -> Iterator[str]:
    yield "| document | kind | place | year | bodies: rules | with | people: rules | with | duties: rules | with |"
    yield "|---|---|---|---|---:|---:|---:|---:|---:|---:|"
    for document in load("test"):
        rules, both = measure([document], Options()), measure([document], _WITH)
        cells = []
        for kind in ("organisations", "persons", STATEMENTS):
            there = both[kind].annotated > 0
            cells += [f"{one[kind].f1:.2f}" if there else "" for one in (rules, both)]
        yield _row(document.name, _short(document), document.province, document.year, *cells)


def _short(document: Document) -> str:
    return document.kind if len(document.kind) <= 60 else document.kind[:59].rstrip() + "…"


def _noise() -> Iterator[str]:
    yield "| errors | kind | annotated | rules: misses | recovered by the model | part |"
    yield "|---|---|---:|---:|---:|---:|"
    for strength in _STRENGTHS:
        documents = with_noise(load("test"), strength)
        rules, both = measure(documents, Options(), scanned=True), measure(documents, _WITH, scanned=True)
        for kind in _NOISY:
            misses = rules[kind].annotated - rules[kind].right
            recovered = both[kind].right - rules[kind].right
            part = f"{recovered / misses:.2f}" if misses else ""
            yield _row(f"× {strength:g}", kind, rules[kind].annotated, misses, recovered, part)


def _speed() -> Iterator[str]:
    """Best of five rounds over the five reports, after reading, on one core."""
    began = time.perf_counter()
    load_model.__wrapped__()
    loading = time.perf_counter() - began
    reports = sorted((CORPORA / "reports").glob("*.txt"))
    sources = [read(path.read_bytes(), path.name, DEFAULT_LIMITS) for path in reports]
    yield f"- Loading the model: {loading * 1000:.0f} ms, when the first document wants it."
    for name, options in (("by rules alone", Options()), ("with the model", _WITH)):
        rounds = []
        for _ in range(5):
            began = time.process_time()
            size = sum(len(extract_source(source, options).text) for source in sources)
            rounds.append(size / (time.process_time() - began))
        yield f"- The five reports {name}: {max(rounds):,.0f} characters a second on one core."
    seen = whole = 0
    for source in sources:
        parts, beside = found_in(source, _WITH)
        if beside:
            beside.persons(parts.persons, parts.organisations)
            beside.duties(parts.duties, parts.organisations)
            seen, whole = seen + beside.characters_read, whole + len(parts.text.text)
    yield f"- Of the text of the five reports the model sees {seen / whole:.0%}: prose with words that begin something."


def _rivals() -> Iterator[str]:
    rows = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()]
    yield _row(*rows[0])
    yield "|" + "|".join(["---", "---", *["---:"] * (len(rows[0]) - 2)]) + "|"
    by_rules = {split: measure(load(split), Options()) for split in ("dev", "test")}
    for layer, kinds in _OF_LAYERS.items():
        yield _row(
            "rules alone", layer, *(f"{together(scores, kinds).f1:.3f}" for scores in by_rules.values()), "", "", ""
        )
    yield from (_row(*row) for row in rows[1:])


def together(scores: Mapping[str, Score], kinds: Sequence[str]) -> Score:
    """Several kinds as one."""
    chosen = [scores[kind] for kind in kinds]
    return Score(
        sum(one.annotated for one in chosen), sum(one.found for one in chosen), sum(one.right for one in chosen)
    )


def _row(*cells: object) -> str:
    return "| " + " | ".join(str(cell).replace("|", "/") for cell in cells) + " |"


if __name__ == "__main__":
    raise SystemExit(main())
