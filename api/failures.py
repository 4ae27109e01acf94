"""What the command line says when something goes wrong: one line, and a status that tells the causes apart."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from extractor.errors import TrichLucError

#: Statuses beside those of the errors in `extractor.errors`. 2 is argparse's own, for a wrong command.
SOME_FAILED = 1
NOT_OPENED = 10
NOT_WRITTEN = 11
NOT_INSTALLED = 69
INTERNAL = 70
INTERRUPTED = 130
BROKEN_PIPE = 141

_ADVICE = {
    FileNotFoundError: "no such file; check the path",
    IsADirectoryError: "is a folder; name the files in it",
    PermissionError: "may not be opened; check its permissions",
}


def explain(error: Exception, name: str) -> tuple[str, int]:
    """The line for an error with a file, and its exit status.

    An unforeseen error is told by its type and place only: its message might quote the document.
    """
    if isinstance(error, TrichLucError):
        # The engine knows the base name only, and begins with it.
        return message(f"{name}: {str(error).removeprefix(f'{Path(name).name}: ')}"), error.exit_status
    if isinstance(error, OSError):
        advice = _ADVICE.get(type(error), f"cannot be opened ({error.strerror or type(error).__name__}); try a copy")
        return message(f"{name}: {advice}"), NOT_OPENED
    return message(f"{name}: fault in the program ({_place(error)}); please report it"), INTERNAL


def message(text: str) -> str:
    """A line for standard error: white space folded, characters that a terminal would obey replaced."""
    printable = "".join(char if char.isprintable() else "?" for char in " ".join(text.split()))
    return f"trichluc: {printable}"


def statuses() -> str:
    """The exit statuses, a line each, for the help."""
    rows = [
        (0, "everything was read"),
        (SOME_FAILED, "some of several files failed; the others were written"),
        (2, "wrong command or option"),
        *((error.exit_status, (error.__doc__ or "").splitlines()[0]) for error in _tree(TrichLucError)),
        (NOT_OPENED, "the file cannot be opened"),
        (NOT_WRITTEN, "the result cannot be written"),
        (NOT_INSTALLED, "a library is missing that this command needs"),
        (INTERNAL, "a fault in the program"),
        (INTERRUPTED, "stopped by Ctrl-C"),
    ]
    return "\n".join(f"  {status:>3}  {text.rstrip('.')}" for status, text in sorted(rows, key=lambda row: row[0]))


def _tree(error: type[TrichLucError]) -> Iterator[type[TrichLucError]]:
    for child in error.__subclasses__():
        yield child
        yield from _tree(child)


def _place(error: Exception) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return type(error).__name__
    path = Path(trace.tb_frame.f_code.co_filename)
    return f"{type(error).__name__} in {os.path.join(*path.parts[-2:])}:{trace.tb_lineno}"
