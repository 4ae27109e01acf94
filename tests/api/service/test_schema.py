"""The whole interface as its OpenAPI document says, tried by Schemathesis: what is allowed and what is not, against a
service as it is run, with documents of every kind and a token that may do everything."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi.checks import positive_data_acceptance
from sqlalchemy import select

from api.service.access import tokens
from api.service.access.caller import SCOPES, Caller
from api.service.app import create_app
from api.service.jobs.bodies import UID
from api.service.settings import ServiceSettings
from api.store import Settings, open_store, tables
from api.store.documents import Incoming, accept
from extractor.pipeline import load
from tests.api.service.reading import made
from tests.importing import report
from tests.serving import serving

#: Things of each kind that there are to be deleted.
DELETED = 40
#: No workspace has more than twenty, and some more are made meanwhile.
HOOKS = 10

SCHEMA = schemathesis.openapi.from_dict(
    create_app(ServiceSettings(Settings("sqlite:///:memory:", "memory:///"))).openapi()
)

# What stands for a file: schemes of bytes alone would never make one that can be read.
FILES = st.one_of(st.sampled_from([report(1).encode(), b"CONG HOA", b"%PDF-1.4", b""]), st.binary(max_size=200))
schemathesis.openapi.format("binary", FILES)
schemathesis.openapi.media_type("application/octet-stream", FILES)


@dataclass(frozen=True, slots=True)
class Tried:
    """A service that runs, a session with a token, and the names of what is there, by the start of a path: those that
    are asked for in a circle, and those that are deleted one after the other."""

    address: str
    session: requests.Session
    asked: dict[str, Iterator[str]]
    deleted: dict[str, Iterator[str]]

    def name(self, case: schemathesis.Case) -> str:
        """The name of something that is there, as long as there is."""
        names = (self.deleted if case.method == "DELETE" else self.asked).get(case.path.split("/")[2])
        return next(names, UID) if names else UID


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tried]:
    folder = tmp_path_factory.mktemp("schema")
    where = Settings(f"sqlite:///{folder / 'trichluc.db'}", (folder / "files").as_uri())
    with open_store(where) as store:
        documents = [*made.populate(store).values()]
        # Whether they can be read does not matter.
        files = [Incoming(f"{n}.pdf", b"%%PDF-1.5 %d" % n, f"/archive/{n}") for n in range(DELETED)]
        accept(store, files, load().pipeline.version)
        with store.reading() as connection:
            uids = list(connection.scalars(select(tables.document.c.uid).order_by(tables.document.c.id)))
        who = Caller("test", frozenset(SCOPES), store)
        made_tokens = [tokens.create(who, f"token {n}", SCOPES) for n in range(1 + DELETED)]
    # Nobody is kept from asking on, or waits for long; webhooks are told nothing.
    bounds = {"RATE": 0, "REFUSED_RATE": 100_000, "LOGIN_TRIES": 10_000, "DEFAULT_WAIT": 0.2, "MAX_WAIT": 0.2}
    others = {"WORKERS": 1, "WEBHOOK_NETWORKS": "127.0.0.0/8"}
    variables = {f"TRICHLUC_{name}": str(value) for name, value in (bounds | others).items()}
    with serving(where, folder, **variables) as service, requests.Session() as session:
        address = f"http://127.0.0.1:{service.port}"
        session.headers["Authorization"] = f"Bearer {made_tokens[0][1]}"
        body = {"url": "http://127.0.0.1:9/"}
        hooks = [session.post(f"{address}/v1/webhooks", json=body).json()["id"] for _ in range(HOOKS)]
        asked = {"documents": documents, "jobs": documents, "webhooks": hooks[:1]}
        deleted = {
            "documents": [uid for uid in uids if uid not in documents],
            "webhooks": hooks[1:],
            "tokens": [token.prefix for token, _ in made_tokens[1:]],
        }
        yield Tried(
            address,
            session,
            {kind: itertools.cycle(names) for kind, names in asked.items()},
            {kind: iter(names) for kind, names in deleted.items()},
        )


def opaque(case: schemathesis.Case) -> bool:
    """Whether a request has values that no schema tells good ones of: files, cursors, dates in any spelling, lists of a
    report by their names, addresses that the operator allows."""
    return case.path in {"/v1/extract", "/v1/documents", "/v1/webhooks", "/v1/webhooks/{id}"} or bool(
        {"cursor", "from", "to", "date", "list", "accept", "Range"} & {*(case.query or {}), *(case.headers or {})}
    )


def run(case: schemathesis.Case, tried: Tried) -> None:
    names = [name for name in ("document_id", "id", "prefix") if name in (case.path_parameters or {})]
    if names and not case.meta.is_negative_at(ParameterLocation.PATH):
        case.path_parameters[names[0]] = tried.name(case)
    without = [positive_data_acceptance] if opaque(case) else []
    case.call_and_validate(tried.address, tried.session, excluded_checks=without)


#: Of random requests; those at the bounds of what is allowed are always all tried.
FEW = settings(max_examples=8, suppress_health_check=[*HealthCheck])
MANY = settings(FEW, max_examples=300, derandomize=False)


@SCHEMA.parametrize()
@FEW
def test_interface_is_as_described(case: schemathesis.Case, tried: Tried) -> None:
    run(case, tried)


@pytest.mark.soak
@SCHEMA.parametrize()
@MANY
def test_interface_is_as_described_in_everything(case: schemathesis.Case, tried: Tried) -> None:
    run(case, tried)
