"""Recognition errors made by hand: what rules/confusions.toml counted, put into clean documents by a seed, to measure
what reading through them is worth.

python -m corpora.noise [--seed 1] [--strength 1 4 8] [--held-out] [--only 000,003]

For each strength: F1 of references (type and code) on the gold documents as they are, with noise but read as if they
were clean, and with noise and marked as recognised. Strength 1 breaks one number in twenty, as in all scans together;
8 two in five, as in photocopies at 150 dpi. Then, with letters of words broken and no number, how far what is found by
keywords is what is found in the clean document: F1 of spans and roles.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from corpora.gold_files import GOLD, HELD_OUT, Gold, load_all
from extractor import rules
from extractor.limits import DEFAULT_LIMITS
from extractor.model import Report
from extractor.pipeline import extract_source, load
from extractor.read import read
from extractor.source import Cell, Line, Page, Paragraph, Source, Table

#: Numbers that were looked at when the table was counted, and those of them that were broken.
_NUMBERS, _BROKEN = 1362, 67

Codes = Counter[tuple[str | None, str]]


@dataclass(frozen=True, slots=True)
class Noise:
    """What breaks: (printed, read, weight) of symbols, separators and digits; the chance of each letter of a word."""

    symbols: tuple[tuple[str, str, int], ...]
    separators: tuple[tuple[str, str, int], ...]
    digits: tuple[tuple[str, str, int], ...]
    letters: Mapping[str, tuple[str, float]]


def load_noise() -> Noise:
    """The counts of rules/confusions.toml."""
    table = rules.load()["confusions"]

    def of(*kinds: str) -> tuple[tuple[str, str, int], ...]:
        return tuple((row["printed"], row["read"], row["count"]) for kind in kinds for row in table[kind])

    letters = {row["printed"]: (row["read"], row["count"] / row["of"]) for row in table["word"]}
    return Noise(of("symbol"), of("separator"), of("digit", "sign"), letters)


def noisy_words(line: str, noise: Noise, seeded: random.Random) -> str:
    """A line with letters read as others, in either case."""
    parts = []
    for sign in line:
        read, chance = noise.letters.get(sign.lower(), (sign, 0.0))
        hit = chance and seeded.random() < chance
        parts.append((read.upper() if sign.isupper() else read) if hit else sign)
    return "".join(parts)


def noisy_number(printed: str, noise: Noise, seeded: random.Random) -> str:
    """A number and symbol with one sign broken, by the weights of the table."""
    options = [(change, weight) for change, weight in _changes(printed, noise) if change != printed]
    if not options:
        return printed
    return seeded.choices([change for change, _ in options], [weight for _, weight in options])[0]


def _changes(printed: str, noise: Noise) -> list[tuple[str, int]]:
    cut = next((at for at, sign in enumerate(printed) if sign.isalpha()), len(printed))
    digits, letters = printed[:cut], printed[cut:]
    found: list[tuple[str, int]] = []
    for before, after, weight in noise.symbols:
        if before:
            places = [at for at in range(len(letters)) if letters[at] == before]
            found += [(digits + letters[:at] + after + letters[at + 1 :], weight) for at in places]
        else:
            found += [(digits + letters[:at] + after + letters[at:], weight) for at in _ends(letters)]
    for before, after, weight in noise.separators:
        if before:
            found += [
                (printed[:at] + after + printed[at + 1 :], weight)
                for at in range(len(printed))
                if printed[at] == before
            ]
        elif len(letters) > 2:
            found.append((printed[:-2] + after + printed[-2:], weight))
    for before, after, weight in noise.digits:
        found += [(digits[:at] + after + digits[at + 1 :] + letters, weight) for at in _places(digits, before)]
    return found


def _ends(letters: str) -> list[int]:
    """Behind each letter group: where letters are inserted."""
    return [at for at in range(1, len(letters) + 1) if at == len(letters) or letters[at] in "-/"]


def _places(text: str, sign: str) -> list[int]:
    return [at for at in range(len(text)) if text[at] == sign]


def noisy_source(source: Source, noise: Noise, seeded: random.Random, strength: float, *, recognised: bool) -> Source:
    """A document as if it had been recognised: marked so or, to see what that is worth, not."""
    chance = min(0.95, strength * _BROKEN / _NUMBERS)
    core = load().citations.core

    def line(one: Line) -> Line:
        text, position, parts = one.text, 0, list[str]()
        for match in core.finditer(text):
            if seeded.random() < chance:
                parts += [text[position : match.start()], noisy_number(match.group(), noise, seeded)]
                position = match.end()
        return Line(noisy_words("".join([*parts, text[position:]]), noise, seeded), None, one.box)

    blocks = tuple(_with(block, line) for block in source.blocks)
    pages = source.pages or (Page(1, 595.0, 842.0),)
    marked = tuple(replace(page, ocr=recognised) for page in pages)
    return replace(source, blocks=blocks, pages=marked, raw="")


def _with(block: Paragraph | Table, line: Any) -> Paragraph | Table:
    if isinstance(block, Paragraph):
        return block if block.marks else replace(block, lines=tuple(map(line, block.lines)))
    rows = tuple(tuple(_cell(cell, line) for cell in row) for row in block.rows)
    return replace(block, rows=rows)


def _cell(cell: Cell, line: Any) -> Cell:
    return cell if cell.marks else cell._replace(lines=tuple(map(line, cell.lines)))


def codes(report: Report) -> Codes:
    """Type and code of every mention that has a number."""
    return Counter((one.doc_type.code if one.doc_type else None, one.code) for one in report.references if one.code)


def wanted(gold: Gold) -> Codes:
    """The same of the annotation."""
    return Counter(
        (item["doc_type"], item["code"]) for item in gold.items if item["kind"] == "reference" and item.get("code")
    )


def f1(pairs: Sequence[tuple[Counter[Any], Counter[Any]]]) -> float:
    """Micro F1 of (found, wanted), a pair a document."""
    right = sum((found & gold).total() for found, gold in pairs)
    total = sum(found.total() + gold.total() for found, gold in pairs)
    return 2 * right / total if total else 1.0


def measure(golds: Sequence[Gold], seed: int, strength: float) -> tuple[float, float, float]:
    """F1 on the documents as they are, with noise, and with noise that is known to be there."""
    noise = load_noise()
    results: list[list[tuple[Codes, Codes]]] = [[], [], []]
    for gold in golds:
        source = read(gold.runs_on.read_bytes(), gold.runs_on.name, DEFAULT_LIMITS)
        made = [source]
        for recognised in (False, True):
            seeded = random.Random(f"{seed} {gold.document}")
            made.append(noisy_source(source, noise, seeded, strength, recognised=recognised))
        for result, one in zip(results, made, strict=True):
            result.append((codes(extract_source(one)), wanted(gold)))
    clean, blind, read_through = (f1(result) for result in results)
    return clean, blind, read_through


def keywords(report: Report) -> dict[str, Counter[tuple[object, ...]]]:
    """What keywords find, by kind, with its span. Letters are broken sign for sign, so that spans stay comparable."""
    return {
        "sections": Counter((one.span, one.role) for one in report.sections),
        "responsibilities": Counter((one.span, one.role) for one in report.responsibilities),
        "references": Counter((one.span, one.kind, one.relation) for one in report.references),
        "dates": Counter((one.span, one.value) for one in report.dates),
        "counts": Counter((one.span, one.value) for one in report.counts),
        "tables": Counter(
            [("indicator", one.code, str(one.value)) for one in report.indicators]
            + [("task", one.span, one.deadline and one.deadline.value) for one in report.tasks]
        ),
    }


def measure_words(golds: Sequence[Gold], seed: int) -> dict[str, tuple[float, float]]:
    """F1 by kind against the clean document: with broken letters, and with such that are known to be there."""
    noise = load_noise()
    found: dict[str, list[list[tuple[Counter[Any], Counter[Any]]]]] = {}
    for gold in golds:
        source = read(gold.runs_on.read_bytes(), gold.runs_on.name, DEFAULT_LIMITS)
        clean = keywords(extract_source(source))
        for at, recognised in enumerate((False, True)):
            seeded = random.Random(f"{seed} {gold.document}")
            noisy = keywords(extract_source(noisy_source(source, noise, seeded, 0.0, recognised=recognised)))
            for kind, one in noisy.items():
                found.setdefault(kind, [[], []])[at].append((one, clean[kind]))
    return {kind: (f1(pairs[0]), f1(pairs[1])) for kind, pairs in found.items()}


def main(args: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m corpora.noise", description="Measure reading through errors.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--strength", type=float, nargs="+", default=[1.0, 4.0, 8.0])
    parser.add_argument("--held-out", action="store_const", dest="gold", const=HELD_OUT, default=GOLD)
    parser.add_argument("--only", default="", metavar="000,003")
    options = parser.parse_args(args)
    golds = load_all(options.gold, [name for name in options.only.split(",") if name])
    print("strength  clean   noise   read through")
    for strength in options.strength:
        clean, blind, through = measure(golds, options.seed, strength)
        print(f"{strength:8g}  {clean:.4f}  {blind:.4f}  {through:.4f}")
    print("letters           noise   read through")
    for kind, (blind, through) in measure_words(golds, options.seed).items():
        print(f"{kind:16}  {blind:.4f}  {through:.4f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
