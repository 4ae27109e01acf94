"""Floors under the measured figures, in `tests/floors.toml`: they only go up."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from pathlib import Path

from corpora.gold_files import CORPORA
from corpora.scoring import Figure

FLOORS = CORPORA.parent / "tests" / "floors.toml"
#: The groups that have floors: all of the gold, and the five reports.
GROUPS = ("all", "five")

Floors = Mapping[str, Mapping[str, float]]
_HEADER = """# Floors under F1, by group, kind and field. They only go up: `python -m corpora.evaluate --raise-floors`.
# A change that must lower one (a correction of the gold) edits this file by hand and says why in its message.
"""


def read_floors(path: Path) -> Floors:
    """The floors, by "group.kind" and field; none where there is no file yet."""
    if not path.exists():
        return {}
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return {f"{group}.{kind}": fields for group, kinds in data.items() for kind, fields in kinds.items()}


def write_floors(path: Path, floors: Floors) -> None:
    """Write the floors, in a fixed order."""
    tables = [
        f"\n[{name}]\n" + "".join(f"{field} = {value:.4f}\n" for field, value in fields.items())
        for name, fields in floors.items()
    ]
    path.write_text(_HEADER + "".join(tables), encoding="utf-8")


def raised(floors: Floors, measured: Mapping[str, Mapping[str, Mapping[str, Figure]]]) -> Floors:
    """The floors raised to the figures, cut off at four decimals; none is lowered."""
    result: dict[str, dict[str, float]] = {}
    for group in GROUPS:
        for kind, fields in measured.get(group, {}).items():
            name = f"{group}.{kind}"
            old = floors.get(name, {})
            new = {
                field: max(math.floor(figure.f1 * 1e4) / 1e4, old.get(field, 0.0)) for field, figure in fields.items()
            }
            result[name] = {**old, **new}
    return {**floors, **result}
