"""The OpenAPI document: that it says what is needed of every operation, and that its examples are true."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import jsonschema
import pytest
from fastapi import FastAPI

from api.service.app import create_app
from api.service.problems import KINDS
from api.service.settings import ServiceSettings
from api.store import Settings, Store
from tests.api.service.conftest import TestClient
from tests.api.service.reading import made

PROBLEM = "application/problem+json"
Operation = tuple[str, str, dict[str, Any]]


def operations(app: FastAPI) -> Iterator[Operation]:
    """Each operation with its path and method."""
    for path, methods in app.openapi()["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def examples(described: dict[str, Any]) -> list[Any]:
    """The examples of a parameter, a body or an answer, wherever they stand."""
    schema = described.get("schema", {})
    found = [described["example"]] if "example" in described else []
    named = described.get("examples", {})
    found += [one["value"] for one in named.values()] if isinstance(named, dict) else list(named)
    return found + list(schema.get("examples", ()))


def resolved(app: FastAPI, schema: dict[str, Any]) -> dict[str, Any]:
    """A schema that stands alone."""
    if "$ref" in schema:
        schema = app.openapi()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return {**schema, "components": app.openapi()["components"]}


def content(operation: dict[str, Any]) -> dict[str, Any]:
    """The JSON of the answer that all goes well with."""
    good = next(answer for status, answer in operation["responses"].items() if status.startswith("2"))
    found: dict[str, Any] = good.get("content", {}).get("application/json", {})
    return found


def request(app: FastAPI, path: str, operation: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The request that the examples of an operation's parameters make."""
    asked: dict[str, Any] = {"params": {}, "headers": {}}
    for parameter in operation.get("parameters", ()):
        given = examples(parameter)
        if not given:
            assert not parameter.get("required"), f"{path}: {parameter['name']} has no example"
        elif parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", quote(str(given[0]), safe=""))
        elif parameter["in"] in ("query", "header"):
            asked["params" if parameter["in"] == "query" else "headers"][parameter["name"]] = given[0]
    return path, asked


#: What is another one each time, or with each version.
VOLATILE = {"added", "extracted", "seen", "as_of", "seconds", "sha256", "size", "bytes", "pipeline_version"}


def true(example: Any, answer: Any) -> bool:
    """Whether an answer is as its example says. Of a list an example may show some items."""
    if isinstance(example, dict) and isinstance(answer, dict):
        keys = example.keys() - VOLATILE
        return example.keys() == answer.keys() and all(true(example[key], answer[key]) for key in keys)
    if isinstance(example, list) and isinstance(answer, list) and example and isinstance(example[0], dict):
        return all(any(true(one, other) for other in answer) for one in example)
    return bool(example == answer)


@pytest.fixture(scope="module")
def described() -> FastAPI:
    """The application as it describes itself. It is not started."""
    return create_app(ServiceSettings(Settings("sqlite:///:memory:", "memory:///")))


#: Operations with one of these tags are tried elsewhere, and have no examples yet.
WITHOUT_EXAMPLES = {"access", "webhooks"}


def test_every_operation_is_described(described: FastAPI) -> None:
    wrong = []
    names = [operation.get("operationId") for _, _, operation in operations(described)]
    for path, method, operation in operations(described):
        where = f"{method} {path}"
        wrong += [f"{where}: no {name}" for name in ("operationId", "summary", "tags") if not operation.get(name)]
        if WITHOUT_EXAMPLES & {*operation["tags"]}:
            continue
        for parameter in operation.get("parameters", ()):
            if parameter["in"] == "path" and not examples(parameter):
                wrong.append(f"{where}: {parameter['name']} has no example")
        for kind, body in operation.get("requestBody", {}).get("content", {}).items():
            if kind == "application/json" and not examples({**body, "schema": resolved(described, body["schema"])}):
                wrong.append(f"{where}: no example of its body")
        good = content(operation)
        if "$ref" in good.get("schema", {}) and not examples(resolved(described, good["schema"])):
            wrong.append(f"{where}: no example of its answer")
        if "200" in operation["responses"] and not operation["responses"]["200"].get("content"):
            wrong.append(f"{where}: nothing is said of its answer")
    assert not wrong, "\n".join(wrong)
    assert len(names) == len(set(names))


def test_every_operation_tells_its_problems(described: FastAPI) -> None:
    wrong = []
    problem = jsonschema.Draft202012Validator(resolved(described, {"$ref": "#/components/schemas/Problem"}))
    for path, method, operation in operations(described):
        for status, answer in operation["responses"].items():
            if status.startswith(("4", "5")):
                codes = answer.get("content", {}).get(PROBLEM, {}).get("examples", {})
                if not codes or any(KINDS[code].status != int(status) for code in codes):
                    wrong.append(f"{method} {path}: {status} is no problem, or of no code")
                for example in codes.values():
                    problem.validate(example["value"])
        if not {"401", "422", "500"} <= operation["responses"].keys():
            wrong.append(f"{method} {path}: does not tell the problems of all")
    assert not wrong, "\n".join(wrong)


def test_every_reference_leads_somewhere(described: FastAPI) -> None:
    schemas = described.openapi()["components"]["schemas"]

    def references(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            yield from [value["$ref"]] if isinstance(value.get("$ref"), str) else []
            for inner in value.values():
                yield from references(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from references(inner)

    found = set(references(described.openapi()))
    assert found
    assert {one.rpartition("/")[2] for one in found} <= schemas.keys()
    assert "HTTPValidationError" not in schemas


def test_the_unit_of_offsets_is_stated(described: FastAPI) -> None:
    said = described.openapi()["info"]["description"]
    assert "Unicode code points" in said
    assert "UTF-16" in said
    # What is said of JavaScript, in Python: a code point above U+FFFF is two units.
    text = "a😀b"
    assert "".join(list(text)[2:3]) == "b"
    assert text.encode("utf-16-le")[2 * 2 : 3 * 2] != "b".encode("utf-16-le")


def test_every_example_of_reading_is_true(app: FastAPI, client: TestClient) -> None:
    """The examples of parameters, asked of a filled archive: answers are as their examples."""
    store: Store = app.state.store
    made.populate(store)
    ran = []
    for path, method, operation in operations(app):
        if method != "get" or not {"documents", "pages", "archive"} & {*operation["tags"]}:
            continue
        filled, asked = request(app, path, operation)
        answer = client.get(filled, **asked)
        assert answer.status_code in (200, 206), f"{path}: {answer.text[:300]}"
        good = content(operation)
        if "$ref" in good.get("schema", {}):
            schema = resolved(app, good["schema"])
            validator = jsonschema.Draft202012Validator(schema)
            validator.validate(answer.json())
            (example,) = examples(schema)
            validator.validate(example)
            assert true(example, answer.json()), f"{path}: {answer.json()}\nis not as\n{example}"
        ran.append(path)
    assert len(ran) == 12


def test_what_deletes_can_be_run_as_it_is_told(app: FastAPI, client: TestClient) -> None:
    store: Store = app.state.store
    made.populate(store)
    path, operation = next(
        (path, operation) for path, method, operation in operations(app) if operation["operationId"] == "deleteDocument"
    )
    filled, asked = request(app, path, operation)
    assert client.delete(filled, **asked).status_code == 204
    assert client.delete(filled, **asked).status_code == 404
