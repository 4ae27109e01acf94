"""Which mentions are of one document: same type, number, year and symbol, and dates and issuers that agree but for
one slip of the pen (EXTRACTION 4)."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import Levenshtein

from extractor.model import ReferenceKind
from extractor.resolve.urn import dotted


@dataclass(frozen=True, slots=True)
class Citation:
    """What identity needs of a mention: normalised fields, the issuer's full name. `own` marks the document itself."""

    kind: ReferenceKind
    type_code: str | None
    number: str | None
    year: str | None
    symbol: str | None
    name: str | None
    date: str | None
    issuer: str | None
    count: int | None = None


@dataclass(slots=True)
class Cluster:
    """Mentions of one document, by their index, with the best value of each field."""

    type_code: str | None
    number: str | None
    year: str | None
    symbol: str | None
    name: str | None
    date: str | None = None
    issuer: str | None = None
    members: list[int] = field(default_factory=list)
    is_self: bool = False

    def take(self, index: int, citation: Citation) -> None:
        """Add a mention; a fuller date and an issuer are kept. Members stay in order."""
        insort(self.members, index)
        if citation.date and (self.date is None or len(citation.date) > len(self.date)):
            self.date = citation.date
        self.issuer = self.issuer or citation.issuer
        self.type_code = self.type_code or citation.type_code


@dataclass(slots=True)
class _Known:
    """The clusters so far, by key and by number: each mention looks at few of them."""

    clusters: list[Cluster] = field(default_factory=list)
    by_key: dict[tuple[str | None, ...], list[Cluster]] = field(default_factory=dict)
    by_number: dict[str, list[Cluster]] = field(default_factory=dict)

    def add(self, new: Cluster) -> None:
        self.clusters.append(new)
        self.by_number.setdefault((new.number or "").lstrip("0"), []).append(new)

    def of_number(self, number: str | None) -> list[Cluster]:
        return self.by_number.get((number or "").lstrip("0"), [])


def cluster(citations: Sequence[Citation], own: Sequence[Citation]) -> list[Cluster]:
    """Clusters in order of their first mention. `own` is the document itself and what it carries (an attached plan).
    Mentions that point nowhere clear are in none."""
    known = _Known()
    selves = {one.type_code: _self_cluster(one) for one in reversed(own)}
    for one in own:
        if one.number:
            known.by_key[_key(one)] = [selves[one.type_code]]
    full_first = sorted(
        (index for index, citation in enumerate(citations) if citation.kind in ("numbered", "named")),
        key=lambda index: (citations[index].date is None, index),
    )
    for index in full_first:
        _join(index, citations[index], known)
    for index, citation in enumerate(citations):
        if citation.kind == "blank":
            _join_blank(index, citation, selves.get(citation.type_code), known)
        elif citation.kind == "short":
            _join_short(index, citation, known)
    _join_pointers(citations, selves, known.clusters)
    known.clusters.extend(one for one in selves.values() if one.members)
    return sorted(known.clusters, key=lambda found: found.members[0])


def _self_cluster(own: Citation) -> Cluster:
    return Cluster(own.type_code, own.number, own.year, own.symbol, None, own.date, own.issuer, is_self=True)


def _key(citation: Citation) -> tuple[str | None, ...]:
    number = citation.number.lstrip("0") if citation.number else None
    name = expanded(citation.name) if citation.name and number is None else None
    symbol = _bare(citation.symbol) if citation.symbol else None
    return citation.type_code, number, citation.year, symbol, name


def _bare(symbol: str) -> str:
    return symbol.upper().replace("-", "").replace("/", "")


def expanded(name: str) -> str:
    """A law's name with its common abbreviations written out, without commas."""
    folded = " ".join(name.lower().replace(",", " ").replace(";", " ").split())
    for short, full in (("qppl", "quy phạm pháp luật"), ("hđnd", "hội đồng nhân dân"), ("ubnd", "ủy ban nhân dân")):
        folded = folded.replace(short, full)
    return folded


def _join(index: int, citation: Citation, known: _Known) -> None:
    candidates = known.by_key.setdefault(_key(citation), [])
    fitting = [one for one in candidates if _agree(one, citation)] or _one_slip_away(citation, known)
    if fitting:
        best = min(fitting, key=lambda one: (one.issuer != citation.issuer, _distance(one, index)))
        best.take(index, citation)
        return
    new = Cluster(citation.type_code, citation.number, citation.year, citation.symbol, citation.name)
    new.take(index, citation)
    candidates.append(new)
    known.add(new)


def _one_slip_away(citation: Citation, known: _Known) -> list[Cluster]:
    """A misspelt symbol (27/CTTg for 27/CT-TTg): number, type, issuer and day agree, one letter of the symbol does
    not."""
    if not (citation.number and citation.symbol and citation.date and citation.issuer):
        return []
    return [
        one
        for one in known.of_number(citation.number)
        if one.number == citation.number
        and one.type_code == citation.type_code
        and one.year == citation.year
        and one.issuer == citation.issuer
        and one.date is not None
        and same_date(one.date, citation.date)
        and Levenshtein.distance(_bare(one.symbol or ""), _bare(citation.symbol), score_cutoff=1) <= 1
    ]


def _distance(cluster: Cluster, index: int) -> int:
    at = bisect_left(cluster.members, index)
    return min((abs(member - index) for member in cluster.members[max(0, at - 1) : at + 1]), default=0)


def _agree(one: Cluster, citation: Citation) -> bool:
    return same_issuer(one.issuer, citation.issuer) and same_date(one.date, citation.date)


def same_issuer(first: str | None, second: str | None) -> bool:
    """Issuers that do not contradict each other. A chairman signs for his committee."""
    if first is None or second is None or first == second:
        return True
    return _committee(first) == _committee(second)


def _committee(name: str) -> str:
    for office in ("Chủ tịch ", "Phó Chủ tịch ", "Thường trực ", "Trưởng "):
        name = name.removeprefix(office)
    return name.lower().replace(",", "")


def same_date(first: str | None, second: str | None) -> bool:
    """Dates that do not contradict each other beyond one slip of the pen: one digit, or day and month swapped."""
    if first is None or second is None:
        return True
    length = min(len(first), len(second))
    if first[:length] == second[:length]:
        return True
    if len(first) != len(second) or len(first) != 10:
        return False
    wrong = sum(1 for a, b in zip(first, second, strict=True) if a != b)
    swapped = (first[:4], first[5:7], first[8:]) == (second[:4], second[8:], second[5:7])
    return wrong == 1 or swapped


def _join_blank(index: int, citation: Citation, own: Cluster | None, known: _Known) -> None:
    """A blank number of the document's own type and symbol, and of its time, is the document itself."""
    if (
        own
        and own.number is None
        and _bare(citation.symbol or "") == _bare(own.symbol or citation.symbol or "")
        and same_issuer(own.issuer, citation.issuer)
        and same_date(own.date, citation.date)
    ):
        own.take(index, citation)
        return
    _join(index, citation, known)


def _join_short(index: int, citation: Citation, known: _Known) -> None:
    """A number without a symbol: the nearest document of that type and number, before it if there is one."""
    fitting = [one for one in known.of_number(citation.number) if one.type_code == citation.type_code]
    if fitting:
        min(fitting, key=lambda one: (one.members[0] > index, _distance(one, index))).take(index, citation)
        return
    new = Cluster(citation.type_code, citation.number, citation.year, None, None)
    new.take(index, citation)
    known.add(new)


def _join_pointers(
    citations: Sequence[Citation], selves: Mapping[str | None, Cluster], clusters: Sequence[Cluster]
) -> None:
    """ "Quyết định này": the document itself if it is of that type, else the last one of that type before it."""
    owner = {member: one for one in clusters for member in one.members}
    last: dict[str | None, Cluster] = {}
    for index, citation in enumerate(citations):
        if (one := owner.get(index)) is not None:
            last[one.type_code] = one
        elif citation.kind == "anaphoric" and (citation.count or 1) == 1:
            pointed = selves.get(citation.type_code) or last.get(citation.type_code)
            if pointed:
                pointed.take(index, citation)


def key(cluster: Cluster) -> str:
    """A key of the project's own, always there: type:number:year or date:symbol or name:issuer."""
    parts = (
        cluster.type_code or "",
        (cluster.number or "").lstrip("0"),
        cluster.year or cluster.date or "",
        cluster.symbol or (expanded(cluster.name) if cluster.name else ""),
        cluster.issuer or "",
    )
    return ":".join(dotted(part) for part in parts)
