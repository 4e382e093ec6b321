"""`python -m tests.chaos --kills 300`: kills the program, counts what stands in the channels, and says so."""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from tests.chaos.killing import Killer, come_to_rest
from tests.chaos.processes import Programs
from tests.chaos.verdict import Verdict, judged
from tests.chaos.world import open_world
from tests.fakes.postgres import cluster


async def chaos(options: argparse.Namespace, folder: Path, stack: ExitStack) -> Verdict:
    """One run in a folder."""
    seconds = options.kills * 6 + 300
    minutes = int(seconds * options.speed / 60)
    server = stack.enter_context(cluster(durable=True)) if options.database == "postgres" else None
    world_of = open_world(
        folder,
        seed=options.seed,
        speed=options.speed,
        rooms=options.rooms,
        spacing=options.spacing,
        minutes=minutes,
        server=server,
    )
    async with world_of as world:
        programs = Programs(world)
        killer = Killer(programs, random.Random(options.seed), options.lease)
        asking = asyncio.create_task(world.ask())
        await calm(programs, options.calm / 2)
        if not options.no_mishaps:
            world.go_wrong(options.seed)
        alone = {"sqlite": options.kills // 2, "postgres": 0}[options.database]
        if options.replicas == 1:
            alone = options.kills
        await killer.kill(alone, 1)
        if options.kills > alone:
            await killer.kill(options.kills - alone, options.replicas)
        asking.cancel()
        world.go_right()
        left = await come_to_rest(programs)
        await calm(programs, options.calm / 2)
        verdict = await judged(world, programs.runs, programs.killed, options.enough * options.speed)
        verdict.findings += [f"still on its way: {one}" for one in left]
        report(killer, world.universe.speed)
        return verdict


async def calm(programs: Programs, seconds: float) -> None:
    """One program runs undisturbed, and ends politely."""
    if seconds:
        running = programs.start("calm")
        await asyncio.sleep(seconds)
        await asyncio.to_thread(running.stop)


def report(killer: Killer, speed: float) -> None:
    """What was done to the programs."""
    world, starts = killer.world, killer.programs.starts
    seconds = {int(at) % 60 for at in starts}
    print(
        f"starts={len(starts)}, at {len(seconds)} of the 60 seconds of a minute; time ran {speed:g} times as fast"
    )
    print(f"kills at steps: {dict(sorted(killer.at_steps.items()))}")
    if killer.world.server:
        print(f"stops of the database's server: {killer.server_stops}")
    for name, service in (("slack", world.slack), ("discord", world.discord)):
        if service.mishaps:
            print(f"{name}: {dict(service.mishaps.happened)}")


def main() -> int:
    """The process's exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument(
        "--replicas", type=int, default=2, help="programs at a time: on a file in the second half; 1: never"
    )
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--speed", type=float, default=6.0, help="how much faster than ours time runs")
    parser.add_argument("--rooms", type=int, default=3, help="channels of each of four kinds")
    parser.add_argument("--spacing", type=int, default=3, help="minutes between two editions of a channel")
    parser.add_argument(
        "--calm", type=float, default=140.0, help="seconds of running undisturbed, half of them at each end"
    )
    parser.add_argument(
        "--enough", type=float, default=8.0, help="seconds in which a program must have planned what is due"
    )
    parser.add_argument(
        "--lease", type=float, default=120.0, help="longest lease of a delivery, by the bot's clock"
    )
    parser.add_argument("--no-mishaps", action="store_true", help="the platforms answer as they should")
    parser.add_argument("--keep", type=Path, help="folder for database and logs; it must be new")
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    with tempfile.TemporaryDirectory() as temporary, ExitStack() as stack:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        verdict = asyncio.run(chaos(options, folder, stack))
    for finding in verdict.findings:
        print(finding)
    print(verdict)
    return 0 if verdict.holds else 1


if __name__ == "__main__":
    sys.exit(main())
