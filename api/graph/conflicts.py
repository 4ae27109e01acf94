"""What reports say differently of one document: its date, its issuer, its symbol. Found for one number after the other,
from the index, in constant memory.

Told is only what cannot be two documents: a name that several bodies share ("UBND huyện Châu Thành", "Đoàn kiểm tra"),
another year, another place are no conflict.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from api.graph import symbols
from api.graph.bodies import body, is_central, of_party_centre, year_of
from api.graph.records import Conflict
from api.graph.resolve import Group, Variant, resolve
from api.graph.stream import numbers
from api.graph.wording import Differing, Voice, conflict
from api.store import Store


def of_citations(store: Store) -> Iterator[Conflict]:
    """The conflicts of all numbers that reports cite, in the order of the numbers."""
    known = symbols.attested(store)
    with store.snapshot() as connection:
        for code_key, variants in numbers(connection, store.workspace_id):
            groups = [one for one in resolve(code_key, variants) if not one.ambiguous]
            spelt = symbols.misspelt(connection, store.workspace_id, code_key, variants, known)
            for found in (*dates(code_key, groups), *issuers(code_key, groups), *spelt):
                yield conflict(connection, store.workspace_id, found)


def dates(code_key: str, groups: Sequence[Group]) -> Iterator[Differing]:
    """One document with several dates: the same number, issuer and year."""
    for group in groups:
        if group.issuer is None or not (group.issuer == "" or body(group.issuer).sure):
            continue
        said: dict[str, list[Variant]] = {}
        for one, fit in group.members:
            if one.day and fit in ("own", "full", "date"):
                said.setdefault(one.day, []).append(one)
        if len(said) > 1:
            voices = (Voice(code_key, day, tuple(variants)) for day, variants in said.items())
            yield Differing("cross_date_conflict", tuple(voices))


def issuers(code_key: str, groups: Sequence[Group]) -> Iterator[Differing]:
    """One document with several issuers: the same number and day, and bodies of one place. Of a symbol that fixes the
    issuer, bodies of the state; there the year inside the number does as well as the day."""
    if of_party_centre(code_key):
        return
    fixed = is_central(code_key)
    year = year_of(code_key) if fixed else None
    times: dict[str, dict[str, list[Variant]]] = {}
    for group in groups:
        for one, fit in group.members:
            time = year or one.day
            if time and one.issuer_key and fit in ("own", "full"):
                times.setdefault(time, {}).setdefault(body(one.issuer_key).key, []).append(one)
    for said in times.values():
        for rivals in _rivals(said, fixed=fixed):
            voices = (Voice(code_key, key, tuple(said[key])) for key in rivals)
            yield Differing("cross_issuer_conflict", tuple(voices))


def _rivals(said: Mapping[str, Sequence[Variant]], *, fixed: bool) -> Iterator[list[str]]:
    """Bodies of one seat that are not each other's offices."""
    seats: dict[object, list[str]] = {}
    for key in said:
        known = body(key)
        if known.sure and (known.seat or fixed):
            seats.setdefault(known.seat, []).append(key)
    for keys in seats.values():
        apart = [one for one in keys if not any(_part_of(one, other) for other in keys if other != one)]
        if len(apart) > 1:
            yield apart


def _part_of(one: str, other: str) -> bool:
    """ "Văn phòng UBND tỉnh Gia Lai" is of UBND tỉnh Gia Lai, "Ngân hàng Nhà nước" is Ngân hàng Nhà nước Việt Nam."""
    return one.endswith(f" {other}") or other.startswith(f"{one} ")
