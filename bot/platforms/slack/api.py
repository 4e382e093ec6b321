"""Calls of the Web API in a workspace: with its own token, paced, put off where Slack asks for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.errors import RateLimited
from bot.ops.retry import retrying
from bot.platforms.slack.connection import Connection
from bot.platforms.slack.pace import Pace
from bot.platforms.slack.rich import Payload
from bot.platforms.slack.translate import TokenEnded
from bot.platforms.slack.workspaces import Workspaces

TRIES, PATIENCE = 2, 5.0
"""Only a call that Slack put off (429) is made again, and only where it asks for a short wait."""

Send = Callable[[str, str, Payload], Awaitable[Payload]]


class Api:
    """Slack's Web API for every workspace."""

    def __init__(self, connection: Connection, workspaces: Workspaces, pace: Pace) -> None:
        self.connection = connection
        self.workspaces = workspaces
        self._pace = pace

    async def post(
        self, workspace: str, method: str, room: str, patience: float = PATIENCE, **args: object
    ) -> Payload:
        """Call a method that puts a message into a room, in its turn; patience is in seconds."""
        args = {"channel": room, **args}
        return await self._patiently(self.connection.write, workspace, method, args, room, patience)

    async def write(self, workspace: str, method: str, **args: object) -> Payload:
        """Call a method that changes something."""
        return await self._patiently(self.connection.write, workspace, method, args)

    async def read(self, workspace: str, method: str, **args: object) -> Payload:
        """Call a method that gives something."""
        return await self._patiently(self.connection.read, workspace, method, args)

    async def read_now(self, workspace: str, method: str, **args: object) -> Payload:
        """The same, put off by nothing: where Slack asks to wait, RateLimited says so at once."""
        return await self._once(self.connection.read, workspace, method, args)

    async def _patiently(
        self,
        send: Send,
        workspace: str,
        method: str,
        args: Payload,
        room: str = "",
        patience: float = PATIENCE,
    ) -> Payload:
        answer: Payload = {}
        async for attempt in retrying(TRIES, patience):
            with attempt:
                answer = await self._once(send, workspace, method, args, room)
        return answer

    async def _once(self, send: Send, workspace: str, method: str, args: Payload, room: str = "") -> Payload:
        self._pace.check(workspace, method)
        if room:
            await self._pace.turn(workspace, room)
            self._pace.check(workspace, method)  # Slack may have asked for a wait in the meantime
        token = (await self.workspaces.of(workspace)).token
        try:
            return await send(method, token, args)
        except RateLimited as limited:
            self._pace.hold(workspace, method, limited.wait)
            raise
        except TokenEnded:
            renewed = await self.workspaces.instead_of(workspace, token)
            return await send(method, renewed, args)  # nothing was done with the token that ended
