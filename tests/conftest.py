"""What all tests share: where the repository is, golden files, and how much random input Hypothesis tries."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent

# A shared machine makes deadlines fail at random, and a test that fails must fail again: the same input each time.
settings.register_profile("test", deadline=None, derandomize=True)
settings.register_profile("soak", deadline=None, max_examples=5_000)
settings.load_profile("test")

Golden = Callable[[str, bytes | str], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--regenerate", action="store_true", help="write the golden files anew; such a run never passes, read the diff"
    )


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def reports() -> list[Path]:
    """The five real reports, in order."""
    found = sorted((ROOT / "corpora" / "reports").glob("*.txt"))
    assert len(found) == 5
    return found


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compare with a file of tests/golden, byte by byte; with --regenerate, write it."""
    regenerate: bool = request.config.getoption("--regenerate")

    def compare(name: str, content: bytes | str) -> None:
        data = content.encode() if isinstance(content, str) else content
        file = ROOT / "tests" / "golden" / name
        if regenerate:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        assert file.is_file(), f"no golden file {name}: run pytest --regenerate and read what it wrote"
        assert data == file.read_bytes(), f"differs from tests/golden/{name}; if meant: pytest --regenerate"

    return compare
