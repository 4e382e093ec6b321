"""What is said to people, neutral of the platform that says it."""

from bot.core.outline.book import of_book
from bot.core.outline.feeds import of_feeds
from bot.core.outline.make import of_answer, of_briefing, of_digest, of_error, of_more
from bot.core.outline.orders import of_home, of_order
from bot.core.outline.places import of_elsewhere, of_passage
from bot.core.outline.preferences import of_dry_run, of_filters, of_muted, of_topics, of_why
from bot.core.outline.split import split
from bot.core.outline.threads import of_talk, of_thanks

__all__ = [
    "of_answer",
    "of_book",
    "of_briefing",
    "of_digest",
    "of_dry_run",
    "of_elsewhere",
    "of_error",
    "of_feeds",
    "of_filters",
    "of_home",
    "of_more",
    "of_muted",
    "of_order",
    "of_passage",
    "of_talk",
    "of_thanks",
    "of_topics",
    "of_why",
    "split",
]
