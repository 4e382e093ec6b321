"""How On Record fares, on one screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.core import editions
from bot.core.outline import texts
from bot.core.reading.text import counted
from bot.model import Delivery, FeedState, Heading, Outline, Paragraph, Section, Status, Subscription, Table

ILL = frozenset({FeedState.BLOCKED, FeedState.GONE, FeedState.BROKEN})
"""States of a feed that somebody has to look at."""

MOST = 10
"""Feeds, orders and digests that are named; the rest is counted."""


def of_status(status: Status) -> Outline:
    """Feeds and how they fare, next editions, what was not posted, what a model cost, how much is kept."""
    return Outline(
        texts.status(status.at.astimezone(UTC)),
        (_feeds(status), _editions(status), _unsent(status), _kept(status), *_replicas(status)),
    )


def coming(status: Status) -> list[tuple[Subscription, datetime | None]]:
    """The orders with the time of their next edition, in their own zone; first those that come first."""
    nexts = [(order, None if order.paused else _next(order, status.at)) for order in status.orders]
    return sorted(nexts, key=lambda pair: (pair[1] is None, pair[1] or status.at, pair[0].channel.room))


def _next(order: Subscription, now: datetime) -> datetime:
    return editions.next_slot(order, now).astimezone(ZoneInfo(order.zone))


def _feeds(status: Status) -> Section:
    states = Counter(texts.STATES[one.health.state] for one in status.feeds)
    said = ", ".join(f"{number:,} {state}" for state, number in states.most_common())
    articles = sum(one.brings.articles for one in status.feeds if one.brings)
    ill = [one for one in status.feeds if one.health.state in ILL]
    rows = tuple(
        (
            one.feed.outlet,
            texts.STATES[one.health.state],
            texts.ago(one.health.ok_at, status.at),
            texts.feed_note(one),
        )
        for one in ill[:MOST]
    )
    week = f"{counted(articles, 'article')} this week"
    lines = [said, week] if status.feeds else [texts.NO_FEEDS_IN_SHELL]
    table = (Table(texts.ILL_COLUMNS, rows),) if rows else ()
    heading = Heading(counted(len(status.feeds), "feed"))
    return Section((heading, Paragraph(", ".join(lines)), *table, *_more(len(ill))))


def _editions(status: Status) -> Section:
    rows = tuple(
        (texts.whose_channel(order.channel), texts.moment(at) if at else texts.paused(order.paused_for))
        for order, at in coming(status)[:MOST]
    )
    block = Table(texts.EDITION_COLUMNS, rows) if rows else Paragraph(f"{texts.NO_ORDER}.")
    return Section((Heading(texts.NEXT_EDITIONS), block, *_more(len(status.orders))))


def _unsent(status: Status) -> Section:
    stopped = [
        (texts.whose_channel(channel), texts.ALERTS, texts.STOPPED, "", why)
        for channel, why in status.stopped.items()
    ]
    rows = (*map(_unsent_row, status.unsent[:MOST]), *stopped[:MOST])
    block = Table(texts.UNSENT_COLUMNS, rows) if rows else Paragraph(texts.ALL_POSTED)
    return Section((Heading(texts.NOT_POSTED), block, *_more(max(len(status.unsent), len(stopped)))))


def _unsent_row(one: Delivery) -> tuple[str, ...]:
    edition = f"{one.edition.day.isoformat()} {one.edition.slot:%H:%M}"
    return (
        texts.whose_channel(one.channel),
        edition,
        one.state.value,
        counted(one.tries, "try", "tries"),
        one.note,
    )


def _kept(status: Status) -> Section:
    lines = (texts.database(status.size), texts.held(status.counts), texts.backlog(status.backlog))
    return Section((Heading(texts.STORE), *map(Paragraph, (*lines, texts.bill(status)))))


def _replicas(status: Status) -> Iterator[Section]:
    """Those that work on the database, where any does."""
    if status.replicas:
        alone = len(status.replicas) == 1
        rows = tuple(map(texts.replica_row, status.replicas))
        heading = Heading(texts.ONE_REPLICA if alone else counted(len(status.replicas), "replica"))
        yield Section((heading, Table(texts.REPLICA_COLUMNS, rows)))


def _more(number: int) -> Iterator[Paragraph]:
    if number > MOST:
        yield Paragraph(texts.and_more(number - MOST))
