"""What is said to people, neutral of the platform that says it."""

from bot.core.outline.make import (
    of_answer,
    of_briefing,
    of_digest,
    of_error,
    of_feeds,
    of_left_out,
    of_more,
    of_passage,
    of_quotes,
)
from bot.core.outline.split import split

__all__ = [
    "of_answer",
    "of_briefing",
    "of_digest",
    "of_error",
    "of_feeds",
    "of_left_out",
    "of_more",
    "of_passage",
    "of_quotes",
    "split",
]
