"""Reading through recognition errors: what is done only to text that was recognised from an image.

The text of the report stays what was read. Keywords are mended in the copy that recognisers read, sign for sign;
broken numbers and symbols become `Repair` records that the citation finder takes beside what it finds itself.
"""

from __future__ import annotations

from extractor.recognised.confusions import Confusions, may_be_one
from extractor.recognised.dates import broken_days
from extractor.recognised.reading import Reading, Understood, load_reading, understand
from extractor.recognised.stretches import recognised_stretches

__all__ = [
    "Confusions",
    "Reading",
    "Understood",
    "broken_days",
    "load_reading",
    "may_be_one",
    "recognised_stretches",
    "understand",
]
