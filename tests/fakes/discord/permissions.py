"""Permission bits, and what somebody may do in a channel (Discord docs, Topics/Permissions)."""

from __future__ import annotations

from enum import IntFlag
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.fakes.discord.objects import Channel, Guild, User


class May(IntFlag):
    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    MANAGE_ROLES = 1 << 28
    MANAGE_WEBHOOKS = 1 << 29
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    CREATE_PRIVATE_THREADS = 1 << 36
    SEND_MESSAGES_IN_THREADS = 1 << 38
    USE_EXTERNAL_APPS = 1 << 50
    PIN_MESSAGES = 1 << 51


ALL = May((1 << 52) - 1)
MEMBER = (
    May.ADD_REACTIONS
    | May.VIEW_CHANNEL
    | May.SEND_MESSAGES
    | May.EMBED_LINKS
    | May.ATTACH_FILES
    | May.READ_MESSAGE_HISTORY
    | May.USE_APPLICATION_COMMANDS
    | May.CREATE_PUBLIC_THREADS
    | May.SEND_MESSAGES_IN_THREADS
    | May.USE_EXTERNAL_APPS
)


def in_guild(user: User, guild: Guild) -> May:
    """What the roles give, before a channel's overwrites."""
    if user.id == guild.owner.id:
        return ALL
    granted = guild.roles[guild.id].permissions
    member = guild.members.get(user.id)
    for role in member.roles if member else []:
        granted |= guild.roles[role].permissions
    return ALL if granted & May.ADMINISTRATOR else May(granted)


def in_channel(user: User, channel: Channel) -> May:
    """What somebody may do there; a thread follows its parent, a direct message allows what it can."""
    if channel.guild is None:
        return MEMBER if user in channel.recipients else May(0)
    guild = channel.guild
    if user.id not in guild.members:
        return May(0)
    granted = in_guild(user, guild)
    if granted == ALL:
        return ALL
    overwrites = (channel.parent or channel).overwrites
    ours = [overwrites[role] for role in guild.members[user.id].roles if role in overwrites]
    steps = [overwrites.get(guild.id), *(_joined(ours)), overwrites.get(user.id)]
    for step in steps:
        if step:
            allow, deny = step
            granted = granted & ~deny | allow
    return May(granted) if granted & May.VIEW_CHANNEL else May(0)


def _joined(overwrites: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """All of a member's roles count at once: what one allows, another does not take away."""
    allow = deny = 0
    for one in overwrites:
        allow, deny = allow | one[0], deny | one[1]
    return [(allow, deny)] if overwrites else []
