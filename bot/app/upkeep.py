"""What those who look after On Record do: examine the platforms, migrate, back up and restore the store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

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
    return list(dict.fromkeys(order.channel for order in orders if order.channel.platform == platform))


async def migrate(config: Config) -> None:
    """Bring the store to this version's schema."""
    from bot.adapters import store

    await store.migrate(config.database)


async def backup(config: Config, file: Path) -> Path:
    """Copy the store to a new file, or one in a folder, while it is in use; gives its path."""
    from bot.adapters import store

    return await store.backup(config.database, file, clock())


async def copy_store(source: str, target: str, tell: Callable[[int], None]) -> Mapping[str, int]:
    """Copy a store from SQLite to PostgreSQL; gives how many rows of each kind there are."""
    from bot.adapters import store

    return await store.copy(source, target, tell)


async def restore(config: Config, file: Path) -> Path | None:
    """Put a backup in the store's place; gives where the store of before is kept."""
    from bot.adapters import store

    return await store.restore(file, config.database)
