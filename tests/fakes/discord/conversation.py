"""One connection's conversation: IDENTIFY, READY, heartbeats, RESUME, and the close codes.

Discord docs, Events/Gateway, and Topics/Opcodes and Status Codes for the numbers.
"""

from __future__ import annotations

import json
import secrets
import time
from collections import deque
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType

from tests.fakes.discord import limits, wire
from tests.fakes.discord.sessions import CONTENT, GUILDS, MEMBERS, PRESENCES, Line, Session

if TYPE_CHECKING:
    from tests.fakes.discord.gateway import Gateway
    from tests.fakes.discord.server import Discord

KNOWN_INTENTS = (1 << 17) - 1 | 1 << 20 | 1 << 21 | 1 << 24 | 1 << 25
PRIVILEGED = MEMBERS | PRESENCES | CONTENT
DEAD_AFTER = 2.0  # intervals without a heartbeat


class Closing(Exception):
    """The service ends the connection with this code."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code


class Talk:
    """One connection's conversation."""

    def __init__(self, discord: Discord, gateway: Gateway, line: Line) -> None:
        self._discord = discord
        self._gateway = gateway
        self._line = line
        self._beat: float | None = None
        self._sends: deque[float] = deque()
        self.session: Session | None = None

    async def listen(self) -> None:
        patience = self._gateway.heartbeat_interval * DEAD_AFTER
        while True:
            try:
                received = await self._line.socket.receive(timeout=patience)
            except TimeoutError:
                raise Closing(4009) from None
            if received.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                return
            self._take(received.data)

    def _take(self, raw: str | bytes) -> None:
        if len(raw if isinstance(raw, bytes) else raw.encode()) > limits.GATEWAY_PAYLOAD:
            raise Closing(4002)
        self._count()
        try:
            payload = json.loads(raw)
            op, data = payload["op"], payload.get("d")
        except (ValueError, KeyError, TypeError):
            raise Closing(4002) from None
        match op:
            case 1:
                self._heartbeat()
            case 2:
                self._identify(data)
            case 6:
                self._resume(data)
            case 3 | 4 | 8:
                if self.session is None:
                    raise Closing(4003)
                if op == 8:
                    self._members(self.session, data)
            case _:
                raise Closing(4001)

    def _count(self) -> None:
        now = time.monotonic()
        self._sends.append(now)
        while self._sends[0] < now - 60:
            self._sends.popleft()
        if len(self._sends) > limits.GATEWAY_SENDS:
            raise Closing(4008)

    def _heartbeat(self) -> None:
        now = time.monotonic()
        if self._beat is not None:
            self._gateway.lateness.append(max(0.0, now - self._beat - self._gateway.heartbeat_interval))
        self._beat = now
        self._line.send(11)
        self._discord.world.changed()

    def _identify(self, data: dict[str, Any]) -> None:
        if self.session:
            raise Closing(4005)
        if data.get("token") != self._discord.token:
            raise Closing(4004)
        shard, shards = data.get("shard") or (0, 1)
        if not 0 <= shard < shards:
            raise Closing(4010)
        if len(self._discord.world.guilds) / shards > limits.GUILDS_A_SHARD:
            raise Closing(4011)
        intents = data.get("intents")
        if not isinstance(intents, int) or intents & ~KNOWN_INTENTS:
            raise Closing(4013)
        if intents & PRIVILEGED & ~self._discord.application.privileged_intents:
            raise Closing(4014)
        self._gateway.identifies += 1
        if self._gateway.identifies > limits.IDENTIFIES:
            raise Closing(4004)  # the token is reset
        self._start(Session(secrets.token_hex(16), intents, (shard, shards), self._line))

    def _start(self, session: Session) -> None:
        self.session = session
        self._gateway.sessions[session.id] = session
        world = self._discord.world
        shard, shards = session.shard
        guilds = [one for one in world.guilds.values() if world.bot.id in one.members]
        guilds = [one for one in guilds if (one.id >> 22) % shards == shard]
        session.dispatch(
            "READY",
            {
                "v": 10,
                "user": wire.user(world.bot),
                "guilds": [{"id": str(one.id), "unavailable": True} for one in guilds],
                "session_id": session.id,
                "resume_gateway_url": self._discord.gateway_url,
                "shard": list(session.shard),
                "application": {"id": str(world.bot.id), "flags": self._discord.application.flags},
            },
        )
        if session.intents & GUILDS:
            for one in guilds:
                threads = world.threads(one, archived=False)
                session.dispatch("GUILD_CREATE", wire.guild_create(one, world.bot, threads))
        world.changed()

    def _resume(self, data: dict[str, Any]) -> None:
        if data.get("token") != self._discord.token:
            raise Closing(4004)
        session = self._gateway.sessions.get(data.get("session_id") or "")
        seq = data.get("seq")
        if session is None or not isinstance(seq, int) or not session.can_resume(seq):
            self._line.send(9, False)
            return
        if session.line and session.line is not self._line:
            session.line.close(4000)
        session.line, self.session = self._line, session
        session.replay(seq)
        session.dispatch("RESUMED", {"_trace": []})
        self._gateway.resumes += 1
        self._discord.world.changed()

    def _members(self, session: Session, data: dict[str, Any]) -> None:
        """Discord docs, Events/Gateway Events: Request Guild Members."""
        guild = self._discord.world.guilds.get(int(data.get("guild_id") or 0))
        if guild is None:
            return
        wanted = data.get("user_ids")
        if wanted is None and data.get("query") == "" and not session.intents & MEMBERS:
            raise Closing(4014)
        ids = (
            [int(one) for one in (wanted if isinstance(wanted, list) else [wanted])]
            if wanted
            else list(guild.members)
        )
        found = [wire.member(guild.members[one]) for one in ids if one in guild.members]
        chunk = {
            "guild_id": str(guild.id),
            "members": found,
            "chunk_index": 0,
            "chunk_count": 1,
            "not_found": [],
        }
        session.dispatch("GUILD_MEMBERS_CHUNK", chunk | {"nonce": data.get("nonce")})
