"""The command `trichluc`."""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from api import commands, engine, failures, output
from api.progress import Reporter, reporter
from extractor.errors import TrichLucError

if TYPE_CHECKING:
    from extractor.pipeline import Options

#: Where several results go when no folder was named.
DEFAULT_FOLDER = Path("trichluc-out")


def main(argv: list[str] | None = None) -> int:
    """Run a command line and return its exit status. No exception leaves it but argparse's SystemExit."""
    arguments = sys.argv[1:] if argv is None else argv
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A terminal that cannot show Vietnamese gets question marks, not a traceback.
            stream.reconfigure(errors="replace")
    try:
        status = _run(arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        _complain("stopped; files that were finished are kept")
        return failures.INTERRUPTED
    except BrokenPipeError:
        # Whoever read us has gone (`trichluc … | head`). Python would complain once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return failures.BROKEN_PIPE
    return status


def _run(arguments: list[str]) -> int:
    if arguments[:1] == ["evaluate"]:
        from corpora.evaluate import main as evaluate

        return evaluate(arguments[1:])
    if arguments[:1] == ["train"]:
        from corpora.training.command import main as train

        return train(arguments[1:])
    chosen = arguments[0] if arguments else None
    try:
        options = _parser(chosen).parse_args(arguments)
        if chosen in commands.COMMANDS:
            return commands.run(options)
    except TrichLucError as error:
        _complain(str(error))
        return error.exit_status
    except ImportError as error:
        if chosen not in commands.COMMANDS:
            raise
        _complain(f"{chosen} needs {error.name}, which is not installed; run: pip install 'trichluc[all]'")
        return failures.NOT_INSTALLED
    if options.command == "extract":
        return _extract(options)
    if options.command == "summary":
        return _summary(options.paths)
    if options.command == "compare":
        return _compare(options.before, options.after, as_json=options.json)
    sys.stdout.buffer.write(output.schema())
    return 0


def _parser(chosen: str | None) -> argparse.ArgumentParser:
    parser = _Parser(prog="trichluc", description="Reads Vietnamese administrative reports.")
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _extract_arguments(subparsers)
    summary = subparsers.add_parser("summary", help="print a table of extracted reports")
    summary.add_argument("paths", nargs="+", type=Path, metavar="DIR|FILE", help="results of extract, as JSON")
    compared = subparsers.add_parser("compare", help="print what changed between two reports of one body")
    compared.add_argument(
        "before", type=Path, metavar="A", help="the earlier report: a result of extract, or a document"
    )
    compared.add_argument("after", type=Path, metavar="B", help="the later one")
    compared.add_argument("--json", action="store_true", help="print the changes as JSON")
    subparsers.add_parser("schema", help="print the JSON Schema of a report")
    subparsers.add_parser("evaluate", help="measure accuracy on the annotated corpus (see trichluc evaluate --help)")
    subparsers.add_parser("train", help="train the model beside the rules anew (see trichluc train --help)")
    commands.add_to(subparsers, chosen)
    return parser


def _extract_arguments(subparsers: argparse._SubParsersAction[_Parser]) -> None:
    extract = subparsers.add_parser(
        "extract",
        help="read reports and write what they say",
        description="Reads .txt, .md, .html, .docx, .pdf, .xlsx and .xls; .doc, .rtf and .odt with LibreOffice. "
        "One file is printed; of several, each result is a file.",
        epilog=f"exit status:\n{failures.statuses()}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    extract.add_argument("files", nargs="+", type=Path, metavar="FILE")
    extract.add_argument(
        "-o", "--output", type=Path, metavar="DIR", help=f"folder for the results (of several files: {DEFAULT_FOLDER})"
    )
    extract.add_argument(
        "--format",
        choices=output.FORMATS,
        default="json",
        help="default: json; csv writes a file a list with -o, jsonld is W3C Web Annotation",
    )
    extract.add_argument(
        "--model",
        action="store_const",
        const=engine.PACKAGE,
        help=f"let the model of the package read beside the rules (default: what {engine.VARIABLE} says)",
    )
    extract.add_argument("--model-from", dest="model", metavar="DIR", help="the same with the model of a folder")
    extract.add_argument("-q", "--quiet", action="store_true", help="say nothing but errors")


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with a command in one line, like every other error."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, failures.message(f"{message}; see {self.prog} --help") + "\n")


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from importlib.metadata import version

        print(f"trichluc {version('trichluc')}")
        parser.exit()


def _extract(options: argparse.Namespace) -> int:
    files: list[Path] = options.files
    folder: Path | None = options.output or (DEFAULT_FOLDER if len(files) > 1 else None)
    places = output.targets(files, folder, options.format) if folder else [None]
    names = _names(files)
    bad = []
    chosen = engine.chosen(options.model)
    with reporter(len(files), quiet=options.quiet) as progress:
        for file, place, name in zip(files, places, names, strict=True):
            status = _extract_one(file, place, name, chosen, options.format, progress)
            if status == failures.NOT_WRITTEN:
                return status
            bad += [status] if status else []
    written = len(files) - len(bad)
    if folder and written and not options.quiet:
        _say(f"{written} of {len(files)} files read; results in {folder}{os.sep}")
    if not bad:
        return 0
    return bad[0] if len(files) == 1 else failures.SOME_FAILED


def _extract_one(
    file: Path, place: Path | None, name: str, chosen: Options, form: output.Format, progress: Reporter
) -> int:
    """Read one file and write or print its result. Errors are reported here, so that the next file goes on."""
    from extractor import extract

    try:
        with file.open("rb") as stream:
            report = extract(stream, name=file.name, options=chosen, on_progress=progress.start(name))
        results = output.files(report, form, place) if place else {Path(): output.render(report, form)}
    except Exception as error:  # whatever a file does to us, the others go on
        if os.environ.get("TRICHLUC_DEBUG"):
            raise
        line, status = failures.explain(error, name)
        progress.line(line)
        progress.done(ok=False)
        return status
    progress.done(ok=True)
    for target, content in results.items():
        if place is None:
            sys.stdout.buffer.write(content)
            continue
        try:
            output.write(target, content)
        except OSError as error:
            problem = f"{target}: cannot be written ({error.strerror}); name another folder with -o"
            progress.line(failures.message(problem))
            return failures.NOT_WRITTEN
    return 0


def _names(files: Sequence[Path]) -> list[str]:
    """What to call each file: its base name, or its path where two share one."""
    seen = Counter(file.name for file in files)
    return [file.name if file.name and seen[file.name] == 1 else str(file) for file in files]


def _summary(paths: Sequence[Path]) -> int:
    from api import summary

    rows, status = [], 0
    try:
        files = summary.report_files(paths)
    except OSError as error:
        _complain(str(error))
        return failures.NOT_OPENED
    for file in files:
        try:
            rows += [summary.row(report) for report in summary.load(file)]
        except (OSError, TrichLucError) as error:
            line, status = failures.explain(error, file.name)
            print(line, file=sys.stderr)
    if rows:
        summary.print_table(rows, sys.stdout)
        _say(f"JSON: {', '.join(dict.fromkeys(str(path) for path in paths))}", out=True)
    return status if len(files) == 1 or not status else failures.SOME_FAILED


def _compare(before: Path, after: Path, *, as_json: bool) -> int:
    from api import compare

    reports = []
    for file in (before, after):
        try:
            reports.append(compare.load(file))
        except (OSError, TrichLucError) as error:
            line, status = failures.explain(error, file.name)
            print(line, file=sys.stderr)
            return status
    if note := compare.remark(*reports):
        _complain(note)
    changes = compare.compare(*reports)
    if as_json:
        _say(compare.as_json(changes), out=True)
    else:
        compare.print_changes(changes, (before.stem, after.stem), sys.stdout)
    return 0


def _complain(text: str) -> None:
    print(failures.message(text), file=sys.stderr)


def _say(text: str, *, out: bool = False) -> None:
    print(text, file=sys.stdout if out else sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
