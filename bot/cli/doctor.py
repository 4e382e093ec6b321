"""Looks at everything that running depends on, and names what to do about each fault."""

from __future__ import annotations

import json
import shutil
import socket
import sqlite3
import tempfile
import time
from collections.abc import AsyncIterator, Mapping
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from bot import app
from bot.adapters.store.engines import file_of
from bot.config import Config, ModelConfig, prompts
from bot.core.outline import texts
from bot.core.reading.text import counted
from bot.errors import BotError, ModelError, ModelFault
from bot.model import LOCAL_WORKSPACE, FeedState, FeedStatus, Finding, Form, Spend, WritingRequest
from bot.model.writing import NANOS
from bot.platforms.web import require_password

LEAST_FREE_BYTES = 200_000_000
LEAST_TEMPORARY_BYTES = 140_000_000
"""Free for temporary files: two processes at a time unpack what tells languages apart, 68 MB each."""

LONGEST_LOOK = 3.0
"""Seconds that whoever listens on a port has to say who it is."""

ILL = {FeedState.BLOCKED, FeedState.GONE, FeedState.BROKEN}


async def examine(config: Config) -> list[Finding]:
    """What was found, in the order in which it matters."""
    return [finding async for finding in _findings(config)]


async def _findings(config: Config) -> AsyncIterator[Finding]:
    yield settings_finding(config)
    yield _texts()
    if config.database.startswith("sqlite"):
        yield _full_text()
    yield _disk(config)
    yield _temporary()
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


def settings_finding(config: Config) -> Finding:
    """Whether On Record can run with these settings."""
    try:
        app.check(config)
    except BotError as error:
        return Finding("config", False, str(error))
    return Finding("config", True, "can be run with")


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


QUESTION = WritingRequest(
    Form.ANSWER,
    "doctor@1",
    "Give the numbered sentence as one bullet, word for word, with its number in cites and no quotes.",
    "[1] The ferry sails on Monday.",
    most_tokens=200,
    kept=False,
)
"""The smallest that a model can be asked for; its sentence is no news."""

_STEPS = {
    "model server": {ModelFault.UNREACHABLE, ModelFault.LATE, ModelFault.BROKEN, ModelFault.RATE_LIMITED},
    "model key": {ModelFault.KEY, ModelFault.NOT_PAID, ModelFault.BUDGET},
    "model name": {ModelFault.NO_SUCH_MODEL},
    "model api": {ModelFault.NOT_TAKEN},
    "model answer": {*ModelFault},  # all others
}


async def examine_model(config: Config) -> list[Finding]:
    """What works of the model that is configured, after one small question, which counts in the budget."""
    async with app.open_newsroom(config) as newsroom:
        if newsroom.writer is None:
            return [model_finding(config.model)]
        drafts = newsroom.writer.proofreader.drafts
        before = await _spent(newsroom)
        began = time.perf_counter()
        try:
            draft = await drafts.of(QUESTION, LOCAL_WORKSPACE)
        except ModelError as error:
            at = next(step for step, faults in _STEPS.items() if error.fault in faults)
            passed = list(_STEPS)[: list(_STEPS).index(at)]
            return [*(Finding(step, True, "works") for step in passed), Finding(at, False, error.reason)]
        seconds = time.perf_counter() - began
        after = await _spent(newsroom)
        tokens, written = after.tokens_out - before.tokens_out, counted(len(draft.bullets), "bullet")
        counts = "by our estimate, as the server counts none" if drafts.estimated else "as the server counts"
        paid = (after.nanos - before.nanos) / NANOS
        story = drafts.tariff.price.of(*STORY_TOKENS) / NANOS
        return [
            Finding("model server", True, f"answers at {config.model.url}"),
            Finding("model key", True, "is taken" if config.model.key else "none is set, and none is wanted"),
            Finding("model name", True, drafts.model.name),
            Finding("model api", True, drafts.model.way),
            Finding("model answer", bool(draft.bullets), f"a draft of {written}"),
            Finding("model speed", True, f"{seconds:.1f} s, {tokens / seconds:.0f} tokens a second"),
            Finding(
                "model price",
                True,
                f"{paid:.2g} {drafts.tariff.currency} for {after.tokens_in - before.tokens_in} tokens in and"
                f" {tokens} out, {counts}; a story of {STORY_TOKENS[0]:,} and {STORY_TOKENS[1]} tokens:"
                f" {story:.2g}",
            ),
        ]


STORY_TOKENS = (1_030, 158)
"""In and out, as `make bench-model` counts them over 30 reports; thoughts of a model come on top."""


async def _spent(newsroom: app.Newsroom) -> Spend:
    """What the local workspace spent on the model today."""
    writer = newsroom.writer
    name = writer.proofreader.drafts.model.name if writer else ""
    today = newsroom.clock().date()
    spent = await newsroom.store.spent(today, LOCAL_WORKSPACE)
    return next((one for one in spent if one.model == name), Spend(today, LOCAL_WORKSPACE, name))


def store_finding(counts: Mapping[str, int]) -> Finding:
    """How much the store holds."""
    return Finding("store", True, texts.held(counts))


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


def _disk(config: Config) -> Finding:
    try:
        place = (file_of(config.database) or Path()).absolute().parent
    except BotError as error:
        return Finding("disk", False, str(error))
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    says = f"{free / 1e9:.1f} GB free at {place}"
    return Finding(
        "disk", free >= LEAST_FREE_BYTES, says if free >= LEAST_FREE_BYTES else f"{says}; make room"
    )


def _temporary() -> Finding:
    """A container with a root that is only read often has nowhere to put them, and no page can be read."""
    try:
        place = tempfile.gettempdir()
    except OSError:
        return Finding("temporary files", False, "nowhere can be written; give it a /tmp, or set TMPDIR")
    return temporary_finding(place, shutil.disk_usage(place).free)


def temporary_finding(place: str, free: int) -> Finding:
    """Whether so many bytes are enough for temporary files."""
    says = f"{free / 1e6:,.0f} MB free at {place}"
    if free < LEAST_TEMPORARY_BYTES:
        return Finding("temporary files", False, f"{says}; {LEAST_TEMPORARY_BYTES / 1e6:.0f} MB are needed")
    return Finding("temporary files", True, says)


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
            if _is_ours(host, port):
                return Finding(key, True, f"{host}:{port} answers: On Record is running")
            return Finding(key, False, f"{host}:{port}: {error.strerror}; set another {key}")
    return Finding(key, True, f"{host}:{port} is free")


def _is_ours(host: str, port: int) -> bool:
    """Whether an On Record listens there."""
    connection = HTTPConnection(host, port, timeout=LONGEST_LOOK)
    try:
        connection.request("GET", "/healthz")
        return bool(json.load(connection.getresponse()).get("program") == "onrecord")
    except (OSError, HTTPException, ValueError, AttributeError):
        return False
    finally:
        connection.close()


def _feed(status: FeedStatus) -> Finding:
    says = " ".join(filter(None, (status.health.state.value, texts.feed_note(status))))
    return Finding(f"feed {status.feed.outlet}", status.health.state not in ILL, says)
