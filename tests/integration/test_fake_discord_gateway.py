"""The Discord stand-in's gateway, spoken to by hand: what it says, and with which code it closes."""

from __future__ import annotations

import json
import zlib
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.fakes.discord import Discord

PLAIN = "?v=10&encoding=json"
INTENTS = 1 | 1 << 9


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


def identify(service: Discord, **more: Any) -> dict[str, Any]:
    return {"op": 2, "d": {"token": service.token, "intents": INTENTS, "properties": {}, **more}}


async def closed_with(
    service: Discord, session: aiohttp.ClientSession, *sent: dict[str, Any] | str, query: str = PLAIN
) -> int | None:
    """The close code after these payloads."""
    async with session.ws_connect(service.gateway_url + query) as socket:
        for one in sent:
            await socket.send_str(one if isinstance(one, str) else json.dumps(one))
        async for _ in socket:
            pass
        return socket.close_code


async def test_a_session_begins_with_hello_ready_and_the_guilds(
    service: Discord, session: aiohttp.ClientSession
) -> None:
    metro = service.guild("Metro")
    news = metro.text_channel("news")
    service.guild("Elsewhere", bot=None)
    async with session.ws_connect(service.gateway_url + PLAIN) as socket:
        hello = await socket.receive_json()
        assert (hello["op"], hello["d"]["heartbeat_interval"]) == (10, 41_250)
        await socket.send_json({"op": 1, "d": None})
        assert (await socket.receive_json())["op"] == 11
        await socket.send_json(identify(service))
        ready, guild = await socket.receive_json(), await socket.receive_json()
        assert (ready["t"], ready["s"]) == ("READY", 1)
        assert ready["d"]["guilds"] == [{"id": str(metro.id), "unavailable": True}]
        assert ready["d"]["resume_gateway_url"] == service.gateway_url
        assert (guild["t"], guild["s"], guild["d"]["name"]) == ("GUILD_CREATE", 2, "Metro")
        assert [one["id"] for one in guild["d"]["channels"]] == [str(news.id)]


async def test_a_compressed_stream_is_one_context(service: Discord, session: aiohttp.ClientSession) -> None:
    context = zlib.decompressobj()
    async with session.ws_connect(service.gateway_url + PLAIN + "&compress=zlib-stream") as socket:
        first = await socket.receive_bytes()
        assert first.endswith(b"\x00\x00\xff\xff")
        assert json.loads(context.decompress(first))["op"] == 10
        await socket.send_json(identify(service))
        assert json.loads(context.decompress(await socket.receive_bytes()))["t"] == "READY"


async def test_a_session_is_resumed_from_where_it_was(
    service: Discord, session: aiohttp.ClientSession
) -> None:
    metro = service.guild("Metro")
    async with session.ws_connect(service.gateway_url + PLAIN) as socket:
        await socket.receive_json()
        await socket.send_json(identify(service))
        ready = await socket.receive_json()
        await socket.receive_json()
    await service.until(lambda: not service.gateway.connected)
    metro.text_channel("missed")
    resume = {"token": service.token, "session_id": ready["d"]["session_id"], "seq": 2}
    async with session.ws_connect(service.gateway_url + PLAIN) as socket:
        await socket.receive_json()
        await socket.send_json({"op": 6, "d": resume})
        told = [await socket.receive_json() for _ in range(2)]
        assert [(one["t"], one["s"]) for one in told] == [("CHANNEL_CREATE", 3), ("RESUMED", 4)]


async def test_an_unknown_session_is_invalid(service: Discord, session: aiohttp.ClientSession) -> None:
    async with session.ws_connect(service.gateway_url + PLAIN) as socket:
        await socket.receive_json()
        await socket.send_json({"op": 6, "d": {"token": service.token, "session_id": "none", "seq": 1}})
        assert await socket.receive_json() == {"op": 9, "d": False, "s": None, "t": None}


async def test_each_mistake_has_its_close_code(service: Discord, session: aiohttp.ClientSession) -> None:
    good = identify(service)
    mistakes: dict[int, tuple[Any, ...]] = {
        4001: ({"op": 99},),
        4002: ("no json",),
        4003: ({"op": 3, "d": {}},),
        4004: (identify(service, token="another"),),
        4005: (good, good),
        4008: ({"op": 1, "d": None},) * 121,
        4010: (identify(service, shard=[2, 2]),),
        4013: (identify(service, intents=1 << 30),),
        4014: (identify(service, intents=1 << 15),),
    }
    for code, sent in mistakes.items():
        assert await closed_with(service, session, *sent) == code
    assert await closed_with(service, session, query="?v=9&encoding=json") == 4012


async def test_a_payload_of_more_than_4096_bytes_ends_the_connection(
    service: Discord, session: aiohttp.ClientSession
) -> None:
    assert await closed_with(service, session, json.dumps(identify(service, properties="x" * 4_096))) == 4002


async def test_a_connection_without_heartbeats_ends(service: Discord, session: aiohttp.ClientSession) -> None:
    service.gateway.heartbeat_interval = 0.05
    assert await closed_with(service, session, identify(service)) == 4009


async def test_an_intent_that_the_developer_switched_on_is_taken(
    service: Discord, session: aiohttp.ClientSession
) -> None:
    service.application.privileged_intents = 1 << 15
    async with session.ws_connect(service.gateway_url + PLAIN) as socket:
        await socket.receive_json()
        await socket.send_json(identify(service, intents=INTENTS | 1 << 15))
        assert (await socket.receive_json())["t"] == "READY"
