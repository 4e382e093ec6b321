"""The stand-in itself: what it holds, how it tells the app, and the one port where it listens."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from aiohttp import web

from tests.fakes.dated import dated
from tests.fakes.mishaps import Mishaps
from tests.fakes.slack import assistant, chat, conversations, notices, oauth, responses, views, web_api
from tests.fakes.slack.app import App
from tests.fakes.slack.clock import Clock
from tests.fakes.slack.events import Delivery, Http, Line
from tests.fakes.slack.faults import Faults
from tests.fakes.slack.files import PATH, Files
from tests.fakes.slack.people import User
from tests.fakes.slack.rates import Rates
from tests.fakes.slack.socket_mode import Sockets
from tests.fakes.slack.web_api import Call
from tests.fakes.slack.world import Channel, Message, Token, Workspace
from tests.fakes.steps import Steps

METHODS_ARE_IN = (assistant, chat, conversations, oauth, views)  # each puts its own into the table
PATIENCE = 60.0
Found = TypeVar("Found")


class Slack:
    """One Slack with one app; `tests.fakes.slack` tells how to use it."""

    def __init__(self, app: App, clock: Clock) -> None:
        self.app = app
        self.clock = clock
        self.rates = Rates(clock)
        self.faults = Faults()
        self.files = Files(self)
        self.mishaps: Mishaps | None = None  # what goes wrong with posts by chance
        self.steps = Steps()
        self.calls: list[Call] = []
        self.deliveries: list[Delivery] = []
        self.workspaces: dict[str, Workspace] = {}
        self.triggers: dict[str, views.Trigger] = {}
        self.response_urls: dict[str, responses.ResponseUrl] = {}
        self.codes: dict[str, oauth.Code] = {}
        self.sockets = Sockets(self)
        self.http = Http(self)
        self.holding = False  # events are made, and sent only when a test calls `send`
        self.offered: list[dict[str, Any]] = []  # the options that the app gave last
        self.port = 0
        self._numbers = itertools.count(1)
        self._stamps: dict[str, tuple[int, int]] = {}
        self._told = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def api_url(self) -> str:
        """The base address of the Web API."""
        return f"{self.address}/api/"

    @property
    def line(self) -> Line:
        """The way to the app: its sockets or its request URL."""
        return self.sockets if self.app.socket_mode else self.http

    def workspace(self, name: str = "tern", installed: bool = True) -> Workspace:
        """Another workspace, with the app in it."""
        made = Workspace(self, self.id("T"), name, self.id("U"), self.id("B"))
        self.workspaces[made.id] = made
        if installed:
            self.issue(made)
        return made

    def issue(self, workspace: Workspace, scopes: frozenset[str] | None = None) -> Token:
        """A new token for the app in a workspace."""
        return oauth.issue(workspace, self.app.scopes if scopes is None else scopes)

    def who(self, token: str) -> tuple[Workspace, Token] | None:
        """Whose token it is."""
        pairs = ((where, one) for where in self.workspaces.values() for one in where.tokens)
        return next((pair for pair in pairs if pair[1].value == token), None)

    def id(self, kind: str) -> str:
        """A new id of Slack's form: a letter and capitals."""
        return f"{kind}{next(self._numbers):09d}X"

    def ts(self, channel: str = "") -> str:
        """A new time stamp of a channel, later than every other there: the second, and a count within it."""
        last, count = self._stamps.get(channel, (0, 0))
        second = max(int(self.clock.now()), last)
        self._stamps[channel] = second, count + 1 if second == last else 1
        return f"{second}.{self._stamps[channel][1]:06d}"

    def talk(self, workspace: Workspace, user: str) -> Channel:
        """The direct talk of the app with a user."""
        for channel in workspace.channels.values():
            if channel.im_with == user:
                return channel
        made = Channel(workspace, self.id("D"), "", im_with=user, members={user, workspace.bot_user})
        workspace.channels[made.id] = made
        return made

    def permalink(self, message: Message) -> str:
        """The address of a message."""
        workspace = message.channel.workspace
        link = (
            f"https://{workspace.name}.slack.com/archives/{message.channel.id}/p{message.ts.replace('.', '')}"
        )
        return link + (
            f"?thread_ts={message.thread_ts}&cid={message.channel.id}" if message.thread_ts else ""
        )

    def emit(self, workspace: Workspace, event: dict[str, Any], called: str = "") -> Delivery | None:
        """Tell the app of an event, if it is installed, subscribed to it and has the scope for it."""
        if not notices.may_hear(workspace, called or event["type"]):
            return None
        delivery = Delivery.of(self, workspace, {"event_ts": self.ts(), "team": workspace.id, **event})
        self.deliveries.append(delivery)
        if not self.holding:
            self.send(delivery)
        return delivery

    def send(self, delivery: Delivery) -> None:
        """Put an event on its way, also one that was on its way before."""
        self.background(self.line.event(delivery))

    def background(self, work: Coroutine[Any, Any, None]) -> None:
        """Do it without waiting for it, but not beyond the server's end."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def called(self, method: str) -> list[Call]:
        """The calls of a method so far."""
        return [call for call in self.calls if call.method == method]

    def tell(self) -> None:
        """Wake whoever waits for a change."""
        self._told.set()
        self._told = asyncio.Event()

    async def told(self) -> None:
        """Wait for the next change."""
        await self._told.wait()

    async def until(self, seen: Callable[[], Found | None], seconds: float = PATIENCE) -> Found:
        """What `seen` gives, as soon as it is truthy."""
        async with asyncio.timeout(seconds):
            while not (found := seen()):
                await self.told()
        return found

    async def close(self) -> None:
        """End what is under way."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.sockets.close()
        await self.http.close()

    def routes(self) -> web.Application:
        """Everything that it serves."""
        app = web.Application(client_max_size=2 << 20)
        app.on_response_prepare.append(dated(self.clock.now, lambda: self.clock.shows))

        async def api(request: web.Request) -> web.Response:
            return await web_api.serve(self, request)

        async def respond(request: web.Request) -> web.Response:
            return await responses.serve(self, request)

        async def authorize(request: web.Request) -> web.Response:
            return oauth.page(self, request)

        app.router.add_route("*", "/api/{method}", api)
        app.router.add_post("/response/{name}", respond)
        app.router.add_get("/oauth/v2/authorize", authorize)
        app.router.add_get("/link/", self.sockets.accept)
        app.router.add_get(f"{PATH}/{{owner}}/{{name}}", self.files.serve)
        return app


@asynccontextmanager
async def serving(app: App | None = None, clock: Clock | None = None, port: int = 0) -> AsyncIterator[Slack]:
    """A running Slack; without a port it takes a free one."""
    slack = Slack(app or App(), clock or Clock())
    runner = web.AppRunner(slack.routes(), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    slack.port = runner.addresses[0][1]
    try:
        yield slack
    finally:
        await slack.close()
        await runner.cleanup()


__all__ = ["PATIENCE", "Slack", "User", "serving"]
