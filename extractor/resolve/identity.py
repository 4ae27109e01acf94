"""Which mentions are of one document: same type, number, year and symbol, and dates and issuers that agree but for
one slip of the pen (EXTRACTION 4)."""

from __future__ import annotations

from collections.abc import Sequence
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
        """Add a mention; a fuller date and an issuer are kept."""
        self.members.append(index)
        if citation.date and (self.date is None or len(citation.date) > len(self.date)):
            self.date = citation.date
        self.issuer = self.issuer or citation.issuer
        self.type_code = self.type_code or citation.type_code


def cluster(citations: Sequence[Citation], own: Sequence[Citation]) -> list[Cluster]:
    """Clusters in order of their first mention. `own` is the document itself and what it carries (an attached plan).
    Mentions that point nowhere clear are in none."""
    clusters: list[Cluster] = []
    by_key: dict[tuple[str | None, ...], list[Cluster]] = {}
    selves = {one.type_code: _self_cluster(one) for one in reversed(own)}
    for one in own:
        if one.number:
            by_key[_key(one)] = [selves[one.type_code]]
    full_first = sorted(
        (index for index, citation in enumerate(citations) if citation.kind in ("numbered", "named")),
        key=lambda index: (citations[index].date is None, index),
    )
    for index in full_first:
        _join(index, citations[index], by_key, clusters)
    for index, citation in enumerate(citations):
        if citation.kind == "blank":
            _join_blank(index, citation, selves.get(citation.type_code), by_key, clusters)
        elif citation.kind == "short":
            _join_short(index, citation, clusters)
    for index, citation in enumerate(citations):
        if citation.kind == "anaphoric":
            _join_pointer(index, citation, selves.get(citation.type_code), clusters)
    clusters.extend(one for one in selves.values() if one.members)
    for found in clusters:
        found.members.sort()
    return sorted(clusters, key=lambda found: found.members[0])


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


def _join(
    index: int,
    citation: Citation,
    by_key: dict[tuple[str | None, ...], list[Cluster]],
    clusters: list[Cluster],
) -> None:
    candidates = by_key.setdefault(_key(citation), [])
    fitting = [one for one in candidates if _agree(one, citation)] or _one_slip_away(citation, clusters)
    if fitting:
        best = min(fitting, key=lambda one: (one.issuer != citation.issuer, _distance(one, index)))
        best.take(index, citation)
        return
    new = Cluster(citation.type_code, citation.number, citation.year, citation.symbol, citation.name)
    new.take(index, citation)
    candidates.append(new)
    clusters.append(new)


def _one_slip_away(citation: Citation, clusters: Sequence[Cluster]) -> list[Cluster]:
    """A misspelt symbol (27/CTTg for 27/CT-TTg): number, type, issuer and day agree, one letter of the symbol does
    not."""
    if not (citation.number and citation.symbol and citation.date and citation.issuer):
        return []
    return [
        one
        for one in clusters
        if one.number == citation.number
        and one.type_code == citation.type_code
        and one.year == citation.year
        and one.issuer == citation.issuer
        and one.date is not None
        and same_date(one.date, citation.date)
        and Levenshtein.distance(_bare(one.symbol or ""), _bare(citation.symbol), score_cutoff=1) <= 1
    ]


def _distance(cluster: Cluster, index: int) -> int:
    return min((abs(member - index) for member in cluster.members), default=0)


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


def _join_blank(
    index: int,
    citation: Citation,
    own: Cluster | None,
    by_key: dict[tuple[str | None, ...], list[Cluster]],
    clusters: list[Cluster],
) -> None:
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
    _join(index, citation, by_key, clusters)


def _join_short(index: int, citation: Citation, clusters: list[Cluster]) -> None:
    """A number without a symbol: the nearest document of that type and number, before it if there is one."""
    number = (citation.number or "").lstrip("0")
    fitting = [
        one
        for one in clusters
        if one.type_code == citation.type_code and (one.number or "").lstrip("0") == number and not one.is_self
    ]
    if fitting:
        min(fitting, key=lambda one: (min(one.members) > index, _distance(one, index))).take(index, citation)
        return
    new = Cluster(citation.type_code, citation.number, citation.year, None, None)
    new.take(index, citation)
    clusters.append(new)


def _join_pointer(index: int, citation: Citation, own: Cluster | None, clusters: list[Cluster]) -> None:
    """ "Quyết định này": the document itself if it is of that type, else the last one of that type before it."""
    if citation.count is not None and citation.count > 1:
        return
    if own:
        own.take(index, citation)
        return
    before = [
        (max(member for member in one.members if member < index), one)
        for one in clusters
        if one.type_code == citation.type_code and min(one.members) < index
    ]
    if before:
        max(before, key=lambda pair: pair[0])[1].take(index, citation)


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
