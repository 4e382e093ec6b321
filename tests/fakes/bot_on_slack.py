"""On Record's Slack platform before the stand-in: one workspace, one channel, two people, a fake desk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace

from bot.model import LOCAL_WORKSPACE, Place
from bot.model import Channel as Place_
from bot.ops.failures import FailureGuard
from bot.platforms.slack import SlackPlatform, SlackSettings
from bot.ports import Desk
from tests.fakes.desk import MORNING, FakeDesk
from tests.fakes.platform_store import MemoryPlatformStore
from tests.fakes.slack import App, Channel, Clock, Slack, User, Workspace, serving


class Backwards:
    """Ciphertext for tests: the text turned round."""

    def seal(self, plain: str) -> str:
        """Turn it round."""
        return plain[::-1]

    def open(self, sealed: str) -> str:
        """And back."""
        return sealed[::-1]


@dataclass
class Counts:
    """Counts what is counted."""

    counted: dict[str, float] = field(default_factory=dict)

    def count(self, name: str, by: float = 1, **labels: str) -> None:
        """Add it."""
        self.counted[name] = self.counted.get(name, 0) + by

    def time(self, name: str, seconds: float, **labels: str) -> None:
        """Nothing."""


@dataclass
class BotOnSlack:
    """The stand-in, the platform, and the people."""

    slack: Slack
    team: Workspace
    mara: User  # an admin
    noel: User
    news: Channel
    platform: SlackPlatform
    ledger: MemoryPlatformStore
    desk: FakeDesk

    @property
    def workspace(self) -> str:
        """What the workspace is called in the house."""
        return LOCAL_WORKSPACE

    @property
    def place(self) -> Place:
        """The channel as the house knows it."""
        return Place(Place_("slack", self.workspace, self.news.id, "news"))

    def room(self, id_: str) -> Channel:
        """A channel with an id of the test's choosing."""
        made = self.team.channel(id_, self.mara)
        del self.team.channels[made.id]
        made.id = id_
        self.team.channels[id_] = made
        return made


def guard() -> FailureGuard:
    """Contains what fails, at a time that stands still."""
    return FailureGuard(lambda: MORNING, Counts())


def settings_of(slack: Slack, team: Workspace, **own: object) -> SlackSettings:
    """The settings of one workspace in Socket Mode."""
    base = SlackSettings(
        team.bot_token, slack.app.app_token, api_url=slack.api_url, files_url=f"{slack.address}/files-pri/"
    )
    return replace(base, **own)  # type: ignore[arg-type]  # a test's short hand


@asynccontextmanager
async def on_slack(
    clock: Clock | None = None, app: App | None = None, desk: FakeDesk | None = None, **settings: object
) -> AsyncIterator[BotOnSlack]:
    """The platform before the stand-in, not yet serving."""
    async with serving(app, clock) as slack:
        team = slack.workspace("tern")
        mara, noel = team.user("mara", is_admin=True), team.user("noel")
        news = team.channel("news", mara, noel)
        ledger = MemoryPlatformStore()
        platform = SlackPlatform(
            settings_of(slack, team, **settings),
            ledger,
            Backwards(),
            ledger,
            slack.clock.of_host,
            Counts(),
            guard(),
        )
        try:
            yield BotOnSlack(slack, team, mara, noel, news, platform, ledger, desk or FakeDesk())
        finally:
            await platform.close()


@asynccontextmanager
async def served(
    platform: SlackPlatform, desk: Desk, ready: Callable[[], object], slack: Slack
) -> AsyncIterator[None]:
    """Serve until the block ends; it begins when all is ready."""
    serving_ = asyncio.create_task(platform.serve(desk))
    try:
        await slack.until(ready)
        yield
    finally:
        serving_.cancel()
        with suppress(asyncio.CancelledError):
            await serving_


@asynccontextmanager
async def listening(
    app: App | None = None, desk: FakeDesk | None = None, clock: Clock | None = None, **settings: object
) -> AsyncIterator[BotOnSlack]:
    """A platform that serves over its socket."""
    async with on_slack(clock, app, desk, **settings) as bot:
        slack = bot.slack
        async with served(bot.platform, bot.desk, lambda: slack.sockets.open, slack):
            yield bot
