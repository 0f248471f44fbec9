"""JSON Schemas (2020-12) of what `--json` prints, built from data/schemas.toml."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

_BASIC: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "moment": {"type": "string", "format": "date-time", "pattern": r"^[^.]{19}Z$"},
    "yes/no": {"type": "boolean"},
    "whole number": {"type": "integer"},
    "number": {"type": "number"},
    "object": {"type": "object"},
    "objects": {"type": "array", "items": {"type": "object"}},
    "text, whole number or yes/no": {"type": ["string", "integer", "boolean"]},
    "text, number": {"type": ["string", "number"]},
}
_SHAPE = re.compile(r"<([\w-]+)>")
Fields = Mapping[str, list[str]]


@cache
def _declared() -> dict[str, dict[str, Fields]]:
    import tomllib
    from importlib.resources import files

    text = (files("callq") / "data" / "schemas.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def names() -> list[str]:
    """Every command that prints JSON, such as `today` and `hours table`, and `hook`."""
    return list(_declared()["commands"])


def schema_of(name: str) -> dict[str, Any] | None:
    """The schema of one command's JSON; None when there is none of that name."""
    fields = _declared()["commands"].get(name)
    if fields is None:
        return None
    found = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"callq {name}"}
    found |= _object(fields)
    shapes: dict[str, Any] = {}
    waiting = _refs(found)
    while waiting:
        shape = waiting.pop()
        if shape not in shapes:
            shapes[shape] = _object(_declared()["shapes"][shape])
            waiting |= _refs(shapes[shape])
    return found | ({"$defs": dict(sorted(shapes.items()))} if shapes else {})


def _refs(value: object) -> set[str]:
    return set(re.findall(r"#/\$defs/([\w-]+)", repr(value)))


def _object(fields: Fields, prefix: str = "") -> dict[str, Any]:
    properties: dict[str, Any] = {}
    for field in fields:
        if not field.startswith(prefix):
            continue
        key = re.split(r"\[\]|\.", field[len(prefix) :])[0]
        full = prefix + key
        if full in fields:
            kind, *meaning = fields[full]
            says = {"description": meaning[0]} if meaning else {}
            constant = {"const": meaning[0]} if full == "schema" else {}
            properties[key] = _kind(kind) | says | constant
        elif field.startswith(f"{full}[]."):
            properties[key] = {"type": "array", "items": _object(fields, f"{full}[].")}
        else:
            properties[key] = _object(fields, f"{full}.")
    return {"type": "object", "properties": properties, "required": list(properties)}


def _kind(kind: str) -> dict[str, Any]:
    """A kind as the declarations write it: `list of text`, `number or null`, `<a-call> by name`."""
    if kind.endswith(" or null"):
        return {"anyOf": [_kind(kind.removesuffix(" or null")), {"type": "null"}]}
    if kind.startswith("list of "):
        return {"type": "array", "items": _kind(kind.removeprefix("list of "))}
    if " by " in kind:
        return {"type": "object", "additionalProperties": _kind(kind.rpartition(" by ")[0])}
    if shape := _SHAPE.fullmatch(kind):
        return {"$ref": f"#/$defs/{shape[1]}"}
    return dict(_BASIC[kind])
