"""Logs on standard error: text for people, JSON for machines; one set-up for the whole process."""

from __future__ import annotations

import logging
import sys
from typing import Literal

import structlog

_QUIET = (
    *("aiosqlite", "alembic", "apscheduler", "asyncio", "htmldate", "trafilatura", "urllib3"),
    *("httpcore", "httpx", "httpx2", "openai"),  # at debug they log all that is sent, people's talk too
)


def configure(level: str, form: Literal["text", "json"]) -> None:
    """Send every log line of this process to standard error in this form."""
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            renderer,
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
