"""The composition root: the only folder that knows every door; it builds, starts and stops them.

Each door is imported inside the function that builds it, so that `--help` stays quick.
"""

from bot.app.opening import Newsroom, clock, open_newsroom, status
from bot.app.sample import LOOPBACK, with_sample
from bot.app.serving import digest_now, order_of, run_once, serve
from bot.app.starting import alone, check
from bot.app.upkeep import backup, copy_store, examine_discord, examine_slack, migrate, restore

__all__ = [
    "LOOPBACK",
    "Newsroom",
    "alone",
    "backup",
    "check",
    "clock",
    "copy_store",
    "digest_now",
    "examine_discord",
    "examine_slack",
    "migrate",
    "open_newsroom",
    "order_of",
    "restore",
    "run_once",
    "serve",
    "status",
    "with_sample",
]
