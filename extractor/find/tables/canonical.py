"""The rows of a statistics appendix as rows of the national template (rules/indicators.toml): by their labels, under
the rows that they stand under, never by their codes alone, which differ from report to report."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from extractor.grammar import fold
from extractor.rules import RuleBook

#: How alike a label must be to a row's that stands under the same one, and by how much more than to any other, of 100.
_ALIKE, _MARGIN = 85.0, 3.0
#: A label that is the beginning of another is at least so long, in characters.
_BEGINNING = 24


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the template. `keys` are its labels as they are compared."""

    id: str
    parent: str | None
    unit: str
    keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class Template:
    """The rows of rules/indicators.toml, by label and by the row that they stand under; `words` writes abbreviations
    out, `exact` holds the keys of labels as they are printed;
    `telling` are words that may not differ between variants of a label."""

    words: Mapping[str, str]
    exact: Mapping[str, str]
    entries: Mapping[str, Entry]
    by_key: Mapping[str, Sequence[Entry]]
    by_parent: Mapping[str | None, Sequence[Entry]]
    telling: Sequence[str]


def compile_template(book: RuleBook) -> Template:
    """The rows of rules/indicators.toml."""
    table = book["indicators"]
    words: dict[str, str] = {}
    for row in table["abbreviation"]:
        for name in (row["name"], *row.get("variants", ())):
            words[_plain(name)] = _plain(row["words"])
    exact: dict[str, str] = {}
    entries: dict[str, Entry] = {}
    by_key: dict[str, list[Entry]] = {}
    by_parent: dict[str | None, list[Entry]] = {}
    for row in table["indicator"]:
        known = {_folded(label): label_key(label, words) for label in row["printed"]}
        exact |= known
        keys = frozenset(known.values())
        entry = Entry(row["id"], row.get("parent"), fold(row.get("unit", "")), keys)
        entries[entry.id] = entry
        by_parent.setdefault(entry.parent, []).append(entry)
        for key in keys:
            by_key.setdefault(key, []).append(entry)
    telling = tuple(_plain(name) for name in table["telling"]["words"])
    return Template(words, exact, entries, by_key, by_parent, telling)


def _plain(words: str) -> str:
    """Small letters without marks, words and figures only."""
    bare = unicodedata.normalize("NFD", words.lower().replace("đ", "d")).encode("ascii", "ignore").decode()
    return bare if bare.isalnum() else " ".join(bare.translate(_NO_SIGNS).split())


#: Every sign that is no letter or digit becomes a space.
_NO_SIGNS = {code: " " for code in range(128) if not chr(code).isalnum()}


def _folded(label: str) -> str:
    return fold(label).rstrip(" .:;")


def label_key(label: str, words: Mapping[str, str]) -> str:
    """A label as it is compared: without marks and what stands in brackets, abbreviations written out."""
    return " ".join(words.get(word, word) for word in _plain(_without_brackets(label)).split())


def _without_brackets(label: str) -> str:
    """The words outside brackets; an open one that is not closed keeps its words."""
    parts = label.split("(")
    outside = [parts[0]]
    for part in parts[1:]:
        inside, closed, rest = part.partition(")")
        outside.append(rest if closed else inside)
    return " ".join(outside)


@dataclass(slots=True)
class Matcher:
    """Goes through the rows of one appendix and knows under which rows of the template the next one stands. `path`
    holds the groups that are open, from the outermost, and None for one that the template does not know; `codes` are
    the codes printed last, from the outermost: a row hangs under the one before it."""

    template: Template
    path: list[Entry | None] = field(default_factory=list)
    last: Entry | None = None
    codes: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    def parent(self, code: str | None) -> str | None:
        """The code of the row that the next one hangs under: for a coded row by where it stands, because "1.1.1" below
        "1.2" is misnumbered; for a "Trong đó" row the last one."""
        if code is None:
            return self.codes[-1] if self.codes else None
        while self.codes and self.codes[-1].count(".") >= code.count("."):
            self.codes.pop()
        above = self.codes[-1] if self.codes else None
        self.codes.append(code)
        return above

    def match(self, label: str, unit: str | None, code: str | None, *, heads: bool) -> str | None:
        """The id of the row of the template that a row is; None where it is none of them. `heads`: the row has neither
        unit nor value, as those that head a group have."""
        key = self.template.exact.get(_folded(label)) or label_key(label, self.template.words)
        entry = self._find(key, unit, coded=code is not None)
        if entry is None:
            if code is not None:
                self.last = None
                if heads:
                    self._leave(code)
            return None
        self.used.add(entry.id)
        if code is not None:
            self.last = entry
        if entry.id in self.template.by_parent and code is not None:
            self.path = [*self._above(entry), entry]
        return entry.id

    def _leave(self, code: str) -> None:
        """A group that the template does not know begins: whatever stands under it is not known either."""
        depth = len(code.replace(")", ".").strip(".").split("."))
        self.path = [*self.path[: depth - 1], None]

    def _above(self, entry: Entry) -> list[Entry]:
        chain: list[Entry] = []
        parent = entry.parent
        while parent is not None:
            above = self.template.entries[parent]
            chain.insert(0, above)
            parent = above.parent
        return chain

    def _find(self, key: str, unit: str | None, *, coded: bool) -> Entry | None:
        parents = self._parents(coded)
        exact = [entry for entry in self.template.by_key.get(key, ()) if entry.parent in parents]
        exact.sort(key=lambda entry: entry.id in self.used)
        if exact:
            return exact[0] if exact[0].id not in self.used else None
        innermost = next(iter(parents), None)
        return most_alike(key, self._open(innermost, fold(unit or "")), self.template.telling)

    def _parents(self, coded: bool) -> list[str | None]:
        """Under which rows the next may stand, the innermost first: an uncoded one hangs under the last coded one."""
        groups = [entry.id if entry else None for entry in reversed(self.path)]
        if not coded:
            return [self.last.id] if self.last else []
        return [*groups, None]

    def _open(self, parent: str | None, unit: str) -> list[Entry]:
        return [
            entry
            for entry in self.template.by_parent.get(parent, ())
            if entry.id not in self.used and (not unit or not entry.unit or entry.unit == unit)
        ]


def most_alike(key: str, entries: Iterable[Entry], telling: Sequence[str]) -> Entry | None:
    """The entry that a label is a variant of: it goes on where the entry's ends or leaves its end out, or has nearly
    the same letters; the same figures and telling words, and no other entry nearly as alike."""
    from rapidfuzz.fuzz import ratio

    marks = _told(key, telling)
    scored: list[tuple[float, str, Entry]] = []
    for entry in entries:
        same = [known for known in entry.keys if _told(known, telling) == marks]
        if same:
            scored.append((max(max(ratio(key, known), _goes_on(key, known)) for known in same), entry.id, entry))
    scored.sort(reverse=True)
    if not scored or scored[0][0] < _ALIKE:
        return None
    return scored[0][2] if len(scored) < 2 or scored[0][0] - scored[1][0] >= _MARGIN else None


def _goes_on(key: str, known: str) -> float:
    """How alike two labels are of which one is the beginning of the other."""
    short, long = sorted((key, known), key=len)
    return _ALIKE if len(short) >= _BEGINNING and long.startswith(f"{short} ") else 0.0


def _told(key: str, telling: Sequence[str]) -> list[str]:
    """The telling words and figures of a label, each as often as it stands there."""
    words = key.split()
    figures = sorted(word for word in words if word.isdecimal())
    return figures + [name for name in telling for _ in range(key.count(name) if " " in name else words.count(name))]
