"""Folders as metadata: `{year}/{issuer}/{type}` names folders of a path, one after the other.

What they say is compared later with what the document itself says (api/records); here it is only taken down.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from api.importing.errors import PatternError

#: What a field of this name looks like; any other is a part of a name without "/".
_FORMS = {"year": r"(?:19|20)\d\d"}
_ANY = r"[^/]+?"


@dataclass(frozen=True, slots=True)
class PathPattern:
    """A pattern, parsed. `text` is as it was written."""

    text: str
    _compiled: re.Pattern[str]

    def fields(self, path: str) -> dict[str, str] | None:
        """What a path says, by field; None where it does not match. The folders may stand anywhere above the file; of
        several places that match, the one nearest to the file counts: of "{year}/{type}", both "/bc/2021/BC/1.pdf" and
        "/bc/2021/BC/phụ lục/1.pdf" say 2021 and BC."""
        match = self._compiled.match(_composed(path).replace("\\", "/").replace("!/", "/"))
        return {name: value.strip() for name, value in match.groupdict().items()} if match else None


def parse(text: str) -> PathPattern:
    """Read a pattern: fields in braces (`year`, `issuer`, `unit`, `type`, `number`, or any other name), `*` for what is
    of no interest, anything else as it stands, `/` between folders. A last part with a dot is the file's name:
    "{year}/{number}.*". Raises PatternError."""
    parts = [part for part in _composed(text).split("/") if part]
    names = re.findall(r"\{(.*?)\}", text)
    wrong = [name for name in names if not name.isidentifier()] + [name for name in names if names.count(name) > 1]
    if not names or wrong or "{" in (rest := re.sub(r"\{.*?\}", "", text)) or "}" in rest:
        told = f"{wrong[0]!r} is no name, or stands twice" if wrong else "name fields in braces"
        raise PatternError(f"--path-pattern: {told}; write it like '{{year}}/{{issuer}}/{{type}}'")
    below = "" if "." in parts[-1] else "/(?:.*/)?[^/]*"
    expression = rf"(?:.*/)?{'/'.join(_part(part) for part in parts)}{below}"
    return PathPattern(text, re.compile(expression + r"\Z", re.IGNORECASE | re.DOTALL))


def _part(part: str) -> str:
    pieces = re.split(r"(\{.*?\}|\*)", part)
    return "".join(_piece(piece) for piece in pieces)


def _piece(piece: str) -> str:
    if piece == "*":
        return "[^/]*"
    if piece.startswith("{"):
        name = piece[1:-1]
        return f"(?P<{name}>{_FORMS.get(name, _ANY)})"
    return re.escape(piece)


def _composed(text: str) -> str:
    # Some systems write the names of files with tone marks apart.
    return unicodedata.normalize("NFC", text)
