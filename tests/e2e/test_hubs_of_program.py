"""The program with a public address, and a feed that names a hub."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.adapters.vault import fresh_key
from bot.app.opening import clock
from tests.fakes import web as fake
from tests.fakes.hub import hub_serving
from tests.fakes.outlet import BRIDGE, open_outlet, rss, settings
from tests.fakes.program import Program, free_port

PATIENCE = 60


@pytest.mark.slow
async def test_a_hub_is_asked_by_the_rules_of_strangers_and_reaches_us(tmp_path: Path) -> None:
    async with open_outlet() as press, hub_serving(clock) as hub:
        press.publish("/bridge", "Aldmouth bridge closes after cracks are found", BRIDGE)
        named = rss(press.name, press.lines).replace("<item>", f'<link rel="hub" href="{hub.url}"/><item>', 1)
        press.web.routes["/feed.xml"] = fake.feed(named)
        port = free_port()
        feed = f'[[feeds]]\nurl = "{press.feed}"\noutlet = "{press.name}"'
        public = f'[public]\nport = {port}\nurl = "http://127.0.0.1:{port}"'
        settings(tmp_path, feed, public, allow=(*press.web.allow, f"127.0.0.1:{hub.port}"))
        program = Program(tmp_path, settings={"ONRECORD_SECRET_KEYS": fresh_key()})
        once = await asyncio.to_thread(program.call, "run", "--once")
        assert once.returncode == 0, once.stderr
        with await asyncio.to_thread(program.start) as running:
            await asyncio.to_thread(lambda: running.page)
            async with asyncio.timeout(PATIENCE):
                while not any("its hub refuses" in line for line in running.said):
                    await asyncio.sleep(0.05)
            assert any("it leads to this machine" in line for line in running.said)
            assert hub.asked == []
            with closing(sqlite3.connect(tmp_path / "onrecord.db")) as database:
                ((token, topic),) = database.execute("SELECT token, topic FROM hub_subscriptions")
            callback = f"http://127.0.0.1:{port}/websub/{token}"
            asked = {"mode": "subscribe", "topic": topic, "challenge": "echo", "lease_seconds": "86400"}
            assert await hub.call(callback, **asked) == (200, "echo")
            assert await hub.notify(callback, named, "no secret of ours") == 204
            assert running.stop() == 0
        assert token not in "".join(running.said)
