"""Reports in a store, for tests that ask it questions: extracted here, without processes of their own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from api.extraction import prepare
from api.store import Store, work
from api.store.documents import Incoming, accept
from api.store.results import Result, finish
from extractor.pipeline import load


@lru_cache(maxsize=128)
def prepared(name: str, data: bytes) -> Result:
    """Each test runs on two databases: what a file says is the same."""
    return prepare(name, data, None)


def fill(store: Store, files: Mapping[str, str | bytes]) -> dict[str, int]:
    """Take in files, given as text or bytes by name, extract them, and return their documents' ids by name."""
    version = load().pipeline.version
    incoming = [
        Incoming(name, data if isinstance(data, bytes) else data.encode(), f"/archive/{name}")
        for name, data in files.items()
    ]
    ids = [one.document_id for one in accept(store, incoming)]
    work.enqueue(store, ids, version)
    for claim in work.claim(store, version, work.owner(), len(ids)):
        task = work.start(store, claim)
        assert task is not None
        assert finish(store, claim, task.sha256, prepared(task.name, store.blobs.get(task.sha256)))
    return dict(zip(files, ids, strict=True))
