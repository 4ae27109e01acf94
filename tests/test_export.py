"""JSON and CSV of a report."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from extractor.errors import CorruptFileError
from extractor.export import from_json, json_schema, to_csv, to_json, to_jsonl_line
from tests.records import TEXT, reference, sample


def test_json_round_trip_and_equal_bytes() -> None:
    report = sample()
    assert from_json(to_json(report)) == from_json(to_json(report, compact=True)) == report
    assert to_json(report) == to_json(sample())
    assert f'"span": [{TEXT.index("Luật sửa")}, '.encode() in to_json(report)
    assert json.loads(to_json(report)) == json.loads(to_json(report, compact=True))


def test_json_line_is_one_line() -> None:
    line = to_jsonl_line(sample())
    assert line.count(b"\n") == 1
    assert line.endswith(b"}\n")


def test_unknown_keys_of_a_later_addition_are_left_out() -> None:
    data = json.loads(to_json(sample()))
    data["later"] = []
    assert from_json(json.dumps(data).encode()) == sample()


@pytest.mark.parametrize("data", [b"", b"{}", b"[1]", b'{"schema_version": 1}', to_json(sample(schema_version="2"))])
def test_what_is_no_report_is_a_typed_error(data: bytes) -> None:
    with pytest.raises(CorruptFileError, match="extract the document again"):
        from_json(data)


def test_schema_accepts_the_json() -> None:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(to_json(sample())), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**json.loads(to_json(sample())), "text": None}, schema)


def missing(old: Any, new: Any, path: str = "") -> list[str]:
    """What the old schema says and the new one does not. Descriptions may change."""
    if isinstance(old, dict) and isinstance(new, dict):
        keys = [key for key in old if key not in ("description", "title")]
        lost = [f"{path}/{key}" for key in keys if key not in new]
        return lost + [line for key in keys if key in new for line in missing(old[key], new[key], f"{path}/{key}")]
    if isinstance(old, list) and isinstance(new, list):
        return [f"{path}: {item}" for item in old if item not in new]
    return [] if old == new else [f"{path}: {old!r} became {new!r}"]


def test_schema_only_grows_within_version_1(root: Path, golden: Any) -> None:
    schema, file = json_schema(), root / "tests" / "golden" / "schema.json"
    if file.is_file():
        assert not missing(json.loads(file.read_text("utf-8")), schema), "version 1 promises additions only"
    golden("schema.json", json.dumps(schema, ensure_ascii=False, indent=2) + "\n")


def test_every_field_of_a_reference_is_described() -> None:
    fields = json_schema()["$defs"]["Reference"]["properties"]
    assert not [name for name, entry in fields.items() if "description" not in entry]


def test_csv_has_one_row_a_reference() -> None:
    rows = list(csv.DictReader(io.StringIO(to_csv(sample()), newline="")))
    assert [row["id"] for row in rows] == ["r1", "r2", "r3", "r4", "r5", "r6"]
    first = rows[0]
    assert (first["code"], first["date"], first["issuer"]) == ("751/QĐ-UBND", "2020-12-26", "UBND tỉnh Gia Lai")
    assert (first["section_path"], first["urn"], rows[2]["clause"], rows[3]["date"]) == ("I.1", "urn:lex:vn:x", "4", "")


@pytest.mark.parametrize("cell", ["=1+1", "+84", "-2", "@SUM(A1)", "\t=1", " =1", "\r=1", "＝1"])
def test_csv_cells_are_no_formulas(cell: str) -> None:
    report = sample(references=(reference(1, "numbered", (0, 5), text=cell, code=cell),))
    row = next(csv.DictReader(io.StringIO(to_csv(report), newline="")))
    assert (row["text"], row["code"]) == (f"'{cell}", f"'{cell}")


def test_lone_surrogates_move_no_offset() -> None:
    back = from_json(to_json(sample(text="a\ud800" + TEXT[2:])))
    assert back.text == "a\ufffd" + TEXT[2:]
    assert to_jsonl_line(sample(warnings=("\udfff",))).decode()
