"""What is shipped: the wheel holds the rules and no tests or annotations, the source distribution holds everything."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
#: Folders of annotations and documents, which stay in the repository.
KEPT = ("gold", "heldout", "reports", "samples")


def build(kind: str, source: Path, into: Path) -> Path:
    """Build with the back end itself: no environment is made, nothing is fetched."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(into)],
        cwd=source,
        check=True,
        capture_output=True,
        timeout=120,
    )
    (built,) = into.iterdir()
    return built


def members(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("sdist", ROOT, tmp_path_factory.mktemp("sdist"))


def test_wheel_holds_the_rules(wheel: Path) -> None:
    shipped = {name for name in members(wheel) if name.startswith("extractor/_rules/")}
    assert shipped == {f"extractor/_rules/{file.name}" for file in (ROOT / "rules").iterdir() if file.is_file()}
    assert any(name.endswith(".toml") for name in shipped)
    assert {"extractor/_rules/units.tsv", "extractor/_rules/units.LICENSE.txt"} <= shipped


def test_wheel_holds_the_pages(wheel: Path) -> None:
    web = ROOT / "api" / "service" / "web"
    files = {
        file.relative_to(ROOT).as_posix() for file in web.rglob("*") if file.suffix in {".js", ".css", ".json", ".html"}
    }
    assert len(files) > 25
    assert files <= members(wheel)


def test_wheel_holds_neither_tests_nor_gold(wheel: Path) -> None:
    names = members(wheel)
    tops = {name.split("/")[0] for name in names if ".dist-info/" not in name}
    assert tops == {"extractor", "api", "corpora", "trichluc"}
    assert not [name for name in names if name.startswith(tuple(f"corpora/{kept}/" for kept in KEPT))]
    assert {"trichluc/py.typed", "extractor/py.typed"} <= names
    assert [name for name in names if name.endswith("dist-info/licenses/LICENSE")]


def test_source_distribution_is_complete(sdist: Path, wheel: Path, tmp_path: Path) -> None:
    """The wheel that is built from it equals the one that is built from the repository."""
    with tarfile.open(sdist) as archive:
        # Debian 12's Python 3.11.2 has no filters yet.
        archive.extraction_filter = getattr(tarfile, "data_filter", lambda member, path: member)
        archive.extractall(tmp_path)
    (unpacked,) = tmp_path.iterdir()
    for folder in ("rules", "tests", "corpora/reports"):
        assert any((unpacked / folder).iterdir())
    again = build("wheel", unpacked, tmp_path / "wheel")
    assert members(again) == members(wheel)


def test_rules_survive_a_package_named_rules(wheel: Path, tmp_path: Path) -> None:
    """A distribution with a top-level package `rules` exists; installed over ours it must change nothing."""
    other = tmp_path / "rules-1.0-py3-none-any.whl"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("rules/__init__.py", "raise RuntimeError('not ours')\n")
        archive.writestr("rules/doc_types.toml", "not ours")
        archive.writestr("rules-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: rules\nVersion: 1.0\n")
        archive.writestr(
            "rules-1.0.dist-info/WHEEL",
            "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        )
        archive.writestr("rules-1.0.dist-info/RECORD", "")
    site = tmp_path / "site"
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(site)]
    subprocess.run([*install, str(wheel), str(other)], check=True, capture_output=True, timeout=120)
    assert (site / "rules" / "__init__.py").is_file()

    report = (ROOT / "corpora" / "reports" / "003_fc6e1dad261fe8a1.txt").resolve()
    code = f"""
import sys
sys.path.insert(0, {str(site)!r})
import extractor
from extractor.rules import load
assert extractor.__file__.startswith({str(site)!r}), extractor.__file__
load()
assert extractor.extract({str(report)!r}).references
"""
    done = subprocess.run(
        [sys.executable, "-I", "-c", code], cwd=tmp_path, check=False, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr


def test_golden_files_are_not_being_regenerated(pytestconfig: pytest.Config) -> None:
    assert not pytestconfig.getoption("--regenerate"), "golden files were written anew; read the diff, then run without"
