"""A broken symbol understood: its letter groups as those of the types and bodies of the rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from extractor.find.citations import Vocabulary, symbols
from extractor.recognised.confusions import NEVER, Confusions, cost
from extractor.rules import RuleBook

#: A body of no more letters than the first is not believed where it alone is broken; one of more than the second is
#: with two confusions.
_SHORT, _LONG = 3, 5
#: So many confusions are believed in one symbol.
_MOST = 2


class Meant(NamedTuple):
    """A symbol as understood, and how many confusions it takes. 0: it is known as it was read."""

    symbol: str
    cost: int


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """The letter groups that are known: by their capitals, as they are spelt. `numbered` bodies carry digits (QH15)."""

    types: Mapping[str, str]
    type_codes: Mapping[str, str]
    bodies: Mapping[str, str]
    numbered: frozenset[str]


def compile_groups(book: RuleBook) -> Groups:
    """From the types and issuers of the rules."""
    types = book["doc_types"]["type"]
    agencies = book["issuers"]["agency"]
    bodies = {group: group for group in book["findings"]["words"]["letter_groups"]["words"]}
    bodies |= {group: group for group in book["confusions"]["kept"]["names"]}
    bodies |= {group: group for row in agencies for group in (row["group"], *row.get("variants", ()))}
    return Groups(
        types={symbol.upper(): symbol for row in types for symbol in row["symbols"]},
        type_codes={symbol.upper(): row["code"] for row in types for symbol in row["symbols"]},
        bodies={group.upper(): group for group in bodies},
        numbered=frozenset(row["group"] for row in agencies if row.get("numbered")),
    )


def is_body(group: str, groups: Groups) -> bool:
    """Whether a letter group, in capitals, is that of a known body."""
    return group in groups.bodies or group.rstrip("0123456789") in groups.numbered


def is_known(symbol: str, groups: Groups) -> bool:
    """Whether a symbol is that of a known type or body, with a known body in it."""
    parts = [part.upper() for part in re.split(r"[-/]", symbol)]
    return (parts[0] in groups.types or is_body(parts[0], groups)) and any(is_body(part, groups) for part in parts)


def names(symbol: str, noun: str | None, groups: Groups) -> bool:
    """Whether a symbol begins with the type that the noun before it names."""
    return noun is not None and groups.type_codes.get(_first(symbol).upper()) == noun


def is_sure(symbol: str, groups: Groups) -> bool:
    """Whether every letter group of a symbol is known."""
    parts = [part.upper() for part in re.split(r"[-/]", symbol)]
    return all(part in groups.types or is_body(part, groups) for part in parts)


@dataclass(frozen=True, slots=True)
class Company:
    """What speaks for a symbol besides its letters: the type that the noun before it names, the symbols of the same
    text, and those that stand there behind the same number."""

    noun: str | None = None
    others: frozenset[str] = frozenset()
    twins: frozenset[str] = frozenset()


def understand_symbol(
    read: str, company: Company, vocabulary: Vocabulary, groups: Groups, table: Confusions
) -> Meant | None:
    """The one symbol that was printed where `read` was read, None where several may be or none is known."""
    options: dict[str, int] = {}
    for variant in _variants(read, table):
        for option in _by_groups(variant, " " in read.strip(), company.noun, vocabulary, groups, table):
            options[option.symbol] = min(option.cost, options.get(option.symbol, NEVER))
    if cut := _cut_off(read, company.twins, table):
        return Meant(cut, 1)
    if any(price == 0 and is_sure(symbol, groups) for symbol, price in options.items()):
        return _only(options, company.noun, groups)
    letters = _letters(read)
    printed = {
        other: price
        for other in company.others | company.twins
        if 0 < (price := cost(_letters(other), letters, table, _MOST if other in company.twins else NEVER)) <= _MOST
    }
    return _only(printed, company.noun, groups) or _only(options, company.noun, groups)


def _cut_off(read: str, twins: frozenset[str], table: Confusions) -> str | None:
    """The symbol behind the same number of which only the first letter group was read."""
    group = read.rstrip(" -–—").upper()
    found = [twin for twin in twins if cost(_first(twin).upper(), group, table) <= 1 and _first(twin) != twin]
    return found[0] if len(found) == 1 and group.isalnum() else None


def _only(options: Mapping[str, int], noun: str | None, groups: Groups) -> Meant | None:
    """The cheapest; of several the one whose type the noun names."""
    if not options:
        return None
    least = min(options.values())
    best = [symbol for symbol, price in options.items() if price == least]
    if len(best) > 1:
        named = [symbol for symbol in best if names(symbol, noun, groups)]
        best = named or best
    return Meant(best[0], least) if len(best) == 1 else None


def _first(symbol: str) -> str:
    return re.split(r"[-/]", symbol)[0]


def _letters(symbol: str) -> str:
    return "".join(sign for sign in symbol.upper() if sign.isalnum())


def _variants(read: str, table: Confusions) -> Iterator[str]:
    """The symbol with its spaces left out, the first of them also as a dash."""
    joined = re.sub(r"\s?[-–—._]+\s?", "-", read.strip().rstrip(".-:/"))
    first, *rest = joined.split(" ")
    if not rest:
        yield joined
        return
    if table.space_inside:
        yield first + "".join(rest)
    if table.dash_space and "-" not in first:
        yield f"{first}-{''.join(rest)}"


def _by_groups(
    variant: str, mended: bool, noun: str | None, vocabulary: Vocabulary, groups: Groups, table: Confusions
) -> Iterator[Meant]:
    """A symbol by its letter groups. One whose spaces were `mended` must be of known bodies."""
    parts = re.split(r"([-/])", variant)
    names, joints = parts[::2], parts[1::2]
    if not all(name[:1].isalnum() for name in names):
        return
    if len(names) == 1:
        yield from _run_together(names[0].upper(), noun, groups, table)
        return
    rest = [name.upper() for name in names[1:]]
    for first, price in _first_groups(names[0].upper(), rest, noun, groups, table):
        bodies = [_body(name, upper, groups, table) for name, upper in zip(names[1:], rest, strict=True)]
        if mended and any(not is_body(body[0].upper(), groups) for body in bodies):
            continue
        total = price + sum(body[1] for body in bodies)
        if total <= _MOST:
            whole = first + "".join(joint + body[0] for joint, body in zip(joints, bodies, strict=True))
            yield Meant(symbols.normalise(whole, vocabulary), total)


def _first_groups(
    read: str, rest: list[str], noun: str | None, groups: Groups, table: Confusions
) -> Iterator[tuple[str, int]]:
    """What the first group may be: a type, or a body before its drafting unit (UBND-NC)."""
    if read in groups.types:
        yield groups.types[read], 0
        return
    if is_body(read, groups):
        yield groups.bodies.get(read, read), 0
        return
    sure = any(is_body(group, groups) for group in rest)
    for upper, spelt in groups.types.items():
        price = cost(upper, read, table)
        if price <= (2 if sure or groups.type_codes[upper] == noun else 1) and (sure or price < len(upper)):
            yield spelt, price
    for upper, spelt in groups.bodies.items():
        if len(upper) > _SHORT and (price := cost(upper, read, table)) <= (1 if len(upper) <= _LONG else 2):
            yield spelt, price


def _body(name: str, read: str, groups: Groups, table: Confusions) -> tuple[str, int]:
    """The one body that was printed; unknown letters stay as they were read."""
    if is_body(read, groups) or read in groups.types:
        return groups.bodies.get(read, name), 0
    prices = {upper: cost(upper, read, table) for upper in groups.bodies}
    least = min(prices.values())
    near = [upper for upper, price in prices.items() if price == least]
    limit = 1 if len(near[0]) <= _LONG else 2
    return (groups.bodies[near[0]], least) if len(near) == 1 and least <= limit else (name, 0)


def _run_together(read: str, noun: str | None, groups: Groups, table: Confusions) -> Iterator[Meant]:
    """QĐUBND: the dash between a type and a body is lost. One that is a body as it stands (QH15) is whole."""
    if is_body(read, groups):
        yield Meant(groups.bodies.get(read, read), 0)
        return
    for upper, spelt in groups.bodies.items():
        if len(upper) > _SHORT and cost(upper, read, table) == 1:
            yield Meant(spelt, 1)
    for at in range(1, len(read)):
        kind, body = groups.types.get(read[:at]), groups.bodies.get(read[at:])
        if kind and body and groups.type_codes[read[:at]] == noun:
            yield Meant(f"{kind}-{body}", 1)
