"""A database of an older On Record, opened by this one."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy.engine import Connection

from bot.adapters.store import open_store
from bot.adapters.store.database import Database
from bot.adapters.store.tables import articles, feed_articles, feeds, workspace_feeds
from bot.model import Channel, FeedHealth, Filter, FilterKind, Harvest, SeenEntry
from tests.fakes.press import HARBOUR, NOON


def first_schema(connection: Connection) -> None:
    """The tables of the first version, with an article that a workspace may see."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "bot.adapters.store:migrations")
    command.upgrade(config, "0001")
    connection.execute(feeds.insert().values(id=HARBOUR.id, url=HARBOUR.url, outlet=HARBOUR.outlet))
    connection.execute(workspace_feeds.insert().values(workspace="local", feed_id=HARBOUR.id))
    row = {"id": "a", "url": "u", "content": "c", "outlet": "o", "headline": "h", "text": "The ferry sails."}
    connection.execute(articles.insert().values(seq=1, shelf="", captured=NOON, dated=NOON, **row))
    connection.execute(feed_articles.insert().values(article=1, feed_id=HARBOUR.id))


async def test_what_an_older_version_kept_stays_and_what_is_new_works(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/old.db"
    old = Database(url)
    async with old.write() as connection:
        await connection.run_sync(first_schema)
    await old.close()
    store = await open_store(url)
    try:
        assert (await store.articles(["a"], "local"))["a"].article.text == "The ferry sails."
        assert [status.feed for status in await store.feeds("local")] == [HARBOUR]
        assert (await store.articles(["a"], "local"))["a"].position is None
        await store.keep([Harvest(HARBOUR, FeedHealth(), (SeenEntry("u", "f", "a"),), positions={"u": 2})])
        assert (await store.articles(["a"], "local"))["a"].position == 2
        room, mute = Channel("web", "local", "news"), Filter(FilterKind.WORDS, "ferry")
        assert await store.add_filter(room, mute)
        assert (await store.taste(room)).filters == (mute,)
    finally:
        await store.close()
