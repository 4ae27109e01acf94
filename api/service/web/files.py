"""The files that browsers get: those that stand here and no others, read once, named by what they hold.

Each file is served below a folder that is named by the hash of all files (`/static/3f0c…/main.js`), so that modules
import each other by relative names, a browser never asks twice for the same one, and a new version of the service is
never mixed with an old one.
"""

from __future__ import annotations

import hashlib
import string
from collections.abc import Mapping
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
    for path in sorted(_FOLDER.rglob("*")):
        media_type = MEDIA_TYPES.get(path.suffix)
        if media_type and path.is_file():
            content = path.read_bytes()
            tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
            files[path.relative_to(_FOLDER).as_posix()] = File(content, media_type, tag)
    together = hashlib.sha256("\n".join(f"{name} {file.tag}" for name, file in files.items()).encode())
    shell = string.Template((_ROOT / "page.html").read_text(encoding="utf-8"))
    return Site(together.hexdigest()[:16], files, shell)


def page(name: str) -> File:
    """The page of this name ("queue", "review", "dashboard", "sign-in"): a shell that the scripts fill."""
    found = site()
    content = found.shell.substitute(version=found.version, page=name).encode()
    return File(content, "text/html; charset=utf-8", f'"{hashlib.sha256(content).hexdigest()[:32]}"')
