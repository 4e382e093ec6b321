"""What sites published before: pages as gathered, which their workspace sees as its own import."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select

from bot.adapters.store.articles import GATHERED, Arrival, import_of, know_feeds, shelve, subscribe, told
from bot.adapters.store.database import Room, chunks, uninterrupted
from bot.adapters.store.engines import upsert
from bot.adapters.store.feeds import seen_row
from bot.adapters.store.tables import articles, seen_entries
from bot.model import AnnotatedArticle, Kept, SeenEntry


class Archive(Room):
    """The part of the store that `ports.ArchiveStore` names."""

    @uninterrupted
    async def archive(
        self, workspace: str, reads: Sequence[AnnotatedArticle], done: Sequence[SeenEntry]
    ) -> Kept:
        """Keep articles, and what was dealt with to find them, in one transaction."""
        own = import_of(workspace)
        async with self.database.write() as connection:
            await know_feeds(connection, [own], imported=True)
            await subscribe(connection, workspace, own.id)
            kept = await shelve(connection, GATHERED, [Arrival(own.id, read) for read in reads])
            if rows := [seen_row(own, one) for one in done]:
                await connection.execute(upsert(seen_entries).on_conflict_do_nothing(), rows)
        return kept

    @uninterrupted
    async def archived(self, workspace: str, urls: Collection[str]) -> set[str]:
        """Those of these canonical addresses that were dealt with, or whose articles digests may tell."""
        own = seen_entries.c.feed_id == import_of(workspace).id
        found: set[str] = set()
        async with self.database.read() as connection:
            for some in chunks(list(urls)):
                dealt_with = select(seen_entries.c.key).where(own, seen_entries.c.key.in_(some))
                there = select(articles.c.url).where(told(workspace), articles.c.url.in_(some))
                found.update(await connection.scalars(dealt_with))
                found.update(await connection.scalars(there))
        return found
