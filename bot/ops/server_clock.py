"""The clock of a platform's servers, by which messages are stamped: ours may be wrong by days."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

FARTHEST = timedelta(days=30)
"""How far back is looked at most: where a platform dates no answer, or our clock is far behind its own."""

LAST_YEAR = 9000
"""A later one is no date, and there is no counting on from it."""


@dataclass(slots=True)
class ServerClock:
    """Is set by the `Date` of answers (RFC 9110, 6.6.1) and runs on by a clock that nobody sets."""

    _at: datetime | None = None
    _read: float = 0.0

    def set(self, date: str | None) -> None:
        """Take over the date of an answer; what is no date changes nothing."""
        try:
            at = parsedate_to_datetime(date or "")
            at = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
        except (ValueError, OverflowError):
            return
        if at.year > LAST_YEAR:
            return
        self._at = at
        self._read = asyncio.get_running_loop().time()

    def now(self) -> datetime | None:
        """The time, right to a second; None before the first answer."""
        if self._at is None:
            return None
        return self._at + timedelta(seconds=asyncio.get_running_loop().time() - self._read)

    def passed(self, ours: datetime) -> datetime:
        """A moment that has passed by the clock that stamps messages, and hardly more than passed.

        The earlier of the server's and ours: what dates the answers may be a proxy with a clock of its own.
        """
        server = self.now()
        if server is None:
            return ours - FARTHEST
        return min(server, max(ours, server - FARTHEST))
