"""Symbols of documents that are spelt as no body's, or in two ways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from extractor.check.documents import Known, known_documents
from extractor.check.finding import REPAIRED, Maker
from extractor.check.references import agencies
from extractor.model import Finding, Reference, Report

#: Letters of a group of a symbol from which a slip of the pen can be told from another body.
_GROUP = 5
#: Letters in which two spellings of one body differ, at most.
_SLIPS = 2


def check(report: Report, maker: Maker) -> Iterator[Finding]:
    """symbol_misspelt."""
    documents = maker.once(known_documents)
    yield from _symbols(documents, maker)
    yield from _twins(documents, maker)


def _twins(documents: Sequence[Known], maker: Maker) -> Iterator[Finding]:
    """One number of one type and day, with two symbols that differ in a letter or two of a body that no register
    knows: a body spelt in two ways."""
    groups: dict[tuple[str | None, ...], list[Known]] = {}
    for document in documents:
        cited = document.cited
        if cited.date and len(cited.date) == 10 and cited.doc_type:
            groups.setdefault((cited.doc_type.code, cited.number, cited.year, cited.date), []).append(document)
    for first, *others in groups.values():
        for other in others[:20]:
            one, two = (known.cited.symbol or "" for known in (first, other))
            kind, _, body = _letters_of(one)
            other_kind, _, other_body = _letters_of(two)
            unknown = {body, other_body}.isdisjoint(agencies()) and min(len(body), len(other_body)) >= _GROUP
            if kind == other_kind and unknown and 0 < Levenshtein.distance(body, other_body) <= _SLIPS:
                yield _misspelt(other.first, two, one, maker)


def _letters_of(symbol: str) -> tuple[str, str, str]:
    return symbol.upper().replace("/", "-").partition("-")


def _symbols(documents: Sequence[Known], maker: Maker) -> Iterator[Finding]:
    for document in documents:
        yield from _of_one(document, maker)
        reference = next((one for one in document.mentions if one.raw and not _is_repaired(one)), None)
        if reference and _letters(reference.raw or "") != _letters(reference.symbol or ""):
            yield _misspelt(reference, reference.raw or "", reference.symbol or "", maker)
            continue
        symbol = document.cited.symbol or ""
        for group in symbol.replace("/", "-").split("-"):
            meant = _meant(group)
            if meant:
                yield _misspelt(document.first, symbol, symbol.replace(group, meant), maker)
                break


def _of_one(document: Known, maker: Maker) -> Iterator[Finding]:
    """A mention of a document that lacks a letter of the symbol that all others have ("CTTg" among "CT-TTg")."""
    printed = Counter(one.symbol for one in document.mentions if one.symbol)
    if len(printed) != 2:
        return
    (right, often), (slip, seldom) = printed.most_common()
    if often > 1 and seldom == 1 and Levenshtein.distance(_letters(right or ""), _letters(slip or "")) == 1:
        reference = next(one for one in document.mentions if one.symbol == slip)
        yield _misspelt(reference, slip or "", right or "", maker)


def _is_repaired(reference: Reference) -> bool:
    """Whether recognition broke the symbol, and not its author."""
    return reference.found_by == REPAIRED


def _letters(symbol: str) -> str:
    """The letters of a symbol: another case, dash or space is no slip."""
    return "".join(sign for sign in symbol.upper() if sign.isalnum())


def _misspelt(reference: Reference, printed: str, meant: str, maker: Maker) -> Finding:
    return maker.make("symbol_misspelt", reference.span, (reference.id,), words=reference.text, a=printed, b=meant)


@lru_cache(maxsize=4096)
def _meant(group: str) -> str | None:
    """The body of the register whose letters are one inserted or left out letter away. Another first letter is another
    level (BTNMT, STNMT), and so is another letter in the place of one."""
    upper = group.upper()
    known = agencies()
    if len(upper) < _GROUP or upper in known or not upper.isalpha():
        return None
    near = [
        one
        for one in known
        if one[0] == upper[0]
        and abs(len(one) - len(upper)) == 1
        and min(len(one), len(upper)) >= _GROUP
        and Levenshtein.distance(one, upper, score_cutoff=1) == 1
    ]
    return near[0] if len(near) == 1 else None
