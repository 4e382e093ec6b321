"""What is kept and not done with: imported articles without their quotes, and articles without index."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Text, bindparam, delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.store import fulltext
from bot.adapters.store.articles import Arrival, import_of, keep_quotes, know_feeds, shelve, subscribe
from bot.adapters.store.database import Room, uninterrupted
from bot.adapters.store.engines import listed
from bot.adapters.store.rows import ARTICLE_COLUMNS, article_of
from bot.adapters.store.tables import articles, unfinished
from bot.model import AnnotatedArticle, Article, Kept, Work


class Unfinished(Room):
    """The part of the store that `ports.UnfinishedStore` names."""

    @uninterrupted
    async def import_unread(self, workspace: str, batch: Sequence[Article]) -> Kept:
        """Keep articles of a file for this workspace alone; they are found at once, their quotes later."""
        own = import_of(workspace)
        arrivals = [Arrival(own.id, AnnotatedArticle(article)) for article in batch]
        async with self.database.write() as connection:
            await know_feeds(connection, [own], imported=True)
            await subscribe(connection, workspace, own.id)
            return await shelve(connection, workspace, arrivals, unread=True)

    @uninterrupted
    async def unfinished(self) -> Mapping[Work, int]:
        """For how many articles each work is still to be done."""
        query = select(unfinished.c.work, func.count()).group_by(unfinished.c.work)
        async with self.database.read() as connection:
            found = {Work(work): count for work, count in await connection.execute(query)}
        return dict.fromkeys(Work, 0) | found

    @uninterrupted
    async def index_some(self, most: int) -> int:
        """Make so many articles findable, the newest first; gives how many were."""
        waiting = (
            select(*fulltext.COLUMNS)
            .join(unfinished, unfinished.c.article == articles.c.seq)
            .where(unfinished.c.work == Work.INDEX.value)
            .order_by(unfinished.c.article.desc())
            .limit(most)
        )
        async with self.database.read() as connection:
            rows = [row._asdict() for row in await connection.execute(waiting)]
        if not rows:
            return 0
        entries = await fulltext.entries(rows)
        async with self.database.write() as connection:
            ours = await finish(connection, Work.INDEX, [row["seq"] for row in rows])
            await fulltext.enter(connection, [entry for entry in entries if entry["seq"] in ours])
        return len(rows)

    @uninterrupted
    async def unread(self, most: int, *, newest: bool) -> Mapping[int, Article]:
        """So many articles whose quotes are still to be found, by their numbers, from either end."""
        number = unfinished.c.article
        waiting = (
            select(*ARTICLE_COLUMNS)
            .join(unfinished, number == articles.c.seq)
            .where(unfinished.c.work == Work.QUOTES.value)
            .order_by(number.desc() if newest else number)
            .limit(most)
        )
        async with self.database.read() as connection:
            return {row.seq: article_of(row) for row in await connection.execute(waiting)}

    @uninterrupted
    async def keep_read(self, reads: Mapping[int, AnnotatedArticle]) -> int:
        """Keep the quotes of such articles, unless another process did; gives how many were kept."""
        async with self.database.write() as connection:
            ours = await finish(connection, Work.QUOTES, reads)
            return await keep_quotes(connection, {number: reads[number].quotes for number in sorted(ours)})


async def finish(connection: AsyncConnection, work: Work, numbers: Collection[int]) -> set[int]:
    """Note that work is done for articles; the numbers of those for which it was still to be done."""
    these = listed(connection.dialect.name, bindparam("numbers", json.dumps(list(numbers)), type_=Text))
    done = delete(unfinished).where(unfinished.c.work == work.value, unfinished.c.article.in_(these))
    return set(await connection.scalars(done.returning(unfinished.c.article)))
