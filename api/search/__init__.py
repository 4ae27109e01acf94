"""Finding documents of a store by words, phrases, document numbers and facts. The same results on both databases: words
are folded by us (`api/store/folding.py`), and what a query means is said once (`matching.py`)."""

from __future__ import annotations

from api.search.errors import QueryError
from api.search.filters import Filters
from api.search.pages import Hit, Page, search, stream
from api.search.snippets import Snippet

__all__ = ["Filters", "Hit", "Page", "QueryError", "Snippet", "search", "stream"]
