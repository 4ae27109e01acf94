"""What can go wrong with an import as a whole."""

from __future__ import annotations

from extractor.errors import TrichLucError


class MachineryError(TrichLucError):
    """Workers, database or file store failed again and again; no file is to blame."""

    code = "machinery"
    exit_status = 15


class AddressError(TrichLucError):
    """An address to import from cannot be reached, or nothing is there."""

    code = "address"
    exit_status = 10


class PatternError(TrichLucError):
    """A --path-pattern that cannot be used."""

    code = "pattern"
    exit_status = 2
