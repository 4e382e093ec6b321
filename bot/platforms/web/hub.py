"""Passes what happens in the chat to every page that is open."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from bot.model import Place

BACKLOG = 200
"""Events a slow page may lag behind; beyond that its stream ends, and it reloads what it missed."""

Stream = asyncio.Queue[bytes | None]


class Hub:
    """The open event streams, and the places where an answer is in the making."""

    def __init__(self) -> None:
        self._streams: set[Stream] = set()
        self._working: Counter[Place] = Counter()
        self._closed = False

    @contextmanager
    def listen(self) -> Iterator[Stream]:
        """The events from now on, ready to be sent; None ends the stream."""
        stream: Stream = asyncio.Queue(BACKLOG + 1)  # one more, so that the end always fits
        if self._closed:
            stream.put_nowait(None)
        self._streams.add(stream)
        try:
            yield stream
        finally:
            self._streams.discard(stream)

    def publish(self, kind: str, place: Place, **values: object) -> None:
        """Tell every open page."""
        event = _event({"kind": kind, "room": place.channel.room, "thread": place.thread, **values})
        for stream in list(self._streams):
            if stream.qsize() < BACKLOG:
                stream.put_nowait(event)
            else:
                self._end(stream)

    @contextmanager
    def working(self, place: Place) -> Iterator[None]:
        """While this lasts, pages show that an answer is in the making there."""
        self._working[place] += 1
        self.publish("working", place, on=True)
        try:
            yield
        finally:
            self._working -= Counter((place,))  # drops what comes to nothing
            self.publish("working", place, on=self.is_working(place))

    def is_working(self, place: Place) -> bool:
        """Whether an answer is in the making there."""
        return self._working[place] > 0

    def close(self) -> None:
        """End every stream, so that open pages do not hold up a stop."""
        self._closed = True
        for stream in list(self._streams):
            self._end(stream)

    def _end(self, stream: Stream) -> None:
        self._streams.discard(stream)
        stream.put_nowait(None)


def _event(values: Mapping[str, Any]) -> bytes:
    return f"data: {json.dumps(values)}\n\n".encode()
