"""What a model wrote and what it cost: nothing is paid for twice, and no call gets past a ceiling."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.store.database import Room, uninterrupted
from bot.adapters.store.engines import upsert
from bot.adapters.store.tables import drafts, spending
from bot.errors import BadDraft, ModelError, ModelFault, ModelRefused
from bot.model import Ceilings, Draft, DraftBullet, Spend

Json = dict[str, Any]


class Models(Room):
    """The part of the store that `ports.ModelStore` names."""

    @uninterrupted
    async def kept_draft(self, key: str) -> Draft | None:
        """The draft of a request, empty where the model gave none; None when it was not asked for yet."""
        query = select(drafts.c.draft).where(drafts.c.key == key)
        async with self.database.read() as connection:
            found = await connection.scalar(query)
        return None if found is None else _draft_of(found)

    @uninterrupted
    async def keep_draft(self, key: str, draft: Draft, now: datetime) -> None:
        """Keep it; what is there already stays."""
        statement = upsert(drafts).values(key=key, draft=_draft_row(draft), at=now)
        async with self.database.write() as connection:
            await connection.execute(statement.on_conflict_do_nothing())

    @uninterrupted
    async def keep_failure(self, key: str, error: ModelError, now: datetime) -> None:
        """Keep that the request was answered with no draft, in place of what was so before."""
        row = {"key": _failed(key), "draft": {"fault": error.fault.value, "reason": error.reason}, "at": now}
        statement = upsert(drafts).values(row)
        async with self.database.write() as connection:
            await connection.execute(statement.on_conflict_do_update(index_elements=["key"], set_=row))

    @uninterrupted
    async def kept_failure(self, key: str, since: datetime) -> tuple[datetime, ModelError] | None:
        """When a request was last answered with no draft, and why, if that was since then."""
        query = select(drafts.c.at, drafts.c.draft).where(drafts.c.key == _failed(key), drafts.c.at > since)
        async with self.database.read() as connection:
            row = (await connection.execute(query)).first()
        if row is None:
            return None
        fault = ModelFault(row.draft["fault"])
        kind = ModelRefused if fault is ModelFault.REFUSED else BadDraft
        return row.at, kind(row.draft["reason"], fault)

    @uninterrupted
    async def forget_drafts(self, before: datetime) -> int:
        """Drop those kept before; how many."""
        async with self.database.write() as connection:
            return (await connection.execute(delete(drafts).where(drafts.c.at < before))).rowcount

    @uninterrupted
    async def reserve(self, spend: Spend, ceilings: Ceilings) -> bool:
        """Put down what a call may cost; False, with nothing put down, where it would pass a ceiling."""
        async with self.database.write() as connection:
            here = await _total(connection, spend.day, spend.workspace) + spend.nanos
            whole = await _total(connection, spend.day) + spend.nanos
            if here > ceilings.workspace or whole > ceilings.whole:
                return False
            await _add_spend(connection, spend)
            return True

    @uninterrupted
    async def settle(self, correction: Spend) -> None:
        """Add the difference between what was put down and what it came to."""
        async with self.database.write() as connection:
            await _add_spend(connection, correction)

    @uninterrupted
    async def spent(self, day: date, workspace: str | None = None) -> list[Spend]:
        """What a workspace, or each, spent on a day, by workspace and model."""
        query = select(spending).where(spending.c.day == day)
        if workspace is not None:
            query = query.where(spending.c.workspace == workspace)
        query = query.order_by(spending.c.workspace, spending.c.model)
        async with self.database.read() as connection:
            return [Spend(*row) for row in await connection.execute(query)]


def _failed(key: str) -> str:
    """The key of the row that says that a request was answered with no draft."""
    return f"failed {key}"


def _draft_row(draft: Draft) -> Json:
    """A draft as JSON, without what UTF-8 cannot hold: the gate would refuse it anyway."""
    return {
        "headline": None if draft.headline is None else _sound(draft.headline),
        "bullets": [[_sound(one.text), list(one.cites), list(one.quotes)] for one in draft.bullets],
    }


def _sound(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _draft_of(row: Json) -> Draft:
    bullets = tuple(DraftBullet(text, tuple(cites), tuple(quotes)) for text, cites, quotes in row["bullets"])
    return Draft(bullets, row["headline"])


NOBODY = ""
"""Stands for workspaces that are forgotten."""

_SPEND_KEY = ("day", "workspace", "model")
_SUMS = ("calls", "tokens_in", "tokens_out", "nanos")


async def disown(connection: AsyncConnection, workspace: str) -> None:
    """Count what a workspace spent as nobody's: to leave and come back must not lift the day's ceiling."""
    rows = await connection.execute(select(spending).where(spending.c.workspace == workspace))
    for spend in [Spend(*row) for row in rows]:
        await _add_spend(connection, replace(spend, workspace=NOBODY))


async def _total(connection: AsyncConnection, day: date, workspace: str | None = None) -> int:
    query = select(func.coalesce(func.sum(spending.c.nanos), 0)).where(spending.c.day == day)
    if workspace is not None:
        query = query.where(spending.c.workspace == workspace)
    return int(await connection.scalar(query) or 0)


async def _add_spend(connection: AsyncConnection, spend: Spend) -> None:
    statement = upsert(spending).values(**{name: getattr(spend, name) for name in (*_SPEND_KEY, *_SUMS)})
    sums = {name: spending.c[name] + statement.excluded[name] for name in _SUMS}
    await connection.execute(statement.on_conflict_do_update(index_elements=list(_SPEND_KEY), set_=sums))
