"""Time that the register of administrative units takes, from its bytes to what answers questions."""

from __future__ import annotations

from corpora.benchmark.clock import Effort, Timing, measure
from extractor import rules
from extractor.registers import Units


def time_register(effort: Effort) -> Timing:
    """Read rules/units.tsv."""
    content = rules.load().registers["units"].encode()
    return measure({"units": lambda: Units(content.decode())}, effort)["units"]
