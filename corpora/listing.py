"""Outcomes in words: every miss, every spurious item and every wrong field in its context; what a change changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from corpora.scoring import Outcome

#: Characters shown on either side of an item.
WIDTH = 30


def errors(records: Iterable[Outcome], texts: Mapping[str, str]) -> Iterator[str]:
    """One line an error, in the order of each document. `texts` are the report texts by document."""
    for record in records:
        text = texts.get(record["document"], "")
        where = _context(record, text)
        head = f"{record['document']} {record['kind']:<9} {_place(record):<10}"
        if record["state"] == "missed":
            note = "" if record["span"] else "  (these words are not in the text that was read)"
            yield f"{head} MISSED    {where}{note}"
        elif record["state"] == "spurious":
            yield f"{head} SPURIOUS  {where}"
        else:
            for name, field in record["fields"].items():
                if field["score"] < 1:
                    values = f"gold {_show(field['gold'])}, found {_show(field['found'])}"
                    yield f"{head} WRONG     {name}: {values}  {where}"


def _place(record: Outcome) -> str:
    """The line of the annotated file, or the offset in the report's text of what is not annotated."""
    if record["line"]:
        return f"line {record['line']}"
    return f"@{record['span'][0]}" if record["span"] else "-"


def _context(record: Outcome, text: str) -> str:
    return excerpt(text, *record["span"]) if record["span"] else f"⟦{record['text']}⟧"


def _show(value: object) -> str:
    if isinstance(value, list):
        return " + ".join(_show(part) for part in value)
    return "nothing" if value is None else repr(value)


def excerpt(text: str, start: int, end: int) -> str:
    """[start, end) of a text in ⟦ ⟧ with its surroundings, on one line."""
    parts = (text[max(0, start - WIDTH) : start], "⟦", text[start:end], "⟧", text[end : end + WIDTH])
    return "".join(parts).replace("\n", "⏎").replace("\t", "⇥")


def differences(old: Iterable[Outcome], new: Iterable[Outcome]) -> list[tuple[bool, str]]:
    """What a change gained (True) and lost (False), item by item and field by field, in words."""
    before, after = ({_identity(record): record for record in records} for records in (old, new))
    lines: list[tuple[bool, str]] = []
    for key in dict.fromkeys([*after, *before]):
        lines += _difference(before.get(key), after.get(key))
    return lines


def _identity(record: Outcome) -> tuple[object, ...]:
    return record["document"], record["kind"], record["state"] == "spurious", record["text"], record["nth"]


def _difference(old: Outcome | None, new: Outcome | None) -> list[tuple[bool, str]]:
    record = new or old
    if record is None:
        return []
    name = f"{record['document']} {record['kind']} {_place(record)} {record['text']!r}"
    if record["state"] == "spurious":
        return [] if old and new else [(new is None, f"{name}: {'spurious' if new else 'no longer spurious'}")]
    if old is None or new is None:
        return [(new is not None, f"{name}: {'newly' if new else 'no longer'} annotated, {record['state']}")]
    if old["state"] != new["state"]:
        return [(new["state"] == "matched", f"{name}: {old['state']} -> {new['state']}")]
    if new["state"] == "missed":
        return []
    return list(_field_differences(name, old, new))


def _field_differences(name: str, old: Outcome, new: Outcome) -> Iterator[tuple[bool, str]]:
    for field, value in new["fields"].items():
        earlier = old["fields"].get(field)
        if earlier and earlier["score"] != value["score"]:
            change = f"{_show(earlier['found'])} -> {_show(value['found'])}, gold {_show(value['gold'])}"
            yield value["score"] > earlier["score"], f"{name} {field}: {change}"
