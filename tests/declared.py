"""Holds what `--json` prints against the schemas that callq declares."""

from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from callq.terminal.schemas import names, schema_of


def strict(schema: Any) -> Any:
    """The same schema, but a field it doesn't declare is a mistake."""
    if isinstance(schema, list):
        return [strict(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {"additionalProperties": False} if "required" in schema else {}
    return {key: strict(value) for key, value in schema.items()} | closed


@cache
def validators() -> dict[str, Draft202012Validator]:
    """By the name of the command, as in `callq schema NAME`."""
    return {name: Draft202012Validator(strict(schema_of(name))) for name in names()}


@cache
def _by_schema() -> dict[str, Draft202012Validator]:
    schemas: dict[str, Any] = {name: schema_of(name) for name in names()}
    return {
        schema["properties"]["schema"]["const"]: validators()[name]
        for name, schema in schemas.items()
    }


def mistakes(value: Any) -> list[str]:
    """Where an object isn't what the schema it names says."""
    found = _by_schema()[value["schema"]].iter_errors(value)
    return [f"{error.json_path}: {error.message[:200]}" for error in found]
