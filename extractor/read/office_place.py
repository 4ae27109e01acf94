"""The folder that a LibreOffice works in: a profile of its own, the file that it gets, and what it makes of it."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from extractor.read.office_program import Office

#: What is asked of it. Word's dialect, not the standard's: they differ in little, and this one is what Word writes.
_FORMAT = "docx:MS Word 2007 XML"
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
    'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
)
_ITEM = '<item oor:path="/org.openoffice.{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>\n'
#: Node, property, value: nothing in a document is run, followed, fetched or brought up to date; nothing is remembered.
SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "CheckDocumentEvents", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Office.Writer/Content/Update", "Field", "false"),
    ("Office.Writer/Content/Update", "Chart", "false"),
    ("Office.Calc/Content/Update", "Link", "2"),
    ("Office.Common/Misc", "FirstRun", "false"),
    ("Office.Common/Misc", "CollectUsageInformation", "false"),
    ("Office.Common/Misc", "CrashReport", "false"),
    ("Office.Common/History", "PickListSize", "0"),
    ("Office.Common/Save/Document", "WarnAlienFormat", "false"),
    ("Office.Linguistic/SpellChecking", "IsSpellAuto", "false"),
    ("Office.Recovery/AutoSave", "Enabled", "false"),
    ("Office.Recovery/RecoveryInfo", "Enabled", "false"),
    ("Setup/Office", "MigrationCompleted", "true"),
)


def sweep(scratch: Path) -> None:
    """Remove a folder of Places, whose LibreOffices are no more, and their sockets."""
    for folder in scratch.iterdir() if scratch.is_dir() else ():
        _socket(folder).unlink(missing_ok=True)
    shutil.rmtree(scratch, ignore_errors=True)


def _profile(folder: Path) -> str:
    return (folder / "profile").as_uri()


def _socket(folder: Path) -> Path:
    digest = hashlib.md5(_profile(folder).encode("utf-16-le"), usedforsecurity=False).digest()
    return Path(f"/tmp/OSL_PIPE_{os.getuid()}_SingleOfficeIPC_{''.join(f'{byte:x}' for byte in digest)}")


class Place:
    """A folder for one LibreOffice, made in `folder`, which must not be there yet."""

    def __init__(self, folder: Path, office: Office) -> None:
        self.folder = folder
        self._in, self._out = folder / "in", folder / "out"
        user = folder / "profile" / "user"
        for made in (self._in, self._out, user / "extensions" / "bundled", user / "extensions" / "shared"):
            made.mkdir(parents=True, mode=0o700)
        items = "".join(_ITEM.format(*setting) for setting in SETTINGS)
        (user / "registrymodifications.xcu").write_text(f"{_HEAD}{items}</oor:items>\n", "utf-8")
        # As if its extensions were looked through: else it does that, and wants to be started a second time.
        (user / "extensions" / "buildid").write_text(office.build, "utf-8")
        for kind in ("bundled", "shared"):
            (user / "extensions" / kind / "lastsynchronized").write_text("1", "utf-8")

    @property
    def profile(self) -> str:
        """The profile's address, as LibreOffice is told it."""
        return _profile(self.folder)

    @property
    def socket(self) -> Path:
        """The socket that it listens at: it is named by the MD5 of its profile's address, as one number in base 16 a
        byte (sal/osl/unx/pipe.cxx, desktop/source/app/officeipcthread.cxx)."""
        return _socket(self.folder)

    def options(self) -> list[str]:
        """What it is started with, besides its work."""
        quiet = ("--headless", "--invisible", "--norestore", "--nologo", "--nodefault", "--nolockcheck")
        return [f"-env:UserInstallation={self.profile}", *quiet]

    def put(self, data: bytes, ending: str) -> list[str]:
        """Lay the file out; what is asked of LibreOffice for it."""
        self.clear()
        file = self._in / f"document.{ending}"
        file.write_bytes(data)
        return ["--convert-to", _FORMAT, "--outdir", str(self._out), str(file)]

    def take(self, most: int) -> bytes | None:
        """What it made, at most so many bytes and one more; None where it made nothing. A file that is a link or no
        file at all is nothing. What was laid out is gone."""
        try:
            opened = os.open(self._out / "document.docx", os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            with os.fdopen(opened, "rb") as stream:
                return stream.read(most + 1) or None
        except OSError:
            return None
        finally:
            self.clear()

    def clear(self) -> None:
        """Remove what was laid out and made."""
        for folder in (self._in, self._out):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(mode=0o700, exist_ok=True)

    def remove(self) -> None:
        """Remove all of it, and the socket, which LibreOffice may make and not remove."""
        self.socket.unlink(missing_ok=True)
        shutil.rmtree(self.folder, ignore_errors=True)
