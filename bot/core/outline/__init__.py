"""What is said to people, neutral of the platform that says it."""

from bot.core.outline.channel import (
    next_at,
    of_dry_run,
    of_feeds,
    of_filters,
    of_home,
    of_import,
    of_muted,
    of_offers,
    of_orders,
    of_topics,
    of_watches,
    of_watching,
    of_why,
)
from bot.core.outline.checked import markdown_of, of_check
from bot.core.outline.news import (
    none_of,
    of_answer,
    of_book,
    of_briefing,
    of_digest,
    of_elsewhere,
    of_error,
    of_more,
    of_passage,
)
from bot.core.outline.split import split
from bot.core.outline.status import of_status
from bot.core.outline.threads import of_talk, of_thanks

__all__ = [
    "markdown_of",
    "next_at",
    "none_of",
    "of_answer",
    "of_book",
    "of_briefing",
    "of_check",
    "of_digest",
    "of_dry_run",
    "of_elsewhere",
    "of_error",
    "of_feeds",
    "of_filters",
    "of_home",
    "of_import",
    "of_more",
    "of_muted",
    "of_offers",
    "of_orders",
    "of_passage",
    "of_status",
    "of_talk",
    "of_thanks",
    "of_topics",
    "of_watches",
    "of_watching",
    "of_why",
    "split",
]
