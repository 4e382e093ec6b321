"""Two replicas and four of Discord's shards: those of the one that is killed answer again within half a minute."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from tests.chaos.processes import Programs
from tests.chaos.world import World, open_world
from tests.fakes.discord import Channel, Discord, Guild, Person
from tests.fakes.postgres import Cluster

SHARDS = 4
PATIENCE = 120.0


@pytest.mark.needs("postgres")
@pytest.mark.long
@pytest.mark.timeout(300)
async def test_the_shards_of_a_killed_replica_answer_again_within_thirty_seconds(
    tmp_path: Path, postgres: Cluster
) -> None:
    async with open_world(
        tmp_path, seed=1, speed=1.0, rooms=1, spacing=60, minutes=60, server=postgres
    ) as world:
        world.discord.shards = SHARDS
        guilds = _guild_in_each_shard(world.discord)
        ada = world.discord.person("Ada", *guilds)
        rooms = [guild.text_channel("talk") for guild in guilds]
        programs = Programs(world)
        one, other = programs.start("one"), programs.start("other")
        ends = time.monotonic() + PATIENCE
        while not (
            world.is_begun and sorted(_shares(world).values()) == [2, 2] and len(_connected(world)) == 4
        ):
            assert time.monotonic() < ends, (programs.log("one"), programs.log("other"))
            await asyncio.sleep(0.2)
        one.kill()
        killed = time.monotonic()
        await asyncio.to_thread(one.gone)
        answered: dict[int, float] = {}
        while len(answered) < SHARDS:
            assert time.monotonic() < killed + PATIENCE
            for number, room in enumerate(rooms):
                if number not in answered and await _answers(ada, room):
                    answered[number] = time.monotonic() - killed
        print({number: round(seconds, 1) for number, seconds in sorted(answered.items())})
        assert max(answered.values()) <= 30
        await asyncio.to_thread(other.stop)


def _guild_in_each_shard(discord: Discord) -> list[Guild]:
    found: dict[int, Guild] = {}
    while len(found) < SHARDS:
        guild = discord.guild(f"Guild {len(found)}")
        found.setdefault((guild.id >> 22) % SHARDS, guild)
        discord.pass_time(0.001)
    return [found[shard] for shard in range(SHARDS)]


def _shares(world: World) -> dict[str, int]:
    """How many shards each replica has."""
    rows = world.rows("SELECT holder, count(*) FROM leases WHERE name LIKE 'shard %' GROUP BY holder")
    return {holder: int(number) for holder, number in rows}


def _connected(world: World) -> set[int]:
    return {session.shard[0] for session in world.discord.gateway.sessions.values() if session.line}


async def _answers(ada: Person, room: Channel) -> bool:
    """Whether a command there is answered within the three seconds that Discord gives."""
    try:
        await ada.slash("news help", {}, room).reply(3.0)
    except (TimeoutError, AssertionError):
        return False
    return True
