"""The gold corpus on disk: standoff JSONL, a header line and then one item a line."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpora.squash import normalised, printed

CORPORA = Path(__file__).resolve().parent
GOLD = CORPORA / "gold"
#: Annotated after the rules were written, from documents that no rule writer had read.
HELD_OUT = CORPORA / "heldout"
#: The five real reports that the project exists for.
FIVE = ("000", "001", "002", "003", "004")

Item = Mapping[str, Any]


class GoldError(Exception):
    """An annotation or gold file is wrong; the message says which item and why."""


@dataclass(frozen=True, slots=True)
class Gold:
    """An annotated document. `text` is its file decoded, NFC, `\\n` line ends; spans count its code points."""

    document: str
    header: Item
    items: tuple[Item, ...]
    text: str

    @property
    def file(self) -> Path:
        """The file that the spans are of."""
        return CORPORA / str(self.header["file"])

    @property
    def runs_on(self) -> Path:
        """The file that an evaluation reads: `file`, or the PDF that `file` is a reading copy of."""
        return CORPORA / str(self.header.get("runs_on", self.header["file"]))


def read_text(path: Path) -> str:
    """A UTF-8 file as the gold counts it. Raises OSError and UnicodeDecodeError."""
    return normalised(path.read_bytes().decode("utf-8-sig"))


def sha256(path: Path) -> str:
    """The digest of a file's bytes, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def load(path: Path) -> Gold:
    """A gold file, checked against the file that it annotates. Raises GoldError."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    if not lines or "document" not in lines[0]:
        raise GoldError(f"{path.name}: the first line is not a header")
    header, items = lines[0], tuple(lines[1:])
    file = CORPORA / header["file"]
    if sha256(file) != header["sha256"]:
        raise GoldError(f"{path.name}: {file.name} has changed since it was annotated")
    gold = Gold(header["document"], header, items, read_text(file))
    check(gold)
    return gold


def load_all(folder: Path = GOLD, only: Iterable[str] = ()) -> list[Gold]:
    """Every gold file of a folder by name, or those of the documents in `only`. Raises GoldError."""
    wanted = set(only)
    found = [load(path) for path in sorted(folder.glob("*.jsonl")) if not wanted or path.stem in wanted]
    if missing := wanted - {gold.document for gold in found}:
        raise GoldError(f"no gold for {', '.join(sorted(missing))} in {folder.name}")
    return found


def check(gold: Gold) -> None:
    """Every item's text stands at its span, ids are unique, and order is that of the text. Raises GoldError."""
    seen: set[str] = set()
    for item in gold.items:
        where = f"{gold.document} {item['id']}"
        if item["id"] in seen:
            raise GoldError(f"{where}: the id is used twice")
        seen.add(item["id"])
        parts = item.get("parts", [item["span"]])
        if [parts[0][0], parts[-1][1]] != list(item["span"]):
            raise GoldError(f"{where}: span and parts differ")
        stands = "".join(printed(gold.text[start:end]).text for start, end in parts)
        if stands != printed(normalised(item["text"])).text:
            raise GoldError(f"{where}: its text is not what stands at its span")


def dump(header: Item, items: Iterable[Item]) -> str:
    """A gold file's content."""
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in [header, *items])
