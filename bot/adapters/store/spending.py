"""What models cost, by day and workspace, and the ceilings that no call gets past."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.store.database import Room, uninterrupted
from bot.adapters.store.tables import spending
from bot.model import Ceilings, Spend

NOBODY = ""
"""Stands for workspaces that are forgotten."""

_KEY = ("day", "workspace", "model")
_SUMS = ("calls", "tokens_in", "tokens_out", "nanos")


class Spending(Room):
    """The part of the store that `ports.SpendStore` names."""

    @uninterrupted
    async def reserve(self, spend: Spend, ceilings: Ceilings) -> bool:
        """Put down what a call may cost; False, with nothing put down, where it would pass a ceiling."""
        async with self.database.write() as connection:
            here = await _total(connection, spend.day, spend.workspace) + spend.nanos
            whole = await _total(connection, spend.day) + spend.nanos
            if here > ceilings.workspace or whole > ceilings.whole:
                return False
            await _add(connection, spend)
            return True

    @uninterrupted
    async def settle(self, correction: Spend) -> None:
        """Add the difference between what was put down and what it came to."""
        async with self.database.write() as connection:
            await _add(connection, correction)

    @uninterrupted
    async def spent(self, day: date, workspace: str | None = None) -> list[Spend]:
        """What a workspace, or each, spent on a day, by workspace and model."""
        query = select(spending).where(spending.c.day == day)
        if workspace is not None:
            query = query.where(spending.c.workspace == workspace)
        query = query.order_by(spending.c.workspace, spending.c.model)
        async with self.database.read() as connection:
            return [Spend(*row) for row in await connection.execute(query)]


async def disown(connection: AsyncConnection, workspace: str) -> None:
    """Count what a workspace spent as nobody's: to leave and come back must not lift the day's ceiling."""
    rows = await connection.execute(select(spending).where(spending.c.workspace == workspace))
    for spend in [Spend(*row) for row in rows]:
        await _add(connection, replace(spend, workspace=NOBODY))


async def _total(connection: AsyncConnection, day: date, workspace: str | None = None) -> int:
    query = select(func.coalesce(func.sum(spending.c.nanos), 0)).where(spending.c.day == day)
    if workspace is not None:
        query = query.where(spending.c.workspace == workspace)
    return int(await connection.scalar(query) or 0)


async def _add(connection: AsyncConnection, spend: Spend) -> None:
    statement = upsert(spending).values(**{name: getattr(spend, name) for name in (*_KEY, *_SUMS)})
    sums = {name: spending.c[name] + statement.excluded[name] for name in _SUMS}
    await connection.execute(statement.on_conflict_do_update(index_elements=list(_KEY), set_=sums))
