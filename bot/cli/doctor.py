"""Looks at everything that running depends on, and names what to do about each fault."""

from __future__ import annotations

import shutil
import socket
import sqlite3
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

from bot import app
from bot.config import Config, ModelConfig, prompts
from bot.core.outline import texts
from bot.core.reading.text import counted
from bot.errors import BotError
from bot.model import LOCAL_WORKSPACE, FeedState, FeedStatus, Finding
from bot.platforms.web import require_password

LEAST_FREE_BYTES = 200_000_000
_ONE = {"deliveries": "delivery"}
ILL = {FeedState.BLOCKED, FeedState.GONE, FeedState.BROKEN}


async def examine(config: Config) -> list[Finding]:
    """What was found, in the order in which it matters."""
    return [finding async for finding in _findings(config)]


async def _findings(config: Config) -> AsyncIterator[Finding]:
    yield Finding("config", True, "can be read")
    yield _texts()
    yield _full_text()
    yield _disk()
    yield _password(config)
    yield model_finding(config.model)
    for key, host, port in _ports(config):
        yield _port(key, host, port)
    try:
        async with app.open_newsroom(config) as newsroom:
            counts = await newsroom.store.counts()
            yield store_finding(counts)
            for status in await newsroom.store.feeds(LOCAL_WORKSPACE):
                yield _feed(status)
    except BotError as error:
        yield Finding("store", False, str(error))


def model_finding(model: ModelConfig) -> Finding:
    """Who writes; nothing is asked of the model, which may cost."""
    if model.name is None:
        return Finding("model", True, "none: digests are extractive")
    says = (
        f"{model.name} at {model.url}, at most {model.workspace_ceiling:g} {model.currency} a workspace"
        f" and {model.day_ceiling:g} in all a day"
    )
    if model.key is None and model.url.startswith("https:"):
        return Finding("model", False, f"{says}; a hosted server wants a key: set ONRECORD_MODEL_KEY")
    return Finding("model", True, says)


def store_finding(counts: Mapping[str, int]) -> Finding:
    """How much the store holds."""
    rows = (counted(number, _ONE.get(name, name[:-1]), name) for name, number in counts.items())
    return Finding("store", True, ", ".join(rows))


def _texts() -> Finding:
    try:
        names = ", ".join(prompt.name for prompt in prompts().values())
    except BotError as error:
        return Finding("wordings", False, str(error))
    return Finding("wordings", True, names)


def _full_text() -> Finding:
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE words USING fts5(text)")
    except sqlite3.OperationalError:
        return Finding(
            "full text", False, "this Python's SQLite lacks FTS5; use the python.org build or Debian's"
        )
    finally:
        connection.close()
    return Finding("full text", True, f"SQLite {sqlite3.sqlite_version} with FTS5")


def _disk() -> Finding:
    free = shutil.disk_usage(Path.cwd()).free
    says = f"{free / 1e9:.1f} GB free here"
    return Finding(
        "disk", free >= LEAST_FREE_BYTES, says if free >= LEAST_FREE_BYTES else f"{says}; make room"
    )


def _password(config: Config) -> Finding:
    secret = config.web.password
    try:
        require_password(config.web.host, secret.get_secret_value() if secret else None)
    except BotError as error:
        return Finding("page", False, str(error))
    return Finding("page", True, f"on {config.web.host}, {'with' if secret else 'without'} a password")


def _ports(config: Config) -> list[tuple[str, str, int]]:
    ports = [("web.port", config.web.host, config.web.port)]
    if config.sample.mode != "off":
        ports.append(("sample.port", app.LOOPBACK, config.sample.port))
    if config.public.port is not None:
        ports.append(("public.port", config.public.host, config.public.port))
    return ports


def _port(key: str, host: str, port: int) -> Finding:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            says = f"{host}:{port}: {error.strerror}; is On Record running? Else set another {key}"
            return Finding(key, False, says)
    return Finding(key, True, f"{host}:{port} is free")


def _feed(status: FeedStatus) -> Finding:
    says = " ".join(filter(None, (status.health.state.value, texts.feed_note(status))))
    return Finding(f"feed {status.feed.outlet}", status.health.state not in ILL, says)
