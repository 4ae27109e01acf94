"""What can be wrong in a store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

#: What is younger may belong to work that is going on. Seconds.
GRACE = 3600.0

Kind = Literal[
    "database",
    "index",
    "lost_original",
    "lost_source",
    "lost_report",
    "lost_row",
    "unneeded",
    "no_extraction",
    "rows",
]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that does not agree. `message` says what, without names of documents: a check goes through all
    workspaces. `digest` is the file that it is about, `document_id` the document."""

    kind: Kind
    message: str
    digest: str | None = None
    document_id: int | None = None
