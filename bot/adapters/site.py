"""The web server: what app.py hands it, each application on a listener of its own."""

from __future__ import annotations

import errno
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from aiohttp import web

from bot.errors import ConfigError

GRACE = 2.0
"""Seconds that requests under way have to end at a stop."""
METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"
"""The text format of Prometheus."""

Healthy = Callable[[], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class Listener:
    """Where an application listens; the key names its port in the configuration, port 0 takes a free one."""

    key: str
    host: str
    port: int
    app: web.Application


class Site:
    """Listens from entering to leaving."""

    def __init__(self, listeners: Sequence[Listener]) -> None:
        self._listeners = listeners
        self._runners: list[web.AppRunner] = []
        self._ports: dict[str, int] = {}

    async def __aenter__(self) -> Self:
        try:
            for listener in self._listeners:
                await self._start(listener)
        except BaseException:
            await self._stop()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stop()

    def port(self, key: str) -> int:
        """The port that a listener really has."""
        return self._ports[key]

    async def _start(self, listener: Listener) -> None:
        runner = web.AppRunner(listener.app, access_log=None, shutdown_timeout=GRACE)
        self._runners.append(runner)
        await runner.setup()
        try:
            await web.TCPSite(runner, listener.host, listener.port).start()
        except OSError as error:
            raise _cannot_listen(listener, error) from error
        self._ports[listener.key] = runner.addresses[0][1]

    async def _stop(self) -> None:
        while self._runners:
            await self._runners.pop().cleanup()


def health_route(healthy: Healthy) -> web.RouteDef:
    """/healthz: 200 while all is well, 503 when not; it tells no more than that."""

    async def answer(_request: web.Request) -> web.StreamResponse:
        well = await healthy()
        return web.json_response({"status": "ok" if well else "failing"}, status=200 if well else 503)

    return web.get("/healthz", answer)


def metrics_route(exposition: Callable[[], bytes]) -> web.RouteDef:
    """/metrics: what this callable gives."""

    async def answer(_request: web.Request) -> web.StreamResponse:
        return web.Response(body=exposition(), headers={"Content-Type": METRICS_TYPE})

    return web.get("/metrics", answer)


def application(routes: Sequence[web.AbstractRouteDef]) -> web.Application:
    """An application of these routes alone, such as the public listener's."""
    app = web.Application()
    app.add_routes(routes)
    return app


def _cannot_listen(listener: Listener, error: OSError) -> ConfigError:
    key, port = listener.key, listener.port
    if error.errno == errno.EADDRINUSE:
        reason = f"port {port} is taken by another program; stop it, or set {key} to another port"
    elif error.errno == errno.EACCES:
        reason = f"port {port} needs privileges; set {key} to one above 1023"
    else:
        host = f"{key.partition('.')[0]}.host"
        reason = f"{listener.host} cannot be listened on ({error.strerror}); set {host} to another address"
    return ConfigError(f"{key}: {reason}")
