"""Articles and their quotes, each read through the eyes of one workspace."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.store import fulltext
from bot.adapters.store.database import Room, chunks, uninterrupted
from bot.adapters.store.feeds import know_feeds, subscribe
from bot.adapters.store.rows import (
    ARTICLE_COLUMNS,
    AnySelect,
    about_words,
    article_of,
    name_words,
    padded,
    quote_of,
    read_articles,
)
from bot.adapters.store.shelving import Arrival, shelve
from bot.adapters.store.tables import articles, deliveries, digests, feeds, quotes
from bot.adapters.store.visible import newest, position, visible
from bot.model import AnnotatedArticle, Article, Feed, Hit, Kept, Quote, QuoteKind, SearchQuery, digest_of

_COUNTS = {
    "articles": select(func.count()).select_from(articles),
    "quotes": select(func.count()).select_from(quotes),
    "feeds": select(func.count()).select_from(feeds).where(~feeds.c.imported),
    "digests": select(func.count()).select_from(digests),
    "deliveries": select(func.count()).select_from(deliveries),
}


class Library(Room):
    """The part of the store that `ports.ArticleStore` names."""

    @uninterrupted
    async def articles(self, ids: Collection[str], workspace: str) -> dict[str, AnnotatedArticle]:
        """Those of the articles that the workspace may see, by id; its own import before all others."""
        found: dict[str, AnnotatedArticle] = {}
        query = _seen_by(workspace).order_by(articles.c.shelf)
        async with self.database.read() as connection:
            for some in chunks(list(ids)):
                reads = await read_articles(connection, query.where(articles.c.id.in_(some)))
                found |= {read.article.id: read for read in reads.values()}
        return found

    @uninterrupted
    async def between(
        self, workspace: str, since: datetime, until: datetime, captured: datetime | None = None
    ) -> list[AnnotatedArticle]:
        """The newest versions dated since <= … < until, oldest first; older ones too if `captured` since."""
        recent = articles.c.dated >= since
        wanted = recent if captured is None else or_(recent, articles.c.captured >= captured)
        query = (
            _seen_by(workspace)
            .where(newest(workspace), wanted, articles.c.dated < until)
            .order_by(articles.c.dated, articles.c.id)
        )
        async with self.database.read() as connection:
            return list((await read_articles(connection, query)).values())

    @uninterrupted
    async def at(self, url: str, workspace: str) -> AnnotatedArticle | None:
        """The newest version of a canonical address."""
        query = (
            _seen_by(workspace)
            .where(newest(workspace), articles.c.url == url)
            .order_by(articles.c.seq.desc())
            .limit(1)
        )
        async with self.database.read() as connection:
            return next(iter((await read_articles(connection, query)).values()), None)

    @uninterrupted
    async def import_articles(self, workspace: str, reads: Sequence[AnnotatedArticle]) -> Kept:
        """Keep articles that came from a file, each under its own id, for this workspace alone."""
        file = import_of(workspace)
        async with self.database.write() as connection:
            await know_feeds(connection, [file], imported=True)
            await subscribe(connection, workspace, file.id)
            return await shelve(connection, workspace, [Arrival(file.id, read) for read in reads])

    @uninterrupted
    async def search(self, query: SearchQuery) -> list[Hit]:
        """Candidates in the engine's own order, best first; a higher score is better."""
        if not query.terms:
            return []
        async with self.database.read() as connection:
            scores = await _best(connection, query)
            found = await _articles_only(connection, list(scores))
        return [Hit(found[seq], score) for seq, score in scores.items()]

    @uninterrupted
    async def frequencies(self, terms: Collection[str], workspace: str) -> tuple[int, Mapping[str, int]]:
        """How many articles the workspace may see, and how many of them hold each term."""
        seen = select(func.count()).select_from(articles).where(visible(workspace))
        async with self.database.read() as connection:
            total = await connection.scalar(seen)
            counts = {
                term: await fulltext.frequency(connection, term, workspace) for term in dict.fromkeys(terms)
            }
        return total or 0, counts

    @uninterrupted
    async def quotes(
        self,
        workspace: str,
        speaker: str = "",
        about: str = "",
        since: datetime | None = None,
        limit: int = 50,
    ) -> list[Quote]:
        """The quote book: speech with a speaker, newest first."""
        query = (
            select(*ARTICLE_COLUMNS, *(column for column in quotes.c if column.name != "article"))
            .join(quotes, quotes.c.article == articles.c.seq)
            .where(quotes.c.speaker.is_not(None), quotes.c.kind != QuoteKind.NOT_SPEECH.value)
            .where(visible(workspace), newest(workspace))
            .order_by(articles.c.dated.desc(), articles.c.seq.desc(), quotes.c.position)
            .limit(limit)
        )
        for part in name_words(speaker):
            query = query.where(quotes.c.speaker_words.contains(padded([part]), autoescape=True))
        for word in about_words(about):
            query = query.where(quotes.c.about_words.contains(padded([word]), autoescape=True))
        if since is not None:
            query = query.where(articles.c.dated >= since)
        async with self.database.read() as connection:
            return [quote_of(row, article_of(row)) for row in await connection.execute(query)]

    @uninterrupted
    async def counts(self) -> Mapping[str, int]:
        """Rows of each kind, of all workspaces together: for who runs On Record, never for a workspace."""
        async with self.database.read() as connection:
            return {name: await connection.scalar(query) or 0 for name, query in _COUNTS.items()}


def import_of(workspace: str) -> Feed:
    """The feed that stands for the files of a workspace."""
    return Feed(digest_of("import", workspace), f"import:{workspace}", "import")


def _seen_by(workspace: str) -> AnySelect:
    """The articles that the workspace may see, with where they stood in its feeds."""
    return select(*ARTICLE_COLUMNS, position(workspace)).where(visible(workspace))


async def _best(connection: AsyncConnection, query: SearchQuery) -> dict[int, float]:
    """Article number -> score; what is `without` is left out here, as it can be more than SQL takes."""
    matching = fulltext.candidates(query.terms, query.all_terms)
    matching = matching.where(visible(query.workspace), newest(query.workspace))
    if query.since is not None:
        matching = matching.where(articles.c.dated >= query.since)
    if query.until is not None:
        matching = matching.where(articles.c.dated <= query.until)
    rows = (await connection.execute(matching.limit(query.limit + len(query.without)))).all()
    kept = [row for row in rows if row.id not in query.without]
    return {row.seq: row.score for row in kept[: query.limit]}


async def _articles_only(connection: AsyncConnection, seqs: Sequence[int]) -> dict[int, Article]:
    found: dict[int, Article] = {}
    for some in chunks(seqs):
        rows = await connection.execute(select(*ARTICLE_COLUMNS).where(articles.c.seq.in_(some)))
        found |= {row.seq: article_of(row) for row in rows}
    return found
