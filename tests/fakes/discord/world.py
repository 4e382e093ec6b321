"""All that the service knows. It tells every change to who listens."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.fakes.dated import Shown, right
from tests.fakes.discord import limits
from tests.fakes.discord.check_components import walk
from tests.fakes.discord.objects import DM, Channel, Guild, Member, Message, Role, User, body_of
from tests.fakes.discord.permissions import MEMBER

EPOCH_MS = 1_420_070_400_000  # Discord docs, API Reference: Snowflakes

Listener = Callable[[str, dict[str, Any]], None]


class Clock:
    """The service's time; a test may let it pass at once, or run faster."""

    def __init__(self, start: float | None = None, speed: float = 1.0) -> None:
        self._began = time.time()
        self._ahead = 0.0 if start is None else start - self._began
        self._speed = speed
        self.shows: Shown = right  # what its answers, or a proxy, make of it
        self.host_off = timedelta()  # how wrong the clock of the program's host is

    def now(self) -> float:
        return self._began + (time.time() - self._began) * self._speed + self._ahead

    def of_host(self) -> datetime:
        """What the clock of the program's host shows."""
        return datetime.fromtimestamp(self.now(), UTC) + self.host_off

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


class World:
    """All of it, by id."""

    def __init__(self, clock: Clock | None = None) -> None:
        self.clock = clock or Clock()
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
        self.tell("role_create", guild=guild, role=role)
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
