"""Articles, their quotes, and what readers report of these, each seen through one workspace's eyes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, Row, Update, and_, exists, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.store import fulltext
from bot.adapters.store.database import Room, chunks, uninterrupted
from bot.adapters.store.engines import upsert
from bot.adapters.store.payload import Reader, Writer
from bot.adapters.store.rows import (
    ARTICLE_COLUMNS,
    LISTED_COLUMNS,
    AnySelect,
    about_words,
    article_of,
    article_row,
    articles_by_seq,
    name_words,
    newest,
    padded,
    position,
    quote_of,
    quote_row,
    read_articles,
    visible,
)
from bot.adapters.store.tables import (
    articles,
    deliveries,
    digests,
    feed_articles,
    feeds,
    quotes,
    reports,
    unfinished,
    workspace_feeds,
)
from bot.errors import StoreError
from bot.model import (
    AnnotatedArticle,
    Fault,
    Feed,
    Kept,
    Listed,
    Quote,
    QuoteKind,
    Report,
    Work,
    digest_of,
)

GATHERED = ""
"""The shelf of what came through feeds; what a workspace imports has a shelf of its own,
so that nobody meets another's file by its id, its address or its text."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """An article and the feed that it came through."""

    feed_id: str
    read: AnnotatedArticle


async def shelve(
    connection: AsyncConnection,
    shelf: str,
    arrivals: Sequence[Arrival],
    *,
    unread: bool = False,
    alerting: bool = False,
) -> Kept:
    """Keep the articles that the shelf does not have, with their quotes, and link all to their feeds.

    Of those that are `unread` it is written down that their quotes are still to be found; where they are
    `alerting`, of those that a feed brings first, that they are to be held against what people watch for.
    """
    reads = {arrival.read.article.id: arrival.read for arrival in reversed(arrivals)}
    known = await _seqs(connection, shelf, list(reads))
    fresh = [reads[id_] for id_ in dict.fromkeys(_ids(arrivals)) if id_ not in known]
    await _join_pages(connection, shelf, arrivals)
    rows = await _new_rows(connection, shelf, fresh)
    if rows:
        await connection.execute(insert(articles), rows)
        known |= await _seqs(connection, shelf, [read.article.id for read in fresh])
        await _mark_superseded(connection, shelf, rows)
        await fulltext.enter(connection, await fulltext.entries([_numbered(row, known) for row in rows]))
    quoted = await keep_quotes(connection, {known[read.article.id]: read.quotes for read in fresh})
    if unread and fresh:
        waiting = [{"work": Work.QUOTES.value, "article": known[read.article.id]} for read in fresh]
        await connection.execute(insert(unfinished), waiting)
    brought = await _link(connection, known, arrivals)
    if alerting and brought:
        waiting = [{"work": Work.ALERTS.value, "article": number} for number in sorted(brought)]
        await connection.execute(upsert(unfinished).on_conflict_do_nothing(), waiting)
    changed = sum(row["supersedes"] is not None for row in rows)
    twins = sum(row["twin_of"] is not None for row in rows)
    return Kept(new=len(rows) - changed, changed=changed, twins=twins, quotes=quoted)


async def seqs_of(connection: AsyncConnection, ids: Collection[str], workspace: str) -> dict[str, int]:
    """Article id -> number: of the workspace's own import, or else of what was gathered, or else linked to.

    What was gathered gets newer versions, the copy that a link led to before does not.
    """
    linked = select(feed_articles.c.article).where(_linked(workspace))
    own = await _seqs(connection, workspace, list(ids))
    gathered = await _seqs(connection, GATHERED, list(ids))
    both = [own[id_] for id_ in own.keys() & gathered.keys()]
    copies = set(await connection.scalars(linked.where(feed_articles.c.article.in_(both))))
    return gathered | {id_: seq for id_, seq in own.items() if seq not in copies}


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
    pages = await _pages(connection, shelf, fresh)
    versions = await _newest_versions(connection, shelf, list(set(pages.values())))
    firsts = await _first_of_content(connection, shelf, [read.article.content for read in fresh])
    rows = []
    for article in (read.article for read in fresh):
        row = article_row(article)
        content, page = str(row["content"]), pages[article.id]
        before = versions.get(page)
        first = firsts.setdefault(content, article.id)
        row["shelf"], row["page"] = shelf, page
        row["supersedes"] = before[0] if before and before[1] != content else None
        row["twin_of"] = first if first != article.id else None
        versions[page] = (article.id, content)
        rows.append(row)
    return rows


def _on(shelf: str) -> ColumnElement[bool]:
    """Whether an article stands on the shelf, in a form that no index serves.

    Else SQLite reads a whole shelf rather than look a thousand values up in their own index.
    """
    return articles.c.shelf.concat("") == shelf


async def _pages(
    connection: AsyncConnection, shelf: str, fresh: Sequence[AnnotatedArticle]
) -> Mapping[str, str]:
    """Article id -> the page that it is a version of: that of the one it supersedes, else of its address.

    One without an address, as files may have them, is a page of its own.
    """
    of_address = await _pages_by(connection, shelf, articles.c.url, [read.article.url for read in fresh])
    before = [read.article.supersedes for read in fresh if read.article.supersedes]
    of_version = await _pages_by(connection, shelf, articles.c.id, before)
    found: dict[str, str] = {}
    for article in (read.article for read in fresh):
        address = article.url or f"id {article.id}"
        page = of_version.get(article.supersedes or "") or of_address.get(address, address)
        found[article.id] = of_address[address] = page
    return found


async def _pages_by(
    connection: AsyncConnection, shelf: str, column: ColumnElement[str], values: Sequence[str]
) -> dict[str, str]:
    """The page of the newest article with each of these values."""
    found: dict[str, str] = {}
    for some in chunks(values):
        query = select(column.label("named"), articles.c.page).where(_on(shelf))
        rows = await connection.execute(query.where(column.in_(some)).order_by(articles.c.seq))
        found.update((row.named, row.page) for row in rows)
    return found


async def _join_pages(connection: AsyncConnection, shelf: str, arrivals: Sequence[Arrival]) -> None:
    """One page of two, where what stood at an address of its own goes on what stands at another."""
    for article in (arrival.read.article for arrival in arrivals):
        if not article.supersedes:
            continue
        before = await _pages_by(connection, shelf, articles.c.id, [article.supersedes])
        after = await _pages_by(connection, shelf, articles.c.url, [article.url])
        if before and after and before[article.supersedes] != after[article.url]:
            await _join(connection, shelf, before[article.supersedes], after[article.url])


async def _join(connection: AsyncConnection, shelf: str, page: str, other: str) -> None:
    """Put the versions of the other page among those of this one, in the order in which they were kept."""
    of_both = (articles.c.shelf == shelf, articles.c.page.in_([page, other]))
    query = select(articles.c.seq, articles.c.id, articles.c.supersedes, articles.c.content).where(*of_both)
    rows = (await connection.execute(query.order_by(articles.c.seq))).all()
    for before, after in pairwise(rows):
        if after.supersedes is None and after.content != before.content:
            one = update(articles).where(articles.c.seq == after.seq)
            await connection.execute(one.values(supersedes=before.id))
    await connection.execute(update(articles).where(*of_both).values(page=page))
    await connection.execute(_outdate(shelf, page))


def _outdate(shelf: str, page: str) -> Update:
    """Marks those versions of a page that another text followed, and no others."""
    later = articles.alias("later")
    follows = exists(
        select(later.c.seq).where(
            later.c.shelf == shelf,
            later.c.page == page,
            later.c.seq > articles.c.seq,
            later.c.content != articles.c.content,
        )
    )
    versions = (articles.c.shelf == shelf, articles.c.page == page)
    return update(articles).where(*versions).values(superseded=follows)


async def _newest_versions(
    connection: AsyncConnection, shelf: str, pages: Sequence[str]
) -> dict[str, tuple[str, str]]:
    """Page -> id and content hash of its newest version."""
    found: dict[str, tuple[str, str]] = {}
    for some in chunks(pages):
        query = (
            select(articles.c.page, articles.c.id, articles.c.content)
            .where(_on(shelf), articles.c.page.in_(some))
            .order_by(articles.c.seq)
        )
        found.update((row.page, (row.id, row.content)) for row in await connection.execute(query))
    return found


async def _first_of_content(
    connection: AsyncConnection, shelf: str, contents: Sequence[str]
) -> dict[str, str]:
    """Content hash -> id of the first article with that text."""
    found: dict[str, str] = {}
    for some in chunks(contents):
        query = (
            select(articles.c.content, articles.c.id)
            .where(_on(shelf), articles.c.content.in_(some))
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


def _numbered(row: Mapping[str, object], seqs: Mapping[str, int]) -> dict[str, object]:
    return {**row, "seq": seqs[str(row["id"])]}


async def keep_quotes(connection: AsyncConnection, found: Mapping[int, Sequence[Quote]]) -> int:
    """Keep the quotes of new articles, by their numbers; gives how many there are."""
    rows = [
        quote_row(number, position, quote)
        for number, several in found.items()
        for position, quote in enumerate(several)
    ]
    if rows:
        await connection.execute(insert(quotes), rows)
    return len(rows)


async def _link(connection: AsyncConnection, seqs: dict[str, int], arrivals: Sequence[Arrival]) -> set[int]:
    """Link the articles to their feeds; the numbers of those that a feed did not have before."""
    links = {(seqs[arrival.read.article.id], arrival.feed_id) for arrival in arrivals}
    rows = [{"article": seq, "feed_id": feed_id} for seq, feed_id in sorted(links)]
    if not rows:
        return set()
    statement = upsert(feed_articles).on_conflict_do_nothing().returning(feed_articles.c.article)
    return set(await connection.scalars(statement, rows))


_COUNTS = {
    "articles": select(func.count()).select_from(articles),
    "quotes": select(func.count()).select_from(quotes),
    "feeds": select(func.count()).select_from(feeds).where(~feeds.c.imported),
    "digests": select(func.count()).select_from(digests),
    "deliveries": select(func.count()).select_from(deliveries),
}


class Articles(Room):
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
        self,
        workspace: str,
        since: datetime,
        until: datetime,
        captured: datetime | None = None,
        feeds: Collection[str] = (),
    ) -> list[AnnotatedArticle]:
        """The newest versions dated since <= … < until, oldest first.

        Older ones too where a feed brought them since `captured`, which an import does not.
        Those of some feeds alone where their addresses are given; none that a link in a chat alone led to.
        """
        query = _between(ARTICLE_COLUMNS, workspace, since, until, captured, feeds)
        async with self.database.read() as connection:
            return list((await read_articles(connection, query)).values())

    @uninterrupted
    async def listed_between(
        self,
        workspace: str,
        since: datetime,
        until: datetime,
        captured: datetime | None = None,
        feeds: Collection[str] = (),
    ) -> list[Listed]:
        """What `between` gives, without reading a text."""
        query = _between(LISTED_COLUMNS, workspace, since, until, captured, feeds)
        async with self.database.read() as connection:
            return [Listed(*row) for row in await connection.execute(query)]

    @uninterrupted
    async def at(self, url: str, workspace: str) -> AnnotatedArticle | None:
        """The newest version of the page at a canonical address, wherever it stands now."""
        pages = select(articles.c.page).where(articles.c.url == url)
        query = (
            _seen_by(workspace)
            .where(newest(workspace), articles.c.page.in_(pages))
            .order_by(articles.c.seq.desc())
            .limit(1)
        )
        async with self.database.read() as connection:
            return next(iter((await read_articles(connection, query)).values()), None)

    @uninterrupted
    async def import_articles(self, workspace: str, reads: Sequence[AnnotatedArticle]) -> Kept:
        """Keep articles that came from a file, each under its own id, for this workspace alone."""
        return await self._keep_own(workspace, import_of(workspace), reads)

    @uninterrupted
    async def keep_linked(self, workspace: str, read: AnnotatedArticle) -> Kept:
        """Keep what a link in a chat led to: it is found, and told in no digest."""
        return await self._keep_own(workspace, links_of(workspace), [read])

    async def _keep_own(self, workspace: str, own: Feed, reads: Sequence[AnnotatedArticle]) -> Kept:
        async with self.database.write() as connection:
            await know_feeds(connection, [own], imported=True)
            await subscribe(connection, workspace, own.id)
            return await shelve(connection, workspace, [Arrival(own.id, read) for read in reads])

    @uninterrupted
    async def quotes(
        self,
        workspace: str,
        speaker: str = "",
        about: str = "",
        since: datetime | None = None,
        limit: int = 50,
        until: datetime | None = None,
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
        if until is not None:
            query = query.where(articles.c.dated <= until)
        async with self.database.read() as connection:
            return [quote_of(row, article_of(row)) for row in await connection.execute(query)]

    @uninterrupted
    async def counts(self) -> Mapping[str, int]:
        """Rows of each kind, of all workspaces together: for who runs On Record, never for a workspace."""
        async with self.database.read() as connection:
            return {name: await connection.scalar(query) or 0 for name, query in _COUNTS.items()}

    @uninterrupted
    async def add_report(self, report: Report) -> bool:
        """Write it down; False when it is there already."""
        article = report.quote.article.id
        async with self.database.write() as connection:
            seqs = await seqs_of(connection, [article], report.workspace)
            if article not in seqs:
                raise StoreError(f"report {report.id} is about an article that is not kept: {article}")
            statement = upsert(reports).values(_report_row(report, seqs))
            return (await connection.execute(statement.on_conflict_do_nothing())).rowcount > 0

    @uninterrupted
    async def reports(self, workspace: str | None = None) -> list[Report]:
        """Those of a workspace, or all, oldest first, their articles as they were."""
        query = select(reports).order_by(reports.c.at, reports.c.workspace, reports.c.id)
        if workspace is not None:
            query = query.where(reports.c.workspace == workspace)
        async with self.database.read() as connection:
            rows = (await connection.execute(query)).all()
            reader = Reader(await articles_by_seq(connection, sorted({row.article for row in rows})))
        return [_report_of(row, reader) for row in rows]


def import_of(workspace: str) -> Feed:
    """The feed that stands for the files of a workspace."""
    return Feed(digest_of("import", workspace), f"import:{workspace}", "import")


def links_of(workspace: str) -> Feed:
    """The feed that stands for the links in a workspace's chats."""
    return Feed(digest_of("links", workspace), f"links:{workspace}", "links")


def _between(
    columns: Sequence[ColumnElement[Any]],
    workspace: str,
    since: datetime,
    until: datetime,
    captured: datetime | None,
    feeds: Collection[str],
) -> AnySelect:
    wanted = articles.c.dated >= since
    if captured is not None:
        wanted = or_(wanted, and_(articles.c.captured >= captured, _gathered(workspace)))
    query = (
        select(*columns, position(workspace))
        .where(told(workspace), newest(workspace, _linked(workspace)), wanted, articles.c.dated < until)
        .order_by(articles.c.dated, articles.c.id)
    )
    if feeds:
        ids = [digest_of("feed", url) for url in feeds]
        carried = select(feed_articles.c.article).where(feed_articles.c.feed_id.in_(ids))
        query = query.where(articles.c.seq.in_(carried))
    return query


def _seen_by(workspace: str) -> AnySelect:
    """The articles that the workspace may see, with where they stood in its feeds."""
    return select(*ARTICLE_COLUMNS, position(workspace)).where(visible(workspace))


def told(workspace: str) -> ColumnElement[bool]:
    """Whether more than a link brought the article: anybody may post one, but not say what digests tell."""
    return visible(workspace, besides=_linked(workspace))


def _linked(workspace: str) -> ColumnElement[bool]:
    return feed_articles.c.feed_id == links_of(workspace).id


def _gathered(workspace: str) -> ColumnElement[bool]:
    """Whether a feed brought the article: an archive that is imported is not late for any edition."""
    own = [import_of(workspace).id, links_of(workspace).id]
    return visible(workspace, besides=feed_articles.c.feed_id.in_(own))


def _report_row(report: Report, seqs: dict[str, int]) -> dict[str, object]:
    return {
        "workspace": report.workspace,
        "id": report.id,
        "article": seqs[report.quote.article.id],
        "quote": Writer(seqs).quote(report.quote),
        "fault": report.fault.value,
        "claimed": report.claimed,
        "note": report.note,
        "at": report.at,
    }


def _report_of(row: Row[Any], reader: Reader) -> Report:
    quote = reader.quote(row.quote)
    return Report(row.id, row.workspace, quote, Fault(row.fault), row.claimed, row.note, row.at)


async def know_feeds(connection: AsyncConnection, known: Sequence[Feed], *, imported: bool = False) -> None:
    """Keep the feeds that are not there yet."""
    rows = [{"id": feed.id, "url": feed.url, "outlet": feed.outlet, "imported": imported} for feed in known]
    if rows:
        await connection.execute(upsert(feeds).on_conflict_do_nothing(), rows)


async def subscribe(connection: AsyncConnection, workspace: str, feed_id: str) -> bool:
    """Make the workspace take the known feed; False when it did already."""
    statement = upsert(workspace_feeds).values(workspace=workspace, feed_id=feed_id)
    result = await connection.execute(statement.on_conflict_do_nothing())
    return result.rowcount > 0
