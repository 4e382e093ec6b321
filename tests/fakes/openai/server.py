"""A stand-in for an OpenAI-compatible server, on loopback: both APIs, strict schemas, usage, and faults on demand."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.errors import ModelFault
from tests.fakes.openai import strict
from tests.fakes.openai.forms import MODEL, ChatForm, Form, ResponsesForm
from tests.fakes.openai.manners import HOSTED, Manners
from tests.fakes.openai.request import Asked
from tests.fakes.openai.writers import Writer, convinced, faithful

KEY = "a key of the stand-in"
LETTERS_A_TOKEN = 4
FAULTS = {
    "rate-limited": ModelFault.RATE_LIMITED,
    "error": ModelFault.BROKEN,
    "slow": ModelFault.LATE,
    "cut": ModelFault.BROKEN,
    "malformed": ModelFault.BROKEN,
    "page": ModelFault.BROKEN,
    "refusal": ModelFault.REFUSED,
    "length": ModelFault.CUT_SHORT,
    "bad-json": ModelFault.NOT_JSON,
    "wrong-schema": ModelFault.OTHER_SCHEMA,
    "reset": ModelFault.BROKEN,
    "empty": ModelFault.BROKEN,
}
"""What can go wrong with one request, and what it is to be told as; a number stands for that HTTP status."""


@dataclass
class Entry:
    """One request, as the journal keeps it."""

    path: str
    body: dict[str, Any]
    fault: str | int | None
    at: float = field(default_factory=time.time)


@dataclass
class ModelServer:
    """What it does next, and what it was asked."""

    writer: Writer = faithful
    reader: Writer = convinced  # who is asked for verdicts
    key: str | None = KEY
    manners: Manners = HOSTED
    serves: str = MODEL  # the model that it has
    thinks: int = 0  # tokens that it takes before it writes, out of the same budget
    faults: list[str | int | None] = field(default_factory=list)  # one a request, in order
    always: str | int | None = None  # what goes wrong with all requests beyond these
    retry_after: float | str = 0.2  # seconds, or a date
    slow: float = 60.0  # seconds
    counts: bool = True  # whether its answers say how many tokens they took
    hold: asyncio.Event | None = None  # what every answer waits for
    journal: list[Entry] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    port: int = 0

    @property
    def url(self) -> str:
        """The base address, as a client wants it."""
        return f"http://127.0.0.1:{self.port}/v1"

    def application(self) -> web.Application:
        """The routes."""
        app = web.Application(client_max_size=1 << 24)
        app.router.add_get("/v1/models", self._models)
        if "chat" in self.manners.apis:
            app.router.add_post("/v1/chat/completions", self._chat)
        if "responses" in self.manners.apis:
            app.router.add_post("/v1/responses", self._responses)
        app.router.add_post("/{path:.*}", self._missing)
        return app

    async def _missing(self, request: web.Request) -> web.StreamResponse:
        return self.manners.missing(request.path)

    async def _models(self, request: web.Request) -> web.StreamResponse:
        if denied := self._denied(request):
            return denied
        return web.json_response({"object": "list", "data": [{"id": MODEL, "object": "model"}]})

    async def _chat(self, request: web.Request) -> web.StreamResponse:
        return await self._answer(request, ChatForm())

    async def _responses(self, request: web.Request) -> web.StreamResponse:
        return await self._answer(request, ResponsesForm())

    def _denied(self, request: web.Request) -> web.Response | None:
        if (
            self.key is None
            or not self.manners.keyed
            or request.headers.get("Authorization") == f"Bearer {self.key}"
        ):
            return None
        return _error(401, "Incorrect API key provided.", "invalid_api_key")

    async def _answer(self, request: web.Request, form: Form) -> web.StreamResponse:
        if denied := self._denied(request):
            return denied
        body = await request.json()
        fault = self.faults.pop(0) if self.faults else self.always
        self.journal.append(Entry(request.path, body, fault))
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            if self.hold:
                await self.hold.wait()
            return await self._faulty(request, body, form, fault)
        finally:
            self.at_once -= 1

    async def _faulty(
        self,
        request: web.Request,
        body: dict[str, Any],
        form: Form,
        fault: str | int | None,
    ) -> web.StreamResponse:
        if fault == "rate-limited":
            return _error(429, "Slow down.", "rate_limit_exceeded", {"Retry-After": str(self.retry_after)})
        if fault == "error" or isinstance(fault, int):
            return _error(500 if fault == "error" else int(fault), "It failed.", "server_error")
        if fault == "slow":
            await asyncio.sleep(self.slow)
        if fault == "reset":
            return _reset(request)
        return await self._written(request, body, form, fault)

    async def _written(
        self,
        request: web.Request,
        body: dict[str, Any],
        form: Form,
        fault: str | int | None,
    ) -> web.StreamResponse:
        await asyncio.sleep(0)
        if body.get("model") != self.serves and not self.manners.any_model:
            return _error(404, self.manners.no_model.format(body.get("model")), self.manners.no_model_code)
        if no := self.manners.refuses(body, form.kind(body)):
            return _error(no[0], no[1], None, param=no[2])
        if why := form.refused(body):
            return _error(400, why, "invalid_request_error")
        asked = form.asked(body)
        draft = self.reader(asked) if asked.wants_verdicts else self.writer(asked)
        text = _spoiled(draft, fault)
        if (
            fault != "wrong-schema"
            and not isinstance(draft, str)
            and (why := strict.fault(asked.schema, draft))
        ):
            return _error(500, f"the stand-in's writer breaks the schema: {why}", "server_error")
        usage = self._counted(asked, text)
        if form.name in self.manners.unheeded and form.kind(body) == "json_schema":
            text = "The ferry sails on Monday, and repairs cost 2 million crowns."
        text = self.manners.dressed(text)
        if fault == "length" or (asked.most_tokens and usage[1] > asked.most_tokens):
            left = (asked.most_tokens or 20) - self.thinks
            text, fault = text[: max(0, left) * LETTERS_A_TOKEN // 2], "length"
            usage = usage[0], min(usage[1], asked.most_tokens or usage[1])
        thoughts = "The user wants bullets." if self.manners.thoughts == "field" else ""
        reply = {} if fault == "empty" else form.reply(text, fault, usage, thoughts)
        if not (self.counts and self.manners.counts):
            reply.pop("usage", None)
        if body.get("stream"):
            return await _streamed(request, form.events(text, reply), cut=fault == "cut")
        return await _sent(request, reply, fault)

    def _counted(self, asked: Asked, text: str) -> tuple[int, int]:
        used = (
            (len(asked.instructions) + len(asked.material)) // LETTERS_A_TOKEN,
            self.thinks + len(text) // LETTERS_A_TOKEN,
        )
        self.tokens_in += used[0]
        self.tokens_out += used[1]
        return used


def _spoiled(draft: Any, fault: str | int | None) -> str:
    """The text of a draft, as it comes out under a fault; a draft that is text already stays as it is."""
    text = draft if isinstance(draft, str) else json.dumps(draft, ensure_ascii=False)
    if fault == "bad-json":
        return text[:-2] + ", oops"
    if fault == "wrong-schema":
        return json.dumps({"bullets": "none", "thoughts": "Let me see."})
    return text


def _error(
    status: int, message: str, code: Any, headers: dict[str, str] | None = None, param: str | None = None
) -> web.Response:
    told = {"error": {"message": message, "type": code, "code": code, "param": param or None}}
    return web.json_response(told, status=status, headers=headers)


def _reset(request: web.Request) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def _sent(request: web.Request, reply: dict[str, Any], fault: str | int | None) -> web.StreamResponse:
    raw = json.dumps(reply).encode()
    if fault == "malformed":
        return web.Response(body=raw[: len(raw) // 2], content_type="application/json")
    if fault == "page":
        return web.Response(
            text="<html><body>Please sign in to this network.</body></html>", content_type="text/html"
        )
    if fault != "cut":
        return web.Response(body=raw, content_type="application/json")
    half = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": str(len(raw))})
    await half.prepare(request)
    await half.write(raw[: len(raw) // 2])
    return _reset(request)


async def _streamed(request: web.Request, events: list[dict[str, Any]], *, cut: bool) -> web.StreamResponse:
    answer = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await answer.prepare(request)
    for event in events[: len(events) // 2] if cut else events:
        name = f"event: {event['type']}\n" if "type" in event else ""
        await answer.write(f"{name}data: {json.dumps(event)}\n\n".encode())
    if cut:
        return _reset(request)
    await answer.write(b"data: [DONE]\n\n")
    await answer.write_eof()
    return answer


@asynccontextmanager
async def model_server(server: ModelServer | None = None) -> AsyncIterator[ModelServer]:
    """A running stand-in on a free port of loopback."""
    one = server or ModelServer()
    runner = web.AppRunner(one.application(), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", one.port).start()
    one.port = runner.addresses[0][1]
    try:
        yield one
    finally:
        await runner.cleanup()
