"""One gateway session: what was sent to it, numbered, so that it can be resumed; and one connection."""

from __future__ import annotations

import asyncio
import json
import zlib
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

BUFFER = 1_000
GUILDS, MEMBERS, PRESENCES, MESSAGES, DIRECT, CONTENT = 1, 1 << 1, 1 << 8, 1 << 9, 1 << 12, 1 << 15  # intents
FLUSH = b"\x00\x00\xff\xff"  # Discord docs, Events/Gateway: Transport compression


class Plain:
    def pack(self, text: str) -> str | bytes:
        return text


class Zlib:
    """zlib-stream: one context for the whole connection, flushed after every payload."""

    def __init__(self) -> None:
        self._context = zlib.compressobj()

    def pack(self, text: str) -> str | bytes:
        return self._context.compress(text.encode()) + self._context.flush(zlib.Z_SYNC_FLUSH)


class Zstd:
    """zstd-stream, asked for only where the library is installed."""

    def __init__(self) -> None:
        import zstandard

        self._flush = zstandard.COMPRESSOBJ_FLUSH_BLOCK
        self._context = zstandard.ZstdCompressor().compressobj()

    def pack(self, text: str) -> str | bytes:
        packed: bytes = self._context.compress(text.encode()) + self._context.flush(self._flush)
        return packed


PACKERS: dict[str | None, type[Plain | Zlib | Zstd]] = {None: Plain, "zlib-stream": Zlib, "zstd-stream": Zstd}


class Line:
    """A connection: payloads wait in a queue, one task writes them in order."""

    def __init__(self, socket: web.WebSocketResponse, packer: Plain | Zlib | Zstd) -> None:
        self.socket = socket
        self._packer = packer
        self.silent = False
        self._waiting: asyncio.Queue[dict[str, Any] | int] = asyncio.Queue()

    def send(self, op: int, data: Any = None, *, seq: int | None = None, event: str | None = None) -> None:
        self._waiting.put_nowait({"op": op, "d": data, "s": seq, "t": event})

    def close(self, code: int) -> None:
        """Ends it after what waits has been written."""
        self._waiting.put_nowait(code)

    async def write(self) -> None:
        while True:
            payload = await self._waiting.get()
            if isinstance(payload, int):
                await self.socket.close(code=payload)
                return
            if self.silent:
                continue
            packed = self._packer.pack(json.dumps(payload))
            try:
                if isinstance(packed, bytes):
                    await self.socket.send_bytes(packed)
                else:
                    await self.socket.send_str(packed)
            except ConnectionError:
                return


@dataclass(eq=False)
class Session:
    id: str
    intents: int
    shard: tuple[int, int]
    line: Line | None
    seq: int = 0
    sent: deque[tuple[int, str, Any]] = field(default_factory=lambda: deque(maxlen=BUFFER))

    def dispatch(self, event: str, data: Any) -> None:
        """Numbered and kept; sent at once where a connection is open."""
        self.seq += 1
        self.sent.append((self.seq, event, data))
        if self.line:
            self.line.send(0, data, seq=self.seq, event=event)

    def can_resume(self, seq: int) -> bool:
        oldest = self.sent[0][0] if self.sent else self.seq + 1
        return oldest - 1 <= seq <= self.seq

    def replay(self, seq: int) -> None:
        assert self.line is not None
        for number, event, data in self.sent:
            if number > seq:
                self.line.send(0, data, seq=number, event=event)
