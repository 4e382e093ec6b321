"""Puts articles on a shelf: what is there stays, what is new is linked to its versions and twins."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.store import fulltext
from bot.adapters.store.database import chunks
from bot.adapters.store.rows import article_row, quote_row
from bot.adapters.store.tables import articles, feed_articles, quotes
from bot.model import AnnotatedArticle, Kept

GATHERED = ""
"""The shelf of what came through feeds; what a workspace imports has a shelf of its own,
so that nobody meets another's file by its id, its address or its text."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """An article and the feed that it came through."""

    feed_id: str
    read: AnnotatedArticle


async def shelve(connection: AsyncConnection, shelf: str, arrivals: Sequence[Arrival]) -> Kept:
    """Keep the articles that the shelf does not have, with their quotes, and link all to their feeds."""
    reads = {arrival.read.article.id: arrival.read for arrival in reversed(arrivals)}
    known = await _seqs(connection, shelf, list(reads))
    fresh = [reads[id_] for id_ in dict.fromkeys(_ids(arrivals)) if id_ not in known]
    rows = await _new_rows(connection, shelf, fresh)
    if rows:
        await connection.execute(insert(articles), rows)
        known |= await _seqs(connection, shelf, [read.article.id for read in fresh])
        await _mark_superseded(connection, shelf, rows)
        await fulltext.index(connection, [{**row, "seq": known[str(row["id"])]} for row in rows])
    quoted = await _keep_quotes(connection, known, fresh)
    await _link(connection, known, arrivals)
    changed = sum(row["supersedes"] is not None for row in rows)
    twins = sum(row["twin_of"] is not None for row in rows)
    return Kept(new=len(rows) - changed, changed=changed, twins=twins, quotes=quoted)


async def seqs_of(connection: AsyncConnection, ids: Collection[str], workspace: str) -> dict[str, int]:
    """Article id -> number: of the workspace's own import, or else of what was gathered."""
    gathered = await _seqs(connection, GATHERED, list(ids))
    return gathered | await _seqs(connection, workspace, list(ids))


def _ids(arrivals: Sequence[Arrival]) -> list[str]:
    return [arrival.read.article.id for arrival in arrivals]


async def _seqs(connection: AsyncConnection, shelf: str, ids: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for some in chunks(ids):
        query = select(articles.c.id, articles.c.seq).where(
            articles.c.shelf == shelf, articles.c.id.in_(some)
        )
        found.update((row.id, row.seq) for row in await connection.execute(query))
    return found


async def _new_rows(
    connection: AsyncConnection, shelf: str, fresh: Sequence[AnnotatedArticle]
) -> list[dict[str, object]]:
    versions = await _newest_versions(connection, shelf, [read.article.url for read in fresh])
    firsts = await _first_of_content(connection, shelf, [read.article.content for read in fresh])
    rows = []
    for article in (read.article for read in fresh):
        row = article_row(article)
        content = str(row["content"])
        before = versions.get(article.url)
        first = firsts.setdefault(content, article.id)
        row["shelf"] = shelf
        row["supersedes"] = before[0] if before and before[1] != content else None
        row["twin_of"] = first if first != article.id else None
        versions[article.url] = (article.id, content)
        rows.append(row)
    return rows


async def _newest_versions(
    connection: AsyncConnection, shelf: str, urls: Sequence[str]
) -> dict[str, tuple[str, str]]:
    """Address -> id and content hash of its newest version."""
    found: dict[str, tuple[str, str]] = {}
    for some in chunks(urls):
        query = (
            select(articles.c.url, articles.c.id, articles.c.content)
            .where(articles.c.shelf == shelf, articles.c.url.in_(some))
            .order_by(articles.c.seq)
        )
        found.update((row.url, (row.id, row.content)) for row in await connection.execute(query))
    return found


async def _first_of_content(
    connection: AsyncConnection, shelf: str, contents: Sequence[str]
) -> dict[str, str]:
    """Content hash -> id of the first article with that text."""
    found: dict[str, str] = {}
    for some in chunks(contents):
        query = (
            select(articles.c.content, articles.c.id)
            .where(articles.c.shelf == shelf, articles.c.content.in_(some))
            .order_by(articles.c.seq.desc())
        )
        found.update((row.content, row.id) for row in await connection.execute(query))
    return found


async def _mark_superseded(
    connection: AsyncConnection, shelf: str, rows: Sequence[dict[str, object]]
) -> None:
    before = [row["supersedes"] for row in rows if row["supersedes"] is not None]
    for some in chunks(before):
        known = (articles.c.shelf == shelf, articles.c.id.in_(some))
        await connection.execute(update(articles).where(*known).values(superseded=True))


async def _keep_quotes(
    connection: AsyncConnection, seqs: dict[str, int], fresh: Sequence[AnnotatedArticle]
) -> int:
    rows = [
        quote_row(seqs[read.article.id], position, quote)
        for read in fresh
        for position, quote in enumerate(read.quotes)
    ]
    if rows:
        await connection.execute(insert(quotes), rows)
    return len(rows)


async def _link(connection: AsyncConnection, seqs: dict[str, int], arrivals: Sequence[Arrival]) -> None:
    links = {(seqs[arrival.read.article.id], arrival.feed_id) for arrival in arrivals}
    rows = [{"article": seq, "feed_id": feed_id} for seq, feed_id in sorted(links)]
    if rows:
        await connection.execute(upsert(feed_articles).on_conflict_do_nothing(), rows)
