"""One connection to Slack's Web API: each call once, its fault translated."""

from __future__ import annotations

import asyncio

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.platforms.slack.rich import Payload
from bot.platforms.slack.settings import SlackSettings
from bot.platforms.slack.translate import translated, unclear

TIMEOUT = 20.0
"""Seconds for one call."""


class Connection:
    """The sockets to Slack, opened at the first call; `close` ends them."""

    def __init__(self, settings: SlackSettings) -> None:
        self.settings = settings
        self._session: aiohttp.ClientSession | None = None
        self._client: AsyncWebClient | None = None

    @property
    def client(self) -> AsyncWebClient:
        """Slack's own client, told never to repeat a call by itself."""
        if self._client is None or self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT))
            self._client = AsyncWebClient(
                base_url=self.settings.api_url, session=self._session, retry_handlers=[]
            )
        return self._client

    async def write(self, method: str, token: str, args: Payload) -> Payload:
        """Call a method that changes something."""
        return await self._send(method, token, "POST", json=args)

    async def read(self, method: str, token: str, args: Payload) -> Payload:
        """Call a method that gives something; these take no JSON (Using the Web API)."""
        return await self._send(method, token, "GET", params=args)

    async def grant(self, **args: str) -> Payload:
        """Tokens for a code or a refresh token; our secret goes in the body, where no log sees it."""
        own = {"client_id": self.settings.client_id, "client_secret": self.settings.client_secret}
        return await self._send("oauth.v2.access", "", "POST", data={**own, **args})

    async def scopes(self, token: str) -> frozenset[str]:
        """What a token may; every answer says so in a header."""
        try:
            answer = await self.client.api_call("auth.test", headers={"Authorization": f"Bearer {token}"})
        except SlackApiError as error:
            raise translated(error, "auth.test") from error
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise unclear(type(error).__name__, "auth.test") from error
        named = {name.lower(): value for name, value in answer.headers.items()}
        return frozenset(str(named.get("x-oauth-scopes", "")).replace(" ", "").split(","))

    async def respond(self, url: str, payload: Payload) -> None:
        """Use a response_url once."""
        hook = AsyncWebhookClient(url, session=self.client.session, retry_handlers=[], timeout=int(TIMEOUT))
        try:
            answer = await hook.send_dict(payload)
        except (aiohttp.ClientError, TimeoutError) as error:
            raise unclear(type(error).__name__, "response_url") from error
        if answer.status_code != 200:
            raise unclear(f"HTTP {answer.status_code}: {answer.body[:100]}", "response_url")

    async def close(self) -> None:
        """End the connections."""
        if self._session:
            await self._session.close()
            await asyncio.sleep(0)  # lets the transports go

    async def _send(self, method: str, token: str, verb: str, **how: Payload) -> Payload:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        try:
            answer = await self.client.api_call(
                method,
                http_verb=verb,
                headers=headers,
                json=how.get("json"),
                params=how.get("params"),
                data=how.get("data"),
            )
        except SlackApiError as error:
            raise translated(error, method) from error
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise unclear(type(error).__name__, method) from error
        return dict(answer.data) if isinstance(answer.data, dict) else {}
