"""The client: asks, follows, reads, and stops at the caps."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp.abc import AbstractResolver

from bot.adapters.fetch.guard import Guard, proper
from bot.adapters.fetch.polite import Turns
from bot.adapters.fetch.translate import Trail, check_status, translated
from bot.errors import TooLarge, Unavailable
from bot.model import Fetched, Validators
from bot.ops.retry import retrying

USER_AGENT = "OnRecord/0.1 (news briefings; reads feeds)"
_ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, text/html;q=0.9, */*;q=0.5"
_MOVED = frozenset({301, 302, 303, 307, 308})
_CHUNK = 65_536
_UNCONDITIONAL = Validators()


@dataclass(frozen=True, slots=True)
class Limits:
    """What one fetch may cost, and what one host is asked for."""

    bytes: int = 10_000_000  # as sent and as unpacked
    seconds: float = 20.0  # of one try with its redirects; waiting for a turn at the host is not counted
    redirects: int = 5
    tries: int = 2
    connections: int = 2  # to one host at a time
    pause: float = 0.5  # seconds between the starts of two requests to one host


_DEFAULTS = Limits()


class HttpFetcher:
    """Gets bytes from the web for as long as its `async with` lasts.

    `allow` names private addresses that may be connected to all the same, as "127.0.0.1:8766" or
    "10.0.0.0/8"; raises ConfigError for an entry that is neither.
    """

    def __init__(
        self,
        allow: Collection[str] = (),
        limits: Limits = _DEFAULTS,
        user_agent: str = USER_AGENT,
        resolver: AbstractResolver | None = None,
    ) -> None:
        self._guard = Guard(allow)
        self._limits = limits
        self._user_agent = user_agent
        self._resolver = resolver
        self._turns = Turns(limits.connections, limits.pause)
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        """Open it; nothing is connected to yet."""
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                limit=50,
                limit_per_host=self._limits.connections,
                socket_factory=self._guard,
                resolver=self._resolver,
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": self._user_agent, "Accept": _ACCEPT},
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
        async for attempt in retrying(self._limits.tries, self._limits.seconds):
            with attempt:
                return await self._try(Trail(first), validators)
        raise AssertionError("the last attempt returns or raises")

    async def _try(self, trail: Trail, validators: Validators) -> Fetched:
        async with self._turns.at(trail.at, own=self._guard.allows(trail.at)):
            try:
                with translated(trail):
                    async with asyncio.timeout(self._limits.seconds):
                        return await self._follow(trail, validators)
            except Unavailable as error:
                self._turns.rest(trail.at, error.retry_after or 0)
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
                trail.follow(answer, self._limits.redirects)

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
        most = self._limits.bytes
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
