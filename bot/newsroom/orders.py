"""A channel's standing orders: made, changed, paused and ended by its people, and its first hello."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from bot.core import editions
from bot.core.commands import timetable
from bot.core.commands.arguments import ALL, ORIGINAL, USUAL_STORIES
from bot.core.indexed import plain
from bot.core.outline import texts
from bot.core.prompt import Prompt
from bot.core.reading.text import counted
from bot.errors import ConfigError
from bot.model import (
    Channel,
    Late,
    Outline,
    Paragraph,
    Part,
    Place,
    Section,
    Subscription,
    digest_of,
)
from bot.newsroom.preferences import close
from bot.ports import DeliveryStore, Failures, Platform, Store

_EPOCH = datetime.min.replace(tzinfo=UTC)


async def of_channel(store: DeliveryStore, channel: Channel) -> list[Subscription]:
    """The channel's orders, the oldest first; none when digests come there only on request."""
    orders = [order for order in await store.subscriptions(channel.workspace) if order.channel == channel]
    return sorted(orders, key=lambda order: (order.created or _EPOCH, plain(order.label), order.id))


async def chosen(store: DeliveryStore, channel: Channel, ref: str, command: str) -> Subscription:
    """The channel's order of this number or name, or its only one; by its id one of the workspace's.

    Raises ConfigError where there is none, or where several may be meant.
    """
    for order in await store.subscriptions(channel.workspace):
        if ref and order.id == ref:
            return order
    orders = await of_channel(store, channel)
    if not orders:
        raise ConfigError(f"{texts.NO_ORDER}. {texts.MAKE_ORDER}")
    if not ref and len(orders) > 1:
        raise ConfigError(texts.which(len(orders), command))
    if not ref:
        return orders[0]
    for number, order in enumerate(orders, start=1):
        if ref == str(number) or (order.label and plain(ref) == plain(order.label)):
            return order
    raise ConfigError(texts.no_such_order(ref, len(orders)))


async def put(
    store: Store, channel: Channel, args: Mapping[str, str], zone: str | None, now: datetime
) -> Subscription:
    """Change what is given of the channel's order, or make its first; `zone` is that of whoever asks for it.

    Raises ConfigError where the configuration gives the order, or a value does not fit.
    """
    if not args.get("order") and not await of_channel(store, channel):
        return await add(store, channel, args, zone, now)
    order = await chosen(store, channel, args.get("order", ""), "schedule set")
    _own(order)
    return await _put(store, replace(await _changed(store, order, args, now), paused=False, paused_for=""))


async def add(
    store: Store, channel: Channel, args: Mapping[str, str], zone: str | None, now: datetime
) -> Subscription:
    """Make another order of the channel; raises ConfigError where a value does not fit."""
    if "times" not in args:
        raise ConfigError(f"{texts.NO_ORDER}. {texts.MAKE_ORDER}")
    parts = [channel.platform, channel.workspace, channel.room]
    if await of_channel(store, channel):
        parts += [now.isoformat(), args.get("name", ""), args["times"]]
    fresh = Subscription(
        digest_of("subscription", *parts), channel, (time(8),), zone or "UTC", USUAL_STORIES, created=now
    )
    return await _put(store, await _changed(store, fresh, args, now))


async def _changed(store: Store, order: Subscription, args: Mapping[str, str], now: datetime) -> Subscription:
    """The order with what is given; raises ConfigError where a value does not fit."""
    given = timetable.read(args["times"]) if "times" in args else None
    quiet = timetable.read_quiet(args["quiet"]) if "quiet" in args else order.quiet
    language = args.get("language")
    changed = replace(
        order,
        slots=given.slots if given else order.slots,
        days=order.days if given is None or given.days is None else given.days,
        quiet=quiet,
        zone=args.get("zone", order.zone),
        size=int(args.get("size", order.size)),
        language=order.language if language is None else None if language == ORIGINAL else language,
        late=Late(args.get("late", order.late)),
        label=args.get("name", order.label),
        timed=now if args.keys() & {"times", "zone"} else order.timed,
        feeds=await _feeds(store, order, args["feeds"]) if "feeds" in args else order.feeds,
        topics=await _topics(store, order, args["topics"]) if "topics" in args else order.topics,
    )
    if not editions.ever_comes(changed):
        raise ConfigError(texts.NEVER)
    others = [one for one in await of_channel(store, order.channel) if one.id != order.id]
    if changed.label and any(plain(one.label) == plain(changed.label) for one in others):
        raise ConfigError(texts.label_taken(changed.label))
    return changed


async def _feeds(store: Store, order: Subscription, typed: str) -> tuple[str, ...]:
    """The addresses of the taken feeds of these publishers or addresses; raises ConfigError."""
    if typed.casefold() == ALL:
        return ()
    taken = [status.feed for status in await store.feeds(order.channel.workspace)]
    found: list[str] = []
    for each in _parts(typed):
        fitting = [feed.url for feed in taken if each == feed.url or plain(each) == plain(feed.outlet)]
        if not fitting:
            known = {plain(feed.outlet): feed.outlet for feed in taken}
            near = close(each, known)
            raise ConfigError(texts.no_such_feed(each, known[near[0]] if near else ""))
        found += fitting
    return tuple(dict.fromkeys(found))


async def _topics(store: Store, order: Subscription, typed: str) -> tuple[str, ...]:
    """The topics of these names, as they are written; raises ConfigError."""
    if typed.casefold() == ALL:
        return ()
    known = {plain(topic.name): topic.name for topic in await store.topics(order.channel.workspace)}
    found: list[str] = []
    for each in _parts(typed):
        if plain(each) not in known:
            near = difflib.get_close_matches(plain(each), known, n=1, cutoff=0.6)
            raise ConfigError(texts.no_such_topic(each, known[near[0]] if near else ""))
        found.append(known[plain(each)])
    return tuple(dict.fromkeys(found))


def _parts(typed: str) -> list[str]:
    return [each.strip() for each in typed.split(",") if each.strip()]


async def pause(store: DeliveryStore, channel: Channel, ref: str = "") -> Subscription:
    """Let no digest come until it is resumed; raises ConfigError where there is no such order."""
    order = await chosen(store, channel, ref, "schedule pause")
    return await _put(store, replace(order, paused=True, paused_for=""))


async def resume(store: DeliveryStore, channel: Channel, ref: str = "") -> Subscription:
    """Let digests come again; raises ConfigError where there is no such order."""
    order = await chosen(store, channel, ref, "schedule resume")
    return await _put(store, replace(order, paused=False, paused_for=""))


async def remove(store: DeliveryStore, channel: Channel, ref: str = "") -> None:
    """End an order of the channel; raises ConfigError where there is none, or the configuration gives it."""
    order = await chosen(store, channel, ref, "schedule remove")
    _own(order)
    await store.drop_subscription(order.id)


async def _put(store: DeliveryStore, order: Subscription) -> Subscription:
    await store.put_subscription(order)
    return order


def _own(order: Subscription) -> None:
    if order.configured:
        raise ConfigError(texts.CONFIGURED)


async def built_in(store: Store, order: Subscription, kept: Subscription | None) -> Subscription | None:
    """The order of a channel that nobody configured, made unless it is there; None where it was ended.

    That it was there once is told by its welcome.
    """
    if kept and not kept.configured:
        return kept
    if kept is None and await store.find_message(Place(order.channel), _welcome(order)) is not None:
        return None
    return await _put(store, order)


def _welcome(order: Subscription) -> str:
    """The key of the message that welcomes an order's channel."""
    return digest_of("welcome", order.id)


async def welcome(
    page: Platform,
    orders: Sequence[Subscription],
    wording: Prompt,
    feeds: int,
    now: datetime,
    failures: Failures,
) -> None:
    """Post the welcome of each channel's first standing order on the page once in its life.

    Elsewhere people came by themselves, and looking through a channel's history at each start is dear.
    """
    first = {order.channel: order for order in reversed(orders)}
    for order in reversed(first.values()):
        place = Place(order.channel)
        part = Part(_welcome(order), hello(order, wording, feeds, now))
        with failures.contain("welcome", order.channel.name):
            if await page.find(place, part, order.created or now) is None:
                await page.post(place, part)


def hello(order: Subscription, wording: Prompt, feeds: int, now: datetime) -> Outline:
    """What is said first in a channel."""
    at = editions.next_slot(order, now).astimezone(ZoneInfo(order.zone))
    text = wording.fill({"feeds": counted(feeds, "feed"), "next": texts.moment(at)})
    paragraphs = tuple(Paragraph(paragraph) for paragraph in text.split("\n\n"))
    return Outline(texts.ON_RECORD, (Section(paragraphs),))
