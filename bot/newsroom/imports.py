"""Keeps articles that come from a file: their quotes found, each under its own id."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from itertools import islice

from bot.model import Article, Kept
from bot.ports import ArticleStore, ReadText

BATCH = 500
"""Articles a transaction: large enough to be quick, small enough to see the progress."""


async def import_articles(
    store: ArticleStore, workspace: str, articles: Iterable[Article], read_quotes: ReadText
) -> AsyncIterator[tuple[Kept, int]]:
    """What each batch added, with its size; what was kept before an error stays."""
    waiting = iter(articles)
    while batch := list(islice(waiting, BATCH)):
        reads = [await read_quotes(article) for article in batch]
        yield await store.import_articles(workspace, reads), len(batch)
