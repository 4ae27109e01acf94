"""Command line: python -m corpora.hostile DIR writes all files and index.jsonl; --list prints what they are."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from pathlib import Path

from corpora.hostile import Case, every


def main() -> int:
    """Exit status 0."""
    parser = argparse.ArgumentParser(prog="python -m corpora.hostile", description=__doc__)
    parser.add_argument(
        "folder", type=Path, nargs="?", metavar="DIR", help="folder for the files; created when missing"
    )
    parser.add_argument("--list", action="store_true", help="print name, expectation and description of each")
    options = parser.parse_args()
    if not options.list and options.folder is None:
        parser.error("name a folder, or ask for --list")
    if options.list:
        for case in every():
            print(f"{case.id}\t{'|'.join(sorted(case.expected))}\t{case.about}")
    if options.folder is not None:
        _write(options.folder)
    return 0


def _write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    kinds: Counter[str] = Counter()
    total = 0
    with (folder / "index.jsonl").open("w", encoding="ascii") as index:
        for case in every():
            data = case.make()
            (folder / case.id).write_bytes(data)
            index.write(json.dumps(_row(case, data)) + "\n")
            kinds[case.kind] += 1
            total += len(data)
    print(", ".join(f"{kind} {count}" for kind, count in kinds.items()))
    print(f"{kinds.total()} files, {total / 1e6:.1f} MB, in {folder}")


def _row(case: Case, data: bytes) -> dict[str, object]:
    """What `index.jsonl` says of a file. Names with half pairs of UTF-16 need its escapes."""
    return {
        "file": case.id,
        "kind": case.kind,
        "about": case.about,
        "expected": sorted(case.expected),
        "sent_as": case.sent_as,
        "bytes": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
    }


if __name__ == "__main__":
    sys.exit(main())
