"""The stand-in as one thing: it starts, it stops, it makes guilds and people, it waits for what happens."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from aiohttp import web

from tests.fakes.dated import dated
from tests.fakes.discord import (
    limits,
    routes_commands,
    routes_guilds,
    routes_interactions,
    routes_messages,
    routes_threads,
)
from tests.fakes.discord.buckets import Buckets
from tests.fakes.discord.events import Events
from tests.fakes.discord.faults import Faults
from tests.fakes.discord.files import PATH, Files
from tests.fakes.discord.gateway import Gateway
from tests.fakes.discord.interactions import Interactions
from tests.fakes.discord.objects import Guild, Message, User
from tests.fakes.discord.people import Person
from tests.fakes.discord.permissions import MEMBER
from tests.fakes.discord.rest import BASE, Rest
from tests.fakes.discord.routes_commands import Commands
from tests.fakes.discord.sessions import CONTENT
from tests.fakes.discord.world import Clock, World
from tests.fakes.mishaps import Mishaps
from tests.fakes.steps import Steps

TOKEN = "MTA.stand-in.token"


@dataclass
class AppSettings:
    """The app as its developer set it up in the portal; privileged intents are switched on there."""

    owner: User
    privileged_intents: int = 0

    @property
    def reads_content(self) -> bool:
        return bool(self.privileged_intents & CONTENT)

    @property
    def flags(self) -> int:
        return 1 << 19 if self.reads_content else 0  # GATEWAY_MESSAGE_CONTENT_LIMITED


class Nonces:
    """What the bot posted with a nonce, for as long as the service remembers it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: dict[str, tuple[float, Message]] = {}

    def keep(self, message: Message) -> None:
        if message.nonce is not None:
            self._kept[message.nonce] = (self._clock.now(), message)

    def find(self, nonce: str) -> Message | None:
        at, message = self._kept.get(nonce, (0.0, None))
        return message if self._clock.now() - at <= limits.NONCE_SECONDS else None


class Discord:
    """A service on loopback; see the package's docstring."""

    def __init__(self, port: int = 0, clock: Clock | None = None) -> None:
        self.token = TOKEN
        self.shards = 1
        self.world = World(clock)
        self.world.changed = self._wake
        self.application = AppSettings(self.world.add_user("the developer"))
        self.commands = Commands()
        self.interactions = Interactions(self)
        self.files = Files(self)
        self.buckets = Buckets(self.world.clock)
        self.faults = Faults()
        self.mishaps: Mishaps | None = None  # what goes wrong with posts by chance
        self.steps = Steps()
        self.nonces = Nonces(self.world.clock)
        self.gateway = Gateway(self)
        Events(self.world, self.gateway)
        routes = [
            *routes_guilds.ROUTES,
            *routes_messages.ROUTES,
            *routes_threads.ROUTES,
            *routes_commands.ROUTES,
            *routes_interactions.ROUTES,
        ]
        self.rest = Rest(self, routes)
        self._port = port
        self._waiting: set[asyncio.Future[None]] = set()
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """The base of the HTTP API."""
        return f"http://127.0.0.1:{self._port}{BASE}"

    @property
    def port(self) -> int:
        return self._port

    @property
    def cdn_url(self) -> str:
        """The base of what people upload."""
        return f"http://127.0.0.1:{self._port}/"

    @property
    def gateway_url(self) -> str:
        return f"ws://127.0.0.1:{self._port}/gateway"

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=26 * 1024 * 1024)  # Reference: a request's size
        app.on_response_prepare.append(dated(self.world.clock.now, lambda: self.world.clock.shows))
        app.add_routes(self.rest.routes)
        app.router.add_get("/gateway", self.gateway.serve)
        app.router.add_get("/gateway/", self.gateway.serve)
        app.router.add_get(f"{PATH}/{{app}}/{{id}}/{{name}}", self.files.serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port, backlog=2_048).start()
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.gateway.cut()
        if self._runner:
            await self._runner.cleanup()
        if error is None and self.rest.broken:
            raise AssertionError("the stand-in itself broke, not the bot") from self.rest.broken[0]

    def guild(self, name: str, *, bot: int | None = MEMBER, everyone: int = MEMBER) -> Guild:
        """A guild in which the bot has these permissions; with None it is not there."""
        guild = self.world.add_guild(name, everyone)
        if bot is not None:
            guild.invite_bot(bot)
        return guild

    def person(self, name: str, *guilds: Guild, permissions: int | None = None) -> Person:
        """A person who is in these guilds, there with a role of these permissions."""
        person = Person(self.world.ids.new(), name)
        person.discord = self
        self.world.users[person.id] = person
        for guild in guilds:
            self.world.join(guild, person, permissions)
        return person

    def pass_time(self, seconds: float) -> None:
        """Lets the service's clock run ahead: tokens end, nonces are forgotten."""
        self.world.clock.pass_by(seconds)
        self._wake()

    async def until(self, happened: Callable[[], object], seconds: float = 60.0) -> None:
        """Waits for something to be so; looks again whenever anything changes here."""
        try:
            async with asyncio.timeout(seconds):
                while not happened():
                    waiting = asyncio.get_running_loop().create_future()
                    self._waiting.add(waiting)
                    await waiting
        except TimeoutError:
            last = [f"{one.status} {one.route}" for one in self.rest.journal[-5:]]
            raise TimeoutError(
                f"it did not happen within {seconds} s; the last requests were {last}"
            ) from None

    def _wake(self) -> None:
        waiting, self._waiting = self._waiting, set()
        for one in waiting:
            if not one.done():
                one.set_result(None)
