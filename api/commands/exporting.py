"""`trichluc export`: what is in the store, for other programs and for people."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal

from api import failures
from api.commands.common import complain, opened
from api.commands.telling import Telling

if TYPE_CHECKING:
    from api.exporting.selection import Selection
    from api.store import Store

Format = Literal["jsonl", "csv", "xlsx", "parquet", "html"]
_FORMATS: tuple[Format, ...] = ("jsonl", "csv", "xlsx", "parquet", "html")
_CONTENTS = "muc-luc-ho-so"

_HELP = """
jsonl: the reports as they are stored, a line each, with what the store knows under "store".
csv, parquet: a folder with a file a list (documents, references, counts …), or one file for one list.
xlsx: a workbook, a sheet a list.
--tidy: one row a value, with codebook and datapackage.json (csv, parquet) or a sheet for it (xlsx).
--form muc-luc-ho-so: mục lục văn bản, tài liệu trong hồ sơ, in the order of dates (xlsx, html).
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    parser.epilog = _HELP
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("-o", "--output", required=True, metavar="FILE|DIR", help='where to ("-": standard output)')
    parser.add_argument("--format", choices=_FORMATS, help="default: by the ending of FILE")
    parser.add_argument("--tidy", action="store_true", help="one row for each value, for statistics")
    parser.add_argument("--form", choices=[_CONTENTS], help="the list of documents of a file of the archive")
    parser.add_argument("--list", action="append", metavar="NAME", help="of csv, xlsx, parquet only this list; again")
    parser.add_argument("--query", default="", metavar="TEXT", help="only what trichluc search finds")
    parser.add_argument("--issuer", metavar="NAME", help="who issued it: name or a part of it")
    parser.add_argument("--unit", metavar="NAME|CODE", help="administrative unit, as it was or as it is today")
    parser.add_argument("--from", dest="date_from", metavar="DATE", help="day, month or year: 2021-06-15, 2021")
    parser.add_argument("--to", dest="date_to", metavar="DATE")
    parser.add_argument("--type", metavar="TYPE", help='code or name of its type: BC, "báo cáo"')
    parser.add_argument("--finding", metavar="TYPE", help="type of a finding in it, such as blank_number")
    parser.add_argument("--cites", metavar="CODE", help="number of a document that it cites")
    parser.add_argument("--folder", metavar="PATH", help="only what was imported from this folder or below it")
    parser.add_argument("--record", metavar="ID|NAME", help="only the record that a document belongs to")
    parser.add_argument("--agency", metavar="NAME", help=f"for {_CONTENTS}: who keeps the file")
    parser.add_argument("--number", metavar="TEXT", help=f"for {_CONTENTS}: number of the file (hồ sơ số)")
    parser.add_argument("--title", metavar="TEXT", help=f"for {_CONTENTS}: title of the file (tiêu đề hồ sơ)")
    parser.add_argument("-q", "--quiet", action="store_true", help="say nothing but errors")


def run(options: argparse.Namespace) -> int:
    """Write it. Status 1 where the report of a document is lost; the others are written."""
    form: Format | None = options.format or _by_ending(options.output)
    if form is None:
        complain("name the format: --format jsonl, csv, xlsx or parquet")
        return 2
    if problem := _problem(options, form):
        complain(problem)
        return 2
    with opened(options) as store, Telling(options.quiet) as telling:
        try:
            many, lost = _write(store, options, form, telling)
        except OSError as error:
            if isinstance(error, BrokenPipeError):
                raise
            complain(
                f"{options.output}: cannot be written ({error.strerror or type(error).__name__}); name another place"
            )
            return failures.NOT_WRITTEN
    if not options.quiet:
        print(f"{options.output}: {many} documents", file=sys.stderr)
    if lost:
        complain(f"the reports of {lost} documents are lost; run trichluc verify --fix")
    return failures.SOME_FAILED if lost else 0


def _by_ending(output: str) -> Format | None:
    return next((form for form in _FORMATS if output.endswith(f".{form}")), None)


def _problem(options: argparse.Namespace, form: Format) -> str | None:
    """What is wrong with the options together."""
    if options.form:
        return None if form in ("xlsx", "html") else f"{_CONTENTS} is written as xlsx or html"
    if form == "html":
        return f"html is for --form {_CONTENTS} only"
    single = form in ("csv", "parquet") and options.output.endswith(f".{form}")
    if options.tidy:
        if form == "jsonl":
            return "--tidy is written as csv, parquet or xlsx"
        return "--tidy writes several files; name a folder with -o, and --format" if single else None
    if options.output == "-" and form != "jsonl":
        return "only jsonl goes to standard output; name a file or a folder with -o"
    if form != "jsonl":
        from api.exporting.lists import names

        if single and len(options.list or ()) > 1:
            return "several lists are several files; name a folder with -o, and --format"
        unknown = [name for name in options.list or () if name not in names()]
        return f"no list {unknown[0]}; there are {', '.join(names())}" if unknown else None
    return None


def _write(store: Store, options: argparse.Namespace, form: Format, telling: Telling) -> tuple[int, int]:
    """How many documents were written, and of how many the report is lost."""
    from api.exporting.selection import Selection
    from api.search import Filters

    facts = ("issuer", "unit", "date_from", "date_to", "type", "finding", "cites")
    filters = Filters(**{name: getattr(options, name) for name in facts})
    selection = Selection(options.query, filters, options.folder, options.record)
    if options.form:
        return _write_contents(store, selection, options, form)
    if form == "jsonl":
        return _write_lines(store, selection, options.output, telling)
    return _write_tables(store, selection, options, form, telling)


def _write_contents(store: Store, selection: Selection, options: argparse.Namespace, form: Format) -> tuple[int, int]:
    from api.exporting.contents import FORMATS, Heading, Total, entries

    total = Total()
    heading = Heading(options.agency, options.number, options.title)
    FORMATS[form](Path(options.output), heading, entries(store, selection, total), total)
    return total.documents, 0


def _write_lines(store: Store, selection: Selection, output: str, telling: Telling) -> tuple[int, int]:
    from api.exporting.jsonl import lines
    from api.output import written_whole

    def write(file: BinaryIO) -> tuple[int, int]:
        many = lost = 0
        for many, (_, line) in enumerate(lines(store, selection), start=1):
            lost += line is None
            file.write(line or b"")
            telling("documents", many, 0)
        return many, lost

    if output == "-":
        return write(sys.stdout.buffer)
    with written_whole(Path(output)) as part, part.open("wb") as file:
        return write(file)


def _write_tables(
    store: Store, selection: Selection, options: argparse.Namespace, form: Format, telling: Telling
) -> tuple[int, int]:
    from api import output
    from api.exporting import codebook, lists, sinks, tidy

    assert form in ("csv", "xlsx", "parquet")
    target = Path(options.output)
    counted = _Counted(telling)
    with sinks.sink(form, target) as sink:
        if options.tidy:
            lost = sum(1 for _ in tidy.write_values(store, selection, sink, counted))
            codebook.write_codebook(sink)
        else:
            chosen = options.list or (["documents"] if target.suffix in (".csv", ".parquet") else lists.names())
            lost = sum(1 for _ in lists.write_lists(store, selection, sink, chosen, counted))
    if options.tidy and form != "xlsx":
        output.write(target / "datapackage.json", codebook.datapackage(sink.files))
    return counted.many, lost


class _Counted:
    """Tells how many documents are done, and remembers it."""

    def __init__(self, telling: Telling) -> None:
        self.many = 0
        self._telling = telling

    def __call__(self, done: int) -> None:
        self.many = done
        self._telling("documents", done, 0)
