"""Real reports as Word files to send, any number of them, each another file."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from corpora.generate import word_file
from corpora.generate.letterhead import with_letterhead


def word(report: Path) -> bytes:
    """A report of corpora/reports as a Word file."""
    return word_file(with_letterhead(report.read_bytes()), report.name)


def another(data: bytes, number: int) -> bytes:
    """The same Word file with other bytes: its archive has a comment."""
    made = io.BytesIO(data)
    with zipfile.ZipFile(made, "a") as archive:
        archive.comment = b"%d" % number
    return made.getvalue()
