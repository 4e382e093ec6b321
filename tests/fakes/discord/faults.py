"""What goes wrong on demand at a route: `discord.faults.next("POST /channels/{channel_id}/messages", CUT_AFTER)`."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from tests.fakes.mishaps import Mishap


@dataclass(frozen=True)
class Fault:
    """`after`: the service has done what was asked before it goes wrong."""

    status: int = 0  # answers this; 0 cuts the connection
    after: bool = False
    seconds: float = 0.0  # holds the answer back, and then answers as asked where `slow`
    slow: bool = False
    retry_after: float = 0.0
    via: bool = True  # whether the 429 comes from the service or from what stands before it
    everywhere: bool = False  # a global rate limit
    scope: str = "user"
    code: int = 0  # refuses with this error code
    hides: float = 0.0  # seconds for which what was done is in no list


CUT_BEFORE = Fault()
CUT_AFTER = Fault(after=True)
BROKEN_BEFORE = Fault(status=500)
BAD_GATEWAY_AFTER = Fault(status=502, after=True)


def slow(seconds: float) -> Fault:
    return Fault(slow=True, seconds=seconds)


def limited(retry_after: float, *, everywhere: bool = False, via: bool = True, scope: str = "user") -> Fault:
    return Fault(status=429, retry_after=retry_after, everywhere=everywhere, via=via, scope=scope)


def refuse(code: int) -> Fault:
    """An error code of `refusals.KNOWN`, as 50013 or 20016."""
    return Fault(code=code)


def by_chance(mishap: Mishap) -> Fault:
    """A post goes wrong as chance has it."""
    return Fault(mishap.status, mishap.taken, retry_after=mishap.retry_after, hides=mishap.hidden)


class Faults:
    def __init__(self) -> None:
        self._waiting: defaultdict[str, list[Fault]] = defaultdict(list)
        self._always: dict[str, Fault] = {}
        self.happened: list[tuple[str, Fault]] = []

    def next(self, route: str, *faults: Fault) -> None:
        """Orders faults for the next requests to a route, one each, in this order."""
        self._waiting[route] += faults

    def always(self, route: str, fault: Fault) -> None:
        """Every request to a route goes wrong, until `heal`."""
        self._always[route] = fault

    def heal(self) -> None:
        self._waiting.clear()
        self._always.clear()

    def take(self, route: str) -> Fault | None:
        waiting = self._waiting[route]
        fault = waiting.pop(0) if waiting else self._always.get(route)
        if fault is None:
            return None
        self.happened.append((route, fault))
        return fault
