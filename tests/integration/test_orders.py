"""The config file's orders beside those that people made by command."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.adapters.store import SqlStore
from bot.app.opening import apply_subscriptions
from bot.config import Config, SubscriptionConfig
from bot.core.translations import LANGUAGES
from bot.errors import ConfigError
from bot.model import LOCAL_WORKSPACE, Channel, Days, Late, Place, Quiet, Subscription, digest_of
from bot.newsroom import orders

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


async def test_a_channel_of_the_file_may_have_several_orders_with_days_and_quiet_time(
    store: SqlStore,
) -> None:
    morning = {"channel": "daily", "zone": "UTC", "times": "08:00 on weekdays", "quiet": "22:00-07:00 Sun"}
    week = {
        "channel": "daily",
        "name": "Week",
        "zone": "Berlin",
        "times": "0 17 * * fri",
        "late": "none",
        "feeds": ["https://A.example/feed"],
        "topics": ["Business"],
    }
    made = Config.model_validate({"subscriptions": [morning, week]})
    await apply_subscriptions(store, made, NOW)
    first, second = await orders.of_channel(store, Channel("web", LOCAL_WORKSPACE, "daily"))
    assert (first.label, first.slots, first.days) == ("", (time(8),), Days((0, 1, 2, 3, 4)))
    assert first.quiet == Quiet(time(22), time(7), (6,))
    assert (second.label, second.slots, second.days, second.zone) == (
        "Week",
        (time(17),),
        Days((4,)),
        "Europe/Berlin",
    )
    assert (second.late, second.feeds, second.topics) == (
        Late.NONE,
        ("https://a.example/feed",),
        ("Business",),
    )
    await apply_subscriptions(store, Config.model_validate({"subscriptions": [week]}), LATER)
    assert await store.subscriptions() == [second]


async def test_an_order_of_the_file_that_never_comes_is_refused(store: SqlStore) -> None:
    never = {"channel": "daily", "zone": "UTC", "times": "weekends 08:00", "quiet": "Sat, Sun"}
    with pytest.raises(ConfigError, match="daily: There is no day on which digests would come"):
        await apply_subscriptions(store, Config.model_validate({"subscriptions": [never]}), NOW)


async def test_the_file_may_ask_for_a_language_and_only_for_one_that_is_checked(store: SqlStore) -> None:
    asked = Config(subscriptions=(SubscriptionConfig(channel="daily", zone="UTC", language="de"),))
    await apply_subscriptions(store, asked, NOW)
    assert [order.language for order in await store.subscriptions()] == ["de"]
    with pytest.raises(ValueError, match="'de', 'en'"):
        SubscriptionConfig.model_validate({"channel": "daily", "language": "ru"})
    offered = SubscriptionConfig.model_json_schema()["properties"]["language"]["anyOf"][0]["enum"]
    assert set(offered) == set(LANGUAGES)


async def test_the_order_that_is_built_in_is_the_channels_to_change_and_to_end(store: SqlStore) -> None:
    nothing = Config()
    (made,) = await apply_subscriptions(store, nothing, NOW)
    assert not made.configured
    changed = await orders.put(store, made.channel, {"times": "17:00", "zone": "Europe/Berlin"}, None, NOW)
    assert await apply_subscriptions(store, nothing, LATER) == [changed], "a restart keeps what was set"
    key = digest_of("welcome", made.id)
    await store.add_message(Place(made.channel), "On Record", "{}", NOW, key)
    await orders.remove(store, made.channel)
    assert await apply_subscriptions(store, nothing, LATER) == [], "nor does one that was ended come back"
    assert await store.subscriptions() == []


async def test_what_a_file_once_ordered_is_the_channels_when_the_file_is_gone(store: SqlStore) -> None:
    await apply_subscriptions(store, config("daily", size=3), NOW)
    (own,) = await apply_subscriptions(store, Config(), LATER)
    assert (own.configured, own.size) == (False, 6)
    assert await store.subscriptions() == [own]


async def test_the_orders_of_a_file_take_the_place_of_one_that_nobody_touched(store: SqlStore) -> None:
    await apply_subscriptions(store, Config(), NOW)
    await apply_subscriptions(store, config("evening"), LATER)
    assert await rooms(store) == {"evening"}
    (made,) = await apply_subscriptions(store, Config(), LATER)
    await orders.put(store, made.channel, {"size": "3"}, None, LATER)
    await apply_subscriptions(store, config("evening"), LATER)
    assert await rooms(store) == {"daily", "evening"}
