"""What is said to people, neutral of the platform that says it."""

from bot.core.outline.book import of_book
from bot.core.outline.make import (
    of_answer,
    of_briefing,
    of_digest,
    of_error,
    of_feeds,
    of_more,
    of_passage,
)
from bot.core.outline.split import split
from bot.core.outline.tastes import of_dry_run, of_filters, of_topics, of_why

__all__ = [
    "of_answer",
    "of_book",
    "of_briefing",
    "of_digest",
    "of_dry_run",
    "of_error",
    "of_feeds",
    "of_filters",
    "of_more",
    "of_passage",
    "of_topics",
    "of_why",
    "split",
]
