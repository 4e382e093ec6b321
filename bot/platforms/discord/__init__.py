"""Discord as a platform."""

from bot.platforms.discord.client import DiscordPlatform
from bot.platforms.discord.settings import DiscordSettings
from bot.platforms.discord.shards import Sharing

__all__ = ["DiscordPlatform", "DiscordSettings", "Sharing"]
