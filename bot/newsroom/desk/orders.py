"""A channel's standing order, by command and by button, and the overview of all that it gets."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core import outline
from bot.core.outline import texts
from bot.model import Actor, Outline, Reply, Subscription
from bot.newsroom import orders
from bot.newsroom.desk.context import ButtonHandler, CommandHandler, Context, spent


async def _schedule(context: Context, args: Mapping[str, str], actor: Actor) -> Reply:
    return _told(context, await orders.of_channel(context.store, actor.place.channel), actor)


async def _set(context: Context, args: Mapping[str, str], actor: Actor) -> Reply:
    channel = actor.place.channel
    return _told(context, await orders.put(context.store, channel, args, actor.zone, context.clock()), actor)


async def _pause(context: Context, args: Mapping[str, str], actor: Actor) -> Reply:
    return await _press_pause(context, "", actor)


async def _resume(context: Context, args: Mapping[str, str], actor: Actor) -> Reply:
    return await _press_resume(context, "", actor)


async def _remove(context: Context, args: Mapping[str, str], actor: Actor) -> Reply:
    await orders.remove(context.store, actor.place.channel)
    return Reply(Outline(texts.REMOVED))


async def _press_pause(context: Context, ref: str, actor: Actor) -> Reply:
    return _told(context, await orders.pause(context.store, actor.place.channel, ref), actor)


async def _press_resume(context: Context, ref: str, actor: Actor) -> Reply:
    return _told(context, await orders.resume(context.store, actor.place.channel, ref), actor)


async def home(context: Context, actor: Actor) -> Outline:
    """The channel's order, the feeds and how they are, what it leaves out, and buttons to change it."""
    channel = actor.place.channel
    return outline.of_home(
        await orders.of_channel(context.store, channel),
        await context.store.feeds(channel.workspace),
        await context.store.preferences(channel),
        actor,
        context.clock(),
        await spent(context, actor),
    )


def _told(context: Context, order: Subscription | None, actor: Actor) -> Reply:
    return Reply(outline.of_order(order, actor, context.clock()))


HANDLERS: Mapping[str, CommandHandler] = {
    "schedule": _schedule,
    "schedule set": _set,
    "schedule pause": _pause,
    "schedule resume": _resume,
    "schedule remove": _remove,
}
BUTTON_HANDLERS: Mapping[str, ButtonHandler] = {"pause": _press_pause, "resume": _press_resume}
