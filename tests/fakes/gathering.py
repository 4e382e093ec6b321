"""A program that gathers what is due and ends, for tests that kill it: `… -m tests.fakes.gathering DATABASE ALLOW URL…`."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime

from bot.adapters.fetch import HttpFetcher
from bot.adapters.store import open_store
from bot.model import AnnotatedArticle, Article, Feed
from bot.newsroom.gather import Gatherer
from bot.ops.failures import FailureGuard
from bot.ops.metrics import PrometheusMeter
from tests.fakes.reading import ReadHere


def clock() -> datetime:
    """The time now."""
    return datetime.now(UTC)  # noqa: TID251 - this is a program of its own


async def without_quotes(article: Article) -> AnnotatedArticle:
    """The article alone."""
    return AnnotatedArticle(article)


async def main(database: str, allow: str, *urls: str) -> None:
    """Take the feeds, and gather what is due."""
    store = await open_store(database)
    for url in urls:
        await store.take_feed("w", Feed.of(url, "The Quay"))
    meter = PrometheusMeter()
    async with HttpFetcher([allow], tries=1) as fetcher:
        guard = FailureGuard(clock, meter)
        gatherer = Gatherer(store, fetcher, ReadHere(), without_quotes, clock, meter, guard)
        await gatherer.round(waits=True)
    await store.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
