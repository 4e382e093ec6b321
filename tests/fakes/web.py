"""A web server on loopback that can be as wrong as the web is: late, endless, cut off, bombed, moved."""

from __future__ import annotations

import asyncio
import gzip
import socket
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp.abc import AbstractResolver, ResolveResult

Writer = asyncio.StreamWriter


@dataclass(frozen=True)
class Request:
    """What a client asked for."""

    target: str
    headers: Mapping[str, str]  # names in lower case


Handler = Callable[[Request, Writer], Awaitable[None]]


@dataclass
class Web:
    """The routes of a server, changed at will while it runs, and what it was asked."""

    routes: dict[str, Handler] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    port: int = 0
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    def url(self, path: str) -> str:
        """The full address of a path."""
        return f"http://127.0.0.1:{self.port}{path}"

    @property
    def allow(self) -> tuple[str, ...]:
        """What a fetcher's allow-list must say to reach this server."""
        return (f"127.0.0.1:{self.port}",)

    def hits(self) -> Counter[str]:
        """How often each path was asked for."""
        return Counter(request.target for request in self.requests)

    async def until(self, requests: int) -> None:
        """Wait for so many further requests."""
        awaited = len(self.requests) + requests
        while len(self.requests) < awaited:
            self.arrived.clear()
            await self.arrived.wait()

    async def serve(self, reader: asyncio.StreamReader, writer: Writer) -> None:
        """Answer one connection, then close it."""
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            request = await _read(reader)
            self.requests.append(request)
            self.arrived.set()
            await self.routes.get(request.target, status(404))(request, writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self.at_once -= 1
            writer.close()


class Names(AbstractResolver):
    """A name server that answers each question with the next of its addresses, the last for good."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        self.asked.append(host)
        address = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        kind = socket.AF_INET6 if ":" in address else socket.AF_INET
        return [ResolveResult(hostname=host, host=address, port=port, family=kind, proto=0, flags=0)]

    async def close(self) -> None:
        """Nothing to let go of."""


async def _read(reader: asyncio.StreamReader) -> Request:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    pairs = (line.split(": ", 1) for line in head[1:] if ": " in line)
    return Request(head[0].split(" ")[1], {name.lower(): value for name, value in pairs})


@asynccontextmanager
async def serving(port: int = 0) -> AsyncIterator[Web]:
    """A running server; without a port it takes a free one."""
    web = Web()
    server = await asyncio.start_server(web.serve, "127.0.0.1", port, limit=1 << 20)
    web.port = server.sockets[0].getsockname()[1]
    try:
        yield web
    finally:
        server.close()


def _head(code: int, headers: Mapping[str, str]) -> bytes:
    lines = [f"HTTP/1.1 {code} Said", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1")


def _named(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def body(
    content: bytes | str, kind: str = "text/html; charset=utf-8", etag: str | None = None, **more: str
) -> Handler:
    """An ordinary answer, `Cache_Control="no-store"` in its head if wanted; with an ETag it says "not
    modified" to whoever has it."""
    raw = content.encode() if isinstance(content, str) else content

    async def answer(request: Request, writer: Writer) -> None:
        headers = {"Content-Type": kind, **({"ETag": etag} if etag else {}), **_named(more)}
        if etag and request.headers.get("if-none-match") == etag:
            writer.write(_head(304, headers))
        else:
            writer.write(_head(200, headers | {"Content-Length": str(len(raw))}) + raw)

    return answer


def feed(content: bytes | str, etag: str | None = None, **more: str) -> Handler:
    """A feed."""
    return body(content, "application/rss+xml", etag, **more)


def status(code: int, **headers: str) -> Handler:
    """Nothing but a status; `Retry_After="3"` becomes a header."""

    async def answer(_request: Request, writer: Writer) -> None:
        writer.write(_head(code, {"Content-Length": "0"} | _named(headers)))

    return answer


def redirect(to: str, code: int = 302) -> Handler:
    """Somewhere else."""
    return status(code, Location=to)


def then(*answers: Handler) -> Handler:
    """Each answer in turn; the last for good."""
    left = list(answers)

    async def answer(request: Request, writer: Writer) -> None:
        await (left.pop(0) if len(left) > 1 else left[0])(request, writer)

    return answer


def closed_for(seconds: int, handler: Handler) -> Handler:
    """Sends everybody away for so many seconds after the first request, and says for how long."""
    opens: list[float] = []

    async def answer(request: Request, writer: Writer) -> None:
        now = asyncio.get_running_loop().time()
        if not opens:
            opens.append(now + seconds)
        if now < opens[0]:
            await status(429, Retry_After=str(seconds))(request, writer)
        else:
            await handler(request, writer)

    return answer


def slow(seconds: float, handler: Handler) -> Handler:
    """The answer, late."""

    async def answer(request: Request, writer: Writer) -> None:
        await asyncio.sleep(seconds)
        await handler(request, writer)

    return answer


def trickle(seconds_a_byte: float = 0.05) -> Handler:
    """A byte now and then, for ever."""

    async def answer(_request: Request, writer: Writer) -> None:
        writer.write(_head(200, {"Content-Type": "text/html"}))
        while True:
            writer.write(b".")
            await writer.drain()
            await asyncio.sleep(seconds_a_byte)

    return answer


def endless(sized: int | None = None) -> Handler:
    """A body without end; `sized` announces a length."""

    async def answer(_request: Request, writer: Writer) -> None:
        writer.write(_head(200, {"Content-Length": str(sized)} if sized else {}))
        while True:
            writer.write(b"x" * 65_536)
            await writer.drain()

    return answer


def bomb(unpacked: int) -> Handler:
    """A small body that unpacks to so many bytes."""
    packed = gzip.compress(b"\0" * unpacked)

    async def answer(_request: Request, writer: Writer) -> None:
        writer.write(_head(200, {"Content-Encoding": "gzip", "Content-Length": str(len(packed))}) + packed)

    return answer


def packed(content: bytes) -> Handler:
    """An honest gzip body."""
    raw = gzip.compress(content)

    async def answer(_request: Request, writer: Writer) -> None:
        writer.write(_head(200, {"Content-Encoding": "gzip", "Content-Length": str(len(raw))}) + raw)

    return answer


def cut(content: bytes, announced: int) -> Handler:
    """Fewer bytes than announced."""

    async def answer(_request: Request, writer: Writer) -> None:
        writer.write(_head(200, {"Content-Length": str(announced)}) + content)

    return answer


def garbled(raw: bytes = b"\x00\x01 this is no HTTP\r\n\r\n") -> Handler:
    """No HTTP at all."""

    async def answer(_request: Request, writer: Writer) -> None:
        writer.write(raw)

    return answer
