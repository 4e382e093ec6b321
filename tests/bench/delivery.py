"""Thousands of digests due in one minute, against Slacks and a Discord that keep to the limits they publish.

The stand-ins run here, the bot in a process of its own (`tests/bench/delivering.py`). Slack takes 300
messages a minute in a workspace ("several hundred") and one a second in a channel, Discord 50 calls a second
over all; what both allow is the time that the busiest workspace and all of Discord's messages need at those
rates. The clock runs from the moment of the slot, planning included.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from sqlalchemy import insert, update

from bot.adapters.store import SqlStore, open_store
from bot.adapters.store.channels import room_of
from bot.adapters.store.deliveries import subscription_row
from bot.adapters.store.tables import deliveries, filters, follows, subscriptions, workspace_feeds
from bot.adapters.vault import Vault
from bot.config import topics
from bot.core.indexed import plain
from bot.model import (
    Article,
    Channel,
    Delivery,
    Feed,
    FeedHealth,
    FeedState,
    Harvest,
    Subscription,
)
from bot.newsroom.plan import Planner
from bot.ops.failures import FailureGuard
from bot.platforms.slack.api import Connection, Installed, Workspaces
from bot.platforms.slack.render import key_of as slack_key
from tests.bench.delivering import SLOT, slack_settings
from tests.bench.modelled import Counts, read_quotes
from tests.fakes import discord as fake_discord
from tests.fakes import slack as fake_slack
from tests.fakes.discord.limits import GLOBAL_A_SECOND
from tests.fakes.slack.rates import POSTS_A_WORKSPACE

ORDERS = int(os.environ.get("ONRECORD_BENCH_ORDERS", "2000"))
"""The bar is for 10,000, which takes nine minutes on two busy cores."""
WORKSPACES, SELECTIONS = 10, 20
"""Of each platform, and in each of them; so many orders as are left share a selection."""

DAYS, EVENTS, OUTLETS, SIZE = 2, 120, 30, 3
SYLLABLES = "ba de fi go lu ma ne pi ro su ta ve wi zo kar len mis nor pel tan".split()
PATIENCE = 900.0
TARGET_SHARE, TARGET_MB = 0.95, 300


@dataclass
class Town:
    """Both platforms, and the orders of their channels."""

    slack: fake_slack.Slack
    discord: fake_discord.Discord
    orders: list[Subscription]

    def posted(self) -> Iterator[Counter[str | None]]:
        """How often each part stands in each channel."""
        for room in chain.from_iterable(team.channels.values() for team in self.slack.workspaces.values()):
            yield Counter(slack_key(one.payload(True)) for one in room.kept.values())
        for guild in self.discord.world.guilds.values():
            for channel in guild.channels.values():
                yield Counter(str(one.nonce) for one in channel.held.values())

    def seconds_allowed(self) -> dict[str, float]:
        """The least time that what is posted now takes within the limits."""
        teams = (
            sum(len(room.kept) for room in team.channels.values()) for team in self.slack.workspaces.values()
        )
        guilds = self.discord.world.guilds.values()
        calls = sum(len(room.held) for guild in guilds for room in guild.channels.values())
        return {"slack": max(teams) * 60 / POSTS_A_WORKSPACE, "discord": calls / GLOBAL_A_SECOND}


def _found(slack: fake_slack.Slack, discord: fake_discord.Discord) -> Town:
    """As many channels as there are orders, each with its own."""
    rooms = ORDERS // (2 * WORKSPACES)
    town = Town(slack, discord, [])
    for number in range(WORKSPACES):
        team, guild = slack.workspace(f"team-{number}"), discord.guild(f"guild-{number}")
        admin = team.user("mara", is_admin=True)
        for room in range(rooms):
            name = f"news-{room}"
            for channel in (
                Channel("slack", team.id, team.channel(name, admin).id, name),
                Channel("discord", str(guild.id), str(guild.text_channel(name).id), name),
            ):
                slots = (SLOT.time(),)
                town.orders.append(
                    Subscription(
                        f"order-{len(town.orders)}", channel, slots, "UTC", SIZE, SLOT - timedelta(9)
                    )
                )
    return town


async def _settle(store: SqlStore, town: Town, vault: Vault) -> None:
    """Feeds, selections, installations, orders, and what everybody was told the day before."""
    await store.ship_topics(topics())
    feeds = [
        Feed.of(f"https://outlet-{number}.example/feed", f"Outlet {number}") for number in range(OUTLETS)
    ]
    for number, feed in enumerate(feeds):
        mine = tuple(read_quotes(one) for one in _articles() if one.outlet == f"Outlet {number}")
        await store.keep([Harvest(feed, FeedHealth(FeedState.OK), (), mine)])
    workspaces = list(dict.fromkeys(order.channel.workspace for order in town.orders))
    names, seen = [plain(topic.name) for topic in topics()], Counter[str]()
    taken, followed, filtered = [], [], []
    for number, workspace in enumerate(workspaces):
        taken += [{"workspace": workspace, "feed_id": one.id} for one in feeds if one != feeds[number]]
    for order in town.orders:
        selection = seen[order.channel.workspace] % SELECTIONS
        seen[order.channel.workspace] += 1
        room = room_of(order.channel)
        followed.append({**room, "topic": names[selection % len(names)]})
        filtered.append({**room, "kind": "outlet", "value": f"Outlet {selection + 5}", "only": False})
    async with store.database.write() as connection:  # at once: each by itself waits for the disk
        for table, rows in ((workspace_feeds, taken), (follows, followed), (filters, filtered)):
            await connection.execute(insert(table), rows)
        await connection.execute(insert(subscriptions), [subscription_row(one) for one in town.orders])
    slack = Connection(slack_settings({"slack": town.slack.api_url}))
    installations = Workspaces(slack, store, vault, lambda: SLOT)
    for team in town.slack.workspaces.values():
        await installations.keep(Installed(team.id, team.bot_token, team.bot_user, team.bot_id))
    counts, before = Counts(), SLOT - timedelta(days=1)
    guard = FailureGuard(lambda: before, counts)
    told = [0]

    def add(planned: Sequence[Delivery]) -> None:
        told[0] += len(planned)

    await Planner(store, lambda: before, counts, guard).plan(town.orders, add)
    assert told[0] == len(town.orders)
    async with store.database.write() as connection:
        await connection.execute(update(deliveries).values(state="sent", posted={"part": "1"}))


def _articles() -> Iterator[Article]:
    """Events of these two days, each reported by three outlets in other sentences and another order."""
    chance = random.Random(1)
    for number in range(EVENTS):
        at = SLOT - timedelta(days=DAYS) * (1 - number / EVENTS) * 0.99
        headline, sentences = _event(chance, number)
        for nth, outlet in enumerate(chance.sample(range(OUTLETS), 3)):
            told = [*sentences[nth:], *sentences[:nth]][:5]
            text, url = "\n\n".join(told), f"https://outlet-{outlet}.example/{number}"
            yield Article(
                Article.id_for(url, text), url, f"Outlet {outlet}", headline, text, at, published=at
            )


def _event(chance: random.Random, number: int) -> tuple[str, list[str]]:
    names = ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))).title() for _ in range(14)]
    town, river, person, family, firm, guild, region, *more = names
    return f"{town} opens the {river} tunnel after {number + 3} years of works by {firm}", [
        (
            f"The town of {town} opened the tunnel below the {river} on Monday, {number + 3} years after {firm} "
            f"began to dig, and buses now go from there to {', '.join(more[:4])} without the ferry of before."
        ),
        (
            f"“Nobody in {town} believed that {firm} would ever come out on the other side of the {river},” said "
            f"{person} {family}, the mayor of {town}."
        ),
        (
            f"The {guild} guild counts {number * 3 + 40} shops that moved away from {town} while the quay was "
            f"closed, and expects that most return before the winter."
        ),
        (
            f"{firm} was paid {number + 11} million crowns, of which {town} bears a third and the region of "
            f"{region} the rest, after a dispute that ended in an agreement in March."
        ),
        (
            f"Ferries between {town} and {more[4]} stop at the end of the month, and their {number + 20} sailors "
            f"were offered work in the harbour of {more[5]}, the company of {more[6]} announced."
        ),
        (
            f"Engineers of {firm} measured how the ground below the {river} moves every hour, and closed the works "
            f"twice when water came in from the old mine of {guild}."
        ),
    ]


async def _measured() -> tuple[dict[str, Any], Town, int]:
    with tempfile.TemporaryDirectory() as folder:
        app = fake_slack.App(socket_mode=False, distributed=True)
        async with fake_slack.serving(app) as slack, fake_discord.Discord() as discord:
            slack.holding = True  # nobody is told of events: the bot's process serves none of Slack's
            town = _found(slack, discord)
            database, keys = f"sqlite:///{Path(folder)}/onrecord.db", Fernet.generate_key().decode()
            store = await open_store(database)
            await _settle(store, town, Vault(keys))
            await store.close()
            where = {
                "database": database,
                "keys": keys,
                "slack": slack.api_url,
                "discord": discord.url,
                "token": discord.token,
                "guilds": str(WORKSPACES),
                "orders": str(len(town.orders)),
                "patience": str(PATIENCE),
            }
            return await _run(where), town, discord.buckets.refusals + _put_off(slack)


def _put_off(slack: fake_slack.Slack) -> int:
    return sum(call.answer.get("error") == "ratelimited" for call in slack.calls)


async def _run(where: dict[str, str]) -> dict[str, Any]:
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, "-m", "tests.bench.delivering")
    bot = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe)
    assert bot.stdin
    assert bot.stdout
    bot.stdin.write(f"{json.dumps(where)}\n".encode())
    assert await bot.stdout.readline() == b"ready\n"
    bot.stdin.write(b"go\n")
    found: dict[str, Any] = json.loads(await bot.stdout.readline())
    await bot.wait()
    return found


def report() -> str:
    """How soon, how often composed, at what cost; every channel's history is counted."""
    logging.disable(logging.CRITICAL)
    found, town, refused = asyncio.run(_measured())
    channels = list(town.posted())
    lost = sum(not each for each in channels)
    doubled = sum(times > 1 for each in channels for times in each.values())
    allowed = town.seconds_allowed()
    took = {name: last for name, (_, _, last) in found["posts"].items()}
    first = min(begun for _, begun, _ in found["posts"].values())
    most, longest = max(allowed.values()), max(took.values())
    lines = []
    lines.append(
        f"delivery: {found['sent']:,} of {len(town.orders):,} orders due in one minute sent, "
        f"{2 * WORKSPACES * SELECTIONS} selections composed {found['composed']} times; lost {lost}, "
        f"doubled {doubled}, failures {found['failures']}, calls put off {refused}"
    )
    lines.append(
        f"delivery: the first after {first:.1f} s, all after {longest:.1f} s; the limits allow "
        f"{most:.1f} s: {most / longest:.1%} of that rate (target: {TARGET_SHARE:.0%})"
    )
    for name, (count, _, last) in found["posts"].items():
        lines.append(
            f"delivery: {name}: {count:,} messages in {last:.1f} s, {count / last:.1f} a second; allowed in "
            f"{allowed[name]:.1f} s: {allowed[name] / last:.1%}"
        )
    lines.append(
        f"delivery: {found['peak']:.0f} MB at the most (target: {TARGET_MB}), {found['rest']:.0f} MB before; "
        f"{found['cpu'] / len(town.orders) * 1_000:.1f} ms of CPU a delivery"
    )
    return "\n".join(lines)


if __name__ == "__main__":
    print(report())
