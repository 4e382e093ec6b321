"""The end of a workspace or a channel: what is its own is deleted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.store import fulltext
from bot.adapters.store.channels import of_channel
from bot.adapters.store.database import Room, chunks, uninterrupted
from bot.adapters.store.library import import_of
from bot.adapters.store.spending import disown
from bot.adapters.store.tables import (
    articles,
    deliveries,
    digests,
    feed_articles,
    feeds,
    filters,
    follows,
    left_workspaces,
    metadata,
    quotes,
    subscriptions,
    threads,
    wishes,
)
from bot.model import Channel, DeliveryState

LEFT = "On Record was removed"
"""What is noted at a delivery that was on its way then."""

_OF_CHANNEL = (subscriptions, follows, filters, threads, wishes)
_ON_ITS_WAY = deliveries.c.state.in_([DeliveryState.PLANNED.value, DeliveryState.SENDING.value])
_END = update(deliveries).where(_ON_ITS_WAY).values(state=DeliveryState.FAILED.value, note=LEFT, token="")


class Workspaces(Room):
    """The part of the store that `ports.WorkspaceStore` names."""

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
        """Delete the orders, tastes and threads of a channel that is gone."""
        async with self.database.write() as connection:
            for table in _OF_CHANNEL:
                await connection.execute(delete(table).where(of_channel(table, channel)))
            await connection.execute(_END.where(of_channel(deliveries, channel)))


async def _forget(connection: AsyncConnection, workspace: str) -> None:
    """Every row of every table that names the workspace, then what only these rows led to."""
    await disown(connection, workspace)
    told = select(deliveries.c.digest).where(deliveries.c.workspace == workspace)
    ids = list(await connection.scalars(told))
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
    for table in (quotes, feed_articles):
        await connection.execute(delete(table).where(table.c.article.in_(numbers)))
    await connection.execute(delete(articles).where(own))
    await connection.execute(delete(feeds).where(feeds.c.id == import_of(workspace).id))
