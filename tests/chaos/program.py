"""On Record as `onrecord run` starts it, with a clock of the harness's choosing.

The harness forks it from a process that has imported everything already: three hundred starts would
else be three hundred times two seconds of importing.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import bot.adapters.fetch
import bot.adapters.sample
import bot.adapters.schedule
import bot.adapters.site
import bot.adapters.store
import bot.ops.metrics
import bot.platforms.console
import bot.platforms.discord
import bot.platforms.slack
import bot.platforms.web  # noqa: F401 - all of these are imported before the fork
from bot.app import serve
from bot.config import load
from bot.core.quotes import find_quotes  # noqa: F401 - as those above
from bot.errors import BotError
from bot.ops import logs
from tests.chaos.clocks import BotClock, Loop, Number, Universe


def run(
    folder: Path, name: str, settings: Mapping[str, str], universe: Universe, user: int | None = None
) -> None:
    """Serve until told to stop; SIGUSR1 blocks the event loop for as many seconds as the file `block` says."""
    with (folder / f"{name}.log").open("a", encoding="utf-8", buffering=1) as log:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
    os.chdir(folder)
    signal.signal(signal.SIGUSR1, lambda *_: time.sleep(float((folder / "block").read_text("utf-8"))))
    served = Number(folder / f"served-{name}")

    def say(line: str) -> None:
        print(line, flush=True)
        served.put(universe.now())

    config = load(folder / "onrecord.toml", settings, None)
    logs.configure("info", "text")
    serving = serve(config, say, BotClock(universe, name))
    if user is not None and os.geteuid() == 0:
        os.setegid(user)
        os.seteuid(user)
    try:
        with asyncio.Runner(loop_factory=lambda: Loop(universe.speed)) as runner:
            runner.run(serving)
    except BotError as error:
        print(f"onrecord: {error}", flush=True)
        sys.exit(error.exit_code)
