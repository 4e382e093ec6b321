"""A database of an older On Record, opened by this one."""

from __future__ import annotations

from datetime import time
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import inspect
from sqlalchemy.engine import Connection

from bot.adapters.store import open_store
from bot.adapters.store.database import Database
from bot.adapters.store.tables import articles, feed_articles, feeds, metadata, workspace_feeds
from bot.model import (
    AnnotatedArticle,
    Channel,
    Command,
    FeedHealth,
    Filter,
    FilterKind,
    Harvest,
    SearchQuery,
    SeenEntry,
    Subscription,
    Work,
)
from bot.newsroom.imports import index_rest
from tests.fakes.stored_articles import HARBOUR, NOON, article


def first_schema(connection: Connection, count: int = 1) -> None:
    """The tables of the first version, with articles that a workspace may see."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "bot.adapters.store:migrations")
    command.upgrade(config, "0001")
    connection.execute(feeds.insert().values(id=HARBOUR.id, url=HARBOUR.url, outlet=HARBOUR.outlet))
    connection.execute(workspace_feeds.insert().values(workspace="local", feed_id=HARBOUR.id))
    row = {"content": "c", "outlet": "o", "headline": "h", "text": "The ferry sails."}
    for seq in range(1, count + 1):
        named = {"id": "a", "url": "u"} if count == 1 else {"id": f"a{seq}", "url": f"u{seq}"}
        connection.execute(
            articles.insert().values(seq=seq, shelf="", captured=NOON, dated=NOON, **row, **named)
        )
        connection.execute(feed_articles.insert().values(article=seq, feed_id=HARBOUR.id))
    order = "'s', 'web', 'local', 'daily', 'daily', '[\"08:00:00\"]', 'UTC', 6, '2026-03-01 00:00:00.000000'"
    connection.exec_driver_sql(f"INSERT INTO subscriptions VALUES ({order})")


async def first_database(folder: Path, articles: int = 1) -> str:
    """The address of a database as the first version left it."""
    url = f"sqlite:///{folder}/old.db"
    old = Database(url)
    async with old.write() as connection:
        await connection.run_sync(first_schema, articles)
    await old.close()
    return url


async def test_what_an_older_version_kept_stays_and_what_is_new_works(tmp_path: Path) -> None:
    store = await open_store(await first_database(tmp_path))
    try:
        assert (await store.articles(["a"], "local"))["a"].article.text == "The ferry sails."
        assert [status.feed for status in await store.feeds("local")] == [HARBOUR]
        assert (await store.articles(["a"], "local"))["a"].position is None
        await store.keep([Harvest(HARBOUR, FeedHealth(), (SeenEntry("u", "f", "a"),), positions={"u": 2})])
        assert (await store.articles(["a"], "local"))["a"].position == 2
        room, mute = Channel("web", "local", "news"), Filter(FilterKind.WORDS, "ferry")
        assert await store.add_filter(room, mute)
        assert (await store.preferences(room)).filters == (mute,)
        assert await store.first("event", NOON)
        assert not await store.first("event", NOON)
    finally:
        await store.close()


async def test_articles_of_an_older_version_are_found_again_batch_by_batch(tmp_path: Path) -> None:
    url = await first_database(tmp_path, articles=5)
    store = await open_store(url)
    query = SearchQuery(("ferry",), "local")
    try:
        assert await store.search(query) == []
        assert (await store.unfinished())[Work.INDEX] == 5
        assert await store.index_some(2) == 2
        assert {hit.article.id for hit in await store.search(query)} == {"a4", "a5"}, "the newest first"
    finally:
        await store.close()
    store = await open_store(url)
    try:
        assert [size async for size in index_rest(store)] == [3]
        assert len(await store.search(query)) == 5
        assert await store.frequencies(["ferry"], "local") == (5, {"ferry": 5})
    finally:
        await store.close()


async def test_an_article_of_an_older_version_gets_its_next_one(tmp_path: Path) -> None:
    store = await open_store(await first_database(tmp_path))
    try:
        later = article("The ferry does not sail.", "u")
        await store.keep([Harvest(HARBOUR, FeedHealth(), (), (AnnotatedArticle(later),))])
        at = await store.at("u", "local")
        assert at is not None
        assert (at.article.id, at.article.supersedes) == (later.id, "a")
    finally:
        await store.close()


async def test_orders_of_an_older_version_go_on_and_are_the_config_files(tmp_path: Path) -> None:
    store = await open_store(await first_database(tmp_path))
    try:
        (order,) = await store.subscriptions()
        assert (order.slots, order.configured, order.paused, order.paused_for) == (
            (time(8),),
            True,
            False,
            "",
        )
        await store.put_subscription(Subscription("t", order.channel, (time(9),), "UTC"))
        assert [each.configured for each in await store.subscriptions()] == [True, False]
    finally:
        await store.close()


async def test_commands_that_were_saved_before_can_be_had_again(tmp_path: Path) -> None:
    url = await first_database(tmp_path)
    old = Database(url)
    async with old.write() as connection:
        await connection.run_sync(sixth_schema)
    await old.close()
    store = await open_store(url)
    try:
        assert await store.saved_command("w1", "local") == Command("ask", {"question": "Which ferry?"})
        assert await store.forget_saved_commands(NOON) == 1
    finally:
        await store.close()


def sixth_schema(connection: Connection) -> None:
    """The tables of the sixth version, with a command that a button had again."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "bot.adapters.store:migrations")
    command.upgrade(config, "0006")
    row = "'local', 'w1', 'web', 'news', 'ask', '{\"question\": \"Which ferry?\"}', '2026-03-01 00:00:00.000000'"
    connection.exec_driver_sql(
        f"INSERT INTO wishes (workspace, wish, platform, room, name, args, at) VALUES ({row})"
    )


async def test_the_migrations_make_the_tables_that_the_store_knows(tmp_path: Path) -> None:
    store = await open_store(await first_database(tmp_path))
    try:
        async with store.database.read() as connection:
            made = await connection.run_sync(columns_of)
        known = {
            table.name: {(each.name, each.nullable) for each in table.c} for table in metadata.sorted_tables
        }
        assert {name: made[name] for name in known} == known
    finally:
        await store.close()


def columns_of(connection: Connection) -> dict[str, set[tuple[str, bool]]]:
    """Table -> its columns, each with whether it may be empty."""
    seen = inspect(connection)
    return {
        name: {(column["name"], column["nullable"]) for column in seen.get_columns(name)}
        for name in seen.get_table_names()
    }
