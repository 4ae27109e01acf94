"""LibreOffice on this machine: where it is, and how it is started, confined by `office_sandbox`.

Its own program soffice.bin is started, not the script around it, which starts others; the kernel lets it start none,
so that it is one process, which one SIGKILL ends.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor.limits import Limits
from extractor.read import office_sandbox

#: The Debian package that brings what is needed, and what it gives.
PACKAGE = "libreoffice-writer-nogui"
#: Where it stands if no soffice on the PATH leads there.
_USUAL = ("/usr/lib/libreoffice/program", "/usr/lib64/libreoffice/program", "/opt/libreoffice/program")
#: What LibreOffice reads besides its own folder: libraries, fonts, what the C library looks up, its own process.
_READABLE = (
    *(
        "/usr",
        "/lib",
        "/lib64",
        "/etc/fonts",
        "/etc/libreoffice",
        "/etc/ld.so.cache",
        "/etc/localtime",
        "/etc/locale.alias",
    ),
    *("/etc/passwd", "/etc/nsswitch.conf", "/var/cache/fontconfig", "/var/spool/libreoffice", "/proc/self"),
    *("/proc/cpuinfo", "/proc/filesystems", "/proc/meminfo", "/sys/devices/system/cpu", "/dev/urandom", "/dev/zero"),
)
#: Where programs and the loader stand; /usr/bin is not among them.
_RUNNABLE = ("/lib", "/lib64", "/usr/lib", "/usr/lib64")
#: A file that it writes, bytes.
_WRITTEN = 512 * 1024**2
#: What it says when it wants to be started once more, having made its profile.
AGAIN = 81


@dataclass(frozen=True, slots=True)
class Office:
    """A LibreOffice: its folder `program`, and the build that its profile is made for."""

    folder: Path
    build: str

    @property
    def binary(self) -> Path:
        """The program itself."""
        return self.folder / "soffice.bin"


def find() -> Office | None:
    """The LibreOffice of this machine, None where there is none with Writer."""
    called = [found for name in ("soffice", "libreoffice") if (found := shutil.which(name))]
    for folder in (*(Path(os.path.realpath(one)).parent for one in called), *map(Path, _USUAL)):
        if (folder / "soffice.bin").is_file() and (folder / "libswlo.so").is_file():
            return Office(folder, _build(folder))
    return None


def _build(folder: Path) -> str:
    try:
        lines = (folder / "versionrc").read_text("utf-8", "replace").splitlines()
    except OSError:
        return ""
    return next((line.removeprefix("buildid=").strip() for line in lines if line.startswith("buildid=")), "")


def start(
    office: Office, place: Path, arguments: Sequence[str], limits: Limits, *, seconds: float
) -> subprocess.Popen[bytes]:
    """Start it confined, with nothing but the folder `place` to write to, for so many `seconds` of processor time. What
    it prints is thrown away: it may quote the document.

    Raises OSError.
    """
    wanted = {
        "parent": os.getpid(),
        "memory": limits.conversion_memory,
        "seconds": int(seconds) + 1,
        "file_bytes": _WRITTEN,
        "readable": [*_READABLE, str(office.folder.parent)],
        "runnable": [*_RUNNABLE, str(office.folder)],
        "writable": [str(place), "/dev/null"],
        "command": [str(office.binary), *arguments],
    }
    command = [sys.executable, "-I", "-S", str(office_sandbox.__file__), office_sandbox.packed(wanted)]
    # No session of its own: where this process is ended with its group, it ends too.
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=place,
        env={
            "HOME": str(place),
            "LANG": "C.UTF-8",
            "PATH": "/usr/bin:/bin",
            "SAL_USE_VCLPLUGIN": "svp",
            "TMPDIR": str(place),
        },
    )


def kill(process: subprocess.Popen[bytes]) -> None:
    """End it, now."""
    process.kill()
    process.wait()
