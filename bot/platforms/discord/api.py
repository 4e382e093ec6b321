"""The calls to Discord's HTTP API, as JSON, through discord.py's one client: its rate limits hold for all.

discord.py repeats a request by itself after a 5xx answer. That doubles what it creates, unless the
request carries a nonce or can be made only once; where it is neither, `once` stops the second try.
"""

from __future__ import annotations

import asyncio
import math
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
from discord.http import Route

from bot.errors import ChannelGone, PlatformError
from bot.ops.server_clock import ServerClock
from bot.platforms.discord.errors import OutcomeUnclear, Refused, translated
from bot.platforms.discord.escape import plain_name
from bot.platforms.discord.limits import ARCHIVE_AFTER, THREAD_NAME

Json = dict[str, Any]

THREAD_EXISTS = 160004
"""Code of an answer that is no failure to us (Topics/Opcodes and Status Codes)."""

INTERVAL = 1 / 49
"""Seconds between two calls: Discord takes fifty a second of a bot over all (Topics/Rate Limits: Global)."""

EPOCH_MS = 1_420_070_400_000
"""The first moment of Discord's ids (Reference: Snowflakes)."""

LOOK_BACK = timedelta(minutes=10)
"""Before a try began: an earlier try of the same may have been taken after all."""

UNCOUNTED = ("/interactions/", "/webhooks/")
"""Answers to people are not counted there."""


@dataclass(slots=True)
class Tries:
    """How often discord.py has sent one call, and whether a try before the last may have been done."""

    once: bool
    sent: int = 0
    unclear: bool = False


_tries: ContextVar[Tries | None] = ContextVar("tries", default=None)


@dataclass(slots=True)
class Pace:
    """Keeps the calls apart, so that none is refused: a refusal holds up all, and many end the bot.

    Each waits from when the one before it really went: after a moment in which nothing ran, none catch up.
    """

    _last: float = -math.inf
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def turn(self, path: str) -> None:
        """Wait until this call may be made."""
        if path.startswith(UNCOUNTED):
            return
        loop = asyncio.get_running_loop()
        async with self._turn:
            if (wait := self._last + INTERVAL - loop.time()) > 0:
                await asyncio.sleep(min(wait, INTERVAL))
            self._last = loop.time()


@dataclass(frozen=True, slots=True)
class Api:
    """Makes the calls and gives the answers; raises a `PlatformError`."""

    client: discord.Client
    _pace: Pace = field(default_factory=Pace)

    async def get(self, path: str, params: Json | None = None, /, **parts: str) -> Json:
        """One object."""
        await self._pace.turn(path)
        with translated(_shown(path, parts)):
            found: Json = await self.client.http.request(Route("GET", path, **parts), params=params or {})
            return found

    async def get_list(self, path: str, params: Json | None = None, /, **parts: str) -> list[Json]:
        """A list of objects."""
        await self._pace.turn(path)
        with translated(_shown(path, parts)):
            found: list[Json] = await self.client.http.request(
                Route("GET", path, **parts), params=params or {}
            )
            return found

    async def post(self, path: str, body: Json | None = None, /, *, once: bool = False, **parts: str) -> Json:
        """Create something; with `once` a try whose outcome is unclear is the last.

        A refusal is unclear where discord.py had sent the call before, and may have been heard.
        """
        tries = Tries(once)
        token = _tries.set(tries)
        try:
            return await self._send("POST", path, body, parts)
        except PlatformError as error:
            error.unclear = error.unclear or tries.unclear
            raise
        finally:
            _tries.reset(token)

    async def patch(self, path: str, body: Json, /, **parts: str) -> Json:
        """Change something."""
        return await self._send("PATCH", path, body, parts)

    async def put(self, path: str, body: Json | list[Json], /, **parts: str) -> None:
        """Replace something."""
        await self._send("PUT", path, body, parts)

    async def channel(self, room: str) -> Json:
        """What Discord says of a channel or a thread."""
        if not room.isdecimal():
            raise ChannelGone(f"Discord: {room} is no channel’s id")
        return await self.get("/channels/{channel_id}", channel_id=room)

    async def text_channel(self, room: str) -> Json:
        """The same; of a text channel what the gateway sent of it, which costs no call."""
        known = self.client.get_channel(int(room)) if room.isdecimal() else None
        if not isinstance(known, discord.TextChannel):
            return await self.channel(room)
        guild = str(known.guild.id)
        return {"id": room, "type": known.type.value, "name": known.name, "guild_id": guild}

    async def send_message(self, room: str, body: Json, nonce: str, reply_to: str = "") -> str:
        """Create a message and give its id; a second try with the same nonce gives the first message."""
        body = body | {"nonce": nonce, "enforce_nonce": True}
        if reply_to:
            body["message_reference"] = {"message_id": reply_to, "fail_if_not_exists": False}
        sent = await self.post("/channels/{channel_id}/messages", body, channel_id=room)
        return str(sent["id"])

    async def open_thread(self, room: str, message_id: str, name: str) -> str:
        """The thread of a message, opened where there is none; its id is the message's."""
        body = {"name": plain_name(name, THREAD_NAME), "auto_archive_duration": ARCHIVE_AFTER}
        path = "/channels/{channel_id}/messages/{message_id}/threads"
        try:
            await self.post(path, body, channel_id=room, message_id=message_id)
        except Refused as error:
            if error.code != THREAD_EXISTS:  # a message has one thread, so that a second try is harmless
                raise
        return message_id

    async def _send(
        self, method: str, path: str, body: Json | list[Json] | None, parts: dict[str, str]
    ) -> Json:
        sent: dict[str, Any] = {} if body is None else {"json": body}
        await self._pace.turn(path)
        with translated(_shown(path, parts)):
            answer: Json = await self.client.http.request(Route(method, path, **parts), **sent)
            return answer


def first_id(since: datetime) -> int:
    """No smaller id is given to anything that is made since then."""
    return max(int((since - LOOK_BACK).timestamp() * 1_000) - EPOCH_MS, 0) << 22


def made_at(id_: str | int) -> datetime:
    """When what has this id was made."""
    return datetime.fromtimestamp(((int(id_) >> 22) + EPOCH_MS) / 1_000, UTC)


def _shown(path: str, parts: dict[str, str]) -> str:
    """The path as errors name it: an interaction's token is nobody's business."""
    return path.format(**{**parts, "webhook_token": "…"})


def trace_calls(clock: ServerClock) -> aiohttp.TraceConfig:
    """What discord.py's client is given, so that `once` holds and the clock is set by each answer."""

    async def note_date(
        _session: aiohttp.ClientSession, _context: SimpleNamespace, params: aiohttp.TraceRequestEndParams
    ) -> None:
        clock.set(params.response.headers.get("Date"))

    trace = aiohttp.TraceConfig()
    trace.on_request_end.append(note_date)
    trace.on_request_start.append(_started)
    trace.on_request_end.append(_ended)
    trace.on_request_exception.append(_broken)
    return trace


async def _started(
    _session: aiohttp.ClientSession, _context: SimpleNamespace, _params: aiohttp.TraceRequestStartParams
) -> None:
    tries = _tries.get()
    if tries is None:
        return
    if tries.once and tries.sent:
        raise OutcomeUnclear("Discord broke off; whether it was done is to be looked up")
    tries.sent += 1


async def _ended(
    _session: aiohttp.ClientSession, _context: SimpleNamespace, params: aiohttp.TraceRequestEndParams
) -> None:
    tries = _tries.get()
    if tries is None:
        return
    if params.response.status == 429:  # refused, so that nothing was created
        tries.sent -= 1
    tries.unclear = tries.unclear or params.response.status >= 500


async def _broken(
    _session: aiohttp.ClientSession, _context: SimpleNamespace, params: aiohttp.TraceRequestExceptionParams
) -> None:
    sent = not isinstance(params.exception, aiohttp.ClientConnectorError)
    if sent and (tries := _tries.get()) is not None:
        tries.unclear = True
