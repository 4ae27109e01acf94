"""One hostile or broken file: what it is, what is expected of it, and how its bytes are made."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

#: Not an error's code: the file is read like any other.
READS = "reads"
#: Whatever a file becomes when some of its bytes were changed by chance: it may still be read.
ANY = "corrupt|empty|encoding|encrypted|hostile|limit|reads|unsupported_type"

Make = Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Case:
    """A file of the corpus. `kind` and `name` together are unique and safe as a file's name; `about` is a line for
    people; `expected` are the codes of `extractor.errors` one of which it must end with, or READS; `sent_as` is the
    name that goes with an upload, tricks and all."""

    kind: str
    name: str
    about: str
    expected: frozenset[str]
    make: Make
    sent_as: str

    @property
    def id(self) -> str:
        """`kind-name`, lower case ASCII."""
        return f"{self.kind}-{self.name}"

    @property
    def rejected(self) -> bool:
        """Whether it must end in an error."""
        return READS not in self.expected


def case(kind: str, about: str, expected: str, make: Make | bytes, sent_as: str = "bao-cao.docx") -> Case:
    """A Case; its name is made of `about`, `expected` is codes with "|" between them."""
    content = make if callable(make) else lambda: make
    return Case(kind, slug(about), about, frozenset(expected.split("|")), content, sent_as)


def slug(text: str) -> str:
    """A name for files: small letters, digits and hyphens."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return re.sub(r"[^a-z0-9]+", "-", "".join(char for char in plain if not unicodedata.combining(char))).strip("-")[
        :80
    ]
