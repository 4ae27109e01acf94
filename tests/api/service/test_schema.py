"""The whole interface as its OpenAPI document says, tried by Schemathesis: what is allowed and what is not, against a
service as it is run, with documents of every kind and a token that may do everything."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi.checks import positive_data_acceptance

from api.service.access import tokens
from api.service.access.caller import SCOPES, Caller
from api.service.app import create_app
from api.service.jobs.bodies import UID
from api.service.settings import ServiceSettings
from api.store import Settings, open_store
from api.store.documents import Incoming, accept
from extractor.pipeline import load
from tests.api.service.reading import made
from tests.importing import report
from tests.serving import serving

#: Things of each kind that may be deleted, one after the other.
DISPOSABLE = 200

SCHEMA = schemathesis.openapi.from_dict(
    create_app(ServiceSettings(Settings("sqlite:///:memory:", "memory:///"))).openapi()
)

# What stands for a file: schemes of bytes alone would never make one that can be read.
FILES = st.one_of(st.sampled_from([report(1).encode(), b"CONG HOA", b"%PDF-1.4", b""]), st.binary(max_size=200))
schemathesis.openapi.format("binary", FILES)
schemathesis.openapi.media_type("application/octet-stream", FILES)


@dataclass(slots=True)
class Tried:
    """A service that runs, a session with a token, and the names of what is there: each kind's in a circle, those that
    may be deleted one after the other."""

    address: str
    session: requests.Session
    documents: Iterator[str]
    disposable: dict[str, Iterator[str]] = field(default_factory=dict)

    def known(self, case: schemathesis.Case) -> str | None:
        """The name of something that is there, for a request that is about one thing."""
        if case.method == "DELETE" and (names := self.disposable.get(case.path)):
            return next(names)
        return next(self.documents) if case.path.startswith(("/v1/documents", "/v1/jobs")) else UID


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tried]:
    folder = tmp_path_factory.mktemp("schema")
    where = Settings(f"sqlite:///{folder / 'trichluc.db'}", (folder / "files").as_uri())
    with open_store(where) as store:
        documents = [*made.populate(store).values()]
        files = [Incoming(f"{n}.txt", report(n).encode(), f"/archive/{n}") for n in range(DISPOSABLE)]
        accept(store, files, load().pipeline.version)
        who = Caller("test", frozenset(SCOPES), store)
        secrets = [tokens.create(who, f"token {n}", SCOPES) for n in range(DISPOSABLE)]
    never = {"TRICHLUC_RATE": "0", "TRICHLUC_REFUSED_RATE": "100000", "TRICHLUC_LOGIN_TRIES": "10000"}
    brief = {"TRICHLUC_DEFAULT_WAIT": "0.5", "TRICHLUC_MAX_WAIT": "0.5", "TRICHLUC_WORKERS": "1"}
    with serving(where, folder, **never, **brief) as service, requests.Session() as session:
        session.headers["Authorization"] = f"Bearer {secrets[0][1]}"
        yield Tried(f"http://127.0.0.1:{service.port}", session, itertools.cycle(documents))


def opaque(case: schemathesis.Case) -> bool:
    """Whether a request has values that no schema tells good ones of: files, cursors, dates in any spelling, lists of a
    report by their names, addresses that the operator allows."""
    return case.path in {"/v1/extract", "/v1/documents", "/v1/webhooks", "/v1/webhooks/{id}"} or bool(
        {"cursor", "from", "to", "date", "list", "accept", "Range"} & {*(case.query or {}), *(case.headers or {})}
    )


def run(case: schemathesis.Case, tried: Tried) -> None:
    names = [name for name in ("document_id", "id") if name in (case.path_parameters or {})]
    if names and not case.meta.is_negative_at(ParameterLocation.PATH):
        case.path_parameters[names[0]] = tried.known(case)
    without = [positive_data_acceptance] if opaque(case) else []
    case.call_and_validate(tried.address, tried.session, excluded_checks=without)


FEW = settings(max_examples=8, suppress_health_check=[*HealthCheck])


@SCHEMA.parametrize()
@FEW
def test_interface_is_as_described(case: schemathesis.Case, tried: Tried) -> None:
    run(case, tried)
