"""What models wrote, so that nothing is paid for twice."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from bot.adapters.store.database import Room, uninterrupted
from bot.adapters.store.tables import drafts
from bot.model import Draft, DraftBullet

Json = dict[str, Any]


class Drafted(Room):
    """The part of the store that `ports.DraftCache` names."""

    @uninterrupted
    async def kept_draft(self, key: str) -> Draft | None:
        """The draft of a commission, empty where the model gave none; None when it was not asked for yet."""
        query = select(drafts.c.draft).where(drafts.c.key == key)
        async with self.database.read() as connection:
            found = await connection.scalar(query)
        return None if found is None else _draft_of(found)

    @uninterrupted
    async def keep_draft(self, key: str, draft: Draft, now: datetime) -> None:
        """Keep it; what is there already stays."""
        statement = upsert(drafts).values(key=key, draft=_row(draft), at=now)
        async with self.database.write() as connection:
            await connection.execute(statement.on_conflict_do_nothing())

    @uninterrupted
    async def forget_drafts(self, before: datetime) -> int:
        """Drop those kept before; how many."""
        async with self.database.write() as connection:
            return (await connection.execute(delete(drafts).where(drafts.c.at < before))).rowcount


def _row(draft: Draft) -> Json:
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
