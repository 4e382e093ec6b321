"""The door of the HTTP API: who asks, how often, what is in the body, what goes wrong on demand."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.fakes.discord.bodies import body_of_request
from tests.fakes.discord.faults import BROKEN_BEFORE, Fault, by_chance
from tests.fakes.discord.objects import FORUM, Channel, Guild, Message
from tests.fakes.discord.permissions import May, in_channel
from tests.fakes.discord.refusals import Form, Refused, refused

if TYPE_CHECKING:
    from tests.fakes.discord.server import Discord

BASE = "/api/v10"
VIA = {"Via": "1.1 google"}  # what a client tells the service's own 429 by
POSTS = frozenset(  # what goes wrong by chance: messages, their threads, forum posts, publishing
    f"POST /channels/{{channel_id}}/{what}"
    for what in (
        "messages",
        "threads",
        "messages/{message_id}/threads",
        "messages/{message_id}/crosspost",
    )
)
MAJOR = ("channel_id", "guild_id", "webhook_id", "token")  # Topics/Rate Limits: top-level resources


@dataclass(frozen=True)
class Request:
    """What was asked, for tests to read."""

    route: str
    path: str
    body: Any
    status: int


@dataclass(frozen=True)
class Call:
    """One request on its way through a handler."""

    discord: Discord
    path: dict[str, str]
    query: dict[str, str]
    body: Any

    def number(self, name: str) -> int:
        if not self.path[name].isdecimal():
            form = Form()
            form.fail((name,), "NUMBER_TYPE_COERCE", f'Value "{self.path[name]}" is not snowflake.')
            form.done()
        return int(self.path[name])

    def guild(self) -> Guild:
        guild = self.discord.world.guilds.get(self.number("guild_id"))
        if guild is None:
            raise refused(10004)
        if self.discord.world.bot.id not in guild.members:
            raise refused(50001)
        return guild

    def channel(self, *needed: May) -> Channel:
        """The channel of the path, where the bot may see it and do what is needed."""
        channel = self.discord.world.channels.get(self.number("channel_id"))
        if channel is None:
            raise refused(10003)
        self.need(channel, *needed)
        return channel

    def may(self, channel: Channel) -> May:
        return in_channel(self.discord.world.bot, channel)

    def need(self, channel: Channel, *needed: May) -> None:
        may = self.may(channel)
        if not may & May.VIEW_CHANNEL:
            raise refused(50001)
        if any(not may & one for one in needed):
            raise refused(50013)

    def message(self, channel: Channel) -> Message:
        message = channel.held.get(self.number("message_id"))
        if message is None or message.only_for:
            raise refused(10008)
        return message


Handler = Callable[[Call], Awaitable[Any]]


@dataclass(frozen=True)
class Route:
    method: str
    path: str
    handler: Handler
    open: bool = False  # needs no bot token: the token is in the path

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"


class Rest:
    def __init__(self, discord: Discord, routes: list[Route]) -> None:
        self._discord = discord
        self.journal: list[Request] = []
        self.broken: list[Exception] = []  # faults of the stand-in itself
        self.invalid = 0  # answers of 401, 403, 429: ten thousand in ten minutes ban an address
        self.routes = [web.route(one.method, BASE + one.path, self._door(one)) for one in routes]
        self.routes.append(web.route("*", BASE + "/{rest:.*}", self._nowhere))

    def _door(self, route: Route) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def door(request: web.Request) -> web.StreamResponse:
            fault = self._discord.faults.take(route.name) or self._by_chance(route.name)
            await self._discord.steps.asked(route.name)
            answer = await self._met(request, route, fault)
            await self._discord.steps.done(route.name)
            return answer

        return door

    async def _met(self, request: web.Request, route: Route, fault: Fault | None) -> web.StreamResponse:
        if fault and fault.seconds:
            await asyncio.sleep(fault.seconds)
        if fault and not fault.after and not fault.slow:
            return self._go_wrong(request, route, fault)
        answer = await self._answer(request, route)
        if fault and fault.after:
            if fault.hides and answer.status < 300:
                self._hide(answer, fault.hides)
            return self._go_wrong(request, route, fault)
        return answer

    def _by_chance(self, route: str) -> Fault | None:
        mishaps = self._discord.mishaps
        if mishaps is None:
            return None
        if mishaps.broken:
            return BROKEN_BEFORE
        mishap = mishaps.of_post() if route in POSTS else None
        return None if mishap is None else by_chance(mishap)

    def _hide(self, answer: web.StreamResponse, seconds: float) -> None:
        """Keep what was just made out of every list for a while."""
        body = answer.body if isinstance(answer, web.Response) else None
        made = json.loads(body) if isinstance(body, bytes | bytearray) else {}
        until = self._discord.world.clock.now() + seconds
        thread = self._discord.world.channels.get(int(made.get("id", 0)))
        room = self._discord.world.channels.get(int(made.get("channel_id", 0)), thread)
        if message := room and room.held.get(int(made["id"])):
            message.hidden_until = until
        if thread and thread.parent and thread.parent.type == FORUM:
            thread.hidden_until = until

    def _go_wrong(self, request: web.Request, route: Route, fault: Fault) -> web.StreamResponse:
        if fault.code:
            return self._refusal(route, request, None, refused(fault.code), {})
        if fault.status == 429:
            return self._hold_back(
                fault.retry_after, everywhere=fault.everywhere, scope=fault.scope, via=fault.via
            )
        if fault.status:
            return web.Response(status=fault.status, text="upstream broke", headers=VIA)
        if request.transport:
            request.transport.abort()
        return web.Response(status=500)

    async def _answer(self, request: web.Request, route: Route) -> web.StreamResponse:
        headers: dict[str, str] = dict(VIA)
        body: Any = None
        try:
            if not route.open:
                self._know(request)
            ticket = self._discord.buckets.take(route.name, self._major(request))
            headers |= ticket.headers
            wait = None if route.open else self._discord.buckets.take_global()
            if ticket.wait is not None or wait is not None:
                self._note(route, request, None, 429)
                return self._hold_back(
                    ticket.wait or wait or 0.0, everywhere=ticket.wait is None, headers=headers
                )
            body = await body_of_request(request)
            call = Call(self._discord, dict(request.match_info), dict(request.query), body)
            answer = await route.handler(call)
        except Refused as refusal:
            return self._refusal(route, request, body, refusal, headers)
        except Exception as error:
            self.broken.append(error)
            raise
        self._note(route, request, body, 200)
        if answer is None:
            return web.Response(status=204, headers=headers)
        return _json(answer, headers=headers)

    def _know(self, request: web.Request) -> None:
        if request.headers.get("Authorization") != f"Bot {self._discord.token}":
            raise Refused(401, 0, "401: Unauthorized")

    def _major(self, request: web.Request) -> str:
        return "+".join(request.match_info[one] for one in MAJOR if one in request.match_info)

    def _note(self, route: Route, request: web.Request, body: Any, status: int) -> None:
        self.journal.append(Request(route.name, request.path, body, status))
        self.invalid += status in (401, 403, 429)
        self._discord.world.changed()

    def _refusal(
        self, route: Route, request: web.Request, body: Any, refusal: Refused, headers: dict[str, str]
    ) -> web.Response:
        self._note(route, request, body, refusal.status)
        if refusal.status == 429:
            return self._hold_back(0.2, headers=headers, code=refusal.code, message=refusal.message)
        return _json(refusal.body, status=refusal.status, headers=headers)

    def _hold_back(
        self,
        seconds: float,
        *,
        everywhere: bool = False,
        scope: str = "user",
        via: bool = True,
        headers: dict[str, str] | None = None,
        code: int = 0,
        message: str = "You are being rate limited.",
    ) -> web.Response:
        told = {"message": message, "retry_after": round(seconds, 3), "global": everywhere}
        if code:
            told["code"] = code
        kept = dict(headers or {}) | {
            "Retry-After": str(max(1, round(seconds + 0.5))),
            "X-RateLimit-Scope": "global" if everywhere else scope,
        }
        if everywhere:
            kept["X-RateLimit-Global"] = "true"
        if not via:
            kept.pop("Via", None)
            return web.Response(status=429, text="<html>error 1015</html>", headers=kept)
        return _json(told, status=429, headers=kept | VIA)

    async def _nowhere(self, request: web.Request) -> web.Response:
        self.journal.append(Request(f"{request.method} ?", request.path, None, 404))
        return _json({"message": "404: Not Found", "code": 0}, status=404)


def _json(told: Any, *, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """Named application/json with no charset: the library takes nothing else for JSON."""
    return web.Response(
        body=json.dumps(told).encode(), status=status, headers=headers, content_type="application/json"
    )
