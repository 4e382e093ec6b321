"""The composition root: the only folder that knows every door; it builds, starts and stops them.

Each door is imported inside the function that builds it, so that `--help` stays quick.
"""

from bot.app.opening import Newsroom, clock, open_newsroom
from bot.app.sample import LOOPBACK, with_sample
from bot.app.serving import digest_now, run_once, serve
from bot.app.upkeep import backup, examine_discord, examine_slack, migrate, restore

__all__ = [
    "LOOPBACK",
    "Newsroom",
    "backup",
    "clock",
    "digest_now",
    "examine_discord",
    "examine_slack",
    "migrate",
    "open_newsroom",
    "restore",
    "run_once",
    "serve",
    "with_sample",
]
