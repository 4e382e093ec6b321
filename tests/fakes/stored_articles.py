"""Articles, quotes and harvests of invented outlets, for tests of what is kept and found."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import aiosqlite

from bot.adapters.store import SqlStore, open_store
from bot.adapters.store.database import Database
from bot.core.answers.query import understand
from bot.core.reading.postings import Postings, pack
from bot.core.reading.terms import terms_of, wanted
from bot.model import (
    AnnotatedArticle,
    Article,
    Evidence,
    Feed,
    FeedHealth,
    FeedState,
    Harvest,
    Hit,
    Quote,
    QuoteKind,
    SeenEntry,
    Span,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

HARBOUR = Feed.of("https://harbour.example/feed", "Harbour Post")
VALLEY = Feed.of("https://valley.example/feed", "Valley Times")

FERRY = (
    "The ferry will sail again on Monday, the council said.\n\n"
    "“We have waited long enough,” said Mayor Ana Silva. “Now we sail.”\n\n"
    "Repairs cost 2.4 million crowns."
)


def article(
    text: str = FERRY,
    url: str = "https://harbour.example/ferry",
    headline: str = "Ferry returns after repairs",
    *,
    days: float = 0,
    outlet: str = "Harbour Post",
) -> Article:
    """An article published some days after NOON."""
    moment = NOON + timedelta(days=days)
    return Article(Article.id_for(url, text), url, outlet, headline, text, captured=moment, published=moment)


def read(of: Article, *said: tuple[str, str | None], kind: QuoteKind = QuoteKind.QUOTE) -> AnnotatedArticle:
    """The article with quotes: (words as they stand in it, speaker)."""
    found = [
        Quote(of, (_span(of, words),), kind, speaker, None, _evidence(speaker)) for words, speaker in said
    ]
    return AnnotatedArticle(of, tuple(found))


def _span(of: Article, words: str) -> Span:
    start = of.text.index(words)
    return Span(start, start + len(words))


def _evidence(speaker: str | None) -> Evidence | None:
    return None if speaker is None else Evidence("said-name", 0.9)


def ferry() -> AnnotatedArticle:
    """The ferry article with its two quotes."""
    return read(article(), ("We have waited long enough,", "Ana Silva"), ("Now we sail.", "Ana Silva"))


def harvest(
    feed: Feed,
    *reads: AnnotatedArticle,
    state: FeedState = FeedState.OK,
    fingerprint: str = "first",
    positions: Mapping[str, int] | None = None,
) -> Harvest:
    """What a check of the feed at NOON gave; positions are by address."""
    seen = tuple(SeenEntry(each.article.url, fingerprint, each.article.id) for each in reads)
    return Harvest(feed, FeedHealth(state, checked_at=NOON, ok_at=NOON), seen, reads, positions or {})


async def keep(store: SqlStore, *reads: AnnotatedArticle, workspaces: Sequence[str] = ("local",)) -> None:
    """Put articles into a store, each by a feed of its outlet, which these workspaces take."""
    for read in reads:
        feed = Feed.of(f"https://{read.article.outlet}/feed", read.article.outlet)
        for workspace in workspaces:
            await store.take_feed(workspace, feed)
        await store.keep([Harvest(feed, FeedHealth(FeedState.OK), (), (read,))])


_TEMPLATE = TemporaryDirectory()


async def empty_database() -> Path:
    """A file with the newest schema and nothing in it, to be copied: making it takes a tenth of a second."""
    file = Path(_TEMPLATE.name, "empty.db")
    if not file.exists():  # noqa: ASYNC240 - small, and once a process
        made = file.with_name("made.db")
        await (await open_store(f"sqlite:///{made}")).close()
        with closing(sqlite3.connect(made)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
        made.rename(file)
    return file


async def open_memory_store() -> SqlStore:
    """What `open_store` gives for a database in memory, its schema copied."""
    database = Database("sqlite:///:memory:")
    async with database.engine.connect() as connection, aiosqlite.connect(await empty_database()) as empty:
        raw = await connection.get_raw_connection()
        target = raw.driver_connection
        assert isinstance(target, aiosqlite.Connection)
        await empty.backup(target)
    return SqlStore(database)


@asynccontextmanager
async def memory_store(
    *reads: AnnotatedArticle, workspaces: Sequence[str] = ("local",)
) -> AsyncIterator[SqlStore]:
    """A store in memory that has these articles, closed at the end."""
    store = await open_memory_store()
    try:
        await keep(store, *reads, workspaces=workspaces)
        yield store
    finally:
        await store.close()


def hit(article: Article, question: str) -> Hit:
    """The article as the index gives it: with the places of the question's words."""
    outlet, headline, body = (terms_of(part, None) for part in ("", article.headline, article.text))
    (places,) = Postings([pack(outlet, headline, body)], wanted(understand(question))).places()
    return Hit(article, 1.0, places=places)
