"""A draft as JSON: the schema that the server is held to, and the reading of what comes back all the same."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from itertools import islice
from typing import Any

from bot.errors import BadDraft, ModelFault
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
_VERDICT = {"type": "string", "enum": ["yes", "no", "unsure"]}
_VERDICTS = {"type": "array", "items": _object(number={"type": "integer"}, text=_VERDICT)}
_SCHEMAS = {
    Form.BRIEFING: _object(headline={"type": ["string", "null"]}, bullets=_BULLETS),
    Form.ANSWER: _object(bullets=_BULLETS),
    Form.TRANSLATION: _object(lines=_LINES),
    Form.VERDICTS: _object(verdicts=_VERDICTS),
}


def schema_of(form: Form) -> dict[str, Json]:
    """The named strict schema of a form, as both APIs take it."""
    return {"name": form.value, "strict": True, "schema": _SCHEMAS[form]}


def draft_of(text: str, form: Form) -> Draft:
    """The draft that an answer holds, whatever stands around it; raises BadDraft where it is none."""
    wanted = {Form.TRANSLATION: "lines", Form.VERDICTS: "verdicts"}.get(form, "bullets")
    read = _object_in(text, wanted)
    try:
        if wanted != "bullets":
            return Draft(tuple(_line(each) for each in read[wanted][:MOST_BULLETS]))
        bullets = tuple(_bullet(each) for each in read["bullets"][:MOST_BULLETS])
        headline = read.get("headline") if form is Form.BRIEFING else None
    except (ValueError, KeyError, TypeError) as error:
        raise BadDraft(
            f"its answer is JSON of another schema ({type(error).__name__})", ModelFault.OTHER_SCHEMA
        ) from error
    if not (headline is None or isinstance(headline, str)):
        raise BadDraft("its headline is no text", ModelFault.OTHER_SCHEMA)
    return Draft(bullets, headline or None)


MOST_OPENINGS = 50
"""Braces of an answer at which a draft is looked for."""


def _object_in(text: str, wanted: str) -> Mapping[str, Json]:
    """The first object with this key: after thoughts, in a code fence, between other words."""
    decoder, fault, thought = json.JSONDecoder(), ModelFault.NOT_JSON, _end_of_thoughts(text)
    after = [at for at in _openings(text) if at >= thought]
    for place, at in enumerate((*after, *_openings(text))):
        with suppress(ValueError, RecursionError):
            read, end = decoder.raw_decode(text, at)
            if end <= thought:
                continue  # a draft of a draft
            if wanted in read:
                return read  # type: ignore[no-any-return]  # an object, as it begins with a brace
            fault = fault if place else ModelFault.OTHER_SCHEMA  # later ones may be pieces of a broken one
    is_json = fault is ModelFault.OTHER_SCHEMA
    raise BadDraft("its answer is JSON of another schema" if is_json else "its answer is no JSON", fault)


def _openings(text: str) -> list[int]:
    return [match.start() for match in islice(re.finditer("{", text), MOST_OPENINGS)]


def _end_of_thoughts(text: str) -> int:
    """Where a model that thinks aloud has done so; a server may swallow the opening tag."""
    if text.lstrip().startswith(("{", "```")):
        return 0
    ends = (text.find(closing) + len(closing) for closing in _CLOSINGS if closing in text)
    return min(ends, default=0)


_CLOSINGS = ("</think>", "</thinking>", "</reasoning>")


def _bullet(each: Mapping[str, Json]) -> DraftBullet:
    if not isinstance(each["text"], str):
        raise TypeError("a bullet's text is no text")
    return DraftBullet(each["text"], _numbers(each["cites"]), _numbers(each.get("quotes") or []))


def _line(each: Mapping[str, Json]) -> DraftBullet:
    """A line of a translation, or a verdict; it cites the line that it is of."""
    if not isinstance(each["text"], str):
        raise TypeError("a line's text is no text")
    return DraftBullet(each["text"], _numbers([each["number"]]))


def _numbers(each: Json) -> tuple[int, ...]:
    if not isinstance(each, list) or any(type(number) is not int for number in each):
        raise TypeError("not a list of numbers")
    return tuple(each)
