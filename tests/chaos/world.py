"""A world for programs to be killed in: Slack, Discord and an outlet on loopback, all in one time."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import yaml

from tests.chaos.clocks import Universe
from tests.fakes import discord as fake_discord
from tests.fakes import outlet
from tests.fakes import slack as fake_slack
from tests.fakes import web as fake_web
from tests.fakes.discord.world import Clock
from tests.fakes.mishaps import Mishaps
from tests.fakes.openai.forms import MODEL
from tests.fakes.openai.server import KEY, ModelServer, model_server
from tests.fakes.postgres import Cluster

ROOT = Path(__file__).parents[2]
KEPT_LINES = 30  # entries of the feed
BEHIND = 3_000.0  # seconds: the world lives in the past, so that running fast it is in no future
ASK_EVERY = 3.0  # seconds of ours between two questions
EVERY = 40.0  # seconds between two articles


class SlackClock(fake_slack.Clock):
    """Slack in the universe's time."""

    def __init__(self, universe: Universe) -> None:
        super().__init__()
        self._universe = universe
        self._speed = universe.speed

    def now(self) -> float:
        return self._universe.now()


class DiscordClock(Clock):
    """Discord in the universe's time."""

    def __init__(self, universe: Universe) -> None:
        super().__init__()
        self._universe = universe

    def now(self) -> float:
        return self._universe.now()


@dataclass
class Room:
    """A channel with a standing order."""

    platform: str
    id: str
    kind: str  # channel, text, announcement, forum
    slots: list[float] = field(default_factory=list)  # true times


@dataclass
class World:
    """What runs, and which orders there are."""

    folder: Path
    universe: Universe
    slack: fake_slack.Slack
    team: fake_slack.Workspace
    discord: fake_discord.Discord
    guild: fake_discord.Guild
    web: fake_web.Web
    rooms: list[Room] = field(default_factory=list)
    server: Cluster | None = None  # where the programs keep everything, unless in a file
    url: str = ""
    model: ModelServer | None = None
    talk: fake_slack.Channel | None = None  # where somebody asks
    asked: list[fake_slack.Message] = field(default_factory=list)

    @property
    def database(self) -> Path:
        """The file where the programs keep everything."""
        return self.folder / "onrecord.db"

    def rows(self, query: str) -> list[tuple[str, ...]]:
        """What the database holds."""
        if self.server:
            with psycopg.connect(self.url) as opened:
                return opened.execute(query.encode()).fetchall()
        with closing(sqlite3.connect(self.database, timeout=20)) as connection:
            return connection.execute(query).fetchall()

    @property
    def is_begun(self) -> bool:
        """Whether there is a database."""
        if self.server:
            return bool(self.rows("SELECT 1 FROM pg_tables WHERE tablename = 'deliveries'"))
        return self.database.exists()

    @property
    def secrets(self) -> dict[str, str]:
        """What the programs find in their environment."""
        return {
            "ONRECORD_DATABASE": self.url
            or f"sqlite:///{self.database.name}",  # in the folder where they run
            "ONRECORD_SLACK_BOT_TOKEN": self.team.bot_token,
            "ONRECORD_SLACK_APP_TOKEN": self.slack.app.app_token,
            "ONRECORD_DISCORD_TOKEN": self.discord.token,
            "ONRECORD_MODEL_KEY": KEY,
        }

    async def ask(self) -> None:
        """Somebody asks one question after another."""
        mara = next(iter(self.team.users.values()))
        while self.talk:
            number = len(self.asked)
            self.asked.append(await mara.mention(self.talk, f"how many crowns was firm {number} paid?"))
            await asyncio.sleep(ASK_EVERY)

    def go_wrong(self, seed: int) -> None:
        """From now on one of five posts goes wrong."""
        self.slack.mishaps = Mishaps(seed, self.universe.now)
        self.discord.mishaps = Mishaps(seed + 1, self.universe.now)

    def go_right(self) -> None:
        """Nothing goes wrong any more."""
        self.slack.mishaps = self.discord.mishaps = None

    def break_down(self, seconds: float) -> None:
        """Both platforms answer 500 for so long."""
        for mishaps in (self.slack.mishaps, self.discord.mishaps):
            if mishaps:
                mishaps.break_down(seconds)


@asynccontextmanager
async def open_world(
    folder: Path,
    *,
    seed: int,
    speed: float,
    rooms: int,
    spacing: int,
    minutes: int,
    server: Cluster | None = None,
) -> AsyncIterator[World]:
    """Stand-ins, and the config of a program with orders in `rooms` channels of each kind.

    Each order has a slot every `spacing` minutes, for so many minutes, staggered so that some fall due
    at every minute.
    """
    universe = Universe(folder, time.time() - BEHIND, speed)
    async with AsyncExitStack() as stack:
        manifest = yaml.safe_load((ROOT / "config/slack-manifest.yaml").read_text("utf-8"))
        app = fake_slack.App.of_manifest(manifest)
        slack = await stack.enter_async_context(fake_slack.serving(app, SlackClock(universe)))
        discord = await stack.enter_async_context(fake_discord.Discord(clock=DiscordClock(universe)))
        web = await stack.enter_async_context(fake_web.serving())
        team = slack.workspace("tern")
        mara = team.user("mara", is_admin=True)
        guild = discord.guild("Metro")
        world = World(folder, universe, slack, team, discord, guild, web)
        if server:
            world.server, world.url = server, server.create()
            world.model = await stack.enter_async_context(model_server())
        world.talk = team.channel("talk", mara)
        for number in range(rooms):
            kinds = {
                "channel": ("slack", team.channel(f"news-{number}", mara).id),
                "text": ("discord", str(guild.text_channel(f"news-{number}").id)),
                "announcement": ("discord", str(guild.announcements(f"ahead-{number}").id)),
                "forum": ("discord", str(guild.forum(f"stories-{number}").id)),
            }
            world.rooms += [Room(platform, id_, kind) for kind, (platform, id_) in kinds.items()]
        for number, room in enumerate(world.rooms):
            room.slots = _slots(universe.now(), number % spacing, spacing, minutes)
        _publish(world, random.Random(seed))
        _configure(world)
        yield world


def _slots(start: float, first: int, spacing: int, minutes: int) -> list[float]:
    """Full minutes from shortly before the start on."""
    minute = int(start // 60) - spacing + first
    return [at * 60.0 for at in range(minute, minute + spacing + minutes, spacing)]


def _configure(world: World) -> None:
    lines = [
        f'[slack]\napi_url = "{world.slack.api_url}"',
        f'[discord]\napi_url = "{world.discord.url}"\npublish = true',
    ]
    allowed = ", ".join(f'"{one}"' for one in world.web.allow)
    lines.append(f"[gather]\nallow = [{allowed}]\nevery_minutes = 0.01\nhost_delay_seconds = 0")
    if world.model:
        lines.append(f'[model]\nname = "{MODEL}"\nurl = "{world.model.url}"\ndigest_seconds = 12')
        lines.append(f'[[model.prices]]\nmodel = "{MODEL}"\ntokens_in = 0\ntokens_out = 0')
    lines.append('[sample]\nmode = "off"\n\n[web]\nport = 0')
    lines.append(f'[[feeds]]\nurl = "{world.web.url("/feed.xml")}"\noutlet = "Harbour Post"')
    for room in world.rooms:
        times = ", ".join(f'"{datetime.fromtimestamp(slot, UTC):%H:%M}"' for slot in room.slots)
        lines.append(
            f'[[subscriptions]]\nplatform = "{room.platform}"\nchannel = "{room.id}"\ntimes = [{times}]\nzone = "UTC"\nsize = 6'
        )
    (world.folder / "onrecord.toml").write_text("\n\n".join(lines), "utf-8")


def _publish(world: World, chance: random.Random) -> None:
    """A feed that has a new article every so often; each tells something else, in long sentences."""
    start = world.universe.now()
    names = [_name(chance) for _ in range(4_000)]

    async def feed(request: fake_web.Request, writer: fake_web.Writer) -> None:
        newest = int((world.universe.now() - start) / EVERY) + 3
        numbers = range(max(0, newest - KEPT_LINES), newest)
        lines = [outlet.Line(world.web.url(f"/{number}"), _article(names, number)[0]) for number in numbers]
        for number in numbers:
            world.web.routes.setdefault(f"/{number}", fake_web.body(outlet.page(*_article(names, number))))
        await fake_web.feed(outlet.rss("Harbour Post", lines[::-1]))(request, writer)

    world.web.routes["/feed.xml"] = feed


def _name(chance: random.Random) -> str:
    syllables = "ba de fi go lu ma ne pi ro su ta ve wi zo kar len mis nor pel tan".split()
    return "".join(chance.choices(syllables, k=chance.randint(2, 4))).title()


def _article(names: Sequence[str], number: int) -> tuple[str, tuple[str, ...]]:
    town, river, person, family, firm, guild, *more = (
        names[(number * 17 + at) % len(names)] for at in range(17)
    )
    headline = f"{town} opens the {river} tunnel after {number + 3} years of works by {firm}"
    lede = (
        f"The town of {town} opened the tunnel below the {river} on Monday, {number + 3} years after {firm}"
        f" began to dig, and buses now go from there to {', '.join(more)} without the ferry of before."
    )
    quote = (
        f"“Nobody in {town} believed that {firm} would ever come out on the other side of the {river}, and"
        f" now we all walk through it in four minutes,” said {person} {family}, the mayor of {town}."
    )
    shops = (
        f"The {guild} guild counts {number * 3 + 40} shops that moved away from {town} while the quay was"
        f" closed, and expects that most return before the winter to the streets near {more[0]}."
    )
    price = (
        f"{firm} was paid {number + 11} million crowns, of which {town} bears a third and the region of"
        f" {more[2]} the rest, after a dispute that ended in an agreement in March."
    )
    return headline, (lede, quote, shops, price)
