"""One process of On Record that delivers what is due, so that a test can have two on one file.

`python -m tests.fakes.delivering DATABASE API TOKEN`: says "ready", waits for a line, ticks, and ends.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import timedelta

from bot.adapters.store import open_store
from bot.newsroom.deliver import Deliverer
from bot.ops.failures import FailureGuard
from bot.ops.metrics import PrometheusMeter
from bot.platforms.slack import SlackPlatform, SlackSettings
from tests.fakes.stories import MORNING

NOW = MORNING + timedelta(hours=6)


async def deliver(database: str, api: str, token: str) -> None:
    """Tick three times, as soon as it is told to."""
    store, meter = await open_store(database), PrometheusMeter()
    settings = SlackSettings(token, "xapp-1", api_url=api)
    guard = FailureGuard(lambda: NOW, meter)
    slack = SlackPlatform(settings, store, None, store, lambda: NOW, meter, guard)
    deliverer = Deliverer(store, {"slack": slack}, lambda: NOW, meter, guard)
    print("ready", flush=True)  # noqa: T201 - it is how the test hears of it
    await asyncio.to_thread(sys.stdin.readline)
    for _ in range(3):
        await deliverer.tick()
    await slack.close()
    await store.close()


if __name__ == "__main__":
    asyncio.run(deliver(*sys.argv[1:]))
