"""The calls to Discord's HTTP API, as JSON, through discord.py's one client: its rate limits hold for all.

discord.py repeats a request by itself after a 5xx answer. That doubles what it creates, unless the
request carries a nonce or can be made only once; where it is neither, `once` stops the second try.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
from discord.http import Route

from bot.errors import PlatformError
from bot.platforms.discord.translate import named

Json = dict[str, Any]

_tries: ContextVar[list[int] | None] = ContextVar("tries", default=None)


class OutcomeUnclear(PlatformError):
    """Something may have been created or not: it is to be looked for before it is created again."""


@dataclass(frozen=True, slots=True)
class Wire:
    """Asks, and gives what is answered; raises a `PlatformError`."""

    client: discord.Client

    async def get(self, path: str, params: Json | None = None, /, **parts: str) -> Json:
        """What is there."""
        with named(_shown(path, parts)):
            found: Json = await self.client.http.request(Route("GET", path, **parts), params=params or {})
            return found

    async def several(self, path: str, params: Json | None = None, /, **parts: str) -> list[Json]:
        """All that is there."""
        with named(_shown(path, parts)):
            found: list[Json] = await self.client.http.request(
                Route("GET", path, **parts), params=params or {}
            )
            return found

    async def post(self, path: str, body: Json | None = None, /, *, once: bool = False, **parts: str) -> Json:
        """Create something; with `once` a try whose outcome is unclear is the last."""
        token = _tries.set([0] if once else None)
        try:
            return await self._send("POST", path, body, parts)
        finally:
            _tries.reset(token)

    async def patch(self, path: str, body: Json, /, **parts: str) -> Json:
        """Change something."""
        return await self._send("PATCH", path, body, parts)

    async def put(self, path: str, body: Json | list[Json], /, **parts: str) -> None:
        """Replace something."""
        await self._send("PUT", path, body, parts)

    async def _send(
        self, method: str, path: str, body: Json | list[Json] | None, parts: dict[str, str]
    ) -> Json:
        sent: dict[str, Any] = {} if body is None else {"json": body}
        with named(_shown(path, parts)):
            answer: Json = await self.client.http.request(Route(method, path, **parts), **sent)
            return answer


def _shown(path: str, parts: dict[str, str]) -> str:
    """The path as errors name it: an interaction's token is nobody's business."""
    return path.format(**{**parts, "webhook_token": "…"})


def watch() -> aiohttp.TraceConfig:
    """What discord.py's client is given, so that `once` holds."""
    trace = aiohttp.TraceConfig()
    trace.on_request_start.append(_started)
    trace.on_request_end.append(_ended)
    return trace


async def _started(
    _session: aiohttp.ClientSession, _context: SimpleNamespace, _params: aiohttp.TraceRequestStartParams
) -> None:
    tries = _tries.get()
    if tries is None:
        return
    if tries[0]:
        raise OutcomeUnclear("Discord broke off; whether it was done is to be looked up")
    tries[0] += 1


async def _ended(
    _session: aiohttp.ClientSession, _context: SimpleNamespace, params: aiohttp.TraceRequestEndParams
) -> None:
    tries = _tries.get()
    if tries is not None and params.response.status == 429:  # refused, so that nothing was created
        tries[0] -= 1
