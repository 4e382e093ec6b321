"""What Slack sends, over a socket or HTTP: acknowledged at once, then passed to its handler."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Sequence

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.core.outline import texts
from bot.errors import PlatformError
from bot.platforms.slack.actions import Ack, Actions
from bot.platforms.slack.api import Workspaces
from bot.platforms.slack.context import Context, event_of, team_of
from bot.platforms.slack.home import Home
from bot.platforms.slack.limits import Payload
from bot.platforms.slack.messages import Messages
from bot.platforms.slack.oauth import BACK, INSTALL
from bot.platforms.slack.settings import SlackSettings
from bot.platforms.slack.users import channel_of

log = logging.getLogger(__name__)
socket_log = logging.getLogger(f"{__name__}.socket")

BRIEF_THIS = "brief_this"
"""The callback id of the message shortcut, as in config/slack-manifest.yaml."""

Handler = Callable[[Payload], Awaitable[None]]

EVENTS = "/slack/events"

STAMP = re.compile(r"[0-9]{1,12}")
"""Seconds since 1970, as Slack sends them (Verifying requests); its library fails on what is no number."""

Dispatch = Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]

PING_SECONDS = 5.0
"""After a ping without an answer the socket counts as dead and is opened anew."""

CHANNEL_ENDS = (
    "channel_archive",
    "channel_deleted",
    "channel_left",
    "group_archive",
    "group_deleted",
    "group_left",
)
"""Events after which no digest can go to a channel; one that is renamed keeps its id."""


def listening_app(settings: SlackSettings, context: Context) -> AsyncApp:
    """Slack's framework with a listener for each kind of thing that people do."""
    workspaces = context.api.workspaces
    app = AsyncApp(
        name="onrecord",
        logger=logging.getLogger("slack_bolt"),
        client=context.api.connection.client,
        signing_secret=settings.signing_secret,
        authorize=_authorize(workspaces),  # type: ignore[arg-type]  # None: not installed
        user_facing_authorize_error_message=texts.NOT_INSTALLED,
    )
    home = Home(context)
    _listen_to_actions(app, context, Actions(context, home), home)
    _listen_to_events(app, context, Messages(context), home, Lifecycle(context))
    return app


def _authorize(workspaces: Workspaces) -> Callable[..., Awaitable[AuthorizeResult | None]]:
    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult | None:
        try:
            found = await workspaces.of(workspaces.name(team_id or ""))
        except PlatformError as error:
            log.warning("slack: %s", error)
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_user_id=found.bot_user,
            bot_id=found.bot,
            bot_token=found.token,
        )

    return authorize


def _acknowledged(context: Context, handler: Handler, what: str) -> Callable[..., Awaitable[None]]:
    """A listener that acknowledges at once and lets the handler work on."""

    async def listener(ack: Ack, body: Payload) -> None:
        await ack()
        context.meter.count("slack_events", kind=what)
        context.tasks.start(lambda: handler(body), what)

    return listener


def _listen_to_actions(app: AsyncApp, context: Context, actions: Actions, home: Home) -> None:
    app.command(re.compile(r"/\S+"))(_acknowledged(context, actions.command, "command"))
    app.shortcut(BRIEF_THIS)(_acknowledged(context, actions.brief_this, "shortcut"))
    app.action(re.compile(r"^(?:press|open):"))(_acknowledged(context, actions.press, "press"))
    app.action("home:channel")(_acknowledged(context, home.chosen, "press"))

    async def submitted(ack: Ack, body: Payload) -> None:
        context.meter.count("slack_events", kind="submit")
        await actions.submit(body, ack)

    app.view(re.compile(r".*"))(submitted)
    app.action(re.compile(r".*"))(_ignored)


def _listen_to_events(
    app: AsyncApp, context: Context, messages: Messages, home: Home, lifecycle: Lifecycle
) -> None:
    handlers: dict[str, Handler] = {
        "app_mention": messages.mention,
        "message": messages.message,
        "app_home_opened": home.opened,
        "assistant_thread_started": home.assistant,
        "member_left_channel": lifecycle.member_left,
        "app_uninstalled": lifecycle.uninstalled,
        "tokens_revoked": lifecycle.revoked,
        **dict.fromkeys(CHANNEL_ENDS, lifecycle.channel_ended),
    }
    for name, handler in handlers.items():
        app.event(name)(_acknowledged(context, handler, name))

    app.event(re.compile(r".*"))(_ignored)


async def _ignored(ack: Ack) -> None:
    """What nobody listens for is acknowledged: of a refusal Slack would make a warning, or a retry."""
    await ack()


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
        if not STAMP.fullmatch(request.headers.get("X-Slack-Request-Timestamp", "0")):
            raise web.HTTPUnauthorized(text=texts.NOT_OF_SLACK)
        return await _dispatched(request, self.app.async_dispatch if self.app else None)

    async def _install(self, request: web.Request) -> web.Response:
        return await _dispatched(request, self.flow.handle_installation if self.flow else None)

    async def _back(self, request: web.Request) -> web.Response:
        return await _dispatched(request, self.flow.handle_callback if self.flow else None)


async def _dispatched(request: web.Request, dispatch: Dispatch | None) -> web.Response:
    if dispatch is None:
        raise web.HTTPServiceUnavailable(text=texts.NOT_SERVING)
    try:
        read = await to_bolt_request(request)
    except (ValueError, LookupError, RecursionError, AttributeError, TypeError) as error:
        raise web.HTTPBadRequest(text=texts.NOT_OF_SLACK) from error  # before anything is known of its sender
    return await to_aiohttp_response(await dispatch(read))


def without_traceback(record: logging.LogRecord) -> bool:
    """A log filter that cuts tracebacks: the library tries again by itself, and says what failed."""
    record.exc_info = record.exc_text = None
    return True


async def listen(app: AsyncApp, app_token: str) -> None:
    """Listen until cancelled; the library opens the socket anew when it is refreshed or dies."""
    socket_log.addFilter(without_traceback)
    handler = AsyncSocketModeHandler(app, app_token, logger=socket_log, ping_interval=PING_SECONDS)
    try:
        await handler.connect_async()  # type: ignore[no-untyped-call]
        await asyncio.Event().wait()
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]
        await asyncio.sleep(0)  # lets the library's own tasks end


class Lifecycle:
    """Informs the desk which channels ended, and which workspaces removed the app."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def channel_ended(self, body: Payload) -> None:
        """A channel was archived or deleted, or the app was removed from it."""
        if await self._context.deduplicator.first("event", body["event_id"]):
            workspace = self._context.api.workspaces.name(team_of(body))
            await self._context.desk.left_channel(channel_of(workspace, str(event_of(body)["channel"])))

    async def member_left(self, body: Payload) -> None:
        """Somebody left a channel; of interest is the app alone."""
        workspace = self._context.api.workspaces.name(team_of(body))
        us = (await self._context.api.workspaces.of(workspace)).bot_user
        if event_of(body).get("user") == us:
            await self.channel_ended(body)

    async def uninstalled(self, body: Payload) -> None:
        """A workspace removed the app: its tokens go, and all else that is its own."""
        if await self._context.deduplicator.first("event", body["event_id"]):
            await self._leave(team_of(body))

    async def revoked(self, body: Payload) -> None:
        """Tokens were revoked; with the bot's the app is gone."""
        tokens = event_of(body).get("tokens") or {}
        if tokens.get("bot") and await self._context.deduplicator.first("event", body["event_id"]):
            await self._leave(team_of(body))

    async def _leave(self, team: str) -> None:
        workspaces = self._context.api.workspaces
        log.info("slack: the app was removed from workspace %s", team)
        await workspaces.drop(team)
        if workspaces.name(team) == team:  # else it is the machine's own, which outlives an app
            await self._context.desk.left(team, grace=False)
