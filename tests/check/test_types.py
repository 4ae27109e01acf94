"""Every type of finding (rules/findings.toml): its example raises it and its reject does not, its sentences are whole
in both languages, and docs/findings.md says what it means and what to do."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from extractor.check import check
from extractor.model import DateValue, Finding
from tests.engine import LETTERHEAD, book, recognised, report

ROOT = Path(__file__).resolve().parent.parent.parent
TYPES: list[Mapping[str, Any]] = list(book()["findings"]["type"])
QUARTER = DateValue("2022-07-01/2022-09-30", "quarter", "quý III năm 2022", (0, 1))

each_type = pytest.mark.parametrize("row", [pytest.param(row, id=row["code"]) for row in TYPES])


def findings_in(body: str, of_scans: bool = False) -> tuple[Finding, ...]:
    """The findings of a periodic report with this body."""
    made = (recognised if of_scans else report)(LETTERHEAD + body)
    document = replace(made.document, period=made.document.period or QUARTER)
    return check(replace(made, document=document)).findings


@each_type
def test_example_is_found(row: Mapping[str, Any]) -> None:
    found = [
        finding for finding in findings_in(row["example"], row.get("recognised", False)) if finding.type == row["code"]
    ]
    assert len(found) == 1
    assert found[0].severity in ("error", "warning", "info")
    assert "{" not in found[0].message_vi + found[0].message_en


@each_type
def test_reject_is_silent(row: Mapping[str, Any]) -> None:
    assert row["reject"]
    assert [
        finding.message_en
        for finding in findings_in(row["reject"], row.get("recognised", False))
        if finding.type == row["code"]
    ] == []


@pytest.mark.parametrize("row", [row for row in TYPES if row.get("recognised")], ids=lambda row: row["code"])
def test_finding_of_scans_is_silent_on_text(row: Mapping[str, Any]) -> None:
    assert [finding.type for finding in findings_in(row["example"]) if finding.type == row["code"]] == []


@each_type
def test_sentences_say_the_same_in_both_languages(row: Mapping[str, Any]) -> None:
    vi, en = ({field for _, field, _, _ in Formatter().parse(row[key]) if field} for key in ("vi", "en"))
    assert vi == en
    assert all(row[key].endswith(".") for key in ("vi", "en", "about", "about_vi", "todo", "todo_vi"))


def test_codes_are_those_that_the_rooms_make() -> None:
    codes = [row["code"] for row in TYPES]
    made = set()
    for path in (ROOT / "extractor" / "check").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "make":
                made |= {part.value for part in ast.walk(node.args[0]) if isinstance(part, ast.Constant)}
    assert len(set(codes)) == len(codes)
    assert set(codes) == {one for one in made if isinstance(one, str)}


def test_every_type_has_its_entry_in_the_docs() -> None:
    text = (ROOT / "docs" / "findings.md").read_text().partition("\n## Across documents")[0]
    entries = {part.partition("\n")[0].strip("` "): part for part in text.split("\n### ")[1:]}
    assert sorted(entries) == sorted(row["code"] for row in TYPES)
    lost = [
        (row["code"], key)
        for row in TYPES
        for key in ("about", "about_vi", "todo", "todo_vi")
        if row[key] not in entries[row["code"]]
    ]
    assert lost == []
    assert [row["code"] for row in TYPES if f"`{row['severity']}`" not in entries[row["code"]]] == []
