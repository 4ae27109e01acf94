"""What people may write into the fields of an item."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, get_args

from api.review.errors import ReviewError
from api.store.keys import clean
from extractor.model import CountKind, DutyRole, Qualifier, ReferenceKind, Relation

#: The fields of each kind that may be corrected. Those of a finding are what the checks said.
EDITABLE: Mapping[str, tuple[str, ...]] = {
    "reference": (
        *("form", "doc_type", "number", "year", "symbol", "code", "date", "issuer"),
        *("article", "clause", "point", "title", "relation"),
    ),
    "count": ("form", "value", "total", "unit", "qualifier", "as_of"),
    "responsibility": ("role", "actors", "task", "about", "deadline", "deadline_text"),
    "indicator": ("code", "label", "unit", "value_text", "note"),
}
_WORDS: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("reference", "form"): get_args(ReferenceKind),
    ("reference", "relation"): get_args(Relation),
    ("count", "form"): get_args(CountKind),
    ("count", "qualifier"): get_args(Qualifier),
    ("responsibility", "role"): get_args(DutyRole),
}
_NEVER_EMPTY = frozenset(("form", "relation", "role", "value", "label"))
_DATES = frozenset(("date", "as_of", "deadline"))
#: Characters of a value.
LONGEST = 4000


def checked(kind: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Fields as they are kept: "" is None, days as ISO 8601. Raises ReviewError."""
    kept: dict[str, Any] = {}
    for name, value in fields.items():
        if name not in EDITABLE.get(kind, ()):
            raise ReviewError(f"{name} is no field of this that can be corrected", f"không sửa được trường {name}")
        kept[name] = _value(kind, name, value)
    return kept


def complete(kind: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """All fields of an item that a person adds; the form, relation and role that are not said are the usual ones."""
    usual: dict[str, Any] = dict.fromkeys(EDITABLE[kind])
    if kind == "reference":
        usual |= {"form": "numbered" if fields.get("symbol") or fields.get("code") else "short", "relation": "mentions"}
    elif kind == "count":
        usual |= {"form": "count"}
    elif kind == "responsibility":
        usual |= {"role": "assigned", "actors": []}
    given = {**usual, **fields}
    if kind == "count" and not given["value"]:
        raise ReviewError("an added figure needs its value", "số liệu thêm vào phải có giá trị")
    return given


def _value(kind: str, name: str, value: Any) -> Any:
    if name == "actors":
        if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
            raise ReviewError("actors is a list of names", "actors là danh sách tên cơ quan")
        return [str(clean(one.strip()))[:LONGEST] for one in value]
    if value is None or (isinstance(value, str) and not value.strip()):
        if name in _NEVER_EMPTY:
            raise ReviewError(f"{name} is not empty", f"trường {name} không được để trống")
        return None
    if not isinstance(value, str) or len(value) > LONGEST:
        raise ReviewError(f"{name} is text of up to {LONGEST} characters", f"{name} là chữ, dài tối đa {LONGEST} ký tự")
    text = str(clean(" ".join(value.split())))
    if (words := _WORDS.get((kind, name))) and text not in words:
        raise ReviewError(f"{name} is one of {', '.join(words)}", f"{name} là một trong {', '.join(words)}")
    return _day(name, text) if name in _DATES else text


def _day(name: str, text: str) -> str:
    """A date in ISO 8601 at its precision, or an interval; also as it is written in Vietnamese."""
    parts = text.split("/") if re.fullmatch(r"[0-9]{4}[-0-9]*/[0-9]{4}[-0-9]*", text) else [text]
    found = [_one_day(part) for part in parts]
    if None in found:
        raise ReviewError(
            f"{name} is of no known form; write 2022, 2022-09, 2022-09-15 or 15/9/2022",
            f"{name} không đúng mẫu; viết 2022, 2022-09, 2022-09-15 hoặc 15/9/2022",
        )
    return "/".join(str(one) for one in found)


def _one_day(text: str) -> str | None:
    if match := re.fullmatch(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", text):
        year, month, day = match.groups()
    elif match := re.fullmatch(r"(?:([0-9]{1,2})[/.-])?([0-9]{1,2})[/.-]([0-9]{4})", text):
        day, month, year = match.groups()
    else:
        return None
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return "-".join([year, *(part.zfill(2) for part in (month, day) if part)])


def joined_code(fields: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """The code that goes with a number, year or symbol that was corrected, where the code itself was not."""
    if "code" in given or not {"number", "year", "symbol"} & given.keys():
        return {}
    number, year, symbol = (fields.get(name) for name in ("number", "year", "symbol"))
    if not number or not symbol:
        return {"code": None}
    if year:
        return {"code": f"{number}/{year}/{symbol}"}
    # Documents of the Party: "18-NQ/TW".
    party = re.fullmatch(r"[^-/]+/[^-/]+", symbol)
    return {"code": f"{number}{'-' if party else '/'}{symbol}"}
