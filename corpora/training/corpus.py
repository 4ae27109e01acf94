"""The annotated sentences of corpora/sentences, a file a document."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from corpora.training.markup import Sentence, parse

PLACE = Path(__file__).parent.parent / "sentences"
SPLITS = ("train", "dev", "test")


class Statement(NamedTuple):
    """A responsibility as it was annotated: the number of its paragraph from 1, its role, an actor as printed."""

    paragraph: int
    role: str
    actor: str


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the corpus. `province` keeps splits apart: no province is in two of them. `statements` are the
    responsibilities, an entry an actor, also those whose actor stands in a heading above; None where nobody annotated
    them."""

    name: str
    split: str
    province: str
    kind: str
    year: str
    source: str
    sentences: tuple[Sentence, ...]
    statements: tuple[Statement, ...] | None = None


def load(split: str, place: Path = PLACE) -> list[Document]:
    """The documents of a split, by name. Raises ValueError with file and line where one cannot be read, OSError where
    there are none: packages do not hold them."""
    documents = [read(path) for path in sorted(place.glob("*.txt"))]
    if not documents:
        raise FileNotFoundError(
            "the annotated sentences (corpora/sentences) are not there; work in a copy of the repository"
        )
    return [document for document in documents if document.split == split]


def read(path: Path) -> Document:
    """One document: lines "# key: value", then a marked paragraph a line."""
    head: dict[str, str] = {}
    sentences: list[Sentence] = []
    for number, line in enumerate(unicodedata.normalize("NFC", path.read_text(encoding="utf-8")).splitlines(), 1):
        if line.startswith("# "):
            key, _, value = line[2:].partition(": ")
            head[key] = value
        elif line.strip():
            try:
                sentences.append(parse(line.strip()))
            except ValueError as error:
                raise ValueError(f"{path.name}:{number}: {error}") from None
    if head.get("split") not in SPLITS:
        raise ValueError(f"{path.name}: its head says no split of {', '.join(SPLITS)}")
    fields = {key: head.get(key, "") for key in ("province", "kind", "year", "source")}
    stated = path.with_suffix(".duties.tsv")
    statements = tuple(_statements(stated)) if stated.exists() else None
    return Document(path.stem, head["split"], sentences=tuple(sentences), statements=statements, **fields)


def _statements(path: Path) -> Iterator[Statement]:
    """Lines of paragraph, role, actors, task and deadline, between tabs."""
    for line in unicodedata.normalize("NFC", path.read_text(encoding="utf-8")).splitlines():
        paragraph, role, actors, *_ = line.split("\t")
        yield from (Statement(int(paragraph), role, actor.strip()) for actor in actors.split(" ; "))


def sentences(documents: Sequence[Document]) -> list[Sentence]:
    """All sentences of some documents."""
    return [sentence for document in documents for sentence in document.sentences]
