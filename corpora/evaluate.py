"""`trichluc evaluate`: the extractor measured on the gold corpus (see `corpora/gold/README.md`).

trichluc evaluate [--only 000,003] [--errors] [--save NEW.json] [--against OLD.json] [--json]
trichluc evaluate --held-out          documents that no rule was written on
trichluc evaluate --files DIR [--suffix .pdf]     the same gold on other files with the same stems
python -m corpora.evaluate --raise-floors         raise tests/floors.toml to what is measured now; never lowers
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpora.floors import FLOORS, raised, read_floors, write_floors
from corpora.found import found_items
from corpora.gold_files import FIVE, GOLD, HELD_OUT, Gold, GoldError, load_all
from corpora.items import Found, Wanted, annotated_kinds, wanted_items
from corpora.listing import differences, errors
from corpora.matching import Match, match
from corpora.matching_rows import ROWS, match_rows
from corpora.scoring import Figure, Outcome, figures, outcomes
from corpora.squash import normalised
from extractor.errors import TrichLucError
from extractor.model import Report

Extract = Callable[[Path], Report]
Figures = Mapping[str, Mapping[str, Figure]]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All outcomes of a run, the texts that spans are of, and the documents that could not be read, with the reason."""

    records: tuple[Outcome, ...]
    texts: Mapping[str, str]
    unread: Mapping[str, str]

    def figures(self, documents: Sequence[str] | None = None) -> Figures:
        """The figures of some documents together (micro), of all without `documents`."""
        return figures(record for record in self.records if documents is None or record["document"] in documents)

    @property
    def documents(self) -> list[str]:
        """The documents of the run, in order."""
        return list(dict.fromkeys(record["document"] for record in self.records))


def evaluate(
    golds: Sequence[Gold], extract: Extract, file_of: Callable[[Gold], Path] = lambda gold: gold.runs_on
) -> Evaluation:
    """Run `extract` on each gold document's file and compare. A file that cannot be read misses everything."""
    records: list[Outcome] = []
    texts: dict[str, str] = {}
    unread: dict[str, str] = {}
    for gold in golds:
        wanted = wanted_items(gold)
        try:
            report = extract(file_of(gold))
        except (TrichLucError, OSError) as error:
            unread[gold.document] = str(error)
            text, found = "", []
        else:
            text = normalised(report.text)
            found = list(_judged(found_items(report), wanted, annotated_kinds(gold)))
        texts[gold.document] = text
        records += outcomes(gold.document, _match(wanted, found, gold.text, text))
    return Evaluation(tuple(records), texts, unread)


def _judged(found: Sequence[Found], wanted: Sequence[Wanted], kinds: frozenset[str]) -> Iterator[Found]:
    """What was found of what was annotated: kinds, and facts of the letterhead."""
    facts = {name for item in wanted if item.kind == "letterhead" for name in item.fields}
    for item in found:
        if item.kind == "letterhead":
            yield replace(item, fields={name: value for name, value in item.fields.items() if name in facts})
        elif item.kind in kinds:
            yield item


def _match(wanted: Sequence[Wanted], found: Sequence[Found], file_text: str, report_text: str) -> list[Match]:
    """By spans, and for rows and statements by what they say."""
    spanned = match(
        [item for item in wanted if item.kind not in ROWS],
        [item for item in found if item.kind not in ROWS],
        file_text,
        report_text,
    )
    rows = match_rows(
        [item for item in wanted if item.kind in ROWS],
        [item for item in found if item.kind in ROWS],
        file_text,
        report_text,
    )
    return [*spanned, *rows]


def run(
    only: Sequence[str] = (),
    folder: Path | None = None,
    suffix: str | None = None,
    gold: Path = GOLD,
    *,
    model: bool = False,
) -> Evaluation:
    """The evaluation of the real extractor, by rules alone or with the `model` beside them. Raises GoldError for an
    unknown document or a file that is not there."""
    from extractor.pipeline import Options
    from extractor.pipeline import extract as extract_with

    def extract(path: Path) -> Report:
        return extract_with(path, options=Options(model=model))

    golds = load_all(gold, only)
    if folder is None:
        return evaluate(golds, extract)
    files = dict(_files(golds, folder, suffix))
    return evaluate([gold for gold in golds if gold.document in files], extract, lambda gold: files[gold.document])


def _files(golds: Sequence[Gold], folder: Path, suffix: str | None) -> Iterator[tuple[str, Path]]:
    """The file of the same stem for each document that has one in `folder`."""
    nothing = True
    for gold in golds:
        same = sorted(path for path in folder.glob(f"{gold.file.stem}.*") if suffix is None or path.suffix == suffix)
        if len(same) > 1:
            raise GoldError(f"{', '.join(path.name for path in same)}: say which with --suffix")
        for path in same:
            nothing = False
            yield gold.document, path
    if nothing:
        raise GoldError(
            f"{folder.name} holds no file named like a gold document ({golds[0].file.stem}{suffix or '.*'} ...)"
        )


def groups(evaluation: Evaluation) -> dict[str, Figures]:
    """Figures per document, of the five reports where they are among them, and of all."""
    documents = evaluation.documents
    result = {document: evaluation.figures([document]) for document in documents}
    five = [document for document in documents if document in FIVE]
    if 1 < len(five) < len(documents):
        result["five"] = evaluation.figures(five)
    return result | {"all": evaluation.figures()}


def _arguments(args: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="trichluc evaluate", description="Measure the extractor on the gold corpus.")
    parser.add_argument("--only", default="", metavar="000,003", help="these documents only")
    parser.add_argument("--gold", type=Path, default=GOLD, metavar="DIR", help="annotations, by default corpora/gold")
    parser.add_argument(
        "--held-out", action="store_const", dest="gold", const=HELD_OUT, help="those in corpora/heldout"
    )
    parser.add_argument("--files", type=Path, metavar="DIR", help="read the files of the same stems in DIR instead")
    parser.add_argument("--suffix", metavar=".pdf", help="with --files: only files that end so")
    parser.add_argument("--model", action="store_true", help="with the model of the package beside the rules")
    parser.add_argument("--errors", action="store_true", help="list every miss, spurious item and wrong field")
    parser.add_argument("--save", type=Path, metavar="FILE", help="write all outcomes as JSON")
    parser.add_argument("--against", type=Path, metavar="OLD.json", help="print gains and losses against a saved run")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--raise-floors", action="store_true", help="raise tests/floors.toml to what is measured now")
    return parser.parse_args(args)


def main(args: Sequence[str] | None = None) -> int:
    """The command. 0; 1 when a document could not be read or the gold is wrong."""
    options = _arguments(args)
    try:
        old = json.loads(options.against.read_text(encoding="utf-8"))["outcomes"] if options.against else None
        only = [name for name in options.only.split(",") if name]
        evaluation = run(only, options.files, options.suffix, options.gold, model=options.model)
        if options.save:
            content = {"outcomes": list(evaluation.records)}
            options.save.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        if options.raise_floors:
            partial = bool(only or options.files or options.model or options.gold != GOLD)
            return _raise_floors(evaluation, partial=partial)
    except (GoldError, OSError, ValueError) as error:
        print(f"trichluc evaluate: {error}", file=sys.stderr)
        return 1
    _print(evaluation, options, old)
    for document, reason in evaluation.unread.items():
        print(f"trichluc evaluate: {document} could not be read: {reason}", file=sys.stderr)
    return 1 if evaluation.unread else 0


def _print(evaluation: Evaluation, options: argparse.Namespace, old: Sequence[Outcome] | None) -> None:
    from corpora.table import as_data, show

    measured = groups(evaluation)
    if options.json:
        print(json.dumps(as_data(measured), ensure_ascii=False, indent=1))
        return
    show(measured)
    if options.errors:
        print("\n".join(errors(evaluation.records, evaluation.texts)))
    if old is not None:
        documents = set(evaluation.documents)
        changes = differences([record for record in old if record["document"] in documents], evaluation.records)
        print("\n".join(f"{'+' if gained else '-'} {line}" for gained, line in changes))
        gains = sum(gained for gained, _ in changes)
        print(f"{gains} gained, {len(changes) - gains} lost")


def _raise_floors(evaluation: Evaluation, *, partial: bool) -> int:
    if partial or evaluation.unread:
        raise GoldError("floors are raised by a run on all of the gold, every file of it read")
    floors = raised(read_floors(FLOORS), groups(evaluation))
    write_floors(FLOORS, floors)
    print(f"{FLOORS.name}: {sum(len(fields) for fields in floors.values())} floors")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
