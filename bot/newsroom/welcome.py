"""Says hello in channels that were never written to, so that nobody looks at an empty room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core import editions
from bot.core.outline import texts
from bot.core.prompt import Prompt
from bot.core.reading.text import counted
from bot.model import Outline, Paragraph, Part, Place, Section, Subscription, digest_of
from bot.ports import Failures, Platform


async def welcome(
    page: Platform,
    orders: Sequence[Subscription],
    wording: Prompt,
    feeds: int,
    now: datetime,
    failures: Failures,
) -> None:
    """Post the welcome of each standing order on the page once in its life.

    Elsewhere people came by themselves, and looking through a channel's history at each start is dear.
    """
    for order in orders:
        place, key = Place(order.channel), digest_of("welcome", order.id)
        with failures.contain("welcome", order.channel.name):
            if await page.find(place, key, order.created or now) is None:
                await page.post(place, Part(key, hello(order, wording, feeds, now)))


def hello(order: Subscription, wording: Prompt, feeds: int, now: datetime) -> Outline:
    """What is said first in a channel."""
    at = editions.next_slot(order, now).astimezone(ZoneInfo(order.zone))
    text = wording.fill({"feeds": counted(feeds, "feed"), "next": texts.moment(at)})
    paragraphs = tuple(Paragraph(paragraph) for paragraph in text.split("\n\n"))
    return Outline("On Record", (Section(paragraphs),))
