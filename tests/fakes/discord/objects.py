"""What the service keeps: users, roles, messages, channels and guilds, as a test reads and sets them up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.fakes.discord import limits
from tests.fakes.discord.check_components import BUTTON, walk
from tests.fakes.discord.mentions import Link, Pings, links_of, pings_in, texts
from tests.fakes.discord.permissions import MEMBER

if TYPE_CHECKING:
    from tests.fakes.discord.interactions import Interaction
    from tests.fakes.discord.world import World

TEXT, DM, ANNOUNCEMENT, NEWS_THREAD, THREAD, PRIVATE_THREAD, FORUM = 0, 1, 5, 10, 11, 12, 15
THREADS = (NEWS_THREAD, THREAD, PRIVATE_THREAD)


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
    moderated: bool = False  # for those alone who may manage threads


@dataclass(eq=False, repr=False)
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
    interaction: Interaction | None = None  # which it answers
    only_for: User | None = None  # who alone sees it
    hidden_until: float = 0.0  # it is in no list before
    allowed_mentions: dict[str, Any] | None = None
    history: list[dict[str, Any]] = field(default_factory=list)  # its bodies before
    deleted: bool = False

    def __repr__(self) -> str:
        return f"<message {self.id} of {self.author.name}: {self.text[:80]!r}>"

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
        default = ["users"] if self.interaction else ["users", "roles", "everyone"]
        pinged = pings_in(self.body, self.allowed_mentions, default)
        replies = self.allowed_mentions is None or self.allowed_mentions.get("replied_user")
        if self.reply_to and replies:
            return Pings(pinged.everyone, pinged.users | {self.reply_to.author.id}, pinged.roles)
        return pinged

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


@dataclass(eq=False, repr=False)
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
    hidden_until: float = 0.0  # a forum post is in no list before

    def __repr__(self) -> str:
        return f"<channel {self.id} {self.name!r}>"

    @property
    def _world(self) -> World:
        assert self.guild is not None
        return self.guild.world

    @property
    def is_thread(self) -> bool:
        return self.type in THREADS

    def deny(self, who: User | Role, permissions: int) -> None:
        allow, deny = self.overwrites.get(who.id, (0, 0))
        self.overwrites[who.id] = (allow & ~permissions, deny | permissions)
        self._world.tell("channel_update", channel=self)

    def allow(self, who: User | Role, permissions: int) -> None:
        allow, deny = self.overwrites.get(who.id, (0, 0))
        self.overwrites[who.id] = (allow | permissions, deny & ~permissions)
        self._world.tell("channel_update", channel=self)

    def archive(self, *, locked: bool = False) -> None:
        """As a moderator archives a thread."""
        self.archived, self.locked = True, locked
        self._world.tell("thread_update", channel=self)

    def delete(self) -> None:
        self._world.delete_channel(self)

    def messages(self) -> list[Message]:
        """What everybody who may read the channel sees, oldest first."""
        return [one for _, one in sorted(self.held.items()) if one.only_for is None]


@dataclass(eq=False, repr=False)
class Guild:
    id: int
    name: str
    owner: User
    world: World
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    locale: str = "en-US"

    def __repr__(self) -> str:
        return f"<guild {self.id} {self.name!r}>"

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

    def add(self, user: User, permissions: int | None = None) -> None:
        """Somebody joins, with a role of these permissions where given."""
        self.world.join(self, user, permissions)

    def go_dark(self) -> None:
        """An outage of the service: the guild is not reachable, and the bot is still in it."""
        self.world.tell("guild_dark", guild=self)

    def come_back(self) -> None:
        self.world.tell("guild_back", guild=self)

    def set_bot(self, permissions: int) -> None:
        """Gives the bot's role these permissions instead."""
        role = self.roles[self.members[self.world.bot.id].roles[0]]
        role.permissions = permissions
        self.world.tell("role_update", guild=self, role=role)

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
