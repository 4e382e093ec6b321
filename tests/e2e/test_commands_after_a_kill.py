"""Commands that do what is due and end, started right after another one was killed over it."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
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


async def test_a_command_posts_what_one_that_was_killed_had_begun_to_post(tmp_path: Path) -> None:
    program = Program(tmp_path)
    first = await asyncio.to_thread(program.call, "run", "--once")
    assert first.returncode == 0, first.stderr
    held = datetime.now(UTC) + timedelta(seconds=STILL_HELD)  # noqa: TID251 - the program runs on the real clock
    with closing(sqlite3.connect(tmp_path / "onrecord.db")) as database, database:
        assert database.execute("DELETE FROM messages WHERE key IS NOT NULL").rowcount == 1
        database.execute(
            "UPDATE deliveries SET state = 'sending', posted = '{}', token = 'killed', lease_until = ?",
            [f"{held:%Y-%m-%d %H:%M:%S.%f}"],
        )
    again = await asyncio.to_thread(program.call, "run", "--once")
    assert again.returncode == 0, again.stderr
    with closing(sqlite3.connect(tmp_path / "onrecord.db")) as database:
        assert database.execute("SELECT count(*) FROM messages WHERE key IS NOT NULL").fetchone() == (1,)
        assert database.execute("SELECT state FROM deliveries").fetchall() == [("sent",)]
