"""Socket Mode: events over a socket of ours, which Slack asks to renew every few hours."""

from __future__ import annotations

import asyncio
import logging

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp

log = logging.getLogger(__name__)

PING_SECONDS = 5.0
"""After a ping without an answer the socket counts as dead and is opened anew."""


class OneLine(logging.Filter):
    """Leaves the traceback out: the library tries again by itself, and its sentence says what failed."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Every line passes, without its traceback."""
        record.exc_info = record.exc_text = None
        return True


ONE_LINE = OneLine()


async def listen(app: AsyncApp, app_token: str) -> None:
    """Listen until cancelled; the library opens the socket anew when it is refreshed or dies."""
    log.addFilter(ONE_LINE)
    handler = AsyncSocketModeHandler(app, app_token, logger=log, ping_interval=PING_SECONDS)
    try:
        await handler.connect_async()  # type: ignore[no-untyped-call]
        await asyncio.Event().wait()
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]
        await asyncio.sleep(0)  # lets the library's own tasks end
