"""Editions planned together share their work, and are what each would be alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.adapters.store import SqlStore
from bot.core.briefing import extractive
from bot.core.stories.cluster import cluster
from bot.model import (
    AnnotatedArticle,
    Channel,
    Days,
    Digest,
    Filter,
    FilterKind,
    Quiet,
    Subscription,
    Topic,
)
from bot.newsroom import brief
from bot.newsroom.deliver import Deliverer
from bot.newsroom.edition import EditionCache
from bot.ops.failures import FailureGuard
from bot.ops.metrics import PrometheusMeter
from tests.fakes.platform import ChatServer
from tests.fakes.stored_articles import keep
from tests.fakes.stories import BRIDGE, BRIDGE_AGAIN, MORNING, OTHER_STRIKE, STRIKE, story

NOW = MORNING + timedelta(hours=6, minutes=1)
READS = (BRIDGE, BRIDGE_AGAIN, STRIKE, OTHER_STRIKE)


def order(workspace: str, room: str) -> Subscription:
    channel = Channel("chat", workspace, room, room)
    return Subscription(f"{workspace}-{room}", channel, (time(12),), "UTC", created=MORNING)


@pytest.fixture
async def store(store: SqlStore) -> SqlStore:
    await keep(store, *READS, workspaces=["north", "south"])
    for workspace in ("north", "south"):
        for room in ("all", "no-bridge", "no-harbour"):
            await store.put_subscription(order(workspace, room))
        await store.add_filter(order(workspace, "no-bridge").channel, Filter(FilterKind.WORDS, "bridge"))
        await store.add_filter(
            order(workspace, "no-harbour").channel, Filter(FilterKind.OUTLET, BRIDGE.article.outlet)
        )
    return store


async def test_editions_planned_together_are_what_each_is_alone(store: SqlStore) -> None:
    alone: dict[str, Digest] = {}
    for one in await store.subscriptions():
        alone[one.id] = await brief.digest_on_request(one, store, NOW, as_next=True)
    await Deliverer(
        store,
        {"chat": ChatServer()},
        lambda: NOW,
        PrometheusMeter(),
        FailureGuard(lambda: NOW, PrometheusMeter()),
    ).tick()
    for name, made in alone.items():
        (planned,) = await store.digests(name, MORNING - timedelta(days=1))
        assert planned.briefings == made.briefings
        assert planned.left_out == made.left_out
    assert len({made.briefings for made in alone.values()}) > 1


async def test_orders_of_a_channel_that_ask_for_something_else_are_composed_each_by_itself(
    store: SqlStore,
) -> None:
    plain = order("north", "all")
    await store.put_topic("north", Topic("Strikes", ("strike",)))
    same = replace(plain, id="same", label="other", slots=(time(11),), quiet=Quiet(time(22), time(6)))
    others = [
        replace(plain, id="feeds", feeds=(f"https://{BRIDGE_AGAIN.article.outlet}/feed",)),
        replace(plain, id="topics", topics=("strikes",)),
        replace(plain, id="weekly", days=Days((NOW.weekday(),))),
    ]
    for one in (same, *others):
        await store.put_subscription(one)
    alone = {
        one.id: await brief.digest_on_request(one, store, NOW, as_next=True)
        for one in await store.subscriptions("north")
    }
    meter = PrometheusMeter()
    await Deliverer(
        store, {"chat": ChatServer()}, lambda: NOW, meter, FailureGuard(lambda: NOW, meter)
    ).tick()
    told = await store.histories(list(alone), MORNING - timedelta(days=1))
    assert told.keys() == alone.keys() >= {one.id for one in others}
    assert told[plain.id] == told["same"]
    assert len({told[one.id] for one in (plain, *others)}) == 1 + len(others)
    for name, made in alone.items():
        (planned,) = await store.digests(name, MORNING - timedelta(days=1))
        assert (planned.briefings, planned.left_out) == (made.briefings, made.left_out)


def test_a_bench_gives_what_the_rooms_give() -> None:
    bench = EditionCache()
    for _ in range(2):
        assert bench.stories(READS) == cluster(READS)
        assert bench.stories(READS[2:]) == cluster(READS[2:])
        for one in (story(BRIDGE), story(BRIDGE, BRIDGE_AGAIN), story(STRIKE)):
            assert bench.brief(one) == extractive.brief(one)


def renamed(read: AnnotatedArticle, outlet: str) -> AnnotatedArticle:
    article = replace(read.article, outlet=outlet)
    return AnnotatedArticle(article, tuple(replace(quote, article=article) for quote in read.quotes))


def test_an_outlet_keeps_the_name_that_it_has_where_it_is_read() -> None:
    bench = EditionCache()
    for outlet in ("Harbour Post", "The Post"):
        told = bench.brief(story(renamed(STRIKE, outlet)))
        assert told is not None
        assert {cite.article.outlet for bullet in told.bullets for cite in bullet.cites} == {outlet}
        assert told.story.outlets == (outlet,)


def test_quotes_that_are_read_anew_make_a_new_briefing() -> None:
    bench = EditionCache()
    with_quotes, without = bench.brief(story(BRIDGE)), bench.brief(story(replace(BRIDGE, quotes=())))
    assert with_quotes is not None
    assert with_quotes.quotes or any(bullet.quotes for bullet in with_quotes.bullets)
    assert without is None or not without.quotes
