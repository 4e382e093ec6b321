"""Whose turn it is: what waits to be sent on one platform, so that nobody waits for another for long."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.model import Channel, Delivery

SENDERS = 32
"""Deliveries sent side by side on each platform."""

A_WORKSPACE = 8
"""Of these for one workspace: platforms count by workspace, and the others need not wait for its limit."""


@dataclass(eq=False, slots=True)
class Turns:
    """One platform's deliveries: workspaces in turn, the channels of each in turn, those of one in order.

    Whoever adds some has them sent, together with those who added others: the more there is, the more
    send, up to the limits.
    """

    send: Callable[[str], Awaitable[None]]
    _workspaces: dict[str, dict[Channel, deque[str]]] = field(default_factory=dict)  # the next comes first
    _busy: dict[Channel, deque[str]] = field(default_factory=dict)  # what waits there behind what is sent
    _sending: Counter[str] = field(default_factory=Counter)
    _unsent: dict[str, asyncio.Future[None]] = field(default_factory=dict)
    _senders: set[asyncio.Task[None]] = field(default_factory=set)

    def add(self, delivery: Delivery) -> asyncio.Future[None]:
        """Put it behind the others of its channel; done once it was sent or not, also if it waits already."""
        if (known := self._unsent.get(delivery.id)) is not None:
            return known
        done = self._unsent[delivery.id] = asyncio.get_running_loop().create_future()
        channel = delivery.channel
        if channel in self._busy:
            self._busy[channel].append(delivery.id)
        else:
            waiting = self._workspaces.setdefault(channel.workspace, {})
            waiting.setdefault(channel, deque()).append(delivery.id)
        self._wake()
        return done

    def _wake(self) -> None:
        """Let another send, where there is anything that may be sent."""
        if len(self._senders) < SENDERS and (found := self._next()) is not None:
            task = asyncio.create_task(self._send(*found))
            self._senders.add(task)
            task.add_done_callback(self._senders.discard)

    def _next(self) -> tuple[Channel, str] | None:
        free = (name for name in self._workspaces if self._sending[name] < A_WORKSPACE)
        if (workspace := next(free, None)) is None:
            return None
        waiting = self._workspaces.pop(workspace)
        channel, ids = next(iter(waiting.items()))
        del waiting[channel]
        if waiting:
            self._workspaces[workspace] = waiting
        self._busy[channel] = ids
        self._sending[workspace] += 1
        return channel, ids.popleft()

    async def _send(self, channel: Channel, id_: str) -> None:
        """Send it, and then whatever comes next, until nothing does."""
        found: tuple[Channel, str] | None = (channel, id_)
        while found is not None:
            channel, id_ = found
            try:
                await self.send(id_)
            except BaseException as error:
                self._finish(channel, id_, error)
                raise
            self._finish(channel, id_)
            found = self._next()

    async def stop(self) -> None:
        """End what is being sent; what waits is forgotten."""
        senders = list(self._senders)
        for one in senders:
            one.cancel()
        await asyncio.gather(*senders, return_exceptions=True)
        for done in self._unsent.values():
            done.cancel()
        self._workspaces.clear()
        self._unsent.clear()

    def _finish(self, channel: Channel, id_: str, error: BaseException | None = None) -> None:
        done = self._unsent.pop(id_, None)
        if done is not None and not done.done():
            if isinstance(error, asyncio.CancelledError):
                done.cancel()
            elif error is not None:
                done.set_exception(error)
            else:
                done.set_result(None)
        self._sending[channel.workspace] -= 1
        if ids := self._busy.pop(channel):
            self._workspaces.setdefault(channel.workspace, {})[channel] = ids
