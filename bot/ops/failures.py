"""The one guard: what fails is logged with an id and counted, and its siblings go on."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from bot.errors import BotError
from bot.model import digest_of
from bot.ports import Clock, Contained, Meter

log = logging.getLogger(__name__)


class FailureGuard:
    """A `Failures` that writes to the log and counts by use case."""

    def __init__(self, clock: Clock, meter: Meter) -> None:
        self._clock = clock
        self._meter = meter

    @contextmanager
    def contain(self, use_case: str, what: str) -> Iterator[Contained]:
        """Run the block; whatever it raises ends here, the errors that we name without an id."""
        contained = Contained()
        try:
            yield contained
        except BotError as error:
            contained.error = error
            log.warning("%s: %s: %s", use_case, what, error)
            self._meter.count("failures", use_case=use_case)
        except Exception as error:
            contained.error = error
            contained.reference = digest_of("error", self._clock().isoformat(), what)[:8]
            log.exception("%s: %s: error %s", use_case, what, contained.reference)
            self._meter.count("failures", use_case=use_case)
