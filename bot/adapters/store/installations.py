"""Where On Record is installed, with tokens as ciphertext."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from bot.adapters.store.database import Room, uninterrupted
from bot.adapters.store.tables import installations


class Installed(Room):
    """The part of the store that `ports.Installations` names."""

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
        query = select(installations.c.sealed).where(_one(platform, workspace))
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
            statement = delete(installations).where(_one(platform, workspace))
            return (await connection.execute(statement)).rowcount > 0


def _one(platform: str, workspace: str) -> ColumnElement[bool]:
    return and_(installations.c.platform == platform, installations.c.workspace == workspace)
