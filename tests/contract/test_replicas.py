"""Several replicas on one database: what one does no other does, and what one leaves another takes."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta

import pytest

from bot.adapters.fetch import HttpFetcher
from bot.adapters.store import SqlStore, open_store
from bot.adapters.store.feeds import lease_of
from bot.core.feeds import decide
from bot.model import AnnotatedArticle, Article, Feed, FeedHealth, Harvest, Outline, Part, Place, SeenEntry
from bot.newsroom.deliver import Deliverer
from bot.newsroom.gather import Gatherer
from bot.ops.failures import FailureGuard
from bot.ops.metrics import PrometheusMeter
from bot.platforms.web.messages import FOLLOW_EVERY
from tests.fakes import outlet
from tests.fakes import web as fake
from tests.fakes.desk import DAILY
from tests.fakes.openai.server import ModelServer, model_server
from tests.fakes.outlet import Line, story
from tests.fakes.page import heard, open_page
from tests.fakes.platform import ChatServer
from tests.fakes.reading import ReadHere
from tests.fakes.stored_articles import HARBOUR, VALLEY, ferry, keep
from tests.fakes.stories import BRIDGE, BRIDGE_AGAIN, MORNING, OTHER_STRIKE, STRIKE
from tests.fakes.web import Names, Web
from tests.fakes.writing import NOW as WRITTEN
from tests.fakes.writing import order, writing

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
SHORT = 0.4  # seconds of a lease that is to end
LONG = 60.0


def clock() -> datetime:
    return START


async def without_quotes(article: Article) -> AnnotatedArticle:
    return AnnotatedArticle(article)


class Pair:
    """Two replicas with a store and a fetcher each, and a server of many outlets before them."""

    def __init__(self, web: Web, stores: list[SqlStore], fetchers: list[HttpFetcher]) -> None:
        self.web, self.stores, self.fetchers = web, stores, fetchers
        meter = PrometheusMeter()
        self.one, self.two = (
            Gatherer(store, fetcher, ReadHere(), without_quotes, clock, meter, FailureGuard(clock, meter))
            for store, fetcher in zip(stores, fetchers, strict=True)
        )

    async def publish(self, feeds: int, wait: float = 0.0) -> list[Feed]:
        """Feeds with an article each, whose pages come so many seconds late."""
        taken = []
        for number in range(feeds):
            page = fake.body(outlet.page(f"Vote {number}", story(f"Town{number}")))
            self.web.routes[f"/{number}"] = fake.slow(wait, page) if wait else page
            self.web.routes[f"/feed/{number}"] = fake.feed(
                outlet.rss(f"Outlet {number}", [Line(f"/{number}", f"Vote {number}")])
            )
            taken.append(Feed.of(self.web.url(f"/feed/{number}"), f"Outlet {number}"))
            await self.stores[0].take_feed("w", taken[-1])
        return taken


@pytest.fixture
async def pair(shared: str) -> AsyncIterator[Pair]:
    async with AsyncExitStack() as stack:
        web = await stack.enter_async_context(fake.serving())
        stores = [await open_store(shared) for _ in range(2)]
        for store in stores:
            stack.push_async_callback(store.close)
        fetchers = [
            await stack.enter_async_context(HttpFetcher(web.allow, tries=1, timeout=20)) for _ in stores
        ]
        yield Pair(web, stores, fetchers)


async def test_a_round_is_shared_out_and_each_feed_and_page_is_asked_for_once(pair: Pair) -> None:
    await pair.publish(80, wait=0.3)
    reports = await asyncio.gather(pair.one.round(), pair.two.round())
    assert set(pair.web.hits().values()) == {1}
    assert len(pair.web.hits()) == 160
    assert [report.kept.lost for report in reports] == [frozenset(), frozenset()]
    assert all(report.feeds for report in reports)
    assert sum(len(report.feeds) for report in reports) == 80
    assert sum(report.kept.new for report in reports) == 80
    assert sum(len(report.feeds) for report in [await pair.one.round(), await pair.two.round()]) == 0


async def test_what_one_has_just_checked_the_other_does_not_check_again(pair: Pair) -> None:
    ids = [feed.id for feed in await pair.publish(3)]
    assert len((await pair.one.round()).feeds) == 3
    late = await pair.stores[1].claim_feeds(ids, pair.two.replica, LONG)  # it looked before that
    assert len(late) == 3
    assert decide.due(late, START) == []


async def test_the_feeds_of_one_that_died_are_taken_over_when_its_lease_ends(pair: Pair) -> None:
    feeds = await pair.publish(3)
    held = await pair.stores[0].claim_feeds([feed.id for feed in feeds], "dead", SHORT)
    assert [status.feed for status in held] == feeds
    assert (await pair.two.round()).feeds == ()
    await asyncio.sleep(SHORT)
    assert len((await pair.two.round()).feeds) == 3
    assert (await pair.stores[0].keep([Harvest(feeds[0], FeedHealth())], "dead")).lost == {feeds[0].id}


async def test_a_command_that_ends_waits_for_what_one_that_died_had(pair: Pair) -> None:
    feeds = await pair.publish(40)  # more than are claimed together
    some = [feed.id for feed in feeds[:3]]
    await pair.stores[0].claim_feeds(some, "dead", SHORT)
    report = await pair.two.round(waits=True)
    assert (len(report.feeds), report.kept.new) == (40, 40)
    assert set(pair.web.hits().values()) == {1}


async def test_a_command_that_ends_reads_nothing_that_one_who_lives_has_read_meanwhile(pair: Pair) -> None:
    await pair.publish(1, wait=1.0)
    living = asyncio.create_task(pair.one.round())
    await pair.web.until(2)  # it is reading the page
    report = await pair.two.round(waits=True)
    assert (report.feeds, (await living).kept.new) == ((), 1)
    assert set(pair.web.hits().values()) == {1}


async def test_one_that_froze_and_wakes_writes_nothing_of_what_another_has(pair: Pair) -> None:
    (feed,) = await pair.publish(1, wait=1.0)
    frozen = asyncio.create_task(pair.one.round())
    await pair.web.until(2)  # it is reading the page
    await pair.stores[0].drop_claims([feed.id], pair.one.replica)  # as when its lease has ended
    taken = await pair.two.round()
    report = await frozen
    assert (taken.kept.new, len(taken.feeds)) == (1, 1)
    assert (report.kept.new, report.feeds, report.kept.lost) == (0, (), frozenset({feed.id}))
    assert len(await pair.stores[0].between("w", START - timedelta(days=1), START + timedelta(days=1))) == 1


class TestLeases:
    async def test_one_has_it_until_it_lets_go_or_the_time_is_over(self, pair: Pair) -> None:
        one, two = pair.stores
        assert await one.take_lease("shard 0", "a", SHORT)
        assert await one.take_lease("shard 0", "a", SHORT)
        assert not await two.take_lease("shard 0", "b", SHORT)
        await asyncio.sleep(SHORT)
        assert await two.take_lease("shard 0", "b", LONG)
        await one.let_go(["shard 0"], "a")  # which has it no more
        assert not await one.take_lease("shard 0", "a", LONG)
        await two.let_go(["shard 0"], "b", rest=SHORT)
        assert not await one.take_lease("shard 0", "a", LONG)
        await asyncio.sleep(SHORT)
        assert await one.take_lease("shard 0", "a", LONG)

    async def test_of_many_who_try_at_once_one_succeeds(self, pair: Pair) -> None:
        tries = [pair.stores[n % 2].take_lease("shard 1", f"r{n}", LONG) for n in range(20)]
        assert sum(await asyncio.gather(*tries)) == 1

    async def test_a_shared_one_is_prolonged_until_another_waits(self, pair: Pair) -> None:
        one, two = pair.stores
        assert await one.take_lease("host h", "a", LONG, shared=True)
        assert await one.take_lease("host h", "a", LONG, shared=True)
        assert not await two.take_lease("host h", "b", LONG, shared=True)
        assert not await one.take_lease("host h", "a", LONG, shared=True)
        await one.let_go(["host h"], "a")
        assert await two.take_lease("host h", "b", LONG, shared=True)
        assert await two.take_lease("host h", "b", LONG, shared=True)

    async def test_renewing_prolongs_ones_own_alone_and_shortens_nothing(self, pair: Pair) -> None:
        one, two = pair.stores
        await one.take_lease("x", "a", SHORT)
        await one.take_lease("y", "b", SHORT)
        await one.take_lease("z", "a", LONG)
        await one.renew_leases("a", 2 * SHORT)
        await asyncio.sleep(SHORT)
        assert [await two.take_lease(name, "c", LONG) for name in ("x", "y", "z")] == [False, True, False]
        await asyncio.sleep(SHORT)
        assert [await two.take_lease(name, "c", LONG) for name in ("x", "z")] == [True, False]

    async def test_one_that_was_taken_before_a_clock_was_set_back_is_over(self, pair: Pair) -> None:
        assert await pair.stores[0].take_lease("x", "a", 3_600)
        assert await pair.stores[1].take_lease("x", "b", LONG)

    async def test_a_part_of_a_check_leaves_the_claim_and_the_last_ends_it(self, pair: Pair) -> None:
        one, two = pair.stores
        for feed in (HARBOUR, VALLEY):
            await one.take_feed("w", feed)
        await one.claim_feeds([HARBOUR.id], "a", LONG)
        part = Harvest(HARBOUR, FeedHealth(), (SeenEntry("u", "f", None),), (ferry(),), last=False)
        both = [part, Harvest(VALLEY, FeedHealth(), (SeenEntry("v", "f", None),))]
        kept = await one.keep(both, "a")
        assert (kept.new, kept.lost) == (1, frozenset({VALLEY.id}))
        assert await two.seen(VALLEY.id) == {}
        assert not await two.take_lease(lease_of(HARBOUR.id), "b", LONG)
        assert (await one.keep([Harvest(HARBOUR, FeedHealth())], "a")).lost == set()
        assert await two.take_lease(lease_of(HARBOUR.id), "b", LONG)


class TestHosts:
    """At one host, two replicas are as polite as one."""

    async def _fetchers(self, stack: AsyncExitStack, pair: Pair, delay: float) -> list[HttpFetcher]:
        return [
            await stack.enter_async_context(
                HttpFetcher(
                    pair.web.allow,
                    host_delay=delay,
                    resolver=Names("127.0.0.1"),
                    tries=1,
                    timeout=5,
                    leases=store,
                    replica=f"r{number}",
                )
            )
            for number, store in enumerate(pair.stores)
        ]

    async def test_the_pause_and_the_most_at_once_hold_over_both(self, pair: Pair) -> None:
        began: list[float] = []

        async def note(request: fake.Request, writer: fake.Writer) -> None:
            began.append(asyncio.get_running_loop().time())
            await fake.slow(1.0, fake.body("x"))(request, writer)

        pair.web.routes["/"] = note
        url = f"http://quay.example:{pair.web.port}/"
        async with AsyncExitStack() as stack:
            fetchers = await self._fetchers(stack, pair, delay=0.4)
            await asyncio.gather(*(fetcher.fetch(url) for fetcher in fetchers for _ in range(8)))
        assert len(began) == 16
        assert min(after - before for before, after in itertools.pairwise(began)) >= 0.35
        assert pair.web.most_at_once <= 2

    async def test_a_host_is_handed_on_to_who_waits_for_it_and_left_when_idle(self, pair: Pair) -> None:
        pair.web.routes["/"] = fake.body("x")
        url = f"http://quay.example:{pair.web.port}/"
        async with AsyncExitStack() as stack:
            one, two = await self._fetchers(stack, pair, delay=0.15)
            busy = asyncio.gather(*(one.fetch(url) for _ in range(120)))  # longer than a slow machine takes
            await pair.web.until(3)
            await two.fetch(url)
            assert not busy.done(), "it waited until the other had done all"
            await busy
            await two.fetch(url)


async def test_a_briefing_is_written_and_paid_for_once_however_many_want_it(pair: Pair) -> None:
    channels = [order(f"news-{number}") for number in range(3)]
    await keep(pair.stores[0], BRIDGE, BRIDGE_AGAIN, STRIKE, OTHER_STRIKE, workspaces=["w"])
    for one in channels:
        await pair.stores[0].put_subscription(one)
    chat = ChatServer()
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(model_server(ModelServer()))
        desks = [
            await stack.enter_async_context(writing(server, store, WRITTEN, seconds=60, patience=30))
            for store in pair.stores
        ]
        await asyncio.gather(
            *(
                Deliverer(
                    store, {"chat": chat}, desk.clock, desk.meter, pair.one.failures, desk.writer
                ).tick()
                for store, desk in zip(pair.stores, desks, strict=True)
            )
        )
    calls = Counter(json.dumps(entry.body, sort_keys=True) for entry in server.journal)
    assert calls
    assert set(calls.values()) == {1}
    told = [await pair.stores[0].digests(one.id, MORNING - timedelta(days=1)) for one in channels]
    assert [len(digests) for digests in told] == [1, 1, 1]
    written = {briefing.writer for (digest,) in told for briefing in digest.briefings}
    assert written == {"briefing@1, stand-in"}
    assert len(calls) == len({briefing.headline for (digest,) in told for briefing in digest.briefings})
    posts = Counter((place.channel.room, key) for place, key, _ in chat.messages)
    assert set(posts.values()) == {1}


class TestPage:
    async def test_a_message_is_shown_whichever_replica_one_looks_at_and_once(self, shared: str) -> None:
        async with (
            open_page(database=shared) as one,
            open_page(database=shared) as two,
            one.events() as at_one,
            two.events() as at_two,
        ):
            await asyncio.sleep(2 * FOLLOW_EVERY)  # each knows which message was the last
            await one.platform.post(Place(DAILY), Part("k1", Outline("The ferry sails.")))
            first = await heard(at_two, "message")
            assert "The ferry sails." in first["html"]
            await two.platform.post(Place(DAILY), Part("k2", Outline("It rains.")))
            assert "The ferry sails." in (await heard(at_one, "message"))["html"]
            assert "It rains." in (await heard(at_one, "message"))["html"]
            await asyncio.sleep(2 * FOLLOW_EVERY)
            assert at_one.empty()
            assert "It rains." in (await heard(at_two, "message"))["html"]
            assert at_two.empty()
