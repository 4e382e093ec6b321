"""Between rows and values, and who may see which: a quote is kept as spans, its article gives the words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, exists, false, func, null, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.store.database import chunks
from bot.adapters.store.tables import articles, feed_articles, quotes, workspace_feeds
from bot.core.reading.text import fold_text, search_words, stem, words
from bot.model import AnnotatedArticle, Article, Evidence, Listed, Quote, QuoteKind, Span

AnyRow = Row[*tuple[Any, ...]]
AnySelect = Select[*tuple[Any, ...]]

ARTICLE_COLUMNS: Sequence[ColumnElement[Any]] = (
    articles.c.seq,
    articles.c.id,
    articles.c.url,
    articles.c.outlet,
    articles.c.headline,
    articles.c.text,
    articles.c.captured,
    articles.c.byline,
    articles.c.published,
    articles.c.language,
    articles.c.supersedes,
)


LISTED_COLUMNS: Sequence[ColumnElement[Any]] = (
    articles.c.id,
    articles.c.url,
    articles.c.outlet,
    articles.c.headline,
    articles.c.dated,
)
"""Those of `Listed` in its order, but for its position."""


def article_row(article: Article) -> dict[str, object]:
    """What the table of articles keeps of an article itself."""
    return {
        "id": article.id,
        "url": article.url,
        "content": article.content,
        "outlet": article.outlet,
        "headline": article.headline,
        "byline": article.byline,
        "text": article.text,
        "published": article.published,
        "captured": article.captured,
        "dated": article.dated,
        "language": article.language,
    }


def article_of(row: AnyRow) -> Article:
    """The article in a row of `ARTICLE_COLUMNS`."""
    return Article(
        id=row.id,
        url=row.url,
        outlet=row.outlet,
        headline=row.headline,
        text=row.text,
        captured=row.captured,
        byline=row.byline,
        published=row.published,
        language=row.language,
        supersedes=row.supersedes,
    )


def quote_row(seq: int, position: int, quote: Quote) -> dict[str, object]:
    """A quote as spans, with folded words beside them to search by."""
    evidence = quote.evidence
    cue = evidence.cue if evidence else None
    return {
        "article": seq,
        "position": position,
        "spans": [[span.start, span.end] for span in quote.spans],
        "kind": quote.kind.value,
        "speaker": quote.speaker,
        "role": quote.role,
        "rule": evidence.rule if evidence else None,
        "confidence": evidence.confidence if evidence else None,
        "cue_start": cue.start if cue else None,
        "cue_end": cue.end if cue else None,
        "speaker_words": padded(name_words(quote.speaker or "")),
        "about_words": padded(about_words(f"{quote.text} {quote.article.headline}")),
    }


def quote_of(row: AnyRow, article: Article) -> Quote:
    """The quote in a row of the table of quotes, over its article."""
    cue = None if row.cue_start is None else Span(row.cue_start, row.cue_end)
    return Quote(
        article,
        tuple(Span(start, end) for start, end in row.spans),
        QuoteKind(row.kind),
        row.speaker,
        row.role,
        None if row.rule is None else Evidence(row.rule, row.confidence, cue),
    )


def name_words(name: str) -> list[str]:
    """The folded parts of a name."""
    return words(fold_text(name))


def about_words(text: str) -> list[str]:
    """The stems by which a quote is found, each once."""
    return list(dict.fromkeys(stem(word) for word in search_words(text)))


def padded(parts: Iterable[str]) -> str:
    """The parts with a space around each, so that a whole part can be looked for."""
    return f" {' '.join(parts)} "


async def read_articles(
    connection: AsyncConnection, query: AnySelect, **parameters: object
) -> dict[int, AnnotatedArticle]:
    """What a query of `ARTICLE_COLUMNS` and a position gives, by `seq` and in its order, with the quotes."""
    rows = (await connection.execute(query, parameters)).all()
    found = {row.seq: article_of(row) for row in rows}
    quoted = await _quotes_of(connection, found)
    return {row.seq: AnnotatedArticle(found[row.seq], tuple(quoted[row.seq]), row.position) for row in rows}


async def articles_by_seq(connection: AsyncConnection, seqs: Sequence[int]) -> dict[int, AnnotatedArticle]:
    """The articles of these numbers, with their quotes; through whose feeds they came is not asked."""
    query = select(*ARTICLE_COLUMNS, null().label("position"))
    found: dict[int, AnnotatedArticle] = {}
    for some in chunks(seqs):
        found |= await read_articles(connection, query.where(articles.c.seq.in_(some)))
    return found


async def listed_by_seq(connection: AsyncConnection, seqs: Sequence[int]) -> dict[int, Listed]:
    """What a list shows of the articles of these numbers."""
    query = select(articles.c.seq, *LISTED_COLUMNS)
    found: dict[int, Listed] = {}
    for some in chunks(seqs):
        rows = await connection.execute(query.where(articles.c.seq.in_(some)))
        found |= {seq: Listed(*listed) for seq, *listed in rows}
    return found


async def _quotes_of(
    connection: AsyncConnection, found: Mapping[int, Article]
) -> defaultdict[int, list[Quote]]:
    quoted: defaultdict[int, list[Quote]] = defaultdict(list)
    for some in chunks(list(found)):
        query = select(quotes).where(quotes.c.article.in_(some)).order_by(quotes.c.article, quotes.c.position)
        for row in await connection.execute(query):
            quoted[row.article].append(quote_of(row, found[row.article]))
    return quoted


def visible(
    workspace: str | ColumnElement[str],
    number: ColumnElement[int] = articles.c.seq,
    besides: ColumnElement[bool] = false(),  # noqa: B008 - a constant
) -> ColumnElement[bool]:
    """The workspace takes a feed that the article of this number came through, `besides` some."""
    return exists(ways_to(workspace, number, besides))


def ways_to(
    workspace: str | ColumnElement[str],
    number: ColumnElement[int],
    besides: ColumnElement[bool] = false(),  # noqa: B008 - a constant
) -> Select[int]:
    """A row for each feed that the workspace takes and that the article of this number came through."""
    return (
        select(feed_articles.c.article)
        .join(workspace_feeds, workspace_feeds.c.feed_id == feed_articles.c.feed_id)
        .where(feed_articles.c.article == number, workspace_feeds.c.workspace == workspace, ~besides)
    )


def position(workspace: str) -> ColumnElement[int | None]:
    """The best position that the article had in the feeds that the workspace takes, as "position"."""
    return (
        select(func.min(feed_articles.c.position))
        .join(workspace_feeds, workspace_feeds.c.feed_id == feed_articles.c.feed_id)
        .where(feed_articles.c.article == articles.c.seq, workspace_feeds.c.workspace == workspace)
        .scalar_subquery()
        .label("position")
    )


def newest(
    workspace: str,
    besides: ColumnElement[bool] = false(),  # noqa: B008 - a constant
) -> ColumnElement[bool]:
    """Of the versions of its page that the workspace may see, `besides` some feeds, none is later.

    Not simply "superseded": a version that came through another's feed alone hides nothing from you.
    """
    later = articles.alias("later")
    return or_(
        ~articles.c.superseded,
        ~exists(
            select(later.c.seq).where(
                later.c.page == articles.c.page,
                later.c.shelf == articles.c.shelf,
                later.c.seq > articles.c.seq,
                later.c.content != articles.c.content,
                visible(workspace, later.c.seq, besides),
            )
        ),
    )
