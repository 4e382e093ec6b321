"""The client: asks, follows, reads, and stops at the caps."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection, Mapping
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp.abc import AbstractResolver

from bot.adapters.fetch.caching import answered, fresh_for
from bot.adapters.fetch.errors import MOVED, Trail, check_status, translated
from bot.adapters.fetch.guard import Guard, proper
from bot.adapters.fetch.robots import Robots
from bot.adapters.fetch.turns import Sharing, Turns
from bot.core.feeds.robots import TOKEN
from bot.errors import TooLarge, Unavailable
from bot.model import Fetched, Validators
from bot.ops.retry import retrying
from bot.ports import LeaseStore

USER_AGENT = f"{TOKEN}/0.1 (news briefings; reads feeds)"
CONNECTIONS = 2
"""To one host at a time."""

_ACCEPT = "text/html, application/atom+xml, application/rss+xml, application/feed+json, */*;q=0.8"

_MOVED_WITH_FORM = frozenset({307, 308})
"""Redirects after which a form is sent again; any other makes a GET of it."""

_CHUNK = 65_536
_UNCONDITIONAL = Validators()


class HttpFetcher:
    """Gets bytes from the web for as long as its `async with` lasts.

    `allow` names private addresses that may be connected to all the same, as "127.0.0.1:8766" or
    "10.0.0.0/8". `timeout` is in seconds, for one try with its redirects; waiting for a turn at the
    host is not counted. `max_bytes` holds for the body as sent and as unpacked. `host_delay` is the
    least number of seconds between the starts of two requests to one host; one that works `beside` another
    takes turns with it, and with all replicas where it is told its `replica` and where the `leases` are. With
    `robots`, a crawler reads only what robots.txt lets it. Neither holds for the
    hosts of `allow` and `own_hosts`.
    Raises ConfigError for an entry of `allow` that is no address, and of `own_hosts` that is no host.
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
        robots: bool = True,
        own_hosts: Collection[str] = (),
        resolver: AbstractResolver | None = None,
        beside: HttpFetcher | None = None,
        leases: LeaseStore | None = None,
        replica: str = "",
        alone: Callable[[], bool] = lambda: False,
    ) -> None:
        self._guard = Guard(allow, own_hosts)
        self._timeout = timeout
        self._max_bytes = max_bytes
        self._max_redirects = max_redirects
        self._tries = tries
        self._resolver = resolver
        self._host_delay = host_delay
        self._minds_robots = robots
        sharing = Sharing(leases, replica, timeout, alone) if leases else None
        self.turns: Turns = beside.turns if beside else Turns(CONNECTIONS, sharing)
        self._session: aiohttp.ClientSession | None = None
        self._robots: Robots | None = None

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
        self._robots = Robots(self._session, self._timeout) if self._minds_robots else None
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close all connections."""
        if self._session is not None:
            await self._session.close()
        await self.turns.close()

    async def fetch(
        self, url: str, validators: Validators = _UNCONDITIONAL, *, crawling: bool = False
    ) -> Fetched:
        """The answer, its body None when not modified; raises a `FetchError`."""
        first = proper(url)
        async for attempt in retrying(self._tries, self._timeout):
            with attempt:
                return await self._try(Trail(first, crawling), validators)
        raise AssertionError("the last attempt returns or raises")

    async def post(self, url: str, form: Mapping[str, str]) -> None:
        """Send it once; raises a `FetchError` where it is not taken."""
        await self._try(Trail(proper(url)), _UNCONDITIONAL, form)

    async def _try(
        self, trail: Trail, validators: Validators, form: Mapping[str, str] | None = None
    ) -> Fetched:
        """Hop by hop, each with a turn at its own host; what the hops take counts together."""
        left = self._timeout
        while True:
            async with self.turns.at(trail.at, await self._pause(trail)):
                begun = time.monotonic()
                with translated(trail):
                    async with asyncio.timeout(left):
                        got = await self._ask(trail, validators, form)
                left -= time.monotonic() - begun
            if got:
                return got

    async def _pause(self, trail: Trail) -> float:
        """Seconds between two requests to the host; raises Disallowed where a crawler is to stay away."""
        if self._guard.owns(trail.at):
            return 0.0
        if self._robots is None or not trail.crawling:
            return self._host_delay
        return max(self._host_delay, await self._robots.pause(trail.at))

    async def _ask(
        self, trail: Trail, validators: Validators, form: Mapping[str, str] | None
    ) -> Fetched | None:
        """The answer of one address; None where it sends us on, which the trail then has followed."""
        if self._session is None:
            raise RuntimeError("the fetcher is used outside of its `async with`")
        method, moved = ("POST", _MOVED_WITH_FORM) if form else ("GET", MOVED)
        headers = _conditions(validators)
        async with self._session.request(
            method, trail.at, data=form, headers=headers, allow_redirects=False
        ) as answer:
            if answer.status in moved:
                trail.follow(answer, self._max_redirects)
                return None
            try:
                check_status(answer)
            except Unavailable as error:
                if error.retry_after:
                    self.turns.rest(trail.at, error.retry_after)
                raise
            return await self._fetched(answer, trail)

    async def _fetched(self, answer: aiohttp.ClientResponse, trail: Trail) -> Fetched:
        return Fetched(
            url=str(trail.at),
            status=answer.status,
            body=None if answer.status == 304 else await self._body(answer),
            content_type=answer.headers.get("Content-Type", ""),
            validators=Validators(answer.headers.get("ETag"), answer.headers.get("Last-Modified")),
            moved_to=trail.moved_to,
            fresh_for=fresh_for(answer.headers),
            own=self._guard.owns(trail.at),
            link=", ".join(answer.headers.getall("Link", ())),
            answered=answered(answer.headers),
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
