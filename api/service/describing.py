"""What the OpenAPI document says of every operation: the problems that it may answer with, and examples.

@router.get("/documents/{document_id}", **told("getDocument", "A document", problems=("not_found",)))
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from fastapi import FastAPI, Request
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel

from api.service.bodies.problem import ProblemBody
from api.service.problems import KINDS, MEDIA_TYPE, described

#: Every operation may answer so.
ALWAYS = ("unauthorized", "forbidden", "csrf", "invalid_request", "rate_limited", "internal")

DESCRIPTION = """\
Trích Lục reads Vietnamese administrative reports (văn bản hành chính) and answers what they say: what they cite, dates,
figures, who answers for what, and where they contradict themselves and each other.

**Offsets** (`span`, `start`, `end`) are `[start, end)` in **Unicode code points** of the report's `text` (NFC, lines
ended by `\\n`). Python and PostgreSQL count so. JavaScript, Java and C# count UTF-16 units: a code point above U+FFFF
takes two of them. Where the text holds one, convert: JavaScript `Array.from(text).slice(start, end).join("")`, Java
`text.offsetByCodePoints(0, start)`, C# by `text.EnumerateRunes()`.

**Lists** are pages: `{"items": [...], "next": cursor}`. Ask again with `cursor=` until `next` is null; what was there
all the time is neither repeated nor left out. A cursor is opaque.

**Problems** are `application/problem+json` (RFC 9457): compare `code`, show `detail_vi` or `detail`.
"""


def told(
    operation: str,
    summary: str,
    *,
    problems: Iterable[str] = (),
    answers: Mapping[int | str, dict[str, Any]] | None = None,
    **more: Any,
) -> dict[str, Any]:
    """The arguments of a route: its operation's name, its summary, the problems (codes) that it may answer with beside
    those of every operation, and what else its answers are."""
    return {
        "operation_id": operation,
        "summary": summary,
        "responses": {**problem_answers((*ALWAYS, *problems)), **(answers or {})},
        **more,
    }


def problem_answers(codes: Iterable[str]) -> dict[int | str, dict[str, Any]]:
    """Answers for the OpenAPI document, one for each status, with an example of each code."""
    by_status: dict[int, list[str]] = defaultdict(list)
    for code in dict.fromkeys(codes):
        by_status[KINDS[code].status].append(code)
    return {
        status: {
            "description": "; ".join(KINDS[code].title for code in some),
            "content": {
                MEDIA_TYPE: {
                    "schema": {"$ref": "#/components/schemas/Problem"},
                    "examples": {code: {"value": described(code, "/v1/…")} for code in some},
                }
            },
        }
        for status, some in sorted(by_status.items())
    }


def install(app: FastAPI) -> None:
    """Let the application describe itself."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app)
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]


def methods(request: Request) -> list[str]:
    """The methods that the address of a request has, over all routers."""
    found = []
    for path, operations in request.app.openapi()["paths"].items():
        template = re.sub(r"\\\{[a-z_]+\\\}", "[^/]+", re.escape(path))
        if re.fullmatch(template, request.url.path):
            found += [method.upper() for method in operations]
    return sorted(set(found))


def _document(app: FastAPI) -> dict[str, Any]:
    made = get_openapi(title=app.title, version=app.version, description=DESCRIPTION, routes=app.routes)
    schemas = made.setdefault("components", {}).setdefault("schemas", {})
    problem = ProblemBody.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(problem.pop("$defs", {}))
    schemas["Problem"] = problem
    for name, examples in _examples():
        if "examples" in schemas.get(name, {}):
            schemas[name]["examples"] = examples
    for path in made["paths"].values():
        for operation in path.values():
            _with_problems(operation["responses"])
    # What the framework would answer with, and we do not.
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    return made


def _examples() -> Iterator[tuple[str, list[Any]]]:
    """The examples of all bodies, by the names of these: the framework drops what is null in them."""
    waiting = BaseModel.__subclasses__()
    while waiting:
        body = waiting.pop()
        waiting += body.__subclasses__()
        more = body.model_config.get("json_schema_extra")
        if body.__module__.startswith("api.service.") and isinstance(more, dict):
            yield body.__name__, cast("list[Any]", more.get("examples", []))


def _with_problems(responses: dict[str, Any]) -> None:
    """Every operation may meet the problems of all."""
    for status, answer in problem_answers(ALWAYS).items():
        there = responses.get(str(status))
        if there is None or MEDIA_TYPE not in there.get("content", {}):
            responses[str(status)] = answer
