"""Trích Lục: a Vietnamese administrative report in, normalised JSON out.

    from extractor import extract
    report = extract("bao-cao.docx")

Importing this package reads no rules and loads no heavy library; the first `extract` does.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractor.limits import Limits
    from extractor.model import Report
    from extractor.pipeline import Options, extract, extract_source, load

__all__ = ["Limits", "Options", "Report", "extract", "extract_source", "load"]

_WHERE = {
    "Limits": "extractor.limits",
    "Options": "extractor.pipeline",
    "Report": "extractor.model",
    "extract": "extractor.pipeline",
    "extract_source": "extractor.pipeline",
    "load": "extractor.pipeline",
}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_WHERE[name]), name)
