"""The topics of workspaces, which of them a channel follows, and its filters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, or_, select
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.store.channels import of_channel, room_of
from bot.adapters.store.database import Room, uninterrupted
from bot.adapters.store.tables import filters, follows, topics
from bot.core.indexed import plain
from bot.model import Channel, ChannelPreferences, Filter, FilterKind, Topic

_EVERY = ""
"""The workspace of the topics that every workspace may follow."""


class Tastes(Room):
    """The part of the store that `ports.PreferenceStore` names."""

    @uninterrupted
    async def topics(self, workspace: str) -> list[Topic]:
        """Those that its channels may follow, by name: its own before one of every workspace so named."""
        async with self.database.read() as connection:
            return await _topics(connection, topics.c.workspace.in_((_EVERY, workspace)))

    @uninterrupted
    async def put_topic(self, workspace: str, topic: Topic) -> None:
        """Add it to a workspace's own, or replace the one with its name."""
        row = _topic_row(workspace, topic)
        statement = upsert(topics).values(row)
        async with self.database.write() as connection:
            await connection.execute(
                statement.on_conflict_do_update(index_elements=["workspace", "key"], set_=row)
            )

    @uninterrupted
    async def drop_topic(self, workspace: str, name: str) -> bool:
        """Remove one of a workspace's own, and end its following; False when there was none."""
        own = delete(topics).where(topics.c.workspace == workspace, topics.c.key == plain(name))
        following = delete(follows).where(follows.c.workspace == workspace, follows.c.topic == plain(name))
        async with self.database.write() as connection:
            found = (await connection.execute(own)).rowcount > 0
            if found:
                await connection.execute(following)
            return found

    @uninterrupted
    async def ship_topics(self, shipped: Sequence[Topic]) -> None:
        """Make the topics of every workspace these."""
        of_every = topics.c.workspace == _EVERY
        async with self.database.read() as connection:
            if await _topics(connection, of_every) == sorted(shipped, key=_key):
                return
        async with self.database.write() as connection:
            await connection.execute(delete(topics).where(of_every))
            if shipped:
                rows = [_topic_row(_EVERY, topic) for topic in shipped]
                await connection.execute(upsert(topics), rows)

    @uninterrupted
    async def follow(self, channel: Channel, topic: str) -> bool:
        """Make a channel follow a topic by name; False when it did already."""
        statement = upsert(follows).values(**room_of(channel), topic=plain(topic))
        async with self.database.write() as connection:
            return (await connection.execute(statement.on_conflict_do_nothing())).rowcount > 0

    @uninterrupted
    async def unfollow(self, channel: Channel, topic: str) -> bool:
        """End it; False when it did not follow it."""
        statement = delete(follows).where(of_channel(follows, channel), follows.c.topic == plain(topic))
        async with self.database.write() as connection:
            return (await connection.execute(statement)).rowcount > 0

    @uninterrupted
    async def add_filter(self, channel: Channel, one: Filter) -> bool:
        """Add a filter to a channel's; False when it is there already."""
        statement = upsert(filters).values(**room_of(channel), **_filter_row(one))
        async with self.database.write() as connection:
            return (await connection.execute(statement.on_conflict_do_nothing())).rowcount > 0

    @uninterrupted
    async def drop_filter(self, channel: Channel, one: Filter) -> bool:
        """Remove it; False when there was none."""
        same = [filters.c[name] == value for name, value in _filter_row(one).items()]
        async with self.database.write() as connection:
            statement = delete(filters).where(of_channel(filters, channel), *same)
            return (await connection.execute(statement)).rowcount > 0

    @uninterrupted
    async def taste(self, channel: Channel) -> ChannelPreferences:
        """The topics that a channel follows, by name, and its filters, oldest first."""
        followed = select(follows.c.topic).where(of_channel(follows, channel))
        query = select(filters).where(of_channel(filters, channel)).order_by(filters.c.seq)
        async with self.database.read() as connection:
            mine = or_(topics.c.workspace == _EVERY, topics.c.workspace == channel.workspace)
            wanted = await _topics(connection, and_(mine, topics.c.key.in_(followed)))
            rows = (await connection.execute(query)).all()
        return ChannelPreferences(
            tuple(wanted), tuple(Filter(FilterKind(row.kind), row.value, row.only) for row in rows)
        )


async def _topics(connection: AsyncConnection, which: ColumnElement[bool]) -> list[Topic]:
    """By name; of two with one name the workspace's own, which comes later."""
    query = select(topics).where(which).order_by(topics.c.workspace)
    by_key = {row.key: _topic_of(row) for row in await connection.execute(query)}
    return sorted(by_key.values(), key=_key)


def _key(topic: Topic) -> str:
    return plain(topic.name)


def _topic_row(workspace: str, topic: Topic) -> dict[str, object]:
    search = {
        "words": topic.words,
        "phrases": topic.phrases,
        "names": topic.names,
        "outlets": topic.outlets,
        "language": topic.language,
    }
    return {"workspace": workspace, "key": _key(topic), "name": topic.name, "search": search}


def _topic_of(row: Row[Any]) -> Topic:
    many = {name: tuple(row.search[name]) for name in ("words", "phrases", "names", "outlets")}
    return Topic(row.name, **many, language=row.search["language"])


def _filter_row(one: Filter) -> dict[str, object]:
    return {"kind": one.kind.value, "value": one.value, "only": one.only}
