"""A channel's standing order, and all that it gets, as neutral outlines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core import editions
from bot.core.outline import controls, texts
from bot.core.outline.feeds import feed_table
from bot.core.reading.text import counted
from bot.model import (
    Actor,
    Block,
    ChannelPreferences,
    Control,
    FeedStatus,
    Heading,
    Outline,
    Paragraph,
    Section,
    Subscription,
)


def of_order(order: Subscription | None, actor: Actor, now: datetime) -> Outline:
    """When digests come to a channel, and when the next one does; buttons for who may change it."""
    buttons = controls.order(order) if actor.manages else ()
    if order is None:
        return Outline(texts.NO_ORDER, (Section((Paragraph(texts.MAKE_ORDER),), buttons),))
    return Outline(texts.ORDER, (Section(tuple(map(Paragraph, _order(order, now))), buttons),))


def of_home(
    order: Subscription | None,
    feeds: Sequence[FeedStatus],
    taste: ChannelPreferences,
    actor: Actor,
    now: datetime,
    spent: str = "",
) -> Outline:
    """This channel's order, the feeds and how they are, what it leaves out; buttons for who may change it.

    `spent` says what a model cost.
    """
    lines = _order(order, now) if order else (f"{texts.NO_ORDER}.",)
    sections = (
        _section(texts.ORDER, tuple(map(Paragraph, lines)), controls.order(order), actor),
        _section(counted(len(feeds), "feed"), _feeds(feeds, now), controls.feeds(), actor),
        _section(texts.TASTE, (Paragraph(texts.taste(taste)),), controls.filters(), actor),
    )
    changed_by = "" if actor.manages else texts.changed_by(actor.managers)
    footer = " ".join(filter(None, [spent, changed_by]))
    return Outline(texts.home(actor.place.channel.name), sections, footer=footer)


def _section(heading: str, blocks: tuple[Block, ...], buttons: tuple[Control, ...], actor: Actor) -> Section:
    """A part of the overview, with its buttons for who may press them."""
    return Section((Heading(heading), *blocks), buttons if actor.manages else ())


def _feeds(feeds: Sequence[FeedStatus], now: datetime) -> tuple[Block, ...]:
    return (feed_table(feeds, now),) if feeds else (Paragraph(texts.NO_FEEDS),)


def _order(order: Subscription, now: datetime) -> tuple[str, ...]:
    told = texts.order(order.slots, order.zone, order.size, order.language)
    if order.paused:
        return told, texts.paused(order.paused_for)
    return told, texts.coming(editions.next_slot(order, now).astimezone(ZoneInfo(order.zone)))
