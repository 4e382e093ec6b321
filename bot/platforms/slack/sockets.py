"""Socket Mode: events over a socket of ours, which Slack asks to renew every few hours."""

from __future__ import annotations

import asyncio

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp

PING_SECONDS = 5.0
"""After four of these without an answer the socket counts as dead and is opened anew."""


async def listen(app: AsyncApp, app_token: str) -> None:
    """Listen until cancelled; the library opens the socket anew when it is refreshed or dies."""
    handler = AsyncSocketModeHandler(app, app_token, ping_interval=PING_SECONDS)
    try:
        await handler.connect_async()  # type: ignore[no-untyped-call]
        await asyncio.Event().wait()
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]
        await asyncio.sleep(0)  # lets the library's own tasks end
