"""What belongs to channels: topics and filters, threads, saved commands, a hosted chat's messages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Row,
    Text,
    and_,
    cast,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.store.database import Room, uninterrupted
from bot.adapters.store.engines import upsert
from bot.adapters.store.tables import filters, follows, messages, saved_commands, threads, topics
from bot.core.indexed import plain
from bot.model import Channel, ChannelPreferences, Command, Filter, FilterKind, Place, Topic


def room_of(channel: Channel) -> dict[str, str]:
    """What a table keeps of a channel."""
    return {"platform": channel.platform, "workspace": channel.workspace, "room": channel.room}


def of_channel(table: FromClause, channel: Channel) -> ColumnElement[bool]:
    """The row is the channel's."""
    return and_(*(table.c[name] == value for name, value in room_of(channel).items()))


_EVERY = ""
"""The workspace of the topics that every workspace may follow."""


class Channels(Room):
    """The part of the store that `ports.ChannelStore` names."""

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
    async def preferences(self, channel: Channel) -> ChannelPreferences:
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

    @uninterrupted
    async def preferences_in(self, workspace: str) -> Mapping[Channel, ChannelPreferences]:
        """The preferences of every channel there that has any."""
        followed = select(follows).where(follows.c.workspace == workspace).order_by(follows.c.topic)
        query = select(filters).where(filters.c.workspace == workspace).order_by(filters.c.seq)
        wanted: defaultdict[Channel, set[str]] = defaultdict(set)
        kept: defaultdict[Channel, list[Filter]] = defaultdict(list)
        async with self.database.read() as connection:
            for row in await connection.execute(followed):
                wanted[Channel(row.platform, row.workspace, row.room)].add(row.topic)
            known = await _topics(connection, topics.c.workspace.in_((_EVERY, workspace))) if wanted else []
            for row in await connection.execute(query):
                channel = Channel(row.platform, row.workspace, row.room)
                kept[channel].append(Filter(FilterKind(row.kind), row.value, row.only))
        return {
            channel: ChannelPreferences(
                tuple(topic for topic in known if plain(topic.name) in wanted[channel]), tuple(kept[channel])
            )
            for channel in wanted.keys() | kept.keys()
        }

    @uninterrupted
    async def put_thread(self, place: Place, articles: Collection[str], now: datetime) -> None:
        """Add articles to a thread's."""
        where = {**room_of(place.channel), "thread": place.thread or ""}
        rows = [{**where, "article": article, "at": now} for article in articles]

        async def add(connection: AsyncConnection) -> None:
            await connection.execute(upsert(threads).on_conflict_do_nothing(), rows)

        if rows:
            await self.database.write_together(add)

    @uninterrupted
    async def thread(self, place: Place) -> tuple[str, ...]:
        """The articles of a thread, oldest first; none when it is not ours."""
        query = (
            select(threads.c.article)
            .where(of_channel(threads, place.channel), threads.c.thread == (place.thread or ""))
            .order_by(threads.c.seq)
        )
        async with self.database.read() as connection:
            return tuple(await connection.scalars(query))

    @uninterrupted
    async def put_saved_command(self, id_: str, command: Command, place: Place, now: datetime) -> None:
        """Keep a command under an id; the same id replaces it."""
        asked = {"name": command.name, "args": dict(command.args), "at": now}
        row = {**room_of(place.channel), "id": id_, **asked}
        statement = upsert(saved_commands).values(row)
        async with self.database.write() as connection:
            await connection.execute(
                statement.on_conflict_do_update(index_elements=["workspace", "id"], set_=row)
            )

    @uninterrupted
    async def saved_command(self, id_: str, workspace: str) -> Command | None:
        """The command; None when it is forgotten, or of another workspace."""
        query = select(saved_commands.c.name, saved_commands.c.args).where(
            saved_commands.c.id == id_, saved_commands.c.workspace == workspace
        )
        async with self.database.read() as connection:
            row = (await connection.execute(query)).first()
        return None if row is None else Command(row.name, row.args)

    @uninterrupted
    async def forget_saved_commands(self, before: datetime) -> int:
        """Drop those from before; how many."""
        async with self.database.write() as connection:
            return (
                await connection.execute(delete(saved_commands).where(saved_commands.c.at < before))
            ).rowcount

    @uninterrupted
    async def add_message(
        self, place: Place, author: str, body: str, at: datetime, key: str | None = None
    ) -> str:
        """Keep a message (`body` is the platform's own JSON) and return its id.

        Of one key a place has one message: whoever adds it again, in whichever process, gets the first.
        """
        channel = place.channel
        statement = insert(messages).values(
            platform=channel.platform,
            workspace=channel.workspace,
            room=channel.room,
            thread=place.thread,
            author=author,
            body=body,
            at=at,
            key=key,
        )
        same = select(messages.c.seq).where(*_within(place), messages.c.key == key)
        async with self.database.write() as connection:  # which no other writes in between
            known = await connection.scalar(same.order_by(messages.c.seq).limit(1)) if key else None
            if known is not None:
                return str(known)
            (seq,) = (await connection.execute(statement)).inserted_primary_key or (None,)
        return str(seq)

    @uninterrupted
    async def edit_message(self, message_id: str, body: str) -> None:
        """Replace a message's body."""
        statement = update(messages).where(cast(messages.c.seq, Text) == message_id).values(body=body)
        async with self.database.write() as connection:
            await connection.execute(statement)

    @uninterrupted
    async def find_message(self, place: Place, key: str) -> str | None:
        """The id of the message that carries this key."""
        query = select(messages.c.seq).where(*_within(place), messages.c.key == key)
        async with self.database.read() as connection:
            seq = await connection.scalar(query.order_by(messages.c.seq).limit(1))
        return None if seq is None else str(seq)

    @uninterrupted
    async def messages(self, place: Place, limit: int = 50) -> list[tuple[str, str, str, datetime, int]]:
        """(id, author, body, at, replies) of a channel's or a thread's newest, oldest first."""
        reply = messages.alias("reply")
        replies = (
            select(func.count())
            .where(
                reply.c.platform == messages.c.platform,
                reply.c.workspace == messages.c.workspace,
                reply.c.room == messages.c.room,
                reply.c.thread == cast(messages.c.seq, Text),
            )
            .scalar_subquery()
        )
        columns = (messages.c.seq, messages.c.author, messages.c.body, messages.c.at, replies)
        query = select(*columns).where(*_within(place)).order_by(messages.c.seq.desc()).limit(limit)
        async with self.database.read() as connection:
            rows = (await connection.execute(query)).all()
        return [(str(seq), author, body, at, count) for seq, author, body, at, count in reversed(rows)]

    @uninterrupted
    async def newest_message(self, platform: str) -> int:
        """The number of the last message that was kept on a hosted platform; 0 before the first."""
        query = select(func.coalesce(func.max(messages.c.seq), 0)).where(messages.c.platform == platform)
        async with self.database.read() as connection:
            return int(await connection.scalar(query) or 0)

    @uninterrupted
    async def messages_after(
        self, platform: str, number: int
    ) -> list[tuple[Place, tuple[str, str, str, datetime, int]]]:
        """Those that came after it, oldest first, each with its place."""
        query = select(messages).where(messages.c.seq > number, messages.c.platform == platform)
        async with self.database.read() as connection:
            rows = (await connection.execute(query.order_by(messages.c.seq))).all()
        return [
            (
                Place(Channel(row.platform, row.workspace, row.room), row.thread),
                (str(row.seq), row.author, row.body, row.at, 0),
            )
            for row in rows
        ]


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


def _within(place: Place) -> tuple[ColumnElement[bool], ...]:
    channel = place.channel
    return (
        messages.c.platform == channel.platform,
        messages.c.workspace == channel.workspace,
        messages.c.room == channel.room,
        messages.c.thread.is_(None) if place.thread is None else messages.c.thread == place.thread,
    )
