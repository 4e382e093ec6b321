"""The clock of a platform's servers, by which messages are stamped: ours may be wrong by days."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime


@dataclass(slots=True)
class ServerClock:
    """Is set by the `Date` of answers (RFC 9110, 6.6.1) and runs on by a clock that nobody sets."""

    _at: datetime | None = None
    _read: float = 0.0

    def set(self, date: str | None) -> None:
        """Take over the date of an answer; what is no date changes nothing."""
        try:
            at = parsedate_to_datetime(date or "")
        except ValueError:
            return
        self._at = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
        self._read = asyncio.get_running_loop().time()

    def now(self) -> datetime | None:
        """The time, right to a second; None before the first answer."""
        if self._at is None:
            return None
        return self._at + timedelta(seconds=asyncio.get_running_loop().time() - self._read)
