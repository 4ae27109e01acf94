"""The one loader of rules/*.toml. Nothing is read or compiled when a module is imported."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from extractor.errors import RulesError
from extractor.grammar import Fragments

#: In the wheel the rules lie inside the package, in a checkout beside it.
_PLACES = (Path(__file__).parent / "_rules", Path(__file__).parent.parent / "rules")


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rule files as read. `version` is a digest of their bytes and those of the registers: another rule, another
    version."""

    files: Mapping[str, Mapping[str, Any]]
    fragments: Fragments
    version: str
    #: The registers beside the rules (rules/*.tsv), as text.
    registers: Mapping[str, str]

    def __getitem__(self, name: str) -> Mapping[str, Any]:
        try:
            return self.files[name]
        except KeyError:
            raise RulesError(f"rules/{name}.toml is missing; install the package again") from None


@cache
def load(directory: Path | None = None) -> RuleBook:
    """Read the rule files of `directory`, by default those that come with the package. Raises RulesError."""
    place = directory or next((path for path in _PLACES if path.is_dir()), None)
    if place is None:
        raise RulesError("no folder of rules was found; install the package again")
    digest = hashlib.sha256()
    files: dict[str, Mapping[str, Any]] = {}
    for path in sorted(place.glob("*.toml")):
        data = path.read_bytes()
        digest.update(path.name.encode() + b"\0" + data)
        try:
            files[path.stem] = tomllib.loads(data.decode())
        except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise RulesError(f"rules/{path.name}: {error}") from error
    registers: dict[str, str] = {}
    for path in sorted(place.glob("*.tsv")):
        data = path.read_bytes()
        digest.update(path.name.encode() + b"\0" + data)
        registers[path.stem] = data.decode()
    patterns = {name: row["pattern"] for name, row in files.get("fragments", {}).items()}
    return RuleBook(files, Fragments(patterns), digest.hexdigest()[:12], registers)


@cache
def pattern(file: str, table: str) -> re.Pattern[str]:
    """The `pattern` of a table of a rule file of the package, compiled: verbose, `^` and `$` at line ends as well."""
    book = load()
    return re.compile(book.fragments.expand(book[file][table]["pattern"]), re.VERBOSE | re.MULTILINE)
