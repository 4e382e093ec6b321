"""Articles of a file: kept and found at once, batch by batch; their quotes are found afterwards.

What is still to be done is written down with each batch, so whatever stops it, any call goes on from there.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from itertools import islice

from bot.model import AnnotatedArticle, Article, Kept
from bot.ports import Failures, ReadText, UnfinishedStore

BATCH = 1_000
"""Articles a transaction: large enough to be quick, small enough to see the progress."""

READ = 100
"""Articles whose quotes are kept together: some seconds of work."""

AT_ONCE = 4
"""Articles that wait for a worker or are with one, so that pages just fetched have their turn between."""


async def import_articles(
    store: UnfinishedStore, workspace: str, articles: Iterable[Article]
) -> AsyncIterator[tuple[Kept, int]]:
    """What each batch added, with its size."""
    waiting = iter(articles)
    while batch := list(islice(waiting, BATCH)):
        yield await store.import_unread(workspace, batch), len(batch)


async def index_rest(store: UnfinishedStore) -> AsyncIterator[int]:
    """How many articles each batch made findable that an older On Record had kept."""
    while done := await store.index_some(BATCH):
        yield done


async def read_rest(
    store: UnfinishedStore, read_quotes: ReadText, failures: Failures, *, newest: bool
) -> AsyncIterator[tuple[int, int]]:
    """Of each batch of imported articles how many it has, and how many quotes were found in them.

    Two processes do not meet, where one begins with the newest and the other with the oldest. An article
    that cannot be read stays without quotes.
    """
    turns = asyncio.Semaphore(AT_ONCE)

    async def read(article: Article) -> AnnotatedArticle:
        async with turns:
            with failures.contain("import", article.id):
                return await read_quotes(article)
        return AnnotatedArticle(article)

    while batch := await store.unread(READ, newest=newest):
        reads = await asyncio.gather(*map(read, batch.values()))
        yield len(batch), await store.keep_read(dict(zip(batch, reads, strict=True)))
