"""Writes rules/units.tsv: `python -m corpora.registers`."""

from __future__ import annotations

import sys
from pathlib import Path

from corpora.registers.build import table

TARGET = Path(__file__).resolve().parents[2] / "rules" / "units.tsv"


def main() -> None:
    """Build the file and say how large it is."""
    content = table()
    TARGET.write_text(content, encoding="utf-8", newline="\n")
    sys.stdout.write(f"{TARGET.name}: {content.count(chr(10))} lines, {len(content.encode())} bytes\n")


if __name__ == "__main__":
    main()
