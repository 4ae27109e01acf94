"""Symbols: their normal form, the type and the issuer that they fix."""

from __future__ import annotations

from functools import lru_cache

from extractor.find.citations.vocabulary import Vocabulary

_SEPARATORS = "-/"
#: Symbols remembered: an archive prints the same few hundred again and again.
_KNOWN = 4096


@lru_cache(maxsize=_KNOWN)
def normalise(printed: str, vocabulary: Vocabulary) -> str:
    """ "QĐ – TTg" is "QĐ-TTg", "qđ.ubnd" is "QĐ-UBND", "CT-TTG" is "CT-TTg"."""
    joined = "".join(printed.split()).replace("–", "-").replace(".", "-").replace("_", "-")
    parts: list[str] = []
    start = 0
    for index, character in enumerate(joined + "-"):
        if character in _SEPARATORS:
            group = joined[start:index]
            upper = group.upper()
            parts.append(vocabulary.spellings.get(upper, upper if group.islower() else group))
            parts.append(joined[index : index + 1])
            start = index + 1
    return "".join(parts)


def groups(symbol: str) -> list[str]:
    """The letter groups of a normalised symbol."""
    return symbol.replace("/", "-").split("-")


@lru_cache(maxsize=_KNOWN)
def type_code(symbol: str, vocabulary: Vocabulary) -> str | None:
    """The type that a symbol names. One that names none is an official letter, but for the bare QH15 of a law."""
    parts = [part.upper() for part in groups(symbol)]
    by_symbol = vocabulary.types.by_symbol
    if parts[0] in by_symbol:
        return by_symbol[parts[0]]
    if len(parts) > 1 and parts[-1] == "TTR":
        return by_symbol["TTR"]
    agency = vocabulary.agencies.get(parts[0].rstrip("0123456789"))
    return None if agency and agency.numbered else "CV"


@lru_cache(maxsize=_KNOWN)
def names_type(symbol: str, vocabulary: Vocabulary) -> bool:
    """Whether a letter group of the symbol is the code of a type."""
    return any(part.upper() in vocabulary.types.by_symbol for part in groups(symbol))


@lru_cache(maxsize=_KNOWN)
def issuer_name(symbol: str, vocabulary: Vocabulary) -> str | None:
    """The issuer that a symbol fixes: that of its agency, all of them for a joint circular."""
    parts = [part.upper() for part in groups(symbol)]
    by_symbol = vocabulary.types.by_symbol
    if parts[0] in by_symbol:
        candidates = parts[1:] if by_symbol[parts[0]] in ("TTLT", "NQLT") else parts[1:2]
    else:
        candidates = parts[:1]
    found = []
    for part in candidates:
        agency = vocabulary.agencies.get(part)
        if agency is None:
            numbered = vocabulary.agencies.get(part.rstrip("0123456789"))
            agency = numbered if numbered and numbered.numbered else None
        if agency is None:
            return None
        found.append(agency.name)
    return ", ".join(found) or None
