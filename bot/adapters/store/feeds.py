"""Feeds, who takes them, how they are, and what a check of them gave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Label, Row, bindparam, delete, exists, false, func, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.store.articles import GATHERED, Arrival, know_feeds, shelve, subscribe
from bot.adapters.store.database import Room, uninterrupted
from bot.adapters.store.tables import (
    articles,
    feed_articles,
    feed_health,
    feeds,
    seen_entries,
    workspace_feeds,
)
from bot.model import Feed, FeedHealth, FeedState, FeedStatus, FeedYield, Harvest, Kept, Validators

_HEALTH = [column for column in feed_health.c if column.name != "feed_id"]


_ENTRY_ARTICLE = (
    select(articles.c.seq)
    .join(seen_entries, seen_entries.c.article_id == articles.c.id)
    .where(seen_entries.c.feed_id == bindparam("feed"), seen_entries.c.key == bindparam("entry"))
    .where(articles.c.shelf == GATHERED)
    .scalar_subquery()
)
_MOVE_UP = (
    update(feed_articles)
    .where(feed_articles.c.feed_id == bindparam("feed"), feed_articles.c.article == _ENTRY_ARTICLE)
    .where(or_(feed_articles.c.position.is_(None), feed_articles.c.position > bindparam("at")))
    .values(position=bindparam("at"))
)


class Feeds(Room):
    """The part of the store that `ports.FeedStore` names."""

    @uninterrupted
    async def take_feed(self, workspace: str, feed: Feed) -> bool:
        """Make a workspace take a feed; False when it did already."""
        async with self.database.write() as connection:
            await know_feeds(connection, [feed])
            return await subscribe(connection, workspace, feed.id)

    @uninterrupted
    async def rename_feed(self, feed: Feed) -> None:
        """Call a known feed as this one is called; the articles that it brought keep the name of then."""
        renaming = update(feeds).where(feeds.c.id == feed.id).values(outlet=feed.outlet)
        async with self.database.write() as connection:
            await connection.execute(renaming)

    @uninterrupted
    async def drop_feed(self, workspace: str, feed_id: str) -> bool:
        """End it; False when it did not take it. What was gathered stays for others."""
        taken = (workspace_feeds.c.workspace == workspace, workspace_feeds.c.feed_id == feed_id)
        async with self.database.write() as connection:
            result = await connection.execute(delete(workspace_feeds).where(*taken))
            return result.rowcount > 0

    @uninterrupted
    async def feeds(self, workspace: str | None = None, since: datetime | None = None) -> list[FeedStatus]:
        """The feeds that a workspace takes, or all that anyone takes, by outlet and address.

        With what each brings, counting articles from `since` on, where that is given.
        """
        taken = select(workspace_feeds.c.feed_id).where(workspace_feeds.c.feed_id == feeds.c.id)
        if workspace is not None:
            taken = taken.where(workspace_feeds.c.workspace == workspace)
        query = (
            select(feeds.c.id, feeds.c.url, feeds.c.outlet, *_HEALTH, *(_brings(since) if since else ()))
            .outerjoin(feed_health)
            .where(exists(taken), feeds.c.imported == false())
            .order_by(feeds.c.outlet, feeds.c.url)
        )
        async with self.database.read() as connection:
            rows = (await connection.execute(query)).all()
        if since is None:
            return [_status_of(row) for row in rows]
        return [
            replace(_status_of(row), brings=FeedYield(row.articles, row.entries, row.texts)) for row in rows
        ]

    @uninterrupted
    async def seen(self, feed_id: str) -> Mapping[str, str]:
        """Entry key -> fingerprint, of the feed's entries that were dealt with."""
        query = select(seen_entries.c.key, seen_entries.c.fingerprint).where(
            seen_entries.c.feed_id == feed_id
        )
        async with self.database.read() as connection:
            return {row.key: row.fingerprint for row in await connection.execute(query)}

    @uninterrupted
    async def keep(self, harvests: Sequence[Harvest]) -> Kept:
        """Write all of it in one transaction; repeatable: what is there already stays."""
        arrivals = [Arrival(harvest.feed.id, read) for harvest in harvests for read in harvest.articles]
        async with self.database.write() as connection:
            await know_feeds(connection, [harvest.feed for harvest in harvests])
            kept = await shelve(connection, GATHERED, arrivals)
            await _keep_health(connection, harvests)
            await _keep_seen(connection, harvests)
            await _keep_positions(connection, harvests)
        return kept


def _brings(since: datetime) -> Sequence[Label[int]]:
    """What a `FeedYield` holds, of the feed of the row that is selected."""
    fresh = (
        select(func.count())
        .select_from(feed_articles.join(articles))
        .where(feed_articles.c.feed_id == feeds.c.id)
        .where(articles.c.dated >= since, articles.c.superseded == false())
    )
    seen = select(func.count()).where(seen_entries.c.feed_id == feeds.c.id)
    looked_at = seen.where(func.coalesce(seen_entries.c.article_id, "none") != "")
    with_text = seen.where(seen_entries.c.article_id != "")
    counts = {"articles": fresh, "entries": looked_at, "texts": with_text}
    return [query.scalar_subquery().label(name) for name, query in counts.items()]


async def _keep_health(connection: AsyncConnection, harvests: Sequence[Harvest]) -> None:
    statement = upsert(feed_health)
    newer = {column.name: statement.excluded[column.name] for column in _HEALTH}
    rows = [_health_row(harvest) for harvest in harvests]
    if rows:
        await connection.execute(
            statement.on_conflict_do_update(index_elements=["feed_id"], set_=newer), rows
        )


async def _keep_seen(connection: AsyncConnection, harvests: Sequence[Harvest]) -> None:
    statement = upsert(seen_entries)
    newer = {name: statement.excluded[name] for name in ("fingerprint", "article_id")}
    rows = [
        {
            "feed_id": harvest.feed.id,
            "key": entry.key,
            "fingerprint": entry.fingerprint,
            "article_id": entry.article_id,
        }
        for harvest in harvests
        for entry in harvest.seen
    ]
    if rows:
        update = statement.on_conflict_do_update(index_elements=["feed_id", "key"], set_=newer)
        await connection.execute(update, rows)


async def _keep_positions(connection: AsyncConnection, harvests: Sequence[Harvest]) -> None:
    """Where the articles of the feeds' entries stand now, unless they stood further to the front before."""
    rows = [
        {"feed": harvest.feed.id, "entry": key, "at": position}
        for harvest in harvests
        for key, position in harvest.positions.items()
    ]
    if rows:
        await connection.execute(_MOVE_UP, rows)


def _health_row(harvest: Harvest) -> dict[str, object]:
    health = harvest.health
    return {
        "feed_id": harvest.feed.id,
        "state": health.state.value,
        "note": health.note,
        "checked_at": health.checked_at,
        "ok_at": health.ok_at,
        "failures": health.failures,
        "next_at": health.next_at,
        "etag": health.validators.etag,
        "last_modified": health.validators.last_modified,
    }


def _status_of(row: Row[Any]) -> FeedStatus:
    feed = Feed(row.id, row.url, row.outlet)
    if row.state is None:
        return FeedStatus(feed, FeedHealth())
    health = FeedHealth(
        state=FeedState(row.state),
        note=row.note,
        checked_at=row.checked_at,
        ok_at=row.ok_at,
        failures=row.failures,
        next_at=row.next_at,
        validators=Validators(row.etag, row.last_modified),
    )
    return FeedStatus(feed, health)
