"""The messages of a chat that On Record hosts itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Text, cast, func, insert, select, update

from bot.adapters.store.database import Room, uninterrupted
from bot.adapters.store.tables import messages
from bot.model import Place


class Messages(Room):
    """The part of the store that `ports.MessageLog` names."""

    @uninterrupted
    async def add_message(
        self, place: Place, author: str, body: str, at: datetime, key: str | None = None
    ) -> str:
        """Keep a message (`body` is the platform's own JSON) and return its id."""
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
        async with self.database.write() as connection:
            (seq,) = (await connection.execute(statement)).inserted_primary_key or (None,)
        return str(seq)

    @uninterrupted
    async def edit_message(self, message_id: str, body: str) -> None:
        """Replace a message's body."""
        statement = update(messages).where(cast(messages.c.seq, Text) == message_id).values(body=body)
        async with self.database.write() as connection:
            await connection.execute(statement)

    @uninterrupted
    async def find_message(self, place: Place, key: str, since: datetime) -> str | None:
        """The id of the message that carries this key."""
        query = select(messages.c.seq).where(*_within(place), messages.c.key == key, messages.c.at >= since)
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


def _within(place: Place) -> tuple[ColumnElement[bool], ...]:
    channel = place.channel
    return (
        messages.c.platform == channel.platform,
        messages.c.workspace == channel.workspace,
        messages.c.room == channel.room,
        messages.c.thread.is_(None) if place.thread is None else messages.c.thread == place.thread,
    )
