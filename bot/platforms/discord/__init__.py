"""Discord as a platform."""

from bot.platforms.discord.client import DiscordPlatform
from bot.platforms.discord.settings import DiscordSettings

__all__ = ["DiscordPlatform", "DiscordSettings"]
