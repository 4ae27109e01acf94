"""The small language that rules are written in, and its compilation to patterns.

A form reads like the sentence it matches:

    "[ngày~]@day~/~@month~/~{@year}"

`@name` is a fragment, captured under its name; a space is white space, `~` is optional white space; `[…]` is optional;
`(a|b)` are alternatives; `{…}` is the anchor. A form is read backwards from its anchor: what stands before it must end
there. Everything else stands for itself.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extractor.errors import RulesError

_REFERENCE = r"@([a-z_]+)"


@dataclass(frozen=True, slots=True)
class Fragment:
    """A named pattern: one idea, in Python's verbose regular expressions."""

    name: str
    pattern: str


class Fragments:
    """The fragments of a rule file, with references between them resolved."""

    __slots__ = ("_patterns",)

    def __init__(self, patterns: Mapping[str, str]) -> None:
        self._patterns: dict[str, str] = {}
        for name in patterns:
            self._resolve(name, patterns, ())

    def _resolve(self, name: str, patterns: Mapping[str, str], path: tuple[str, ...]) -> str:
        if name in self._patterns:
            return self._patterns[name]
        if name not in patterns:
            raise RulesError(f"fragment @{name} is not defined (wanted by {' > '.join(path) or 'a form'})")
        if name in path:
            raise RulesError(f"fragment @{name} refers to itself: {' > '.join((*path, name))}")
        resolved = re.sub(
            _REFERENCE,
            lambda match: f"(?:{self._resolve(match[1], patterns, (*path, name))})",
            patterns[name],
        )
        self._patterns[name] = resolved
        return resolved

    def __getitem__(self, name: str) -> str:
        try:
            return self._patterns[name]
        except KeyError:
            raise RulesError(f"fragment @{name} is not defined") from None

    def expand(self, pattern: str) -> str:
        """A regular expression with `@name` references filled in."""
        return re.sub(_REFERENCE, lambda match: f"(?:{self[match[1]]})", pattern)


def translate(form: str, fragments: Fragments, prefix: str = "") -> str:
    """A form, or a part of one, as a regular expression. Captured groups are named prefix + fragment."""
    parts: list[str] = []
    seen: set[str] = set()
    index = 0
    while index < len(form):
        character = form[index]
        if character == "@":
            match = re.compile(_REFERENCE).match(form, index)
            if match is None:
                raise RulesError(f"'@' without a fragment's name in {form!r}")
            name = match[1]
            head = f"(?P<{prefix}{name}>" if name not in seen else "(?:"
            parts.append(f"{head}{fragments[name]})")
            seen.add(name)
            index = match.end()
            continue
        parts.append(_SIGNS.get(character) or re.escape(character))
        index += 1
    pattern = "".join(parts)
    if form.count("[") != form.count("]") or form.count("(") != form.count(")"):
        raise RulesError(f"brackets do not match in {form!r}")
    return pattern


_SIGNS = {" ": r"\s+", "~": r"\s*", "[": "(?:", "]": ")?", "(": "(?:", ")": ")", "|": "|"}


@dataclass(frozen=True, slots=True)
class Form:
    """A row of a rule file: a form with its id and its facts."""

    id: str
    pattern: str
    facts: Mapping[str, str]


class Found(NamedTuple):
    """A form that ends at its anchor: where it starts and what its fragments caught."""

    form: Form
    start: int
    groups: Mapping[str, str]


class Anchored:
    """Forms with one kind of anchor, compiled together: one search for the anchor, one look back for each hit. Only
    forms that can end with the sign before the anchor are tried."""

    __slots__ = ("_ends", "_forms", "_fragments", "_groups", "_left", "_reach", "_signs", "anchor")

    def __init__(self, forms: Sequence[Form], fragments: Fragments, *, reach: int) -> None:
        anchors = {_split(form.pattern)[1] for form in forms}
        if len(anchors) != 1:
            raise RulesError(f"forms compiled together need one anchor, not {sorted(anchors)}")
        self.anchor = re.compile(rf"{translate(anchors.pop(), fragments)}(?![\d/])")
        self._forms = {f"f{index}": form for index, form in enumerate(forms)}
        self._ends = {name: _last_signs(_split(form.pattern)[0]) for name, form in self._forms.items()}
        self._groups = {
            name: [
                (found, f"{name}_{found}") for found in dict.fromkeys(re.findall(_REFERENCE, _split(form.pattern)[0]))
            ]
            for name, form in self._forms.items()
        }
        self._fragments = fragments
        self._reach = reach
        self._signs = _signs_of([_split(form.pattern)[0] for form in forms], fragments)
        signs = {sign for ends in self._ends.values() if ends for sign in ends}
        self._left = {sign: self._compile(sign) for sign in (*signs, "")}

    def _compile(self, sign: str) -> re.Pattern[str]:
        branches = (
            f"(?P<{name}>{translate(_split(form.pattern)[0], self._fragments, name + '_')})"
            for name, form in self._forms.items()
            if self._ends[name] is None or sign in (self._ends[name] or "")
        )
        return re.compile(rf"(?<![\w/])(?:{'|'.join(branches)})\Z", re.IGNORECASE)

    def look_back(self, text: str, anchor: int) -> Found | None:
        """The longest form whose left side ends at `anchor`."""
        floor = max(0, anchor - self._reach)
        before = text[floor:anchor]
        sign = before.rstrip()[-1:].lower()
        best = (self._left.get(sign) or self._left[""]).search(before, self._first(before))
        if best is None:
            return None
        name = best.lastgroup or ""  # the outermost group is the last to close
        caught = ((short, best[full]) for short, full in self._groups[name])
        groups = {short: value for short, value in caught if value is not None}
        return Found(self._forms[name], floor + best.start(), groups)

    def _first(self, before: str) -> int:
        """Where a form can begin at the earliest: behind the last sign that none of them holds."""
        first = len(before.rstrip(self._signs))
        stop = before[first - 1 : first]
        # What Unicode has of digits and spaces beside the usual ones is in no form's letters, but matches.
        return 0 if stop.isdecimal() or stop.isspace() else first


def _signs_of(lefts: Sequence[str], fragments: Fragments) -> str:
    """All signs that the left sides of forms can hold, and some more: letters of either case. Fragments are made of
    signs, digits and spaces, nothing that stands for any other letter."""
    names = sorted({name for left in lefts for name in re.findall(_REFERENCE, left)})
    for name in names:
        if re.search(r"\\[wWSD]|\[\^|\.(?![^\[]*\])", fragments[name].replace(r"\.", "")):
            raise RulesError(f"a form read backwards holds known signs only, fragment @{name} does not")
    written = "".join([re.sub(_REFERENCE, "", left) for left in lefts] + [fragments[name] for name in names])
    return "".join(sorted({*written.lower(), *written.upper(), *string.whitespace, *string.digits}))


def _last_signs(left: str) -> str | None:
    """The signs that the left side of a form can end with, before white space; None where a fragment ends it."""
    end = left.rstrip("~ ")
    if end.endswith(")"):
        options = end[end.rfind("(") + 1 : -1].split("|")
        return "".join(option.rstrip()[-1:].lower() for option in options)
    if not end or end[-1] == "]" or re.search(r"@[a-z_]+$", end):
        return None
    return end[-1].lower()


def _split(form: str) -> tuple[str, str]:
    left, _, rest = form.partition("{")
    anchor, _, right = rest.partition("}")
    if not anchor or right:
        raise RulesError(f"a form read backwards ends with its anchor {{…}}: {form!r}")
    return left, anchor


def fold(words: str) -> str:
    """Words compared without regard to case and spacing."""
    return " ".join(words.lower().split())


def plain(words: str) -> str:
    """Small letters without marks: "Uỷ" and "Ủy" are both "uy". Đ is a letter of its own and has no decomposition."""
    letters = unicodedata.normalize("NFD", words.lower().replace("đ", "d"))
    return "".join(sign for sign in letters if not unicodedata.combining(sign))


def places(text: str, words: Iterable[str]) -> list[int]:
    """Where any of the words begins, in order. One after the other: a text is searched for a word many times faster
    than for a pattern."""
    found: list[int] = []
    for word in words:
        at = text.find(word)
        while at >= 0:
            found.append(at)
            at = text.find(word, at + len(word))
    found.sort()
    return found


def alternatives(words: Iterable[str]) -> str:
    """Words as a regular expression: the longest that stands there, white space free. No words match nothing.

    Common beginnings are written once, as a tree: hundreds of words are tried in the time of a few.
    """
    tree: _Tree = {}
    for word in words:
        branch = tree
        for sign in word:
            branch = branch.setdefault(r"\s+" if sign.isspace() else re.escape(sign), {})
        branch[""] = {}
    return _branches(tree) if tree else "(?!)"


_Tree = dict[str, "_Tree"]


def _branches(tree: _Tree) -> str:
    """The words of a tree; an optional rest is taken if it is there, so that the longest word wins."""
    rests = [sign + _branches(branch) for sign, branch in sorted(tree.items()) if sign]
    if not rests:
        return ""
    pattern = rests[0] if len(rests) == 1 else f"(?:{'|'.join(rests)})"
    return f"(?:{pattern})?" if "" in tree else pattern
