"""What is known of a document as words of the full-text index, so that one question to it answers all: words that begin
with "/", which no folded word does. A phrase of them is a name or a heading, found in any part of it.

| mark | of |
|---|---|
| `/` | every document; also stands between names and between headings |
| `/n/751/qdubnd`, `/c/751/qdubnd` | the key of its own number; of a number, or a law's name, that it cites |
| `/i/ubnd /i/huyen /i/mang /i/yang` | its issuer |
| `/u/629 / /u/huyen /u/mang /u/yang / /u/tinh /u/gia /u/lai` | its administrative unit, those above, and today's |
| `/k/qdd`, `/t/quyet/dinh` | the code and the name of its type |
| `/f/blank/number` | a finding in it |
| `/x/hs/15` | what the calling system calls it |
| `/m/ket /m/qua / /m/751` | what the calling system says of it |
| `//cai/cach //cach/hanh //hanh/chinh … //cai //cach …` | the words of a heading in pairs, as they follow, and alone |

Headings are in pairs because a phrase of frequent words that is in no heading is then known to be in none at once: one
of its pairs is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from api.store.keys import name_key, words

#: The mark of every document.
EVERY = "/"
#: Characters of marks that are kept. PostgreSQL indexes no more than 1 MiB of a document, its text included.
KEPT_CHARACTERS = 200_000
#: A longer heading is a numbered paragraph.
HEADING_CHARACTERS = 300


def own_number(key: str) -> str:
    """The mark of a document's own number."""
    return f"/n/{key}"


def cited_number(key: str) -> str:
    """The mark of a number that it cites, or of the name of a law."""
    return f"/c/{key.replace(' ', '/')}"


def issuer(name: str) -> tuple[str, ...]:
    """The phrase of an issuer's name or of a part of it; empty where no word is left."""
    return tuple(f"/i/{word}" for word in (name_key(name) or "").split())


def unit(name: str) -> tuple[str, ...]:
    """The phrase of a unit's name, of a part of it, or of its code; empty where no word is left."""
    return tuple(f"/u/{word}" for word in (name_key(name) or "").split())


def type_code(code: str) -> str:
    """The mark of a type by its code. "ĐA" (Đề án) is not "DA" (Dự án)."""
    return "/k/" + "/".join(words(code.replace("đ", "dd").replace("Đ", "dd")))


def type_name(name: str) -> str:
    """The mark of a type by its name."""
    return "/t/" + "/".join(words(name))


def finding(type_: str) -> str:
    """The mark of a finding by its type."""
    return "/f/" + "/".join(words(type_))


def external_id(name: str) -> str:
    """The mark of what the calling system calls it."""
    return "/x/" + "/".join(words(name))


def told(text: str) -> tuple[str, ...]:
    """The phrase of words that the calling system says of it."""
    return tuple(f"/m/{word}" for word in words(text))


def said(name: str | None, texts: Sequence[str], differs: bool) -> str:
    """The marks of what the calling system says: its name for the document, texts, and whether they differ from it."""
    groups = [external_id(name)] if name and words(name) else []
    groups += [finding("metadata_differs")] if differs else []
    groups += [f"{EVERY} {' '.join(told(text))}" for text in texts if words(text)]
    return " ".join(groups)


def heading(folded: Sequence[str]) -> tuple[str, ...]:
    """The phrase of folded words in a heading, at least one."""
    if len(folded) == 1:
        return (f"//{folded[0]}",)
    return tuple(f"//{first}/{second}" for first, second in pairwise(folded))


def marks(
    report: Mapping[str, Any],
    units: Iterable[str],
    cited: Iterable[str | None],
    findings: Iterable[str],
    headings: Iterable[str],
    folded: str,
) -> str:
    """All marks of a document, a space before, between and behind them. `report` is its row, `units` codes and names of
    units, `cited` keys of numbers and of names of laws, `findings` their types, `headings` its title and those of its
    sections as they are printed, in their order, `folded` the words of its text (`folding.line`): only those headings
    count that are a phrase of it, so that who found a heading need not look for its words."""
    split = list(_standing((words(printed) for printed in headings), folded))
    single = [own_number(report["code_key"])] if report["code_key"] else []
    single += [type_code(report["type_code"])] if report["type_code"] else []
    single += [type_name(report["type_name"])] if report["type_name"] else []
    single += [finding(type_) for type_ in findings]
    single += [cited_number(key) for key in cited if key]
    # Between names and between headings of several words stands a mark, so that no phrase goes on in the next.
    groups = [
        EVERY,
        *issuer(report["issuer"] or ""),
        f" {EVERY} ".join(" ".join(unit(name)) for name in units),
        *dict.fromkeys(single),
        f" {EVERY} ".join(" ".join(heading(found)) for found in split if len(found) > 1),
        *dict.fromkeys(f"//{word}" for found in split for word in found),
    ]
    text = f" {' '.join(' '.join(groups).split())} "
    return text if len(text) <= KEPT_CHARACTERS else text[: text.rindex(" ", 0, KEPT_CHARACTERS) + 1]


def _standing(headings: Iterable[Sequence[str]], folded: str) -> Iterator[Sequence[str]]:
    """Headings that are a phrase of a text."""
    position = 0
    for one in filter(None, headings):
        phrase = f" {' '.join(one)} "
        # They mostly follow each other.
        found = folded.find(phrase, position)
        found = found if found >= 0 else folded.find(phrase, 0, position + len(phrase))
        if found >= 0:
            position = found
            yield one
