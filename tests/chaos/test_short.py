"""The short form of `make chaos`: a few kills of one program, and of two on one file."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.chaos.killing import Killer, come_to_rest
from tests.chaos.processes import Programs
from tests.chaos.verdict import judged
from tests.chaos.world import open_world

SPEED = 6.0


@pytest.mark.timeout(600)
async def test_after_a_few_kills_every_edition_is_there_once(tmp_path: Path) -> None:
    async with open_world(tmp_path, seed=3, speed=SPEED, rooms=1, spacing=3, minutes=60) as world:
        programs = Programs(world)
        killer = Killer(programs, random.Random(3), lease=30)
        world.go_wrong(3)
        await killer.kill(2, together=1)
        await killer.kill(2, together=2)
        world.go_right()
        left = await come_to_rest(programs)
        verdict = await judged(world, programs.runs, programs.killed, enough=10 * SPEED)
        assert (left, verdict.findings) == ([], [])
        assert verdict.deliveries
        assert verdict.kills >= 4
