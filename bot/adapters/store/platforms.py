"""What the platforms report: events, installations, and the workspaces and channels that are gone."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.store import fulltext
from bot.adapters.store.articles import import_of, links_of
from bot.adapters.store.channels import of_channel
from bot.adapters.store.database import Database, Room, chunks, uninterrupted
from bot.adapters.store.engines import upsert
from bot.adapters.store.models import disown
from bot.adapters.store.tables import (
    alert_settings,
    alerts,
    articles,
    deliveries,
    digests,
    events,
    feed_articles,
    feeds,
    filters,
    follows,
    installations,
    left_workspaces,
    metadata,
    quotes,
    saved_commands,
    seen_entries,
    subscriptions,
    threads,
    unfinished,
    watches,
)
from bot.model import Channel, DeliveryState


@dataclass(slots=True, eq=False)
class _Claim:
    event: str
    at: datetime
    first: bool | None = None  # not known before it is written


class Claims:
    """Writes what waits in one transaction: a commit of its own for each event costs a millisecond."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: list[_Claim] = []
        self._turn = asyncio.Lock()

    async def take(self, event: str, now: datetime) -> bool:
        """Whether this claim to an event is the first."""
        mine = _Claim(event, now)
        self._waiting.append(mine)
        async with self._turn:
            if mine.first is None:
                await self._write(mine)
        return bool(mine.first)

    async def _write(self, leader: _Claim) -> None:
        """Settle all that wait; after a failure the others are left to the next turn."""
        batch = list(self._waiting)
        try:
            added = await self._added(batch)
        except BaseException:
            self._waiting.remove(leader)
            raise
        del self._waiting[: len(batch)]
        for claim in batch:
            claim.first = claim.event in added
            added.discard(claim.event)

    async def _added(self, batch: Sequence[_Claim]) -> set[str]:
        rows = [{"event": claim.event, "at": claim.at} for claim in batch]
        statement = upsert(events).on_conflict_do_nothing().returning(events.c.event)
        async with self._database.write() as connection:
            return set(await connection.scalars(statement, rows))


class Platforms(Room):
    """The part of the store that `ports.PlatformStore` names."""

    claims: Claims

    @uninterrupted
    async def first(self, event: str, now: datetime) -> bool:
        """Take an event by the platform's own id; False when it was taken before."""
        return await self.claims.take(event, now)

    @uninterrupted
    async def forget_events(self, before: datetime) -> int:
        """Drop those taken before; how many."""
        async with self.database.write() as connection:
            return (await connection.execute(delete(events).where(events.c.at < before))).rowcount

    @uninterrupted
    async def put_installation(self, platform: str, workspace: str, sealed: str, now: datetime) -> None:
        """Keep a workspace's tokens, in place of those before."""
        row = {"platform": platform, "workspace": workspace, "sealed": sealed, "at": now}
        statement = upsert(installations).values(row)
        async with self.database.write() as connection:
            await connection.execute(
                statement.on_conflict_do_update(index_elements=["platform", "workspace"], set_=row)
            )

    @uninterrupted
    async def installation(self, platform: str, workspace: str) -> str | None:
        """The ciphertext; None where it is not installed."""
        query = select(installations.c.sealed).where(_installation(platform, workspace))
        async with self.database.read() as connection:
            sealed: str | None = await connection.scalar(query)
        return sealed

    @uninterrupted
    async def installations(self, platform: str) -> list[str]:
        """The workspaces where it is installed."""
        query = select(installations.c.workspace).where(installations.c.platform == platform)
        async with self.database.read() as connection:
            return list(await connection.scalars(query.order_by(installations.c.workspace)))

    @uninterrupted
    async def drop_installation(self, platform: str, workspace: str) -> bool:
        """Forget the tokens; False when there were none."""
        async with self.database.write() as connection:
            statement = delete(installations).where(_installation(platform, workspace))
            return (await connection.execute(statement)).rowcount > 0

    @uninterrupted
    async def leave(self, workspace: str, until: datetime) -> None:
        """Mark it as left: no digest goes there; what is its own is kept until then."""
        row = {"workspace": workspace, "until": until}
        mark = upsert(left_workspaces).values(row)
        async with self.database.write() as connection:
            await connection.execute(mark.on_conflict_do_update(index_elements=["workspace"], set_=row))
            await connection.execute(_END.where(deliveries.c.workspace == workspace))

    @uninterrupted
    async def rejoin(self, workspace: str) -> None:
        """Take the mark away."""
        async with self.database.write() as connection:
            await connection.execute(delete(left_workspaces).where(left_workspaces.c.workspace == workspace))

    @uninterrupted
    async def forget_left(self, now: datetime) -> list[str]:
        """Delete all that belongs to workspaces whose time is over; which they were."""
        over = select(left_workspaces.c.workspace).where(left_workspaces.c.until <= now)
        async with self.database.write() as connection:
            gone = list(await connection.scalars(over.order_by(left_workspaces.c.workspace)))
            for workspace in gone:
                await _forget(connection, workspace)
        return gone

    @uninterrupted
    async def drop_channel(self, channel: Channel) -> None:
        """Delete the orders, preferences and threads of a channel that is gone."""
        async with self.database.write() as connection:
            for table in _OF_CHANNEL:
                await connection.execute(delete(table).where(of_channel(table, channel)))
            await connection.execute(_END.where(of_channel(deliveries, channel)))


def _installation(platform: str, workspace: str) -> ColumnElement[bool]:
    return and_(installations.c.platform == platform, installations.c.workspace == workspace)


LEFT = "On Record was removed"
"""What is noted at a delivery that was on its way then."""

_OF_CHANNEL = (subscriptions, follows, filters, threads, saved_commands, watches, alert_settings, alerts)
_ON_ITS_WAY = deliveries.c.state.in_([DeliveryState.PLANNED.value, DeliveryState.SENDING.value])
_END = update(deliveries).where(_ON_ITS_WAY).values(state=DeliveryState.FAILED.value, note=LEFT, token="")


async def _forget(connection: AsyncConnection, workspace: str) -> None:
    """Every row of every table that names the workspace, then what only these rows led to."""
    await disown(connection, workspace)
    posted = select(deliveries.c.digest).where(deliveries.c.workspace == workspace)
    ids = list(await connection.scalars(posted))
    for table in reversed(metadata.sorted_tables):
        if "workspace" in table.c:
            await connection.execute(delete(table).where(table.c.workspace == workspace))
    for some in chunks(ids):
        await connection.execute(delete(digests).where(digests.c.id.in_(some)))
    await _forget_imports(connection, workspace)


async def _forget_imports(connection: AsyncConnection, workspace: str) -> None:
    own = articles.c.shelf == workspace
    numbers = select(articles.c.seq).where(own)
    await fulltext.unindex(connection, own)
    for table in (quotes, feed_articles, unfinished):
        await connection.execute(delete(table).where(table.c.article.in_(numbers)))
    await connection.execute(delete(articles).where(own))
    stood_for_them = [import_of(workspace).id, links_of(workspace).id]
    for table in (seen_entries, feed_articles):
        await connection.execute(delete(table).where(table.c.feed_id.in_(stood_for_them)))
    await connection.execute(delete(feeds).where(feeds.c.id.in_(stood_for_them)))
