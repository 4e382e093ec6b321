"""Discord as a platform."""

from bot.platforms.discord.client import DiscordPlatform
from bot.platforms.discord.settings import Settings

__all__ = ["DiscordPlatform", "Settings"]
