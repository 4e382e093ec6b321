"""What the gateway tells of a change in the world, and to whom (Discord docs, Events/Gateway Events)."""

from __future__ import annotations

from typing import Any

from tests.fakes.discord import wire
from tests.fakes.discord.gateway import Gateway
from tests.fakes.discord.objects import Channel, Guild, Message, Role
from tests.fakes.discord.sessions import CONTENT, DIRECT, GUILDS, MESSAGES
from tests.fakes.discord.world import World


class Events:
    """Turns the world's changes into dispatches."""

    def __init__(self, world: World, gateway: Gateway) -> None:
        self._world = world
        self._gateway = gateway
        world.listeners.append(self._on)

    def _on(self, event: str, what: dict[str, Any]) -> None:
        getattr(self, f"_{event}")(**what)

    def _bot_is_in(self, guild: Guild | None) -> bool:
        return guild is not None and self._world.bot.id in guild.members

    def _message_create(self, message: Message) -> None:
        self._message("MESSAGE_CREATE", message)

    def _message_update(self, message: Message) -> None:
        self._message("MESSAGE_UPDATE", message)

    def _message(self, event: str, message: Message) -> None:
        bot, channel = self._world.bot, message.channel
        if message.only_for or not wire.sees(bot, channel):
            return
        for session in self._gateway.sessions.values():
            read = bool(session.intents & CONTENT)
            wanted = DIRECT if channel.guild is None else MESSAGES
            guild_id = channel.guild.id if channel.guild else None
            if session.intents & wanted and ((guild_id or 0) >> 22) % session.shard[1] == session.shard[0]:
                session.dispatch(event, wire.message(message, bot, content=read, gateway=True))

    def _message_delete(self, message: Message) -> None:
        channel = message.channel
        if message.only_for or not wire.sees(self._world.bot, channel):
            return
        data = {"id": str(message.id), "channel_id": str(channel.id)}
        if channel.guild:
            data["guild_id"] = str(channel.guild.id)
        intent = MESSAGES if channel.guild else DIRECT
        guild_id = channel.guild.id if channel.guild else None
        self._gateway.dispatch("MESSAGE_DELETE", data, intents=intent, guild_id=guild_id)

    def _channel(self, event: str, channel: Channel) -> None:
        if channel.guild and self._bot_is_in(channel.guild):
            data = wire.channel(channel, self._world.bot)
            self._gateway.dispatch(event, data, intents=GUILDS, guild_id=channel.guild.id)

    def _channel_create(self, channel: Channel) -> None:
        self._channel("CHANNEL_CREATE", channel)

    def _channel_update(self, channel: Channel) -> None:
        self._channel("CHANNEL_UPDATE", channel)

    def _channel_delete(self, channel: Channel) -> None:
        self._channel("CHANNEL_DELETE", channel)

    def _thread_create(self, channel: Channel) -> None:
        if channel.guild and wire.sees(self._world.bot, channel):
            data = wire.thread(channel, self._world.bot) | {"newly_created": True}
            self._gateway.dispatch("THREAD_CREATE", data, intents=GUILDS, guild_id=channel.guild.id)

    def _thread_update(self, channel: Channel) -> None:
        if wire.sees(self._world.bot, channel):
            self._channel("THREAD_UPDATE", channel)

    def _thread_delete(self, channel: Channel) -> None:
        if channel.guild and channel.parent and self._bot_is_in(channel.guild):
            data = {
                "id": str(channel.id),
                "guild_id": str(channel.guild.id),
                "parent_id": str(channel.parent.id),
                "type": channel.type,
            }
            self._gateway.dispatch("THREAD_DELETE", data, intents=GUILDS, guild_id=channel.guild.id)

    def _guild_join(self, guild: Guild) -> None:
        data = wire.guild_create(guild, self._world.bot, self._world.threads(guild, archived=False))
        data.pop("unavailable")  # so a client tells a join from a guild that came back
        self._gateway.dispatch("GUILD_CREATE", data, intents=GUILDS, guild_id=guild.id)

    def _guild_leave(self, guild: Guild) -> None:
        self._gateway.dispatch("GUILD_DELETE", {"id": str(guild.id)}, intents=GUILDS, guild_id=guild.id)

    def _guild_dark(self, guild: Guild) -> None:
        data = {"id": str(guild.id), "unavailable": True}
        self._gateway.dispatch("GUILD_DELETE", data, intents=GUILDS, guild_id=guild.id)

    def _guild_back(self, guild: Guild) -> None:
        data = wire.guild_create(guild, self._world.bot, self._world.threads(guild, archived=False))
        self._gateway.dispatch("GUILD_CREATE", data, intents=GUILDS, guild_id=guild.id)

    def _role_create(self, guild: Guild, role: Role) -> None:
        self._role("GUILD_ROLE_CREATE", guild, role)

    def _role_update(self, guild: Guild, role: Role) -> None:
        self._role("GUILD_ROLE_UPDATE", guild, role)

    def _role(self, event: str, guild: Guild, role: Role) -> None:
        if self._bot_is_in(guild):
            data = {"guild_id": str(guild.id), "role": wire.role(role)}
            self._gateway.dispatch(event, data, intents=GUILDS, guild_id=guild.id)

    def _interaction(self, interaction: Any, data: dict[str, Any]) -> None:
        guild = interaction.channel.guild
        self._gateway.dispatch("INTERACTION_CREATE", data, guild_id=guild.id if guild else None)
