"""Articles of a file: found at once, their quotes afterwards, whoever finds them and however often it stops."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.adapters.lexicons import with_quotes
from bot.adapters.store import SqlStore, open_store
from bot.errors import Unavailable
from bot.model import AnnotatedArticle, Article, Kept, SearchQuery, Work
from bot.newsroom import imports
from tests.fakes.failures import failure_guard
from tests.fakes.stored_articles import FERRY, article

BATCH = [article(f"{FERRY}\n\nNumber {number}.", f"https://a.example/{number}") for number in range(250)]


async def read(one: Article) -> AnnotatedArticle:
    return with_quotes(one)


async def imported(folder: Path) -> SqlStore:
    store = await open_store(f"sqlite:///{folder}/news.db")
    assert [found async for found in imports.import_articles(store, "local", BATCH)] == [(Kept(new=250), 250)]
    return store


async def test_all_is_found_before_any_quote_is_and_quotes_follow(tmp_path: Path) -> None:
    store = await imported(tmp_path)
    assert len(await store.search(SearchQuery(("ferry",), "local", limit=300))) == 250
    assert (await store.counts())["quotes"] == 0
    rest = imports.read_rest(store, read, failure_guard(), newest=True)
    assert [found async for found in rest] == [(100, 200), (100, 200), (50, 100)]
    assert (await store.unfinished())[Work.QUOTES] == 0
    await store.close()


async def test_two_processes_read_each_article_once(tmp_path: Path) -> None:
    store, other = await imported(tmp_path), await open_store(f"sqlite:///{tmp_path}/news.db")

    async def quotes(of: SqlStore, newest: bool) -> int:
        return sum([n async for _, n in imports.read_rest(of, read, failure_guard(), newest=newest)])

    assert sum(await asyncio.gather(quotes(store, True), quotes(other, False))) == 500
    assert (await store.counts())["quotes"] == 500
    await store.close()
    await other.close()


async def test_an_article_that_cannot_be_read_stays_without_quotes(tmp_path: Path) -> None:
    store = await imported(tmp_path)
    hostile = BATCH[7].id

    async def fails(one: Article) -> AnnotatedArticle:
        if one.id == hostile:
            raise Unavailable(one.url, "reading took longer than 20 seconds")
        return with_quotes(one)

    rest = imports.read_rest(store, fails, failure_guard(), newest=True)
    assert sum([quotes async for _, quotes in rest]) == 498
    assert (await store.articles([hostile], "local"))[hostile].quotes == ()
    assert (await store.unfinished())[Work.QUOTES] == 0
    await store.close()
