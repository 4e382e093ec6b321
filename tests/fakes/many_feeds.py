"""Thousands of feeds on hundreds of hosts, all on loopback: `python -m tests.fakes.many_feeds CHANGED ENTRIES`.

It answers on every address of 127.0.0.0/8 and prints its port. One feed in CHANGED has news, ENTRIES of them;
any other says "not modified" to who asks conditionally. One more lists pages made to break or hold up readers.
"""

from __future__ import annotations

import asyncio
import sys

from tests.fakes.outlet import Line, page, rss, story
from tests.property.test_extract import HOSTILE as MARKUP
from tests.property.test_find_quotes import HOSTILE as TEXTS

HOSTILE_PAGES = 40
HOSTILE = [f"<html><body>{markup}" for markup in MARKUP.values()]
HOSTILE += [page("A trap", [text[:290_000]]) for text in TEXTS.values()]

HEAD = 'HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nETag: "{tag}"\r\nContent-Length: {length}\r\n\r\n'


class Answering(asyncio.Protocol):
    """One connection, kept alive."""

    def __init__(self, changed: int, entries: int) -> None:
        self.changed, self.entries, self.held = changed, entries, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Note where to answer."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer each request that is whole."""
        self.held += data
        while b"\r\n\r\n" in self.held:
            head, _, self.held = self.held.partition(b"\r\n\r\n")
            self._answer(head.split(b" ", 2)[1].decode(), b'"1"' in head)

    def _answer(self, path: str, known: bool) -> None:
        number = path.rpartition("/")[2].partition("-")[0]
        if path == "/feed/hostile":
            lines = [Line(f"/hostile/{n}", f"Hostile page {n}") for n in range(HOSTILE_PAGES)]
            body, kind = rss("The Trap", lines), "application/rss+xml"
        elif path.startswith("/hostile/"):
            body, kind = HOSTILE[int(number) % len(HOSTILE)], "text/html"
        elif path.startswith("/page/"):
            body, kind = page(f"Bridge vote in Town{number}", story(f"Town{number}", path[6:])), "text/html"
        elif not path.startswith("/feed/"):
            self._send("404 Not Found", "text/plain", "1", b"")
            return
        elif int(number) % self.changed:
            self._send("304 Not Modified" if known else "200 OK", "application/rss+xml", "1", b"")
            return
        else:
            lines = [Line(f"/page/{number}-{n}", f"Vote {n} of Town{number}") for n in range(self.entries)]
            body, kind = rss(f"Outlet {number}", lines), "application/rss+xml"
        self._send("200 OK", kind, "2", body.encode())

    def _send(self, status: str, kind: str, tag: str, body: bytes) -> None:
        head = HEAD.format(status=status, kind=kind, tag=tag, length=len(body))
        self.transport.write(head.encode() + body)


async def serve(changed: int, entries: int) -> None:
    """Until the process is ended."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Answering(changed, entries), "0.0.0.0", 0, backlog=1_000)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2])))
