"""Stories in a model's words through servers that others wrote to stand in for the hosted API."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest

from bot.adapters.store import SqlStore
from bot.newsroom import brief
from tests.fakes.openai.server import ModelServer
from tests.fakes.program import free_port
from tests.fakes.stored_articles import keep
from tests.fakes.stories import BRIDGE
from tests.fakes.writing import NOW, order, writing

SENTENCE = (
    "About 40,000 cars cross the Aldmouth bridge on a working day, and the nearest other crossing is"
    " 30 kilometres upstream."
)
BULLETS = [{"text": SENTENCE, "cites": [1, 2], "quotes": []}]
DRAFT = json.dumps({"headline": None, "bullets": BULLETS})
MARK = "[1] "
"""What stands in every material, so that a rule can tell it."""


def aimock(folder: Path, port: int) -> list[str]:
    """The command that serves the draft as a fixture."""
    fixtures, settings = folder / "fixtures.json", folder / "aimock.json"
    answer = {"match": {"userMessage": MARK}, "response": {"content": DRAFT}}
    fixtures.write_text(json.dumps({"fixtures": [answer]}), "utf-8")
    settings.write_text(json.dumps({"port": port, "llm": {"fixtures": str(fixtures)}}), "utf-8")
    return ["aimock", "--config", str(settings)]


def fakellm(folder: Path, port: int) -> list[str]:
    """The command that serves the draft by a rule."""
    rule = {"name": "draft", "when": {"messages_contain": MARK}, "respond": {"content": DRAFT}}
    rules = folder / "fakellm.yaml"  # JSON is YAML
    rules.write_text(json.dumps({"version": 1, "rules": [rule]}), "utf-8")
    return ["fakellm", "serve", "--port", str(port), "--config", str(rules)]


def llmock(folder: Path, port: int) -> list[str]:
    """The command of a server that is told its answers later."""
    return ["llmock", "serve", "--port", str(port)]


@contextmanager
def running(command: Callable[[Path, int], list[str]], folder: Path) -> Iterator[int]:
    """The port of the server, once it listens."""
    port = free_port()
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command(folder, port), cwd=folder, stdout=log, stderr=log, env=os.environ)
        try:
            for _ in range(300):
                if _answers(port):
                    break
                assert process.poll() is None, (folder / "log").read_text("utf-8")
                time.sleep(0.1)
            yield port
        finally:
            process.terminate()
            process.wait(10)


def _answers(port: int) -> bool:
    try:
        urlopen(f"http://127.0.0.1:{port}/", timeout=1).close()
    except URLError as error:
        return hasattr(error, "code")  # any status is an answer
    except OSError:
        return False
    return True


def tell(port: int, *behaviors: dict[str, Any]) -> None:
    """Script what llmock does next."""
    body = json.dumps({"behaviors": behaviors}).encode()
    urlopen(Request(f"http://127.0.0.1:{port}/_llmock/scenario", body), timeout=5).close()


async def told(store: SqlStore, port: int) -> tuple[str, tuple[str, ...]]:
    """Who wrote the story, and its bullets."""
    await keep(store, BRIDGE, workspaces=["w"])
    async with writing(ModelServer(port=port), store, NOW) as desk:
        digest = await brief.digest_on_request(order(), store, NOW, writer=desk.writer)
    (briefing,) = digest.briefings
    return briefing.writer, tuple(bullet.text for bullet in briefing.bullets)


WRITTEN = ("briefing@1, stand-in", (SENTENCE,))


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(aimock, marks=pytest.mark.needs("aimock")),
        pytest.param(fakellm, marks=pytest.mark.needs("fakellm")),
    ],
)
async def test_a_story_is_told_through_it(
    command: Callable[[Path, int], list[str]], store: SqlStore, tmp_path: Path
) -> None:
    with running(command, tmp_path) as port:
        assert await told(store, port) == WRITTEN


@pytest.mark.needs("llmock")
async def test_a_story_is_told_through_llmock_after_what_fails_for_now(
    store: SqlStore, tmp_path: Path
) -> None:
    with running(llmock, tmp_path) as port:
        tell(port, {"type": "fail", "status": 503, "times": 2}, {"type": "reply", "text": DRAFT})
        assert await told(store, port) == WRITTEN


@pytest.mark.needs("llmock")
async def test_llmocks_refusal_of_the_key_is_told_as_that(store: SqlStore, tmp_path: Path) -> None:
    with running(llmock, tmp_path) as port:
        tell(port, {"type": "fail", "status": 401})
        writer, bullets = await told(store, port)
    assert writer == "extractive"
    assert bullets
