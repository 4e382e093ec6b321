"""What goes wrong on demand at the next calls of a method."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.fakes.mishaps import Mishap

if TYPE_CHECKING:
    from tests.fakes.slack.server import Slack

Handle = Callable[[], Awaitable[web.Response]]
Fault = Callable[[web.Request, Handle], Awaitable[web.Response]]


@dataclass
class Faults:
    """Faults waiting for calls, method by method, in order."""

    waiting: dict[str, deque[Fault | None]] = field(default_factory=lambda: defaultdict(deque))

    def at(self, method: str, *faults: Fault | None, times: int = 1) -> None:
        """The next calls of a method meet these faults, one each; None lets one call pass."""
        self.waiting[method].extend(faults * times)

    def take(self, method: str) -> Fault | None:
        """The fault that this call meets."""
        return self.waiting[method].popleft() if self.waiting[method] else None


def reset(request: web.Request) -> web.Response:
    """Cut the connection with a TCP reset; the response goes nowhere."""
    if request.transport is not None:
        sock = request.transport.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        request.transport.abort()
    return web.Response(status=500)


def cut(after: bool = True) -> Fault:
    """The connection is cut: after the call was done (the message is there), or before."""

    async def fault(request: web.Request, handle: Handle) -> web.Response:
        if after:
            await handle()
        return reset(request)

    return fault


def status(code: int = 500, after: bool = False) -> Fault:
    """An HTML page of a broken server, before or after the call was done."""

    async def fault(_request: web.Request, handle: Handle) -> web.Response:
        if after:
            await handle()
        return web.Response(status=code, text="<html>server error</html>", content_type="text/html")

    return fault


def rate_limited(seconds: int = 1) -> Fault:
    """HTTP 429 with Retry-After."""

    async def fault(_request: web.Request, _handle: Handle) -> web.Response:
        return too_many(seconds)

    return fault


def too_many(seconds: int) -> web.Response:
    """The answer to too many calls; docs.slack.dev, Rate limits."""
    body = {"ok": False, "error": "ratelimited"}
    return web.json_response(body, status=429, headers={"Retry-After": str(seconds)})


def by_chance(slack: Slack, mishap: Mishap) -> Fault:
    """A post goes wrong as chance has it."""

    async def fault(request: web.Request, handle: Handle) -> web.Response:
        if mishap.retry_after:
            return too_many(mishap.retry_after)
        answer = await handle() if mishap.taken else None
        if answer and answer.text and mishap.hidden:
            _hide(slack, json.loads(answer.text), mishap.hidden)
        if answer and answer.status != 200:
            return answer  # refused or put off: nothing was taken
        return web.Response(status=mishap.status, text="upstream broke") if mishap.status else reset(request)

    return fault


def _hide(slack: Slack, answer: dict[str, Any], seconds: float) -> None:
    rooms = (team.channels.get(answer.get("channel", "")) for team in slack.workspaces.values())
    for room in filter(None, rooms):
        if message := room.at(answer["ts"]):
            message.hidden_until = slack.clock.now() + seconds


def slow(seconds: float, after: bool = True) -> Fault:
    """The answer comes late; so does what the call does, unless `after`."""

    async def fault(_request: web.Request, handle: Handle) -> web.Response:
        if not after:
            await asyncio.sleep(seconds)
            return await handle()
        done = await handle()
        await asyncio.sleep(seconds)
        return done

    return fault


def malformed(after: bool = True) -> Fault:
    """Half of a JSON object."""

    async def fault(_request: web.Request, handle: Handle) -> web.Response:
        if after:
            await handle()
        return web.Response(text='{"ok": true, "mess', content_type="application/json")

    return fault


def refused(error: str, **more: Any) -> Fault:
    """An error of Slack's, such as `internal_error` or `channel_not_found`."""

    async def fault(_request: web.Request, _handle: Handle) -> web.Response:
        return web.json_response({"ok": False, "error": error, **more})

    return fault
