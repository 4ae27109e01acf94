"""Where results go: names that never collide, files that are whole or not there."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from extractor import Report

Format = Literal["json", "jsonl", "csv", "html", "xlsx", "jsonld"]
FORMATS: tuple[Format, ...] = get_args(Format)


def render(report: Report, form: Format) -> bytes:
    """The report in a format; text is UTF-8 with a line end at its end. Of CSV, the references."""
    from extractor import export

    renderers: dict[Format, Callable[[Report], bytes | str]] = {
        "json": export.to_json,
        "jsonl": export.to_jsonl_line,
        "csv": export.to_csv,
        "html": export.to_html,
        "xlsx": export.to_xlsx,
        "jsonld": export.to_annotations,
    }
    content = renderers[form](report)
    return _ended(content) if isinstance(content, str) else content


def files(report: Report, form: Format, target: Path) -> dict[Path, bytes]:
    """What is written for a report, by place: one file; of CSV one a list, beside `target`: "x.counts.csv"."""
    if form != "csv":
        return {target: render(report, form)}
    from extractor import export

    # The mark makes Excel read UTF-8.
    return {
        target.with_suffix(f".{name}.csv"): b"\xef\xbb\xbf" + content.encode()
        for name, content in export.to_csv_files(report).items()
    }


def _ended(text: str) -> bytes:
    data = text.encode()
    return data if data.endswith(b"\n") else data + b"\n"


def schema() -> bytes:
    """The JSON Schema of a report."""
    from extractor import export

    return json.dumps(export.json_schema(), ensure_ascii=False, indent=2).encode() + b"\n"


def targets(sources: Iterable[Path], folder: Path, form: Format) -> list[Path]:
    """A file in `folder` for each source: its stem and the format's ending.

    Sources of one stem get "x.json", "x-2.json" in their order, and no target is one of the sources. Letters' case is
    not relied on, because some file systems ignore it.
    """
    sources = list(sources)
    taken = {str(source.resolve()).casefold() for source in sources}
    chosen = []
    for source in sources:
        number, target = 1, folder / f"{source.stem}.{form}"
        while str(target.resolve()).casefold() in taken:
            number += 1
            target = folder / f"{source.stem}-{number}.{form}"
        taken.add(str(target.resolve()).casefold())
        chosen.append(target)
    return chosen


def write(target: Path, data: bytes) -> None:
    """Write a file whole. Raises OSError."""
    with written_whole(target) as part:
        part.write_bytes(data)


@contextmanager
def written_whole(target: Path) -> Iterator[Path]:
    """A place beside `target` to write a file, which becomes `target` when all went well and is removed otherwise.
    Raises OSError."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = part_of(target)
    try:
        yield part
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def part_of(target: Path) -> Path:
    """Where a file is written before it is whole."""
    return target.with_name(f".{target.name}.{os.getpid()}.part")
