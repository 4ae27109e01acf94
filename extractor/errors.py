"""Every error that the engine raises on purpose, in one small tree.

    TrichLucError                 anything below; `except TrichLucError` is all a caller needs
    ├── UnreadableError           the file cannot be read; another copy of it may help
    │   ├── EmptyFileError        no bytes, or no text in them
    │   ├── UnsupportedTypeError  not a format that is read here
    │   ├── CorruptFileError      truncated, damaged, or not what it claims to be
    │   ├── EncryptedFileError    a password is needed
    │   └── EncodingError         bytes that are not text in any accepted encoding
    ├── HostileFileError          breaks a safety rule (external entities, zip bombs)
    ├── LimitError                larger than a limit allows (bytes, pages, paragraphs, time)
    ├── MissingToolError          what this format is read with is not on this machine: no fault of the file
    └── RulesError                a rule file is wrong: a fault of ours, not of the document

Each message says what happened and what to do. It names the file by its base name only; paths and document text never
stand in a message, because messages go to logs.
"""

from __future__ import annotations


class TrichLucError(Exception):
    """Base of all errors raised on purpose. `code` is stable and may be shown, logged and compared."""

    code = "error"
    #: Exit status of the command line for this error (see `trichluc extract --help`).
    exit_status = 1


class UnreadableError(TrichLucError):
    """The file cannot be read as a report."""

    code = "unreadable"
    exit_status = 3


class EmptyFileError(UnreadableError):
    """The file has no bytes, or no text in them."""

    code = "empty"


class UnsupportedTypeError(UnreadableError):
    """The content is of a format that is not read here."""

    code = "unsupported_type"
    exit_status = 4


class CorruptFileError(UnreadableError):
    """The content is truncated, damaged, or not what its first bytes claim."""

    code = "corrupt"
    exit_status = 5


class EncryptedFileError(UnreadableError):
    """The file is protected by a password."""

    code = "encrypted"
    exit_status = 6


class EncodingError(UnreadableError):
    """The bytes are not text in an accepted encoding."""

    code = "encoding"
    exit_status = 7


class HostileFileError(TrichLucError):
    """The file breaks a safety rule: external entities, a compression bomb, nesting without end."""

    code = "hostile"
    exit_status = 8


class LimitError(TrichLucError):
    """The file is larger than a limit allows: bytes, pages, paragraphs, or time."""

    code = "limit"
    exit_status = 9


class MissingToolError(TrichLucError):
    """A program that the file's format is read with is missing on this machine, or may not run safely on it."""

    code = "missing_tool"
    exit_status = 20


class RulesError(TrichLucError):
    """A file of `rules/` is wrong."""

    code = "rules"
    exit_status = 70
