"""The one guard: what fails is logged with an id and counted, and its siblings go on."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from types import TracebackType

from bot.errors import BotError
from bot.model import digest_of
from bot.ports import Clock, Contained, Meter

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FailureGuard:
    """A `Failures` that writes to the log and counts by use case."""

    clock: Clock
    meter: Meter

    def contain(self, use_case: str, what: str) -> GuardedBlock:
        """A block whose exceptions end there, the errors that we name logged without an id."""
        return GuardedBlock(self, use_case, what)


@dataclass(frozen=True, slots=True)
class GuardedBlock:
    """A context manager that says by its type that it swallows, so that what follows it is type-checked."""

    guard: FailureGuard
    use_case: str
    what: str
    contained: Contained = field(default_factory=Contained)

    def __enter__(self) -> Contained:
        """What is going to be known of how the block ended."""
        return self.contained

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        """Log and count an exception; what is none (cancelling, the end of the process) passes through."""
        if not isinstance(error, Exception):
            return False
        self.contained.error = error
        if isinstance(error, BotError):
            log.warning("%s: %s: %s", self.use_case, self.what, error)
        else:
            self.contained.reference = digest_of("error", self.guard.clock().isoformat(), self.what)[:8]
            log.error("%s: %s: error %s", self.use_case, self.what, self.contained.reference, exc_info=error)
        self.guard.meter.count("failures", use_case=self.use_case)
        return True
