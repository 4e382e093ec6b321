"""Keeps articles that come from a file: their quotes found, each under its own id."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from itertools import islice

from bot.model import AnnotatedArticle, Article, Kept
from bot.ports import ArticleStore, Failures, ReadText

BATCH = 500
"""Articles a transaction: large enough to be quick, small enough to see the progress."""


async def import_articles(
    store: ArticleStore,
    workspace: str,
    articles: Iterable[Article],
    read_quotes: ReadText,
    failures: Failures,
) -> AsyncIterator[tuple[Kept, int]]:
    """What each batch added, with its size; an article that cannot be read is left out."""
    waiting = iter(articles)
    while batch := list(islice(waiting, BATCH)):
        reads: list[AnnotatedArticle] = []
        for article in batch:
            with failures.contain("import", article.id):
                reads.append(await read_quotes(article))
        yield await store.import_articles(workspace, reads), len(batch)
