"""The program with a model, which here is the loopback stand-in."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.openai.forms import MODEL
from tests.fakes.openai.server import KEY, ModelServer, model_server
from tests.fakes.program import Program

CONFIG = """[model]
name = "{name}"
url = "{url}"
day_ceiling = {ceiling}
[[model.prices]]
model = "{name}"
tokens_in = 10
tokens_out = 30
"""


async def digest(tmp_path: Path, server: ModelServer, ceiling: float = 1.0) -> tuple[str, Any]:
    """The digest as people read it, and as programs do, after one round over the bundled outlets."""
    (tmp_path / "onrecord.toml").write_text(
        CONFIG.format(name=MODEL, url=server.url, ceiling=ceiling), "utf-8"
    )
    program = Program(tmp_path, settings={"ONRECORD_MODEL_KEY": KEY})
    gathered = await asyncio.to_thread(program.call, "run", "--once")
    assert gathered.returncode == 0, gathered.stderr
    shown = await asyncio.to_thread(program.call, "digest")
    assert KEY not in gathered.stderr + shown.stdout + shown.stderr
    return " ".join(shown.stdout.split()), await asyncio.to_thread(program.json, "digest")


@pytest.mark.long
async def test_a_digest_is_in_the_models_words_and_asked_for_again_costs_nothing(tmp_path: Path) -> None:
    async with model_server() as server:
        shown, told = await digest(tmp_path, server)
    assert f"Written by briefing@1, {MODEL}" in shown
    assert " bullets" in shown
    writers = {briefing["writer"] for briefing in told["briefings"]}
    assert f"briefing@1, {MODEL}" in writers
    materials = [entry.body["input"] for entry in server.journal]
    assert len(materials) == len(set(materials))


@pytest.mark.slow
async def test_a_model_that_fails_leaves_a_digest_that_says_so(tmp_path: Path) -> None:
    async with model_server(ModelServer(always="error")) as server:
        shown, told = await digest(tmp_path, server)
    assert "written without the model: its server failed." in shown
    assert {briefing["writer"] for briefing in told["briefings"]} == {"extractive"}


@pytest.mark.slow
async def test_with_a_ceiling_of_one_cent_the_digest_says_why_it_has_no_model(tmp_path: Path) -> None:
    async with model_server() as server:
        shown, _ = await digest(tmp_path, server, ceiling=0.01)
    assert "written without the model: its budget for today is spent." in shown
    assert server.journal == []


async def gathered(tmp_path: Path, server: ModelServer) -> Program:
    """The program with the articles of a round that was not paid for, and now with a model."""
    program = Program(tmp_path, settings={"ONRECORD_MODEL_KEY": KEY})
    round_of_feeds = await asyncio.to_thread(program.call, "run", "--once")
    assert round_of_feeds.returncode == 0, round_of_feeds.stderr
    (tmp_path / "onrecord.toml").write_text(CONFIG.format(name=MODEL, url=server.url, ceiling=1.0), "utf-8")
    return program


@pytest.mark.slow
async def test_two_processes_that_start_on_the_same_stories_pay_for_each_once(tmp_path: Path) -> None:
    async with model_server() as server:
        program = await gathered(tmp_path, server)
        server.hold = asyncio.Event()
        both = [asyncio.create_task(asyncio.to_thread(program.json, "digest")) for _ in range(2)]
        while not server.at_once:
            await asyncio.sleep(0.05)
        await asyncio.sleep(2)  # for the other one to come to the same stories; none is needed to pass
        server.hold.set()
        one, other = await asyncio.gather(*both)
    materials = [entry.body["input"] for entry in server.journal]
    assert len(materials) == len(set(materials)) > 0
    assert [told["writer"] for told in one["briefings"]] == [told["writer"] for told in other["briefings"]]


@pytest.mark.slow
@pytest.mark.parametrize("command", [("digest",), ("doctor", "model")], ids=" ".join)
async def test_no_command_spends_more_than_it_may(tmp_path: Path, command: tuple[str, ...]) -> None:
    async with model_server() as server:
        program = await gathered(tmp_path, server)
        done = await asyncio.to_thread(program.call, *command, "--max-spend", "0.0001")
        assert server.journal == []
        await asyncio.to_thread(program.call, *command, "--max-spend", "1")
        assert server.journal
    assert "budget for today is spent" in done.stdout or command[0] != "digest"
