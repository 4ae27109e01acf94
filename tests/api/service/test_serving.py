"""`trichluc serve` and the commands beside it, as they are run."""

from __future__ import annotations

import io
import json
import re
import signal
import socket
import threading
from pathlib import Path

import pytest

from api import cli
from api.service.access import accounts
from api.service.access.auditing import entries
from api.service.access.errors import ServiceError
from api.service.serving import bound
from api.service.stopping import noticed
from api.store import Settings, Store
from tests.serving import PATIENCE, serving


def own(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRICHLUC_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("TRICHLUC_FILES_URL", settings.files_url)


def test_several_processes_answer_as_one(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                         capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    own(settings, monkeypatch)
    assert cli.main(["token", "create", "DMS", "--scope", "read", "--scope", "admin"]) == 0
    token = {"Authorization": f"Bearer {capsys.readouterr().out.strip()}"}
    with serving(settings, tmp_path, "--workers", "2") as service:
        for _ in range(20):
            assert service.ask("/v1/session", **token)[0] == 200
        assert service.ask("/v1/session")[0] == 401
        assert service.ask("/readyz")[0] == 200
        told = service.ask("/metrics")[1].decode()
        assert 'trichluc_requests_total{method="GET",route="/v1/session",status="200"} 20.0' in told
        assert 'trichluc_requests_total{method="GET",route="/v1/session",status="401"} 1.0' in told
        assert re.search(r"^trichluc_requests_in_flight 1\.0$", told, re.MULTILINE)
        service.process.terminate()
        assert service.process.wait(PATIENCE) == 0
    requests = [line for line in service.lines() if line["logger"] == "trichluc.requests"]
    assert len({line["request_id"] for line in requests}) == len(requests) == 21
    assert token["Authorization"][10:] not in service.log.read_text()
    assert not [one for one in tmp_path.iterdir() if one.name.startswith("trichluc-metrics")]
    assert cli.main(["token", "list", "--json"]) == 0
    (listed,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert listed["used"] != "never"  # written when the service ended


@pytest.fixture
def one_database(tmp_path: Path) -> Settings:
    return Settings(f"sqlite:///{tmp_path / 'trichluc.db'}", (tmp_path / "files").as_uri())


def test_stop_finishes_what_is_being_answered(one_database: Settings, tmp_path: Path) -> None:
    with serving(one_database, tmp_path, "--local") as service:
        begun = socket.create_connection(("127.0.0.1", service.port), timeout=PATIENCE)
        with begun:
            begun.sendall(b"POST /v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                          b"Content-Length: 40\r\n\r\n{")  # fmt: skip
            assert service.ask("/v1/session")[0] == 200
            service.process.terminate()
            service.wait_until(answers=False)
            assert service.process.poll() is None
            begun.sendall(b" " * 39)
            answer = begun.makefile("rb").read()
        assert answer.startswith(b"HTTP/1.1 422 ")
        assert service.process.wait(PATIENCE) == 0


def test_processes_end_with_the_first_of_them(one_database: Settings, tmp_path: Path) -> None:
    with serving(one_database, tmp_path, "--workers", "2", "--local") as service:
        service.process.kill()
        service.process.wait(PATIENCE)
        service.wait_until(answers=False)
        with bound("127.0.0.1", service.port):
            pass


def test_port_that_is_taken(one_database: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                            capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    own(one_database, monkeypatch)
    with bound("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        assert cli.main(["serve", "--port", str(port)]) == 19
    error = capsys.readouterr().err
    assert (
        error
        == f"trichluc: port {port} of 127.0.0.1 is taken; stop what listens there, or choose another with --port\n"
    )


def test_addresses_that_cannot_be() -> None:
    for host, local, message in (
        ("0.0.0.0", True, "--local is for this machine only"),
        ("192.0.2.1", False, "cannot be opened"),
        ("no such name.invalid", False, "is no address of this machine"),
    ):
        with pytest.raises(ServiceError, match=message):
            bound(host, 0, local=local)
    with bound("127.0.0.1", 0, local=True) as made:
        assert made.getsockname()[1] > 0
        assert made.proto == socket.IPPROTO_TCP  # else every answer waits for a delayed acknowledgement


def test_options_of_no_known_form(capsys: pytest.CaptureFixture[str]) -> None:
    for options in (["--port", "70000"], ["--port", "x"], ["--workers", "0"], ["--workers", "-1"]):
        with pytest.raises(SystemExit):
            cli.main(["serve", *options])
        assert "a number from" in capsys.readouterr().err


def test_stop_is_noticed_before_the_server_ends() -> None:
    given: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, _: given.append(number))
    try:
        stopping = threading.Event()
        with noticed(stopping):
            assert not stopping.is_set()
            signal.raise_signal(signal.SIGTERM)
            assert stopping.is_set()
        assert given == [signal.SIGTERM]
        signal.raise_signal(signal.SIGTERM)
        assert given == [signal.SIGTERM] * 2
    finally:
        signal.signal(signal.SIGTERM, before)


def test_tokens_of_the_command_line(settings: Settings, store: Store, monkeypatch: pytest.MonkeyPatch,
                                    capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    own(settings, monkeypatch)
    assert cli.main(["token", "list"]) == 0
    assert "no token was made" in capsys.readouterr().err
    assert cli.main(["token", "create", "DMS", "--days", "30"]) == 0
    told = capsys.readouterr()
    assert re.fullmatch(r"tl_[0-9a-f]{8}_[\w-]{43}\n", told.out)
    assert "token DMS may read, until 20" in told.err
    assert told.out.strip() not in told.err
    assert cli.main(["token", "create", "DMS"]) == 18
    assert cli.main(["token", "create"]) == 2
    assert cli.main(["token", "create", "khác", "--workspace", "khác"]) == 0
    capsys.readouterr()
    assert cli.main(["token", "list"]) == 0
    listed = capsys.readouterr().out
    assert listed.count("\n") == 1
    assert listed.startswith(told.out[:11] + "\tDMS\tread\tactive\t")
    assert cli.main(["token", "revoke", "khác"]) == 13
    assert cli.main(["token", "revoke", told.out[:11]]) == 0
    assert [(one.action, one.who[:4]) for one in entries(store, limit=9)] == [
        ("token.revoke", "cli:"),
        ("token.create", "cli:"),
    ]


def test_accounts_of_the_command_line(settings: Settings, store: Store, monkeypatch: pytest.MonkeyPatch,
                                      capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    own(settings, monkeypatch)

    def typed(text: str, *arguments: str) -> int:
        monkeypatch.setattr("sys.stdin", io.StringIO(text))
        return cli.main(["account", *arguments])

    assert typed("ngắn\n", "create", "Lan") == 18
    assert typed("mật khẩu rất dài\n", "create", "Lan", "--scope", "review") == 0
    assert typed("một mật khẩu khác\n", "password", "lan") == 0
    assert typed("", "disable", "lan") == 0
    assert typed("", "disable", "hoa") == 13
    assert typed("", "enable") == 2
    capsys.readouterr()
    assert typed("", "list") == 0
    assert capsys.readouterr().out == "lan\treview\tdisabled\tnever\n"
    assert typed("", "enable", "lan") == 0
    assert accounts.verified(store, "default", "lan", "một mật khẩu khác") is not None
    assert accounts.verified(store, "default", "lan", "mật khẩu rất dài") is None
    told = capsys.readouterr()
    assert "mật khẩu" not in told.out + told.err
    actions = [one.action.removeprefix("account.") for one in entries(store, limit=9)]
    assert actions == ["enable", "disable", "password", "create"]
    assert "mật khẩu" not in str(entries(store, limit=9))
