"""The `Date` that a server, or a proxy before it, puts on its answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from email.utils import formatdate

from aiohttp import web

Shown = Callable[[float], str | None]
"""What stands in `Date` at a moment in seconds; nothing where it gives None."""


def right(moment: float) -> str:
    """As RFC 9110, 5.6.7 has it."""
    return formatdate(moment, usegmt=True)


def dated(
    now: Callable[[], float], shown: Callable[[], Shown]
) -> Callable[[web.Request, web.StreamResponse], Awaitable[None]]:
    """For `on_response_prepare` of an application."""

    async def date(_request: web.Request, response: web.StreamResponse) -> None:
        written = shown()(now())
        if written is None:
            response.headers.pop("Date", None)
        else:
            response.headers["Date"] = written

    return date
