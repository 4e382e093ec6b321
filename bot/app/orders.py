"""What the config says, written into the store."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.config import Config
from bot.core.feeds import addresses
from bot.model import LOCAL_WORKSPACE, Channel, Feed, Subscription, digest_of
from bot.ports import DeliveryStore, FeedStore


async def apply_feeds(store: FeedStore, config: Config) -> None:
    """Take the feeds of the config file."""
    for feed in config.feeds:
        await store.take_feed(LOCAL_WORKSPACE, Feed.of(addresses.canonical(feed.url), feed.outlet))


async def apply_subscriptions(store: DeliveryStore, config: Config, now: datetime) -> list[Subscription]:
    """Make the orders of the config file those that it has now; orders made by command stay."""
    known = {order.id: order for order in await store.subscriptions(LOCAL_WORKSPACE)}
    wanted = subscriptions_of(config, known, now)
    from_file = {order.id for order in known.values() if order.configured}
    for gone in from_file - {order.id for order in wanted}:
        await store.drop_subscription(gone)
    for subscription in wanted:
        await store.put_subscription(subscription)
    return wanted


def subscriptions_of(config: Config, known: dict[str, Subscription], now: datetime) -> list[Subscription]:
    """The orders of the config; those known already keep the time they began, and stay paused if they are."""
    wanted = []
    for order in config.subscriptions:
        channel = Channel(order.platform, LOCAL_WORKSPACE, order.channel, order.channel)
        key = digest_of("subscription", order.platform, LOCAL_WORKSPACE, order.channel)
        fresh = Subscription(
            key,
            channel,
            order.times,
            order.zone,
            order.size,
            now,
            configured=True,
            language=order.language,
        )
        kept = known.get(key, fresh)
        wanted.append(replace(fresh, created=kept.created, paused=kept.paused, paused_for=kept.paused_for))
    return wanted
