"""People and the bot: who acts where, who may change things, and what the bot may do in a channel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import IntFlag
from typing import Any

import discord

from bot.core.outline import texts
from bot.model import DIRECT, Actor, Channel, Place
from bot.platforms.discord.api import Api
from bot.platforms.discord.settings import PLATFORM, DiscordSettings

Json = Mapping[str, Any]


class May(IntFlag):
    """The permissions that On Record looks at (Topics/Permissions: Bitwise Permission Flags)."""

    ADMINISTRATOR = 1 << 3
    MANAGE_GUILD = 1 << 5
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    EMBED_LINKS = 1 << 14
    READ_MESSAGE_HISTORY = 1 << 16
    CREATE_PUBLIC_THREADS = 1 << 35
    SEND_MESSAGES_IN_THREADS = 1 << 38

    @property
    def title(self) -> str:
        """As the server settings call it."""
        return _TITLES.get(self, (self.name or "").replace("_", " ").title())


_TITLES = {May.MANAGE_GUILD: "Manage Server", May.SEND_MESSAGES_IN_THREADS: "Send Messages in Threads"}

TEXT, ANNOUNCEMENT, FORUM, MEDIA = 0, 5, 15, 16
THREADS = (10, 11, 12)
FORUMS = (FORUM, MEDIA)
WITH_THREADS = (TEXT, ANNOUNCEMENT)
"""Channel types (Resources/Channel)."""

LEAST = (
    May.VIEW_CHANNEL
    | May.SEND_MESSAGES
    | May.READ_MESSAGE_HISTORY
    | May.CREATE_PUBLIC_THREADS
    | May.SEND_MESSAGES_IN_THREADS
)
"""What an invitation asks for: post, find again what was posted, and answer in threads."""

_EVERY = ~May(0)


def place_of(channel: object, workspace: str, room: int | None = None) -> Place:
    """A channel of a workspace, or a thread in its channel; `room` is its id where that alone is known."""
    name = str(getattr(channel, "name", None) or "")
    if isinstance(channel, discord.Thread):
        parent = channel.parent.name if channel.parent else ""
        return Place(Channel(PLATFORM, workspace, str(channel.parent_id), parent), str(channel.id))
    return Place(Channel(PLATFORM, workspace, str(room or getattr(channel, "id", None)), name))


def actor_of(
    user: discord.User | discord.Member,
    place: Place,
    may: discord.Permissions,
    settings: DiscordSettings,
    *,
    alone: bool = False,
) -> Actor:
    """Somebody with these permissions in a place; who is `alone` in a workspace manages it."""
    roles = {str(role.id) for role in user.roles} if isinstance(user, discord.Member) else set()
    named = bool(({str(user.id)} | roles) & settings.managers)
    others = [texts.NAMED_MANAGERS] if settings.managers else []
    return Actor(
        place=place,
        user=str(user.id),
        manages=alone or may.manage_guild or may.administrator or named,
        managers=texts.managers(texts.SERVER_MANAGERS, *others),
        direct=alone,
        own=f"{DIRECT}{user.id}",
    )


async def permissions_in(api: Api, channel: Json) -> May:
    """What the bot may do in a channel; in a thread, what it may do in the thread's channel."""
    if "parent_id" in channel and "thread_metadata" in channel:
        channel = await api.channel(str(channel["parent_id"]))
    guild_id = str(channel["guild_id"])
    guild = await api.get("/guilds/{guild_id}", guild_id=guild_id)
    me = await api.get("/users/@me")
    member = await api.get("/guilds/{guild_id}/members/{user_id}", guild_id=guild_id, user_id=me["id"])
    return granted(guild, member, channel)


async def missing_permissions(api: Api, channel: Json, settings: DiscordSettings) -> list[str]:
    """The names of the permissions that a digest needs in this channel and does not have."""
    has = await permissions_in(api, channel)
    return missing(has, needed(channel["type"], classic=settings.classic(channel.get("guild_id"))))


def needed(kind: int, *, classic: bool) -> May:
    """What a digest needs in a channel of this type."""
    more = May.EMBED_LINKS if classic else May(0)
    return (LEAST & ~May.CREATE_PUBLIC_THREADS if kind in FORUMS else LEAST) | more


def granted(guild: Json, member: Json, channel: Json) -> May:
    """What a member may do in a channel, from the API's JSON (Topics/Permissions: Permission Overwrites)."""
    me, everyone = str(member["user"]["id"]), str(guild["id"])
    if str(guild.get("owner_id")) == me:
        return _EVERY
    mine = {everyone, *map(str, member["roles"])}
    base = May(0)
    for role in guild["roles"]:
        if str(role["id"]) in mine:
            base |= May(int(role["permissions"]) & int(_EVERY))
    if base & May.ADMINISTRATOR:
        return _EVERY
    overwrites = channel.get("permission_overwrites", ())
    for whose in ({everyone}, mine - {everyone}, {me}):
        base = _overwritten(base, [one for one in overwrites if str(one["id"]) in whose])
    return base if base & May.VIEW_CHANNEL else May(0)


def missing(has: May, needs: May) -> list[str]:
    """The names of what is needed and not there."""
    return [one.title for one in May if needs & one and not has & one]


def invitation(application: str, *, classic: bool) -> str:
    """The address that adds the bot to a server with the least permissions."""
    wanted = LEAST | (May.EMBED_LINKS if classic else May(0))
    scopes = "scope=bot+applications.commands"
    return f"https://discord.com/oauth2/authorize?client_id={application}&{scopes}&permissions={int(wanted)}"


def _overwritten(base: May, overwrites: Iterable[Json]) -> May:
    """All of one step count at once: what one allows, another does not take away."""
    allow = deny = 0
    for one in overwrites:
        allow, deny = allow | int(one["allow"]), deny | int(one["deny"])
    return (base & ~May(deny & int(_EVERY))) | May(allow & int(_EVERY))
