"""A feed is gathered once for all who take it, so no workspace chooses the name that another reads."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.adapters.store import SqlStore
from bot.model import LOCAL_WORKSPACE, AnnotatedArticle, Article, Fetched, Validators
from bot.newsroom.feeds import find, take
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


async def name_for(store: SqlStore, workspace: str, outlet: str) -> str:
    meter = PrometheusMeter()
    gatherer = Gatherer(
        store, OneFeed(), ReadHere(), plain, clock, meter, FailureGuard(clock, meter), timedelta(minutes=15)
    )
    (checked,) = await find(gatherer, URL)
    await take(store, workspace, checked, outlet)
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
