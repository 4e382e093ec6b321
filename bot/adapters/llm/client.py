"""The client: asks for drafts, a few at once, within a time; tries again where that can help."""

from __future__ import annotations

import asyncio
import importlib
import json
import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING

from bot.adapters.llm.answers import (
    IN_WORDS,
    ModelAnswer,
    chat_request,
    read_chat,
    read_response,
    responses_request,
)
from bot.adapters.llm.manners import Api, Manner, fault_in
from bot.adapters.llm.schema import LARGEST, Json, draft_of, schema_of
from bot.errors import BadDraft, ModelError, ModelFault
from bot.model import Drafted, Usage, WritingRequest
from bot.model.writing import BYTES_A_TOKEN
from bot.ops.retry import retrying

if TYPE_CHECKING:
    from openai import AsyncOpenAI

log = logging.getLogger(__name__)

TRIES = 3

DAY = 86_400.0
"""Seconds for which is remembered how a server wants to be asked; then it may have learned more."""


class OpenAiModel:
    """A model behind any OpenAI-compatible address.

    `timeout` is in seconds, for one try and for all waiting between tries. `api` auto asks for responses
    first, and for chat completions where the server has no responses. `reasoning_tokens` come on top of
    those of an answer, for models that think before they write. `remembers`: seconds until a server that
    did not take all of a request is asked for all of it again.
    """

    def __init__(
        self,
        name: str,
        url: str,
        key: str,
        *,
        api: Api = "auto",
        timeout: float = 30.0,
        at_once: int = 4,
        reasoning_tokens: int = 0,
        reasoning_effort: str | None = None,
        remembers: float = DAY,
    ) -> None:
        self.name = name
        self.manner = Manner("chat" if api == "chat" else "responses")
        self._first = self.manner
        self._learned = 0.0
        self._remembers = remembers
        self._api = api
        self._url = url
        self._key = key
        self._timeout = timeout
        self._reasoning_tokens = reasoning_tokens
        self._effort = reasoning_effort
        self._turns = asyncio.Semaphore(at_once)
        self._opening = asyncio.Lock()
        self._client: AsyncOpenAI | None = None

    @property
    def way(self) -> str:
        """How its server is asked, as far as that is found out."""
        return str(self.manner)

    def most(self, request: WritingRequest) -> tuple[int, int]:
        """The most tokens that one try may take: in, with the schema in words, and out, with thoughts."""
        words = len(IN_WORDS + json.dumps(schema_of(request.form))) // BYTES_A_TOKEN
        return request.tokens + words, request.most_tokens + self._reasoning_tokens

    async def write(self, request: WritingRequest) -> Drafted:
        """The draft with what it took; raises a `ModelError`.

        Some servers take a schema and do not heed it: where no draft comes of one, the model is asked again,
        more simply, until it is told the schema in words; what works is remembered.
        """
        spent, client = Usage(), await self._opened()
        async with self._turns:
            manner = self._manner_now()
            while True:
                answer, taken, lost = await self._answered(client, request, manner, spent)
                spent = Usage(
                    spent.tokens_in + answer.tokens_in,
                    spent.tokens_out + answer.tokens_out,
                    spent.lost + lost,
                    answer.estimated,
                )
                try:
                    draft = draft_of(answer.whole(), request.form)
                except ModelError as error:
                    unheeded = error.fault in (ModelFault.NOT_JSON, ModelFault.OTHER_SCHEMA)
                    simpler = taken.after("", self._api == "auto") if unheeded else None
                    if simpler is None or taken.form != "schema":
                        error.tokens_in, error.tokens_out, error.lost = (
                            spent.tokens_in,
                            spent.tokens_out,
                            spent.lost,
                        )
                        raise
                    manner = simpler
                else:
                    self._learn(taken)
                    return Drafted(draft, spent)

    async def _answered(
        self, client: AsyncOpenAI, request: WritingRequest, manner: Manner, spent: Usage
    ) -> tuple[ModelAnswer, Manner, int]:
        """The answer, the manner that it was asked for in, and the tries that were lost on the way."""
        lost = 0
        try:
            async for attempt in retrying(TRIES, self._timeout):
                with attempt:
                    try:
                        answer, taken = await self._ask(client, request, manner)
                    except ModelError as error:
                        lost += error.lost
                        raise
        except ModelError as error:
            error.tokens_in, error.tokens_out = spent.tokens_in, spent.tokens_out
            error.lost = spent.lost + lost
            raise
        return answer.counted(request), taken, lost

    def _manner_now(self) -> Manner:
        """How to ask: as it worked last, or all of it again after a day."""
        now = asyncio.get_running_loop().time()
        if now - self._learned > self._remembers:
            self.manner, self._learned = self._first, now
        return self.manner

    def _learn(self, manner: Manner) -> None:
        if manner != self.manner:
            log.info("llm: %s is asked for %s", self.name, manner)
            self.manner, self._learned = manner, asyncio.get_running_loop().time()

    async def close(self) -> None:
        """Let go of the connections."""
        if self._client is not None:
            await self._client.close()
            self._client = None

    async def _ask(
        self, client: AsyncOpenAI, request: WritingRequest, manner: Manner
    ) -> tuple[ModelAnswer, Manner]:
        """One try: what is not taken is asked for in the next simpler manner; gives the one that was."""
        from bot.adapters.llm.errors import NotTaken, translated

        with translated():
            async with asyncio.timeout(self._timeout):
                while True:
                    try:
                        with translated():
                            return await self._asked(client, request, manner), manner
                    except NotTaken as error:
                        simpler = manner.after(error.part, self._api == "auto")
                        if simpler is None:
                            raise
                        manner = simpler

    async def _asked(self, client: AsyncOpenAI, request: WritingRequest, manner: Manner) -> ModelAnswer:
        _, most = self.most(request)
        if manner.api == "chat":
            chat = chat_request(self.name, request, manner, most, self._effort)
            raw = await client.chat.completions.with_raw_response.create(**chat)
            return read_chat(_read(raw.http_response.content))
        response = responses_request(self.name, request, manner, most, self._effort)
        made = await client.responses.with_raw_response.create(**response)
        return read_response(_read(made.http_response.content))

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
    """The JSON of an answer; raises NotTaken where it is an error that calls itself a success."""
    from bot.adapters.llm.errors import not_taken

    if len(body) > LARGEST:
        raise BadDraft("its answer is far too long", ModelFault.CUT_SHORT)
    read = json.loads(body)
    if isinstance(read, Mapping) and read.get("error") and not read.keys() & {"choices", "output"}:
        raise not_taken(200, fault_in(read))
    return read
