"""Precision, recall and F1 for each kind and field, from matches to outcomes to figures.

A field is right where the spans agree and the field agrees. `gold` and `found` count all items, or, for a field that
most items do not state (provision, title ...), the items that state it: agreeing on nothing earns nothing there.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpora.items import Fields, Kind, folded
from corpora.matching import Match
from corpora.measures import MEASURES, Measure

#: What `--save` writes and `--against` reads: one outcome an item, plain data.
Outcome = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Figure:
    """What is right may be fractional (titles), and differs on the two sides for clusters. Precision and recall are 1
    where there was nothing to find and nothing found."""

    right_found: float
    right_gold: float
    found: int
    gold: int

    @property
    def precision(self) -> float:
        return self.right_found / self.found if self.found else float(not self.gold)

    @property
    def recall(self) -> float:
        return self.right_gold / self.gold if self.gold else float(not self.found)

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def outcomes(document: str, matches: Sequence[Match]) -> list[Outcome]:
    """One plain record an item, in the order of the matches: "matched", "missed" or "spurious", with its fields."""
    seen: Counter[tuple[bool, str, str]] = Counter()
    clusters = b_cubed(matches)
    records: list[Outcome] = []
    for index, match in enumerate(matches):
        item = match.wanted or match.found
        if item is None:
            continue
        state = "spurious" if match.wanted is None else "missed" if match.found is None else "matched"
        key = state == "spurious", item.kind, item.text
        seen[key] += 1
        records.append(
            {
                "document": document,
                "kind": item.kind,
                "text": item.text,
                # The n-th of these words: tells items apart also when ids and offsets change.
                "nth": seen[key],
                "state": state,
                "line": match.wanted.line if match.wanted else None,
                "span": list(match.span) if match.span else None,
                "fields": _fields(match, item.kind, clusters.get(index)),
            }
        )
    return records


def _fields(match: Match, kind: Kind, cluster: tuple[float | None, float | None] | None) -> dict[str, Any]:
    wanted = match.wanted.fields if match.wanted else None
    found = match.found.fields if match.found else None
    fields: dict[str, Any] = {}
    for measure in MEASURES[kind]:
        fields[measure.name] = {
            "gold": _value(wanted, measure),
            "found": _value(found, measure),
            "score": _score(wanted, found, measure),
        }
    if kind == "reference":
        precision, recall = cluster or (None, None)
        score = float(precision == recall == 1.0)
        fields["cluster"] = {
            "gold": wanted["cluster"] if wanted else None,
            "found": found["cluster"] if found else None,
            "score": score,
            "precision": precision,
            "recall": recall,
        }
    return fields


def _value(fields: Fields | None, measure: Measure) -> Any:
    if fields is None:
        return None
    values = [fields.get(name) for name in measure.fields]
    return values[0] if len(values) == 1 else values


def _score(wanted: Fields | None, found: Fields | None, measure: Measure) -> float:
    if wanted is None or found is None:
        return 0.0
    if measure.stated and not all(_states(_value(fields, measure)) for fields in (wanted, found)):
        return float(not any(_states(_value(fields, measure)) for fields in (wanted, found)))
    if measure.agree is not None:
        return measure.agree(wanted, found)
    return float(all(folded(wanted.get(name)) == folded(found.get(name)) for name in measure.fields))


def _states(value: object) -> bool:
    return folded(value) is not None


def b_cubed(matches: Sequence[Match]) -> dict[int, tuple[float | None, float | None]]:
    """B³ precision and recall of each reference, by its index in `matches` (Bagga and Baldwin 1998).

    A mention that only one side has is a cluster of its own on the other, and so is a mention without a cluster:
    precision is averaged over what was found, recall over what was annotated.
    """
    gold: dict[int, object] = {}
    found: dict[int, object] = {}
    for index, match in enumerate(matches):
        item = match.wanted or match.found
        if item is None or item.kind != "reference":
            continue
        gold[index] = (match.wanted.fields["cluster"] if match.wanted else None) or ("alone", index)
        found[index] = (match.found.fields["cluster"] if match.found else None) or ("alone", index)
    sizes, answers = Counter(gold.values()), Counter(found.values())
    common = Counter(zip(gold.values(), found.values(), strict=True))
    result: dict[int, tuple[float | None, float | None]] = {}
    for index, key in gold.items():
        shared = common[key, found[index]]
        precision = shared / answers[found[index]] if matches[index].found else None
        recall = shared / sizes[key] if matches[index].wanted else None
        result[index] = precision, recall
    return result


def figures(records: Iterable[Outcome]) -> dict[str, dict[str, Figure]]:
    """The figures of a set of outcomes: of one document, or of all together (micro)."""
    by_kind: defaultdict[Kind, list[Outcome]] = defaultdict(list)
    for record in records:
        by_kind[record["kind"]].append(record)
    return {kind: _kind_figures(kind, by_kind[kind]) for kind in MEASURES if by_kind[kind]}


def _kind_figures(kind: Kind, records: Sequence[Outcome]) -> dict[str, Figure]:
    wanted = [record for record in records if record["state"] != "spurious"]
    found = [record for record in records if record["state"] != "missed"]
    matched = float(sum(record["state"] == "matched" for record in records))
    result = {} if kind == "letterhead" else {"span": Figure(matched, matched, len(found), len(wanted))}
    for measure in MEASURES[kind]:
        name = measure.name
        if not measure.stated:
            right = sum(record["fields"][name]["score"] for record in records)
            result[name] = Figure(right, right, len(found), len(wanted))
            continue
        asked = [record for record in wanted if _states(record["fields"][name]["gold"])]
        given = [record for record in found if _states(record["fields"][name]["found"])]
        right = sum(record["fields"][name]["score"] for record in asked if record["state"] == "matched")
        result[name] = Figure(right, right, len(given), len(asked))
    if kind == "reference":
        cluster = [record["fields"]["cluster"] for record in records]
        precision = sum(field["precision"] or 0.0 for field in cluster)
        recall = sum(field["recall"] or 0.0 for field in cluster)
        result["cluster"] = Figure(precision, recall, len(found), len(wanted))
    return result
