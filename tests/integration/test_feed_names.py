"""A feed is gathered once for all who take it: no workspace names it for another, or takes without end."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from bot.adapters.store import SqlStore
from bot.errors import ConfigError
from bot.model import LOCAL_WORKSPACE, AnnotatedArticle, Article, Fetched, ImportOutcome, Validators
from bot.newsroom.feeds import find, import_opml, take
from bot.newsroom.gather import Gatherer
from bot.ops.failures import FailureGuard
from bot.ops.metrics import PrometheusMeter
from tests.fakes.reading import ReadHere

URL = "https://quay.example/feed"
BODY = (
    b'<rss version="2.0"><channel><title>The Quay</title><link>https://quay.example/</link>'
    b"<item><title>Ferry sails</title><link>https://quay.example/ferry</link></item></channel></rss>"
)


class OneFeed:
    """A network that answers every address with the feed."""

    async def fetch(
        self,
        url: str,
        validators: Validators = Validators(),  # noqa: B008 - frozen
        *,
        crawling: bool = False,
    ) -> Fetched:
        return Fetched(url, 200, BODY, "application/rss+xml")


async def plain(article: Article) -> AnnotatedArticle:
    return AnnotatedArticle(article)


def clock() -> datetime:
    return datetime(2026, 3, 5, 8, tzinfo=UTC)


def gathering(store: SqlStore, most_feeds: int = 500) -> Gatherer:
    meter = PrometheusMeter()
    failures = FailureGuard(clock, meter)
    return Gatherer(store, OneFeed(), ReadHere(), plain, clock, meter, failures, most_feeds=most_feeds)


async def take_feed(store: SqlStore, gatherer: Gatherer, workspace: str, url: str, outlet: str = "") -> None:
    (checked,) = await find(gatherer, url)
    await take(store, gatherer, workspace, checked, outlet)


async def name_for(store: SqlStore, workspace: str, outlet: str) -> str:
    await take_feed(store, gathering(store), workspace, URL, outlet)
    (status,) = await store.feeds(workspace)
    return status.feed.outlet


async def test_a_name_that_one_workspace_gives_is_never_read_by_another(store: SqlStore) -> None:
    assert await name_for(store, "north", "Our secret source") == "The Quay"
    assert await name_for(store, "south", "") == "The Quay"


async def test_whoever_runs_on_record_names_feeds_for_all(store: SqlStore) -> None:
    assert await name_for(store, LOCAL_WORKSPACE, "Quay & Co.") == "Quay & Co."
    assert await name_for(store, "north", "Another") == "Quay & Co."
    assert await name_for(store, LOCAL_WORKSPACE, "The Quay, anew") == "The Quay, anew"
    assert await name_for(store, LOCAL_WORKSPACE, "") == "The Quay, anew", "without a name it stays"


async def test_a_workspace_takes_no_more_feeds_than_it_may(store: SqlStore) -> None:
    gatherer = gathering(store, most_feeds=2)
    urls = [f"https://quay.example/feed/{number}" for number in range(6)]
    at_once = (take_feed(store, gatherer, "north", url) for url in urls)
    answers = await asyncio.gather(*at_once, return_exceptions=True)
    refused = [answer for answer in answers if isinstance(answer, ConfigError)]
    kept = [status.feed.url for status in await store.feeds("north")]
    assert len(refused) + len(kept) == 6
    assert len(kept) <= 2
    for url in [url for url in urls if url not in kept][: 2 - len(kept)]:
        await take_feed(store, gatherer, "north", url)
    with pytest.raises(ConfigError, match=r"^This workspace has 2 feeds, the most there can be; remove one"):
        await take_feed(store, gatherer, "north", URL)
    own = [status.feed.url for status in await store.feeds("north")]
    await take_feed(store, gatherer, "north", own[0])  # it has that one already
    listed = "".join(f'<outline xmlUrl="{url}"/>' for url in (*own, *urls))
    report = await import_opml(store, gatherer, "north", f"<opml><body>{listed}</body></opml>".encode())
    outcomes = {feed.outcome for feed in report.feeds}
    assert outcomes == {ImportOutcome.ALREADY, ImportOutcome.FAILED}
    for url in urls:
        await take_feed(store, gatherer, LOCAL_WORKSPACE, url)
    assert (len(await store.feeds("north")), len(await store.feeds(LOCAL_WORKSPACE))) == (2, 6)
