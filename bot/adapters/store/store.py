"""The whole store behind `ports.Store`: one class a room of it, joined here."""

from __future__ import annotations

from pathlib import Path

from bot.adapters.store.database import Database, file_of
from bot.adapters.store.deliveries import Deliveries
from bot.adapters.store.drafts import Drafted
from bot.adapters.store.events import Claims, Events
from bot.adapters.store.feeds import Feeds
from bot.adapters.store.installations import Installed
from bot.adapters.store.library import Library
from bot.adapters.store.messages import Messages
from bot.adapters.store.preferences import Tastes
from bot.adapters.store.reports import Reports
from bot.adapters.store.saved_commands import Wishes
from bot.adapters.store.schema import upgrade
from bot.adapters.store.spending import Spending
from bot.adapters.store.threads import Threads
from bot.adapters.store.workspaces import Workspaces
from bot.errors import ConfigError


class SqlStore(
    Feeds,
    Library,
    Deliveries,
    Tastes,
    Messages,
    Reports,
    Threads,
    Wishes,
    Events,
    Installed,
    Workspaces,
    Drafted,
    Spending,
):
    """Everything that outlives a call, over SQLAlchemy Core."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.claims = Claims(database)
        self._file = file_of(database.url)
        self._inode = _inode(self._file)

    def lost(self) -> str:
        """Why nothing that is written now would be found at the next start; empty while it would."""
        if self._file is None or _inode(self._file) == self._inode:
            return ""
        return (
            f"the database {self._file} was deleted or replaced while On Record runs: what is written now "
            "is lost when it stops; stop it, and put a backup there with `onrecord db restore`"
        )

    async def close(self) -> None:
        """Let go of the database."""
        await self.database.close()


async def open_store(url: str) -> SqlStore:
    """The store at a database URL, brought to the newest schema; raises ConfigError or a StoreError."""
    _make_folder(url)
    database = Database(url)
    try:
        async with database.write() as connection:
            await connection.run_sync(upgrade)
    except BaseException:
        await database.close()
        raise
    return SqlStore(database)


async def migrate(url: str) -> None:
    """Bring the database at a URL to the newest schema; raises what `open_store` raises."""
    await (await open_store(url)).close()


def _inode(file: Path | None) -> int | None:
    try:
        return None if file is None else file.stat().st_ino
    except OSError:
        return None


def _make_folder(url: str) -> None:
    path = file_of(url)
    if path is None:
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"database: the folder {path.parent} cannot be made ({error.strerror})") from error
