"""Time for the harness: a true one that may run faster, and a bot's own that is off and steps.

The true time is a pure function of the machine's clock, so that every process reckons the same.
What a bot's clock is off by stands in a small file that is read at each look at the clock: a step
reaches a program that runs.
"""

from __future__ import annotations

import asyncio
import mmap
import selectors
import struct
import time
from datetime import UTC, datetime
from pathlib import Path

_DOUBLE = struct.Struct("d")


class Number:
    """A number in a file that several processes share."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            path.write_bytes(_DOUBLE.pack(0.0))
        with path.open("r+b") as file:
            self._map = mmap.mmap(file.fileno(), _DOUBLE.size)

    def get(self) -> float:
        """What it is now."""
        return float(_DOUBLE.unpack_from(self._map)[0])

    def put(self, value: float) -> None:
        """Let it be this."""
        _DOUBLE.pack_into(self._map, 0, value)


class Universe:
    """The true time: it starts where it is told, flows faster by a factor, and can be pushed ahead."""

    def __init__(self, folder: Path, start: float, speed: float = 1.0, began: float | None = None) -> None:
        self.folder = folder
        self.speed = speed
        self._start = start
        self._began = time.time() if began is None else began
        self._pushed = Number(folder / "pushed")

    def now(self) -> float:
        """Seconds since the epoch."""
        return self._start + (time.time() - self._began) * self.speed + self._pushed.get()

    def push(self, seconds: float) -> None:
        """Let so much time have passed at once, for everybody."""
        self._pushed.put(self._pushed.get() + seconds)

    def __reduce__(self) -> tuple[object, ...]:
        """In another process it is the same."""
        return Universe, (self.folder, self._start, self.speed, self._began)


class BotClock:
    """The clock of one program: the true time and what it is off by."""

    def __init__(self, universe: Universe, name: str) -> None:
        self._universe = universe
        self.off = Number(universe.folder / f"off-{name}")

    def __call__(self) -> datetime:
        """The time in UTC, as the program believes it."""
        return datetime.fromtimestamp(self._universe.now() + self.off.get(), UTC)


class _Waits(selectors.DefaultSelector):
    """Waits shorter by a factor."""

    def __init__(self, speed: float) -> None:
        super().__init__()
        self._speed = speed

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        return super().select(timeout / self._speed if timeout and timeout > 0 else timeout)


class Loop(asyncio.SelectorEventLoop):
    """An event loop in which time flows faster: sleeps, timeouts and intervals keep step with the clocks."""

    def __init__(self, speed: float) -> None:
        super().__init__(_Waits(speed))
        self._speed = speed

    def time(self) -> float:
        return super().time() * self._speed
