"""Logs on standard error, a JSON object a line: when, how bad, where from, what, in which request.

No document text, no value of a query, no token and no password comes into them: a request is told by the template of
its route, an error by its type and place. Its message might quote a document.
"""

from __future__ import annotations

import logging
import os
import sys
import traceback
from types import TracebackType
from typing import Any

from pythonjsonlogger.json import JsonFormatter

from api.service.observing.request_ids import current

#: What a fault shows only where a developer asks for it: a traceback with its message.
DEBUG = "TRICHLUC_DEBUG"


def configure(form: str = "json") -> None:
    """Let all loggers of this process write in one form: `json` or `text`."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_with_request)
    handler.setFormatter(_Json() if form == "json" else _Text())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = name != "uvicorn.access"  # requests are told by `watching`
    for name in ("httpx", "httpcore", "httpx2", "httpcore2", "alembic", "sqlalchemy"):
        logging.getLogger(name).setLevel(logging.WARNING)


def place(error: BaseException) -> str:
    """Type and place of an error."""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return type(error).__name__
    last = frames[-1]
    return f"{type(error).__name__} in {os.path.join(*last.filename.split(os.sep)[-2:])}:{last.lineno}"


def _with_request(record: logging.LogRecord) -> bool:
    record.request_id = getattr(record, "request_id", None) or current()
    return True


def _trace(kind: type[BaseException] | None, trace: TracebackType | None) -> str:
    """Where it happened, frame by frame, without the message."""
    frames = (
        f"{os.path.join(*one.filename.split(os.sep)[-2:])}:{one.lineno} {one.name}"
        for one in traceback.extract_tb(trace)
    )
    return " < ".join([kind.__name__ if kind else "", *reversed(list(frames))])


class _Json(JsonFormatter):
    def __init__(self) -> None:
        super().__init__(
            "%(levelname)s %(name)s %(message)s %(request_id)s",
            rename_fields={"levelname": "level", "name": "logger", "exc_info": "trace"},
            timestamp="time",
            json_ensure_ascii=False,
        )

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the name of the library
        return str(super().formatException(ei)) if os.environ.get(DEBUG) else _trace(ei[0], ei[2])

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        log_data.pop("color_message", None)
        return super().process_log_record({key: value for key, value in log_data.items() if value is not None})


class _Text(logging.Formatter):
    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s %(request_id)s")

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the name of the library
        return str(super().formatException(ei)) if os.environ.get(DEBUG) else _trace(ei[0], ei[2])

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        facts = " ".join(f"{name}={value}" for name in _FACTS if (value := getattr(record, name, None)) is not None)
        return f"{line} {facts}".rstrip()


#: What a request's line holds beside the message.
_FACTS = ("method", "route", "status", "seconds", "caller", "address", "error")
