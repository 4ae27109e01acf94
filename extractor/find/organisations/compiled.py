"""rules/organisations.toml, compiled: every word that a body's name begins with, in one automaton."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any, Literal

from extractor.grammar import alternatives
from extractor.registers import LEVELS, Units, level_forms, read_units
from extractor.rules import RuleBook

if TYPE_CHECKING:
    import ahocorasick

Kind = Literal["body", "committee", "party", "front", "office", "head", "collective", "none"]


@dataclass(frozen=True, slots=True)
class Head:
    """How a name goes on behind its head: with a capital letter, or with one of the words `starts`. A `council` may say
    whose it is and what it is about. `capitals` are those of the head's words that are abbreviations."""

    rule: str
    starts: re.Pattern[str] | None
    council: bool
    capitals: frozenset[str]


@dataclass(frozen=True, slots=True)
class Entry:
    """A word that a body's name begins with, or a whole name. `name` is its normal form, `id` its row. `tail`: no body
    without a level behind it. `lower`: also where all of it is in small letters, `capital`: not where its first is.
    `keep`: the kinds of bodies before which it becomes part of their name; `organ`: a body itself, not somebody's
    office; `listed`: a body in a list of
    recipients only; `part`: a part of the committee that may follow it; `guarded`: what stands
    around it is to be looked at."""

    kind: Kind
    name: str
    id: str | None
    level: str
    tail: bool = False
    lower: bool = False
    capital: bool = False
    head: Head | None = None
    keep: frozenset[str] = frozenset()
    organ: bool = False
    listed: bool = False
    part: bool = False
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    guarded: bool = False


@dataclass(frozen=True, slots=True)
class OrganisationRules:
    """The register of bodies and the shapes of names, compiled. `by_field`: name and row of a head with a field."""

    automaton: ahocorasick.Automaton
    collective: re.Pattern[str]
    symbol: re.Pattern[str]
    behind: re.Pattern[str]
    tail: re.Pattern[str]
    more: re.Pattern[str]
    place: re.Pattern[str]
    region: re.Pattern[str]
    by_field: Mapping[tuple[str, str], tuple[str, str | None]]
    aliases: Mapping[str, str]
    stops: frozenset[str]
    goes_on: frozenset[str]
    through: frozenset[str]
    about: tuple[str, ...]
    inside: frozenset[str]
    openings: frozenset[str]
    units: Units


def compile_organisations(book: RuleBook) -> OrganisationRules:
    """The rows of rules/organisations.toml, compiled."""
    import ahocorasick

    rules = book["organisations"]
    automaton = ahocorasick.Automaton()
    known: dict[str, Entry] = {}
    for words, entry in _entries(book):
        for printed in _spellings(words, rules["joints"]):
            if printed not in known:
                known[printed] = entry
                automaton.add_word(printed, (len(printed), entry))
    automaton.make_automaton()
    return OrganisationRules(
        automaton=automaton,
        collective=re.compile(_collective(rules["collective"]), re.VERBOSE),
        symbol=re.compile(rules["symbol"]["pattern"], re.VERBOSE),
        behind=re.compile(rules["symbol"]["behind"], re.VERBOSE),
        tail=_tail_pattern("pattern", book),
        more=_tail_pattern("more", book),
        place=_tail_pattern("name", book),
        region=_tail_pattern("region", book),
        by_field=_by_field(known),
        aliases=rules["tail"]["aliases"],
        stops=frozenset(rules["stops"]["words"]) | frozenset(rules["stops"]["pairs"]),
        goes_on=frozenset(rules["stops"]["goes_on"]),
        through=frozenset(rules["stops"]["through"]),
        about=tuple(rules["stops"]["about"]),
        inside=frozenset(short for row in rules["body"] for short in row.get("inside", ())),
        openings=_openings(),
        units=read_units(book.registers["units"]),
    )


def _by_field(known: Mapping[str, Entry]) -> dict[tuple[str, str], tuple[str, str | None]]:
    """Departments and offices by head and field. Without a head ("các đơn vị: Tư pháp, Nội vụ") the document's own
    place tells which of them it is."""
    by_field = {
        (head, field): (entry.name, entry.id)
        for printed, entry in known.items()
        for head in _FIELD_HEADS
        if entry.kind == "body" and printed.startswith(f"{head.lower()} ")
        for field in (printed[len(head) + 1 :],)
    }
    return by_field | {
        ("", field): (name.partition(" ")[2], None) for (head, field), (name, _) in by_field.items() if head != "Bộ"
    }


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
    for words in rules["none"]["words"]:
        yield words, Entry("none", "", None, "")
    for row in rules["body"]:
        entry = Entry(
            kind=row.get("kind", "body"),
            name=row["name"],
            id=row["id"],
            level=row["level"],
            tail=row.get("tail", False),
            lower=row.get("lower", False),
            keep=_OWNED if row.get("over") else frozenset(),
            listed=row.get("listed", False),
            part="of" in row,
            not_before=tuple(row.get("not_before", ())),
            not_after=tuple(row.get("not_after", ())),
            guarded=any(word in row for word in ("listed", "not_before", "not_after")),
        )
        for words in (row["name"], *row.get("variants", ())):
            yield words, entry
    for words, level in _of_issuers(book):
        yield words, Entry("body", words, None, level)
    for row in rules["office"]:
        keep = frozenset(row["keep"])
        for words in row["words"]:
            name = row.get("short", {}).get(words, words)
            yield words, Entry("office", name, None, "", capital=True, keep=keep, organ=row.get("organ", False))
    for row in rules["head"]:
        starts = re.compile(rf"\ (?:{alternatives(row['next'])})(?!\w)") if row["next"] else None
        head = Head(row["id"], starts, row["council"], frozenset(one for one in row["words"] if one[1].isupper()))
        for words in row["words"]:
            over = _OWNED if words in row.get("over", ()) else frozenset[str]()
            name, alone = row.get("short", {}).get(words, words), words in row.get("alone", ())
            yield words, Entry("head", name, None, "local", tail=alone, capital=True, head=head, keep=over)
    for noun in rules["collective"]["first"]:
        yield f"các {noun}", Entry("collective", "", None, "", lower=True)
    for words in rules["collective"]["bare"]:
        yield words, Entry("collective", "", None, "")


#: Bodies that a branch or an office may be of.
_OWNED = frozenset({"body", "committee", "party"})
_FIELD_HEADS = ("Sở", "Phòng", "Bộ")


def _of_issuers(book: RuleBook) -> Iterator[tuple[str, str]]:
    """Whole names of the state and Party, and departments and offices by their field, from rules/issuers.toml."""
    issuers = book["issuers"]
    levels = book["organisations"]["levels"]["words"]
    yield from ((name, "state") for name in issuers["bodies"]["names"] if name not in levels)
    for head, level in zip(_FIELD_HEADS, ("province", "district", "state"), strict=True):
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
        if new in words:
            words = re.sub(rf"{new}(?!\w)", old, words)
    return words


def _tail_pattern(part: str, book: RuleBook) -> re.Pattern[str]:
    tail = book["organisations"]["tail"]
    pattern = tail[part].replace("LEVELS", alternatives(level_forms(tail["short"])))
    return re.compile(book.fragments.expand(pattern), re.VERBOSE)


def _openings() -> frozenset[str]:
    """The first two signs of every tail: most bodies have none, and are seen to have none without a pattern."""
    words = [*LEVELS.values(), "tp", "tx", "các", "cấp", "của", "và", "- ", "– ", *map(str, range(100))]
    both = {form[:2] for word in words for form in (word, word.capitalize(), word.upper())}
    return frozenset(both | {f"{digit} " for digit in range(10)})


def _collective(rules: Mapping[str, Any]) -> str:
    """The nouns with what may not stand behind some of them: "ban" is one, "ban hành" none."""
    rows = rules["not_before"]
    barred = {row["noun"] for row in rows}
    nouns = [alternatives(noun.lower() for noun in rules["nouns"] if noun not in barred)]
    nouns += [rf"{alternatives([row['noun']])}(?!,?\s(?:{alternatives(row['words'])})(?!\w))" for row in rows]
    pattern: str = rules["pattern"]
    return pattern.replace("NOUNS", "|".join(nouns)).replace(
        "TRAITS", alternatives(_folded(trait) for trait in rules["traits"])
    )
