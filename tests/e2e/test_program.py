"""The program as people run it, offline, on the bundled outlets."""

from __future__ import annotations

import asyncio
import re
import signal
import socket
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


def test_a_second_one_in_the_same_folder_is_told_which_runs_there(tmp_path: Path) -> None:
    program = Program(tmp_path)
    with program.start() as running:
        serving = f"process {running.process.pid}, page: {running.page}"
        second = Program(tmp_path).call("run")
        assert second.returncode == 2
        assert serving in second.stderr
        assert "Traceback" not in second.stderr
        assert running.stop(signal.SIGKILL)
    with program.start() as again:
        assert again.page


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
    asked = program.call("ask", "who won Marl Quay?").stdout  # as the first page of the README does
    assert "lost Marl Quay to Leonie Strand" in " ".join(asked.split())
    assert "Garrick Moyle" not in asked.splitlines(), "the loser's name is no answer"
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


@pytest.mark.slow
def test_the_drill_a_lost_database_comes_back_from_its_backup(tmp_path: Path) -> None:
    program = Program(tmp_path)
    assert program.call("run", "--once").returncode == 0
    before = program.json("status")
    assert before["kept"]["articles"] == 16
    (tmp_path / "backups").mkdir()
    assert program.call("db", "backup", "backups").returncode == 0
    (backup,) = (tmp_path / "backups").iterdir()
    again = program.call("db", "backup", str(backup))
    assert (again.returncode, "is kept" in again.stderr) == (2, True)
    for lost in tmp_path.glob("onrecord.db*"):
        lost.unlink()
    assert program.call("db", "restore", str(backup)).returncode == 0
    after = program.json("status")
    for what in ("feeds", "not_posted", "spend", "backlog"):
        assert after[what] == before[what]
    assert after["kept"]["quotes"] == before["kept"]["quotes"]


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


def test_a_newcomer_is_told_the_version_and_offered_what_can_follow(tmp_path: Path) -> None:
    assert re.fullmatch(r"onrecord \d+\.\d+\.\d+\n", Program(tmp_path).call("--version").stdout)
    asked = {"_ONRECORD_COMPLETE": "complete_bash", "COMP_WORDS": "onrecord feeds ", "COMP_CWORD": "2"}
    offered = Program(tmp_path, settings=asked).call().stdout.split()
    assert {"add", "list", "remove"} <= set(offered)


def test_the_doctor_is_well_while_on_record_runs_and_not_while_another_holds_the_port(
    tmp_path: Path, running: Running
) -> None:
    port = running.page.rstrip("/").rpartition(":")[2]
    beside = Program(tmp_path, settings={"ONRECORD_WEB_PORT": port}).call("doctor")
    assert f"ok   web.port: 127.0.0.1:{port} answers: On Record is running" in beside.stdout
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = str(other.getsockname()[1])
        told = Program(tmp_path, settings={"ONRECORD_WEB_PORT": taken}).call("doctor")
    assert f"BAD  web.port: 127.0.0.1:{taken}: " in told.stdout
    assert told.returncode == 1


@pytest.mark.parametrize("command", [("feeds", "list"), ("run", "--once"), ("doctor",)])
def test_a_data_folder_that_cannot_be_is_named_with_a_remedy(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    (tmp_path / "taken").write_text("a file", "utf-8")
    database = f"sqlite:///{tmp_path}/taken/onrecord.db"
    done = Program(tmp_path, settings={"ONRECORD_DATABASE": database}).call(*command)
    assert done.returncode != 0
    told = done.stdout + done.stderr
    assert f"the folder {tmp_path}/taken cannot be made" in told
    assert "name another with --database sqlite:///FOLDER/onrecord.db" in told
    assert "Traceback" not in told
