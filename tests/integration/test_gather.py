from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from email.utils import format_datetime

import pytest

from bot.adapters.fetch import HttpFetcher
from bot.adapters.store import SqlStore
from bot.app.opening import apply_feeds, apply_subscriptions
from bot.config import Config
from bot.core.outline import texts
from bot.errors import AddressRefused, Gone, NotAFeed, NotAnArticle, TooManyRedirects
from bot.model import (
    LOCAL_WORKSPACE,
    AnnotatedArticle,
    Article,
    Channel,
    Feed,
    FeedState,
    FeedStatus,
    Harvest,
    Kept,
    SearchQuery,
    SeenEntry,
    Subscription,
    Validators,
)
from bot.newsroom import feeds
from bot.newsroom.gather import Gatherer
from bot.ops.failures import FailureGuard
from tests.fakes import outlet
from tests.fakes import web as fake
from tests.fakes.outlet import Line, story
from tests.fakes.reading import ReadHere
from tests.fakes.web import Names, Web

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINUTES = timedelta(minutes=15)
LONG_AGO, FAR_AHEAD = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


class Hands:
    """A clock that stands still until it is turned."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def turn(self, **by: float) -> None:
        self.now += timedelta(**by)


class Tally:
    """A meter that adds up."""

    def __init__(self) -> None:
        self.counts: dict[str, float] = {}

    def count(self, name: str, by: float = 1, **labels: str) -> None:
        key = " ".join([name, *labels.values()])
        self.counts[key] = self.counts.get(key, 0) + by

    def time(self, name: str, seconds: float, **labels: str) -> None:
        self.count(name, 0, **labels)


async def without_quotes(article: Article) -> AnnotatedArticle:
    return AnnotatedArticle(article)


class Desk:
    """A newsroom with one server before it."""

    def __init__(self, web: Web, store: SqlStore, fetcher: HttpFetcher, host: str = "127.0.0.1") -> None:
        self.host = host
        self.web, self.store, self.clock, self.meter = web, store, Hands(), Tally()
        self.failures = FailureGuard(self.clock, self.meter)
        self.gatherer = Gatherer(
            store, fetcher, ReadHere(), without_quotes, self.clock, self.meter, self.failures
        )

    async def take(self, path: str, outlet: str = "The Quay", workspace: str = "w") -> None:
        await self.store.take_feed(workspace, Feed.of(self.url(path), outlet))

    def url(self, path: str) -> str:
        return self.web.url(path).replace("127.0.0.1", self.host)

    def publish(self, path: str, *lines: Line, title: str = "The Quay", etag: str | None = None) -> None:
        self.web.routes[path] = fake.feed(outlet.rss(title, lines), etag)

    def print_page(self, path: str, *paragraphs: str, headline: str = "Bridge vote") -> None:
        self.web.routes[path] = fake.body(outlet.page(headline, paragraphs or story(path.strip("/"))))

    async def articles(self, workspace: str = "w") -> dict[str, Article]:
        reads = await self.store.between(workspace, LONG_AGO, FAR_AHEAD)
        return {read.article.url.removeprefix(self.web.url("")): read.article for read in reads}

    async def positions(self, workspace: str = "w") -> dict[str, int | None]:
        reads = await self.store.between(workspace, LONG_AGO, FAR_AHEAD)
        return {read.article.url.removeprefix(self.web.url("")): read.position for read in reads}

    async def health(self, path: str) -> FeedStatus:
        found = {status.feed.url: status for status in await self.store.feeds()}
        return found[self.url(path)]


@pytest.fixture
async def desk(store: SqlStore) -> AsyncIterator[Desk]:
    async with (
        fake.serving() as web,
        HttpFetcher(web.allow, tries=1, timeout=3, max_bytes=1_000_000) as fetcher,
    ):
        yield Desk(web, store, fetcher)


async def test_a_round_reads_what_is_new_and_the_next_one_nothing_twice(desk: Desk) -> None:
    await desk.take("/feed")
    desk.publish("/feed", Line("/a?utm_source=rss", "A bridge"), Line("/b", "Another"), etag='"1"')
    desk.print_page("/a", *story("Arlow"))
    desk.print_page("/b", *story("Brede"))
    report = await desk.gatherer.round()
    assert (report.kept.new, report.kept.changed) == (2, 0)
    found = await desk.articles()
    assert set(found) == {"/a", "/b"}
    assert "Mara Lind, the mayor of Arlow" in found["/a"].text
    assert found["/a"].outlet == "The Quay"
    assert "All rights reserved" not in found["/a"].text

    assert (await desk.gatherer.round()).feeds == ()  # none is due yet
    desk.clock.turn(minutes=16)
    again = await desk.gatherer.round()
    assert [status.health.state for status in again.feeds] == [FeedState.UNCHANGED]
    assert again.kept.new == 0
    assert desk.web.hits() == {"/feed": 2, "/a": 1, "/b": 1}
    assert desk.meter.counts["articles"] == 2


async def test_a_changed_page_becomes_a_new_version(desk: Desk) -> None:
    await desk.take("/feed")
    desk.publish("/feed", Line("/a", "A bridge", "First told."))
    desk.print_page("/a", *story("Arlow", "on Monday"))
    await desk.gatherer.round()
    before = (await desk.articles())["/a"]
    desk.publish("/feed", Line("/a", "A bridge", "Corrected."))
    desk.print_page("/a", *story("Arlow", "on Tuesday"))
    desk.clock.turn(hours=1)
    report = await desk.gatherer.round()
    assert (report.kept.new, report.kept.changed) == (0, 1)
    after = (await desk.articles())["/a"]
    assert after.supersedes == before.id
    assert "Tuesday" in after.text


@pytest.mark.parametrize(
    ("handler", "state", "says"),
    [
        (fake.body("<!doctype html><html><body>News</body></html>"), FeedState.BROKEN, "web page"),
        (fake.body("/etc/passwd"), FeedState.BROKEN, "no RSS"),
        (fake.body("http://127.0.0.1:1/feed"), FeedState.BROKEN, "no RSS"),
        (fake.body(""), FeedState.BROKEN, "empty"),
        (fake.body(b"\x00\xff" * 500), FeedState.BROKEN, "no RSS"),
        (fake.body('<!DOCTYPE rss [<!ENTITY a "b">]><rss>&a;</rss>'), FeedState.BROKEN, "entities"),
        (fake.body("<rss><channel>" + "<a>" * 1000 + "</rss>"), FeedState.BROKEN, "nested"),
        (fake.bomb(50_000_000), FeedState.BROKEN, "larger than"),
        (fake.endless(), FeedState.BROKEN, "larger than"),
        (fake.endless(sized=200_000_000), FeedState.BROKEN, "larger than"),
        (fake.cut(b"<rss>", 900), FeedState.BROKEN, "broke off"),
        (fake.slow(60, fake.body("x")), FeedState.BROKEN, "in time"),
        (fake.redirect("/bad"), FeedState.BROKEN, "circle"),
        (fake.redirect("http://169.254.169.254/"), FeedState.BROKEN, "metadata"),
        (fake.status(403), FeedState.BLOCKED, "refuses"),
        (fake.status(404), FeedState.GONE, "remove this one"),
        (fake.status(503), FeedState.BROKEN, "503"),
        (
            fake.feed("<rss version='2.0'><channel><title>x</title></channel></rss>"),
            FeedState.EMPTY,
            "lists nothing",
        ),
    ],
)
async def test_a_bad_feed_says_what_is_wrong_and_stops_no_other(
    desk: Desk, handler: fake.Handler, state: FeedState, says: str
) -> None:
    await desk.take("/bad", "A bad one")
    await desk.take("/feed")
    desk.web.routes["/bad"] = handler
    desk.publish("/feed", Line("/a", "A bridge"))
    desk.print_page("/a")
    report = await desk.gatherer.round()
    assert report.kept.new == 1
    bad = (await desk.health("/bad")).health
    assert bad.state is state
    assert says in bad.note
    assert bad.next_at is not None
    assert (await desk.health("/feed")).health.state is FeedState.OK


async def test_a_failing_feed_is_left_alone_longer_each_time_but_never_for_good(desk: Desk) -> None:
    await desk.take("/feed")
    desk.web.routes["/feed"] = fake.status(500)
    waits = []
    for _ in range(12):
        await desk.gatherer.round()
        health = (await desk.health("/feed")).health
        assert health.next_at is not None
        waits.append(health.next_at - desk.clock.now)
        desk.clock.now = health.next_at
    assert waits[:3] == [timedelta(minutes=30), timedelta(hours=1), timedelta(hours=2)]
    assert waits[-1] == timedelta(days=1)
    desk.publish("/feed", Line("/a", "A bridge"))
    desk.print_page("/a")
    assert (await desk.gatherer.round()).kept.new == 1
    health = (await desk.health("/feed")).health
    assert (health.state, health.failures, health.note) == (FeedState.OK, 0, "")


async def test_the_wait_that_a_server_asks_for_is_kept_in_the_store(desk: Desk) -> None:
    await desk.take("/feed")
    desk.web.routes["/feed"] = fake.status(429, Retry_After="7200")
    await desk.gatherer.round()
    assert (await desk.health("/feed")).health.next_at == START + timedelta(hours=2)


@pytest.fixture
async def strangers(store: SqlStore) -> AsyncIterator[Desk]:
    """A newsroom whose server is somebody else's: the config names its address, but not its name."""
    async with (
        fake.serving() as web,
        HttpFetcher(web.allow, tries=1, timeout=3, host_delay=0, resolver=Names("127.0.0.1")) as fetcher,
    ):
        yield Desk(web, store, fetcher, host="quay.example")


async def test_a_feed_that_posts_rarely_is_asked_rarely_also_after_a_restart(strangers: Desk) -> None:
    desk = strangers

    def every(**gap: float) -> list[Line]:
        dates = [format_datetime(START - n * timedelta(**gap)) for n in range(5)]
        return [Line(f"/{n}", f"News {n}", date=date) for n, date in enumerate(dates)]

    for n in range(5):
        desk.print_page(f"/{n}", *story(f"Town{n}"))
    weekly, daily, hourly = every(weeks=1), every(days=1), every(hours=1)
    for path, lines in (("/weekly", weekly), ("/daily", daily), ("/hourly", hourly)):
        await desk.take(path)
        desk.publish(path, *lines, etag='"1"')
    for _ in range(16 * 4):
        restarted = replace(desk.gatherer)
        await restarted.round()
        desk.clock.turn(minutes=15)
    hits = desk.web.hits()
    assert (hits["/weekly"], hits["/daily"], hits["/hourly"]) == (4, 12, 25)
    desk.publish("/weekly", Line("/b", "News", date=format_datetime(desk.clock.now)), *hourly)
    desk.print_page("/b", *story("Brede"))
    desk.clock.turn(hours=4)
    assert (await desk.gatherer.round()).kept.new == 1


async def test_a_feed_is_asked_no_more_often_than_it_allows_and_one_of_ours_each_time(
    strangers: Desk,
) -> None:
    desk = strangers
    desk.web.routes["/feed"] = fake.feed("<rss><channel><ttl>120</ttl></channel></rss>")
    desk.web.routes["/kept"] = fake.feed(outlet.rss("Kept", ()), '"1"', Cache_Control="max-age=5400")
    await desk.take("/feed")
    await desk.take("/kept")
    await desk.store.take_feed("w", Feed.of(f"{desk.web.url('/kept')}?ours", "Ours"))
    desk.web.routes["/kept?ours"] = desk.web.routes["/kept"]
    for _ in range(24):
        await desk.gatherer.round()
        desk.clock.turn(minutes=15)
    assert desk.web.hits() == {"/robots.txt": 1, "/feed": 3, "/kept": 4, "/kept?ours": 24}


async def test_a_feed_that_robots_are_kept_from_says_so_and_what_helps(strangers: Desk) -> None:
    desk = strangers
    await desk.take("/feed")
    desk.publish("/feed", Line("/a", "A bridge"))
    desk.web.routes["/robots.txt"] = fake.body("User-agent: *\nDisallow: /feed")
    await desk.gatherer.round()
    health = (await desk.health("/feed")).health
    assert health.state is FeedState.BLOCKED
    assert "the robots.txt of quay.example asks readers like us to stay away" in health.note
    assert "gather.own_hosts" in health.note
    assert desk.web.hits() == {"/robots.txt": 1}
    assert (await desk.gatherer.check(desk.url("/feed"))).title == "The Quay"  # a person asks


async def test_pages_that_robots_are_kept_from_are_named_once_and_not_tried_again(strangers: Desk) -> None:
    desk = strangers
    await desk.take("/feed")
    whole = "".join(f"<p>{paragraph}</p>" for paragraph in story("Arlow"))
    desk.publish("/feed", Line("/in/a", "A bridge", whole), Line("/in/b", "Another"), Line("/c", "A third"))
    desk.print_page("/c", *story("Cray"))
    desk.web.routes["/robots.txt"] = fake.body("User-agent: *\nDisallow: /in/")
    assert (await desk.gatherer.round()).kept.new == 2
    note = texts.feed_note(await desk.health("/feed"))
    assert "1 page given up" in note
    assert "the robots.txt of quay.example asks readers like us to stay away" in note
    for _ in range(3):
        desk.clock.turn(hours=1)
        await desk.gatherer.round()
    assert desk.web.hits() == {"/robots.txt": 1, "/feed": 4, "/c": 1}
    read = await desk.gatherer.article(desk.url("/c"))
    assert read.article.headline == "Bridge vote"


async def test_a_host_whose_robots_file_is_in_trouble_is_said_to_be(strangers: Desk) -> None:
    desk = strangers
    await desk.take("/feed")
    desk.publish("/feed", Line("/a", "A bridge"))
    desk.web.routes["/robots.txt"] = fake.status(503)
    await desk.gatherer.round()
    health = (await desk.health("/feed")).health
    assert health.state is FeedState.BROKEN
    assert "the robots.txt of quay.example cannot be read" in health.note


async def test_a_host_that_wants_long_pauses_holds_up_no_round(desk: Desk) -> None:
    async def slowly(article: Article) -> AnnotatedArticle:
        desk.clock.turn(seconds=30)
        return AnnotatedArticle(article)

    gatherer = replace(desk.gatherer, read_quotes=slowly)
    await desk.take("/feed")
    desk.publish("/feed", *(Line(f"/{n}", f"News {n}") for n in range(30)), etag='"1"')
    for n in range(30):
        desk.print_page(f"/{n}", *story(f"Town{n}"))
    news = []
    for _ in range(10):
        news.append((await gatherer.round()).kept.new)
        desk.clock.turn(minutes=15)
    assert news[0] < 10
    assert (sum(news), news[-1]) == (30, 0)
    assert max(desk.web.hits()[f"/{n}"] for n in range(30)) == 1


async def test_a_feed_that_breaks_off_is_asked_again_in_full(desk: Desk) -> None:
    await desk.take("/feed")
    for name in ("a", "b"):
        desk.print_page(f"/{name}", *story(f"Town {name}"))
    whole = outlet.rss("The Quay", [Line("/a", "A bridge"), Line("/b", "Another")])
    cut = whole[: whole.index("</item>") + len("</item>")]
    desk.web.routes["/feed"] = fake.feed(cut, etag='"1"')
    await desk.gatherer.round()
    assert "broke off" in (await desk.health("/feed")).health.note
    desk.web.routes["/feed"] = fake.feed(whole, etag='"1"')
    desk.clock.turn(minutes=15)
    await desk.gatherer.round()
    assert set(await desk.articles()) == {"/a", "/b"}
    assert (await desk.health("/feed")).health.note == ""
    assert desk.web.hits()["/a"] == 1


async def test_what_is_read_of_a_feed_is_kept_before_the_rest_is(desk: Desk) -> None:
    await desk.take("/feed")
    desk.publish("/feed", *(Line(f"/{n}", f"News {n}") for n in range(25)))
    for n in range(25):
        desk.print_page(f"/{n}", *story(f"Town{n}"))
    for n in range(18, 25):
        desk.web.routes[f"/{n}"] = fake.trickle()
    broken_off = asyncio.create_task(desk.gatherer.round())
    while len(await desk.articles()) < 10:
        await asyncio.sleep(0.01)
    broken_off.cancel()
    await asyncio.gather(broken_off, return_exceptions=True)
    before = set(await desk.articles())
    for n in range(18, 25):
        desk.print_page(f"/{n}", *story(f"Town{n}"))
    report = await desk.gatherer.round()
    assert report.kept.new == 25 - len(before)
    assert len(report.feeds) == 1
    assert all(desk.web.hits()[path] == 1 for path in before)


async def test_a_date_that_changed_too_soon_is_not_forgotten_when_its_feed_drops_it(desk: Desk) -> None:
    await desk.take("/feed")
    desk.print_page("/live", *story("Arlow"))
    for minutes in (0, 16):
        at = format_datetime(START + timedelta(minutes=minutes))
        desk.publish("/feed", Line("/live", "A bridge", date=at))
        await desk.gatherer.round()
        desk.clock.turn(minutes=16)
    desk.print_page("/live", *story("Brede"))
    desk.publish("/feed", Line("/other", "Another"))
    desk.print_page("/other")
    await desk.gatherer.round()
    assert desk.web.hits()["/live"] == 2
    assert "the mayor of Brede" in (await desk.articles())["/live"].text


async def test_a_page_that_fails_is_replaced_by_what_the_feed_gives(desk: Desk) -> None:
    await desk.take("/feed")
    whole = "".join(f"<p>{paragraph}</p>" for paragraph in story("Arlow"))
    desk.publish("/feed", Line("/a", "A bridge", whole))
    desk.web.routes["/a"] = fake.status(403)
    await desk.gatherer.round()
    found = (await desk.articles())["/a"]
    assert found.headline == "A bridge"
    assert found.text.startswith("The council of Arlow voted")
    assert "<p>" not in found.text


async def test_a_teaser_is_no_article_and_its_page_is_tried_again(desk: Desk) -> None:
    await desk.take("/feed")
    desk.publish(
        "/feed", Line("/a", "A bridge", "A short teaser. Read on."), Line("/b", "Another"), etag='"1"'
    )
    desk.web.routes["/a"] = fake.then(fake.status(500), fake.body(outlet.page("A bridge", story("Arlow"))))
    desk.print_page("/b")
    assert (await desk.gatherer.round()).kept.new == 1
    assert set(await desk.articles()) == {"/b"}
    desk.clock.turn(hours=1)
    assert (await desk.gatherer.round()).kept.new == 1
    assert set(await desk.articles()) == {"/a", "/b"}
    assert desk.web.hits() == {"/feed": 2, "/a": 2, "/b": 1}


async def test_a_page_that_never_gives_an_article_is_given_up(desk: Desk) -> None:
    await desk.take("/feed")
    desk.publish("/feed", Line("/video", "Watch"))
    desk.web.routes["/video"] = fake.body("<html><body><video></video></body></html>")
    for _ in range(6):
        await desk.gatherer.round()
        desk.clock.turn(hours=1)
    assert desk.web.hits() == {"/feed": 6, "/video": 3}


async def test_a_first_check_reads_the_newest_entries_alone(desk: Desk) -> None:
    await desk.take("/feed")
    dates = [format_datetime(START - timedelta(hours=n)) for n in range(50)]
    old = [Line(f"/{n}", f"News {n}", date=dates[n]) for n in range(50)]
    desk.publish("/feed", *reversed(old))
    for n in range(50):
        desk.print_page(f"/{n}", *story(f"Town{n}"))
    desk.print_page("/new", *story("Newtown"))
    assert (await desk.gatherer.round()).kept.new == 30
    assert set(await desk.articles()) == {f"/{n}" for n in range(30)}
    desk.clock.turn(hours=1)
    desk.publish("/feed", *old, Line("/new", "News"))
    assert (await desk.gatherer.round()).kept.new == 1
    assert "/49" not in desk.web.hits()


async def test_where_an_editor_put_an_entry_is_kept_and_that_it_moves_up(desk: Desk) -> None:
    hours = (5, 1, 9, 3, 2, 8, 4, 7, 6, 0)
    lines = [Line(f"/{n}", f"News {n}", date=format_datetime(START - timedelta(hours=n))) for n in hours]
    for n in hours:
        desk.print_page(f"/{n}", *story(f"Town{n}"))
    await desk.take("/edited")
    await desk.take("/by-time", "The Clock")
    await desk.take("/by-time", "The Clock", workspace="other")
    desk.publish("/edited", *lines)
    desk.publish("/by-time", *sorted(lines, key=lambda line: line.link))
    await desk.gatherer.round()
    assert await desk.positions() == {f"/{n}": place for place, n in enumerate(hours, start=1)}
    assert set((await desk.positions("other")).values()) == {None}
    desk.publish("/edited", lines[-1], *lines[:-1])
    desk.clock.turn(hours=1)
    assert (await desk.gatherer.round()).kept.new == 0
    assert [(await desk.positions())[path] for path in ("/0", "/5", "/1")] == [1, 1, 2]


async def test_a_date_of_the_future_becomes_now_and_an_absent_one_is_when_it_was_captured(desk: Desk) -> None:
    await desk.take("/feed")
    ahead = format_datetime(START + timedelta(days=400))
    desk.publish(
        "/feed", Line("/ahead", "Ahead", date=ahead), Line("/none", "None"), Line("/odd", "Odd", date="soon")
    )
    for path in ("/ahead", "/none", "/odd"):
        desk.print_page(path)
    await desk.gatherer.round()
    found = await desk.articles()
    assert found["/ahead"].published == START
    assert (found["/none"].published, found["/none"].dated) == (None, START)
    assert (found["/odd"].published, found["/odd"].dated) == (None, START)


async def test_a_clock_that_is_days_behind_dates_no_news_wrong(desk: Desk) -> None:
    await desk.take("/feed")
    now, yesterday = (format_datetime(START + timedelta(days=days), usegmt=True) for days in (10, 9))
    never = format_datetime(START + timedelta(days=400), usegmt=True)
    desk.publish("/feed", Line("/a", "A bridge", date=yesterday), Line("/b", "Odd", date=never))
    for path in ("/a", "/b"):
        desk.web.routes[path] = fake.body(outlet.page("Bridge vote", story(path.strip("/"))), Date=now)
    await desk.gatherer.round()
    found = await desk.articles()
    assert found["/a"].published == START + timedelta(days=9)
    assert found["/b"].published == START + timedelta(days=10)


async def test_a_page_in_two_feeds_is_one_article_that_both_workspaces_see(desk: Desk) -> None:
    await desk.take("/top", workspace="one")
    await desk.take("/local", workspace="two")
    desk.publish("/top", Line("/a", "A bridge"))
    desk.publish("/local", Line("/a#comments", "The bridge", guid="another"))
    desk.print_page("/a")
    report = await desk.gatherer.round()
    assert report.kept.new == 1
    assert set(await desk.articles("one")) == set(await desk.articles("two")) == {"/a"}
    assert (await desk.store.counts())["articles"] == 1


async def test_a_page_that_redirects_is_known_by_where_it_is(desk: Desk) -> None:
    await desk.take("/feed")
    desk.publish("/feed", Line("/go/1", "A bridge"))
    desk.web.routes["/go/1"] = fake.redirect("/a?fbclid=x")
    desk.print_page("/a?fbclid=x")
    await desk.gatherer.round()
    assert set(await desk.articles()) == {"/a"}


async def test_a_feed_that_moved_for_good_is_taken_where_it_is_now(desk: Desk) -> None:
    await desk.take("/old")
    await desk.take("/old", workspace="another")
    await desk.take("/new", workspace="another")
    channel, old = Channel("web", "w", "news", "news"), desk.web.url("/old")
    order = Subscription("order", channel, (time(8),), "UTC", 6, START, feeds=(old, "https://other.example/"))
    await desk.store.put_subscription(order)
    desk.publish("/old", Line("/z", "An old bridge"))
    desk.print_page("/z", *story("Zell"))
    desk.web.routes["/new"] = fake.status(503)
    await desk.gatherer.round()
    desk.clock.turn(minutes=16)
    desk.web.routes["/old"] = fake.redirect("/new", 301)
    desk.publish("/new", Line("/a", "A bridge"))
    desk.print_page("/a")
    assert (await desk.gatherer.round()).kept.new == 1
    assert (await desk.gatherer.check(old)).url == desk.web.url("/new")
    for workspace in ("w", "another"):
        (status,) = await desk.store.feeds(workspace)
        assert status.feed == Feed.of(desk.web.url("/new"), "The Quay")
        assert set(await desk.articles(workspace)) == {"/z", "/a"}
    assert desk.web.url("/new") in status.health.note
    assert await desk.store.seen(Feed.of(old, "").id) == {}
    (moved,) = await desk.store.subscriptions("w")
    assert moved.feeds == (desk.web.url("/new"), "https://other.example/")
    asked = desk.web.hits()["/old"]
    desk.clock.turn(hours=2)
    assert (await desk.gatherer.round()).kept.new == 0  # nothing is read twice
    assert desk.web.hits()["/old"] == asked


async def test_a_feed_of_the_config_that_moved_twice_stays_the_one_where_it_is_now(desk: Desk) -> None:
    order = {"channel": "news", "feeds": [desk.url("/first")]}
    config = Config.model_validate(
        {"feeds": [{"url": desk.url("/first"), "outlet": "The Quay"}], "subscriptions": [order]}
    )
    desk.print_page("/a")
    for path in ("/first", "/second", "/third"):
        desk.publish(path, Line("/a", "A bridge"))
    for before, path in (("", "/first"), ("/first", "/second"), ("/second", "/third")):
        if before:
            desk.web.routes[before] = fake.redirect(path, 301)
        await apply_feeds(desk.store, config)
        await desk.gatherer.round()
        await apply_feeds(desk.store, config)
        (status,) = await desk.store.feeds()
        assert status.feed == Feed.of(desk.url(path), "The Quay")
        (kept,) = await apply_subscriptions(desk.store, config, START)
        assert kept.feeds == (desk.url(path),)
        desk.clock.turn(hours=5)
    assert desk.web.hits()["/a"] == 1
    assert (await feeds.drop(desk.store, LOCAL_WORKSPACE, desk.url("/first"))).url == desk.url("/third")


async def test_a_feed_that_moved_back_or_is_taken_by_hand_is_where_it_was(desk: Desk) -> None:
    await desk.take("/first")
    desk.print_page("/a")
    for before, path in (("/first", "/second"), ("/second", "/first"), ("/first", "/second")):
        desk.web.routes[before] = fake.redirect(path, 301)
        desk.publish(path, Line("/a", "A bridge"))
        await desk.gatherer.round()
        assert await desk.store.moves() == {desk.url(before): desk.url(path)}
        desk.clock.turn(hours=5)
    await desk.take("/first")
    assert await desk.store.moves() == {}


async def test_a_feed_cannot_send_us_into_a_private_network(desk: Desk) -> None:
    async with fake.serving() as inside:
        await desk.take("/feed")
        links = (inside.url("/secret"), "http://169.254.169.254/", "http://2130706433/", "file:///etc/passwd")
        desk.publish("/feed", *(Line(link, "Look") for link in links), Line("/go", "Look"), Line("/a", "A"))
        desk.web.routes["/go"] = fake.redirect(inside.url("/secret"))
        desk.print_page("/a")
        assert (await desk.gatherer.round()).kept.new == 1
        assert inside.requests == []


async def test_a_page_is_tried_again_after_it_has_left_its_feed(desk: Desk) -> None:
    await desk.take("/feed")
    desk.publish(
        "/feed", Line("/a", "A bridge", date=format_datetime(START)), Line("/b", "Another"), etag='"1"'
    )
    desk.print_page("/b", *story("Brede"))
    desk.web.routes["/a"] = fake.status(503)
    assert (await desk.gatherer.round()).kept.new == 1
    assert texts.feed_note(await desk.health("/feed")) == (
        "1 page could not be read: the server cannot answer now (HTTP 503); trying again"
    )
    desk.publish("/feed", Line("/c", "A third"), etag='"2"')
    desk.print_page("/c", *story("Corrin"))
    desk.clock.turn(minutes=16)
    assert (await desk.gatherer.round()).kept.new == 1
    desk.print_page("/a", *story("Arlow"))
    desk.clock.turn(minutes=31)
    report = await desk.gatherer.round()  # the feed says "not modified"
    assert [status.health.state for status in report.feeds] == [FeedState.UNCHANGED]
    assert set(await desk.articles()) == {"/a", "/b", "/c"}
    assert (await desk.articles())["/a"].published is not None
    assert texts.feed_note(await desk.health("/feed")) == ""
    desk.clock.turn(hours=3)
    await desk.gatherer.round()
    assert desk.web.hits()["/a"] == 3
    assert len(await desk.store.seen((await desk.health("/feed")).feed.id)) == 3


async def test_what_a_busy_feed_lists_is_read_though_it_lists_it_no_more(desk: Desk) -> None:
    await desk.take("/feed")
    desk.publish("/feed", Line("/0", "The first"))
    desk.print_page("/0", *story("Arlow"))
    await desk.gatherer.round()
    pages = [f"/{number}" for number in range(1, 141)]
    for page in pages:
        desk.print_page(page, *story(f"Town{page}"))
    desk.publish("/feed", *(Line(page, f"Vote {page}") for page in pages))
    desk.clock.turn(minutes=16)
    assert (await desk.gatherer.round()).kept.new == 100
    assert texts.feed_note(await desk.health("/feed")) == "40 pages still to be read"
    desk.publish("/feed", Line("/last", "The last"))
    desk.print_page("/last", *story("Zell"))
    desk.clock.turn(minutes=1)
    assert (await desk.gatherer.round()).kept.new == 40  # the feed is not due yet
    desk.clock.turn(minutes=16)
    await desk.gatherer.round()
    assert set(await desk.articles()) == {"/0", *pages, "/last"}
    assert all(desk.web.hits()[page] == 1 for page in pages)


async def test_what_there_was_no_time_for_is_read_in_the_next_round(desk: Desk) -> None:
    await desk.take("/feed")
    pages = [f"/{number}" for number in range(8)]
    for page in pages:
        desk.print_page(page, *story(f"Town{page}"))
    desk.publish("/feed", *(Line(page, f"Vote {page}") for page in pages))

    async def slowly(article: Article) -> AnnotatedArticle:
        desk.clock.turn(minutes=6)
        return AnnotatedArticle(article)

    first = await replace(desk.gatherer, read_quotes=slowly).round()
    assert 0 < first.kept.new < 8
    desk.publish("/feed")
    desk.clock.turn(minutes=1)
    second = await desk.gatherer.round()
    assert first.kept.new + second.kept.new == 8
    assert set(await desk.articles()) == set(pages)


async def test_what_was_listed_before_a_kill_is_read_after_it(desk: Desk) -> None:
    await desk.take("/feed")
    pages = [f"/{number}" for number in range(6)]
    for page in pages:
        desk.web.routes[page] = fake.slow(60, fake.body("x"))
    given = "".join(f"<p>{paragraph}</p>" for paragraph in story("Given"))
    desk.publish("/feed", *(Line(page, f"Vote {page}") for page in pages[:5]), Line("/5", "Given", given))
    task = asyncio.create_task(desk.gatherer.round())
    await desk.web.until(3)
    task.cancel()  # what a kill leaves behind: nothing more is kept
    with pytest.raises(asyncio.CancelledError):
        await task
    desk.publish("/feed")
    for page in pages[:5]:
        desk.print_page(page, *story(f"Town{page}"))
    desk.web.routes["/5"] = fake.status(403)
    desk.clock.turn(minutes=1)
    assert (await desk.gatherer.round()).kept.new == 6
    assert "Given" in (await desk.articles())["/5"].text  # from what the feed gave, long since gone


async def test_guids_made_anew_at_each_look_cost_no_page_a_second_reading(desk: Desk) -> None:
    await desk.take("/feed")
    desk.print_page("/a", *story("Arlow"))
    for number in range(4):
        desk.publish("/feed", Line("/a", "A bridge", guid=f"guid-{number}"))
        await desk.gatherer.round()
        desk.clock.turn(hours=5)
    assert desk.web.hits()["/a"] == 1


@pytest.mark.parametrize(
    "line",
    [
        Line("", "A bridge", guid="bridge"),
        Line("", "A bridge", date=format_datetime(START)),  # its guid is its link
        Line("", "A bridge", f"Of the bridge over the Ald, {'which is old, ' * 9}more is told here."),
    ],
)
async def test_an_address_with_a_new_query_at_each_look_costs_no_second_reading(
    desk: Desk, line: Line
) -> None:
    await desk.take("/feed")
    desk.print_page("/a", *story("Arlow"))
    kept = []
    for number in range(4):
        desk.publish("/feed", replace(line, link=f"/a?sid={number}"))
        desk.print_page(f"/a?sid={number}", *story("Arlow"))
        kept.append((await desk.gatherer.round()).kept.new)
        desk.clock.turn(hours=5)
    assert kept == [1, 0, 0, 0]
    assert sum(count for path, count in desk.web.hits().items() if path.startswith("/a")) == 1


async def test_pages_that_a_query_tells_apart_are_all_read(desk: Desk) -> None:
    await desk.take("/feed")
    for number in range(4):
        desk.publish("/feed", Line(f"/a?id={number}", "The weather"))
        desk.print_page(f"/a?id={number}", *story(f"Town{number}"))
        assert (await desk.gatherer.round()).kept.new == 1
        desk.clock.turn(hours=5)


async def test_the_same_text_at_another_address_is_nothing_new_of_its_entry(desk: Desk) -> None:
    await desk.take("/feed")
    for number in range(3):
        desk.publish("/feed", Line(f"/a{number}?sid={number}", f"Bridge, day {number}", guid="bridge"))
        desk.print_page(f"/a{number}?sid={number}", *story("Arlow"))
        await desk.gatherer.round()
        desk.clock.turn(hours=5)
    assert set(await desk.articles()) == {"/a0?sid=0"}
    assert (await desk.store.counts())["articles"] == 1


async def test_a_guid_and_a_date_made_anew_at_each_look_have_the_page_read_ever_more_seldom(
    desk: Desk,
) -> None:
    await desk.take("/feed")
    desk.print_page("/a", *story("Arlow"))
    for minute in range(0, 600, 15):
        date = format_datetime(START + timedelta(minutes=minute))
        desk.publish("/feed", Line("/a", "A bridge", guid=f"guid-{minute}", date=date))
        await desk.gatherer.round()
        desk.clock.turn(minutes=15)
    assert desk.web.hits()["/a"] == 5  # minutes 0, 30, 90, 210, 450
    assert len(await desk.store.seen((await desk.health("/feed")).feed.id)) == 1


async def test_an_entry_at_a_new_address_is_the_next_version_of_the_article_at_its_old_one(
    desk: Desk,
) -> None:
    await desk.take("/feed")
    desk.publish("/feed", Line("/opens-in-may", "The bridge opens in May", guid="bridge"))
    desk.print_page("/opens-in-may", *story("Arlow", "in May"))
    await desk.gatherer.round()
    before = (await desk.articles())["/opens-in-may"]

    desk.publish("/feed", Line("/opens-in-june", "The bridge opens in June", guid="bridge"))
    desk.web.routes["/opens-in-may"] = fake.redirect("/opens-in-june", 301)
    desk.print_page("/opens-in-june", *story("Arlow", "in June"))
    desk.clock.turn(hours=1)
    report = await desk.gatherer.round()
    assert (report.kept.new, report.kept.changed) == (0, 1)
    found = await desk.articles()
    assert set(found) == {"/opens-in-june"}
    assert found["/opens-in-june"].supersedes == before.id
    hits = await desk.store.search(SearchQuery(("bridge",), "w"))
    assert [hit.article.id for hit in hits] == [found["/opens-in-june"].id]
    at_the_old_one = await desk.store.at(desk.url("/opens-in-may"), "w")
    assert at_the_old_one is not None
    assert at_the_old_one.article.id == found["/opens-in-june"].id


async def test_a_guid_that_is_given_to_one_article_after_another_makes_no_versions_of_them(
    desk: Desk,
) -> None:
    await desk.take("/feed")
    for town in ("Arlow", "Brede", "Corry"):
        desk.publish("/feed", Line(f"/{town}", f"News of {town}", guid="top story"))
        desk.print_page(f"/{town}", f"Nothing is known of {town} but this. " * 2, f"{town} sleeps well. " * 9)
        await desk.gatherer.round()
        desk.clock.turn(hours=5)
    found = await desk.articles()
    assert set(found) == {"/Arlow", "/Brede", "/Corry"}
    assert not any(article.supersedes for article in found.values())


async def test_a_guid_that_several_addresses_bear_makes_no_versions_of_their_articles(desk: Desk) -> None:
    await desk.take("/feed")
    lines = [Line(f"/{town}", f"News of {town}", guid="same") for town in ("Arlow", "Brede", "Corry")]
    for town in ("Arlow", "Brede", "Corry"):
        desk.print_page(f"/{town}", *story(town))
    for listed in (lines[:1], lines[:2], lines, lines[1:], lines[2:]):
        desk.publish("/feed", *listed)
        await desk.gatherer.round()
        desk.clock.turn(hours=5)
    assert set(await desk.articles()) == {"/Arlow", "/Brede", "/Corry"}
    assert desk.web.hits()["/Corry"] == 1


async def test_an_entry_without_a_link_is_an_article_of_what_its_feed_gives(desk: Desk) -> None:
    await desk.take("/feed")
    for told, new, changed in (("on Monday", 1, 0), ("on Monday", 0, 0), ("on Tuesday", 0, 1)):
        text = "".join(f"&lt;p&gt;{paragraph}&lt;/p&gt;" for paragraph in story("Arlow", told))
        item = f"<item><title>A bridge</title><guid>bridge</guid><description>{text}</description></item>"
        bare = "<item><title>Another</title><description>Read more.</description></item>"
        channel = f"<channel><title>The Quay</title><link>{desk.url('/')}</link>{item}{bare}</channel>"
        desk.web.routes["/feed"] = fake.feed(f'<?xml version="1.0"?><rss version="2.0">{channel}</rss>')
        report = await desk.gatherer.round()
        assert (report.kept.new, report.kept.changed) == (new, changed)
        desk.clock.turn(hours=5)
    [(address, article)] = (await desk.articles()).items()
    assert address.startswith("/#bridge-")
    assert "on Tuesday" in article.text
    assert set(desk.web.hits()) == {"/feed"}
    assert texts.feed_note(await desk.health("/feed")) == "1 entry without a link or text"


async def test_a_page_is_tried_again_while_its_feed_fails(desk: Desk) -> None:
    await desk.take("/feed")
    desk.publish("/feed", Line("/a", "A bridge"))
    desk.web.routes["/a"] = fake.status(503)
    await desk.gatherer.round()
    desk.web.routes["/feed"] = fake.status(500)
    for _ in range(5):
        desk.clock.turn(minutes=16)
        await desk.gatherer.round()
    looks = desk.web.hits()["/feed"]
    desk.print_page("/a", *story("Arlow"))
    desk.clock.turn(minutes=61)
    assert (await desk.gatherer.round()).kept.new == 1
    assert desk.web.hits()["/feed"] <= looks + 1
    assert (await desk.health("/feed")).health.state is FeedState.BROKEN


async def test_a_page_that_is_given_up_is_named_for_a_week(desk: Desk) -> None:
    await desk.take("/feed")
    desk.publish("/feed", Line("/a", "A bridge"), Line("/b", "Another"), etag='"1"')
    desk.web.routes |= {"/a": fake.status(404), "/b": fake.status(403)}
    for _ in range(6):
        await desk.gatherer.round()
        desk.clock.turn(hours=1)
    assert texts.feed_note(await desk.health("/feed")) == (
        "2 pages given up: nothing is there any more (HTTP 404) (1), the server refuses to answer us (HTTP 403) (1)"
    )
    assert (desk.web.hits()["/a"], desk.web.hits()["/b"]) == (3, 3)
    assert await desk.store.forget_unread(desk.clock() - timedelta(days=7)) == 0
    desk.clock.turn(days=7)
    assert await desk.store.forget_unread(desk.clock() - timedelta(days=7)) == 2
    assert texts.feed_note(await desk.health("/feed")) == ""


async def test_a_live_page_whose_date_changes_is_read_again_but_not_each_time(desk: Desk) -> None:
    await desk.take("/feed")
    for minute in range(0, 120, 15):
        desk.publish(
            "/feed", Line("/live", "As it happens", date=format_datetime(START + timedelta(minutes=minute)))
        )
        desk.print_page(
            "/live",
            *story("Arlow"),
            f"At minute {minute} the council of Arlow went on with its debate on the bridge.",
        )
        await desk.gatherer.round()
        desk.clock.turn(minutes=15)
    assert desk.web.hits()["/live"] == 4
    assert "At minute 90" in (await desk.articles())["/live"].text
    for minute in range(120, 600, 15):  # the date goes on, the text does not
        desk.publish(
            "/feed", Line("/live", "As it happens", date=format_datetime(START + timedelta(minutes=minute)))
        )
        await desk.gatherer.round()
        desk.clock.turn(minutes=15)
    assert desk.web.hits()["/live"] == 9  # minutes 120, 150, 210, 330, 570


@pytest.mark.parametrize(
    ("size", "reason"),
    [
        (4_100_000, "the page has more than 4 MB of markup"),
        (900_000, "the article is longer than 300,000 characters"),
    ],
)
async def test_a_page_that_is_far_too_large_costs_its_own_feed_a_line(
    store: SqlStore, size: int, reason: str
) -> None:
    async with fake.serving() as web, HttpFetcher(web.allow, tries=1) as fetcher:
        desk = Desk(web, store, fetcher)
        await desk.take("/feed")
        desk.publish("/feed", Line("/huge", "A bridge"), Line("/b", "Another"))
        paragraphs = (
            f"The council of Arlow voted on its bridge of {n} arches. " * 10 for n in range(size // 480)
        )
        desk.print_page("/huge", *paragraphs)
        desk.print_page("/b", *story("Brede"))
        assert (await desk.gatherer.round()).kept.new == 1
        assert reason in texts.feed_note(await desk.health("/feed"))


async def test_a_fault_in_reading_one_page_stops_no_other(desk: Desk) -> None:
    async def stumbling(article: Article) -> AnnotatedArticle:
        if "Brede" in article.text:
            raise KeyError("a fault of ours")
        return AnnotatedArticle(article)

    gatherer = Gatherer(
        desk.store, desk.gatherer.fetcher, ReadHere(), stumbling, desk.clock, desk.meter, desk.failures
    )
    await desk.take("/feed")
    desk.publish("/feed", Line("/a", "A bridge"), Line("/b", "Another"))
    desk.print_page("/a", *story("Arlow"))
    desk.print_page("/b", *story("Brede"))
    assert (await gatherer.round()).kept.new == 1


class OneEntryUnkept(SqlStore):
    """A store that cannot tell what it has seen of one feed, nor keep the articles of another."""

    def __init__(self, store: SqlStore, unseen: str, unkept: str) -> None:
        super().__init__(store.database)
        self.unseen, self.unkept = unseen, unkept

    async def seen(self, feed_id: str) -> Mapping[str, SeenEntry]:
        if feed_id == self.unseen:
            raise KeyError("a fault of ours")
        return await super().seen(feed_id)

    async def keep(self, harvests: Sequence[Harvest], replica: str = "") -> Kept:
        if any(harvest.feed.id == self.unkept and harvest.articles for harvest in harvests):
            raise ValueError("another fault of ours")
        return await super().keep(harvests, replica)


async def test_a_feed_that_raises_what_nobody_expects_stops_no_other(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    feeds = [Feed.of(desk.web.url(f"/{name}"), "The Quay") for name in ("faulty", "unkept", "one", "two")]
    store = OneEntryUnkept(desk.store, feeds[0].id, feeds[1].id)
    gatherer = Gatherer(
        store,
        desk.gatherer.fetcher,
        ReadHere(),
        without_quotes,
        desk.clock,
        desk.meter,
        desk.failures,
        every=MINUTES,
    )
    for number, name in enumerate(("faulty", "unkept", "one", "two")):
        await desk.take(f"/{name}")
        desk.publish(f"/{name}", Line(f"/{name}-a", f"A bridge {number}"), etag='"1"')
        desk.print_page(f"/{name}-a", *story(f"Town{number}"))
    report = await gatherer.round()
    assert report.kept.new == 2
    assert set(await desk.articles()) == {"/one-a", "/two-a"}
    for name in ("faulty", "unkept"):
        health = (await desk.health(f"/{name}")).health
        reference = re.search(r"error ([0-9a-f]{8})", health.note)
        assert health.state is FeedState.BROKEN
        assert health.validators == Validators()  # so that nothing of it is passed over next time
        assert reference
        assert f"error {reference[1]}" in caplog.text
    assert desk.meter.counts["failures gather"] >= 2

    desk.clock.turn(hours=1)
    gatherer = replace(gatherer, store=desk.store)
    assert (await gatherer.round()).kept.new == 2  # once the fault is mended, nothing was lost


async def test_a_cancelled_round_leaves_nothing_running(desk: Desk) -> None:
    await desk.take("/feed")
    desk.web.routes["/feed"] = fake.slow(60, fake.body("x"))
    task = asyncio.create_task(desk.gatherer.round())
    await desk.web.until(1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert asyncio.all_tasks() - {asyncio.current_task()} <= {
        t for t in asyncio.all_tasks() if "serve" in repr(t)
    }


async def test_a_look_at_a_feed_keeps_nothing(desk: Desk) -> None:
    desk.publish("/feed", Line("/a", "A bridge"), title="The Quay & Harbour")
    checked = await desk.gatherer.check(desk.web.url("/feed"))
    assert (checked.title, [entry.headline for entry in checked.entries]) == (
        "The Quay & Harbour",
        ["A bridge"],
    )
    assert (await desk.store.counts())["articles"] == 0


async def test_a_look_at_what_is_no_feed_says_so(desk: Desk) -> None:
    desk.print_page("/")
    with pytest.raises(NotAFeed, match="look for its RSS or Atom address"):
        await desk.gatherer.check(desk.web.url("/"))


async def test_one_address_gives_its_article_or_the_reason_why_not(desk: Desk) -> None:
    desk.print_page("/a", *story("Arlow"), headline="A bridge")
    desk.web.routes |= {
        "/empty": fake.body("<html><body><p>Hi.</p></body></html>"),
        "/loop": fake.redirect("/loop"),
        "/in": fake.redirect("http://10.0.0.1/"),
    }
    read = await desk.gatherer.article(desk.web.url("/a"))
    assert (read.article.headline, read.article.outlet) == ("A bridge", "127.0.0.1")
    for path, error in (
        ("/empty", NotAnArticle),
        ("/gone", Gone),
        ("/loop", TooManyRedirects),
        ("/in", AddressRefused),
    ):
        with pytest.raises(error):
            await desk.gatherer.article(desk.web.url(path))
