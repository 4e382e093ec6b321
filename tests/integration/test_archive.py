"""What a site published before: brought in from its sitemaps or its feed's pages, once and to the end."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime

import pytest

from bot.adapters.fetch import HttpFetcher
from bot.adapters.store import SqlStore
from bot.core.feeds.addresses import canonical
from bot.errors import NotAFeed, TooLarge, Unavailable
from bot.model import AnnotatedArticle, Article, Feed, Kept, SearchQuery
from bot.newsroom import archive
from bot.newsroom.archive import Backfill, Batch, page_of
from bot.newsroom.gather import Gatherer
from bot.ops.failures import FailureGuard
from bot.ops.metrics import PrometheusMeter
from tests.fakes import outlet
from tests.fakes import web as fake
from tests.fakes.outlet import Line, story
from tests.fakes.reading import ReadHere
from tests.fakes.web import Web

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def clock() -> datetime:
    return NOW


async def plain(article: Article) -> AnnotatedArticle:
    return AnnotatedArticle(article)


@dataclass
class Site:
    """A site with an archive, and the store that it is brought into."""

    web: Web
    store: SqlStore
    gatherer: Gatherer

    def write(self, *paths: str) -> None:
        for path in paths:
            self.web.routes[path] = fake.body(outlet.page(f"News {path}", story(path.strip("/"))))

    def map(self, path: str, *listed: tuple[str, str], kind: str = "urlset", packed: bool = False) -> str:
        """A sitemap of (path, date), or an index of sitemaps; its address."""
        inner = "url" if kind == "urlset" else "sitemap"
        entries = "".join(
            f"<{inner}><loc>{self.web.url(to)}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</{inner}>"
            for to, day in listed
        )
        body = f"<{kind}>{entries}</{kind}>".encode()
        self.web.routes[path] = fake.body(gzip.compress(body) if packed else body)
        return self.web.url(path)

    def page(self, target: str, *paths: str, day: int = 1) -> None:
        """A page of the feed."""
        date = format_datetime(datetime(2026, 2, day, 8, tzinfo=UTC))
        lines = [Line(self.web.url(path), f"News {path}", date=date) for path in paths]
        self.web.routes[target] = fake.feed(outlet.rss("The Quay", lines))

    async def import_map(
        self, url: str, since: datetime | None = None, limit: int | None = None
    ) -> list[Batch]:
        lists = archive.in_sitemaps(self.gatherer, url, since)
        return await self._run(lists, since, limit)

    async def import_feed(self, since: datetime | None = None, limit: int | None = None) -> list[Batch]:
        lists = archive.in_feed(self.gatherer, self.web.url("/feed"), since)
        return await self._run(lists, since, limit)

    async def _run(self, lists: archive.Lists, since: datetime | None, limit: int | None) -> list[Batch]:
        backfill = Backfill(self.store, self.gatherer, "local", "The Quay", since, limit)
        return [batch async for batch in backfill.run(lists)]

    async def kept(self) -> dict[str, datetime]:
        """Path -> date, of what the workspace has."""
        reads = await self.store.between("local", LONG_AGO, NOW)
        assert all(read.article.outlet == "The Quay" for read in reads)
        return {read.article.url.removeprefix(self.web.url("")): read.article.dated for read in reads}

    def asked(self) -> list[str]:
        """What was asked for since the last look."""
        found = [request.target for request in self.web.requests]
        self.web.requests.clear()
        return found


@pytest.fixture
async def site(store: SqlStore) -> AsyncIterator[Site]:
    meter = PrometheusMeter()
    async with fake.serving() as web, HttpFetcher(web.allow, tries=1, timeout=3) as fetcher:
        failures = FailureGuard(clock, meter)
        yield Site(web, store, Gatherer(store, fetcher, ReadHere(), plain, clock, meter, failures))


async def test_a_sitemap_index_is_followed_and_its_pages_have_their_dates(site: Site) -> None:
    site.write("/a", "/b", "/c")
    site.map("/2026.xml.gz", ("/a", "2026-02-01T06:30:00Z"), ("/b", "2026-02-02"), packed=True)
    site.map("/2025.xml", ("/c", "2025-12-31"))
    index = site.map(
        "/index.xml", ("/2025.xml", "2025-12-31"), ("/2026.xml.gz", "2026-02-02"), kind="sitemapindex"
    )
    batches = await site.import_map(index)
    assert sum((batch.kept for batch in batches), Kept()) == Kept(new=3)
    assert await site.kept() == {
        "/a": datetime(2026, 2, 1, 6, 30, tzinfo=UTC),
        "/b": datetime(2026, 2, 2, tzinfo=UTC),
        "/c": datetime(2025, 12, 31, tzinfo=UTC),
    }
    asked = site.asked()
    assert asked.index("/2026.xml.gz") < asked.index("/2025.xml")  # the newest first
    assert [hit.article.headline for hit in await site.store.search(SearchQuery(("news",), "local"))]


async def test_what_is_there_already_is_not_asked_for_again(site: Site) -> None:
    site.write("/a", "/c")
    site.web.routes["/about"] = fake.body("<html><body><p>About us.</p></body></html>")
    at = site.map("/map.xml", ("/a", "2026-02-01"), ("/about", "2026-02-01"), ("/gone", "2026-02-01"))
    (batch,) = await site.import_map(at)
    assert (batch.articles, batch.passed_over, batch.failed) == (1, 2, 0)
    site.asked()
    site.map("/map.xml", ("/a", "2026-02-01"), ("/about", ""), ("/gone", ""), ("/c", "2026-02-02"))
    await site.import_map(at)
    assert site.asked() == ["/map.xml", "/c"]


async def test_what_a_feed_brought_is_not_asked_for_and_comes_once(site: Site) -> None:
    site.write("/a", "/b")
    site.page("/feed", "/a")
    feed = Feed.of(canonical(site.web.url("/feed")), "The Quay")
    await site.store.take_feed("local", feed)
    await site.gatherer.round()
    site.asked()
    at = site.map("/map.xml", ("/a", "2026-02-01"), ("/b", "2026-02-01"))
    await site.import_map(at)
    assert site.asked() == ["/map.xml", "/b"]
    assert set(await site.kept()) == {"/a", "/b"}


async def test_since_leaves_out_older_sitemaps_and_pages(site: Site) -> None:
    site.write("/old", "/new", "/undated")
    site.web.routes["/undated-old"] = fake.body(
        outlet.page("Old", story("Arlow")).replace(
            "<head>", '<head><meta property="article:published_time" content="2024-05-01T08:00:00Z">'
        )
    )
    site.map("/2025.xml", ("/never", "2025-12-31"))
    site.map(
        "/2026.xml", ("/old", "2026-01-31"), ("/new", "2026-02-01"), ("/undated", ""), ("/undated-old", "")
    )
    index = site.map("/index.xml", ("/2025.xml", "2025-12-31"), ("/2026.xml", ""), kind="sitemapindex")
    (batch,) = await site.import_map(index, since=datetime(2026, 2, 1, tzinfo=UTC))
    assert set(await site.kept()) == {"/new"}
    assert batch.passed_over == 2  # one without any date, which would be told as new, and one from before
    assert not {"/2025.xml", "/never", "/old"} & set(site.asked())


async def test_a_news_sitemap_has_the_dates_of_its_articles(site: Site) -> None:
    site.write("/a")
    entry = (
        f"<url><loc>{site.web.url('/a')}</loc><lastmod>2026-02-20</lastmod><news:news>"
        "<news:publication_date>2026-02-01T06:30:00+01:00</news:publication_date></news:news></url>"
    )
    site.web.routes["/news.xml"] = fake.body(f"<urlset>{entry}</urlset>")
    await site.import_map(site.web.url("/news.xml"))
    assert await site.kept() == {"/a": datetime(2026, 2, 1, 5, 30, tzinfo=UTC)}


async def test_a_limit_counts_articles_and_the_next_call_goes_on(site: Site) -> None:
    paths = [f"/{number}" for number in range(7)]
    site.write(*paths)
    at = site.map("/map.xml", *((path, "2026-02-01") for path in paths))
    for articles in (3, 6, 7):
        await site.import_map(at, limit=3)
        assert len(await site.kept()) == articles


async def test_a_feed_is_read_page_by_page_until_one_brings_nothing_new(site: Site) -> None:
    paths = [f"/{number}" for number in range(6)]
    site.write(*paths)
    site.page("/feed", *paths[:2])
    site.page("/feed?paged=2", *paths[1:4])
    site.page("/feed?paged=3", *paths[4:])
    site.page("/feed?paged=4", *paths[:2])
    await site.import_feed(limit=5)
    assert len(await site.kept()) == 5
    site.asked()
    await site.import_feed()
    assert set(await site.kept()) == set(paths)
    assert site.asked() == ["/feed", "/feed?paged=2", "/feed?paged=3", paths[5], "/feed?paged=4"]


@pytest.mark.parametrize("last", ["gone", "a page"])
async def test_a_feeds_pages_end_where_there_is_no_more(site: Site, last: str) -> None:
    site.write("/a")
    site.page("/feed", "/a")
    if last == "a page":
        site.web.routes["/feed?paged=2"] = fake.body("<html><body>Nothing found</body></html>")
    await site.import_feed()
    assert set(await site.kept()) == {"/a"}


async def test_a_feeds_pages_end_where_they_are_too_old(site: Site) -> None:
    site.write("/a", "/b", "/c")
    for number, (path, day) in enumerate((("/a", 3), ("/b", 2), ("/c", 1)), start=1):
        site.page("/feed" if number == 1 else f"/feed?paged={number}", path, day=day)
    await site.import_feed(since=datetime(2026, 2, 3, tzinfo=UTC))
    assert set(await site.kept()) == {"/a"}
    assert "/feed?paged=3" not in site.asked()


async def test_what_cannot_be_read_for_now_is_tried_by_the_next_call(site: Site) -> None:
    site.write("/a")
    site.web.routes["/b"] = fake.status(503)
    at = site.map("/map.xml", ("/a", "2026-02-01"), ("/b", "2026-02-01"))
    (batch,) = await site.import_map(at)
    assert (batch.articles, batch.failed) == (1, 1)
    site.write("/b")
    await site.import_map(at)
    assert set(await site.kept()) == {"/a", "/b"}


async def test_a_site_that_lets_nothing_be_read_ends_it(site: Site) -> None:
    paths = [f"/{number}" for number in range(3 * archive.BATCH)]
    for path in paths:
        site.web.routes[path] = fake.status(503)
    at = site.map("/map.xml", *((path, "2026-02-01") for path in paths))
    with pytest.raises(Unavailable):
        await site.import_map(at)
    assert len(site.asked()) == 1 + archive.BATCH


async def test_sitemaps_that_lead_in_a_circle_or_nowhere_end(site: Site) -> None:
    site.write("/a")
    site.map("/map.xml", ("/a", "2026-02-01"))
    index = site.map(
        "/index.xml", ("/index.xml", ""), ("/missing.xml", ""), ("/map.xml", ""), kind="sitemapindex"
    )
    await site.import_map(index)
    assert set(await site.kept()) == {"/a"}
    with pytest.raises(NotAFeed):
        await site.import_map(site.web.url("/a"))


async def test_an_index_of_ever_new_indexes_ends_with_an_error_that_says_so(site: Site) -> None:
    for number in range(archive.MOST_BARREN + 9):
        site.map(f"/{number}.xml", (f"/{number + 1}.xml", ""), kind="sitemapindex")
    with pytest.raises(TooLarge, match=f"{archive.MOST_BARREN} sitemaps in a row list no page"):
        await site.import_map(site.web.url("/0.xml"))
    assert len(site.asked()) == archive.MOST_BARREN


async def test_a_site_of_very_many_sitemaps_with_pages_is_read_to_the_end(site: Site) -> None:
    site.write("/a")
    many = [(f"/{number}.xml", "") for number in range(archive.MOST_BARREN + 9)]
    for path, _ in many:
        site.map(path, ("/a", "2026-02-01"))
    await site.import_map(site.map("/index.xml", *many, kind="sitemapindex"))
    assert len(site.asked()) == len(many) + 2


async def test_an_archive_is_in_no_edition_as_late(site: Site) -> None:
    site.write("/a")
    await site.import_map(site.map("/map.xml", ("/a", "2025-02-01")))
    assert await site.store.between("local", NOW, NOW, captured=LONG_AGO) == []


async def test_an_outlet_is_called_as_its_feed_is(site: Site) -> None:
    assert await archive.outlet_at(site.store, "local", "https://www.quay.example/map.xml") == "quay.example"
    await site.store.take_feed("local", Feed.of("https://www.quay.example/feed", "The Quay"))
    assert await archive.outlet_at(site.store, "local", "https://www.quay.example/map.xml") == "The Quay"


def test_the_pages_of_a_feed_keep_what_else_its_address_asks_for() -> None:
    assert page_of("https://quay.example/feed/", 1) == "https://quay.example/feed/"
    assert page_of("https://quay.example/feed/", 2) == "https://quay.example/feed/?paged=2"
    asked = page_of("https://quay.example/?feed=rss2&cat=3&paged=1", 12)
    assert asked == "https://quay.example/?feed=rss2&cat=3&paged=12"
