"""What was asked for, so that a button can ask for it again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from bot.adapters.store.channels import room_of
from bot.adapters.store.database import Room, uninterrupted
from bot.adapters.store.tables import wishes
from bot.model import Command, Place


class Wishes(Room):
    """The part of the store that `ports.SavedCommandStore` names."""

    @uninterrupted
    async def put_wish(self, wish: str, command: Command, place: Place, now: datetime) -> None:
        """Keep a command under an id; the same id replaces it."""
        asked = {"name": command.name, "args": dict(command.args), "at": now}
        row = {**room_of(place.channel), "wish": wish, **asked}
        statement = upsert(wishes).values(row)
        async with self.database.write() as connection:
            await connection.execute(
                statement.on_conflict_do_update(index_elements=["workspace", "wish"], set_=row)
            )

    @uninterrupted
    async def wish(self, wish: str, workspace: str) -> Command | None:
        """The command; None when it is forgotten, or of another workspace."""
        query = select(wishes.c.name, wishes.c.args).where(
            wishes.c.wish == wish, wishes.c.workspace == workspace
        )
        async with self.database.read() as connection:
            row = (await connection.execute(query)).first()
        return None if row is None else Command(row.name, row.args)

    @uninterrupted
    async def forget_wishes(self, before: datetime) -> int:
        """Drop those from before; how many."""
        async with self.database.write() as connection:
            return (await connection.execute(delete(wishes).where(wishes.c.at < before))).rowcount
