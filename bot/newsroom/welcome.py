"""Says hello in channels that were never written to, so that nobody looks at an empty room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core import editions
from bot.core.outline import words
from bot.core.prompt import Prompt
from bot.core.text import counted
from bot.model import Outline, Paragraph, Part, Place, Section, Subscription, digest_of
from bot.ports import Platform


async def welcome(
    platforms: Mapping[str, Platform],
    orders: Sequence[Subscription],
    wording: Prompt,
    feeds: int,
    now: datetime,
) -> None:
    """Post the welcome of each standing order once in its life."""
    for order in orders:
        platform, place = platforms[order.channel.platform], Place(order.channel)
        key = digest_of("welcome", order.id)
        if await platform.find(place, key, order.created or now) is None:
            await platform.post(place, Part(key, hello(order, wording, feeds, now)))


def hello(order: Subscription, wording: Prompt, feeds: int, now: datetime) -> Outline:
    """What is said first in a channel."""
    at = editions.next_slot(order, now).astimezone(ZoneInfo(order.zone))
    text = wording.fill({"feeds": counted(feeds, "feed"), "next": words.moment(at)})
    paragraphs = tuple(Paragraph(paragraph) for paragraph in text.split("\n\n"))
    return Outline("On Record", (Section(paragraphs),))
