"""The feeds of a workspace: shown, taken, dropped, looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.core import outline
from bot.core.outline import texts
from bot.errors import BotError
from bot.model import Actor, CheckedFeed, Command, Reply, digest_of
from bot.newsroom import feeds
from bot.newsroom.desk.context import ButtonHandler, CommandHandler, Context, failed

LOOK_EVERY = timedelta(minutes=5)
"""How often a workspace may have all its feeds looked at: outlets are asked, and other rounds wait."""

SHORT = 12
"""Hexadecimal digits of the id under which a feed on offer is kept."""


async def _feeds(context: Context, args: Mapping[str, str], actor: Actor) -> Reply:
    return await _listed(context, actor)


async def _listed(context: Context, actor: Actor, note: str = "") -> Reply:
    """The feeds, with a note on what was done."""
    now = context.clock()
    return Reply(outline.of_feeds(await feeds.listed(context.store, actor.workspace, now), now, note))


async def _add(context: Context, args: Mapping[str, str], actor: Actor) -> Reply:
    found = await feeds.find(context.gatherer.of(actor.workspace), args["url"])
    outlet = args.get("outlet", "")
    if len(found) > 1:
        return await _offer(context, found, outlet, actor)
    taken = await feeds.take(context.store, context.gatherer, actor.workspace, found[0], outlet)
    return await _listed(context, actor, texts.taken_feed(taken, outlet))


async def imported(context: Context, opml: bytes, actor: Actor) -> Reply:
    """What became of each feed of an OPML file."""
    report = await feeds.import_opml(context.store, context.gatherer, actor.workspace, opml)
    return Reply(outline.of_import(report))


async def exported(context: Context, actor: Actor) -> str:
    """The workspace's feeds as OPML."""
    return await feeds.export_opml(context.store, actor.workspace, context.clock())


async def _offer(context: Context, found: Sequence[CheckedFeed], outlet: str, actor: Actor) -> Reply:
    """Several feeds, each with a button; as nothing was taken yet, the reply is shown like a failure is."""
    refs = []
    for feed in found:
        command = Command("feeds add", {"url": feed.url, "outlet": outlet})
        refs.append(digest_of("offer", actor.workspace, feed.url, outlet)[:SHORT])
        await context.store.put_saved_command(refs[-1], command, actor.place, context.clock())
    return Reply(outline.of_offers(found, context.clock(), refs), error=True)


async def _take(context: Context, ref: str, actor: Actor) -> Reply:
    command = await context.store.saved_command(ref, actor.workspace)
    if command is None or command.name != "feeds add":
        raise BotError(texts.OFFER_FORGOTTEN)
    return await _add(context, command.args, actor)


async def _remove(context: Context, args: Mapping[str, str], actor: Actor) -> Reply:
    gone = await feeds.drop(context.store, actor.workspace, args["feed"])
    return await _listed(context, actor, texts.feed_dropped(gone.outlet))


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
BUTTON_HANDLERS: Mapping[str, ButtonHandler] = {"take": _take}
