"""What the chat platforms look like from here: tokens, scopes, channels."""

from __future__ import annotations

from bot.app.opening import clock, open_newsroom
from bot.app.platforms import discord_settings, slack_settings, vault_of
from bot.config import Config
from bot.model import Finding


async def examine_slack(config: Config) -> list[Finding]:
    """What was found of Slack, and of the channels that get digests there."""
    from bot.platforms.slack.doctor import examine

    async with open_newsroom(config) as newsroom:
        orders = await newsroom.store.subscriptions()
        channels = [order.channel for order in orders if order.channel.platform == "slack"]
        return await examine(slack_settings(config), newsroom.store, vault_of(config), clock, channels)


async def examine_discord(config: Config) -> list[Finding]:
    """What was found of Discord, and of the channels that get digests there."""
    from bot.platforms.discord.doctor import examine

    async with open_newsroom(config) as newsroom:
        orders = await newsroom.store.subscriptions()
        channels = [order.channel for order in orders if order.channel.platform == "discord"]
        return await examine(discord_settings(config), channels)
