"""The hubs that feeds name: what every store keeps of what was asked of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.adapters.store import SqlStore
from bot.model import NO_HUB, FeedHealth, Harvest, Hub, HubSubscription
from tests.fakes.stored_articles import HARBOUR, NOON, VALLEY

HUB = Hub("https://hub.example/", HARBOUR.url)
HOUR = timedelta(hours=1)
ASKED = HubSubscription(HARBOUR, HUB, "token", "sealed", NOON)
LIVE = replace(ASKED, verified_at=NOON, lease_until=NOON + HOUR)


async def name_hub(store: SqlStore, hub: Hub | None) -> None:
    await store.keep([Harvest(HARBOUR, FeedHealth(), hub=hub)])


async def live(store: SqlStore) -> None:
    await store.take_feed("local", HARBOUR)
    await name_hub(store, HUB)
    assert await store.ask_hub(ASKED)
    await store.verify_hub("token", NOON, NOON + HOUR)


async def test_the_hubs_of_feeds_that_somebody_takes_are_known(store: SqlStore) -> None:
    await store.keep([Harvest(VALLEY, FeedHealth(), hub=NO_HUB), Harvest(HARBOUR, FeedHealth(), hub=HUB)])
    assert await store.hub_subscriptions() == []
    await store.take_feed("local", HARBOUR)
    await store.take_feed("w", HARBOUR)
    assert await store.hub_subscriptions() == [HubSubscription(HARBOUR, HUB)]
    assert await store.hub_subscription("") is None


async def test_a_subscription_is_known_by_its_token_while_its_feed_is_taken(store: SqlStore) -> None:
    await live(store)
    assert await store.hub_subscription("token") == LIVE
    assert await store.hub_subscription("other") is None
    assert await store.hub_subscription("no \0 token \ud800") is None
    await store.drop_feed("local", HARBOUR.id)
    assert await store.hub_subscription("token") is None


async def test_a_check_that_finds_the_same_hub_or_reads_nothing_changes_nothing(store: SqlStore) -> None:
    await live(store)
    await name_hub(store, HUB)
    await name_hub(store, None)
    assert await store.hub_subscriptions() == [LIVE]


async def test_another_hub_begins_anew_but_is_not_asked_sooner_for_it(store: SqlStore) -> None:
    await live(store)
    other = replace(HUB, url="https://other.example/")
    await name_hub(store, other)
    assert await store.hub_subscriptions() == [HubSubscription(HARBOUR, other, asked_at=NOON)]
    assert await store.hub_subscription("token") is None
    assert not await store.ask_hub(ASKED)
    await name_hub(store, NO_HUB)
    assert await store.hub_subscriptions() == []
    await name_hub(store, HUB)
    assert await store.hub_subscriptions() == [HubSubscription(HARBOUR, HUB, asked_at=NOON)]


async def test_a_feed_that_moves_for_good_takes_what_was_asked_with_it(store: SqlStore) -> None:
    await live(store)
    await store.keep([Harvest(HARBOUR, FeedHealth(), hub=HUB, moved_to=VALLEY)])
    assert await store.hub_subscriptions() == [replace(LIVE, feed=VALLEY)]


async def test_what_a_hub_told_of_is_known_with_its_feed(store: SqlStore) -> None:
    await live(store)
    await store.tell_news("other", NOON)
    assert [status.news_at for status in await store.feeds()] == [None]
    await store.tell_news("token", NOON)
    assert [status.news_at for status in await store.feeds()] == [NOON]
    await name_hub(store, HUB)
    assert [status.news_at for status in await store.feeds("local")] == [NOON]
    await store.verify_hub("token", None, None)
    assert await store.hub_subscriptions() == [ASKED]
