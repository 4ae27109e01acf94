"""The same report as .txt, .docx and .pdf gives an equal Report (EXTRACTION.md 1).

The files are made from the five reports in the official layout by `corpora.generate`, once a session for all workers.
"""

from __future__ import annotations

import dataclasses
import difflib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corpora.generate import Files, SofficeError, generate, word_file
from corpora.generate.letterhead import with_letterhead
from extractor import Report, extract

REPORTS = sorted((Path(__file__).resolve().parent.parent / "corpora" / "reports").glob("*.txt"))
#: What depends on the format (EXTRACTION.md 1). Ids do not: they come from values and their context.
FORMAT_KEYS = frozenset(("source", "pages", "page", "box", "boxes", "span", "spans"))
CONTEXT_LINES = 1
MOST_LINES = 12


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all workers of pytest-xdist: their base folders lie beside each other."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    made = shared / "formats"
    made.mkdir(exist_ok=True)
    return made


def files_of(report: Path, folder: Path) -> Files:
    """The three files of a report; whoever comes first makes them, the others wait. A missing soffice fails the test,
    on every machine: equality that is not checked is not there."""
    files = Files(*(folder / report.with_suffix(ending).name for ending in (".txt", ".docx", ".pdf")))
    with (folder / f"{report.stem}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not files.pdf.exists():
            failure = _generate(report, folder)
            if failure:
                pytest.fail(failure, pytrace=False)
    return files


def _generate(report: Path, folder: Path) -> str | None:
    """Make the files; what went wrong, if anything. Failing outside the handler keeps the message free of a trace."""
    try:
        generate(report, folder)
    except SofficeError as error:
        return str(error)
    return None


def comparable(value: Any) -> Any:
    """A Report, or a part of one, as plain data without what may differ between formats."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = (field.name for field in dataclasses.fields(value))
        return {name: comparable(getattr(value, name)) for name in names if not _depends_on_format(name)}
    if isinstance(value, tuple | list):
        return [comparable(item) for item in value]
    if isinstance(value, dict):
        return {name: comparable(item) for name, item in value.items() if not _depends_on_format(name)}
    return value


def _depends_on_format(name: str) -> bool:
    return name in FORMAT_KEYS or name.endswith("_span")


def first_difference(one: str, other: str, name: str) -> str:
    """A short unified diff of the first place where two texts part."""
    lines = difflib.unified_diff(one.split("\n"), other.split("\n"), "txt", name, lineterm="", n=CONTEXT_LINES)
    shown: list[str] = []
    for line in lines:
        if line.startswith("@@") and any(kept.startswith("@@") for kept in shown):
            break
        shown.append(line[:300])
    return "\n".join(shown[:MOST_LINES])


def differences(one: Any, other: Any, path: str = "") -> Iterator[str]:
    """The paths at which two trees of plain data differ."""
    if isinstance(one, dict) and isinstance(other, dict):
        for name in one:
            yield from differences(one[name], other.get(name), f"{path}.{name}")
    elif isinstance(one, list) and isinstance(other, list):
        if len(one) != len(other):
            yield f"{path}: {len(one)} against {len(other)} items"
        for index, (left, right) in enumerate(zip(one, other, strict=False)):
            yield from differences(left, right, f"{path}[{index}]")
    elif one != other:
        yield f"{path}: {one!r:.120} against {other!r:.120}"


def assert_equal(one: Report, other: Report, name: str) -> None:
    """Fail with the first difference of the texts, else with the first few of the rest."""
    if one.text != other.text:
        pytest.fail(f"text differs:\n{first_difference(one.text, other.text, name)}", pytrace=False)
    found = list(differences(comparable(one), comparable(other)))
    if found:
        shown = "\n".join(found[:MOST_LINES])
        pytest.fail(f"{name}: {len(found)} differences beside the text:\n{shown}", pytrace=False)


@pytest.mark.parametrize("ending", ["docx", "pdf"])
@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name[:3])
def test_equal_to_text(report: Path, ending: str, folder: Path) -> None:
    files = files_of(report, folder)
    other: Path = getattr(files, ending)
    assert_equal(_extract(files.txt), _extract(other), ending)


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name[:3])
def test_equal_with_automatic_numbering(report: Path) -> None:
    twin = with_letterhead(report.read_bytes())
    numbered = word_file(twin, report.name, numbering="auto")
    assert numbered != word_file(twin, report.name), "no label became a list"
    assert_equal(extract(twin, name="report.txt"), extract(numbered, name="report.docx"), "docx with lists")


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name[:3])
def test_twin_only_adds_the_letterhead(report: Path) -> None:
    original = report.read_text("utf-8").split("\n")
    twin = with_letterhead(report.read_bytes()).decode().split("\n")
    added = [line[2:] for line in difflib.ndiff(original, twin) if line[0] == "+" and line[2:]]
    removed = [line for line in difflib.ndiff(original, twin) if line[0] == "-" and line[2:]]
    assert not removed
    assert len(added) in (0, 4)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in "\n".join(twin)


def test_five_reports() -> None:
    assert len(REPORTS) == 5


def _extract(file: Path) -> Report:
    return extract(file.read_bytes(), name=file.name)
