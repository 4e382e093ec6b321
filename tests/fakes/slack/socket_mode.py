"""Socket Mode: tickets, hello, envelopes and their acknowledgements, refresh, and sockets that die.

docs.slack.dev, Using Socket Mode: ten sockets, an envelope goes to any of them; each is acknowledged
by its envelope_id, with a payload only where it accepts one; a disconnect is announced.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import time
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

from tests.fakes.slack import faults
from tests.fakes.slack.events import RETRIES, Answer, Attempt, Delivery
from tests.fakes.slack.limits import ACK_SECONDS, Refused
from tests.fakes.slack.web_api import Call, method

if TYPE_CHECKING:
    from tests.fakes.slack.server import Slack

MOST = 10  # Using Socket Mode: up to ten connections
WITH_PAYLOAD = {"view_submission", "block_suggestion"}  # interactions that a payload may answer at once


@dataclass(eq=False)
class Socket:
    """One connection of the app."""

    ws: web.WebSocketResponse
    request: web.Request
    frozen: bool = False  # hears nothing, answers no ping
    received: list[dict[str, Any]] = field(default_factory=list)
    waiting: set[asyncio.Future[Any]] = field(default_factory=set)  # acknowledgements due on it


class Sockets:
    """The app's connections."""

    def __init__(self, slack: Slack) -> None:
        self._slack = slack
        self._tickets: set[str] = set()
        self._turn = itertools.count()
        self._waiting: dict[str, asyncio.Future[Any]] = {}
        self.open: list[Socket] = []
        self.opened = 0  # connections so far
        self.acked: list[str] = []  # envelope ids
        self.stray: list[dict[str, Any]] = []  # acknowledgements of nothing, payloads that nobody wanted
        self.retries = RETRIES

    def ticket(self) -> str:
        """A new address to connect to, once."""
        ticket = uuid.uuid4().hex
        self._tickets.add(ticket)
        return f"ws://127.0.0.1:{self._slack.port}/link/?ticket={ticket}&app_id={self._slack.app.id}"

    async def accept(self, request: web.Request) -> web.StreamResponse:
        """One connection, from hello to its end."""
        if request.query.get("ticket", "") not in self._tickets:
            return web.Response(status=403)
        self._tickets.discard(request.query["ticket"])
        ws = web.WebSocketResponse(autoping=False)
        await ws.prepare(request)
        if len(self.open) >= MOST:
            await ws.send_json({"type": "disconnect", "reason": "too_many_websockets", "debug_info": {}})
            await ws.close()
            return ws
        socket = Socket(ws, request)
        self.open.append(socket)
        self.opened += 1
        try:
            await ws.send_json(self._hello())
            self._slack.tell()
            await self._listen(socket)
        finally:
            self._forget(socket)
        return ws

    def _hello(self) -> dict[str, Any]:
        debug = {"host": "applink-1", "build_number": 1, "approximate_connection_time": 3600}
        info = {"app_id": self._slack.app.id}
        return {
            "type": "hello",
            "num_connections": len(self.open),
            "debug_info": debug,
            "connection_info": info,
        }

    async def _listen(self, socket: Socket) -> None:
        async for message in socket.ws:
            if socket.frozen:
                continue
            if message.type is WSMsgType.PING:
                await socket.ws.pong(message.data)
            elif message.type is WSMsgType.TEXT:
                self._ack(socket, json.loads(message.data))

    def _ack(self, socket: Socket, said: dict[str, Any]) -> None:
        socket.received.append(said)
        name = str(said.get("envelope_id"))
        waiting = self._waiting.get(name)
        if waiting is None or waiting.done():
            self.stray.append(said)
        else:
            self.acked.append(name)
            waiting.set_result(said.get("payload"))
        self._slack.tell()

    def _forget(self, socket: Socket) -> None:
        if socket in self.open:
            self.open.remove(socket)
        for waiting in socket.waiting:
            if not waiting.done():
                waiting.set_exception(ConnectionResetError())
        self._slack.tell()

    async def _any(self) -> Socket:
        while not self.open:
            await self._slack.told()
        return self.open[next(self._turn) % len(self.open)]

    async def _send(self, envelope: dict[str, Any]) -> Any:
        socket = await self._any()
        waiting: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        name = envelope["envelope_id"]
        self._waiting[name] = waiting
        socket.waiting.add(waiting)
        try:
            if not socket.frozen:
                await socket.ws.send_json(envelope)
            return await waiting
        finally:
            del self._waiting[name]
            socket.waiting.discard(waiting)

    async def _within(self, envelope: dict[str, Any]) -> tuple[bool, Any]:
        sending = asyncio.ensure_future(self._send(envelope))
        bell = asyncio.ensure_future(self._slack.clock.sleep(ACK_SECONDS))
        try:
            await asyncio.wait({sending, bell}, return_when=asyncio.FIRST_COMPLETED)
            if not sending.done() or isinstance(sending.exception(), ConnectionError):
                return False, None
            return True, sending.result()
        finally:
            sending.cancel()
            bell.cancel()
            await asyncio.gather(sending, bell, return_exceptions=True)

    async def event(self, delivery: Delivery) -> None:
        reason = ""
        for number, wait in enumerate((0.0, *self.retries)):
            await self._slack.clock.sleep(wait)
            envelope = self._envelope("events_api", delivery.body, accepts=False)
            envelope |= {"retry_attempt": number, "retry_reason": reason}
            acked, said = await self._within(envelope)
            if said:
                self.stray.append({"envelope_id": envelope["envelope_id"], "payload": said})
            reason = "timeout"
            delivery.attempts.append(Attempt(number, None if acked else reason))
            self._slack.tell()
            if acked:
                return

    async def command(self, kind: str, payload: dict[str, Any]) -> Answer:
        accepts = kind == "slash_commands" or payload["type"] in WITH_PAYLOAD
        envelope = self._envelope(kind, payload, accepts)
        if not self.open:
            return Answer(error="dispatch_failed")
        began = time.monotonic()
        acked, said = await self._within(envelope)
        seconds = time.monotonic() - began
        if not acked:
            return Answer(error="operation_timeout", seconds=seconds)
        if said and not accepts:
            self.stray.append({"envelope_id": envelope["envelope_id"], "payload": said})
            said = None
        return Answer(said or None, seconds=seconds)

    def _envelope(self, kind: str, payload: dict[str, Any], accepts: bool) -> dict[str, Any]:
        name = str(uuid.uuid4())
        return {"envelope_id": name, "type": kind, "payload": payload, "accepts_response_payload": accepts}

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Announce the end of all sockets (warning, refresh_requested, link_disabled), then end them.

        A warning alone ends nothing: the end comes about ten seconds later, with a call of its own.
        """
        for socket in list(self.open):
            await socket.ws.send_json(
                {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-1"}}
            )
            if reason != "warning":
                await socket.ws.close()

    def drop(self) -> None:
        """Cut all sockets without a word."""
        for socket in list(self.open):
            faults.reset(socket.request)
            self._forget(socket)

    def freeze(self) -> None:
        """Let all sockets of now go dead: open, but nothing comes and no ping is answered."""
        for socket in self.open:
            socket.frozen = True

    async def close(self) -> None:
        """End all connections."""
        for socket in list(self.open):
            if socket.frozen:
                faults.reset(socket.request)
            else:
                await socket.ws.close()


@method("apps.connections.open", 3, no_token=True)
def connections_open(call: Call) -> dict[str, Any]:
    if not call.token:
        raise Refused("not_authed")
    if call.token != call.slack.app.app_token:
        raise Refused("not_allowed_token_type" if call.token.startswith("xox") else "invalid_auth")
    if not call.slack.app.socket_mode:
        raise Refused("forbidden_team")
    return {"url": call.slack.sockets.ticket()}
