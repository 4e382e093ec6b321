"""Kills programs at random moments and at every step of a delivery, then lets them come to rest."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from tests.chaos.processes import Programs, Running
from tests.chaos.verdict import open_deliveries
from tests.chaos.world import World
from tests.fakes.postgres import Cluster

STEPS = ("asked", "done", "answered")
POSTS = (  # what a delivery writes on a platform
    "chat.postMessage",
    "POST /channels/{channel_id}/messages",
    "POST /channels/{channel_id}/threads",
    "POST /channels/{channel_id}/messages/{message_id}/threads",
    "POST /channels/{channel_id}/messages/{message_id}/crosspost",
)
CALLS = (  # and what it looks up there
    *POSTS,
    "conversations.history",
    "conversations.replies",
    "GET /channels/{channel_id}/messages",
    "GET /guilds/{guild_id}/threads/active",
)
LONGEST = 5.0  # seconds that a program lives, unless it may live long
LONG = 12.0
REST = 180.0  # seconds for everything to come to rest
ROUND = 30.0  # seconds of it for one program
FROZEN = 40.0  # longer than any lease by the database's clock but that on a draft
FOUND_AGAIN = 2.0  # seconds after which programs have found the database again
PLANNED = 5.0  # seconds in which it has planned what is due


@dataclass
class Killer:
    """Takes lives until so many are taken."""

    programs: Programs
    chance: random.Random
    lease: float  # seconds, by the universe's clock
    at_steps: Counter[str] = field(default_factory=Counter)
    server_stops: int = 0

    @property
    def world(self) -> World:
        """Where it kills."""
        return self.programs.world

    async def kill(self, kills: int, together: int) -> None:
        """So many kills, with so many programs at a time on one file."""
        wanted = self.programs.kills + kills
        living: list[Running] = []
        rounds = 0
        while self.programs.kills < wanted:
            rounds += 1
            living = [one for one in living if one.alive]
            taken = {one.name for one in living}
            for name in [f"bot-{number}" for number in range(together)]:
                if name not in taken:
                    living.append(self.programs.start(name, self.chance.uniform(-5, 5)))
            await self._strike(living, rounds)
        for one in living:
            one.kill()
            await asyncio.to_thread(one.gone)

    async def _strike(self, living: list[Running], rounds: int) -> None:
        """One round: a long life, a freeze, a polite stop, a kill at a step or at a random moment."""
        victim = self.chance.choice(living)
        if rounds % 5 == 0:
            await asyncio.sleep(self.chance.uniform(LONG / 2, LONG))
        elif rounds % 7 == 0 and self.world.server:
            await self._stop_the_server(self.world.server, living)
        elif rounds % 13 == 0:
            victim.freeze()
            by_the_bots_clock = (self.lease + 10) / self.world.universe.speed
            await asyncio.sleep(max(by_the_bots_clock, FROZEN) if len(living) > 1 else by_the_bots_clock)
            victim.thaw()
            await asyncio.sleep(2)
        elif rounds % 9 == 0:
            await asyncio.sleep(self.chance.uniform(0.3, 2))
            await asyncio.to_thread(victim.stop)
            return
        elif rounds % 11 == 0:
            self.world.break_down(60)
        if rounds % 2:
            await self._at_a_step(victim)
        else:
            await asyncio.sleep(self.chance.uniform(0.05, LONGEST))
        victims = living if self.chance.random() < 0.3 else [victim]
        for one in victims:
            one.kill()
            await asyncio.to_thread(one.gone)

    async def _stop_the_server(self, server: Cluster, living: list[Running]) -> None:
        """End the database's server at once, with or without kills meanwhile, and start it again."""
        for one in living:
            one.disturb()
        await asyncio.to_thread(server.stop)
        await asyncio.sleep(self.chance.uniform(1, 6))
        await asyncio.to_thread(server.start)
        await asyncio.sleep(FOUND_AGAIN)
        for one in living:
            one.undisturbed()
        self.server_stops += 1

    async def _at_a_step(self, victim: Running) -> None:
        """Kill at the n-th call of a delivery: as it comes, before it is answered, or once it is."""
        step = self.chance.choice(STEPS)
        calls = CALLS if self.chance.random() < 0.3 else POSTS
        left = self.chance.randint(1, 4)
        hit = asyncio.Event()

        def watch(seen: str, name: str) -> None:
            nonlocal left
            if seen == step and name in calls:
                left -= 1
                if left == 0:
                    self.at_steps[f"{step} {name}"] += 1
                    victim.kill()
                    hit.set()

        self._watch(watch)
        with suppress(TimeoutError):
            await asyncio.wait_for(hit.wait(), LONGEST)
        self._watch(None)

    def _watch(self, watch: Callable[[str, str], None] | None) -> None:
        self.world.slack.steps.watch = self.world.discord.steps.watch = watch


async def come_to_rest(programs: Programs, patience: float = REST) -> list[str]:
    """Let one program run until nothing is on its way any more; gives what still is.

    Tries that wait for an hour are brought nearer by pushing the time of the whole world.
    """
    world, left = programs.world, ["nothing was planned"]
    ends = time.monotonic() + patience
    push = 30.0
    while left and time.monotonic() < ends:
        running = programs.start("rest")
        while not running.serves and time.monotonic() < ends:
            await asyncio.sleep(0.2)  # how long a start takes is the machine's matter
        left = await _settled(world, ROUND)
        await asyncio.to_thread(running.stop)
        if left:
            world.universe.push(push)
            push = min(push * 2, 3_600.0)
    return left


async def _settled(world: World, patience: float) -> list[str]:
    """What is still on its way once a program had so much time, or as soon as nothing is."""
    ends = time.monotonic() + patience
    await asyncio.sleep(PLANNED)
    while (left := open_deliveries(world)) and time.monotonic() < ends:
        await asyncio.sleep(0.5)
    return left
