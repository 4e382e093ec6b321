"""What the service knows: users, guilds, channels, threads, messages. It tells every change to who listens."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.fakes.discord import limits
from tests.fakes.discord.check_components import BUTTON, walk
from tests.fakes.discord.mentions import Link, Pings, links_of, pings_of, texts
from tests.fakes.discord.permissions import MEMBER

EPOCH_MS = 1_420_070_400_000  # Discord docs, API Reference: Snowflakes
TEXT, DM, ANNOUNCEMENT, NEWS_THREAD, THREAD, PRIVATE_THREAD, FORUM = 0, 1, 5, 10, 11, 12, 15
THREADS = (NEWS_THREAD, THREAD, PRIVATE_THREAD)

Listener = Callable[[str, dict[str, Any]], None]


class Clock:
    """The service's time; a test may let it pass at once."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def now(self) -> float:
        return time.time() + self._ahead

    def pass_by(self, seconds: float) -> None:
        self._ahead += seconds

    def stamp(self) -> str:
        return datetime.fromtimestamp(self.now(), UTC).isoformat()


class Ids:
    """Snowflakes: milliseconds, then a number that grows, so that a later one is always greater."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._count = itertools.count()
        self._last = 0

    def new(self) -> int:
        made = (int(self._clock.now() * 1_000) - EPOCH_MS) << 22 | next(self._count) & 0xFFF
        self._last = max(made, self._last + 1)
        return self._last


@dataclass(eq=False)
class User:
    id: int
    name: str
    bot: bool = False
    takes_messages: bool = True


@dataclass(eq=False)
class Role:
    id: int
    name: str
    permissions: int = 0
    mentionable: bool = False


@dataclass(eq=False)
class Member:
    user: User
    joined_at: str
    roles: list[int] = field(default_factory=list)


@dataclass(eq=False)
class Tag:
    id: int
    name: str


@dataclass(eq=False)
class Message:
    """A message as it stands; `body` holds what may be edited."""

    id: int
    channel: Channel
    author: User
    body: dict[str, Any]
    at: str
    type: int = 0
    nonce: str | None = None
    edited_at: str | None = None
    reply_to: Message | None = None
    thread: Channel | None = None
    interaction: Any = None  # the Interaction that it answers
    only_for: User | None = None  # who alone sees it
    allowed_mentions: dict[str, Any] | None = None
    history: list[dict[str, Any]] = field(default_factory=list)  # its bodies before
    deleted: bool = False

    @property
    def flags(self) -> int:
        flags: int = self.body["flags"]
        return flags | (limits.HAS_THREAD if self.thread else 0)

    @property
    def loading(self) -> bool:
        return bool(self.flags & limits.LOADING)

    @property
    def ephemeral(self) -> bool:
        return bool(self.flags & limits.EPHEMERAL)

    @property
    def text(self) -> str:
        """All that one reads in it, a line a part."""
        return "\n".join(texts(self.body))

    @property
    def links(self) -> list[Link]:
        """All that one can click in it, buttons with an address too."""
        return links_of(self.body)

    @property
    def pings(self) -> Pings:
        """Whom it pings, as if the bot might ping all."""
        return pings_of(self)

    @property
    def buttons(self) -> dict[str, dict[str, Any]]:
        """Its buttons by label (or custom_id where one has none)."""
        found = [one for one in walk(self.body["components"]) if one["type"] == BUTTON]
        return {one.get("label") or one.get("custom_id", ""): one for one in found}


def body_of(given: dict[str, Any] | None = None) -> dict[str, Any]:
    """What a message holds, with what was not given empty."""
    given = given or {}
    return {
        "content": given.get("content") or "",
        "embeds": given.get("embeds") or [],
        "components": given.get("components") or [],
        "attachments": given.get("attachments") or [],
        "flags": given.get("flags") or 0,
    }


@dataclass(eq=False)
class Channel:
    """A channel, a thread (it has a parent) or a direct message (it has recipients)."""

    id: int
    type: int
    name: str
    guild: Guild | None = None
    parent: Channel | None = None
    owner: User | None = None
    recipients: list[User] = field(default_factory=list)
    overwrites: dict[int, tuple[int, int]] = field(default_factory=dict)
    tags: list[Tag] = field(default_factory=list)
    flags: int = 0
    slowmode: int = 0
    topic: str | None = None
    created_at: str = ""
    archived: bool = False
    archived_at: str = ""
    archive_minutes: int = 1_440
    locked: bool = False
    applied_tags: list[int] = field(default_factory=list)
    thread_members: dict[int, str] = field(default_factory=dict)
    held: dict[int, Message] = field(default_factory=dict)

    @property
    def is_thread(self) -> bool:
        return self.type in THREADS

    def deny(self, who: User | Role, permissions: int) -> None:
        allow, deny = self.overwrites.get(who.id, (0, 0))
        self.overwrites[who.id] = (allow & ~permissions, deny | permissions)

    def allow(self, who: User | Role, permissions: int) -> None:
        allow, deny = self.overwrites.get(who.id, (0, 0))
        self.overwrites[who.id] = (allow | permissions, deny & ~permissions)

    def messages(self) -> list[Message]:
        """What everybody who may read the channel sees, oldest first."""
        return [one for _, one in sorted(self.held.items()) if one.only_for is None]


@dataclass(eq=False)
class Guild:
    id: int
    name: str
    owner: User
    world: World
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    locale: str = "en-US"

    def text_channel(self, name: str) -> Channel:
        return self.world.add_channel(self, name, TEXT)

    def announcements(self, name: str) -> Channel:
        return self.world.add_channel(self, name, ANNOUNCEMENT)

    def forum(self, name: str, tags: Sequence[str] = (), *, require_tag: bool = False) -> Channel:
        forum = self.world.add_channel(self, name, FORUM)
        forum.tags = [Tag(self.world.ids.new(), tag) for tag in tags]
        forum.flags = limits.REQUIRE_TAG if require_tag else 0
        self.world.tell("channel_update", channel=forum)
        return forum

    def role(self, name: str, permissions: int = 0, *, mentionable: bool = False) -> Role:
        return self.world.add_role(self, name, permissions, mentionable=mentionable)

    def threads(self) -> list[Channel]:
        """Those that are not archived."""
        return self.world.threads(self, archived=False)

    @property
    def has_bot(self) -> bool:
        return self.world.bot.id in self.members

    def kick_bot(self) -> None:
        self.world.bot_leaves(self)

    def invite_bot(self, permissions: int = MEMBER) -> None:
        """The app is installed to the guild with these permissions."""
        self.world.join(self, self.world.bot, permissions)
        self.world.tell("guild_join", guild=self)


class World:
    """All of it, by id."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.ids = Ids(self.clock)
        self.bot = User(self.ids.new(), "On Record", bot=True)
        self.users: dict[int, User] = {self.bot.id: self.bot}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.listeners: list[Listener] = []
        self.changed: Callable[[], None] = lambda: None

    def tell(self, event: str, **what: Any) -> None:
        for listener in self.listeners:
            listener(event, what)
        self.changed()

    def add_user(self, name: str) -> User:
        user = User(self.ids.new(), name)
        self.users[user.id] = user
        return user

    def add_guild(self, name: str, everyone: int = MEMBER) -> Guild:
        guild = Guild(self.ids.new(), name, self.add_user(f"owner of {name}"), self)
        guild.roles[guild.id] = Role(guild.id, "@everyone", everyone)
        self.guilds[guild.id] = guild
        self.join(guild, guild.owner)
        return guild

    def add_role(self, guild: Guild, name: str, permissions: int = 0, *, mentionable: bool = False) -> Role:
        role = Role(self.ids.new(), name, permissions, mentionable)
        guild.roles[role.id] = role
        return role

    def join(self, guild: Guild, user: User, permissions: int | None = None) -> None:
        member = guild.members[user.id] = Member(user, self.clock.stamp())
        if permissions is not None:
            member.roles.append(self.add_role(guild, f"role of {user.name}", permissions).id)

    def bot_leaves(self, guild: Guild) -> None:
        for role in guild.members.pop(self.bot.id).roles:
            guild.roles.pop(role, None)
        self.tell("guild_leave", guild=guild)

    def add_channel(self, guild: Guild, name: str, kind: int) -> Channel:
        channel = Channel(self.ids.new(), kind, name, guild, created_at=self.clock.stamp())
        guild.channels[channel.id] = self.channels[channel.id] = channel
        self.tell("channel_create", channel=channel)
        return channel

    def direct(self, one: User, other: User) -> Channel:
        for channel in self.channels.values():
            if channel.type == DM and {one, other} == set(channel.recipients):
                return channel
        channel = Channel(self.ids.new(), DM, "", recipients=[one, other])
        self.channels[channel.id] = channel
        return channel

    def add_thread(
        self, parent: Channel, name: str, owner: User, kind: int, on: Message | None = None
    ) -> Channel:
        thread = Channel(
            on.id if on else self.ids.new(),
            kind,
            name,
            parent.guild,
            parent,
            owner,
            created_at=self.clock.stamp(),
            archived_at=self.clock.stamp(),
        )
        thread.thread_members[owner.id] = thread.created_at
        self.channels[thread.id] = thread
        if on:
            on.thread = thread
        return thread

    def add_message(self, channel: Channel, author: User, given: dict[str, Any], **more: Any) -> Message:
        """Keeps a message and tells of it; a thread that was archived reopens (Topics/Threads)."""
        message_id = more.pop("message_id", None) or self.ids.new()
        message = Message(message_id, channel, author, body_of(given), self.clock.stamp(), **more)
        message.allowed_mentions = given.get("allowed_mentions")
        number(message.body["components"])
        if channel.is_thread and channel.archived and message.only_for is None:
            channel.archived = False
            self.tell("thread_update", channel=channel)
        channel.held[message.id] = message
        self.tell("message_create", message=message)
        return message

    def edit_message(self, message: Message, given: dict[str, Any]) -> None:
        message.history.append(dict(message.body))
        for part in message.body:
            if part in given and part != "flags":
                message.body[part] = given[part] or ("" if part == "content" else [])
        kept = message.body["flags"] & ~limits.LOADING & ~limits.SUPPRESS_EMBEDS
        message.body["flags"] = kept | (given.get("flags") or 0)
        message.allowed_mentions = given.get("allowed_mentions")
        if not message.loading and message.history[-1]["flags"] & limits.LOADING == 0:
            message.edited_at = self.clock.stamp()
        number(message.body["components"])
        self.tell("message_update", message=message)

    def delete_message(self, message: Message) -> None:
        message.channel.held.pop(message.id, None)
        message.deleted = True
        self.tell("message_delete", message=message)

    def delete_channel(self, channel: Channel) -> None:
        for thread in [one for one in self.channels.values() if one.parent is channel]:
            self.delete_channel(thread)
        self.channels.pop(channel.id, None)
        if channel.guild and not channel.is_thread:
            channel.guild.channels.pop(channel.id, None)
        self.tell("thread_delete" if channel.is_thread else "channel_delete", channel=channel)

    def threads(self, guild: Guild, *, archived: bool) -> list[Channel]:
        return [
            one
            for one in self.channels.values()
            if one.guild is guild and one.is_thread and one.archived is archived
        ]


def number(components: list[dict[str, Any]]) -> None:
    """The service gives every component that has none a number (Components/Reference)."""
    taken = {one.get("id") for one in walk(components)}
    free = (n for n in itertools.count(1) if n not in taken)
    for one in walk(components):
        if not one.get("id"):
            one["id"] = next(free)
