"""How soon Discord is answered, and how punctual the gateway's heartbeat is: python -m tests.bench.discord."""

from __future__ import annotations

import asyncio
import html
import logging
import statistics
from collections.abc import Sequence
from functools import partial

from bot.adapters.reading.pool import ReadingPool
from bot.adapters.sample.outlets import pieces
from bot.core.extract import read_page
from tests.fakes.bot_on_discord import on_discord
from tests.fakes.desk import FakeDesk
from tests.fakes.discord.interactions import Interaction

BUSY, MEASURED = 500, 300
TARGET_MS = 200
"""p95 of the time from the interaction to its first answer: the bar that it has to stay below."""

ARTICLES, AT_ONCE = 1_000, 8
INTERVAL = 0.5
"""Seconds between heartbeats, eighty times as often as the real gateway asks for: so that many are counted."""

LATEST = 1.0
"""Seconds that a heartbeat may be late."""


async def _answered() -> list[float]:
    """Milliseconds to the first answer of each command, while five hundred others wait and are answered."""
    desk = FakeDesk(hold=asyncio.Event())
    async with on_discord(served=True, desk=desk) as bot:
        news = bot.guild.text_channel("news")
        ada = bot.discord.person("Ada", bot.guild)
        for number in range(BUSY):
            ada.slash("news ask", {"question": f"question {number}"}, news)
        await bot.until(lambda: len(desk.handled) == BUSY, 60)
        assert desk.hold is not None
        took: list[float] = []
        for number in range(MEASURED):
            if number == MEASURED // 3:
                desk.hold.set()  # from here on the 500 answers are written at the same time
            asked = ada.slash("news ask", {"question": f"measured {number}"}, news)
            await bot.discord.until(partial(_is_answered, asked))
            took.append((asked.answered_after or 0.0) * 1_000)
        return sorted(took)


async def _late() -> Sequence[float]:
    """Seconds by which each heartbeat came late while articles were extracted."""
    pages = [_page(piece.headline, piece.text) for piece in pieces()]
    async with on_discord(prepared=_often, served=True) as bot, ReadingPool() as reading:
        room = asyncio.Semaphore(AT_ONCE)

        async def extract(number: int) -> None:
            async with room:
                await reading.read(
                    "", read_page, pages[number % len(pages)], f"https://outlet.example/{number}"
                )

        while len(bot.discord.gateway.lateness) < 2:
            await asyncio.sleep(INTERVAL)
        await asyncio.gather(*map(extract, range(ARTICLES)))
        await asyncio.sleep(2 * INTERVAL)
        return tuple(bot.discord.gateway.lateness)


def _often(discord: object, _guild: object) -> dict[str, object]:
    discord.gateway.heartbeat_interval = INTERVAL  # type: ignore[attr-defined]
    return {}


def _page(headline: str, text: str) -> bytes:
    paragraphs = "".join(f"<p>{html.escape(one)}</p>" for one in text.split("\n\n"))
    body = f"<article><h1>{html.escape(headline)}</h1>{paragraphs}</article>"
    return f"<html><head><title>{html.escape(headline)}</title></head><body>{body}</body></html>".encode()


def report() -> str:
    """The median and the 95th percentile in milliseconds, and the latest heartbeat."""
    logging.disable(logging.CRITICAL)
    took = asyncio.run(_answered())
    late = asyncio.run(_late())
    return (
        f"discord: answered in {statistics.median(took):.0f} ms, p95 {took[int(len(took) * 0.95)]:.0f} ms, "
        f"longest {took[-1]:.0f} ms while {BUSY} others wait and are answered "
        f"(target: p95 under {TARGET_MS} ms)\n"
        f"discord: of {len(late)} heartbeats the latest was {max(late):.2f} s late while {ARTICLES:,} articles "
        f"were extracted (target: under {LATEST:.0f} s)"
    )


if __name__ == "__main__":
    print(report())


def _is_answered(asked: Interaction) -> bool:
    return asked.answered_after is not None
