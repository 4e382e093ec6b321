"""What is done to the store as a whole."""

from __future__ import annotations

from pathlib import Path

from bot.config import Config


async def migrate(config: Config) -> None:
    """Bring the store to this version's schema."""
    from bot.adapters import store

    await store.migrate(config.database)


async def backup(config: Config, file: Path) -> None:
    """Copy the store to a file, while it is in use."""
    from bot.adapters import store

    await store.backup(config.database, file)


async def restore(config: Config, file: Path) -> Path | None:
    """Put a backup in the store's place; gives where the store of before is kept."""
    from bot.adapters import store

    return await store.restore(file, config.database)
