"""What else may happen to a program: disks that are full or read-only, clocks that step, programs that stall."""

from __future__ import annotations

import asyncio
import resource
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.chaos.history import editions
from tests.chaos.killing import come_to_rest
from tests.chaos.processes import Programs, Running
from tests.chaos.verdict import judged
from tests.chaos.world import World, open_world

pytestmark = pytest.mark.timeout(600)

SPEED = 6.0
LEASE = 30.0  # seconds by the bot's clock; what stalls here stalls for longer
PATIENCE = 180.0
HOUR, DAY = 3_600.0, 86_400.0
FULL = 4_096  # bytes to which a file may grow when the disk is full
NOBODY = 65_534  # whom permissions bind, where the tests run as root


@dataclass
class Scene:
    """A world with four channels, whose programs are watched."""

    world: World
    programs: Programs

    async def until(self, seen: Callable[[], object]) -> None:
        """Wait for it."""
        ends = time.monotonic() + PATIENCE
        while not seen():
            assert time.monotonic() < ends, "it does not happen"
            await asyncio.sleep(0.05)

    async def bot_minutes(self, minutes: float) -> None:
        """Let so much of the bot's time pass."""
        await asyncio.sleep(minutes * 60 / SPEED)

    @property
    def told(self) -> int:
        """Editions in all channels."""
        return sum(len(editions(self.world, room)) for room in self.world.rooms)

    async def opened(self, *names: str) -> list[Running]:
        """Programs that were started in the same second, once each channel has its first edition."""
        running = [self.programs.start(name) for name in names]
        await self.until(lambda: self.told >= len(self.world.rooms))
        return running

    async def at_next_post(self, act: Callable[[], None], step: str = "asked") -> None:
        """Do it at the next post to Slack."""
        done = asyncio.Event()

        def watch(seen: str, name: str) -> None:
            if not done.is_set() and seen == step and name == "chat.postMessage":
                act()
                done.set()

        self.world.slack.steps.watch = watch
        await asyncio.wait_for(done.wait(), PATIENCE)
        self.world.slack.steps.watch = None

    async def end(self, *running: Running) -> None:
        """Stop all, come to rest, and see that every edition is there once."""
        for one in running:
            if one.alive:
                one.kill()
                await asyncio.to_thread(one.gone)
        self.world.go_right()
        left = await come_to_rest(self.programs)
        verdict = await judged(self.world, self.programs.runs, (), enough=10 * SPEED)
        assert (left, verdict.findings) == ([], [])


@asynccontextmanager
async def scene(folder: Path) -> AsyncIterator[Scene]:
    async with open_world(folder, seed=1, speed=SPEED, rooms=1, spacing=2, minutes=120) as world:
        yield Scene(world, Programs(world))


def files_of(world: World) -> list[Path]:
    """The database and what stands beside it."""
    return list(world.folder.glob(f"{world.database.name}*"))


@contextmanager
def read_only(*paths: Path) -> Iterator[None]:
    """Nobody may write there."""
    modes = [path.stat().st_mode for path in paths]
    for path in paths:
        path.chmod(0o555)
    try:
        yield
    finally:
        for path, mode in zip(paths, modes, strict=True):
            path.chmod(mode)


@pytest.mark.long
async def test_two_programs_of_the_same_second_post_each_edition_once(tmp_path: Path) -> None:
    async with scene(tmp_path) as s:
        running = await s.opened("one", "other")
        await s.bot_minutes(2.5)
        await s.end(*running)


@pytest.mark.long
async def test_a_program_frozen_in_a_post_for_longer_than_its_lease_posts_nothing_again(
    tmp_path: Path,
) -> None:
    async with scene(tmp_path) as s:
        one, other = await s.opened("one", "other")
        await s.at_next_post(one.freeze)
        await asyncio.sleep(2 * LEASE / SPEED)
        one.thaw()
        await s.bot_minutes(1)
        await s.end(one, other)


@pytest.mark.slow
async def test_an_event_loop_blocked_for_longer_than_the_lease(tmp_path: Path) -> None:
    async with scene(tmp_path) as s:
        one, other = await s.opened("one", "other")
        await s.at_next_post(lambda: one.block(2 * LEASE / SPEED))
        await asyncio.sleep(2.5 * LEASE / SPEED)
        one.undisturbed()
        await s.bot_minutes(1)
        await s.end(one, other)


@pytest.mark.parametrize("step", ["asked", pytest.param("done", marks=pytest.mark.slow)])
@pytest.mark.long
async def test_sigterm_in_the_middle_of_a_post(tmp_path: Path, step: str) -> None:
    async with scene(tmp_path) as s:
        [one] = await s.opened("one")
        await s.at_next_post(one.ask_to_stop, step)
        await asyncio.to_thread(one.gone)
        assert one.process.exitcode == 0
        await s.end()


@pytest.mark.slow
async def test_a_platform_that_puts_off_and_breaks_down_for_a_minute(tmp_path: Path) -> None:
    async with scene(tmp_path) as s:
        s.world.go_wrong(1)
        for mishaps in (s.world.slack.mishaps, s.world.discord.mishaps):
            assert mishaps
            mishaps.limited = 0.4
        [one] = await s.opened("one")
        s.world.break_down(60)
        await s.bot_minutes(2.5)
        await s.end(one)


@pytest.mark.slow
async def test_a_clock_that_steps_back_an_hour_and_forth_again(tmp_path: Path) -> None:
    async with scene(tmp_path) as s:
        [one] = await s.opened("one")
        one.step(-HOUR)
        await s.bot_minutes(2)
        one.step(HOUR)
        before = s.told
        await s.until(lambda: s.told >= before + len(s.world.rooms))
        await s.end(one)


@pytest.mark.slow
async def test_a_clock_that_steps_forth_three_days(tmp_path: Path) -> None:
    async with scene(tmp_path) as s:
        [one] = await s.opened("one")
        before = s.told
        for room in s.world.rooms:
            room.slots = sorted(
                {*room.slots, *(slot + days * DAY for slot in room.slots for days in (1, 2, 3))}
            )
        one.step(3 * DAY)
        await s.until(lambda: s.told >= before + len(s.world.rooms))
        s.programs.off = 3 * DAY
        await s.end(one)


@pytest.mark.slow
async def test_a_full_disk(tmp_path: Path) -> None:
    async with scene(tmp_path) as s:
        [one] = await s.opened("one")
        one.disturb()
        _, hard = resource.prlimit(one.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(one.pid, resource.RLIMIT_FSIZE, (FULL, hard))
        await s.bot_minutes(2)
        assert one.alive
        resource.prlimit(one.pid, resource.RLIMIT_FSIZE, (hard, hard))
        before = s.told
        await s.until(lambda: s.told > before)
        one.undisturbed()
        await s.end(one)


@pytest.mark.slow
async def test_a_disk_that_is_read_only_is_said_at_the_start_and_harms_nothing(tmp_path: Path) -> None:
    async with scene(tmp_path) as s:
        [one] = await s.opened("one")
        one.kill()
        await asyncio.to_thread(one.gone)
        with read_only(*files_of(s.world), tmp_path):
            refused = s.programs.start("refused", user=NOBODY)
            refused.disturb()
            await asyncio.to_thread(refused.gone)
            assert refused.process.exitcode not in (0, None)
            assert "cannot be written" in s.programs.log("refused")
        await s.end()


@pytest.mark.slow
async def test_a_database_file_deleted_while_running_is_said_within_a_minute(tmp_path: Path) -> None:
    async with scene(tmp_path) as s:
        [one] = await s.opened("one")
        before = len(s.programs.log("one"))
        for file in files_of(s.world):
            file.unlink()
        await s.bot_minutes(1)
        said = s.programs.log("one")[before:]
        one.kill()
        await asyncio.to_thread(one.gone)
        assert "onrecord.db" in said, said
