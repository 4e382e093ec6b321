"""What stands in the channels at the end, threads and forums included, edition by edition."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from tests.chaos.world import Room, World
from tests.fakes.discord import Channel as DiscordChannel
from tests.fakes.discord import Message as DiscordMessage
from tests.fakes.discord.check_components import walk

TITLE = re.compile(r"News for \w+, (\d+) (\w+) (\d{4}), (\d\d:\d\d)")
LATE = 300.0  # seconds after its slot from which an edition counts as late


@dataclass(frozen=True)
class Post:
    """One message of ours."""

    key: str
    text: str
    at: float  # by the platform's clock

    @property
    def slot(self) -> float | None:
        """The edition that it says it is of."""
        found = TITLE.search(self.text)
        if found is None:
            return None
        return datetime.strptime(" ".join((*found.groups(), "+0000")), "%d %B %Y %H:%M %z").timestamp()


@dataclass
class Told:
    """One edition as it stands in a channel."""

    slot: float
    posts: list[Post] = field(default_factory=list)

    @property
    def keys(self) -> Counter[str]:
        """How often each of its parts is there."""
        return Counter(post.key for post in self.posts)

    @property
    def doubled(self) -> bool:
        """Whether anything of it is there twice: a part, or the same words."""
        texts = Counter(post.text for post in self.posts)
        return max(self.keys.values()) > 1 or max(texts.values()) > 1

    @property
    def late(self) -> bool:
        """Whether it came well after its time."""
        return min(post.at for post in self.posts) - self.slot > LATE


def editions(world: World, room: Room) -> dict[float, Told]:
    """The editions in a channel, by slot."""
    found: dict[float, Told] = {}
    posts = sorted(_posts(world, room), key=lambda post: post.at)
    for post in posts:
        if post.slot is not None:
            found.setdefault(post.slot, Told(post.slot)).posts.append(post)
    return found


def _posts(world: World, room: Room) -> Iterator[Post]:
    if room.platform == "slack":
        for message in world.team.channels[room.id].kept.values():
            metadata = message.metadata or {}
            if message.by_bot:
                key = str(metadata.get("event_payload", {}).get("key", message.ts))
                yield Post(key, message.readable, float(message.ts))
        return
    channel = world.discord.world.channels[int(room.id)]
    threads = [one for one in world.discord.world.channels.values() if one.parent is channel]
    for place in (channel, *threads):
        yield from map(_of_discord, _own(world, place))


def _own(world: World, place: DiscordChannel) -> Iterator[DiscordMessage]:
    return (one for one in place.held.values() if one.author is world.discord.world.bot)


def _of_discord(message: DiscordMessage) -> Post:
    keys = [str(one["custom_id"]) for one in walk(message.body["components"]) if "custom_id" in one]
    key = next((one.rpartition("|")[2] for one in keys if one.startswith("home|")), str(message.id))
    return Post(key, message.text, datetime.fromisoformat(message.at).timestamp())
