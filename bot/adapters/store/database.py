"""Transactions: one writer at a time, readers beside it, whichever the engine."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.store.engines import IN_MEMORY, WRITES, engine_of, parse_url, reads, translated
from bot.errors import StoreBusy

T = TypeVar("T")
P = ParamSpec("P")


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
        self._parsed = parse_url(url)
        self.url = url
        self._in_memory = self._parsed.database == IN_MEMORY
        self._writer = asyncio.Lock()
        self._running: set[asyncio.Task[Any]] = set()
        self._waiting: list[_Waiting] = []
        self.engine = engine_of(self._parsed)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A connection that sees one state of the database throughout."""
        if self._in_memory:
            async with self.write() as connection:
                yield connection
            return
        with translated(self._parsed):
            async with self.engine.connect() as connection:
                await connection.execution_options(**reads(self.engine))
                yield connection

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """A connection in a transaction: all of it is kept, or, after an error, nothing."""
        async with self._writer:
            with translated(self._parsed):
                async with self.engine.connect() as connection:
                    await connection.execution_options(**WRITES)
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


def chunks(values: Sequence[T], size: int = 5_000) -> Iterator[Sequence[T]]:
    """The values in runs, as one statement takes a limited number (32,766 in SQLite)."""
    for start in range(0, len(values), size):
        yield values[start : start + size]
