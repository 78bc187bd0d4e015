"""The description of the API: every operation is named, explained, shown by example, and tells how it refuses."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI

Spec = dict[str, Any]


@pytest.fixture
def spec(app: FastAPI) -> Spec:
    """The description of the whole API."""
    return app.openapi()


def _operations(spec: Spec) -> Iterator[tuple[str, Spec]]:
    for path, operations in spec["paths"].items():
        for method, operation in operations.items():
            yield f"{method} {path}", operation


def _resolved(spec: Spec, schema: Spec) -> Spec:
    found: Spec = schema
    if "$ref" in schema:
        found = spec["components"]["schemas"][schema["$ref"].split("/")[-1]]
    return found


def _text_fields(spec: Spec, schema: Spec) -> Iterator[tuple[str, bool]]:
    """The fields of a body that take free text, and whether one shows an example."""
    for name, field in _resolved(spec, schema)["properties"].items():
        for kind in field.get("anyOf", [field]):
            inner = kind.get("items", kind)
            if "$ref" in inner and "properties" in _resolved(spec, inner):
                yield from _text_fields(spec, inner)
            elif kind.get("type") == "string" and not {"format", "enum", "const"} & set(kind):
                yield name, "examples" in field or "examples" in kind


def test_every_operation_has_a_name_of_its_own_and_says_what_it_does(spec: Spec) -> None:
    operations = dict(_operations(spec))
    assert len(operations) > 60
    assert [
        name for name, one in operations.items() if not one.get("summary") or not one.get("description")
    ] == []
    names = Counter(one["operationId"] for one in operations.values())
    assert [name for name, times in names.items() if times > 1 or not name.isidentifier()] == []


def test_every_text_that_is_sent_is_shown_by_an_example(spec: Spec) -> None:
    found = [
        (name, *field)
        for name, operation in _operations(spec)
        if "requestBody" in operation
        for field in _text_fields(spec, operation["requestBody"]["content"]["application/json"]["schema"])
    ]
    assert len(found) > 30
    assert [(name, field) for name, field, has_example in found if not has_example] == []


def test_every_operation_tells_how_it_refuses(spec: Spec) -> None:
    for name, operation in _operations(spec):
        for status in ("401", "403", "404", "409", "422"):
            content = operation["responses"][status]["content"]["application/json"]
            assert (name, content["schema"]) == (name, {"$ref": "#/components/schemas/Refused"})
    schemas = spec["components"]["schemas"]
    assert set(schemas["Refusal"]["properties"]) == {"code", "message", "fields", "current"}
    assert {"HTTPValidationError", "ValidationError"} & set(schemas) == set()
