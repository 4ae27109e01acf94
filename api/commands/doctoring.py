"""`trichluc doctor`: what is there on this machine of what some formats and commands need, and what to install."""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from typing import Literal

State = Literal["present", "missing", "broken"]

#: Modules, what they give, and the extra of this package that brings them.
_EXTRAS = (
    ("store", ("alembic", "obstore", "sqlalchemy", "zstandard"), "import, search, export: what keeps an archive"),
    ("postgres", ("psycopg",), "the archive in PostgreSQL; without it in SQLite"),
    ("parquet", ("pyarrow",), "tables and the citation graph as Parquet"),
    ("service", ("argon2", "fastapi", "uvicorn"), "answers over HTTP, and the pages for review"),
    ("cluster", ("distributed",), "an import by several machines (Dask)"),
    ("ner", ("pycrfsuite",), "the model beside the rules, for bodies, people and duties in free wording (--model)"),
)
_MODEL = "vie"
#: A document that LibreOffice is tried with.
_TRIAL = rb"{\rtf1\ansi B\'e1o c\'e1o}"


@dataclass(frozen=True, slots=True)
class Part:
    """Something that may be missing: what it is, whether it is there, what it gives, and what is to be done or known
    of it."""

    name: str
    state: State
    gives: str
    note: str = ""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options."""
    parser.add_argument("--json", action="store_true", help="print an object a line")


def run(options: argparse.Namespace) -> int:
    """Print every part. Status 0: what is there works; 1: something of it does not."""
    parts = list(found())
    width = max(len(part.name) for part in parts)
    for part in parts:
        if options.json:
            print(json.dumps(asdict(part), ensure_ascii=False))
        else:
            print(f"{part.state:<7}  {part.name:<{width}}  {part.gives}")
            if part.note:
                print(f"{'':<7}  {'':<{width}}  -> {part.note}")
    return int(any(part.state == "broken" for part in parts))


def found() -> Iterator[Part]:
    """What there is. LibreOffice is tried with a document, which takes a few seconds."""
    yield _office()
    yield _recognition()
    for extra, modules, gives in _EXTRAS:
        missing = [module for module in modules if find_spec(module) is None]
        note = f"pip install 'trichluc[{extra}]'" if missing else ""
        yield Part(f"trichluc[{extra}]", "missing" if missing else "present", gives, note)


def _office() -> Part:
    from extractor.errors import TrichLucError
    from extractor.limits import DEFAULT_LIMITS
    from extractor.read import office_program, office_sandbox
    from extractor.read.office import convert_once

    name, gives = "LibreOffice Writer", "reads Word 97-2003 (.doc), RTF (.rtf) and OpenDocument (.odt)"
    if office_program.find() is None:
        return Part(name, "missing", gives, f"apt-get install --no-install-recommends {office_program.PACKAGE}")
    try:
        convert_once(_TRIAL, "rtf", "doctor", DEFAULT_LIMITS)
    except TrichLucError as error:
        return Part(name, "broken", gives, str(error).removeprefix("doctor: "))
    if not office_sandbox.has_landlock():
        return Part(
            name,
            "present",
            gives,
            "cut off from the network; without Landlock in the kernel, only its settings keep it from other files",
        )
    return Part(name, "present", gives, "cut off from the network and from other files")


def _recognition() -> Part:
    name, gives = "Tesseract with Vietnamese", "recognises scans: pages and pictures without a text layer"
    advice = "apt-get install tesseract-ocr tesseract-ocr-vie"
    program = shutil.which("tesseract")
    if program is None:
        return Part(name, "missing", gives, advice)
    try:
        listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return Part(name, "broken", gives, f"tesseract does not run ({type(error).__name__}); {advice}")
    if _MODEL not in listed.stdout.split():
        return Part(name, "missing", gives, "apt-get install tesseract-ocr-vie")
    return Part(name, "present", gives)
