"""The line that opens a digest: what the day is about, in headlines of its stories."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.reading.text import words
from bot.model import Briefing, DayLine

MOST_WORDS = 36
"""Words of the line, about seven seconds of reading."""

MOST = 3


def heading(briefing: Briefing) -> str:
    """A story's headline, in the channel's language where that passed."""
    own = briefing.translated and briefing.translated.of(briefing.headline)
    return own.text if own else briefing.headline


def day_line(briefings: Sequence[Briefing]) -> DayLine | None:
    """The headlines of the stories that lead, as many as a line holds; None where a heading says it all."""
    told = [briefing for briefing in briefings[:MOST] if briefing.bullets]
    if len(told) < 2:
        return None
    while len(told) > 1 and sum(len(words(heading(briefing))) for briefing in told) > MOST_WORDS:
        told.pop()
    return DayLine(
        tuple(heading(briefing).rstrip(" .;") for briefing in told),
        tuple(briefing.bullets[0].cites[0] for briefing in told),
    )
