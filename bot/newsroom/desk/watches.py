"""Watches by command, and the buttons below an alert."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core import commands, outline
from bot.core.commands.specs import ME
from bot.core.outline import texts
from bot.errors import BotError, ConfigError
from bot.model import Actor, Outline, Reply, Watch
from bot.newsroom import brief, preferences, watches
from bot.newsroom.desk.context import ButtonHandler, CommandHandler, Context


async def _shown(context: Context, args: Mapping[str, str], actor: Actor) -> Reply:
    found = await watches.of_actor(context.store, actor)
    channel, _ = watches.place_of(actor, alone=False)
    settings = await context.store.alert_settings(channel)
    return Reply(outline.of_watches(found, settings))


async def _add(context: Context, args: Mapping[str, str], actor: Actor) -> Reply:
    return await _watch(context, args, actor, alone=False)


async def _add_mine(context: Context, args: Mapping[str, str], actor: Actor) -> Reply:
    return await _watch(context, args, actor, alone=True)


async def _watch(context: Context, args: Mapping[str, str], actor: Actor, *, alone: bool) -> Reply:
    channel, user = watches.place_of(actor, alone=alone)
    made = await watches.add(context.store, channel, args, user, actor.zone, context.clock())
    return Reply(outline.of_watching(made, await context.store.alert_settings(channel)))


async def _stop(context: Context, args: Mapping[str, str], actor: Actor) -> Reply:
    found = await watches.of_actor(context.store, actor)
    number = int(args["number"])
    if 1 <= number <= len(found):
        _check(found[number - 1], actor)
    return Reply(Outline(texts.watch_ended(await watches.stop(context.store, found, number))))


async def _set(context: Context, args: Mapping[str, str], actor: Actor) -> Reply:
    alone = args.get("where", "").casefold() == ME
    channel, user = watches.place_of(actor, alone=alone)
    if not user and (said := commands.refusal("watch add", actor)):
        raise ConfigError(said)
    given = {name: value for name, value in args.items() if name != "where"}
    settings = await watches.settle(context.store, channel, given)
    return Reply(Outline(texts.ALERTS_SET, lead=texts.alerts_come(settings)))


async def _press_stop(context: Context, ref: str, actor: Actor) -> Reply:
    watch = await _of(context, ref, actor)
    await context.store.drop_watch(watch.id)
    return Reply(Outline(texts.watch_ended(watch)))


async def _press_fewer(context: Context, ref: str, actor: Actor) -> Reply:
    watch = await _of(context, ref, actor)
    settings = await watches.fewer(context.store, watch.channel)
    return Reply(Outline(texts.ALERTS_SET, lead=texts.alerts_come(settings)))


async def _press_mute(context: Context, ref: str, actor: Actor) -> Reply:
    """No more of a story, neither in alerts nor in digests of the channel that they come to."""
    id_, _, article = ref.partition(":")
    watch, now = await _of(context, id_, actor), context.clock()
    found = await brief.story_of(context.store, article, watch.channel, now, context.judgement)
    if found is None:
        raise BotError(texts.STORY_GONE)
    await preferences.mute_story(context.store, watch.channel, found.story, article, now)
    return Reply(Outline(texts.STORY_MUTED, lead=found.headline))


async def _of(context: Context, id_: str, actor: Actor) -> Watch:
    """The watch of an alert, for whoever may change it; raises ConfigError."""
    watch = await context.store.watch(id_)
    if watch is None:
        raise ConfigError(texts.WATCH_GONE)
    _check(watch, actor)
    return watch


def _check(watch: Watch, actor: Actor) -> None:
    """Raise ConfigError for somebody who may not change a watch: their own they may, wherever they are."""
    place = actor.place.channel
    if watch.user:
        theirs = watch.channel.platform == place.platform and watch.user == actor.user
        if theirs and (actor.direct or watch.channel.workspace == place.workspace):
            return
        raise ConfigError(texts.NOT_YOURS)
    if watch.channel.workspace != place.workspace:
        raise ConfigError(texts.WATCH_GONE)
    if said := commands.refusal("watch add", actor):
        raise ConfigError(said)


HANDLERS: Mapping[str, CommandHandler] = {
    "watch": _shown,
    "watch add": _add,
    "watch me": _add_mine,
    "watch stop": _stop,
    "watch set": _set,
}
BUTTON_HANDLERS: Mapping[str, ButtonHandler] = {
    "unwatch": _press_stop,
    "fewer": _press_fewer,
    "mute_alert": _press_mute,
}
