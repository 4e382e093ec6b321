"""Logs on standard error: text for people, JSON for machines; one set-up for the whole process."""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Collection
from typing import Literal

import structlog

_QUIET = (
    *("aiosqlite", "alembic", "apscheduler", "asyncio", "htmldate", "trafilatura", "urllib3"),
    *("httpcore", "httpx", "httpx2", "openai"),
)
"""Whose warnings alone are written."""

_NEVER_DEBUG = ("aiohttp", "discord", "slack_bolt", "slack_sdk", "bot.platforms.slack.events.socket")
"""At debug they log all that is sent and received: tokens, addresses that are secrets, people's talk."""

LEAST_SECRET = 5
"""Characters of a secret that is looked for in what is logged; a shorter one would blot out words."""

HIDDEN = "[redacted]"

_SECRETS = re.compile(
    r"\b(?:xox[a-z]?|xapp)[.-][\w.-]{8,}"  # tokens of Slack
    r"|\b[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}"  # of a bot on Discord
    r"|(?<=Bearer )[\w.=+/-]{8,}|(?<=Basic )[\w.=+/-]{8,}"
    r"|(?<=ticket=)[^&\s\"'\\]+"  # opens a socket of Slack
    r"|(?:(?<=/webhooks/)|(?<=/interactions/))\d+/[^/?\s\"'\\]+"  # answers an interaction of Discord
    r"|(?<=hooks\.slack\.com/)[^?\s\"'\\]+"  # is a response_url
    r"|(?<=://)[^/@\s\"'\\]+(?=@)"  # a feed's name and password
)


def redacted(text: str, secrets: Collection[str] = ()) -> str:
    """The text without these secrets and what looks like one."""
    for secret in secrets:
        for written in {secret, json.dumps(secret)[1:-1]}:
            text = text.replace(written, HIDDEN)
    return _SECRETS.sub(HIDDEN, text)


def configure(level: str, form: Literal["text", "json"], secrets: Collection[str] = ()) -> None:
    """Send every log line of this process to standard error in this form, without these secrets."""
    hidden = sorted((one for one in secrets if len(one) >= LEAST_SECRET), key=len, reverse=True)

    def redact(_logger: object, _method: str, line: structlog.typing.EventDict | str) -> str:
        return redacted(str(line), hidden)

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
            redact,
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in _NEVER_DEBUG:
        logging.getLogger(name).setLevel(max(root.level, logging.INFO))
