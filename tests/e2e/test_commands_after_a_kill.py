"""Commands that do what is due and end, started right after another one was killed over it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.adapters.store import open_store
from bot.model import LOCAL_WORKSPACE, Feed
from tests.fakes.outlet import BRIDGE, open_outlet, settings
from tests.fakes.program import Program

STILL_HELD = 5.0
"""Seconds that the dead one's claim still holds: longer than a command takes to start."""


@pytest.mark.parametrize("command", [("gather",), ("run", "--once")])
async def test_a_command_reads_what_one_that_was_killed_had_claimed(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    async with open_outlet() as press:
        press.publish("/bridge", "Aldmouth bridge closes after cracks are found", BRIDGE)
        feed = f'[[feeds]]\nurl = "{press.feed}"\noutlet = "{press.name}"'
        settings(tmp_path, feed, allow=press.web.allow)
        program = Program(tmp_path)
        store = await open_store(program.environment["ONRECORD_DATABASE"])
        claimed = Feed.of(press.feed, press.name)
        await store.take_feed(LOCAL_WORKSPACE, claimed)
        assert await store.claim_feeds([claimed.id], "killed", STILL_HELD)
        await store.close()
        done = await asyncio.to_thread(program.call, *command)
        assert done.returncode == 0, done.stderr
        assert "1 new article" in done.stdout
