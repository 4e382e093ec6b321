"""The replicas on one database, and which of them does what for now.

Times are read by the database's own clock: what the clocks of hosts say does not matter. A lease holds until
it is let go, taken by another after its end, or lost with its replica; whoever writes by it makes sure of it
in the same transaction.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import ColumnElement, Double, and_, bindparam, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.store.database import Room, uninterrupted
from bot.adapters.store.engines import clock_of, upsert
from bot.adapters.store.tables import leases, replicas
from bot.model import SHARD_LEASE, SILENCE, Replica

LONGEST = 900.0
"""Seconds from now; a lease that ends later was taken before a clock was set back, and is over."""

REMEMBERED = 3600.0
"""Seconds for which a replica that fell silent is shown, and nobody's lease is kept."""


class Leases(Room):
    """The part of the store that `ports.LeaseStore` names."""

    @uninterrupted
    async def take_lease(self, name: str, holder: str, seconds: float, *, shared: bool = False) -> bool:
        """Take it, or prolong one's own; False where another has it, or, of a shared one, waits for it."""

        async def take(connection: AsyncConnection) -> bool:
            if await take_leases(connection, [name], holder, seconds, shared=shared):
                return True
            if shared:
                waits = and_(leases.c.name == name, leases.c.holder != holder, leases.c.wanted == "")
                await connection.execute(update(leases).where(waits).values(wanted=holder))
            return False

        return await self.database.write_together(take)

    @uninterrupted
    async def let_go(self, names: Collection[str], holder: str, rest: float = 0.0) -> None:
        """Leave these to others, who may take them after so many seconds of rest."""
        own = and_(leases.c.name.in_(names), leases.c.holder == holder)

        async def end(connection: AsyncConnection) -> None:
            if rest > 0:
                until = clock_of(connection.dialect.name) + rest
                await connection.execute(update(leases).where(own).values(holder="", until=until))
            else:
                await connection.execute(delete(leases).where(own))

        await self.database.write_together(end)

    @uninterrupted
    async def renew_leases(self, holder: str, seconds: float) -> None:
        """Prolong all that it has to so many seconds from now."""
        await self.database.write_together(lambda connection: _prolong(connection, holder, seconds))

    @uninterrupted
    async def announce(self, replica: str, host: str, version: str) -> None:
        """Note that it is alive and keeps what it has; forget those that have long been silent."""
        async with self.database.write() as connection:
            now = clock_of(connection.dialect.name)
            alive = upsert(replicas).values(id=replica, host=host, version=version, started=now, seen=now)
            seen = {"seen": alive.excluded.seen}
            await connection.execute(alive.on_conflict_do_update(index_elements=["id"], set_=seen))
            await _prolong(connection, replica, SILENCE.total_seconds())
            await connection.execute(delete(replicas).where(replicas.c.seen < now - REMEMBERED))
            await connection.execute(delete(leases).where(leases.c.until < now - REMEMBERED))

    @uninterrupted
    async def leave_others(self, replica: str) -> None:
        """Forget it, and leave to others all that it has."""
        async with self.database.write() as connection:
            await connection.execute(delete(leases).where(leases.c.holder == replica))
            await connection.execute(delete(replicas).where(replicas.c.id == replica))

    @uninterrupted
    async def replicas(self) -> list[Replica]:
        """Those that work on this database, or fell silent lately, the oldest first."""
        async with self.database.read() as connection:
            now = clock_of(connection.dialect.name)
            holds = and_(leases.c.holder == replicas.c.id, leases.c.name.startswith(SHARD_LEASE), _held(now))
            shards = select(func.count()).where(holds).scalar_subquery()
            query = select(replicas, now.label("now"), shards.label("shards"))
            rows = await connection.execute(query.order_by(replicas.c.started, replicas.c.id))
            return [
                Replica(
                    row.id,
                    row.host,
                    row.version,
                    timedelta(seconds=max(0.0, row.now - row.started)),
                    timedelta(seconds=max(0.0, row.now - row.seen)),
                    row.feeds,
                    row.shards,
                )
                for row in rows
            ]


async def _prolong(connection: AsyncConnection, holder: str, seconds: float) -> None:
    until = clock_of(connection.dialect.name) + seconds
    ends_before = and_(leases.c.holder == holder, leases.c.until < until)
    await connection.execute(update(leases).where(ends_before).values(until=until))


async def take_leases(
    connection: AsyncConnection, names: Collection[str], holder: str, seconds: float, *, shared: bool = False
) -> set[str]:
    """Take those that are free, and prolong one's own; which of them are one's own now."""
    now = clock_of(connection.dialect.name)
    until = now + bindparam("seconds", type_=Double)
    wish = upsert(leases).values(name=bindparam("lease"), holder=bindparam("who"), until=until, wanted="")
    own = leases.c.holder == holder
    if shared:
        own = and_(own, leases.c.wanted.in_(["", holder]))
    new = {column.name: wish.excluded[column.name] for column in leases.c if not column.primary_key}
    taken = wish.on_conflict_do_update(index_elements=["name"], set_=new, where=or_(own, ~_held(now)))
    rows = [{"lease": name, "who": holder, "seconds": seconds} for name in names]
    return set(await connection.scalars(taken.returning(leases.c.name), rows)) if rows else set()


async def held_leases(connection: AsyncConnection, names: Collection[str], holder: str) -> set[str]:
    """Which of these are its own, until the transaction ends: no other can take one meanwhile."""
    own = select(leases.c.name).where(leases.c.name.in_(names), leases.c.holder == holder)
    return set(await connection.scalars(own))


async def end_leases(connection: AsyncConnection, names: Collection[str], holder: str) -> None:
    """Leave these to others."""
    await connection.execute(delete(leases).where(leases.c.name.in_(names), leases.c.holder == holder))


async def count_checks(connection: AsyncConnection, replica: str, feeds: int) -> None:
    """Add to the feeds that a replica checked."""
    more = update(replicas).where(replicas.c.id == replica).values(feeds=replicas.c.feeds + feeds)
    await connection.execute(more)


def _held(now: ColumnElement[float]) -> ColumnElement[bool]:
    """Whether it is somebody's, or at rest."""
    return and_(leases.c.until > now, leases.c.until <= now + LONGEST)
