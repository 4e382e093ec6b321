"""The bot of the delivery benchmark, a process of its own: `python -m tests.bench.delivering`.

It reads where everything is as a line of JSON, says "ready", waits for a line, delivers all that is due
by ticks as the program's, and prints what that took.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.adapters.fetch import HttpFetcher
from bot.adapters.store import open_store
from bot.adapters.vault import Vault
from bot.app.serving import DELIVER_EVERY, MOST_TICKS
from bot.model import Part, Place
from bot.newsroom.deliver import Deliverer
from bot.ops import logs
from bot.ops.failures import FailureGuard
from bot.platforms.discord import DiscordPlatform, DiscordSettings
from bot.platforms.slack import SlackPlatform, SlackSettings
from tests.bench.modelled import Counts
from tests.fakes.desk import FakeDesk

SLOT = datetime(2026, 1, 2, 12, tzinfo=UTC)
"""When everything is due; the bot's clock begins there."""

EVERY = DELIVER_EVERY.total_seconds()


@dataclass
class Posts:
    """How many there were on a platform, and when the first and the last of them was there."""

    count: int = 0
    first: float = 0.0
    last: float = 0.0

    def add(self) -> None:
        """Note one."""
        self.count, self.last = self.count + 1, time.monotonic()
        self.first = self.first or self.last


class TimedSlack(SlackPlatform):
    """Slack, with its posts counted."""

    posts: Posts

    async def post(self, place: Place, part: Part, since: datetime | None = None) -> str:
        """Post and count."""
        made = await super().post(place, part)
        self.posts.add()
        return made


class TimedDiscord(DiscordPlatform):
    """Discord, with its posts counted."""

    posts: Posts

    async def post(self, place: Place, part: Part, since: datetime | None = None) -> str:
        """Post and count."""
        made = await super().post(place, part)
        self.posts.add()
        return made


def peak_mb() -> float:
    """The most memory that this process ever had; unlike `ru_maxrss` it holds nothing of who started it."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    [kilobytes] = [line.split()[1] for line in lines if line.startswith("VmHWM:")]
    return int(kilobytes) / 1_024


def slack_settings(where: Mapping[str, str]) -> SlackSettings:
    """An app that workspaces install by themselves."""
    return SlackSettings(
        signing_secret="secret",
        client_id="1000.2000",
        client_secret="secret",
        public_url="http://127.0.0.1",
        api_url=where["slack"],
    )


async def deliver(where: Mapping[str, str]) -> None:
    """Everything, once told to."""
    begun = time.monotonic()
    clock = lambda: SLOT + timedelta(seconds=time.monotonic() - begun)  # noqa: E731 - as short as it can be
    store, counts = await open_store(where["database"]), Counts()
    guard = FailureGuard(clock, counts)
    vault = Vault(where["keys"])
    slack = TimedSlack(slack_settings(where), store, vault, store, clock, counts, guard)
    settings = DiscordSettings(where["token"], where["discord"])
    discord = TimedDiscord(settings, clock, store, guard, HttpFetcher())
    slack.posts, discord.posts = Posts(), Posts()
    serving = asyncio.create_task(discord.serve(FakeDesk()))
    while len(discord.gateway.guilds) < int(where["guilds"]) or not discord.gateway.is_ready():
        await asyncio.sleep(0.1)
    deliverer = Deliverer(store, {"slack": slack, "discord": discord}, clock, counts, guard)
    rest = peak_mb()
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    begun, cpu = time.monotonic(), time.process_time()
    ticks: set[asyncio.Task[None]] = set()
    sent = ("deliveries", "sent")
    while counts[sent] < int(where["orders"]) and time.monotonic() < begun + float(where["patience"]):
        if len(ticks) < MOST_TICKS:
            ticks.add(asyncio.create_task(deliverer.tick()))
        due = time.monotonic() + EVERY
        while counts[sent] < int(where["orders"]) and time.monotonic() < due:
            await asyncio.sleep(0.1)
        ticks = {one for one in ticks if not one.done()}
    cpu = time.process_time() - cpu
    for one in ticks:
        one.cancel()
    await asyncio.gather(*ticks, return_exceptions=True)
    found = {
        "sent": counts[sent],
        "composed": counts["compositions",],
        "cpu": cpu,
        "peak": peak_mb(),
        "rest": rest,
        "failures": sum(count for key, count in counts.items() if key[0] == "failures"),
        "posts": {
            one.name: [one.posts.count, one.posts.first - begun, one.posts.last - begun]
            for one in (slack, discord)
        },
    }
    print(json.dumps(found), flush=True)
    serving.cancel()
    with suppress(asyncio.CancelledError):
        await serving
    await slack.close()
    await store.close()


if __name__ == "__main__":
    logs.configure("warning", "text")
    asyncio.run(deliver(json.loads(sys.stdin.readline())))
