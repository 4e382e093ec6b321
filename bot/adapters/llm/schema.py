"""A draft as JSON: the schema that the server is held to, and the reading of what comes back all the same."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from bot.errors import BadDraft
from bot.model import Draft, DraftBullet, Form

Json = Any

MOST_BULLETS = 12
"""No briefing has more; what comes beyond is not looked at."""

LARGEST = 200_000
"""Bytes of an answer beyond which it is no draft of ours, which has some thousand."""

_NUMBERS = {"type": "array", "items": {"type": "integer"}}


def _object(**properties: Json) -> dict[str, Json]:
    """An object as strict schemas want it: all of these, and nothing else."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


_BULLETS = {"type": "array", "items": _object(text={"type": "string"}, cites=_NUMBERS, quotes=_NUMBERS)}
_LINES = {"type": "array", "items": _object(number={"type": "integer"}, text={"type": "string"})}
_SCHEMAS = {
    Form.BRIEFING: _object(headline={"type": ["string", "null"]}, bullets=_BULLETS),
    Form.ANSWER: _object(bullets=_BULLETS),
    Form.TRANSLATION: _object(lines=_LINES),
}


def schema_of(form: Form) -> dict[str, Json]:
    """The named strict schema of a form, as both APIs take it."""
    return {"name": form.value, "strict": True, "schema": _SCHEMAS[form]}


def draft_of(text: str, form: Form) -> Draft:
    """The draft that an answer holds; raises BadDraft where it is none."""
    try:
        read = json.loads(text)
        if form is Form.TRANSLATION:
            return Draft(tuple(_line(each) for each in read["lines"][:MOST_BULLETS]))
        bullets = tuple(_bullet(each) for each in read["bullets"][:MOST_BULLETS])
        headline = read["headline"] if form is Form.BRIEFING else None
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadDraft(f"its answer is no draft ({type(error).__name__})") from error
    if not (headline is None or isinstance(headline, str)):
        raise BadDraft("its headline is no text")
    return Draft(bullets, headline or None)


def _bullet(each: Mapping[str, Json]) -> DraftBullet:
    if not isinstance(each["text"], str):
        raise TypeError("a bullet's text is no text")
    return DraftBullet(each["text"], _numbers(each["cites"]), _numbers(each["quotes"]))


def _line(each: Mapping[str, Json]) -> DraftBullet:
    """A line of a translation; it cites the line that it is of."""
    if not isinstance(each["text"], str):
        raise TypeError("a line's text is no text")
    return DraftBullet(each["text"], _numbers([each["number"]]))


def _numbers(each: Json) -> tuple[int, ...]:
    if not isinstance(each, list) or any(type(number) is not int for number in each):
        raise TypeError("not a list of numbers")
    return tuple(each)
