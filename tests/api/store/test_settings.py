"""Where the store is: a function of options and environment."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from api.store import Settings
from api.store.errors import StoreError
from api.store.settings import from_environment

SERVER = "postgresql+psycopg://clerk@host/archive"


def test_default_is_the_data_folder_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(Path, "home", lambda: Path("/u"))
    share = "/u/.local/share/trichluc"
    assert from_environment(None, {}) == Settings(f"sqlite:///{share}/trichluc.db", f"file://{share}/files", "default")
    assert from_environment(None, {"XDG_DATA_HOME": "/d"}).database_url == "sqlite:////d/trichluc/trichluc.db"
    monkeypatch.setattr(sys, "platform", "win32")
    assert from_environment(None, {"LOCALAPPDATA": "/l"}).database_url == "sqlite:////l/trichluc/trichluc.db"


def test_home_of_the_program() -> None:
    found = from_environment(None, {"TRICHLUC_HOME": "/kho lưu trữ", "XDG_DATA_HOME": "/d"})
    assert found.database_url == "sqlite:////kho lưu trữ/trichluc.db"
    assert found.files_url == "file:///kho%20l%C6%B0u%20tr%E1%BB%AF/files"


@pytest.mark.parametrize("given", ["postgres://clerk@host/archive", "postgresql://clerk@host/archive", SERVER])
def test_addresses_come_from_the_environment(given: str) -> None:
    environment = {
        "TRICHLUC_DATABASE_URL": given,
        "TRICHLUC_FILES_URL": "s3://bucket/x",
        "TRICHLUC_WORKSPACE": "so-noi-vu",
    }
    assert from_environment(None, environment) == Settings(SERVER, "s3://bucket/x", "so-noi-vu")


def test_one_address_alone_leaves_the_other_at_home() -> None:
    found = from_environment(None, {"TRICHLUC_DATABASE_URL": SERVER, "TRICHLUC_HOME": "/h"})
    assert found == Settings(SERVER, "file:///h/files")
    found = from_environment(None, {"TRICHLUC_FILES_URL": "s3://bucket/x", "TRICHLUC_HOME": "/h"})
    assert found == Settings("sqlite:////h/trichluc.db", "s3://bucket/x")


def test_folder_of_the_command_line_wins() -> None:
    environment = {"TRICHLUC_DATABASE_URL": SERVER, "TRICHLUC_FILES_URL": "s3://bucket/x", "TRICHLUC_HOME": "/h"}
    assert from_environment(Path("/s"), environment) == Settings("sqlite:////s/trichluc.db", "file:///s/files")


def test_an_address_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "url").write_text("postgresql://clerk:p@ss@host/archive\n")
    named = {"TRICHLUC_DATABASE_URL_FILE": str(tmp_path / "url"), "TRICHLUC_HOME": "/h"}
    assert from_environment(None, named).database_url == "postgresql+psycopg://clerk:p@ss@host/archive"
    # The variable itself is the nearer word, and so is a folder of the command line.
    assert from_environment(None, {**named, "TRICHLUC_DATABASE_URL": SERVER}).database_url == SERVER
    assert from_environment(Path("/s"), named).database_url == "sqlite:////s/trichluc.db"
    with pytest.raises(StoreError, match=r"^TRICHLUC_FILES_URL_FILE: FileNotFoundError"):
        from_environment(None, {"TRICHLUC_FILES_URL_FILE": str(tmp_path / "none")})


def test_empty_variables_count_as_absent() -> None:
    names = ("TRICHLUC_DATABASE_URL", "TRICHLUC_FILES_URL", "TRICHLUC_WORKSPACE")
    found = from_environment(None, {**dict.fromkeys(names, ""), "TRICHLUC_HOME": "/h"})
    assert found == Settings("sqlite:////h/trichluc.db", "file:///h/files", "default")


def test_folder_is_made_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert from_environment(Path("s"), {}).files_url == (tmp_path / "s" / "files").as_uri()
