"""The engine: one writer at a time, readers beside it, and one spot where its errors become ours."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import URL, StaticPool, event, make_url
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import ConfigError, StoreBusy, StoreError

BUSY_SECONDS = 15
"""How long a writer of another process is waited for."""

CONNECTIONS, POOL_SECONDS = 4, 60
"""Connections that are kept open, and how long one is waited for: each has a thread, and a new one takes
longer than most reads."""

CACHE_MEGABYTES, CHECKPOINT_PAGES = 32, 4_000
"""What a connection holds of the file at the most, and what is written beside it before it is written into
it: an import of a large file touches thousands of pages at once."""

IN_MEMORY = ":memory:"
REMEDY = "use a URL like sqlite:///onrecord.db"

T = TypeVar("T")
P = ParamSpec("P")


def parse_url(url: str) -> URL:
    """The parsed database URL; raises ConfigError when it is not one of SQLite."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise ConfigError(f"database: {url!r} is not a database URL; {REMEDY}") from error
    backend = parsed.get_backend_name()
    if backend in ("postgresql", "postgres"):
        raise ConfigError(f"database: PostgreSQL is not there yet; {REMEDY}")
    if backend != "sqlite":
        raise ConfigError(f"database: {backend} is not supported; {REMEDY}")
    if parsed.database in (None, ""):
        raise ConfigError(f"database: {url!r} names no file; {REMEDY}")
    return parsed


def file_of(url: str) -> Path | None:
    """The file that a database URL names; None for one in memory."""
    name = parse_url(url).database
    return None if name is None or name == IN_MEMORY else Path(name)


@contextmanager
def translated(url: str | None = None) -> Iterator[None]:
    """Turns whatever SQLAlchemy raises within into a `StoreError`, or a `ConfigError` about `url`."""
    try:
        yield
    except DBAPIError as error:
        raise _named(str(error.orig), url) from error
    except SQLAlchemyError as error:
        raise StoreError(f"the database: {error}") from error


def _named(reason: str, url: str | None) -> ConfigError | StoreError:
    if "database is locked" in reason or "database table is locked" in reason:
        return StoreBusy("the database is busy: another On Record writes to it; try again in a moment")
    where = "the database" if url is None else url
    if "not a database" in reason or "malformed" in reason:
        return ConfigError(f"database: {where} is damaged or no SQLite database; restore a backup")
    if "unable to open" in reason or "readonly" in reason:
        return ConfigError(f"database: {where} cannot be written ({reason}); choose another path")
    return StoreError(f"the database: {reason}")


Work = Callable[[AsyncConnection], Awaitable[T]]
"""What is done within a transaction."""


@dataclass(eq=False, slots=True)
class _Waiting:
    """Work whose caller waits until it is kept."""

    work: Work[Any]
    done: asyncio.Future[Any]

    def fail(self, error: BaseException) -> None:
        if not self.done.done():
            self.done.set_exception(error)


class Database:
    """Transactions on one database; in memory, readers wait for the writer, as there is one connection."""

    def __init__(self, url: str) -> None:
        parsed = parse_url(url)
        self.url = url
        self._in_memory = file_of(url) is None
        self._writer = asyncio.Lock()
        self._running: set[asyncio.Task[Any]] = set()
        self._waiting: list[_Waiting] = []
        self.engine = _engine(parsed, self._in_memory)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A connection that sees one state of the database throughout."""
        if self._in_memory:
            async with self.write() as connection:
                yield connection
            return
        with translated(self.url):
            async with self.engine.connect() as connection:
                yield connection

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """A connection in a transaction: all of it is kept, or, after an error, nothing."""
        async with self._writer:
            with translated(self.url):
                async with self.engine.connect() as connection:
                    await connection.execution_options(onrecord_writes=True)
                    async with connection.begin():
                        yield connection

    async def write_together(self, work: Work[T]) -> T:
        """Do the work in one transaction with what else waits to be written; it is kept on return.

        A commit waits for the disk, so that small writes of many senders cost what a few do. Work that
        fails takes none of the others with it.
        """
        mine = _Waiting(work, asyncio.get_running_loop().create_future())
        self._waiting.append(mine)
        if len(self._waiting) == 1:
            await self._write_waiting()
        found: T = await mine.done
        return found

    async def _write_waiting(self) -> None:
        """Whoever waits first writes for all that wait once it is its turn."""
        some: list[_Waiting] = []
        try:
            async with self.write() as connection:
                some, self._waiting = self._waiting, []
                found = [await one.work(connection) for one in some]
        except BaseException as error:  # noqa: BLE001 - its callers get it
            if not some:  # there was no transaction for anybody
                some, self._waiting = self._waiting, []
            if len(some) > 1 and isinstance(error, Exception) and not isinstance(error, StoreBusy):
                await self._write_alone(some)
                return
            for one in some:
                one.fail(error)
            return
        for one, result in zip(some, found, strict=True):
            one.done.set_result(result)

    async def _write_alone(self, several: Sequence[_Waiting]) -> None:
        for one in several:
            try:
                async with self.write() as connection:
                    result = await one.work(connection)
            except BaseException as error:  # noqa: BLE001 - its caller gets it
                one.fail(error)
            else:
                one.done.set_result(result)

    async def shield(self, work: Coroutine[Any, Any, T]) -> T:
        """Do the work to its end even when its caller is cancelled: half a transaction keeps its lock."""
        task = asyncio.ensure_future(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return await asyncio.shield(task)

    async def close(self) -> None:
        """Let go of every connection, once what runs has ended."""
        await asyncio.gather(*self._running, return_exceptions=True)
        await self.engine.dispose()


class Room:
    """A part of the store: its methods are those of one port."""

    database: Database


R = TypeVar("R", bound=Room)


def uninterrupted(
    method: Callable[Concatenate[R, P], Coroutine[Any, Any, T]],
) -> Callable[Concatenate[R, P], Coroutine[Any, Any, T]]:
    """The method, seen through to its end when its caller is cancelled."""

    @functools.wraps(method)
    async def whole(room: R, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return await room.database.shield(method(room, *args, **kwargs))

    return whole


def _engine(url: URL, in_memory: bool) -> AsyncEngine:
    pooled = {"pool_size": CONNECTIONS, "max_overflow": 0, "pool_timeout": POOL_SECONDS}
    options: dict[str, Any] = {"poolclass": StaticPool} if in_memory else pooled
    engine = create_async_engine(url.set(drivername="sqlite+aiosqlite"), **options)
    event.listen(engine.sync_engine, "connect", _prepare)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _prepare(connection: DBAPIConnection, _record: object) -> None:
    """Synchronous FULL: a posted digest must still be known after a power cut, and commits are few."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout = {BUSY_SECONDS * 1000}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        f"cache_size = -{CACHE_MEGABYTES * 1000}",
        f"wal_autocheckpoint = {CHECKPOINT_PAGES}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    """A writer takes its lock at once: one that starts as a reader can be refused at its first write."""
    writes = connection.get_execution_options().get("onrecord_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def chunks(values: Sequence[T], size: int = 5_000) -> Iterator[Sequence[T]]:
    """The values in runs, as one statement takes a limited number (32,766 in SQLite)."""
    for start in range(0, len(values), size):
        yield values[start : start + size]
