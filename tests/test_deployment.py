"""What the image, the compose file, the units and the bundle name is there, and says what the documentation promises.
Images are not built here and no unit is started: each file is read, checked by its own tool where there is one, and
every command, path, option, variable and package in it is looked up."""

from __future__ import annotations

import ast
import http.client
import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import yaml

from api.cli import _parser
from api.service.app import create_app
from api.service.settings import ServiceSettings, shown
from api.store import Settings
from corpora.hostile import READS, every
from tests import postgres
from tests.api.service.conftest import TestClient
from tests.postgres import free_port
from tests.serving import Serving

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))
FILES = [ROOT / "Dockerfile", ROOT / ".dockerignore", ROOT / "SECURITY.md", *sorted(DEPLOY.iterdir())]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())

#: Where install.sh puts the program, and where the store is.
PROGRAM, HOME = "/opt/trichluc", "/var/lib/trichluc"
STORE = Settings("sqlite:///x", "file:///x")
#: What isolation does to itself (api/isolation), and what the service needs beside files and sockets.
CALLS = """clone clone3 fork vfork execve wait4 setsid prlimit64 setrlimit getrlimit setpriority getpriority kill
    socketpair bind listen accept4 memfd_create mmap mprotect munmap futex pipe2 poll epoll_wait sched_getaffinity
    getrandom statfs rename unlink flock fsync"""


def known_variables() -> set[str]:
    """All variables that the program reads."""
    own = {row.variable for row in shown(ServiceSettings(STORE))}
    store = {f"TRICHLUC_{name}" for name in ("HOME", "DATABASE_URL", "FILES_URL", "WORKSPACE")}
    return own | store | {"TRICHLUC_DATABASE_URL_FILE", "TRICHLUC_FILES_URL_FILE"}


def check_command(words: list[str]) -> None:
    """The command line takes them: argparse would leave."""
    assert _parser(words[0]).parse_args(words).command == words[0]


def test_variables_are_those_that_the_program_reads() -> None:
    named = {name for file in FILES if file.is_file() for name in re.findall(r"\bTRICHLUC_[A-Z_]+", file.read_text())}
    assert named
    assert named <= known_variables()
    for variable in ("TRICHLUC_DATABASE_URL_FILE", "TRICHLUC_FILES_URL_FILE"):
        assert variable.removesuffix("_FILE") in (ROOT / "api/store/settings.py").read_text()


def test_no_address_of_another_machine() -> None:
    for file in FILES:
        if file.is_file():
            for address in re.findall(r"https?://([^\s'\"/):]+)", file.read_text()):
                assert address in ("127.0.0.1", "localhost"), f"{file.name}: {address}"


# --- image -----------------------------------------------------------------------------------------------------------


def instructions() -> list[tuple[str, str]]:
    """The instructions of the Dockerfile: word and rest, continued lines joined."""
    text = re.sub(r"\\\n\s*", " ", (ROOT / "Dockerfile").read_text())
    lines = [line.strip() for line in text.splitlines()]
    return [(line.split()[0], line.partition(" ")[2].strip()) for line in lines if line and not line.startswith("#")]


def commands_of(word: str) -> list[list[str]]:
    """The commands of all RUN, CMD … in their exec form: another form would need a shell."""
    return [json.loads(rest[rest.index("[") :]) for kind, rest in instructions() if kind == word]


def test_image_runs_without_root_and_shell() -> None:
    last = instructions()[len(instructions()) - 1 - [kind for kind, _ in instructions()][::-1].index("FROM") :]
    assert [rest for kind, rest in last if kind == "USER"] == ["10001:10001"]
    for word in ("RUN", "CMD", "ENTRYPOINT"):
        assert commands_of(word), word
    (entry,), (command,) = commands_of("ENTRYPOINT"), commands_of("CMD")
    assert entry == [f"{PROGRAM}/bin/trichluc"]
    check_command(command)
    assert ("EXPOSE", command[-1]) in last
    assert ("VOLUME", f'["{HOME}"]') in last
    assert f"TRICHLUC_HOME={HOME}" in next(rest for kind, rest in last if kind == "ENV")


def test_image_asks_for_its_health_what_is_answered(tmp_path: Path) -> None:
    (health,) = [rest for kind, rest in instructions() if kind == "HEALTHCHECK"]
    interpreter, flag, code = json.loads(health[health.index("[") :])
    assert (interpreter, flag) == (f"{PROGRAM}/bin/python", "-c")
    compile(code, "health", "exec")
    (path,) = re.findall(r"http://127\.0\.0\.1:8000(/\w+)", code)
    store = Settings(f"sqlite:///{tmp_path / 'db'}", (tmp_path / "files").as_uri())
    with TestClient(create_app(ServiceSettings(store, workers=0))) as client:
        assert client.get(path).status_code == 200


def test_image_is_made_of_what_is_locked_and_there() -> None:
    pips = [command for command in commands_of("RUN") if "install" in command and "pip" in command]
    assert len(pips) == 3
    for command in pips:
        assert "--require-hashes" in command or {"--no-deps", "--no-index"} <= set(command)
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    let = {line[1:] for line in ignored if line.startswith("!")}
    assert "*" in ignored
    assert all((ROOT / name).exists() for name in let)
    built = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"]
    assert {*built, "pyproject.toml", "README.md", "LICENSE"} <= let
    copied = [rest.split()[0] for kind, rest in instructions() if kind == "COPY" and not rest.startswith("--from")]
    assert [name for name in copied if name != "."] == ["requirements-server.lock", "requirements-build.lock"]
    assert {"requirements-server.lock", "requirements-build.lock"} <= let
    assert not any((ROOT / line).suffix == ".txt" for line in let)
    labels = dict(re.findall(r'org\.opencontainers\.image\.(\w+)="([^"]*)"', (ROOT / "Dockerfile").read_text()))
    assert labels["version"] == PROJECT["project"]["version"]
    assert labels["licenses"] == PROJECT["project"]["license"]


def test_images_are_named_without_a_registry() -> None:
    images = [rest.split()[0] for kind, rest in instructions() if kind == "FROM"]
    images += [service["image"] for service in COMPOSE["services"].values()]
    assert len(images) == 5
    assert not [image for image in images if "/" in image]


# --- compose ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", COMPOSE["services"])
def test_each_service_of_compose_is_confined(name: str) -> None:
    service = COMPOSE["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "cap_add" not in service
    assert "privileged" not in service
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert int(service["user"].partition(":")[0]) > 0
    assert service["pids_limit"] <= 256
    assert re.fullmatch(r"\d+g", service["mem_limit"])
    assert any(mount.startswith("/tmp:") for mount in service["tmpfs"])
    assert all("/" not in volume.partition(":")[0] for volume in service["volumes"]), "only volumes with names"
    assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ()))
    assert service.get("healthcheck") or name == "service", "the image's own"


def test_compose_names_what_there_is() -> None:
    services = COMPOSE["services"]
    for service in services.values():
        assert set(service["secrets"]) <= COMPOSE["secrets"].keys()
        assert {volume.partition(":")[0] for volume in service["volumes"]} <= COMPOSE["volumes"].keys()
        assert set(service["networks"]) <= COMPOSE["networks"].keys()
        assert set(service.get("depends_on", ())) <= services.keys()
        files = [value for key, value in service["environment"].items() if key.endswith("_FILE")]
        assert {Path(file).name for file in files} == set(service["secrets"])
    assert COMPOSE["networks"]["inside"]["internal"] is True
    assert "outside" not in services["worker"]["networks"] + services["database"]["networks"]
    # No secret stands in the file itself.
    assert not [key for service in services.values() for key in service["environment"] if key.endswith("PASSWORD")]


@pytest.mark.parametrize("name", ["service", "worker"])
def test_compose_starts_commands_that_there_are(name: str) -> None:
    service = COMPOSE["services"][name]
    check_command(service["command"])
    assert (DEPLOY / service["build"]["context"] / service["build"]["dockerfile"]).is_file()
    assert service["image"] == f"trichluc:{PROJECT['project']['version']}"
    assert f"{HOME}" in {volume.rpartition(":")[2] for volume in service["volumes"]}
    assert int(service["stop_grace_period"].removesuffix("s")) > ServiceSettings(STORE).stop_wait


def in_their_places(words: list[str], port: int) -> list[str]:
    """A command of the compose file with what only this machine decides: its port, an address of loopback."""
    return [{"0.0.0.0": "127.0.0.1", "8000": str(port)}.get(word, word) for word in words]


@pytest.mark.soak
def test_compose_works_together(tmp_path: Path) -> None:
    """The commands of the compose file with its variables, and a database: what is uploaded is read by the worker, and
    the image's check of health finds the service well."""
    services, port = COMPOSE["services"], free_port()
    (health,) = [rest for kind, rest in instructions() if kind == "HEALTHCHECK"]
    check = json.loads(health[health.index("[") :])[2].replace(":8000", f":{port}")
    with postgres.server() as address, ExitStack() as running:
        postgres.execute(address, "CREATE DATABASE compose")
        (tmp_path / "database_url").write_text(f"{address}/compose\n")
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
        for key, value in services["service"]["environment"].items():
            environment[key] = value.replace(HOME, str(tmp_path)).replace("/run/secrets", str(tmp_path))

        def command(*words: str) -> list[str]:
            return [sys.executable, "-m", "api.cli", *words]

        for name in ("service", "worker"):
            log = running.enter_context((tmp_path / f"{name}.log").open("wb"))
            words = in_their_places(services[name]["command"], port)
            process = subprocess.Popen(command(*words), env=environment, stdout=log, stderr=log, cwd=tmp_path)
            running.callback(process.wait, 60)
            running.callback(process.terminate)
            if name == "service":
                Serving(process, port, tmp_path / "service.log").wait_until(answers=True)
        assert subprocess.run([sys.executable, "-c", check], check=False, timeout=30).returncode == 0
        token = subprocess.run(
            command("token", "create", "office", "--scope", "write"),
            env=environment, check=True, capture_output=True, text=True, timeout=60, cwd=tmp_path,
        )  # fmt: skip
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        running.callback(connection.close)
        headers = {"Authorization": f"Bearer {token.stdout.split()[0]}", "Content-Type": "text/plain"}
        report = (ROOT / "corpora" / "reports" / "003_fc6e1dad261fe8a1.txt").read_bytes()
        connection.request("POST", "/v1/documents?wait=60&name=a.txt", report, headers)
        answer = connection.getresponse()
        assert (answer.status, json.loads(answer.read())["status"]) == (200, "done")


# --- systemd ---------------------------------------------------------------------------------------------------------


def unit(file: Path) -> dict[str, list[str]]:
    """The options of a unit, each with its values."""
    found: dict[str, list[str]] = {}
    for line in file.read_text().splitlines():
        if "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            found.setdefault(key, []).append(value)
    return found


def analyzed(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["systemd-analyze", *words],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "SYSTEMD_COLORS": "0", "SYSTEMD_PAGER": "cat"},
    )


@pytest.mark.parametrize("file", UNITS, ids=lambda file: file.name)
def test_systemd_understands_the_unit(file: Path, tmp_path: Path) -> None:
    program = tmp_path / "trichluc"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    copy = tmp_path / file.name
    copy.write_text(file.read_text().replace(f"{PROGRAM}/bin/trichluc", str(program)))
    done = analyzed("verify", "--man=no", "--recursive-errors=no", str(copy))
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
    # 0 is no exposure, 100 all of it.
    rated = analyzed("security", "--offline=true", "--threshold=20", "--no-pager", str(copy))
    assert rated.returncode == 0, rated.stdout[-200:]


@pytest.mark.parametrize("file", UNITS, ids=lambda file: file.name)
def test_unit_starts_a_command_and_confines_it(file: Path) -> None:
    options = unit(file)
    (start,) = options["ExecStart"]
    program, *words = shlex.split(start)
    assert program == f"{PROGRAM}/bin/trichluc"
    check_command(words)
    assert f"TRICHLUC_HOME={HOME}" in " ".join(options["Environment"])
    assert f"/var/lib/{options['StateDirectory'][0]}" == HOME
    wanted = {
        "NoNewPrivileges": "yes",
        "CapabilityBoundingSet": "",
        "ProtectSystem": "strict",
        "ProtectHome": "yes",
        "PrivateTmp": "yes",
        "PrivateDevices": "yes",
        "MemoryDenyWriteExecute": "yes",
        "RestrictAddressFamilies": "AF_UNIX AF_INET AF_INET6",
        "User": "trichluc",
    }
    assert {key: options[key][-1] for key in wanted} == wanted
    assert options["MemoryMax"]
    assert int(options["TimeoutStopSec"][0]) > ServiceSettings(STORE).stop_wait


@pytest.mark.parametrize("file", UNITS, ids=lambda file: file.name)
def test_unit_lets_isolation_work(file: Path) -> None:
    sets = _call_sets()
    allowed: set[str] = set()
    for value in unit(file)["SystemCallFilter"]:
        names = value.removeprefix("~").split()
        calls = set().union(*(_calls(sets, name) for name in names))
        allowed = allowed - calls if value.startswith("~") else allowed | calls
    assert set(CALLS.split()) <= allowed
    assert not {"mount", "ptrace", "init_module", "reboot", "setuid", "chown", "kexec_load", "bpf"} & allowed


def _call_sets() -> dict[str, list[str]]:
    sets: dict[str, list[str]] = {}
    name = ""
    for line in analyzed("syscall-filter").stdout.splitlines():
        if line.startswith("@"):
            name = line.strip()
            sets[name] = []
        elif line.startswith("    ") and name and not line.strip().startswith("#"):
            sets[name].append(line.strip())
    return sets


def _calls(sets: dict[str, list[str]], name: str) -> set[str]:
    return set().union(*(_calls(sets, inner) if inner.startswith("@") else {inner} for inner in sets.get(name, [name])))


# --- bundle ----------------------------------------------------------------------------------------------------------


def plain(requirement: str) -> str:
    """The name of a distribution as indexes compare it."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\s\[<>=!~;]", requirement)[0]).lower()


def declared(*extras: str) -> set[str]:
    """The distributions that the project asks for, without itself."""
    rows = [*PROJECT["project"]["dependencies"]]
    for extra in extras:
        rows += PROJECT["project"]["optional-dependencies"][extra]
    return {plain(row) for row in rows} - {"trichluc"}


def locked(name: str) -> set[str]:
    return set(re.findall(r"^([a-z0-9.-]+)(?:\[.*?\])?==", (ROOT / name).read_text(), re.MULTILINE))


def test_server_lock_holds_what_the_server_needs() -> None:
    assert declared("store", "postgres", "service") <= locked("requirements-server.lock")
    assert {plain(row) for row in PROJECT["dependency-groups"]["build"]} <= locked("requirements-build.lock")
    assert {plain(row) for row in PROJECT["build-system"]["requires"]} <= locked("requirements-build.lock")


def imported(*folders: str) -> Iterator[tuple[str, str]]:
    """File and top-level name of all that is imported."""
    for file in (file for folder in folders for file in sorted((ROOT / folder).rglob("*.py"))):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from ((str(file.relative_to(ROOT)), alias.name.partition(".")[0]) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield str(file.relative_to(ROOT)), node.module.partition(".")[0]


#: Import packages that their distribution does not lend its name to, and parts of libraries that are declared.
OWNERS = {
    "PIL": "pillow",
    "ahocorasick": "pyahocorasick",
    "argon2": "argon2-cffi",
    "asn1crypto": "pyhanko",
    "docx": "python-docx",
    "pdfminer": "pdfplumber",
    "pycrfsuite": "python-crfsuite",
    "pydantic_core": "pydantic",
    "pyhanko_certvalidator": "pyhanko",
    "pythonjsonlogger": "python-json-logger",
    "starlette": "fastapi",
}


def test_what_is_imported_is_declared() -> None:
    ours = {"extractor", "api", "corpora", "trichluc"}
    everything = declared("ner", "ocr", "store", "postgres", "parquet", "service", "cluster")
    wrong = {
        f"{file}: {name}"
        for file, name in imported("extractor", "api", "trichluc")
        if name not in sys.stdlib_module_names | ours and plain(OWNERS.get(name, name)) not in everything
    }
    assert not wrong, "\n".join(sorted(wrong))


def test_debian_packages_are_names() -> None:
    names = [line for line in (DEPLOY / "debian-packages.txt").read_text().splitlines() if not line.startswith("#")]
    assert "python3-venv" in names
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9+.-]+", name) for name in names)
    assert len(names) == len(set(names))


STUB = """#!{python}
import pathlib, sys, os
if sys.argv[1:4] == ["-m", "pip", "download"]:
    folder = pathlib.Path(sys.argv[sys.argv.index("--dest") + 1])
    pathlib.Path({log!r}).write_text(" ".join(sys.argv[1:]))
    (folder / "made_up-1.0-py3-none-any.whl").write_bytes(b"")
else:
    os.execv({python!r}, [{python!r}, *sys.argv[1:]])
"""


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle as `make bundle` makes it, but that nothing was downloaded for."""
    scratch = tmp_path_factory.mktemp("bundle")
    stub = scratch / "python"
    stub.write_text(STUB.format(python=sys.executable, log=str(scratch / "pip")))
    stub.chmod(0o755)
    command = [str(DEPLOY / "bundle"), str(scratch / "made")]
    subprocess.run(command, check=True, capture_output=True, timeout=120, env={**os.environ, "PYTHON": str(stub)})
    return scratch / "made"


def install(bundle: Path, into: Path, python: str = sys.executable) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", str(bundle / "install.sh"), str(into)],
        check=False,
        capture_output=True,
        text=True,
        timeout=300,
        env={**os.environ, "PYTHON": python},
    )


def test_bundle_is_complete(bundle: Path) -> None:
    files = {str(file.relative_to(bundle)) for file in bundle.rglob("*") if file.is_file()}
    assert {
        "install.sh",
        "requirements-server.lock",
        "debian-packages.txt",
        "README.md",
        "LICENSE",
        "SECURITY.md",
        "PYTHON",
    } <= files
    assert {f"units/{file.name}" for file in UNITS} <= files
    assert any(re.fullmatch(r"wheels/trichluc-.*\.whl", name) for name in files)
    summed = {line.split("  ", 1)[1] for line in (bundle / "SHA256SUMS").read_text().splitlines()}
    assert summed == files - {"SHA256SUMS"}
    asked = (bundle.parent / "pip").read_text()
    assert "--require-hashes" in asked
    assert "--only-binary=:all:" in asked
    assert "requirements-server.lock" in asked
    assert "index" not in asked


def test_bundle_that_was_changed_is_not_installed(bundle: Path, tmp_path: Path) -> None:
    copy = tmp_path / "bundle"
    subprocess.run(["cp", "-R", str(bundle), str(copy)], check=True)
    (copy / "LICENSE").write_text("another")
    done = install(copy, tmp_path / "into")
    assert done.returncode == 1
    assert "not as it was made" in done.stderr
    assert not (tmp_path / "into").exists()


def test_bundle_for_another_python_is_not_installed(bundle: Path, tmp_path: Path) -> None:
    other = tmp_path / "python3"
    other.write_text("#!/bin/sh\necho 2.7 pdp11\n")
    other.chmod(0o755)
    done = install(bundle, tmp_path / "into", str(other))
    assert done.returncode == 1
    assert "2.7 pdp11" in done.stderr
    assert not (tmp_path / "into").exists()


@pytest.mark.soak
def test_bundle_installs_without_network(tmp_path: Path) -> None:
    """The real one: downloads, then installs with no index, and the program works."""
    made, into = tmp_path / "made", tmp_path / "into"
    environment = {**os.environ, "PYTHON": sys.executable}
    subprocess.run([str(DEPLOY / "bundle"), str(made)], check=True, capture_output=True, timeout=900, env=environment)
    wheels = {plain(re.split(r"-\d", file.name)[0]) for file in (made / "wheels").iterdir()}
    assert declared("store", "postgres", "service") | {"trichluc"} <= wheels
    done = install(made, into)
    assert done.returncode == 0, done.stderr
    report = ROOT / "corpora" / "reports" / "003_fc6e1dad261fe8a1.txt"
    told = subprocess.run(
        [str(into / "bin/trichluc"), "extract", str(report)], check=True, capture_output=True, timeout=120, cwd=tmp_path
    )
    assert json.loads(told.stdout)["references"]
    subprocess.run(
        [str(into / "bin/python"), "-c", "import api.service.app, psycopg"], check=True, cwd=tmp_path, timeout=60
    )
    linked = subprocess.run(
        f"find {into} -name '*.so*' -type f -exec ldd {{}} + 2>/dev/null | grep 'not found' | sort -u",
        shell=True, check=False, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    # Wheels bring their libraries along, some beside themselves where ldd does not look.
    brought = {file.name for file in into.rglob("*.so*")}
    assert not [line for line in linked.stdout.splitlines() if line.split()[0] not in brought]


# --- SECURITY.md -----------------------------------------------------------------------------------------------------


def test_tests_that_are_named_exist() -> None:
    text = (ROOT / "SECURITY.md").read_text()
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", text)
    assert len(named) > 10
    assert not [
        f"{file}::{test}"
        for file, test in named
        if not (ROOT / file).is_file() or (test and f"def {test}(" not in (ROOT / file).read_text())
    ]


def test_figures_of_the_hostile_files() -> None:
    counted: dict[str, list[int]] = {}
    for case in every():
        end = 1 if case.rejected else 2 if case.expected == {READS} else 3
        for kind in (case.kind, "all"):
            row = counted.setdefault(kind, [0] * 4)
            row[0] += 1
            row[end] += 1
    rows = re.findall(r"^\| ([a-z-]+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|", (ROOT / "SECURITY.md").read_text(), re.M)
    assert {kind: [int(number) for number in numbers] for kind, *numbers in rows} == counted
