"""Feeds whose hubs tell us of news, against a hub that keeps to the specification."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from bot.adapters.fetch import HttpFetcher
from bot.adapters.hubs import hub_routes
from bot.adapters.site import LARGEST_BODY, Site, public_app
from bot.adapters.store import SqlStore
from bot.adapters.vault import Vault, fresh_key
from bot.app.opening import open_newsroom
from bot.app.serving import subscriber_of
from bot.config import Config, GatherConfig, PublicConfig, load
from bot.model import AnnotatedArticle, Article, Feed, HubSubscription
from bot.newsroom.gather import Gatherer
from bot.newsroom.hubs import HubSubscriber
from bot.ops.metrics import PrometheusMeter
from tests.fakes import outlet
from tests.fakes import web as fake
from tests.fakes.failures import failure_guard
from tests.fakes.hub import Hub, hub_serving
from tests.fakes.outlet import Line, story
from tests.fakes.page import HandClock
from tests.fakes.program import free_port
from tests.fakes.reading import ReadHere
from tests.fakes.web import Web

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


async def without_quotes(article: Article) -> AnnotatedArticle:
    return AnnotatedArticle(article)


@dataclass
class Quay:
    """A newsroom that takes one outlet's feed, the outlet, and the hub that the feed names."""

    web: Web
    hub: Hub
    store: SqlStore
    clock: HandClock
    gatherer: Gatherer
    subscriber: HubSubscriber
    hub_url: str
    lines: list[Line] = field(default_factory=list)

    @property
    def feed(self) -> Feed:
        return Feed.of(self.web.url("/feed"), "The Quay")

    @property
    def body(self) -> str:
        """The feed as it is now."""
        links = f'<link rel="hub" href="{self.hub_url}"/><link rel="self" href="{self.feed.url}"/>'
        return outlet.rss("The Quay", self.lines).replace("</title>", f"</title>{links}", 1)

    def publish(self, path: str) -> None:
        """Put an article on the site and into the feed."""
        self.lines.insert(0, Line(path, f"A bridge for {path}"))
        self.web.routes[path] = fake.body(outlet.page("Bridge vote", story(path.strip("/"))))
        self.web.routes["/feed"] = fake.feed(self.body)

    async def subscribe(self) -> HubSubscription:
        """The first round, and what is asked of the hub then."""
        await self.store.take_feed("w", self.feed)
        self.publish("/Arlow")
        await self.gatherer.round()
        return await self.ask()

    async def ask(self) -> HubSubscription:
        """What is asked of the hub now, once the hub has done its part."""
        await self.subscriber.tick()
        await self.hub.settled()
        (one,) = await self.store.hub_subscriptions()
        return one

    async def read(self) -> set[str]:
        """The articles that are there after a round."""
        await self.gatherer.round()
        reads = await self.store.between("w", self.clock.now - 99 * DAY, self.clock.now + DAY)
        return {read.article.url.rpartition("/")[2] for read in reads}

    def callback(self, token: str) -> str:
        """Where a hub that has this token reaches us."""
        return f"{self.subscriber.address}/websub/{token}"


@pytest.fixture
async def quay(store: SqlStore) -> AsyncIterator[Quay]:
    clock, meter, port = HandClock(), PrometheusMeter(), free_port()
    failures = failure_guard()
    async with fake.serving() as web, hub_serving(clock) as hub:
        allow = (*web.allow, f"127.0.0.1:{hub.port}")
        async with HttpFetcher(allow, tries=1, timeout=3) as fetcher:
            gatherer = Gatherer(store, fetcher, ReadHere(), without_quotes, clock, meter, failures)
            address, vault = f"http://127.0.0.1:{port}", Vault(fresh_key())
            subscriber = HubSubscriber(store, fetcher, vault, address, clock, meter, failures)
            routes = public_app(hub_routes(subscriber))
            async with Site("public", "127.0.0.1", port, routes, key="public.port"):
                yield Quay(web, hub, store, clock, gatherer, subscriber, hub.url)


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
async def test_what_a_hub_tells_of_is_read_in_the_next_round(quay: Quay, method: str) -> None:
    quay.hub.method = method
    one = await quay.subscribe()
    assert quay.hub.verified == [True]
    assert one.lease_until == quay.clock.now + 10 * DAY
    quay.publish("/Brede")
    quay.clock.move(MINUTE)
    assert await quay.read() == {"Arlow"}  # it is not due yet
    await quay.hub.publish(quay.feed.url, quay.body)
    assert quay.hub.notices == [204]
    assert await quay.read() == {"Arlow", "Brede"}
    checks = quay.web.hits()["/feed"]
    quay.clock.move(MINUTE)
    await quay.gatherer.round()
    assert quay.web.hits()["/feed"] == checks  # told once, checked once


async def test_what_a_hub_sends_is_never_read_itself(quay: Quay) -> None:
    await quay.subscribe()
    quay.web.routes["/false"] = fake.body(outlet.page("False", story("Falsehood")))
    quay.clock.move(MINUTE)
    await quay.hub.publish(quay.feed.url, outlet.rss("The Quay", [Line("/false", "False")]))
    assert await quay.read() == {"Arlow"}
    assert quay.web.hits()["/false"] == 0


async def test_however_often_it_tells_a_feed_is_checked_once_a_minute(quay: Quay) -> None:
    await quay.subscribe()
    before = quay.web.hits()["/feed"]
    for _ in range(30):
        quay.clock.move(timedelta(seconds=10))
        await quay.hub.publish(quay.feed.url, quay.body)
        await quay.gatherer.round()
    assert quay.web.hits()["/feed"] - before == 5


async def test_a_notice_that_comes_during_a_round_is_not_lost_with_it(quay: Quay) -> None:
    await quay.subscribe()
    quay.clock.move(DAY)

    async def meanwhile(request: fake.Request, writer: fake.Writer) -> None:
        old = fake.feed(quay.body)
        quay.publish("/Brede")
        quay.clock.move(timedelta(seconds=1))
        await quay.hub.publish(quay.feed.url, quay.body)
        await old(request, writer)

    quay.web.routes["/feed"] = meanwhile
    assert await quay.read() == {"Arlow"}
    quay.clock.move(MINUTE)
    assert await quay.read() == {"Arlow", "Brede"}


async def test_a_forged_notice_is_acknowledged_and_ignored(
    quay: Quay, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    one = await quay.subscribe()
    quay.publish("/Brede")
    quay.clock.move(MINUTE)
    for secret in ("guessed", one.sealed, one.token, "", None):
        assert await quay.hub.notify(quay.callback(one.token), quay.body, secret) == 204
    assert await quay.read() == {"Arlow"}
    assert "without its hub's signature" in caplog.text
    (known,) = quay.hub.live(quay.feed.url)
    assert known.secret not in caplog.text
    assert one.token not in caplog.text
    assert known.secret not in one.sealed


async def test_the_callback_of_nobody_is_not_there(quay: Quay) -> None:
    one = await quay.subscribe()
    other = Feed.of(quay.web.url("/other"), "The Other")
    await quay.store.take_feed("v", other)
    for token in (one.feed.id, other.id, "", "w", one.token[:-1], one.token.swapcase(), f"{one.token}/"):
        assert await quay.hub.notify(quay.callback(token), quay.body, "secret") == 404
        asked = {"mode": "subscribe", "topic": quay.feed.url, "challenge": "c", "lease_seconds": "9"}
        assert (await quay.hub.call(quay.callback(token), **asked))[0] == 404
    await quay.store.drop_feed("w", quay.feed.id)
    assert await quay.hub.notify(quay.callback(one.token), quay.body, "secret") == 404


async def test_only_what_was_asked_for_is_confirmed(quay: Quay) -> None:
    one = await quay.subscribe()
    callback, topic = quay.callback(one.token), quay.feed.url
    for asked in (
        {"mode": "unsubscribe", "topic": topic, "challenge": "c"},
        {"mode": "subscribe", "topic": topic + "?", "challenge": "c", "lease_seconds": "9"},
        {"mode": "subscribe", "topic": topic, "lease_seconds": "9"},
        {"mode": "denied", "topic": "http://other.example/"},
        {"topic": topic, "challenge": "c"},
        {},
    ):
        assert (await quay.hub.call(callback, **asked))[0] == 404
    assert await quay.store.hub_subscriptions() == [one]


async def test_a_challenge_is_no_page(quay: Quay) -> None:
    one = await quay.subscribe()
    query = {
        "hub.mode": "subscribe",
        "hub.topic": quay.feed.url,
        "hub.challenge": "<script>alert(1)</script>",
    }
    async with (
        aiohttp.ClientSession() as session,
        session.get(quay.callback(one.token), params=query) as answer,
    ):
        assert answer.content_type == "text/plain"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert await answer.text() == query["hub.challenge"]


async def test_what_is_too_large_is_not_read_to_its_end(quay: Quay) -> None:
    one = await quay.subscribe()
    assert await quay.hub.notify(quay.callback(one.token), "x" * (LARGEST_BODY + 1), "secret") == 413


async def test_a_subscription_is_renewed_before_its_lease_ends(quay: Quay) -> None:
    first = await quay.subscribe()
    for _ in range(40):
        quay.clock.move(DAY)
        assert quay.hub.live(quay.feed.url)
        one = await quay.ask()
    assert len(quay.hub.asked) == 1 + 40 // 5
    assert one.token == first.token
    assert {asked["hub.secret"] for asked in quay.hub.asked} == {quay.hub.asked[0]["hub.secret"]}
    quay.publish("/Brede")
    await quay.hub.publish(quay.feed.url, quay.body)
    assert "Brede" in await quay.read()


async def test_with_new_keys_a_renewal_makes_a_new_secret(quay: Quay) -> None:
    await quay.subscribe()
    changed = HubSubscriber(
        quay.store,
        quay.subscriber.poster,
        Vault(fresh_key()),
        quay.subscriber.address,
        quay.clock,
        quay.subscriber.meter,
        quay.subscriber.failures,
    )
    quay.clock.move(5 * DAY)
    await changed.tick()
    await quay.hub.settled()
    assert quay.hub.asked[0]["hub.secret"] != quay.hub.asked[1]["hub.secret"]
    assert len(quay.hub.live(quay.feed.url)) == 1


@pytest.mark.parametrize("refusal", [400, 404, 429, 500, 302])
async def test_a_hub_that_refuses_is_asked_again_a_day_later_and_the_feed_is_read(
    quay: Quay, refusal: int
) -> None:
    quay.hub.refuses = refusal
    assert (await quay.subscribe()).verified_at is None
    for _ in range(23):
        quay.clock.move(timedelta(hours=1))
        await quay.ask()
    assert len(quay.hub.asked) == 1
    quay.publish("/Brede")
    assert await quay.read() == {"Arlow", "Brede"}
    quay.hub.refuses = 0
    quay.clock.move(timedelta(hours=1))
    assert (await quay.ask()).verified_at == quay.clock.now
    assert len(quay.hub.asked) == 2


async def test_a_hub_that_will_not_tell_us_is_asked_again_a_day_later(quay: Quay) -> None:
    quay.hub.denies = True
    assert (await quay.subscribe()).lease_until is None
    quay.clock.move(DAY - MINUTE)
    await quay.ask()
    assert len(quay.hub.asked) == 1
    quay.clock.move(MINUTE)
    await quay.ask()
    assert len(quay.hub.asked) == 2


async def test_a_hub_that_sends_us_on_is_followed_with_the_form(quay: Quay) -> None:
    async with hub_serving(quay.clock) as private:
        quay.hub.moved_to = private.url
        await quay.subscribe()
        assert private.asked == []
    quay.clock.move(DAY)
    quay.hub.moved_to = f"{quay.hub.url}?here"
    assert (await quay.ask()).verified_at == quay.clock.now
    assert quay.hub.asked[-1] == quay.hub.asked[-2]


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:{port}/", "http://localhost:{port}/", "http://[::1]:{port}/"]
)
async def test_a_hub_in_the_private_network_is_not_connected_to(
    quay: Quay, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with hub_serving(quay.clock) as private:
        quay.hub_url = url.format(port=private.port)
        assert (await quay.subscribe()).verified_at is None
        assert private.asked == []
    assert "leads to this machine" in caplog.text


async def test_a_hub_that_hangs_stops_no_other(quay: Quay) -> None:
    quay.web.routes["/hub"] = fake.trickle()
    quay.hub_url = quay.web.url("/hub")
    link = f'<link rel="hub" href="{quay.hub.url}"/>'
    good = outlet.rss("The Pier", []).replace("</title>", f"</title>{link}")
    for number in range(3):
        quay.web.routes[f"/{number}"] = fake.feed(good)
        await quay.store.take_feed("w", Feed.of(quay.web.url(f"/{number}"), f"Pier {number}"))
    quay.publish("/Arlow")
    await quay.store.take_feed("w", quay.feed)
    await quay.gatherer.round()
    await quay.subscriber.tick()
    await quay.hub.settled()
    asked = {one.feed.outlet: one for one in await quay.store.hub_subscriptions()}
    assert asked["The Quay"].asked_at == quay.clock.now
    assert {outlet for outlet, one in asked.items() if one.verified_at} == {"Pier 0", "Pier 1", "Pier 2"}
    assert len({one.token for one in asked.values()}) == len(asked)


async def test_a_hub_whose_lease_ended_while_we_were_away_is_asked_at_once(quay: Quay) -> None:
    await quay.subscribe()
    quay.clock.move(11 * DAY)
    quay.publish("/Brede")
    await quay.hub.publish(quay.feed.url, quay.body)
    assert quay.hub.notices == []
    assert (await quay.ask()).verified_at == quay.clock.now
    await quay.hub.publish(quay.feed.url, quay.body)
    assert quay.hub.notices == [204]


async def test_nothing_of_it_runs_without_a_public_address_or_keys(tmp_path: Path) -> None:
    keys = {"ONRECORD_SECRET_KEYS": fresh_key()}
    whole = PublicConfig(port=0, url="https://news.example")

    async def runs(public: PublicConfig, environment: dict[str, str], *, websub: bool = True) -> bool:
        config = load(None, environment, f"sqlite:///{tmp_path}/onrecord.db")
        settings = {"public": public, "gather": GatherConfig(websub=websub)}
        async with open_newsroom(config.model_copy(update=settings)) as newsroom:
            return subscriber_of(newsroom) is not None

    assert await runs(whole, keys)
    assert not await runs(whole, {})
    assert not await runs(whole, keys, websub=False)
    assert not await runs(PublicConfig(port=0), keys)
    assert not await runs(PublicConfig(url="https://news.example"), keys)
    assert Config().gather.websub
