"""An interaction as we look at it: what was done, by whom, where, and what they may do there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import discord

from bot.core.outline import texts
from bot.model import Actor, Channel, Place
from bot.platforms.discord.settings import Settings

PLATFORM = "discord"
OWN = "dm-"
"""Begins the workspace of a person who uses the bot outside the servers that have it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One interaction; its token lives for fifteen minutes (Interactions/Receiving and Responding)."""

    id: str
    token: str
    application: str
    data: Mapping[str, Any]
    actor: Actor
    guild: str | None  # where the bot is a member too
    may_write: bool  # whether the actor may write there
    message: str = ""  # whose button was pressed
    for_one: bool = False  # that message is seen by the actor alone

    @property
    def room(self) -> str:
        """The channel, without the thread in it."""
        return self.actor.place.channel.room


def asked_of(interaction: discord.Interaction, settings: Settings) -> Asked:
    """What an interaction of discord.py says."""
    guild = _guild(interaction)
    workspace = settings.workspace(guild) if guild else f"{OWN}{interaction.user.id}"
    may = interaction.permissions
    held = {str(interaction.user.id), *(str(role) for role in _roles(interaction.user))}
    message = interaction.message
    thread = _thread(interaction)
    return Asked(
        id=str(interaction.id),
        token=interaction.token,
        application=str(interaction.application_id),
        data=dict(interaction.data or {}),
        actor=Actor(
            place=_place(interaction.channel, interaction.channel_id, workspace),
            user=str(interaction.user.id),
            manages=guild is None or manages(may, held, settings),
            managers=managers(settings),
        ),
        guild=guild,
        may_write=may.send_messages_in_threads if thread else may.send_messages,
        message=str(message.id) if message else "",
        for_one=bool(message and message.flags.ephemeral),
    )


def manages(may: discord.Permissions, held: set[str], settings: Settings) -> bool:
    """Whether somebody with these permissions, this id and these roles may change what channels get."""
    return may.manage_guild or may.administrator or bool(held & settings.managers)


def managers(settings: Settings) -> str:
    """Those who may, as a refusal names them."""
    named = [texts.NAMED_MANAGERS] if settings.managers else []
    return texts.managers(texts.SERVER_MANAGERS, *named)


def place_of(channel: object, workspace: str) -> Place:
    """A channel of a workspace, or a thread in its channel."""
    return _place(channel, getattr(channel, "id", None), workspace)


def _place(channel: object, room: int | None, workspace: str) -> Place:
    name = str(getattr(channel, "name", None) or "")
    if isinstance(channel, discord.Thread):
        parent = channel.parent.name if channel.parent else ""
        return Place(Channel(PLATFORM, workspace, str(channel.parent_id), parent), str(channel.id))
    return Place(Channel(PLATFORM, workspace, str(room), name))


def _guild(interaction: discord.Interaction) -> str | None:
    """The server where it was done, if the bot is a member of it; a person may bring the bot elsewhere."""
    if interaction.guild_id is None:
        return None
    member = interaction.client.get_guild(interaction.guild_id) is not None
    return str(interaction.guild_id) if member or interaction.is_guild_integration() else None


def _thread(interaction: discord.Interaction) -> bool:
    return isinstance(interaction.channel, discord.Thread)


def _roles(user: discord.User | discord.Member) -> list[int]:
    return [role.id for role in user.roles] if isinstance(user, discord.Member) else []
