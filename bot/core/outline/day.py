"""The line that opens a digest: what the day is about, in headlines of its stories."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.text import words
from bot.model import Briefing, DayLine

MOST_WORDS = 36
"""Words of the line, about seven seconds of reading."""

MOST = 3


def day_line(briefings: Sequence[Briefing]) -> DayLine | None:
    """The headlines of the stories that lead, as many as a line holds; None where a heading says it all."""
    told = [briefing for briefing in briefings[:MOST] if briefing.bullets]
    if len(told) < 2:
        return None
    while len(told) > 1 and sum(len(words(briefing.headline)) for briefing in told) > MOST_WORDS:
        told.pop()
    return DayLine(
        tuple(briefing.headline.rstrip(" .;") for briefing in told),
        tuple(briefing.bullets[0].cites[0] for briefing in told),
    )
