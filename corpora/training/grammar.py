"""Sentences from grammar.toml and the registers: of other provinces, fields and years, with other people."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from corpora.training.markup import Sentence, parse
from extractor import rules

_FILE = Path(__file__).with_name("grammar.toml")
_SYMBOL = re.compile(r"@([a-z_]+)")
#: Deeper than this a sentence does not nest.
_DEPTH = 12

Grammar = Mapping[str, Sequence[str]]


def load_grammar(without: Collection[str] = ()) -> Grammar:
    """The grammar with the words of the registers. No place of the provinces `without` (by name) is in it, so that
    the documents that a model is measured on are of other places than those it was trained on."""
    book = rules.load()
    grammar: dict[str, Sequence[str]] = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    # Empty cells at the end of a line are left out there.
    rows = [
        [*line.split("\t"), ""][:4]
        for line in book.registers["units"].splitlines()
        if line and not line.startswith("#")
    ]
    left_out = {row[0] for row in rows if row[1] in "TP" and not row[3] and row[2] in without}
    children = {row[0] for row in rows if row[3] in left_out}
    kept = [row for row in rows if not {row[0], row[3]} & (left_out | children)]
    named = {level: sorted({row[2] for row in kept if row[1] in level}) for level in ("TP", "HQS", "XWR")}
    fields = book["issuers"]["fields"]["names"]
    grammar |= {
        "province": [row[2] for row in kept if row[1] in "TP" and not row[3]],
        "district": [name for name in named["HQS"] if not name[0].isdigit()],
        "commune": [name for name in named["XWR"] if not name[0].isdigit()],
        "field": fields,
        "family": book["persons"]["family"]["words"],
        "capital_place": [name.upper() for name in named["HQS"]],
        "capital_field": [name.upper() for name in fields],
    }
    return grammar


def generate(count: int, seed: int, without: Collection[str] = ()) -> Iterator[Sentence]:
    """So many sentences with their labels, the same ones for the same seed."""
    grammar, seeded = load_grammar(without), random.Random(seed)
    for _ in range(count):
        yield parse(" ".join(_written("sentence", grammar, seeded, 0).split()))


def _written(symbol: str, grammar: Grammar, seeded: random.Random, depth: int) -> str:
    if depth > _DEPTH:
        raise ValueError(f"grammar.toml: {symbol} goes round in a circle")
    way = seeded.choice(grammar[symbol])
    return _SYMBOL.sub(lambda match: _written(match[1], grammar, seeded, depth + 1), way)
