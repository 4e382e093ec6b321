"""`onrecord init` as a newcomer runs it, offline, against servers on loopback."""

from __future__ import annotations

import asyncio
import os
import stat
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fakes import outlet
from tests.fakes import web as fake
from tests.fakes.outlet import Line
from tests.fakes.program import PATIENCE, free_port
from tests.fakes.slack import serving as slack_serving
from tests.fakes.web import Web

LINK = '<link rel="alternate" type="application/rss+xml" href="{}">'


class Newcomer:
    """Somebody in an empty folder, and a site with two feeds."""

    def __init__(self, web: Web, folder: Path) -> None:
        self.web, self.folder = web, folder
        for name in ("quay", "hills"):
            lines = [Line(f"/{name}/story", f"News of the {name}")]
            web.routes[f"/{name}.xml"] = fake.feed(outlet.rss(f"The {name.capitalize()}", lines))
        head = "".join(LINK.format(f"/{name}.xml") for name in ("quay", "hills"))
        web.routes["/"] = fake.body(f"<!doctype html><html><head>{head}</head></html>")

    async def call(
        self, *arguments: str, typed: str = "", **settings: str
    ) -> subprocess.CompletedProcess[str]:
        """One call to its end, with no database named beside the settings."""
        return await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-m", "bot", *arguments],
            cwd=self.folder,
            env={**os.environ, **settings},
            input=typed,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    async def init(self, answers: str, *more: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """The call with these answers in a file."""
        (self.folder / "answers.toml").write_text(answers, "utf-8")
        return await self.call("init", "--answers", "answers.toml", *more, **settings)

    def allow(self) -> str:
        return f"allow = {list(self.web.allow)!r}\n".replace("'", '"')

    def written(self) -> set[str]:
        return {path.name for path in self.folder.glob("onrecord.*")}


@pytest.fixture
async def newcomer(tmp_path: Path) -> AsyncIterator[Newcomer]:
    async with fake.serving() as web:
        yield Newcomer(web, tmp_path)


async def test_answers_are_tested_and_written_and_the_program_runs_on_them(newcomer: Newcomer) -> None:
    feed = newcomer.web.url("/quay.xml")
    done = await newcomer.init(f'data = "news"\nfeeds = ["{feed}"]\n{newcomer.allow()}')
    assert done.returncode == 0, done.stderr
    assert "The Quay: 1 entry at " in done.stderr
    assert f"added: The Quay, {feed}" in done.stdout
    assert "start with: onrecord run" in done.stdout
    folder = newcomer.folder
    assert stat.S_IMODE((folder / "onrecord.env").stat().st_mode) == 0o600
    assert f'database = "sqlite:///{folder}/news/onrecord.db"' in (folder / "onrecord.toml").read_text(
        "utf-8"
    )
    listed = await newcomer.call("feeds", "list")
    assert "The Quay" in listed.stdout

    again = await newcomer.init("")
    assert again.returncode == 2
    assert "there already; --force overwrites" in again.stderr
    assert (await newcomer.init("", "--force")).returncode == 0


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ('feeds = ["{url}/none.xml"]\n', "feeds: {url}/none.xml: "),
        ('feeds = ["{url}/"]\n', "has 2 feeds; name those you want: {url}/quay.xml, {url}/hills.xml"),
    ],
)
async def test_an_answer_that_fails_is_named_and_nothing_is_written(
    newcomer: Newcomer, answers: str, said: str
) -> None:
    url = newcomer.web.url("")
    done = await newcomer.init(newcomer.allow() + answers.replace("{url}", url))
    assert done.returncode == 2, done.stderr
    assert said.replace("{url}", url) in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in newcomer.folder.iterdir()] == ["answers.toml"]


async def test_whoever_types_is_asked_again_and_enter_takes_what_is_offered(newcomer: Newcomer) -> None:
    done = await newcomer.call("init", typed="/proc/none\n\nno site\n\n\n\n\n\n")
    assert done.returncode == 0, done.stderr
    assert "the folder /proc/none cannot be made" in done.stderr
    assert newcomer.written() == {"onrecord.toml", "onrecord.env"}
    ready = await newcomer.call("config", "check")
    assert (ready.returncode, ready.stdout) == (0, "config: ok\n"), ready.stderr
    assert not (newcomer.folder / "data").exists()


async def test_a_token_is_checked_where_the_network_is_there(newcomer: Newcomer) -> None:
    async with slack_serving() as slack:
        team = slack.workspace("tern")
        good = f'slack_bot_token = "{team.bot_token}"\nslack_app_token = "{slack.app.app_token}"\n'
        wrong = await newcomer.init(
            good.replace(team.bot_token, "xoxb-wrong"), ONRECORD_SLACK_API_URL=slack.api_url
        )
        assert wrong.returncode == 2, wrong.stderr
        assert "slack workspace: " in wrong.stderr
        assert newcomer.written() == set()
        done = await newcomer.init(good, ONRECORD_SLACK_API_URL=slack.api_url)
        assert done.returncode == 0, done.stderr
        assert "slack app token: opens sockets" in done.stderr
    kept = (newcomer.folder / "onrecord.env").read_text("utf-8")
    assert f"ONRECORD_SLACK_BOT_TOKEN={team.bot_token}\n" in kept


async def test_without_a_network_a_token_is_kept_and_said_to_be_unchecked(newcomer: Newcomer) -> None:
    silent = f"http://127.0.0.1:{free_port()}/api/"
    answers = 'slack_bot_token = "xoxb-1"\nslack_app_token = "xapp-1"\n'
    done = await newcomer.init(answers, ONRECORD_SLACK_API_URL=silent)
    assert done.returncode == 0, done.stderr
    assert "not checked: 127.0.0.1 cannot be reached; later: onrecord doctor slack" in done.stderr


async def test_secrets_that_others_may_read_are_refused(newcomer: Newcomer) -> None:
    assert (await newcomer.init("")).returncode == 0
    (newcomer.folder / "onrecord.env").chmod(0o644)
    done = await newcomer.call("config", "check")
    assert done.returncode == 2
    assert "run: chmod 600 onrecord.env" in done.stderr
