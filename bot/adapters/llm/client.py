"""The client: asks for drafts, a few at once, within a time; tries again where that can help."""

from __future__ import annotations

import asyncio
import importlib
import json
from typing import TYPE_CHECKING, Literal

from bot.adapters.llm.answers import (
    ModelAnswer,
    chat_request,
    read_chat,
    read_response,
    responses_request,
)
from bot.adapters.llm.schema import LARGEST, Json, draft_of
from bot.errors import BadDraft, ModelError
from bot.model import Drafted, Usage, WritingRequest
from bot.ops.retry import retrying

if TYPE_CHECKING:
    from openai import AsyncOpenAI

Api = Literal["auto", "chat", "responses"]

TRIES = 3


class OpenAiModel:
    """A model behind any OpenAI-compatible address.

    `timeout` is in seconds, for one try and for all waiting between tries. `api` auto asks for responses
    first, and for chat completions from then on where the server has no responses.
    """

    def __init__(
        self, name: str, url: str, key: str, *, api: Api = "auto", timeout: float = 30.0, at_once: int = 4
    ) -> None:
        self.name = name
        self._url = url
        self._key = key
        self._api: Api = api
        self._timeout = timeout
        self._turns = asyncio.Semaphore(at_once)
        self._opening = asyncio.Lock()
        self._client: AsyncOpenAI | None = None

    async def write(self, request: WritingRequest) -> Drafted:
        """The draft with what it took; raises a `ModelError`."""
        lost, client = 0, await self._opened()
        async with self._turns:
            try:
                async for attempt in retrying(TRIES, self._timeout):
                    with attempt:
                        try:
                            answer = await self._ask(client, request)
                        except ModelError as error:
                            lost += error.lost
                            raise
            except ModelError as error:
                error.lost = lost
                raise
        return self._drafted(answer, request, lost)

    def _drafted(self, answer: ModelAnswer, request: WritingRequest, lost: int) -> Drafted:
        try:
            draft = draft_of(answer.whole(), request.form)
        except ModelError as error:
            error.tokens_in, error.tokens_out, error.lost = answer.tokens_in, answer.tokens_out, lost
            raise
        return Drafted(draft, Usage(answer.tokens_in, answer.tokens_out, lost))

    async def close(self) -> None:
        """Let go of the connections."""
        if self._client is not None:
            await self._client.close()
            self._client = None

    async def _ask(self, client: AsyncOpenAI, request: WritingRequest) -> ModelAnswer:
        from bot.adapters.llm.errors import NoSuchApi, translated

        with translated():
            async with asyncio.timeout(self._timeout):
                if self._api == "chat":
                    return await self._chat(client, request)
                if self._api == "responses":
                    return await self._respond(client, request)
                try:
                    with translated():
                        return await self._respond(client, request)
                except NoSuchApi:
                    answer = await self._chat(client, request)
                    self._api = "chat"
                    return answer

    async def _chat(self, client: AsyncOpenAI, request: WritingRequest) -> ModelAnswer:
        raw = await client.chat.completions.with_raw_response.create(**chat_request(self.name, request))
        return read_chat(_read(raw.http_response.content))

    async def _respond(self, client: AsyncOpenAI, request: WritingRequest) -> ModelAnswer:
        raw = await client.responses.with_raw_response.create(**responses_request(self.name, request))
        return read_response(_read(raw.http_response.content))

    async def _opened(self) -> AsyncOpenAI:
        """The package takes two seconds to import: off the loop, and only when something is to be written."""
        async with self._opening:
            if self._client is None:
                package = await asyncio.to_thread(importlib.import_module, "openai")
                self._client = package.AsyncOpenAI(
                    api_key=self._key or "none", base_url=self._url, timeout=self._timeout, max_retries=0
                )
            return self._client


def _read(body: bytes) -> Json:
    if len(body) > LARGEST:
        raise BadDraft("its answer is far too long")
    return json.loads(body)
