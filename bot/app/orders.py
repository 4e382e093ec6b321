"""What the config says, written into the store."""

from __future__ import annotations

from datetime import datetime

from bot.config import Config
from bot.core.feeds import urls
from bot.model import LOCAL_WORKSPACE, Channel, Feed, Subscription, digest_of
from bot.ports import DeliveryStore, FeedStore


async def apply_feeds(store: FeedStore, config: Config) -> None:
    """Take the feeds of the config file."""
    for feed in config.feeds:
        await store.take_feed(LOCAL_WORKSPACE, Feed.of(urls.canonical(feed.url), feed.outlet))


async def apply_subscriptions(store: DeliveryStore, config: Config, now: datetime) -> list[Subscription]:
    """Make the standing orders those of the config file."""
    known = {subscription.id: subscription for subscription in await store.subscriptions()}
    wanted = subscriptions_of(config, known, now)
    for gone in known.keys() - {subscription.id for subscription in wanted}:
        await store.drop_subscription(gone)
    for subscription in wanted:
        await store.put_subscription(subscription)
    return wanted


def subscriptions_of(config: Config, known: dict[str, Subscription], now: datetime) -> list[Subscription]:
    """The standing orders of the config; those known already keep the time they began."""
    wanted = []
    for order in config.subscriptions:
        channel = Channel(order.platform, LOCAL_WORKSPACE, order.channel, order.channel)
        key = digest_of("subscription", order.platform, LOCAL_WORKSPACE, order.channel)
        created = known[key].created if key in known else now
        wanted.append(Subscription(key, channel, order.times, order.zone, order.size, created))
    return wanted
