"""What can be wrong with a question. Words never are; a filter or a cursor may be of no known form."""

from __future__ import annotations

from extractor.errors import TrichLucError


class QueryError(TrichLucError):
    """A filter of a search is of no known form."""

    code = "query"
    exit_status = 2
