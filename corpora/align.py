"""An annotation by line and quote, as people write it, becomes standoff JSONL with spans.

    python -m corpora.align ANNOTATION.json TEXT -o corpora/gold/ID.jsonl [--runs-on FILE.pdf]
    python -m corpora.align --extend corpora/gold/ID.jsonl ANNOTATION.json     adds counts, rows, findings ...
    python -m corpora.align --check corpora/gold/*.jsonl

A quote is found without regard to white space and markup. Items of one kind and line stand in reading order, so each is
the first occurrence behind the one before it; where another occurrence would also do, the annotation must say which is
meant (`"occurrence": 2`), and nothing is guessed.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from corpora.align_rows import are_one, extend, is_whole
from corpora.gold_files import CORPORA, Gold, GoldError, check, dump, load, read_text, sha256
from corpora.squash import Squashed, normalised, printed

_KINDS = (("references", "reference", "r"), ("sections", "section", "s"), ("dates", "date", "d"))
#: How far behind its first half the second half of a cut mention may stand, in characters without white space.
_REACH = 6000
#: So many characters of a section's title must be found behind its label.
_TITLE_BEGINNING = 24

Raw = Mapping[str, Any]
Parts = list[tuple[int, int]]


@cache
def _break() -> re.Pattern[str]:
    """What may stand before the second half of a cut mention: the beginning of a line or of a table cell."""
    return re.compile(r"(?:^|\n|\t)[ \u00a0*#]*(?:<p>)?\s*$")


@dataclass(frozen=True, slots=True)
class _File:
    text: str
    squashed: Squashed
    #: Offset of the beginning of each line, and one more behind the last.
    starts: tuple[int, ...]

    def line(self, number: int) -> tuple[int, int]:
        """Line `number` (from 1) as a range of the squashed text."""
        return self.squashed.place(self.starts[number - 1]), self.squashed.place(self.starts[number])


def align(annotation: Raw, text: str) -> list[dict[str, Any]]:
    """The items of an annotation with ids and spans, in reading order. Raises GoldError where a quote is missing."""
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    file = _File(text, printed(text), (*starts, len(text) + 1))
    items: list[dict[str, Any]] = []
    for key, kind, letter in _KINDS:
        placed = list(_place_kind(annotation.get(key, ()), kind, file))
        placed.sort(key=lambda pair: (pair[1][0][0], -pair[1][-1][1]))
        for index, (raw, parts) in enumerate(placed, start=1):
            items.append(_item(raw, kind, f"{letter}{index}", parts, file.text))
    return items


def _item(raw: Raw, kind: str, name: str, parts: Parts, text: str) -> dict[str, Any]:
    start, end = parts[0][0], parts[-1][1]
    quote = " ".join(text[start:end].split()) if kind == "section" else raw["text"]
    item: dict[str, Any] = {"kind": "", "id": name, "span": [start, end], "text": _unmarked(quote)}
    if len(parts) > 1:
        item["parts"] = [list(part) for part in parts]
    # A reference has a `kind` of its own (numbered, named ...): it is kept as `form`.
    fields = {
        ("form" if key == "kind" else key): value for key, value in raw.items() if key not in {"text", "occurrence"}
    }
    return item | fields | {"kind": kind}


def _unmarked(quote: str) -> str:
    return re.sub(r"[*#]+|</?\w+>", "", quote).strip()


def _place_kind(raws: Sequence[Raw], kind: str, file: _File) -> Iterator[tuple[Raw, Parts]]:
    for number, group in groupby(raws, key=lambda raw: int(raw["line"])):
        if not 1 <= number < len(file.starts):
            raise GoldError(f"{kind} at line {number}: the file has {len(file.starts) - 1} lines")
        if kind == "section":
            yield from ((raw, [_heading(raw, file)]) for raw in group)
        else:
            yield from _place_line(list(group), kind, file)


def _place_line(raws: Sequence[Raw], kind: str, file: _File) -> Iterator[tuple[Raw, Parts]]:
    """Items of one line: first occurrences from the left, which must agree with last occurrences from the right."""
    low, high = file.line(int(raws[0]["line"]))
    choices = [_choices(raw, low, high, file) for raw in raws]
    lengths = [_advance(raw, raws, kind) for raw in raws]
    first: list[int | None] = []
    behind = low
    for places, length in zip(choices, lengths, strict=True):
        place = next((place for place in places if place >= behind), None)
        first.append(place)
        behind = behind if place is None else place + length
    _check_unique(raws, choices, first, lengths, kind)
    for raw, place in zip(raws, first, strict=True):
        if place is None:
            yield raw, _cut(raw, kind, low, high, file)
        else:
            yield raw, [file.squashed.span(place, place + len(_quote(raw)))]


def _advance(raw: Raw, raws: Sequence[Raw], kind: str) -> int:
    """How far behind this item's beginning the next may begin. Dates do not stand in one another; a law may stand in
    the name of the law that amends it, but the same quote that comes again stands further on."""
    if kind == "date":
        return len(_quote(raw))
    return int(sum(other["text"] == raw["text"] for other in raws) > 1)


def _check_unique(
    raws: Sequence[Raw], choices: Sequence[list[int]], first: Sequence[int | None], lengths: Sequence[int], kind: str
) -> None:
    before = sys.maxsize
    for raw, places, place, length in reversed(list(zip(raws, choices, first, lengths, strict=True))):
        if place is None:
            continue
        if max((option for option in places if option + length <= before), default=place) != place:
            raise GoldError(
                f"{kind} at line {raw['line']}: {raw['text']!r} stands there more than once: give its `occurrence`"
            )
        before = place


def _quote(raw: Raw) -> str:
    return printed(normalised(raw["text"])).text


def _choices(raw: Raw, low: int, high: int, file: _File) -> list[int]:
    """The occurrences that begin on the item's line and do not begin or end inside a word or a number."""
    quote = _quote(raw)
    if not quote:
        raise GoldError(f"line {raw['line']}: an empty quote")
    places = [
        place
        for place in file.squashed.occurrences(quote, low, high)
        if is_whole(*file.squashed.span(place, place + len(quote)), file.text)
    ]
    if "occurrence" in raw:
        return [places[int(raw["occurrence"]) - 1]]
    return places


def _cut(raw: Raw, kind: str, low: int, high: int, file: _File) -> Parts:
    """A mention cut in two: its first half ends its line, the second begins a line or a cell further down."""
    quote = _quote(raw)
    for length in range(len(quote) - 1, 0, -1):
        if high - length < low or not file.squashed.text.startswith(quote[:length], high - length):
            continue
        rest = quote[length:]
        for place in file.squashed.occurrences(rest, high, high + _REACH):
            start, end = file.squashed.span(place, place + len(rest))
            ends_whole = not are_one(file.text[end - 1], file.text[end : end + 1])
            if ends_whole and _break().search(file.text, max(0, start - 80), start):
                return [file.squashed.span(high - length, high), (start, end)]
    raise GoldError(f"{kind} at line {raw['line']}: {raw['text']!r} is not there")


def _heading(raw: Raw, file: _File) -> tuple[int, int]:
    """Label and title's beginning. The label of an appendix ("PL1") is not printed so: its first line stands for it."""
    low, high = file.line(int(raw["line"]))
    if raw["label"].startswith("PL"):
        if high == low:
            raise GoldError(f"section at line {raw['line']}: the line is empty")
        return file.squashed.span(low, high)
    label, title = printed(normalised(raw["label"])).text, printed(normalised(raw["title"] or "")).text
    if not file.squashed.text.startswith(label, low):
        raise GoldError(f"section at line {raw['line']}: the line does not begin with {raw['label']!r}")
    place = low + len(label)
    while title and place < high and not file.squashed.text.startswith(title[0], place):
        place += 1
    wanted = title if file.squashed.text.startswith(title, place) else title[:_TITLE_BEGINNING]
    if not file.squashed.text.startswith(wanted, place):
        raise GoldError(f"section at line {raw['line']}: {raw['title']!r} does not follow its label")
    return file.squashed.span(low, max(place + len(wanted) if title else place, low + 1))


def _header(annotation: Raw, text_file: Path, runs_on: Path | None, how: str) -> dict[str, Any]:
    header = {
        "document": annotation["document"],
        "file": text_file.resolve().relative_to(CORPORA).as_posix(),
        "sha256": sha256(text_file),
    }
    if runs_on is not None:
        header["runs_on"] = runs_on.resolve().relative_to(CORPORA).as_posix()
    return header | {"annotated": how, "letterhead": annotation.get("letterhead")}


def _arguments(args: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m corpora.align", description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("files", nargs="+", type=Path, help="ANNOTATION.json TEXT, or gold files with --check")
    parser.add_argument("-o", "--output", type=Path, help="the gold file to write (otherwise it is printed)")
    parser.add_argument("--runs-on", type=Path, help="the file that evaluations read, where TEXT is a reading copy")
    parser.add_argument("--how", default="by reading, by one annotator", help="how the annotation was made")
    parser.add_argument("--extend", action="store_true", help="add the further kinds of an annotation to a gold file")
    parser.add_argument("--check", action="store_true", help="check gold files against the files they annotate")
    return parser.parse_args(args)


def _extend(gold_file: Path, annotation_file: Path) -> None:
    gold = load(gold_file)
    header, items = extend(gold, json.loads(annotation_file.read_text(encoding="utf-8")))
    check(Gold(gold.document, header, tuple(items), gold.text))
    gold_file.write_text(dump(header, items), encoding="utf-8")


def main(args: Sequence[str] | None = None) -> int:
    """Align one annotation, or check gold files. 0 when all is well, 1 with a line on stderr when not."""
    options = _arguments(args)
    try:
        if options.check:
            for path in options.files:
                print(f"{path.name}: {len(load(path).items)} items stand where they say")
            return 0
        if options.extend:
            _extend(*options.files)
            return 0
        annotation_file, text_file = options.files
        annotation = json.loads(annotation_file.read_text(encoding="utf-8"))
        text = read_text(text_file)
        items = align(annotation, text)
        header = _header(annotation, text_file, options.runs_on, options.how)
        check(Gold(annotation["document"], header, tuple(items), text))
    except (GoldError, OSError, ValueError) as error:
        print(f"align: {error}", file=sys.stderr)
        return 1
    content = dump(header, items)
    if options.output is None:
        print(content, end="")
    else:
        options.output.write_text(content, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
