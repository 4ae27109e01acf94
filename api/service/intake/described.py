"""What the calling system says of a file: its own name for it, and metadata."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from typing import Any

from api.service.problems import Problem
from api.store.described import compared, iso_date
from api.store.keys import clean

#: Bounds of what is taken: characters, and how deep metadata may be nested.
NAME_CHARACTERS, METADATA_CHARACTERS, DEPTH = 200, 16_000, 4


@dataclass(frozen=True, slots=True)
class Said:
    """None where nothing was said."""

    external_id: str | None
    metadata: dict[str, Any] | None


def said(external_id: str | None, metadata: str | None) -> Said:
    """What was sent along, checked. Raises Problem `invalid_metadata`."""
    name = clean(unicodedata.normalize("NFC", external_id.strip())) if external_id else None
    if name and (len(name) > NAME_CHARACTERS or not name.isprintable()):
        raise _wrong(
            f"external_id has at most {NAME_CHARACTERS} characters, none of them a control character",
            f"external_id dài tối đa {NAME_CHARACTERS} ký tự, không có ký tự điều khiển",
        )
    return Said(name or None, _metadata(metadata) if metadata and metadata.strip() else None)


def _metadata(text: str) -> dict[str, Any] | None:
    if len(text) > METADATA_CHARACTERS:
        raise _wrong(
            f"metadata has more than {METADATA_CHARACTERS} characters", f"metadata dài quá {METADATA_CHARACTERS} ký tự"
        )
    try:
        value = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise _wrong("metadata is not JSON", "metadata không phải là JSON") from None
    if not isinstance(value, dict):
        raise _wrong("metadata is a JSON object", "metadata phải là một đối tượng JSON")
    plain = _plain(value, DEPTH)
    if "folder" in plain:
        raise _wrong(
            "`folder` is what folders say of imported files; name the field otherwise",
            "trường `folder` dành cho tệp nhập từ thư mục; hãy đặt tên khác",
        )
    date = compared(plain).get("date")
    if date and iso_date(date) is None:
        raise _wrong(
            "the date in metadata is of no known form; write 2021-03-12 or 12/3/2021",
            "ngày trong metadata không đúng dạng; hãy viết 2021-03-12 hoặc 12/3/2021",
        )
    return plain or None


def _plain(value: Any, depth: int) -> Any:
    """The value as every database takes it, and comparable."""
    if isinstance(value, str):
        return clean(unicodedata.normalize("NFC", value))
    if isinstance(value, dict | list) and not depth:
        raise _wrong(f"metadata is nested deeper than {DEPTH}", f"metadata lồng nhau quá {DEPTH} cấp")
    if isinstance(value, dict):
        return {_plain(key, depth): _plain(one, depth - 1) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one, depth - 1) for one in value]
    return value


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _wrong(detail: str, detail_vi: str) -> Problem:
    return Problem("invalid_metadata", detail, detail_vi)
