"""What is watched for: made, listed and ended by people, and how alerts come to them."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.core.commands import timetable
from bot.core.indexed import plain, stems
from bot.core.outline import texts
from bot.errors import ConfigError
from bot.model import Actor, AlertSettings, Channel, Watch, digest_of
from bot.ports import AlertStore, Store

MOST = 50
"""Watches of one channel, or of one person."""

LONGEST = 100
"""Characters of each part of a watch."""


def place_of(actor: Actor, *, alone: bool) -> tuple[Channel, str]:
    """Where a watch of theirs alerts, and whose it is where it is to alert them `alone`, as it does there."""
    channel = actor.place.channel
    if not (alone or actor.direct):
        return channel, ""
    if actor.own in ("", channel.room):
        return channel, actor.user
    return replace(channel, room=actor.own, name=texts.DIRECT_MESSAGES), actor.user


async def of_actor(store: AlertStore, actor: Actor) -> list[Watch]:
    """The watches of the channel, then those of the person, the oldest first; their numbers go by this."""
    known = await store.watches(actor.workspace)
    here = [watch for watch in known if watch.channel == actor.place.channel]
    own = [
        watch
        for watch in known
        if watch not in here and watch.user == actor.user and watch.user and _same_platform(watch, actor)
    ]
    return [*here, *own]


def _same_platform(watch: Watch, actor: Actor) -> bool:
    return watch.channel.platform == actor.place.channel.platform


async def add(
    store: Store, channel: Channel, args: Mapping[str, str], user: str, zone: str | None, now: datetime
) -> Watch:
    """Watch for what is given; raises ConfigError where that cannot be watched for, or is already."""
    watch = await watch_of(store, channel, args, user, now)
    others = [one for one in await store.watches(channel.workspace) if one.channel == channel]
    if len(others) >= MOST and watch.id not in {one.id for one in others}:
        raise ConfigError(texts.full("channel", texts.counted_watches(len(others))))
    if not await store.put_watch(watch):
        raise ConfigError(texts.watched_already(watch))
    settings = await store.alert_settings(channel)
    fresh = replace(settings, zone=zone or settings.zone) if not others else settings
    await store.put_alert_settings(channel, replace(fresh, stopped_for=""))
    return watch


async def watch_of(
    store: Store, channel: Channel, args: Mapping[str, str], user: str, now: datetime | None
) -> Watch:
    """The watch that is given; raises ConfigError where that cannot be watched for."""
    asked = {part: args.get(part, "") for part in ("phrase", "speaker", "about", "topic")}
    if asked["about"] and not asked["speaker"]:
        raise ConfigError(texts.ABOUT_WHOM)
    if not (asked["speaker"] or asked["topic"] or asked["phrase"]):
        raise ConfigError(texts.WATCH_WHAT)
    for value in filter(None, asked.values()):
        if len(value) > LONGEST:
            raise ConfigError(texts.term_too_long(value, LONGEST))
        if not stems(value):
            raise ConfigError(texts.no_word_in(value))
    if asked["topic"]:
        asked["topic"] = await _topic(store, channel.workspace, asked["topic"])
    room = (channel.platform, channel.workspace, channel.room)
    id_ = digest_of("watch", *room, user, *(plain(value) for value in asked.values()))
    return Watch(id_, channel, **asked, user=user, created=now)


async def _topic(store: Store, workspace: str, typed: str) -> str:
    known = {plain(topic.name): topic.name for topic in await store.topics(workspace)}
    if plain(typed) not in known:
        near = difflib.get_close_matches(plain(typed), known, n=1, cutoff=0.6)
        raise ConfigError(texts.no_such_topic(typed, known[near[0]] if near else ""))
    return known[plain(typed)]


async def stop(store: AlertStore, watched: Sequence[Watch], number: int) -> Watch:
    """End the watch of this number; raises ConfigError where there is none."""
    if not 1 <= number <= len(watched):
        raise ConfigError(texts.no_such_watch(number, len(watched)))
    await store.drop_watch(watched[number - 1].id)
    return watched[number - 1]


async def settle(store: AlertStore, channel: Channel, args: Mapping[str, str]) -> AlertSettings:
    """Change when and how often alerts come to a channel; raises ConfigError where nothing is given."""
    settings = await store.alert_settings(channel)
    if not args:
        raise ConfigError(texts.SETTLE_WHAT)
    changed = replace(
        settings,
        quiet=timetable.read_quiet(args["quiet"]) if "quiet" in args else settings.quiet,
        zone=args.get("zone", settings.zone),
        hourly=int(args.get("hourly", settings.hourly)),
        stopped_for="",
    )
    await store.put_alert_settings(channel, changed)
    return changed


async def fewer(store: AlertStore, channel: Channel) -> AlertSettings:
    """Half as many messages in an hour; raises ConfigError where there are no fewer."""
    settings = await store.alert_settings(channel)
    if settings.hourly == 1:
        raise ConfigError(texts.NO_FEWER)
    changed = replace(settings, hourly=settings.hourly // 2)
    await store.put_alert_settings(channel, changed)
    return changed
