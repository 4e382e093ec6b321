"""The guard of the program, for platforms that a test builds by hand."""

from __future__ import annotations

from bot.ops.failures import FailureGuard
from bot.ops.metrics import PrometheusMeter
from bot.ports import Clock
from tests.fakes.desk import MORNING


def failure_guard(clock: Clock = lambda: MORNING) -> FailureGuard:
    """It writes to the log, and its meter is read by nobody."""
    return FailureGuard(clock, PrometheusMeter())
