"""The whole store behind `ports.Store`: its parts joined, at the newest schema."""

from __future__ import annotations

import asyncio
import math
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import func, inspect, select
from sqlalchemy.engine import Connection

from bot.adapters.store.alerts import Alerts
from bot.adapters.store.archive import Archive
from bot.adapters.store.articles import Articles
from bot.adapters.store.channels import Channels
from bot.adapters.store.corrections import Corrections
from bot.adapters.store.database import Database
from bot.adapters.store.deliveries import Deliveries
from bot.adapters.store.engines import POSTGRES, beside, file_of
from bot.adapters.store.feeds import Feeds
from bot.adapters.store.hubs import Hubs
from bot.adapters.store.leases import Leases
from bot.adapters.store.models import Models
from bot.adapters.store.places import make_private
from bot.adapters.store.platforms import Claims, Platforms
from bot.adapters.store.search import Searching
from bot.adapters.store.tables import copies
from bot.adapters.store.unfinished import Unfinished
from bot.errors import ConfigError, SchemaTooNew, StoreBusy, StoreError

LONGEST_OPENING, BETWEEN_OPENINGS = 30.0, 0.25
"""Seconds in which a database that another process holds is tried to be opened, and between two tries."""


LONGEST_ANSWER, ANSWER_HOLDS = 4.0, 1.0
"""Seconds in which a server has to answer, or is said to be gone, and in which it is not asked again."""


class SqlStore(
    Feeds,
    Hubs,
    Articles,
    Searching,
    Unfinished,
    Archive,
    Deliveries,
    Corrections,
    Alerts,
    Channels,
    Platforms,
    Models,
    Leases,
):
    """Everything that outlives a call, over SQLAlchemy Core."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.claims = Claims(database)
        self.contents = {}
        self._file = file_of(database.url)
        self._inode = _inode(self._file)
        self._looking = asyncio.Lock()
        self._looked, self._answer = -math.inf, ""

    async def lost(self) -> str:
        """Why nothing can be written that would be found at the next start; empty while it can."""
        if self.database.engine.dialect.name == POSTGRES:
            return await self._unreached()
        if self._file is None or (_inode(self._file) == self._inode and _holds_a_store(self._file)):
            return ""
        return (
            f"the database {self._file} was deleted, emptied or replaced while On Record runs: what is "
            "written now is lost when it stops; stop it, and put a backup there with `onrecord db restore`"
        )

    async def _unreached(self) -> str:
        """What the server says or does not say; who asks again at once is told the same."""
        async with self._looking:
            if time.monotonic() - self._looked >= ANSWER_HOLDS:
                self._answer = ""
                try:
                    async with asyncio.timeout(LONGEST_ANSWER), self.database.read() as connection:
                        await connection.execute(select(1))
                except StoreError as error:
                    self._answer = f"{error}; nothing is gathered or posted until it can"
                except TimeoutError:
                    self._answer = "the database does not answer; nothing is gathered or posted until it does"
                self._looked = time.monotonic()
            return self._answer

    async def size(self) -> int:
        """Bytes of the database with its journal, of all workspaces together; 0 where it is in memory."""
        if self.database.engine.dialect.name == POSTGRES:
            async with self.database.read() as connection:
                size: int = (
                    await connection.scalars(select(func.pg_database_size(func.current_database())))
                ).one()
                return size
        return sum(one.stat().st_size for one in beside(self._file)) if self._file else 0

    async def close(self) -> None:
        """Let go of the database."""
        await self.database.close()


async def open_store(url: str) -> SqlStore:
    """The store at a database URL, brought to the newest schema; raises ConfigError or a StoreError."""
    make_private(url)
    database = Database(url)
    try:
        await bring_up(database)
        await _refuse_half(database)
    except BaseException:
        await database.close()
        raise
    return SqlStore(database)


async def _refuse_half(database: Database) -> None:
    """Raise ConfigError for a database that another is still copied into."""
    if database.engine.dialect.name == POSTGRES:
        async with database.read() as connection:
            if await connection.run_sync(lambda one: inspect(one).has_table(copies.name)):
                raise ConfigError(
                    "database: a copy into it is not complete; run the same `onrecord db copy` once more"
                )


async def bring_up(database: Database) -> None:
    """Bring it to the newest schema; raises SchemaTooNew, ConfigError or StoreBusy.

    Another process that opens it at the same time is waited for: SQLite refuses to change its journal then.
    """
    loop = asyncio.get_running_loop()
    ends = loop.time() + LONGEST_OPENING
    while True:
        try:
            async with database.write() as connection:
                return await connection.run_sync(upgrade)
        except StoreBusy:
            if loop.time() >= ends:
                raise
        await asyncio.sleep(BETWEEN_OPENINGS)


async def migrate(url: str) -> None:
    """Bring the database at a URL to the newest schema; raises what `open_store` raises."""
    await (await open_store(url)).close()


def _inode(file: Path | None) -> int | None:
    try:
        return None if file is None else file.stat().st_ino
    except OSError:
        return None


def _holds_a_store(file: Path) -> bool:
    """Whether who opens the file now finds a store; our open connections go on reading what was there."""
    try:
        with closing(
            sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=0)
        ) as connection:
            return bool(connection.execute("SELECT version_num FROM alembic_version").fetchone())
    except sqlite3.OperationalError as error:
        return "no such table" not in str(error)  # busy, say
    except sqlite3.DatabaseError:
        return False


_SCRIPTS = "bot.adapters.store:migrations"


def upgrade(connection: Connection) -> None:
    """Run what is missing, within the caller's transaction; raises SchemaTooNew or ConfigError."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", _SCRIPTS)
    scripts = ScriptDirectory.from_config(config)
    current = MigrationContext.configure(connection).get_current_revision()
    if current is None:
        _refuse_foreign(connection)
    else:
        refuse_unknown(current, scripts)
    if current != scripts.get_current_head():
        command.upgrade(config, "head")


def refuse_unknown(revision: str, scripts: ScriptDirectory | None = None) -> None:
    """Raise SchemaTooNew for a schema that this On Record has not heard of."""
    scripts = scripts or _scripts()
    if revision not in {script.revision for script in scripts.walk_revisions()}:
        raise SchemaTooNew(
            f"the database has schema {revision} of a later On Record; run that version, or restore a backup"
        )


def _scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", _SCRIPTS)
    return ScriptDirectory.from_config(config)


def _refuse_foreign(connection: Connection) -> None:
    tables = [name for name in inspect(connection).get_table_names() if name != "alembic_version"]
    if tables:
        raise ConfigError(f"database: it belongs to another program (it has {tables[0]}); choose another")
