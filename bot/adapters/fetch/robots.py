"""Asks hosts for their robots.txt: each once a day, however many want to know."""

from __future__ import annotations

import asyncio
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

import aiohttp
from yarl import URL

from bot.adapters.fetch.errors import MOVED, Trail, translated
from bot.core.feeds.robots import MAX_BYTES, TOKEN, Rules, rules_of
from bot.errors import AddressRefused, Disallowed, FetchError, TooManyRedirects, Unavailable

FRESH = 86_400.0
"""Seconds after which a host is asked again."""

STALE = 86_400.0
"""A copy that could not be had anew is good for so many seconds more."""

AGAIN = 1_800.0
"""A host that gave no proper answer is asked again after so many seconds."""

MAX_REDIRECTS = 5
ROOM = 4_000_000
"""Characters of all rules that are kept; they take some forty times the bytes at the worst."""

MOST_HOSTS = 20_000
_NO_ROBOTS = 404


@dataclass(slots=True)
class _Host:
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    rules: Rules | None = None
    ask_at: float = -math.inf
    good_until: float = -math.inf


class Robots:
    """What hosts ask of crawlers; `timeout` is in seconds, with redirects."""

    def __init__(
        self, session: aiohttp.ClientSession, timeout: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._session = session
        self._timeout = timeout
        self._clock = clock
        self._hosts: OrderedDict[URL, _Host] = OrderedDict()
        self._held = 0  # characters of all rules

    async def pause(self, url: URL) -> float:
        """The seconds between two requests that the host of this address asks for.

        Raises Disallowed where the address must not be read, Unavailable where nobody can say.
        """
        host = await self._asked(url.origin())
        if host.rules is None:
            left = max(host.ask_at - self._clock(), 0.0)
            raise Unavailable(
                str(url),
                f"the robots.txt of {url.host} cannot be read, the server is in"
                " trouble; until it can, the host is left alone",
                left,
            )
        if not host.rules.allow(str(url)):
            raise Disallowed(
                str(url),
                f"the robots.txt of {url.host} asks readers like us to stay away; ask the outlet to let"
                f" {TOKEN} in, or name the host in gather.own_hosts if it is yours",
            )
        return host.rules.pause

    async def _asked(self, origin: URL) -> _Host:
        """The host, asked if it was not lately; who comes meanwhile waits for the same answer."""
        host = self._hosts.setdefault(origin, _Host())
        self._hosts.move_to_end(origin)
        async with host.turn:
            if self._clock() >= host.ask_at:
                before = _size(host)
                await self._ask(origin, host)
                if self._hosts.get(origin) is host:
                    self._held += _size(host) - before
                self._make_room()
        return host

    async def _ask(self, origin: URL, host: _Host) -> None:
        status, body = await self._get(origin / "robots.txt")
        now = self._clock()
        if status is not None and (rules := await asyncio.to_thread(rules_of, status, body)):
            host.rules, host.ask_at, host.good_until = rules, now + FRESH, now + FRESH + STALE
            return
        host.ask_at = now + AGAIN
        if now >= host.good_until:
            # no answer at all is no refusal: the request for the page itself shows whether anyone is there
            host.rules = Rules() if status is None else None

    async def _get(self, at: URL) -> tuple[int | None, bytes]:
        """The status and as much of the body as is read; no status where there is no proper answer."""
        trail = Trail(at)
        try:
            with translated(trail):
                async with asyncio.timeout(self._timeout):
                    return await self._follow(trail)
        except (TooManyRedirects, AddressRefused):
            return _NO_ROBOTS, b""
        except FetchError:
            return None, b""

    async def _follow(self, trail: Trail) -> tuple[int, bytes]:
        while True:
            async with self._session.get(trail.at, allow_redirects=False) as answer:
                if answer.status not in MOVED:
                    return answer.status, await _start(answer)
                trail.follow(answer, MAX_REDIRECTS)

    def _make_room(self) -> None:
        """Forget the hosts that nobody asked about for longest."""
        while len(self._hosts) > MOST_HOSTS or (self._held > ROOM and len(self._hosts) > 1):
            _, gone = self._hosts.popitem(last=False)
            self._held -= _size(gone)


def _size(host: _Host) -> int:
    return host.rules.size if host.rules else 0


async def _start(answer: aiohttp.ClientResponse) -> bytes:
    """A byte more than is read at the most, which shows that there is more."""
    body = bytearray()
    async for chunk in answer.content.iter_chunked(65_536):
        body += chunk
        if len(body) > MAX_BYTES:
            break
    return bytes(body[: MAX_BYTES + 1])
