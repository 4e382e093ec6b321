"""The use cases with their doors: the store, the fetcher, the desk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.app.orders import apply_feeds
from bot.app.writing import writer_of
from bot.config import Config, lexicons, topics
from bot.model import AnnotatedArticle, Article
from bot.newsroom.desk import NewsDesk
from bot.newsroom.gather import Gatherer
from bot.newsroom.write import Writer
from bot.ports import Clock

if TYPE_CHECKING:
    from bot.adapters.fetch import HttpFetcher
    from bot.adapters.store import SqlStore
    from bot.ops.metrics import PrometheusMeter
    from bot.ports import ReadText


def clock() -> datetime:
    """The time now in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - the one place where the time is read


@dataclass(frozen=True, slots=True)
class Newsroom:
    """The use cases with their doors, ready to work for one config."""

    config: Config
    clock: Clock
    store: SqlStore
    fetcher: HttpFetcher
    gatherer: Gatherer
    desk: NewsDesk
    meter: PrometheusMeter
    read_quotes: ReadText
    writer: Writer | None  # where the config names a model


@asynccontextmanager
async def open_newsroom(
    config: Config, allow: Sequence[str] = (), now: Clock = clock
) -> AsyncIterator[Newsroom]:
    """All but platforms and servers; `allow` adds private addresses to those of the config."""
    from bot.adapters.fetch import HttpFetcher
    from bot.adapters.store import open_store
    from bot.ops.metrics import PrometheusMeter

    async with AsyncExitStack() as stack:
        store = await open_store(config.database)
        stack.push_async_callback(store.close)
        fetcher = await stack.enter_async_context(
            HttpFetcher(
                allow=(*config.gather.allow, *allow),
                timeout=config.gather.timeout_seconds,
                max_bytes=int(config.gather.max_megabytes * 1_000_000),
                max_redirects=config.gather.max_redirects,
                host_delay=config.gather.host_delay_seconds,
            )
        )
        meter, read_quotes = PrometheusMeter(), quote_reader()
        every = timedelta(minutes=config.gather.every_minutes)
        gatherer = Gatherer(store, fetcher, read_quotes, now, meter, every)
        writer = writer_of(config.model, store, now, meter)
        if writer:
            stack.push_async_callback(writer.close)
        desk = NewsDesk(store, gatherer, now, meter, writer)
        newsroom = Newsroom(config, now, store, fetcher, gatherer, desk, meter, read_quotes, writer)
        await apply_feeds(store, config)
        await store.ship_topics(topics())
        yield newsroom


def quote_reader() -> ReadText:
    """Finds quotes off the event loop, where a long article would stall everything else."""
    from bot.core.quotes import find_quotes
    from bot.core.reading.lexicon import lexicon_for

    known = lexicons()

    async def read(article: Article) -> AnnotatedArticle:
        lexicon = lexicon_for(article, known)
        return AnnotatedArticle(article, await asyncio.to_thread(find_quotes, article, lexicon))

    return read
