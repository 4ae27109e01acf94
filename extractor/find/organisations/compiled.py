"""rules/organisations.toml, compiled: every word that a body's name begins with, in one automaton."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any, Literal

from extractor.grammar import alternatives
from extractor.rules import RuleBook

if TYPE_CHECKING:
    import ahocorasick

Kind = Literal["body", "committee", "party", "office", "head", "collective"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A word that a body's name begins with, or a whole name. `name` is its normal form, `id` its row. `shape` indexes the
    heads. `tail`: no body without a level behind it. `lower`: also where it is printed in small letters."""

    kind: Kind
    name: str
    id: str | None
    level: str
    tail: bool = False
    lower: bool = False
    head: Head | None = None
    keep: frozenset[str] = frozenset()
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Head:
    """How the name behind a head goes on: None for a capital letter, else one of these words."""

    rule: str
    starts: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class OrganisationRules:
    """The register of bodies and the shapes of their names, compiled."""

    automaton: ahocorasick.Automaton
    collective: re.Pattern[str]
    symbol: re.Pattern[str]
    behind: re.Pattern[str]
    tail: re.Pattern[str]
    more: re.Pattern[str]
    place: re.Pattern[str]
    field: re.Pattern[str]
    fields: Mapping[str, str]
    stops: frozenset[str]


def compile_organisations(book: RuleBook) -> OrganisationRules:
    """The rows of rules/organisations.toml, compiled."""
    import ahocorasick

    rules = book["organisations"]
    automaton = ahocorasick.Automaton()
    for words, entry in _entries(book):
        for printed in _spellings(words, rules["joints"]):
            if printed not in automaton:
                automaton.add_word(printed, (len(printed), entry))
    automaton.make_automaton()
    tail, fragments = rules["tail"], book.fragments
    fields = {_folded(field): field for field in book["issuers"]["fields"]["names"]}
    return OrganisationRules(
        automaton,
        re.compile(_collective(rules["collective"]), re.VERBOSE | re.IGNORECASE),
        re.compile(rules["symbol"]["pattern"], re.VERBOSE),
        re.compile(rules["symbol"]["behind"], re.VERBOSE),
        *(re.compile(fragments.expand(tail[part]), re.VERBOSE) for part in ("pattern", "more", "name")),
        re.compile(rf"(?:{alternatives(fields)})(?!\w)"),
        fields,
        frozenset(rules["stops"]["words"]) | frozenset(rules["stops"]["pairs"]),
    )


def fold(text: str) -> str:
    """Small letters and one kind of dash; the same length, so that offsets stay."""
    folded = text.lower()
    if len(folded) != len(text):  # a few capitals have small forms of two characters
        folded = "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)
    return folded.replace("–", "-")


def _folded(words: str) -> str:
    return fold(" ".join(words.split()))


def _entries(book: RuleBook) -> Iterator[tuple[str, Entry]]:
    """All words to look for, the surer ones first."""
    rules = book["organisations"]
    for row in rules["body"]:
        kind = _KINDS.get(row["id"], "party" if row["name"].endswith(" ủy") else "body")
        entry = Entry(
            kind,
            row["name"],
            row["id"],
            row["level"],
            tail=row.get("tail", False),
            lower=row.get("lower", False),
            not_before=tuple(row.get("not_before", ())),
            not_after=tuple(row.get("not_after", ())),
        )
        for words in (row["name"], *row.get("variants", ())):
            yield words, entry
    for words, level in _of_issuers(book):
        yield words, Entry("body", words, None, level)
    for row in rules["office"]:
        keep = frozenset(row["keep"])
        for words in row["words"]:
            yield words, Entry("office", row.get("short", {}).get(words, words), None, "", keep=keep)
    for row in rules["head"]:
        starts = None if row["next"] == "capital" else re.compile(rf"\ (?:{alternatives(row['next'])})(?!\w)")
        for words in row["words"]:
            yield words, Entry("head", words, None, "local", head=Head(row["id"], starts))
    for noun in rules["collective"]["first"]:
        yield f"các {noun}", Entry("collective", "", None, "", lower=True)
    for words in rules["collective"]["bare"]:
        yield words, Entry("collective", "", None, "")


#: Rows that other rows are built on.
_KINDS: Mapping[str, Kind] = {"ubnd": "committee", "hdnd": "committee"}


def _of_issuers(book: RuleBook) -> Iterator[tuple[str, str]]:
    """Whole names of the state and Party, and departments and offices by their field, from rules/issuers.toml."""
    issuers = book["issuers"]
    levels = book["organisations"]["levels"]["words"]
    yield from ((name, "state") for name in issuers["bodies"]["names"] if name not in levels)
    for head, level in (("Sở", "province"), ("Phòng", "district"), ("Bộ", "state")):
        yield from ((f"{head} {field}", level) for field in issuers["fields"]["names"])


_COMMITTEES = {
    "UBND": ("UBND", "Ủy ban nhân dân", "UB nhân dân"),
    "HĐND": ("HĐND", "HDND", "HDNĐ", "Hội đồng nhân dân"),
}
_OLD_TONES = ("òa oà", "óa oá", "ỏa oả", "õa oã", "ọa oạ", "òe oè", "óe oé", "ủy uỷ", "úy uý", "ùy uỳ", "ụy uỵ")


def _spellings(words: str, joints: Mapping[str, Sequence[str]]) -> set[str]:
    """The ways that a name is printed, in small letters."""
    made = {words}
    for short, forms in _COMMITTEES.items():
        if short in words and words != short:
            made = {one.replace(short, form) for one in made for form in forms}
    if words.startswith("Văn phòng "):
        made |= {one.replace("Văn phòng", "VP", 1) for one in made}
    made = {folded for one in made for folded in _joined(_folded(one), joints)}
    return made | {_old_tones(one) for one in made}


def _joined(words: str, joints: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The name with every joint that officials print between its parts."""
    yield words
    parts = re.split(r",? và |, | - ", words)
    if not 1 < len(parts) <= 4:
        return
    for last, inner in product(joints["last"], joints["inner"] if len(parts) > 2 else [""]):
        yield inner.join(parts[:-1]) + last + parts[-1]


def _old_tones(words: str) -> str:
    """The older place of the tone mark: "hoà" for "hòa", where the syllable is open."""
    for pair in _OLD_TONES:
        new, old = pair.split()
        words = re.sub(rf"{new}(?!\w)", old, words)
    return words


def _collective(rules: Mapping[str, Any]) -> str:
    nouns = rf"(?:{alternatives(rules['nouns'])})(?!,?\s(?:{alternatives(rules['not_before'])})(?!\w))"
    pattern: str = rules["pattern"]
    return pattern.replace("NOUNS", nouns).replace("TRAITS", alternatives(rules["traits"]))
