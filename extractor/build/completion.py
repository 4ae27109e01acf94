"""The complete citation of a document that is first cited without its date, issuer or subject.

Nghị định 30/2020/NĐ-CP, Phụ lục I wants type, number and symbol, date, issuer and subject at the first mention.
"""

from __future__ import annotations

from dataclasses import dataclass

from extractor.model import Reference
from extractor.resolve.identity import Cluster


@dataclass(frozen=True, slots=True)
class Completion:
    """What the first mention lacks, and the whole citation where more is known."""

    lacks: tuple[str, ...]
    citation: str | None


def completion(first: Reference, cluster: Cluster, type_name: str | None, title: str | None) -> Completion:
    """The completion of a document's first mention, from what all its mentions say."""
    return Completion((), None)
