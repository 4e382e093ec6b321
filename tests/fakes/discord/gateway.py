"""The gateway's connections and sessions, and what a test may do to them (Discord docs, Events/Gateway)."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.fakes.discord.conversation import Closing, Talk
from tests.fakes.discord.sessions import PACKERS, Line, Session

if TYPE_CHECKING:
    from tests.fakes.discord.server import Discord


class Gateway:
    def __init__(self, discord: Discord) -> None:
        self._discord = discord
        self.heartbeat_interval = 41.25
        self.sessions: dict[str, Session] = {}
        self.identifies = 0
        self.resumes = 0
        self.closed_with: list[int] = []  # codes that we ended connections with
        self.lateness: list[float] = []  # of each heartbeat but a connection's first, in seconds
        self._lines: set[Line] = set()

    @property
    def connected(self) -> bool:
        return any(session.line for session in self.sessions.values())

    @property
    def worst_lateness(self) -> float:
        return max(self.lateness, default=0.0)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse(autoping=True, max_msg_size=1 << 20)
        await socket.prepare(request)
        compress = request.query.get("compress")
        if (
            request.query.get("v") != "10"
            or request.query.get("encoding") != "json"
            or compress not in PACKERS
        ):
            self.closed_with.append(4012)
            await socket.close(code=4012)
            return socket
        line = Line(socket, PACKERS[compress]())
        self._lines.add(line)
        writer = asyncio.create_task(line.write())
        talk = Talk(self._discord, self, line)
        try:
            line.send(10, {"heartbeat_interval": int(self.heartbeat_interval * 1_000), "_trace": []})
            await talk.listen()
        except Closing as closing:
            self.closed_with.append(closing.code)
            line.close(closing.code)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(asyncio.shield(writer), 2)
        finally:
            writer.cancel()
            self._lines.discard(line)
            if talk.session and talk.session.line is line:
                talk.session.line = None
            self._discord.world.changed()
        return socket

    def dispatch(self, event: str, data: Any, *, intents: int = 0, guild_id: int | None = None) -> None:
        """Tells every session whose shard and intents it is for."""
        for session in self.sessions.values():
            shard, shards = session.shard
            ours = ((guild_id >> 22) % shards if guild_id else 0) == shard
            if ours and session.intents & intents == intents:
                session.dispatch(event, data)

    def invalidate(self, *, resumable: bool = False) -> None:
        """INVALID_SESSION to all who are connected."""
        for session in list(self.sessions.values()):
            line = session.line
            if not resumable:
                del self.sessions[session.id]
            if line:
                line.send(9, resumable)

    def fall_silent(self) -> None:
        """The connections stay open, and nothing comes any more: not even the answer to a heartbeat."""
        for line in self._lines:
            line.silent = True

    def ask_reconnect(self) -> None:
        for session in self.sessions.values():
            if session.line:
                session.line.send(7)

    def ask_heartbeat(self) -> None:
        for session in self.sessions.values():
            if session.line:
                session.line.send(1)

    def close(self, code: int) -> None:
        for line in self._lines:
            self.closed_with.append(code)
            line.close(code)

    def cut(self) -> None:
        """The connections break without a word."""
        for line in self._lines:
            transport = line.socket._req.transport if line.socket._req else None
            if transport:
                transport.abort()
