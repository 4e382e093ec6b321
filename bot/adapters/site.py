"""The web server: each application that the composition root hands over, on a listener of its own."""

from __future__ import annotations

import asyncio
import errno
import logging
from collections.abc import Awaitable, Callable, Sequence
from types import TracebackType
from typing import Self

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from bot.errors import ConfigError

log = logging.getLogger(__name__)

LARGEST_BODY = 4 << 20
"""Bytes of a request from beyond; what Slack sends of a modal is below 250 kB."""

GRACE = 1.0
"""Seconds that requests under way have to end at a stop; then they are cancelled."""

LAST_BYTES, LAST_LOOKS = 1.0, 50
"""Seconds for what was written to go out before a connection is cut, and looks at it meanwhile."""


def _is_ours(record: logging.LogRecord) -> bool:
    """Whether what the server complains of is a fault of ours: bytes that are no request are a stranger's."""
    return not (record.exc_info and isinstance(record.exc_info[1], HttpProcessingError))


server_log = logging.getLogger(f"{__name__}.server")
server_log.addFilter(_is_ours)


class Site:
    """An application that listens from entering to leaving, and answers /healthz and /readyz besides.

    `key` names the port in the configuration; port 0 takes a free one. `lost` says why no work can be done,
    and /readyz that so it is: without the reason, as anybody may ask.
    """

    def __init__(
        self,
        name: str,
        host: str,
        port: int,
        app: web.Application,
        *,
        key: str,
        lost: Callable[[], Awaitable[str]] | None = None,
    ) -> None:
        self._name = name
        self._host = host
        self._wanted = port
        self._key = key
        self._lost = lost
        app.router.add_get("/healthz", _well)
        app.router.add_get("/readyz", self._ready)
        self._runner = web.AppRunner(app, access_log=None, logger=server_log, shutdown_timeout=GRACE)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self._wanted).start()
        except OSError as error:
            await self._runner.cleanup()
            raise self._cannot_listen(error) from error
        log.info("site: %s listens on %s port %d", self._name, self._host, self.port)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        server = self._runner.server
        open_now = [one.transport for one in server.connections if one.transport] if server else []
        await self._runner.cleanup()
        for _ in range(LAST_LOOKS):
            if not any(one.get_write_buffer_size() for one in open_now):
                break
            await asyncio.sleep(LAST_BYTES / LAST_LOOKS)
        for one in open_now:  # whose reader has stopped reading would never close by itself
            one.abort()
        await asyncio.sleep(0)  # what was closed just now lets go of its socket

    @property
    def port(self) -> int:
        """The port that it really listens on."""
        return int(self._runner.addresses[0][1])

    async def _ready(self, _request: web.Request) -> web.StreamResponse:
        if self._lost and await self._lost():
            return web.json_response({"status": "unavailable"}, status=503)
        return await _well(_request)

    def _cannot_listen(self, error: OSError) -> ConfigError:
        key, port = self._key, self._wanted
        if error.errno == errno.EADDRINUSE:
            reason = f"port {port} is taken by another program; stop it, or set {key} to another port"
        elif error.errno == errno.EACCES:
            reason = f"port {port} needs privileges; set {key} to one above 1023"
        else:
            host = f"{key.partition('.')[0]}.host"
            reason = f"{self._host} cannot be listened on ({error.strerror}); set {host} to another address"
        return ConfigError(f"{key}: {reason}")


def public_app(routes: Sequence[web.RouteDef]) -> web.Application:
    """An application with these routes alone; its listener answers /healthz and /readyz besides."""
    app = web.Application(client_max_size=LARGEST_BODY)
    app.add_routes(routes)
    return app


async def _well(_request: web.Request) -> web.StreamResponse:
    return web.json_response({"status": "ok", "program": "onrecord"})
