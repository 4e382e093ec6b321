"""Feeds and how each is, as a neutral outline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.core.outline import texts
from bot.core.reading.text import counted
from bot.model import FeedStatus, Outline, Section, Table


def of_feeds(statuses: Sequence[FeedStatus], now: datetime) -> Outline:
    """How each feed is, in a table."""
    title = counted(len(statuses), "feed")
    if not statuses:
        return Outline(title, lead=texts.NO_FEEDS)
    return Outline(title, (Section((feed_table(statuses, now),)),))


def feed_table(statuses: Sequence[FeedStatus], now: datetime) -> Table:
    """A row a feed."""
    return Table(texts.FEED_COLUMNS, tuple(_row(status, now) for status in statuses))


def _row(status: FeedStatus, now: datetime) -> tuple[str, ...]:
    health = status.health
    state = texts.STATES[health.state]
    return (status.feed.outlet, status.feed.url, state, texts.ago(health.checked_at, now), health.note)
