"""A channel's standing order, by command and by button, and the overview of all that it gets."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core import outline
from bot.core.outline import phrases
from bot.model import Asker, Outline, Reply, Subscription
from bot.newsroom import orders
from bot.newsroom.desk.means import Arm, Means, Press, spent


async def _schedule(means: Means, args: Mapping[str, str], asker: Asker) -> Reply:
    return _told(means, await orders.of_channel(means.store, asker.place.channel), asker)


async def _set(means: Means, args: Mapping[str, str], asker: Asker) -> Reply:
    channel = asker.place.channel
    return _told(means, await orders.put(means.store, channel, args, asker.zone, means.clock()), asker)


async def _pause(means: Means, args: Mapping[str, str], asker: Asker) -> Reply:
    return await _press_pause(means, "", asker)


async def _resume(means: Means, args: Mapping[str, str], asker: Asker) -> Reply:
    return await _press_resume(means, "", asker)


async def _remove(means: Means, args: Mapping[str, str], asker: Asker) -> Reply:
    await orders.remove(means.store, asker.place.channel)
    return Reply(Outline(phrases.REMOVED))


async def _press_pause(means: Means, ref: str, asker: Asker) -> Reply:
    return _told(means, await orders.pause(means.store, asker.place.channel, ref), asker)


async def _press_resume(means: Means, ref: str, asker: Asker) -> Reply:
    return _told(means, await orders.resume(means.store, asker.place.channel, ref), asker)


async def home(means: Means, asker: Asker) -> Outline:
    """The channel's order, the feeds and how they are, what it leaves out, and buttons to change it."""
    channel = asker.place.channel
    return outline.of_home(
        await orders.of_channel(means.store, channel),
        await means.store.feeds(channel.workspace),
        await means.store.taste(channel),
        asker,
        means.clock(),
        await spent(means, asker),
    )


def _told(means: Means, order: Subscription | None, asker: Asker) -> Reply:
    return Reply(outline.of_order(order, asker, means.clock()))


ARMS: Mapping[str, Arm] = {
    "schedule": _schedule,
    "schedule set": _set,
    "schedule pause": _pause,
    "schedule resume": _resume,
    "schedule remove": _remove,
}
PRESSES: Mapping[str, Press] = {"pause": _press_pause, "resume": _press_resume}
