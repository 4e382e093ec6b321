"""What the chat platforms look like from here: tokens, scopes, channels."""

from __future__ import annotations

from bot.app.opening import Newsroom, clock, open_newsroom
from bot.app.platforms import discord_settings, slack_settings, vault_of
from bot.config import Config
from bot.model import Channel, Finding


async def examine_slack(config: Config) -> list[Finding]:
    """What was found of Slack, and of the channels that get digests there."""
    from bot.platforms.slack.doctor import examine

    async with open_newsroom(config) as newsroom:
        channels = await _channels(newsroom, "slack")
        return await examine(slack_settings(config), newsroom.store, vault_of(config), clock, channels)


async def examine_discord(config: Config) -> list[Finding]:
    """What was found of Discord, and of the channels that get digests there."""
    from bot.platforms.discord.doctor import examine

    async with open_newsroom(config) as newsroom:
        return await examine(discord_settings(config), await _channels(newsroom, "discord"))


async def _channels(newsroom: Newsroom, platform: str) -> list[Channel]:
    orders = await newsroom.store.subscriptions()
    return [order.channel for order in orders if order.channel.platform == platform]
