from __future__ import annotations

import asyncio
import time
from itertools import pairwise

from bot.platforms.discord.api import INTERVAL, Pace


async def test_after_a_moment_in_which_nothing_ran_no_call_catches_up() -> None:
    pace, went = Pace(), list[float]()

    async def call() -> None:
        await pace.turn("/channels/{channel_id}/messages")
        went.append(time.monotonic())

    calls = [asyncio.create_task(call()) for _ in range(6)]
    await asyncio.sleep(0)
    time.sleep(10 * INTERVAL)  # noqa: ASYNC251 - nothing runs meanwhile, which is the point
    await asyncio.gather(*calls)
    assert min(after - before for before, after in pairwise(went)) >= INTERVAL / 2


async def test_answers_to_people_wait_for_nothing() -> None:
    pace = Pace()
    await pace.turn("/channels/{channel_id}/messages")
    waits = asyncio.create_task(pace.turn("/channels/{channel_id}/messages"))
    await asyncio.wait_for(pace.turn("/interactions/{interaction_id}/{token}/callback"), 1)
    assert not waits.done()
    await waits
