"""Who may see what: the conditions that every read of articles for a workspace carries."""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists, func, or_, select

from bot.adapters.store.tables import articles, feed_articles, workspace_feeds


def visible(workspace: str, number: ColumnElement[int] = articles.c.seq) -> ColumnElement[bool]:
    """The workspace takes a feed that the article of this number came through."""
    return exists(
        select(feed_articles.c.article)
        .join(workspace_feeds, workspace_feeds.c.feed_id == feed_articles.c.feed_id)
        .where(feed_articles.c.article == number, workspace_feeds.c.workspace == workspace)
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


def newest(workspace: str) -> ColumnElement[bool]:
    """Of the versions of its page that the workspace may see, none is later.

    Not simply "superseded": a version that came through another's feed alone hides nothing from you.
    """
    later = articles.alias("later")
    return or_(
        ~articles.c.superseded,
        ~exists(
            select(later.c.seq).where(
                later.c.url == articles.c.url,
                later.c.shelf == articles.c.shelf,
                later.c.seq > articles.c.seq,
                later.c.content != articles.c.content,
                visible(workspace, later.c.seq),
            )
        ),
    )
