"""The house of the design, kept by reading the code: which way imports point, how large things are, what they name.

The rules are stated as data at the top. Each test collects every offender, so that one run shows all.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

PACKAGES = ("extractor", "api", "corpora", "trichluc")

#: What each package may import of ours, besides itself.
ARROWS = {"extractor": set(), "api": {"extractor"}, "corpora": {"extractor"}, "trichluc": {"extractor"}}
#: The command line also starts what `corpora` does.
EXCEPTIONS = {("api.cli", "corpora")}

#: Modules that everything rests on: they import nothing of ours but each other.
FOUNDATIONS = ("extractor.model", "extractor.source", "extractor.errors")

#: The modules of recognition that work on pixels.
_SCANS = tuple(
    f"extractor.read.{name}"
    for name in (
        "scan",
        "scan_image",
        "scan_library",
        "scan_page",
        "scan_pages",
        "scan_regions",
        "scan_rules",
        "scan_tesseract",
    )
)
#: Heavy libraries, and the modules (with all below them) that may import them.
HEAVY = {
    "ahocorasick": ("extractor.find.organisations",),
    "numpy": _SCANS,
    "PIL": _SCANS,
    "tesserocr": ("extractor.read.scan_library",),
    "lxml": ("extractor.read", "api.graph.graphml"),
    "pypdfium2": ("extractor.read", "api.service.reading.drawing"),
    "pdfplumber": ("extractor.read",),
    "pdfminer": ("extractor.read",),
    "pyhanko": ("extractor.read.pdf_signatures",),
    "pyhanko_certvalidator": ("extractor.read.pdf_signatures",),
    "asn1crypto": ("extractor.read.pdf_signatures",),
    "cryptography": ("extractor.read.pdf_signatures", "api.service.cursors"),
    "pydantic": ("extractor.export", "api.service"),
    "xlsxwriter": ("extractor.export.xlsx", "api.exporting"),
    "rich": ("api",),
    "sqlalchemy": ("api",),
    "alembic": ("api.store.migrations",),
    "obstore": ("api",),
    "zstandard": ("api.store.blobs", "api.keeping"),
    "distributed": ("api.importing.cluster",),
    "fastapi": ("api.service",),
    "starlette": ("api.service",),
    "uvicorn": ("api.service", "api.commands.serving"),
    "argon2": ("api.service",),
    "prometheus_client": ("api.service",),
    "limits": ("api.service",),
    "pythonjsonlogger": ("api.service",),
    "pyarrow": ("api.archive", "api.exporting", "api.graph.parquet"),
    "python_calamine": ("extractor.read.sheets",),
    "docx": ("api.review.exporting",),
    "pycrfsuite": ("extractor.learned.tagger", "corpora.training.crf"),
    "spacy": ("corpora.training.spacy_ner",),
    "underthesea": ("corpora.training.segmented",),
}

#: The engine reads a file and nothing else. Nothing is fetched at run time.
NETWORK = {"aiohttp", "asyncio", "ftplib", "http", "httpx", "requests", "smtplib", "socket", "ssl", "urllib.request"}

MODULE_LINES = 300
FUNCTION_LINES = 40


@dataclass(frozen=True)
class Module:
    """A module of ours: dotted name, file, syntax tree."""

    name: str
    file: Path
    tree: ast.Module

    @property
    def package(self) -> str:
        return self.name.partition(".")[0]

    def at(self, line: int) -> str:
        return f"{self.file.relative_to(ROOT)}:{line}"


@cache
def modules() -> tuple[Module, ...]:
    found = []
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            parts = file.relative_to(ROOT).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            found.append(Module(name, file, ast.parse(file.read_text(encoding="utf-8"))))
    return tuple(found)


def imports(module: Module) -> Iterator[tuple[int, str]]:
    """Line and dotted name of all that a module imports, also inside functions and under TYPE_CHECKING."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module.at(node.lineno)}: relative import"
            # `from a import b` may mean the module a.b as well as a name in a.
            yield node.lineno, node.module or ""
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def within(name: str, parent: str) -> bool:
    return name == parent or name.startswith(f"{parent}.")


def owners(module: Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """Functions and classes at module level and in classes, by name public and not inside private ones."""
    queue: list[ast.AST] = [module.tree]
    while queue:
        for node in ast.iter_child_nodes(queue.pop()):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith(
                "_"
            ):
                yield node
                if isinstance(node, ast.ClassDef):
                    queue.append(node)


def run_at_import(node: ast.AST) -> Iterator[ast.AST]:
    """What runs below a node when its module is imported: not the bodies of functions, but their defaults."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            for part in (*child.decorator_list, child.args):
                yield from run_at_import(part)
            continue
        if isinstance(child, ast.Lambda):
            continue
        yield child
        yield from run_at_import(child)


def tracked_files() -> list[Path]:
    """All files that are or would be in the repository."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listing = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    except (FileNotFoundError, subprocess.CalledProcessError):
        pytest.skip("no git, or a source distribution, which was made from a repository")
    return [file for name in listing.split("\0") if name and (file := ROOT / name).is_file()]


# --- imports ---------------------------------------------------------------------------------------------------------


def test_the_linter_sees_every_module() -> None:
    command = [sys.executable, "-m", "ruff", "check", "--show-files"]
    shown = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    assert {module.file for module in modules()} <= {Path(line) for line in shown}


def test_dependencies_point_one_way() -> None:
    wrong = [
        f"{module.at(line)}: {module.package} imports {name}"
        for module in modules()
        for line, name in imports(module)
        if (target := name.partition(".")[0]) in (*PACKAGES, "tests")
        and target not in ARROWS[module.package] | {module.package}
        and (module.name, target) not in EXCEPTIONS
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", FOUNDATIONS)
def test_foundations_import_foundations_only(name: str) -> None:
    wrong = [
        f"{module.at(line)}: {target}"
        for module in modules()
        if within(module.name, name)
        for line, target in imports(module)
        if target.partition(".")[0] in PACKAGES and not any(within(target, base) for base in FOUNDATIONS)
    ]
    assert not wrong, "\n".join(wrong)


def test_recognisers_never_import_each_other() -> None:
    finders = {module.name.split(".")[2] for module in modules() if module.name.startswith("extractor.find.")}
    wrong = [
        f"{module.at(line)}: {name}"
        for module in modules()
        if module.name.startswith("extractor.find.")
        for line, name in imports(module)
        for finder in finders - {module.name.split(".")[2]}
        if within(name, f"extractor.find.{finder}")
    ]
    assert not wrong, "\n".join(wrong)


def test_rules_are_data() -> None:
    assert not list((ROOT / "rules").rglob("*.py"))


def test_heavy_libraries_stay_in_their_modules() -> None:
    wrong = [
        f"{module.at(line)}: {name}"
        for module in modules()
        if module.package in ("extractor", "api")
        for line, name in imports(module)
        if (library := name.partition(".")[0]) in HEAVY
        and not any(within(module.name, allowed) for allowed in HEAVY[library])
    ]
    assert not wrong, "\n".join(wrong)


def test_engine_has_no_network() -> None:
    wrong = [
        f"{module.at(line)}: {name}"
        for module in modules()
        if module.package == "extractor"
        for line, name in imports(module)
        if any(within(name, forbidden) for forbidden in NETWORK)
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("package", ["extractor", "trichluc", "api.cli"])
def test_import_loads_nothing_heavy(package: str) -> None:
    """`import extractor` takes under 0.3 s by what it leaves out. A list holds on every machine, a clock does not."""
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import {package}; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    # Also what was imported and then removed again.
    loaded |= {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()}
    assert package.partition(".")[0] in loaded
    heavy = loaded & {*HEAVY, "numpy", "pandas", "torch", "PIL", "multiprocessing", "asyncio"}
    assert not heavy


def test_nothing_is_compiled_at_import() -> None:
    wrong = [
        module.at(node.lineno)
        for module in modules()
        if module.package == "extractor"
        for node in run_at_import(module.tree)
        if isinstance(node, ast.Call)
        and (
            (isinstance(node.func, ast.Attribute) and node.func.attr == "compile")
            or (isinstance(node.func, ast.Name) and node.func.id == "compile")
        )
    ]
    assert not wrong, "patterns are compiled by a load() or a cached function:\n" + "\n".join(wrong)


# --- size and style --------------------------------------------------------------------------------------------------


def lasting() -> list[Module]:
    """All but the steps of the schema: each is a list of tables, written once and never changed."""
    return [module for module in modules() if not within(module.name, "api.store.migrations.versions")]


def test_modules_are_small() -> None:
    lengths = {module.at(1): len(module.file.read_text(encoding="utf-8").splitlines()) for module in lasting()}
    wrong = [f"{place}: {lines} lines" for place, lines in lengths.items() if lines > MODULE_LINES]
    assert not wrong, "\n".join(wrong)


def test_functions_are_small() -> None:
    wrong = [
        f"{module.at(node.lineno)}: {node.name}, {lines} lines"
        for module in lasting()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and (lines := node.end_lineno - node.lineno + 1) > FUNCTION_LINES
    ]
    assert not wrong, "\n".join(wrong)


def test_public_names_of_the_engine_have_docstrings() -> None:
    wrong = [
        module.at(1) for module in modules() if module.package == "extractor" and not ast.get_docstring(module.tree)
    ]
    wrong += [
        f"{module.at(node.lineno)}: {node.name}"
        for module in modules()
        if module.package == "extractor"
        for node in owners(module)
        if not ast.get_docstring(node)
    ]
    assert not wrong, "\n".join(wrong)


# --- what files may not hold -----------------------------------------------------------------------------------------


def test_lock_files_hold_names_versions_and_hashes_only() -> None:
    locks = sorted(ROOT.glob("requirements*.lock"))
    assert ROOT / "requirements.lock" in locks
    line_form = re.compile(
        r"\s*#.*|[a-z0-9.-]+(\[[a-z0-9,-]+\])?==[\w.!+]+( ; [^\\]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?|"
    )
    wrong = [
        f"{lock.name}:{number}: {line}"
        for lock in locks
        for number, line in enumerate(lock.read_text().splitlines(), 1)
        if not line_form.fullmatch(line) or "://" in line or "index" in line.lower().split()
    ]
    assert not wrong, "\n".join(wrong)


def test_locks_agree_with_each_other_and_leave_torch_out() -> None:
    pins: dict[str, set[str]] = {}
    for lock in ROOT.glob("requirements*.lock"):
        for name, version in re.findall(r"^([a-z0-9.-]+)(?:\[.*?\])?==(\S+)", lock.read_text(), re.MULTILINE):
            pins.setdefault(name, set()).add(version)
    assert not pins.keys() & {"torch", "tensorflow", "transformers"}
    # One name may have a version for old and one for new interpreters, in every file the same ones.
    everything = (ROOT / "requirements-all.lock").read_text()
    wrong = [
        f"{name} {version}"
        for name, versions in pins.items()
        if re.search(rf"^{re.escape(name)}(\[.*?\])?==", everything, re.MULTILINE)
        for version in versions
        if f"{name}=={version} " not in re.sub(r"\[.*?\]", "", everything)
    ]
    assert not wrong, "\n".join(wrong)


def test_no_paths_of_a_machine() -> None:
    folders = "|".join(("work", "root", "home"))
    path = re.compile(rf"(?<![\w./~$}})-])/(?:{folders})(?=[/\s\"'`)]|$)", re.MULTILINE)
    wrong = []
    for file in tracked_files():
        data = file.read_bytes()
        if b"\0" in data:
            continue
        text = data.decode("utf-8", "replace")
        wrong += [f"{file.relative_to(ROOT)}:{text.count(chr(10), 0, hit.start()) + 1}" for hit in path.finditer(text)]
    assert not wrong, "\n".join(wrong)
