"""Looks at token, intent, servers and channels, gives the invitation, names what to do about each fault."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from bot.errors import BotError, ConfigError, NotAllowed, PlatformError
from bot.model import Channel, Finding
from bot.platforms.discord.api import Api, Json
from bot.platforms.discord.errors import NO_INTENT, REFUSED_LOGIN
from bot.platforms.discord.forum import general_tag, needs_tag
from bot.platforms.discord.gateway import Gateway
from bot.platforms.discord.settings import PERSONAL, PLATFORM, DiscordSettings
from bot.platforms.discord.users import FORUMS, invitation, missing_permissions

CONTENT = 1 << 18 | 1 << 19
"""Application flags that say the message content intent is on (Resources/Application: Application Flags)."""


async def examine(settings: DiscordSettings, channels: Sequence[Channel] = ()) -> list[Finding]:
    """What was found of Discord, in the order in which it matters; the channels are those that get digests.

    It asks the HTTP API alone and opens no gateway, so that it can be run beside the bot.
    """
    if not settings.token:
        return [
            Finding("discord", False, "set ONRECORD_DISCORD_TOKEN; docs/discord.md shows where to find it")
        ]
    gateway = Gateway(settings)
    try:
        await gateway.authenticate()
    except BotError as error:
        return [Finding("discord token", False, str(error))]
    try:
        return [found async for found in _findings(gateway, settings, channels)]
    finally:
        await gateway.http.close()


async def _findings(
    gateway: Gateway, settings: DiscordSettings, channels: Sequence[Channel]
) -> AsyncIterator[Finding]:
    try:
        about = await gateway.api.get("/oauth2/applications/@me")
        servers = await gateway.api.get_list("/users/@me/guilds")
    except ConfigError:
        yield Finding("discord token", False, REFUSED_LOGIN)
        return
    except PlatformError as error:
        yield Finding("discord", False, str(error))
        return
    yield Finding("discord token", True, f"belongs to {about['name']}")
    yield Finding("discord invitation", True, invitation(str(about["id"]), classic=bool(settings.embeds)))
    yield _intent(about, settings)
    names = ", ".join(str(one["name"]) for one in servers)
    yield Finding(
        "discord servers", bool(servers), names or "none yet; open the invitation to add the bot to one"
    )
    if settings.home and settings.home not in {str(one["id"]) for one in servers}:
        yield Finding("discord home", False, f"the bot is not in the server {settings.home} (discord.home)")
    for channel in channels:
        if channel.platform == PLATFORM and not channel.workspace.startswith(PERSONAL):
            yield await _channel(gateway.api, settings, channel)


def _intent(about: Json, settings: DiscordSettings) -> Finding:
    what = "discord message content"
    if not settings.read_threads:
        return Finding(what, True, "not asked for: threads are read only where people mention the bot")
    on = bool(int(about.get("flags") or 0) & CONTENT)
    return Finding(what, on, "may be read" if on else NO_INTENT)


async def _channel(api: Api, settings: DiscordSettings, channel: Channel) -> Finding:
    what = f"discord channel {channel.name or channel.room}"
    try:
        found = await api.channel(channel.room)
        lacks = await missing_permissions(api, found, settings)
    except BotError as error:
        return Finding(what, False, str(error))
    name = found.get("name") or channel.room
    if lacks:
        says = f"{', '.join(lacks)} missing; allow it under #{name}, Edit Channel, Permissions"
        return Finding(what, False, says)
    if found["type"] in FORUMS and needs_tag(found):
        try:
            general_tag(found)
        except NotAllowed as error:
            return Finding(what, False, str(error))
    return Finding(what, True, f"the bot has what it needs in #{name}")
