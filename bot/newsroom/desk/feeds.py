"""The feeds of a workspace: shown, taken, dropped, looked at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from bot.core import outline
from bot.core.outline import texts
from bot.model import Actor, Reply
from bot.newsroom import gather
from bot.newsroom.desk.context import CommandHandler, Context, failed

LOOK_EVERY = timedelta(minutes=5)
"""How often a workspace may have all its feeds looked at: outlets are asked, and other rounds wait."""


async def _feeds(context: Context, args: Mapping[str, str], actor: Actor) -> Reply:
    return Reply(outline.of_feeds(await context.store.feeds(actor.workspace), context.clock()))


async def _add(context: Context, args: Mapping[str, str], actor: Actor) -> Reply:
    await gather.take_feed(
        context.store, context.gatherer, actor.workspace, args["url"], args.get("outlet", "")
    )
    return await _feeds(context, args, actor)


async def _remove(context: Context, args: Mapping[str, str], actor: Actor) -> Reply:
    await gather.drop_feed(context.store, actor.workspace, args["url"])
    return await _feeds(context, args, actor)


async def _check(context: Context, args: Mapping[str, str], actor: Actor) -> Reply:
    now = context.clock()
    lately = {who: at for who, at in context.looked_at.items() if timedelta() <= now - at < LOOK_EVERY}
    if actor.workspace in lately:
        return failed(texts.looked_lately(lately[actor.workspace] + LOOK_EVERY - now))
    context.looked_at.clear()
    context.looked_at.update(lately, **{actor.workspace: now})
    await context.gatherer.look(actor.workspace)
    return await _feeds(context, args, actor)


HANDLERS: Mapping[str, CommandHandler] = {
    "feeds": _feeds,
    "feeds add": _add,
    "feeds remove": _remove,
    "feeds check": _check,
}
