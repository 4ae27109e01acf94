"""Decides about one item of a document after the other, and says each when it is written: to be killed meanwhile."""

from __future__ import annotations

import sys

from api.review.deciding import Wish, decide
from api.store import Settings, open_store
from tests.reviewing import caller, under_review


def main(database: str, files: str, document_id: str) -> None:
    """Accept all references, one request each."""
    with open_store(Settings(database, files)) as store:
        one = under_review(store, int(document_id))
        for item in one.extracted:
            if item.kind == "reference":
                wish = Wish("accept", (item.id,), {item.id: None})
                decide(caller(store), one, [wish, Wish("comment", (item.id,), comment="đã xem")], key=item.id)
                print(item.id, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
