"""Hostile and broken files, made by code: each with a name, what it is, and what must become of it.

    python -m corpora.hostile DIR

The same files each time, a few megabytes, bombs packed. Nothing in them does harm: addresses are of this machine,
programs are their first bytes only. `every` gives them one by one, made when they are asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from corpora.hostile.case import READS, Case

__all__ = ["READS", "Case", "every"]

#: A module for each kind, or for a part of one.
_MODULES = (
    "truncated",
    "archives",
    "word_xml",
    "word_sizes",
    "word_parts",
    "pdf_structure",
    "pdf_bombs",
    "pdf_active",
    "office",
    "workbooks",
    "types",
    "images",
    "texts",
    "pages",
    "names",
)


def every() -> Iterator[Case]:
    """All cases, those of a kind together, in the same order each time."""
    for module in _MODULES:
        yield from import_module(f"corpora.hostile.{module}").cases()
