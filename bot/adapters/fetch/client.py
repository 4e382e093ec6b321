"""The client: asks, follows, reads, and stops at the caps."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from bot.adapters.fetch.errors import Trail, check_status, translated
from bot.adapters.fetch.guard import Guard, proper
from bot.errors import TooLarge, Unavailable
from bot.model import Fetched, Validators
from bot.ops.retry import retrying


@dataclass(slots=True)
class _Host:
    turns: asyncio.Semaphore
    next_start: float = 0.0
    rests_until: float = 0.0


class Turns:
    """Gives each host's requests their turn."""

    def __init__(self, connections: int, pause: float) -> None:
        self._connections = connections
        self._pause = pause
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def at(self, url: URL, own: bool) -> AsyncIterator[None]:
        """Hold a turn; a host of our `own` needs no pause. Raises Unavailable while the host rests."""
        host = self._host(url)
        async with host.turns:
            self._check_rest(url, host)
            if not own:
                await self._wait(host)
            yield

    def rest(self, url: URL, seconds: float) -> None:
        """Leave a host alone for so long, because it asked for it."""
        self._host(url).rests_until = time.monotonic() + seconds

    def _check_rest(self, url: URL, host: _Host) -> None:
        left = host.rests_until - time.monotonic()
        if left > 0:
            raise Unavailable(str(url), f"the server asked to wait another {left:.0f} s", left)

    async def _wait(self, host: _Host) -> None:
        now = time.monotonic()
        start = max(host.next_start, now)
        host.next_start = start + self._pause
        await asyncio.sleep(start - now)

    def _host(self, url: URL) -> _Host:
        key = f"{url.host}:{url.port}"
        if key not in self._hosts:
            self._hosts[key] = _Host(asyncio.Semaphore(self._connections))
        return self._hosts[key]


USER_AGENT = "OnRecord/0.1 (news briefings; reads feeds)"
CONNECTIONS = 2
"""To one host at a time."""

_ACCEPT = "text/html, application/atom+xml, application/rss+xml, application/feed+json, */*;q=0.8"
_MOVED = frozenset({301, 302, 303, 307, 308})
_CHUNK = 65_536
_UNCONDITIONAL = Validators()


class HttpFetcher:
    """Gets bytes from the web for as long as its `async with` lasts.

    `allow` names private addresses that may be connected to all the same, as "127.0.0.1:8766" or
    "10.0.0.0/8". `timeout` is in seconds, for one try with its redirects; waiting for a turn at the
    host is not counted. `max_bytes` holds for the body as sent and as unpacked. `host_delay` is the
    least number of seconds between the starts of two requests to one host; one that works `beside`
    another takes turns with it.
    Raises ConfigError for an entry of `allow` that is no address.
    """

    def __init__(
        self,
        allow: Collection[str] = (),
        *,
        timeout: float = 20.0,
        max_bytes: int = 10_000_000,
        max_redirects: int = 5,
        host_delay: float = 0.5,
        tries: int = 2,
        resolver: AbstractResolver | None = None,
        beside: HttpFetcher | None = None,
    ) -> None:
        self._guard = Guard(allow)
        self._timeout = timeout
        self._max_bytes = max_bytes
        self._max_redirects = max_redirects
        self._tries = tries
        self._resolver = resolver
        self.turns: Turns = beside.turns if beside else Turns(CONNECTIONS, host_delay)
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        """Open it; nothing is connected to yet."""
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                limit=50,
                limit_per_host=CONNECTIONS,
                socket_factory=self._guard,
                resolver=self._resolver,
                use_dns_cache=False,
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": USER_AGENT, "Accept": _ACCEPT},
            timeout=aiohttp.ClientTimeout(total=None),
            trust_env=False,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close all connections."""
        if self._session is not None:
            await self._session.close()

    async def fetch(self, url: str, validators: Validators = _UNCONDITIONAL) -> Fetched:
        """The answer, its body None when not modified; raises a `FetchError`."""
        first = proper(url)
        async for attempt in retrying(self._tries, self._timeout):
            with attempt:
                return await self._try(Trail(first), validators)
        raise AssertionError("the last attempt returns or raises")

    async def _try(self, trail: Trail, validators: Validators) -> Fetched:
        async with self.turns.at(trail.at, own=self._guard.allows(trail.at)):
            try:
                with translated(trail):
                    async with asyncio.timeout(self._timeout):
                        return await self._follow(trail, validators)
            except Unavailable as error:
                self.turns.rest(trail.at, error.retry_after or 0)
                raise

    async def _follow(self, trail: Trail, validators: Validators) -> Fetched:
        if self._session is None:
            raise RuntimeError("the fetcher is used outside of its `async with`")
        headers = _conditions(validators)
        while True:
            async with self._session.get(trail.at, headers=headers, allow_redirects=False) as answer:
                if answer.status not in _MOVED:
                    check_status(answer)
                    return await self._fetched(answer, trail)
                trail.follow(answer, self._max_redirects)

    async def _fetched(self, answer: aiohttp.ClientResponse, trail: Trail) -> Fetched:
        return Fetched(
            url=str(trail.at),
            status=answer.status,
            body=None if answer.status == 304 else await self._body(answer),
            content_type=answer.headers.get("Content-Type", ""),
            validators=Validators(answer.headers.get("ETag"), answer.headers.get("Last-Modified")),
            moved_to=trail.moved_to,
        )

    async def _body(self, answer: aiohttp.ClientResponse) -> bytes:
        most = self._max_bytes
        too_large = TooLarge(str(answer.url), f"the body is larger than {most / 1_000_000:g} MB")
        if (answer.content_length or 0) > most:
            raise too_large
        body = bytearray()
        async for chunk in answer.content.iter_chunked(_CHUNK):
            body += chunk
            if len(body) > most:
                raise too_large
        return bytes(body)


def _conditions(validators: Validators) -> dict[str, str]:
    given = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    return {name: value for name, value in given.items() if value}
