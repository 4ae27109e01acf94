"""What folders say of the documents in them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.importing.errors import PatternError
from api.importing.pattern import parse


@pytest.mark.parametrize(
    ("pattern", "path", "fields"),
    [
        ("{year}/{type}", "/archive/2021/BC/1.pdf", {"year": "2021", "type": "BC"}),
        ("{year}/{type}", "/archive/2021/BC/phụ lục/1.pdf", {"year": "2021", "type": "BC"}),
        ("{year}/{type}", "/archive/1999/2021/BC/1.pdf", {"year": "2021", "type": "BC"}),
        ("{year}/{type}", "/archive/năm 2021/BC/1.pdf", None),
        ("{year}/{type}", "/archive/2021/1.pdf", None),
        (
            "{year}/{issuer}/{type}",
            r"D:\2021\UBND huyện\BC\1.pdf",
            {"year": "2021", "issuer": "UBND huyện", "type": "BC"},
        ),
        ("năm {year}/*/{unit}", "/a/NĂM 2021/bỏ qua/Phòng Tư pháp/1.pdf", {"year": "2021", "unit": "Phòng Tư pháp"}),
        ("{issuer}/{type}", "/a/b/UBND/BC/1.pdf", {"issuer": "UBND", "type": "BC"}),
        ("{type}_{year}", "/a/BC_2021/1.pdf", {"type": "BC", "year": "2021"}),
        ("{year}/{number}-{type}.*", "/a/2021/15-BC.docx", {"year": "2021", "number": "15", "type": "BC"}),
        ("{year}/{number}.pdf", "/a/2021/15.docx", None),
        ("{year}", "s3://bucket/2021/1.pdf", {"year": "2021"}),
        ("{year}/{type}", "/a/2021.zip!/2022/BC/1.pdf", {"year": "2022", "type": "BC"}),
        ("/{year}/{type}/", "/a/2021/BC/1.pdf", {"year": "2021", "type": "BC"}),
        ("{năm}", "/a/b/1.pdf", {"năm": "b"}),
    ],
)
def test_fields_of_a_path(pattern: str, path: str, fields: dict[str, str] | None) -> None:
    assert parse(pattern).fields(path) == fields


def test_tone_marks_apart_are_the_same() -> None:
    path = unicodedata.normalize("NFD", "/a/năm 2021/Sở Nội vụ/1.pdf")
    assert parse("năm {year}/{issuer}").fields(path) == {"year": "2021", "issuer": "Sở Nội vụ"}


@pytest.mark.parametrize("pattern", ["", "2021", "{}", "{a b}", "{year}/{year}", "{year", "year}", "{1}", "{a{b}}"])
def test_pattern_that_says_nothing_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError, match="--path-pattern"):
        parse(pattern)


@settings(max_examples=50)
@given(st.text(max_size=60), st.text(max_size=200))
def test_any_pattern_and_path(pattern: str, path: str) -> None:
    try:
        parsed = parse(pattern)
    except PatternError:
        return
    parsed.fields(path)
