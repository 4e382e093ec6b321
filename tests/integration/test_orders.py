"""The config file's orders beside those that people made by command."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.adapters.store import SqlStore
from bot.app.opening import apply_subscriptions
from bot.config import Config, SubscriptionConfig
from bot.core.translations import LANGUAGES
from bot.model import LOCAL_WORKSPACE, Channel, Subscription

NOW = datetime(2026, 3, 5, 8, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
BY_COMMAND = Subscription("x", Channel("web", LOCAL_WORKSPACE, "sport"), (time(9),), "UTC", created=NOW)
ELSEWHERE = Subscription("y", Channel("slack", "T1", "C1"), (time(9),), "UTC", created=NOW)


def config(*channels: str, size: int = 6) -> Config:
    orders = [SubscriptionConfig(channel=name, zone="UTC", size=size) for name in channels]
    return Config(subscriptions=tuple(orders))


async def rooms(store: SqlStore) -> set[str]:
    return {order.channel.room for order in await store.subscriptions()}


async def test_an_order_that_left_the_file_ends_and_those_made_by_command_stay(store: SqlStore) -> None:
    for order in (BY_COMMAND, ELSEWHERE):
        await store.put_subscription(order)
    await apply_subscriptions(store, config("daily", "evening"), NOW)
    assert await rooms(store) == {"daily", "evening", "sport", "C1"}
    await apply_subscriptions(store, config("daily"), LATER)
    assert await rooms(store) == {"daily", "sport", "C1"}
    assert ELSEWHERE in await store.subscriptions()


async def test_the_file_wins_over_an_order_made_by_command_for_its_channel(store: SqlStore) -> None:
    (fresh,) = await apply_subscriptions(store, config("daily"), NOW)
    made = replace(fresh, slots=(time(17),), configured=False)
    await store.put_subscription(made)
    await apply_subscriptions(store, config("daily"), LATER)
    assert await store.subscriptions() == [fresh]
    await apply_subscriptions(store, config("other"), LATER)
    assert await rooms(store) == {"other"}


async def test_an_order_of_the_file_keeps_its_beginning_and_stays_paused(store: SqlStore) -> None:
    (fresh,) = await apply_subscriptions(store, config("daily"), NOW)
    paused = replace(fresh, paused=True, paused_for="#daily was deleted")
    await store.put_subscription(paused)
    await apply_subscriptions(store, config("daily", size=3), LATER)
    assert await store.subscriptions() == [replace(paused, size=3)]


async def test_the_file_may_ask_for_a_language_and_only_for_one_that_is_checked(store: SqlStore) -> None:
    asked = Config(subscriptions=(SubscriptionConfig(channel="daily", zone="UTC", language="de"),))
    await apply_subscriptions(store, asked, NOW)
    assert [order.language for order in await store.subscriptions()] == ["de"]
    with pytest.raises(ValueError, match="'de', 'en'"):
        SubscriptionConfig.model_validate({"channel": "daily", "language": "ru"})
    offered = SubscriptionConfig.model_json_schema()["properties"]["language"]["anyOf"][0]["enum"]
    assert set(offered) == set(LANGUAGES)
