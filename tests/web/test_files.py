"""What is served to browsers, and how: no other hosts, nothing inline, words in both languages."""

from __future__ import annotations

import json
import re

import pytest
from fastapi.testclient import TestClient

from api.service.web import files
from tests.conftest import ROOT

WEB = ROOT / "api" / "service" / "web"
SCRIPTS = sorted((WEB / "static").rglob("*.js"))
#: Keys whose last part is a value: they are looked up where the value is known.
MADE = re.compile(r"(?:\bt|named)\(\s*`([^`$]*)\$\{")
WHOLE = re.compile(r"\bt\(\s*\"([^\"]+)\"")
PAGES = ["/review", "/review/anything", "/dashboard", "/sign-in"]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_a_shell_with_a_strict_policy(site_client: TestClient, path: str) -> None:
    answer = site_client.get(path)
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "://" not in policy
    assert "<script>" not in answer.text
    assert " style=" not in answer.text
    assert re.findall(r"(?:src|href)=\"(?!/static/)", answer.text) == []


def test_the_root_leads_to_the_queue(site_client: TestClient) -> None:
    answer = site_client.get("/", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (302, "/review")


def test_files_are_kept_for_ever_under_their_version(site_client: TestClient) -> None:
    site = files.site()
    for name, file in site.files.items():
        answer = site_client.get(f"/static/{site.version}/{name}")
        assert answer.content == file.content
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        again = site_client.get(f"/static/{site.version}/{name}", headers={"If-None-Match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")


def test_pages_are_asked_for_again(site_client: TestClient) -> None:
    first = site_client.get("/review")
    assert first.headers["cache-control"] == "no-cache"
    assert site_client.get("/review", headers={"If-None-Match": first.headers["etag"]}).status_code == 304


@pytest.mark.parametrize(
    "name", ["page.html", "files.py", "../files.py", "..%2Ffiles.py", "%2e%2e/page.html", "review"]
)
def test_nothing_else_is_served(site_client: TestClient, name: str) -> None:
    assert site_client.get(f"/static/{files.site().version}/{name}").status_code == 404


def test_files_of_another_version_are_not_there(site_client: TestClient) -> None:
    assert site_client.get("/static/0000000000000000/main.js").status_code == 404


def test_pages_are_no_part_of_the_interface(site_client: TestClient) -> None:
    paths = site_client.get("/openapi.json").json()["paths"]
    assert not [path for path in paths if path.startswith(("/static", "/review", "/dashboard", "/sign-in"))]


def test_both_languages_have_the_same_words() -> None:
    vi, en = (json.loads((WEB / "static" / "i18n" / f"{name}.json").read_text("utf-8")) for name in ("vi", "en"))
    assert vi.keys() == en.keys()
    wrong = [key for key in vi if set(re.findall(r"{\w+}", vi[key])) != set(re.findall(r"{\w+}", en[key]))]
    assert not wrong
    assert not [key for key in vi if not vi[key].strip() or not en[key].strip()]


def test_every_key_has_words() -> None:
    words = json.loads((WEB / "static" / "i18n" / "vi.json").read_text("utf-8"))
    used = {key for file in SCRIPTS for key in WHOLE.findall(file.read_text("utf-8"))}
    begun = {key for file in SCRIPTS for key in MADE.findall(file.read_text("utf-8"))}
    assert used
    assert not used - words.keys()
    assert not [start for start in begun if start and not any(key.startswith(start) for key in words)]


def test_types_of_findings_have_names() -> None:
    words = json.loads((WEB / "static" / "i18n" / "vi.json").read_text("utf-8"))
    listed = re.findall(r"^### `(\w+)`", (ROOT / "docs" / "findings.md").read_text("utf-8"), re.MULTILINE)
    assert listed
    assert not [one for one in listed if f"value.type.{one}" not in words]


def test_scripts_are_small_and_build_elements_only() -> None:
    assert len(SCRIPTS) > 20
    forbidden = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|https?://(?!www\.w3\.org)"
    )
    wrong = [file.name for file in SCRIPTS if forbidden.search(file.read_text("utf-8"))]
    assert not wrong
    assert not [file.name for file in SCRIPTS if len(file.read_text("utf-8").splitlines()) > 300]
    assert "url(" not in (WEB / "static" / "style.css").read_text("utf-8")


def test_every_import_is_there() -> None:
    wrong = [
        f"{file.name}: {name}"
        for file in SCRIPTS
        for name in re.findall(r"(?:from|import\()\s*\"(\.[^\"]+)\"", file.read_text("utf-8"))
        if not (file.parent / name).is_file() and name != f"./{files.PLOTLY}"
    ]
    assert not wrong
