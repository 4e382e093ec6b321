"""The program as people run it, offline, on the bundled outlets."""

from __future__ import annotations

import asyncio
import re
import signal
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest

from tests.fakes.program import PATIENCE, Program, Running

DIGEST = re.compile(r"News for \w+day, ")


async def read(address: str, **headers: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(address, headers=headers) as answer:
        return answer.status, await answer.text()


def wait_for_digest(running: Running) -> str:
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        _, text = asyncio.run(read(running.page))
        if DIGEST.search(text):
            return text
        time.sleep(0.2)
    raise AssertionError("no digest: " + "".join(running.said))


def counts(program: Program) -> dict[str, int]:
    with sqlite3.connect(program.folder / "onrecord.db") as connection:
        tables = ("articles", "quotes", "digests", "deliveries", "messages")
        rows = {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables}
    connection.close()
    return rows


def test_run_serves_the_page_with_a_digest_and_a_restart_repeats_nothing(tmp_path: Path) -> None:
    program = Program(tmp_path)
    with program.start() as running:
        text = wait_for_digest(running)
        assert running.stop(signal.SIGTERM) == 0, running.said
    assert not [line for line in running.said if "Traceback" in line]
    before = counts(program)
    assert before["articles"] >= 14
    with program.start() as again:
        assert len(DIGEST.findall(wait_for_digest(again))) == len(DIGEST.findall(text))
        time.sleep(1)
        assert again.stop(signal.SIGINT) == 0
    assert counts(program) == before


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """A program that has its digest and ended, for what others are to have too."""
    program = Program(tmp_path_factory.mktemp("undisturbed"))
    with program.start() as running:
        wait_for_digest(running)
        running.stop()
    return program


@pytest.mark.parametrize(
    "after", [1.4, *(pytest.param(after, marks=pytest.mark.slow) for after in (0.6, 1.0, 2.0))]
)
def test_kill_9_at_any_moment_loses_and_doubles_nothing(
    tmp_path: Path, undisturbed: Program, after: float
) -> None:
    program = Program(tmp_path, undisturbed.sample_port)
    with program.start() as running:
        time.sleep(after)
        running.stop(signal.SIGKILL)
    with program.start() as again:
        wait_for_digest(again)
        again.stop()
    assert counts(program) == counts(undisturbed)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A program that runs, for tests that change nothing in it."""
    with Program(tmp_path_factory.mktemp("running")).start() as started:
        yield started


def test_foreign_host_or_origin_is_refused(running: Running) -> None:
    assert asyncio.run(read(running.page))[0] == 200
    assert asyncio.run(read(running.page, Host="evil.example"))[0] in (400, 403, 421)
    assert asyncio.run(read(running.page, Origin="https://evil.example"))[0] == 403
    assert asyncio.run(read(running.page + "healthz"))[0] == 200
    wait_for_digest(running)
    assert "onrecord_digests_total 1.0" in asyncio.run(read(running.page + "metrics"))[1]


def test_page_beyond_loopback_wants_a_password(tmp_path: Path) -> None:
    done = Program(tmp_path, settings={"ONRECORD_WEB_HOST": "0.0.0.0"}).call("run")
    assert done.returncode == 2
    assert "ONRECORD_WEB_PASSWORD" in done.stderr


def test_taken_port_is_named_with_its_key(tmp_path: Path, running: Running) -> None:
    port = running.page.rstrip("/").rpartition(":")[2]
    second = Program(tmp_path, settings={"ONRECORD_WEB_PORT": port}).call("run")
    assert second.returncode == 2
    assert "web.port" in second.stderr


def test_one_round_then_everything_can_be_asked_offline(tmp_path: Path) -> None:
    program = Program(tmp_path)
    once = program.call("run", "--once")
    assert once.returncode == 0, once.stderr
    assert "4 feeds read" in once.stdout
    digest = program.json("digest")
    assert len(digest["briefings"]) >= 5
    assert max(len(one["outlets"]) for one in digest["briefings"]) >= 3
    told = (
        program.json("digest", "--dry-run") if program.call("digest", "--dry-run").returncode == 0 else None
    )
    assert told is None or len(told["briefings"]) < len(digest["briefings"])
    [feed, *_] = program.json("feeds", "list")
    assert feed["state"] == "ok"
    quote = program.lines("quotes", "--speaker", digest["briefings"][0]["quotes"][0]["speaker"])[0]
    assert quote["url"].startswith("http://127.0.0.1:")


def test_dead_network_is_shown_and_not_fatal(tmp_path: Path) -> None:
    program = Program(tmp_path, settings={"ONRECORD_CONFIG": str(tmp_path / "c.toml")})
    (tmp_path / "c.toml").write_text(
        '[sample]\nmode = "off"\n[gather]\nallow = ["127.0.0.1:9"]\n'
        '[[feeds]]\nurl = "http://127.0.0.1:9/feed"\noutlet = "The Silent"\n',
        "utf-8",
    )
    once = program.call("run", "--once")
    assert once.returncode == 0, once.stderr
    [feed] = program.json("feeds", "list")
    assert feed["state"] == "broken"
    assert feed["note"]


def test_backup_while_gathering_restores_to_equal_counts(tmp_path: Path) -> None:
    program = Program(tmp_path)
    with program.start() as running:
        wait_for_digest(running)
        assert program.call("db", "backup", "copy.db").returncode == 0
        running.stop()
    before = counts(program)
    restored = program.call("db", "restore", "copy.db")
    assert restored.returncode == 0, restored.stderr
    assert counts(program) == before
