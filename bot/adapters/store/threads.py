"""Which articles a thread is about."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert as upsert

from bot.adapters.store.channels import of_channel, room_of
from bot.adapters.store.database import Room, uninterrupted
from bot.adapters.store.tables import threads
from bot.model import Place


class Threads(Room):
    """The part of the store that `ports.ThreadStore` names."""

    @uninterrupted
    async def put_thread(self, place: Place, articles: Collection[str], now: datetime) -> None:
        """Add articles to a thread's."""
        where = {**room_of(place.channel), "thread": place.thread or ""}
        rows = [{**where, "article": article, "at": now} for article in articles]
        if rows:
            async with self.database.write() as connection:
                await connection.execute(upsert(threads).on_conflict_do_nothing(), rows)

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
