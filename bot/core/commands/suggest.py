"""Values that may be meant by what is typed so far."""

from __future__ import annotations

import re
from collections.abc import Iterable

MOST = 25
"""Values in one list: what a chat platform shows at most."""

LONG = 3
"""Letters from which on they may stand within a word; fewer stand nearly everywhere."""


def likeliest(typed: str, values: Iterable[str]) -> list[str]:
    """At most 25 of the values: those that begin so, those of which a word does, those that hold it.

    Among equals the order stays, so the likeliest are to come first.
    """
    sought = _plain(typed)
    ranked: tuple[list[str], ...] = ([], [], [])
    for value in dict.fromkeys(values):
        place = _place(sought, _plain(value))
        if place is not None:
            ranked[place].append(value)
    return [value for group in ranked for value in group][:MOST]


def _place(sought: str, value: str) -> int | None:
    if value.startswith(sought):
        return 0
    if re.search(rf"\b{re.escape(sought)}", value):
        return 1
    return 2 if len(sought) >= LONG and sought in value else None


def _plain(text: str) -> str:
    return " ".join(re.split(r"[\s_]+", text.casefold().lstrip()))
