"""On Record's Slack platform before the stand-in: one workspace, one channel, two people, a fake desk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from bot.model import LOCAL_WORKSPACE, Place
from bot.model import Channel as Place_
from bot.ops.failures import FailureGuard
from bot.platforms.slack import SlackPlatform, SlackSettings
from bot.ports import Desk
from tests.fakes.desk import MORNING, FakeDesk
from tests.fakes.slack import App, Channel, Clock, Slack, User, Workspace, serving


@dataclass
class Ledger:
    """What a store would keep of events and installations."""

    taken: set[str] = field(default_factory=set)
    kept: dict[tuple[str, str], str] = field(default_factory=dict)

    async def first(self, event: str, now: datetime) -> bool:
        """Whether it is new."""
        new = event not in self.taken
        self.taken.add(event)
        return new

    async def forget_events(self, before: datetime) -> int:
        """None."""
        return 0

    async def put_installation(self, platform: str, workspace: str, sealed: str, now: datetime) -> None:
        """Keep it."""
        self.kept[platform, workspace] = sealed

    async def installation(self, platform: str, workspace: str) -> str | None:
        """Give it back."""
        return self.kept.get((platform, workspace))

    async def installations(self, platform: str) -> list[str]:
        """Where it is installed."""
        return [workspace for name, workspace in self.kept if name == platform]

    async def drop_installation(self, platform: str, workspace: str) -> bool:
        """Forget it."""
        return self.kept.pop((platform, workspace), None) is not None


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
class Stage:
    """The stand-in, the platform, and the people."""

    slack: Slack
    team: Workspace
    mara: User  # an admin
    noel: User
    news: Channel
    platform: SlackPlatform
    ledger: Ledger
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
    base = SlackSettings(team.bot_token, slack.app.app_token, api_url=slack.api_url)
    return replace(base, **own)  # type: ignore[arg-type]  # a test's short hand


@asynccontextmanager
async def on_slack(
    clock: Clock | None = None, app: App | None = None, desk: FakeDesk | None = None, **settings: object
) -> AsyncIterator[Stage]:
    """The stage, the platform not yet serving."""
    async with serving(app, clock) as slack:
        team = slack.workspace("tern")
        mara, noel = team.user("mara", is_admin=True), team.user("noel")
        news = team.channel("news", mara, noel)
        ledger = Ledger()
        platform = SlackPlatform(
            settings_of(slack, team, **settings),
            ledger,
            Backwards(),
            ledger,
            lambda: datetime.fromtimestamp(slack.clock.now(), UTC),
            Counts(),
            guard(),
        )
        try:
            yield Stage(slack, team, mara, noel, news, platform, ledger, desk or FakeDesk())
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
) -> AsyncIterator[Stage]:
    """A platform that serves over its socket."""
    async with on_slack(clock, app, desk, **settings) as stage:
        slack = stage.slack
        async with served(stage.platform, stage.desk, lambda: slack.sockets.open, slack):
            yield stage
