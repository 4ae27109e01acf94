"""What an operator sets, and how it is shown."""

from __future__ import annotations

import json
from dataclasses import fields

import pytest

from api import cli
from api.commands.configuring import masked
from api.service.access.errors import ServiceError
from api.service.settings import ServiceSettings, from_environment, shown


def test_every_setting_has_a_variable() -> None:
    given = {
        "TRICHLUC_RATE": "7",
        "TRICHLUC_MAX_WAIT": "1.5",
        "TRICHLUC_LOCAL": "yes",
        "TRICHLUC_PROXIES": "10.0.0.1, 10.0.0.2",
        "TRICHLUC_LOG": "text",
        "TRICHLUC_METRICS": " ",
    }
    settings = from_environment(given)
    assert (settings.rate, settings.max_wait, settings.local) == (7, 1.5, True)
    assert settings.proxies == ("10.0.0.1", "10.0.0.2")
    assert (settings.log, settings.metrics) == ("text", "private")
    rows = {row.name: row for row in shown(settings, given)}
    assert rows.keys() == {one.name for one in fields(ServiceSettings)} - {"store"}
    assert (rows["rate"].value, rows["rate"].source) == ("7", "environment")
    assert (rows["proxies"].value, rows["local"].value) == ("10.0.0.1,10.0.0.2", "true")
    assert rows["metrics"].source == "default"


@pytest.mark.parametrize(("name", "value"), [
    ("RATE", "many"), ("RATE", "-1"), ("RATE", "1.5"), ("MAX_WAIT", "inf"), ("MAX_WAIT", "nan"), ("LOCAL", "maybe"),
    ("LOG", "xml"), ("METRICS", "all"),
])  # fmt: skip
def test_setting_of_no_known_form(name: str, value: str) -> None:
    with pytest.raises(ServiceError, match=f"TRICHLUC_{name} is") as raised:
        from_environment({f"TRICHLUC_{name}": value})
    assert value not in str(raised.value)


@pytest.mark.parametrize(("address", "expected"), [
    ("sqlite:////srv/a.db", "sqlite:////srv/a.db"),
    ("postgresql+psycopg://u:bí:m@t@h:5432/n", "postgresql+psycopg://u:***@h:5432/n"),
    ("postgresql+psycopg://u@h/n?password=x", "postgresql+psycopg://u@h/n?***"),
    ("s3://key:secret@bucket/prefix", "s3://key:***@bucket/prefix"),
    ("file:///srv/files", "file:///srv/files"),
])  # fmt: skip
def test_secret_of_an_address(address: str, expected: str) -> None:
    assert masked(address) == expected


def test_configuration_is_shown(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRICHLUC_DATABASE_URL", "postgres://u:zzbimat@h/n?sslpassword=zzbimat")
    monkeypatch.setenv("TRICHLUC_RATE", "7")
    assert cli.main(["config", "--json", "--workspace", "huyện"]) == 0
    out = capsys.readouterr().out
    rows = {row["name"]: row for row in map(json.loads, out.splitlines())}
    assert "zzbimat" not in out
    assert rows["database_url"] == {
        "name": "database_url",
        "variable": "TRICHLUC_DATABASE_URL",
        "value": "postgresql+psycopg://u:***@h/n?***",
        "source": "environment",
    }
    assert (rows["workspace"]["value"], rows["workspace"]["source"]) == ("huyện", "option")
    assert rows["rate"]["source"] == "environment"
    assert cli.main(["config"]) == 0
    assert "TRICHLUC_RATE" in capsys.readouterr().out
    monkeypatch.setenv("TRICHLUC_RATE", "zzbimat")
    assert cli.main(["config"]) == 19
    assert capsys.readouterr().err == "trichluc: TRICHLUC_RATE is a whole number, 0 or more; see trichluc config\n"
