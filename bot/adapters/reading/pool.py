"""The workers, as the program sees them: started when there is something to read, ended when idle."""

from __future__ import annotations

import asyncio
import os
import pickle
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import ParamSpec, Self, TypeVar, cast

from bot.adapters.reading.worker import LENGTH
from bot.errors import Unavailable

P = ParamSpec("P")
T = TypeVar("T")

SECONDS = 20
"""For the reading of one body, without its wait for a worker; a large page takes one second."""

MEMORY = 1_000_000_000
"""Bytes of addresses of one worker, the program itself included; a large page takes a fifth of it."""

WORKERS = min(2, os.cpu_count() or 1)
IDLE = 60
"""Seconds after which a worker that has nothing to do ends."""

_SETTINGS = "ONRECORD_"  # how the names of settings begin, those of tokens and keys among them
_GRACE = 60  # seconds for a worker to start on a busy machine; its own alarm ends it long before
_LONGEST_ANSWER = 1 << 26  # bytes held back in the pipe, so that a worker's end is always seen


class _Died(Exception):
    """A worker ended in the middle of a job; `again` where another may do better at once."""

    def __init__(self, reason: str, again: bool = False) -> None:
        super().__init__(reason)
        self.again = again


class ReadingPool:
    """A `Reading` in processes of its own, each job within limits of time and memory."""

    def __init__(
        self, seconds: float = SECONDS, memory: int = MEMORY, workers: int = WORKERS, idle: float = IDLE
    ) -> None:
        self.seconds, self.memory, self.idle = seconds, memory, idle
        self._turns = asyncio.Semaphore(workers)
        self._resting: dict[Process, asyncio.TimerHandle] = {}
        self._alive: set[Process] = set()
        self._ending: set[asyncio.Task[int]] = set()

    async def __aenter__(self) -> Self:
        """Nothing is started yet."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End all workers."""
        for timer in self._resting.values():
            timer.cancel()
        self._resting.clear()
        await asyncio.gather(*map(self._end, tuple(self._alive)))

    @property
    def workers(self) -> tuple[int, ...]:
        """The process ids of those that live."""
        return tuple(process.pid for process in self._alive if process.returncode is None)

    async def read(self, url: str, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `work`, a function of a module, gives; raises what it raises, or Unavailable at a limit."""
        job = pickle.dumps((work, args, kwargs))
        async with self._turns:
            for last in (False, True):
                try:
                    well, result = await self._done(job)
                    break
                except _Died as died:
                    if last or not died.again:
                        raise Unavailable(url, str(died)) from died
        if well:
            return cast("T", result)
        raise cast("Exception", result)

    async def _done(self, job: bytes) -> tuple[bool, object]:
        """Whether it went well, and the result or the error."""
        process = await self._worker()
        try:
            async with asyncio.timeout(self.seconds + _GRACE):
                well, result = pickle.loads(await _answer(process, job))  # noqa: S301 - from our own worker
        except (TimeoutError, EOFError, ConnectionError) as error:
            raise self._death(error, await self._end(process)) from error
        except BaseException:
            await self._end(process)
            raise
        if isinstance(result, MemoryError):
            await self._end(process)
            raise _Died("reading took more memory than it may")
        self._rest(process)
        return well, result

    def _death(self, error: Exception, code: int) -> _Died:
        if isinstance(error, TimeoutError) or code == -signal.SIGALRM:
            return _Died(f"reading took longer than {self.seconds:g} seconds")
        return _Died("what reads it broke off", again=True)

    async def _worker(self) -> Process:
        """One that rests, else a new one."""
        while self._resting:
            process, timer = self._resting.popitem()
            timer.cancel()
            if process.returncode is None:
                return process
            self._alive.discard(process)
        command = ("-P", "-m", "bot.adapters.reading.worker", str(self.seconds), str(self.memory))
        found = os.pathsep.join(map(os.path.abspath, sys.path))  # the same code, however we were started
        # what reads strangers' pages holds no token and no key
        around = {name: value for name, value in os.environ.items() if not name.startswith(_SETTINGS)}
        try:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                *command,
                stdin=PIPE,
                stdout=PIPE,
                env={**around, "PYTHONPATH": found},
                limit=_LONGEST_ANSWER,
                start_new_session=True,  # a Ctrl-C is for the program, which ends its workers itself
            )
        except OSError as error:
            raise _Died(f"nothing could be started to read it ({error.strerror})") from error
        self._alive.add(process)
        return process

    def _rest(self, process: Process) -> None:
        timer = asyncio.get_running_loop().call_later(self.idle, self._retire, process)
        self._resting[process] = timer

    def _retire(self, process: Process) -> None:
        del self._resting[process]
        ending = asyncio.create_task(self._end(process))
        self._ending.add(ending)
        ending.add_done_callback(self._ending.discard)

    async def _end(self, process: Process) -> int:
        """How it ended: by itself, or now."""
        try:
            with suppress(TimeoutError):
                # one whose pipe has ended is about to say how it died
                async with asyncio.timeout(1 if process.stdout and process.stdout.at_eof() else 0):
                    return await process.wait()
            with suppress(ProcessLookupError):
                process.kill()
            return await process.wait()
        finally:
            self._alive.discard(process)


async def _answer(process: Process, job: bytes) -> bytes:
    if process.stdin is None or process.stdout is None:
        raise EOFError
    process.stdin.writelines((LENGTH.pack(len(job)), job))
    await process.stdin.drain()
    return await process.stdout.readexactly(LENGTH.unpack(await process.stdout.readexactly(LENGTH.size))[0])
