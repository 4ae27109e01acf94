"""Symbols that are misspelt in a few reports: one letter away from a symbol that many use, for the same number of the
same day."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from sqlalchemy import Connection

from api.graph.bodies import body, compatible
from api.graph.resolve import Variant
from api.graph.stream import cited_numbers
from api.graph.variants import cited_variants
from api.graph.wording import Differing, Voice
from api.store import Store
from api.store.keys import words
from extractor import rules
from extractor.check.references import agencies

#: Citations with a symbol, at most, for it to be a slip, and at least (also in relation) for one to be well attested.
_RARE, _ATTESTED, _TIMES = 3, 5, 5
#: Letters of a symbol from which one of them can be a slip.
_LETTERS = 4
#: Symbols that are counted. Of more, those seen once go: damaged files have any number of them.
_COUNTED = 200_000


def attested(store: Store) -> Counter[str]:
    """How often each symbol is cited, by its letters ("qdubnd")."""
    found: Counter[str] = Counter()
    with store.reading() as connection:
        for code_key, variants in cited_numbers(connection, store.workspace_id):
            letters = code_key.rpartition("/")[2]
            if "/" in code_key:
                found[letters] += sum(one.reports for one in variants)
            if len(found) > _COUNTED:
                found = Counter({one: times for one, times in found.items() if times > 1})
    return found


def misspelt(
    connection: Connection, workspace_id: int, code_key: str, variants: Sequence[Variant], known: Counter[str]
) -> Iterator[Differing]:
    """The right spelling of a number whose symbol only few use, where reports cite the same number of the same day and
    of no other body with it."""
    number, _, letters = code_key.rpartition("/")
    days = {day: one for one in variants if (day := one.day) and not one.own}
    if not number or not days or known[letters] > _RARE or len(letters) < _LETTERS or _is_made_of_known(letters):
        return
    for near in _near(letters, known):
        said, _ = cited_variants(connection, workspace_id, f"{number}/{near}")
        for other in said:
            one = days.get(other.day or "")
            if one and compatible(_key(one), _key(other)):
                voices = (Voice(f"{number}/{near}", None, (other,)), Voice(code_key, None, (one,)))
                yield Differing("cross_symbol_misspelt", voices)
                return


def _key(variant: Variant) -> str | None:
    return body(variant.issuer_key).key if variant.issuer_key else None


def _near(letters: str, known: Counter[str]) -> list[str]:
    """Well attested symbols one letter away, the most attested first."""
    from rapidfuzz.distance import Levenshtein
    from rapidfuzz.process import extract

    least = max(_ATTESTED, _TIMES * known[letters])
    often = [one for one, times in known.items() if times >= least and abs(len(one) - len(letters)) <= 1]
    found = extract(letters, often, scorer=Levenshtein.distance, score_cutoff=1, limit=None)
    return sorted((one for one, _, _ in found), key=lambda one: (-known[one], one))


@lru_cache(maxsize=65536)
def _is_made_of_known(letters: str) -> bool:
    """Whether the letters are those of types and bodies, one behind the other: BC-STC is no slip of BC-STP."""
    return _known_groups().fullmatch(letters) is not None


@cache
def _known_groups() -> re.Pattern[str]:
    types = {symbol for row in rules.load()["doc_types"]["type"] for symbol in row["symbols"]}
    groups = {"".join(words(one)) for one in types | agencies()} - {""}
    return re.compile(f"(?:{'|'.join(sorted(map(re.escape, groups), key=len, reverse=True))})+")
