import asyncio
import socket

import aiohttp
import pytest
from aiohttp import web

from bot.adapters.site import Site, public_app
from bot.errors import ConfigError


async def status(port: int, path: str) -> int:
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}{path}") as answer:
        return answer.status


async def test_a_free_port_is_taken_and_told() -> None:
    async with Site("public", "127.0.0.1", 0, public_app(()), key="public.port") as site:
        assert site.port > 0
        assert await status(site.port, "/healthz") == 200


async def test_it_says_that_no_work_can_be_done_and_not_why() -> None:
    why = ""

    async def lost() -> str:
        return why

    async with Site("public", "127.0.0.1", 0, public_app(()), key="public.port", lost=lost) as site:
        assert await status(site.port, "/readyz") == 200
        why = "the database /srv/news.db was deleted"
        address = f"http://127.0.0.1:{site.port}"
        async with aiohttp.ClientSession() as session, session.get(f"{address}/readyz") as answer:
            assert (answer.status, await answer.json()) == (503, {"status": "unavailable"})
        assert await status(site.port, "/healthz") == 200


@pytest.mark.parametrize("target", [b"/\xff", b"/?typed=\xc3", b"*", b"http://[/", b"/ /"])
async def test_an_address_that_is_none_is_refused_without_a_trace(
    caplog: pytest.LogCaptureFixture, target: bytes
) -> None:
    async with Site("public", "127.0.0.1", 0, public_app(()), key="public.port") as site:
        reader, writer = await asyncio.open_connection("127.0.0.1", site.port)
        writer.write(b"GET " + target + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        assert b" 400 " in await reader.readline()
        writer.close()
        assert [record for record in caplog.records if record.exc_info] == []


async def test_a_fault_of_ours_leaves_its_trace(caplog: pytest.LogCaptureFixture) -> None:
    async def broken(_request: web.Request) -> web.StreamResponse:
        raise RuntimeError("ours")

    async with Site("public", "127.0.0.1", 0, public_app([web.get("/x", broken)]), key="public.port") as site:
        assert await status(site.port, "/x") == 500
        assert [record for record in caplog.records if record.exc_info]


async def test_the_public_listener_answers_nothing_else() -> None:
    async with Site("public", "127.0.0.1", 0, public_app(()), key="public.port") as site:
        for path in ("/", "/c/daily", "/events", "/login", "/metrics", "/static/page.js"):
            assert await status(site.port, path) == 404


async def test_a_taken_port_is_told_with_its_key_and_the_remedy() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConfigError) as caught:
            async with Site("page", "127.0.0.1", port, public_app(()), key="web.port"):
                pass
    assert str(caught.value) == (
        f"web.port: port {port} is taken by another program; stop it, or set web.port to another port"
    )


async def test_an_address_of_another_machine_is_told_with_its_key() -> None:
    with pytest.raises(ConfigError, match=r"^web\.port: 192\.0\.2\.1 cannot be listened on .*set web\.host"):
        async with Site("page", "192.0.2.1", 0, public_app(()), key="web.port"):
            pass


async def test_a_stop_ends_a_request_that_outlasts_its_grace() -> None:
    asked = asyncio.Event()

    async def never(_request: web.Request) -> web.Response:
        asked.set()
        await asyncio.Event().wait()
        return web.Response()

    app = web.Application()
    app.router.add_get("/never", never)
    async with aiohttp.ClientSession() as session:
        async with Site("page", "127.0.0.1", 0, app, key="web.port") as site:
            asking = asyncio.create_task(session.get(f"http://127.0.0.1:{site.port}/never"))
            await asked.wait()
        with pytest.raises(aiohttp.ClientError):
            await asking


async def test_a_stop_cuts_a_connection_whose_reader_reads_no_more() -> None:
    async def pour(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b"x" * 1_000_000)

    app = web.Application()
    app.add_routes([web.get("/", pour)])
    async with Site("test", "127.0.0.1", 0, app, key="web.port") as site:
        _, writer = await asyncio.open_connection("127.0.0.1", site.port, limit=1)
        writer.write(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        await asyncio.sleep(0.5)
        assert site._runner.server is not None
        [connection] = site._runner.server.connections
        transport = connection.transport
    assert transport is not None
    assert transport.is_closing()
    assert transport.get_write_buffer_size() == 0, "it waits for its reader for ever"
    writer.close()
