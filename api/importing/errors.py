"""What can go wrong with an import as a whole."""

from __future__ import annotations

from extractor.errors import TrichLucError


class MachineryError(TrichLucError):
    """Workers, database or file store failed again and again; no file is to blame."""

    code = "machinery"
    exit_status = 15
