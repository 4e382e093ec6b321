"""A channel's standing order: made, changed, paused and ended by its people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time

from bot.core.commands.arguments import ORIGINAL, USUAL_STORIES
from bot.core.outline import texts
from bot.errors import ConfigError
from bot.model import Channel, Subscription, digest_of
from bot.ports import DeliveryStore


async def of_channel(store: DeliveryStore, channel: Channel) -> Subscription | None:
    """The channel's order; None when digests come there only on request."""
    orders = await store.subscriptions(channel.workspace)
    return next((order for order in orders if order.channel == channel), None)


async def put(
    store: DeliveryStore, channel: Channel, args: Mapping[str, str], zone: str | None, now: datetime
) -> Subscription:
    """Make the channel's order, or change what is given of it; `zone` is that of whoever asks for it.

    Raises ConfigError where the configuration gives the order.
    """
    before = await of_channel(store, channel)
    order = before or Subscription(
        digest_of("subscription", channel.platform, channel.workspace, channel.room),
        channel,
        (time(8),),
        zone or "UTC",
        USUAL_STORIES,
        created=now,
    )
    _own(order)
    changed = replace(
        order,
        slots=tuple(time.fromisoformat(each) for each in args["times"].split(",")),
        zone=args.get("zone", order.zone),
        size=int(args.get("size", order.size)),
        language=_language(args.get("language"), order.language),
        paused=False,
        paused_for="",
    )
    await store.put_subscription(changed)
    return changed


def _language(typed: str | None, before: str | None) -> str | None:
    if typed is None:
        return before
    return None if typed == ORIGINAL else typed


async def pause(store: DeliveryStore, channel: Channel, order_id: str = "") -> Subscription:
    """Let no digest come until it is resumed; raises ConfigError where there is no order."""
    return await _put(store, replace(await _order(store, channel, order_id), paused=True, paused_for=""))


async def resume(store: DeliveryStore, channel: Channel, order_id: str = "") -> Subscription:
    """Let digests come again; raises ConfigError where there is no order."""
    return await _put(store, replace(await _order(store, channel, order_id), paused=False, paused_for=""))


async def remove(store: DeliveryStore, channel: Channel) -> None:
    """End the channel's order; raises ConfigError where there is none, or the configuration gives it."""
    order = await _order(store, channel, "")
    _own(order)
    await store.drop_subscription(order.id)


async def _order(store: DeliveryStore, channel: Channel, order_id: str) -> Subscription:
    """The order of this id in the channel's workspace, or the channel's own."""
    for order in await store.subscriptions(channel.workspace):
        if order.id == order_id or (not order_id and order.channel == channel):
            return order
    raise ConfigError(f"{texts.NO_ORDER}. {texts.MAKE_ORDER}")


async def _put(store: DeliveryStore, order: Subscription) -> Subscription:
    await store.put_subscription(order)
    return order


def _own(order: Subscription) -> None:
    if order.configured:
        raise ConfigError(texts.CONFIGURED)
