"""Plain requests as the bot would make them, for what a client library would never send."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from tests.fakes.discord.interactions import Interaction
from tests.fakes.discord.objects import Channel
from tests.fakes.discord.server import Discord

Answer = tuple[int, Any]


class Asking:
    """Gives status and body of each answer, and keeps its headers."""

    def __init__(self, service: Discord, session: aiohttp.ClientSession) -> None:
        self.service = service
        self._session = session
        self.headers: Mapping[str, str] = {}

    async def ask(self, method: str, path: str, body: Any = None, *, token: str | None = None) -> Answer:
        known = {"Authorization": f"Bot {token or self.service.token}"}
        async with self._session.request(method, self.service.url + path, json=body, headers=known) as answer:
            self.headers = answer.headers
            if answer.content_type != "application/json":
                return answer.status, None
            return answer.status, await answer.json()

    async def post(self, channel: Channel, body: Any) -> Answer:
        return await self.ask("POST", f"/channels/{channel.id}/messages", body)

    async def register(self, *commands: dict[str, Any]) -> Answer:
        return await self.ask("PUT", f"/applications/{self.service.world.bot.id}/commands", list(commands))

    async def answer(self, interaction: Interaction, kind: int, data: dict[str, Any] | None = None) -> Answer:
        path = f"/interactions/{interaction.id}/{interaction.token}/callback"
        return await self.ask("POST", path, {"type": kind, "data": data or {}})

    async def follow(self, method: str, interaction: Interaction, body: Any = None, end: str = "") -> Answer:
        path = f"/webhooks/{self.service.world.bot.id}/{interaction.token}{end}"
        return await self.ask(method, path, body)


@asynccontextmanager
async def asking(service: Discord) -> AsyncIterator[Asking]:
    async with aiohttp.ClientSession() as session:
        yield Asking(service, session)


def at(errors: Mapping[str, Any], path: str) -> str:
    """The code of what is wrong at a field of an Invalid Form Body, as in `at(errors, "embeds.0.title")`."""
    for part in path.split("."):
        errors = errors[part]
    code: str = errors["_errors"][0]["code"]
    return code
