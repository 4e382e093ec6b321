"""Feeds, who takes them, how they are, and what a check of them gave."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Label,
    Row,
    Table,
    bindparam,
    delete,
    exists,
    false,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import Insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.store.articles import GATHERED, Arrival, know_feeds, shelve, subscribe
from bot.adapters.store.database import Room, chunks, uninterrupted
from bot.adapters.store.engines import upsert
from bot.adapters.store.hubs import keep_hubs
from bot.adapters.store.leases import count_checks, end_leases, held_leases, take_leases
from bot.adapters.store.rows import ARTICLE_COLUMNS, article_of
from bot.adapters.store.tables import (
    articles,
    feed_articles,
    feed_health,
    feeds,
    hub_subscriptions,
    metadata,
    moved_feeds,
    pending_entries,
    seen_entries,
    subscriptions,
    workspace_feeds,
)
from bot.core.feeds.decide import in_order
from bot.model import (
    Article,
    Entry,
    Feed,
    FeedHealth,
    FeedState,
    FeedStatus,
    FeedYield,
    Harvest,
    Kept,
    PendingEntry,
    SeenEntry,
    UnreadPages,
    Validators,
)

LONGEST_MOVED = 1_000
"""Characters of an old address that is remembered: PostgreSQL's index of them holds nothing much longer."""

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


def _newest(table: Table) -> Insert:
    """A statement that puts rows in place of those with the same key."""
    statement = upsert(table)
    newer = {column.name: statement.excluded[column.name] for column in table.c if not column.primary_key}
    return statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=newer)


_PUT_HEALTH, _PUT_SEEN = _newest(feed_health), _newest(seen_entries)
_PENDING_NO_MORE = delete(pending_entries).where(
    pending_entries.c.feed_id == bindparam("feed"), pending_entries.c.key == bindparam("entry")
)


class Feeds(Room):
    """The part of the store that `ports.FeedStore` names."""

    @uninterrupted
    async def take_feed(self, workspace: str, feed: Feed) -> bool:
        """Make a workspace take a feed, at this very address; False when it did already."""
        async with self.database.write() as connection:
            await connection.execute(delete(moved_feeds).where(moved_feeds.c.url == feed.url))
            await know_feeds(connection, [feed])
            return await subscribe(connection, workspace, feed.id)

    @uninterrupted
    async def moves(self) -> Mapping[str, str]:
        """Old address -> where the feed lives now, of those that moved for good."""
        async with self.database.read() as connection:
            rows = await connection.execute(select(moved_feeds))
            return {row.url: row.moved_to for row in rows}

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
        async with self.database.read() as connection:
            return await _statuses(connection, exists(taken), since=since)

    @uninterrupted
    async def claim_feeds(self, ids: Collection[str], replica: str, seconds: float) -> list[FeedStatus]:
        """Those of these feeds that a replica may check now, as they are: no other has them until then."""
        names = {lease_of(id_): id_ for id_ in ids}
        async with self.database.write() as connection:
            ours = await take_leases(connection, names, replica, seconds)
            claimed = [names[name] for name in ours]
            unread = pending_entries.c.feed_id.in_(claimed)
            return await _statuses(connection, feeds.c.id.in_(claimed), unread)

    @uninterrupted
    async def drop_claims(self, ids: Collection[str], replica: str) -> None:
        """Leave these feeds to others."""
        if not ids:
            return
        async with self.database.write() as connection:
            await end_leases(connection, [lease_of(id_) for id_ in ids], replica)

    @uninterrupted
    async def seen(self, feed_id: str) -> Mapping[str, SeenEntry]:
        """The feed's entries that were dealt with, by key."""
        query = select(seen_entries).where(seen_entries.c.feed_id == feed_id)
        async with self.database.read() as connection:
            return {
                row.key: SeenEntry(
                    row.key, row.fingerprint, row.article_id, row.stamp, row.read_at, row.same, row.url
                )
                for row in await connection.execute(query)
            }

    @uninterrupted
    async def pending(self, feed_id: str) -> list[PendingEntry]:
        """Its entries whose pages could not be read, those that were given up among them."""
        query = select(pending_entries).where(pending_entries.c.feed_id == feed_id)
        async with self.database.read() as connection:
            return [_pending_of(row) for row in await connection.execute(query)]

    @uninterrupted
    async def gathered(self, ids: Collection[str]) -> Mapping[str, Article]:
        """Those of the articles that feeds brought, by id, whoever may see them."""
        found: dict[str, Article] = {}
        query = select(*ARTICLE_COLUMNS).where(articles.c.shelf == GATHERED)
        async with self.database.read() as connection:
            for some in chunks(list(ids)):
                rows = await connection.execute(query.where(articles.c.id.in_(some)))
                found |= {row.id: article_of(row) for row in rows}
        return found

    @uninterrupted
    async def forget_unread(self, before: datetime) -> int:
        """Drop entries that were given up, and had been tried since before then; says how many."""
        old = (pending_entries.c.next_at.is_(None), pending_entries.c.since < before)
        async with self.database.write() as connection:
            return (await connection.execute(delete(pending_entries).where(*old))).rowcount

    @uninterrupted
    async def keep(self, harvests: Sequence[Harvest], replica: str = "") -> Kept:
        """Write all of it in one transaction; repeatable: what is there already stays.

        Of a replica, only what is of feeds that it still has; the claim on one ends with its last part.
        """
        async with self.database.write() as connection:
            lost = await _lost(connection, harvests, replica) if replica else frozenset[str]()
            harvests = [harvest for harvest in harvests if harvest.feed.id not in lost]
            arrivals = [Arrival(harvest.feed.id, read) for harvest in harvests for read in harvest.articles]
            await know_feeds(connection, [harvest.feed for harvest in harvests])
            kept = await shelve(connection, GATHERED, arrivals, alerting=True)
            await _keep_health(connection, harvests)
            await _keep_seen(connection, harvests)
            await _keep_pending(connection, harvests)
            await _keep_positions(connection, harvests)
            await keep_hubs(connection, harvests)
            for harvest in harvests:
                if harvest.moved_to:
                    await _move(connection, harvest.feed, harvest.moved_to)
            if replica and (done := [lease_of(harvest.feed.id) for harvest in harvests if harvest.last]):
                await end_leases(connection, done, replica)
                await count_checks(connection, replica, len(done))
        return replace(kept, lost=lost)


async def _lost(connection: AsyncConnection, harvests: Sequence[Harvest], replica: str) -> frozenset[str]:
    """Those of the feeds that another replica may have taken over since."""
    names = {lease_of(harvest.feed.id): harvest.feed.id for harvest in harvests}
    held = await held_leases(connection, names, replica)
    return frozenset(id_ for name, id_ in names.items() if name not in held)


def lease_of(feed_id: str) -> str:
    """The name of the lease of who checks a feed."""
    return f"feed {feed_id}"


async def _statuses(
    connection: AsyncConnection,
    wanted: ColumnElement[bool],
    *unread_of: ColumnElement[bool],
    since: datetime | None = None,
) -> list[FeedStatus]:
    """The feeds that are wanted, by outlet and address; `unread_of` bounds whose unread pages are counted."""
    query = (
        select(
            *(feeds.c.id, feeds.c.url, feeds.c.outlet, *_HEALTH, hub_subscriptions.c.news_at),
            *(_brings(since) if since else ()),
        )
        .outerjoin(feed_health)
        .outerjoin(hub_subscriptions, hub_subscriptions.c.feed_id == feeds.c.id)
        .where(wanted, feeds.c.imported == false())
        .order_by(feeds.c.outlet, feeds.c.url)
    )
    given_up = pending_entries.c.next_at.is_(None)
    unread_query = (
        select(
            pending_entries.c.feed_id,
            pending_entries.c.reason,
            func.count().label("pages"),
            func.min(pending_entries.c.next_at).label("next_at"),
        )
        .where(*unread_of)
        .group_by(pending_entries.c.feed_id, pending_entries.c.reason, given_up)
    )
    unread: dict[str, list[UnreadPages]] = {}
    for row in await connection.execute(unread_query):
        unread.setdefault(row.feed_id, []).append(UnreadPages(row.reason, row.pages, row.next_at))
    return [
        replace(
            _status_of(row),
            unread=in_order(unread.get(row.id, ())),
            brings=FeedYield(row.articles, row.entries, row.texts) if since else None,
        )
        for row in await connection.execute(query)
    ]


def _brings(since: datetime) -> Sequence[Label[int]]:
    """What a `FeedYield` holds, of the feed of the row that is selected."""
    fresh = (
        select(func.count())
        .select_from(feed_articles.join(articles))
        .where(feed_articles.c.feed_id == feeds.c.id)
        .where(articles.c.dated >= since, articles.c.superseded == false())
    )
    seen = select(func.count()).where(seen_entries.c.feed_id == feeds.c.id)
    with_text = seen.where(seen_entries.c.article_id.is_not(None))
    looked_at = seen.where(or_(seen_entries.c.article_id.is_not(None), seen_entries.c.read_at.is_not(None)))
    counts = {"articles": fresh, "entries": looked_at, "texts": with_text}
    return [query.scalar_subquery().label(name) for name, query in counts.items()]


async def _keep_health(connection: AsyncConnection, harvests: Sequence[Harvest]) -> None:
    if rows := [_health_row(harvest) for harvest in harvests]:
        await connection.execute(_PUT_HEALTH, rows)


async def _keep_seen(connection: AsyncConnection, harvests: Sequence[Harvest]) -> None:
    rows = [seen_row(harvest.feed, entry) for harvest in harvests for entry in harvest.seen]
    if rows:
        await connection.execute(_PUT_SEEN, rows)


def seen_row(feed: Feed, entry: SeenEntry) -> dict[str, object]:
    """An entry that was dealt with, as the table has it."""
    return {
        "feed_id": feed.id,
        "key": entry.key,
        "fingerprint": entry.fingerprint,
        "article_id": entry.article_id,
        "stamp": entry.stamp,
        "read_at": entry.read_at,
        "same": entry.same,
        "url": entry.url,
    }


async def _keep_pending(connection: AsyncConnection, harvests: Sequence[Harvest]) -> None:
    """What could not be read, in place of all that was known before of the entries that were seen."""
    seen = [{"feed": harvest.feed.id, "entry": entry.key} for harvest in harvests for entry in harvest.seen]
    if seen:
        await connection.execute(_PENDING_NO_MORE, seen)
    rows = [
        {
            "feed_id": harvest.feed.id,
            "key": each.entry.key,
            "url": each.entry.url,
            "guid": each.entry.guid,
            "headline": each.entry.headline,
            "html": each.entry.html,
            "byline": each.entry.byline,
            "published": each.entry.published,
            "updated": each.entry.updated,
            "reason": each.reason,
            "since": each.since,
            "next_at": each.next_at,
            "tries": each.tries,
            "refusals": each.refusals,
        }
        for harvest in harvests
        for each in harvest.pending
    ]
    if rows:
        await connection.execute(insert(pending_entries), rows)


async def _keep_positions(connection: AsyncConnection, harvests: Sequence[Harvest]) -> None:
    """Where the articles of the feeds' entries stand now, unless they stood further to the front before."""
    rows = [
        {"feed": harvest.feed.id, "entry": key, "at": position}
        for harvest in harvests
        for key, position in harvest.positions.items()
    ]
    if rows:
        await connection.execute(_MOVE_UP, rows)


async def _move(connection: AsyncConnection, old: Feed, new: Feed) -> None:
    """Whoever took the old feed takes the new one, which has all that is kept of the old."""
    await know_feeds(connection, [new])
    if len(old.url) <= LONGEST_MOVED:
        await _keep_move(connection, old.url, new.url)
    await connection.execute(delete(feed_health).where(feed_health.c.feed_id == new.id))
    for table in metadata.sorted_tables:
        if "feed_id" not in table.c:
            continue
        mine = select(*(literal(new.id) if column.name == "feed_id" else column for column in table.c))
        copy = upsert(table).from_select(list(table.c), mine.where(table.c.feed_id == old.id))
        await connection.execute(copy.on_conflict_do_nothing())
        await connection.execute(delete(table).where(table.c.feed_id == old.id))
    for row in (await connection.execute(select(subscriptions.c.id, subscriptions.c.rules))).all():
        if old.url in (named := row.rules.get("feeds", ())):
            moved = list(dict.fromkeys(new.url if url == old.url else url for url in named))
            rules = update(subscriptions).where(subscriptions.c.id == row.id)
            await connection.execute(rules.values(rules={**row.rules, "feeds": moved}))


async def _keep_move(connection: AsyncConnection, old: str, new: str) -> None:
    """Remember where the feed lives now, by each address that it had."""
    again = update(moved_feeds).where(moved_feeds.c.moved_to == old)
    await connection.execute(again.values(moved_to=new))
    moved = upsert(moved_feeds).values(url=old, moved_to=new)
    await connection.execute(moved.on_conflict_do_update(index_elements=["url"], set_={"moved_to": new}))
    await connection.execute(delete(moved_feeds).where(moved_feeds.c.url == new))


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
        "interval_seconds": None if health.interval is None else round(health.interval.total_seconds()),
    }


def _pending_of(row: Row[Any]) -> PendingEntry:
    entry = Entry(row.url, row.guid, row.headline, row.html, row.byline, row.published, row.updated)
    return PendingEntry(entry, row.reason, row.since, row.next_at, row.tries, row.refusals)


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
        interval=None if row.interval_seconds is None else timedelta(seconds=row.interval_seconds),
    )
    return FeedStatus(feed, health, news_at=row.news_at)
