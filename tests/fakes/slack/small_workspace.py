"""A Slack that stands ready: one workspace, one channel, one person, and the smallest app."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack import App, Channel, Clock, Slack, User, Workspace, serving


@dataclass
class SmallWorkspace:
    """A Slack with one workspace, one channel and one person."""

    slack: Slack
    team: Workspace
    mara: User
    news: Channel
    client: AsyncWebClient

    async def refused(self, method: str, **args: Any) -> dict[str, Any]:
        """The error that a call is answered with."""
        with pytest.raises(SlackApiError) as caught:
            await self.client.api_call(method, json=args)
        return dict(caught.value.response.data)

    async def error(self, method: str, **args: Any) -> str:
        """Its name alone."""
        return str((await self.refused(method, **args))["error"])


@asynccontextmanager
async def small_workspace(
    app: App | None = None, clock: Clock | None = None
) -> AsyncIterator[SmallWorkspace]:
    async with serving(app, clock or Clock(flowing=False)) as slack:
        slack.rates.on = False
        team = slack.workspace("tern")
        mara = team.user("mara", is_admin=True)
        client = AsyncWebClient(team.bot_token, base_url=slack.api_url, retry_handlers=[])
        yield SmallWorkspace(slack, team, mara, team.channel("news", mara), client)


Reply = Callable[[SocketModeRequest], dict[str, Any] | None]


@dataclass
class Bot:
    """The smallest app: takes each envelope, acknowledges it unless told not to, remembers it."""

    slack: Slack
    team: Workspace
    mara: User
    news: Channel
    web: AsyncWebClient
    heard: list[SocketModeRequest] = field(default_factory=list)
    deaf: bool = False
    reply: Reply = lambda _request: None

    def last(self, kind: str = "interactive") -> dict[str, Any]:
        """The payload of the last envelope of a kind."""
        return next(one.payload for one in reversed(self.heard) if one.type == kind)

    async def hear(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        self.heard.append(request)
        self.slack.tell()
        if not self.deaf:
            await client.send_socket_mode_response(
                SocketModeResponse(request.envelope_id, self.reply(request))
            )


@asynccontextmanager
async def connected(clients: int = 1, app: App | None = None, ping: float = 5) -> AsyncIterator[Bot]:
    async with serving(app, Clock(flowing=False)) as slack:
        team = slack.workspace("tern")
        mara = team.user("mara")
        web = AsyncWebClient(team.bot_token, base_url=slack.api_url, retry_handlers=[])
        bot = Bot(slack, team, mara, team.channel("news", mara), web)
        sockets = [
            SocketModeClient(slack.app.app_token, web_client=web, ping_interval=ping) for _ in range(clients)
        ]
        for one in sockets:
            one.socket_mode_request_listeners.append(bot.hear)
            await one.connect()  # type: ignore[no-untyped-call]  # the SDK leaves it bare
        await slack.until(lambda: len(slack.sockets.open) == clients)
        try:
            yield bot
        finally:
            for one in sockets:
                await one.close()  # type: ignore[no-untyped-call]  # as above
