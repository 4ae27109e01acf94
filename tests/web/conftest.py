"""The pages in a real browser (Chromium), on a real service with two real documents: a text with 151 citations, and a
PDF. One store, service and browser for all tests here; each test undoes what it decided."""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import httpx
import pytest

with warnings.catch_warnings():
    # It would rather have a client that is not out yet.
    warnings.simplefilter("ignore")
    from fastapi.testclient import TestClient

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from api.service.access import tokens
from api.service.access.caller import SCOPES, Caller
from api.service.app import create_app
from api.service.settings import ServiceSettings
from api.store import Settings, open_store
from api.store.settings import from_environment
from tests.conftest import ROOT
from tests.serving import PATIENCE, Serving, serving, trichluc
from tests.web.browser import launched
from tests.web.desk import OFFICE

REPORT = "000_beb12dc0aaa640d9.txt"
DECISION = "021-qd67-2024-hanoi-baibo.pdf"

_COUNTER = itertools.count()

Opened = Callable[..., Page]


@dataclass(frozen=True, slots=True)
class Site:
    """A service with documents; `documents` are their ids by name."""

    url: str
    settings: Settings
    documents: dict[str, str]
    serving: Serving

    def client(self, token: str | None = None) -> httpx.Client:
        """A client without a browser: as whoever sits at this machine, or with a token."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return httpx.Client(base_url=self.url, headers=headers, timeout=PATIENCE)

    def items(self, document: str) -> dict[str, dict]:
        """The items of a document as the service tells them."""
        with self.client() as client:
            review = client.get(f"/v1/review/{self.documents[document]}").raise_for_status().json()
        return {item["id"]: item for item in review["items"]}


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    settings = from_environment(folder / "store", {})
    files = [ROOT / "corpora" / "reports" / REPORT, ROOT / "corpora" / "samples" / DECISION]
    trichluc(folder / "store", "import", "-q", *map(str, files))
    with serving(settings, folder, "--local") as service:
        url = f"http://127.0.0.1:{service.port}"
        listed = httpx.get(f"{url}/v1/documents", timeout=PATIENCE).raise_for_status().json()["items"]
        yield Site(url, settings, {one["name"]: one["id"] for one in listed}, service)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = launched(playwright)
        yield found
        found.close()


@pytest.fixture
def people(site: Site) -> Iterator[list[httpx.Client]]:
    """Who decides: whoever sits at this machine, and others that a test adds. What they decided is undone when the
    pages are closed, so that none of them sends what it kept into the next test."""
    with site.client() as client:
        deciding = [client]
        yield deciding
        # One cannot undo what somebody else decided anew: once more, until nobody has anything left.
        while sum(_undo_all(one, site) for one in deciding):
            pass
        for document in site.documents.values():
            client.put(f"/v1/review/{document}/assignment?take=true", json={"assignee": None})
            client.delete(f"/v1/review/{document}/assignment")
            client.put(f"/v1/review/{document}/status", json={"status": "to_review"})
        for one in deciding[1:]:
            one.close()


@pytest.fixture
def context(browser: Browser, site: Site, people: list[httpx.Client]) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport=OFFICE, base_url=site.url, locale="vi-VN")
    made.set_default_timeout(20_000)
    yield made
    made.close()


@pytest.fixture
def open_page(context: BrowserContext) -> Iterator[Opened]:
    """Opens a page and waits until it is there. What it complains of (also of the policy) fails the test."""
    complaints: list[str] = []

    def opened(path: str, of: BrowserContext = context) -> Page:
        page = of.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if _serious(said.type, said.text) else None)
        page.goto(path)
        page.wait_for_selector("body[data-ready]")
        return page

    yield opened
    assert not complaints


def _serious(kind: str, text: str) -> bool:
    # A refused request (409) and a lost connection are told as errors too; the tests that make them look themselves.
    return kind == "error" and "Failed to load resource" not in text


@pytest.fixture
def other(site: Site, people: list[httpx.Client]) -> httpx.Client:
    """Another person, with a token of their own."""
    with open_store(site.settings) as store:
        _, secret = tokens.create(Caller("test", frozenset(SCOPES), store), f"mai {next(_COUNTER)}", SCOPES)
    client = site.client(secret)
    people.append(client)
    return client


@pytest.fixture
def report(site: Site) -> str:
    """The address of the report's page."""
    return f"/review/{site.documents[REPORT]}"


@pytest.fixture
def pdf(site: Site) -> str:
    """The address of the page of the document with pages."""
    return f"/review/{site.documents[DECISION]}"


def _undo_all(client: httpx.Client, site: Site) -> bool:
    """Whether there was something to undo."""
    undone = False
    for document in site.documents.values():
        while client.post(f"/v1/review/{document}/undo").status_code == 200:
            undone = True
    return undone


@pytest.fixture(scope="package")
def site_client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The service in this process, for what needs no browser."""
    settings = ServiceSettings(from_environment(tmp_path_factory.mktemp("store"), {}), workers=0)
    with TestClient(create_app(settings)) as client:
        yield client
