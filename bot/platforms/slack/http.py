"""What the public listener serves for Slack: events over HTTP, and installing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.core.outline.texts import NOT_SERVING
from bot.platforms.slack.oauth import BACK, INSTALL

EVENTS = "/slack/events"

Answer = Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]


class HttpRoutes:
    """The routes; until the platform serves, each asks to come back."""

    def __init__(self, by_socket: bool, many: bool) -> None:
        self._by_socket = by_socket
        self._many = many
        self.app: AsyncApp | None = None
        self.flow: AsyncOAuthFlow | None = None

    def routes(self) -> Sequence[web.RouteDef]:
        """Events where no socket brings them, installing where there are many workspaces."""
        events = [] if self._by_socket else [web.post(EVENTS, self._events)]
        installing = [web.get(INSTALL, self._install), web.get(BACK, self._back)] if self._many else []
        return [*events, *installing]

    async def _events(self, request: web.Request) -> web.Response:
        return await _answered(request, self.app.async_dispatch if self.app else None)

    async def _install(self, request: web.Request) -> web.Response:
        return await _answered(request, self.flow.handle_installation if self.flow else None)

    async def _back(self, request: web.Request) -> web.Response:
        return await _answered(request, self.flow.handle_callback if self.flow else None)


async def _answered(request: web.Request, answer: Answer | None) -> web.Response:
    if answer is None:
        raise web.HTTPServiceUnavailable(text=NOT_SERVING)
    return await to_aiohttp_response(await answer(await to_bolt_request(request)))
