"""A channel's standing orders, by command and by button, and the overview of all that it gets."""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from bot.core import editions, outline
from bot.core.outline import texts
from bot.model import Actor, Channel, Outline, Reply, Subscription
from bot.newsroom import orders
from bot.newsroom.desk.context import ButtonHandler, CommandHandler, Context, spent


async def _schedule(context: Context, args: Mapping[str, str], actor: Actor) -> Reply:
    return await _shown(context, actor.place.channel, actor)


async def _shown(context: Context, channel: Channel, actor: Actor, done: str = "") -> Reply:
    found = await orders.of_channel(context.store, channel)
    feeds = await context.store.feeds(channel.workspace)
    return Reply(outline.of_orders(found, feeds, actor, context.clock(), done))


async def _set(context: Context, args: Mapping[str, str], actor: Actor) -> Reply:
    made = await orders.put(context.store, actor.place.channel, args, actor.zone, context.clock())
    own = texts.own_zone(actor.zone) if actor.zone and actor.zone != made.zone and "zone" not in args else ""
    return await _shown(context, made.channel, actor, f"{_now(context, made)} {own}".rstrip())


async def _add(context: Context, args: Mapping[str, str], actor: Actor) -> Reply:
    channel = actor.place.channel
    further = bool(await orders.of_channel(context.store, channel))
    made = await orders.add(context.store, channel, args, actor.zone, context.clock())
    return await _shown(context, channel, actor, _now(context, made, further))


def _now(context: Context, made: Subscription, further: bool = False) -> str:
    """When digests come from now on, and what of it cannot be had."""
    now = context.clock()
    said = texts.digests_now(made, outline.next_at(made, now), now, further)
    if opening := editions.opens_for(made, now):
        said += f" {texts.first_stands_for(opening[0].astimezone(ZoneInfo(made.zone)))}"
    return f"{said} {texts.NOBODY_TRANSLATES}" if made.language and context.writer is None else said


async def _pause(context: Context, args: Mapping[str, str], actor: Actor) -> Reply:
    return await _press_pause(context, args.get("order", ""), actor)


async def _resume(context: Context, args: Mapping[str, str], actor: Actor) -> Reply:
    return await _press_resume(context, args.get("order", ""), actor)


async def _remove(context: Context, args: Mapping[str, str], actor: Actor) -> Reply:
    channel = actor.place.channel
    await orders.remove(context.store, channel, args.get("order", ""))
    if await orders.of_channel(context.store, channel):
        return await _shown(context, channel, actor, texts.ORDER_ENDED)
    return Reply(Outline(texts.REMOVED))


async def _press_pause(context: Context, ref: str, actor: Actor) -> Reply:
    paused = await orders.pause(context.store, actor.place.channel, ref)
    return await _shown(context, paused.channel, actor, texts.PAUSED_NOW)


async def _press_resume(context: Context, ref: str, actor: Actor) -> Reply:
    resumed = await orders.resume(context.store, actor.place.channel, ref)
    now = context.clock()
    return await _shown(context, resumed.channel, actor, texts.come_again(outline.next_at(resumed, now), now))


async def home(context: Context, actor: Actor) -> Outline:
    """The channel's orders, the feeds and how they are, what it leaves out, and buttons to change it."""
    channel = actor.place.channel
    return outline.of_home(
        await orders.of_channel(context.store, channel),
        await context.store.feeds(channel.workspace),
        await context.store.preferences(channel),
        actor,
        context.clock(),
        await spent(context, actor),
    )


HANDLERS: Mapping[str, CommandHandler] = {
    "schedule": _schedule,
    "schedule set": _set,
    "schedule add": _add,
    "schedule pause": _pause,
    "schedule resume": _resume,
    "schedule remove": _remove,
}
BUTTON_HANDLERS: Mapping[str, ButtonHandler] = {"pause": _press_pause, "resume": _press_resume}
