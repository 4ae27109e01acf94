"""JSON, CSV and the HTML page of a report."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re
from collections import defaultdict
from html import unescape
from pathlib import Path
from typing import Any

import jsonschema
import lxml.html
import pytest

from extractor import model
from extractor.errors import CorruptFileError
from extractor.export import from_json, json_schema, to_csv, to_html, to_json, to_jsonl_line
from extractor.model import Report, Span

TEXT = (
    "ỦY BAN NHÂN DÂN\nI. KẾT QUẢ THỰC HIỆN\n1. Về thể chế: UBND huyện đã ban hành Quyết định số 751/QĐ-UBND ngày "
    "26/12/2020 của UBND tỉnh về kế hoạch năm 2021(1) và Luật sửa đổi Luật Đất đai năm 2013; Kế hoạch này.\n"
    "Nội dung\tKết quả\nTheo Quyết định số 751/QĐ-UBND\t100%\n1. Báo cáo số: /BC-UBND"
)


def span_of(words: str, nth: int = 0) -> Span:
    """Where `words` stand in TEXT."""
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return start, start + len(words)


def reference(index: int, kind: model.ReferenceKind, span: Span, **fields: Any) -> model.Reference:
    """A reference with what the test needs, else nothing."""
    empty = dict.fromkeys((field.name for field in dataclasses.fields(model.Reference)), None)
    known = {"id": f"r{index}", "kind": kind, "text": TEXT[slice(*span)], "span": span, "section_id": "s2"}
    return model.Reference(
        **{**empty, "relation": "issues", "confidence": 0.9, "found_by": "rule:x", **known, **fields}
    )


def references() -> tuple[model.Reference, ...]:
    """Every kind; one nested in another, one in a table, one in a footnote."""
    first = {
        "doc_type": model.DocType("QĐ", "Quyết định"),
        "number": "751",
        "symbol": "QĐ-UBND",
        "code": "751/QĐ-UBND",
        "cited_document_id": "c1",
    }
    stated = model.DateValue("2020-12-26", "day", "ngày 26/12/2020", span_of("ngày 26/12/2020"))
    issuer = model.Issuer("UBND tỉnh Gia Lai", None, "UBND tỉnh", span_of("UBND tỉnh"))
    title = model.Title("về kế hoạch năm 2021", span_of("về kế hoạch năm 2021"))
    return (
        reference(
            1, "numbered", span_of("Quyết định số 751/QĐ-UBND"), **first, date=stated, issuer=issuer, title=title
        ),
        reference(2, "named", span_of("Luật sửa đổi Luật Đất đai")),
        reference(3, "named", span_of("Luật Đất đai"), provision=model.Provision("10", "4", "a")),
        reference(4, "anaphoric", span_of("Kế hoạch này")),
        reference(5, "numbered", span_of("Quyết định số 751/QĐ-UBND", 1), **first),
        reference(6, "blank", span_of("Báo cáo số: /BC-UBND")),
    )


def sample(**changes: Any) -> Report:
    """A small report that holds one of everything."""
    dates = tuple(
        model.Date(f"d{index}", words, span_of(words), 1, "s2", value, precision, None, owner, 0.9, "rule:date")
        for index, (words, value, precision, owner) in enumerate(
            (
                ("ngày 26/12/2020", "2020-12-26", "day", "r1"),
                # It crosses the end of the title: the marks overlap and neither holds the other.
                ("2021(1) và", None, "day", None),
                ("năm 2013", "2013", "year", "r2"),
            )
        )
    )
    body = TEXT.rindex("\n")
    table = span_of("Nội dung\tKết quả\nTheo Quyết định số 751/QĐ-UBND\t100%")
    cells = (("Nội dung", 0, 0), ("Kết quả", 0, 1), ("Theo Quyết định số 751/QĐ-UBND", 1, 0), ("100%", 1, 1))
    grid = tuple(model.TableCell(row, column, words, span_of(words)) for words, row, column in cells)
    known = model.CitedDocument("c1", "751/QĐ-UBND", "urn:lex:vn:x", model.DocType("QĐ", "Quyết định"), "751", None, *(
        ("QĐ-UBND", "751/QĐ-UBND", "2020-12-26", "UBND tỉnh Gia Lai", "về kế hoạch", ("r1", "r5"), (), None, 0.9)
    ))  # fmt: skip
    report = Report(
        schema_version="1",
        source=model.SourceInfo("bao-cao.txt", "ab" * 32, "text/plain", 10, None, "plain/1", False),
        document=model.Document(*[None] * 8, (), None, (), (), *[None] * 4, 0.5),
        text=TEXT,
        sections=(
            model.Section("s1", None, 1, "I", "I", "KẾT QUẢ THỰC HIỆN", "results", (span_of("I. KẾT")[0], body), None),
            model.Section("s2", "s1", 2, "1", "I.1", "Về thể chế", None, (span_of("1. Về")[0], body), None),
        ),
        references=references(),
        cited_documents=(known,),
        dates=dates,
        counts=(),
        responsibilities=(),
        organisations=(),
        indicators=(),
        tasks=(),
        scores=(),
        footnotes=(model.Footnote("f1", "1", "Báo cáo số: /BC-UBND", (body + 1, len(TEXT)), span_of("(1)"), None),),
        findings=(model.Finding("x1", "blank", "warning", "Số để trống.", "No number.", ("r6",), None),),
        tables=(model.Table("t1", table, None, "s2", 2, 2, 1, grid, 0, None, None),),
        persons=(),
        signatures=(),
        evidence=(),
        warnings=("một hình không đọc được",),
        pages=(),
        pipeline=model.Pipeline("1", "c", "r", "p"),
    )
    return dataclasses.replace(report, **changes)


def marked(page: str) -> dict[str, str]:
    """The words under each mark of a page, its pieces joined."""
    found: dict[str, str] = defaultdict(str)
    for element in lxml.html.fromstring(page).xpath("//article//*[@data-m]"):
        found[element.get("data-m")] += element.text_content()
    return found


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


def test_html_marks_every_mention_in_its_place() -> None:
    report, words = sample(), marked(to_html(sample()))
    for index, mention in enumerate(report.references):
        assert words[f"m{index}"] == mention.text
    for index, date in enumerate(report.dates):
        assert words[f"t{index}"] == date.text
    assert words["n0"] == "(1)"
    assert [words["s0-h"], words["s1-h"]] == ["I. KẾT QUẢ THỰC HIỆN", "1. Về thể chế"]


def test_html_keeps_the_text_and_the_table() -> None:
    article = lxml.html.fromstring(to_html(sample())).xpath("//article")[0]
    assert re.sub(r"\s+|↩", "", article.text_content()) == re.sub(r"\s+", "", TEXT)
    assert [cell.text_content() for cell in article.xpath(".//th | .//td")] == [
        "Nội dung",
        "Kết quả",
        "Theo Quyết định số 751/QĐ-UBND",
        "100%",
    ]


def test_html_links_lead_somewhere_and_ids_are_unique() -> None:
    tree = lxml.html.fromstring(to_html(sample()))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    targets = [link.removeprefix("#") for link in tree.xpath("//a/@href")] + tree.xpath("//@aria-describedby")
    assert targets
    assert set(targets) <= set(ids)


def test_html_loads_nothing() -> None:
    page = to_html(sample())
    assert "default-src 'none'" in page
    assert not re.search(r"(?:src|href)=\"(?!#)|@import|url\(|https?://", page)
    assert page == to_html(sample())


HOSTILE = "<script>alert(1)</script> \" ' & </style> <!-- ]]> $name ${x} \ud800 \x00 \u202e"


def hostile(value: Any) -> Any:
    """The report with hostile words in every free string; words that the model enumerates stay."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fixed = {"kind", "relation", "precision", "bound", "role", "severity", "schema_version"}
        changed = {
            field.name: hostile(getattr(value, field.name))
            for field in dataclasses.fields(value)
            if field.name not in fixed
        }
        return dataclasses.replace(value, **changed)
    if isinstance(value, tuple):
        return tuple(hostile(item) for item in value)
    return HOSTILE + value if isinstance(value, str) else value


def test_hostile_words_are_only_words() -> None:
    report = hostile(sample())
    page = to_html(report)
    tree = lxml.html.fromstring(page.encode())
    assert len(tree.xpath("//script")) == 1
    assert not tree.xpath("//@*[starts-with(name(), 'on')]")
    assert "<script>alert" not in page
    assert HOSTILE[:40] in unescape(page)
    assert to_csv(report).encode()


def test_lone_surrogates_move_no_offset() -> None:
    back = from_json(to_json(sample(text="a\ud800" + TEXT[2:])))
    assert back.text == "a\ufffd" + TEXT[2:]
    assert to_jsonl_line(sample(warnings=("\udfff",))).decode()


def test_spans_outside_the_text_do_no_harm() -> None:
    far = reference(9, "numbered", (5, 10**6), text="x")
    assert 'id="text"' in to_html(sample(text="", references=(far,)))
    odd = dataclasses.replace(sample().tables[0], cells=(model.TableCell(0, 10**9, "x", (0, 3)),))
    assert marked(to_html(sample(tables=(odd,))))["m4"] == "Quyết định số 751/QĐ-UBND"
