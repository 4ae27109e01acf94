"""Where the store is: from options and the environment, with a place of the user's own as default."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from api.store.errors import StoreError

#: The workspace of whoever names none.
DEFAULT_WORKSPACE = "default"


@dataclass(frozen=True, slots=True)
class Settings:
    """Addresses of the database (SQLAlchemy's form) and of the files (`file:///…`, `s3://bucket/prefix`, `memory:///`),
    and the workspace that commands work in. Small enough to travel to a worker on another machine."""

    database_url: str
    files_url: str
    workspace: str = DEFAULT_WORKSPACE


def from_environment(folder: Path | None = None, environment: Mapping[str, str] = os.environ) -> Settings:
    """The store in `folder`, or where TRICHLUC_DATABASE_URL and TRICHLUC_FILES_URL say, or in TRICHLUC_HOME, by
    default the user's data folder. TRICHLUC_WORKSPACE names the workspace. An empty variable counts as absent. An
    address with a password may stand in a file, which TRICHLUC_DATABASE_URL_FILE or TRICHLUC_FILES_URL_FILE names.

    Raises StoreError where such a file cannot be read.

    A folder that was named wins over the environment: the command line is the nearer word.
    """
    home = (folder or Path(environment.get("TRICHLUC_HOME") or _data_folder(environment))).expanduser().absolute()
    database, files = "", ""
    if folder is None:
        database = _named("TRICHLUC_DATABASE_URL", environment)
        files = _named("TRICHLUC_FILES_URL", environment)
    return Settings(
        database_url=_with_driver(database) or f"sqlite:///{home / 'trichluc.db'}",
        files_url=files or (home / "files").as_uri(),
        workspace=environment.get("TRICHLUC_WORKSPACE") or DEFAULT_WORKSPACE,
    )


def _named(variable: str, environment: Mapping[str, str]) -> str:
    """What a variable says, or else the file that the variable of the same name with _FILE names."""
    file = environment.get(f"{variable}_FILE", "")
    if environment.get(variable) or not file:
        return environment.get(variable, "")
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        raise StoreError(f"{variable}_FILE: {type(error).__name__}; name a file that this user may read") from None


def _with_driver(url: str) -> str:
    """The address as SQLAlchemy wants it: `postgres://` and `postgresql://` mean the driver that is installed here."""
    scheme, separator, rest = url.partition("://")
    return f"postgresql+psycopg://{rest}" if separator and scheme in {"postgres", "postgresql"} else url


def _data_folder(environment: Mapping[str, str]) -> Path:
    if sys.platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "trichluc"
    return Path(environment.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "trichluc"
