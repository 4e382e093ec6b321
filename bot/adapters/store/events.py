"""Which events of the platforms were taken; those that come together are written together."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.dialects.sqlite import insert as upsert

from bot.adapters.store.database import Database, Room, uninterrupted
from bot.adapters.store.tables import events


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


class Events(Room):
    """The part of the store that `ports.EventLog` names."""

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
