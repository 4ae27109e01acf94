"""The files that browsers get: those that stand here and no others, read once, named by what they hold.

Each file is served below a folder that is named by the hash of all files (`/static/3f0c…/main.js`), so that modules
import each other by relative names, a browser never asks twice for the same one, and a new version of the service is
never mixed with an old one.
"""

from __future__ import annotations

import hashlib
import importlib.util
import posixpath
import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_ROOT = Path(__file__).resolve().parent
_FOLDER = _ROOT / "static"

#: What is served, by ending. Anything else in the folder is not.
MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}

#: What draws the charts, as its package ships it.
PLOTLY = "plotly.min.js"

#: The module that shows each page.
_ENTRIES = {"queue": "queue.js", "review": "review/page.js", "dashboard": "dashboard.js", "sign-in": "sign-in.js"}
_IMPORT = re.compile(r'^(?:import|export) .*?from "(\.[^"]+)";', re.MULTILINE)

#: Nothing from other hosts, nothing inline, no evaluated text, no page of ours inside another's.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)

#: Plotly makes two style elements as it starts: an empty one, into which it writes rules, and one for maps, which are
#: not drawn here. They are allowed by what they hold, on the page with the charts only.
_STYLES = (
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
    "'sha256-ji27qzEtxXZW+7dun6UwjHXJ18e6WAin1VvNtkzIE/o='",
)
CHARTS_POLICY = CONTENT_SECURITY_POLICY.replace("style-src 'self'", " ".join(("style-src 'self'", *_STYLES)))


@dataclass(frozen=True, slots=True)
class File:
    """A file as it is sent."""

    content: bytes
    media_type: str
    tag: str


@dataclass(frozen=True, slots=True)
class Site:
    """All files by their names ("review/list.js"), the folder name that they are served under, and the page that
    every address of a page answers with."""

    version: str
    files: Mapping[str, File]
    shell: string.Template


@cache
def site() -> Site:
    """What is served. It is read when it is first asked for."""
    files = {}
    for name, path in _found():
        content = path.read_bytes()
        files[name] = File(content, MEDIA_TYPES[path.suffix], f'"{hashlib.sha256(content).hexdigest()[:32]}"')
    together = hashlib.sha256("\n".join(f"{name} {file.tag}" for name, file in files.items()).encode())
    shell = string.Template((_ROOT / "page.html").read_text(encoding="utf-8"))
    return Site(together.hexdigest()[:16], files, shell)


def _found() -> Iterator[tuple[str, Path]]:
    for path in sorted(_FOLDER.rglob("*")):
        if path.suffix in MEDIA_TYPES and path.is_file():
            yield path.relative_to(_FOLDER).as_posix(), path
    # Found, not imported: nothing of it runs here.
    package = importlib.util.find_spec("plotly")
    if package and package.origin:
        yield PLOTLY, Path(package.origin).parent / "package_data" / PLOTLY


@cache
def _imported(name: str) -> frozenset[str]:
    """A module and all that it imports as it starts."""
    text = site().files[name].content.decode()
    names = {posixpath.normpath(posixpath.join(posixpath.dirname(name), one)) for one in _IMPORT.findall(text)}
    return frozenset({name}).union(*map(_imported, names))


@cache
def page(name: str) -> File:
    """The page of this name ("queue", "review", "dashboard", "sign-in"): a shell that the scripts fill."""
    found = site()
    # Named at once, they are fetched together, not each when the one before it has been read.
    wanted = sorted({*_imported("main.js"), *_imported(_ENTRIES[name])})
    modules = "\n".join(f'    <link rel="modulepreload" href="/static/{found.version}/{one}" />' for one in wanted)
    content = found.shell.substitute(version=found.version, page=name, modules=modules).encode()
    return File(content, "text/html; charset=utf-8", f'"{hashlib.sha256(content).hexdigest()[:32]}"')
