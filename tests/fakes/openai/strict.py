"""Strict JSON schemas as the hosted servers enforce them: what a request may ask for, and what an answer must be."""

from __future__ import annotations

import re
from typing import Any

Json = Any

KEYWORDS = {
    "type",
    "properties",
    "required",
    "additionalProperties",
    "items",
    "enum",
    "anyOf",
    "description",
    "minimum",
    "maximum",
    "minItems",
    "maxItems",
}
NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")

_TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
}


def refused(asked: Json) -> str | None:
    """Why a server does not take this `json_schema` (name, strict, schema); None when it does."""
    if not isinstance(asked, dict) or not NAME.fullmatch(str(asked.get("name", ""))):
        return "a schema wants a name of letters, digits, _ and -"
    if asked.get("strict") is not True:
        return "only strict schemas are taken here"
    schema = asked.get("schema")
    if not isinstance(schema, dict) or schema.get("type") != "object":
        return "the root of a schema is an object"
    return _refused(schema, "$")


def _refused(schema: Json, at: str) -> str | None:
    if not isinstance(schema, dict):
        return f"{at}: no schema"
    if unknown := schema.keys() - KEYWORDS:
        return f"{at}: {min(unknown)} is not permitted"
    if "object" in _types_of(schema):
        named = schema.get("properties", {})
        if schema.get("additionalProperties") is not False:
            return f"{at}: additionalProperties must be false"
        if sorted(schema.get("required", [])) != sorted(named):
            return f"{at}: every property must be required"
    if "array" in _types_of(schema) and "items" not in schema:
        return f"{at}: an array wants items"
    inner = [(f"{at}.{name}", one) for name, one in schema.get("properties", {}).items()]
    inner += [(f"{at}[]", schema["items"])] if "items" in schema else []
    inner += [(f"{at}|{number}", one) for number, one in enumerate(schema.get("anyOf", []))]
    return next((why for where, one in inner if (why := _refused(one, where))), None)


def _types_of(schema: Json) -> list[str]:
    kind = schema.get("type", [])
    return [kind] if isinstance(kind, str) else list(kind)


def fault(schema: Json, value: Json, at: str = "$") -> str | None:
    """Where a value breaks the schema; None when it keeps it."""
    if "anyOf" in schema:
        return None if any(fault(one, value, at) is None for one in schema["anyOf"]) else f"{at}: fits none"
    if "enum" in schema and value not in schema["enum"]:
        return f"{at}: not one of those allowed"
    kinds = _types_of(schema)
    if kinds and not any(_is(value, kind) for kind in kinds):
        return f"{at}: not {' or '.join(kinds)}"
    if isinstance(value, dict):
        return _object_fault(schema, value, at)
    if isinstance(value, list):
        found = (fault(schema.get("items", {}), one, f"{at}[{number}]") for number, one in enumerate(value))
        return next((why for why in found if why), None)
    return None


def _is(value: Json, kind: str) -> bool:
    return isinstance(value, _TYPES[kind]) and (kind == "boolean" or not isinstance(value, bool))


def _object_fault(schema: Json, value: dict[str, Json], at: str) -> str | None:
    named = schema.get("properties", {})
    if missing := set(schema.get("required", [])) - value.keys():
        return f"{at}: {min(missing)} is missing"
    if extra := value.keys() - named.keys():
        return f"{at}: {min(extra)} is not in the schema"
    found = (fault(one, value[name], f"{at}.{name}") for name, one in named.items())
    return next((why for why in found if why), None)
