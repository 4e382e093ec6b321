"""What somebody types for a filter, checked; every fault is one sentence."""

from __future__ import annotations

import difflib

from bot.core.filters import expressions
from bot.core.indexed import stems
from bot.errors import ConfigError
from bot.model import Filter, FilterKind

LONGEST = 200
"""Characters of a filter's value."""

KINDS = tuple(kind for kind in FilterKind if kind is not FilterKind.STORY)
"""What can be typed: a story is muted by its button."""


def filter_of(kind: str, value: str, only: bool = False) -> Filter:
    """The filter of this kind and value; raises ConfigError where it could never work."""
    known, value = kind_of(kind), " ".join(value.split())
    if not value:
        raise ConfigError(f"Type what the filter looks for after “{known}”.")
    if len(value) > LONGEST:
        raise ConfigError(f"A filter is at most {LONGEST} characters long; this one has {len(value):,}.")
    if known is FilterKind.EXPRESSION:
        expressions.check(value)
    elif known is FilterKind.LANGUAGE:
        value = _language(value)
    elif not stems(value):
        raise ConfigError(f"“{value}” holds no word to look for.")
    return Filter(known, value, only)


def kind_of(typed: str) -> FilterKind:
    """The kind of filter; raises ConfigError that names those there are."""
    kinds = {kind.value: kind for kind in KINDS}
    if typed.casefold() in kinds:
        return kinds[typed.casefold()]
    near = difflib.get_close_matches(typed.casefold(), kinds, n=1)
    remedy = f"did you mean {near[0]}?" if near else f"there are {', '.join(kinds)}."
    raise ConfigError(f"There is no kind of filter “{typed}”; {remedy}")


def _language(value: str) -> str:
    if len(value) != 2 or not (value.isascii() and value.isalpha()):
        raise ConfigError(f"“{value}” is no language code; write its two letters, such as en or de.")
    return value.casefold()
