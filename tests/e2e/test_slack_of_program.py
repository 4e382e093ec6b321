"""The program in Slack: what people type and press there, and what they then see."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.adapters.store import open_store
from bot.core.feeds.addresses import canonical
from bot.model import Feed
from tests.fakes.outlet import BRIDGE, MILL, Outlet, open_outlet, settings
from tests.fakes.program import Program, Running, free_port, next_slot
from tests.fakes.slack import App, Channel, Message, Slack, User, serving

MANIFEST = yaml.safe_load(Path("config/slack-manifest.yaml").read_text("utf-8"))
QUESTION = "Who said that every cable has been tested?"
WORDS = "“We will not open it again before every cable has been tested,”"
REFUSED = "it leads to this machine; only whoever runs On Record can read it, by naming it in gather.allow"


@pytest.fixture
async def press() -> AsyncIterator[Outlet]:
    async with open_outlet() as room:
        room.publish("/bridge", "Aldmouth bridge closes after cracks are found", BRIDGE)
        yield room


def in_socket_mode(folder: Path, slack: Slack, token: str, press: Outlet) -> Program:
    settings(folder, f'[slack]\napi_url = "{slack.api_url}"', allow=press.web.allow)
    tokens = {"ONRECORD_SLACK_BOT_TOKEN": token, "ONRECORD_SLACK_APP_TOKEN": slack.app.app_token}
    return Program(folder, settings=tokens)


def over_http(folder: Path, slack: Slack, port: int, key: str, *outlets: Outlet) -> Program:
    addresses = f'api_url = "{slack.api_url}"\nauthorize_url = "{slack.address}/oauth/v2/authorize"'
    settings(
        folder,
        f'[slack]\nclient_id = "{slack.app.client_id}"\n{addresses}',
        f'[public]\nport = {port}\nurl = "http://127.0.0.1:{port}"',
        *(f'[[feeds]]\nurl = "{one.feed}"\noutlet = "{one.name}"' for one in outlets),
        allow=tuple(address for one in outlets for address in one.web.allow),
    )
    secrets = {
        "ONRECORD_SLACK_SIGNING_SECRET": slack.app.signing_secret,
        "ONRECORD_SLACK_CLIENT_SECRET": slack.app.client_secret,
        "ONRECORD_SECRET_KEYS": key,
    }
    return Program(folder, settings=secrets)


async def seen(
    slack: Slack, shown: Callable[[], list[Message]], *words: str, seconds: float = 120
) -> Message:
    """The first message there that holds these words, as soon as it does."""

    def fitting() -> Message | None:
        return next((one for one in shown() if all(word in one.readable for word in words)), None)

    try:
        found = await slack.until(fitting, seconds)
    except TimeoutError:
        texts = "\n---\n".join(one.readable for one in shown())
        raise AssertionError(f"nobody sees {words}; but:\n{texts}") from None
    return found


async def add_feed(slack: Slack, who: User, channel: Channel, press: Outlet) -> None:
    assert (await who.slash("/news", "feeds add", channel)).error is None
    await slack.until(who.modal)
    refused = await who.submit(values={"url": "no address"})
    assert refused.error is None
    assert who.modal(), "a mistake leaves the modal open"
    await who.submit(values={"url": press.feed})
    await seen(slack, lambda: channel.ephemerals(who), press.feed, press.name)


async def have_taken(program: Program, workspace: str, press: Outlet) -> None:
    """The workspace took the feed: not by a command, as no outlet of a test has a public address."""
    store = await open_store(program.environment["ONRECORD_DATABASE"])
    await store.take_feed(workspace, Feed.of(canonical(press.feed), press.name))
    await store.close()


async def first_digest(slack: Slack, who: User, channel: Channel) -> Message:
    assert (await who.slash("/news", "schedule set times:06:00 zone:UTC", channel)).error is None
    return await seen(slack, channel.messages, "News for", "Aldmouth bridge closes", WORDS, seconds=60)


async def exported(program: Program) -> list[dict[str, Any]]:
    done = await asyncio.to_thread(program.call, "errors", "export")
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


async def stopped(running: Running) -> None:
    assert await asyncio.to_thread(running.stop) == 0, "".join(running.said)
    assert not [line for line in running.said if "Traceback" in line], "".join(running.said)


async def ask_and_press(slack: Slack, noor: User, news: Channel, digest: Message) -> None:
    await noor.slash("/news", f"ask {QUESTION}", news)
    answer = await seen(slack, lambda: news.ephemerals(noor), WORDS.strip("“”,"))
    await noor.press(answer, "Share in channel")
    await seen(slack, news.messages, QUESTION)

    where = next(label for label in digest.labels if label.startswith("Show me where"))
    await noor.press(digest, where)
    passage = await seen(slack, lambda: [*news.thread(digest)[1:], *news.ephemerals(noor)], "Captured")
    await noor.press(passage, "Wrong quote or speaker")
    await slack.until(noor.modal)
    await noor.submit(values={"fault": "wrong speaker", "claimed": "Rui Costa", "note": "I was there"})
    await slack.until(lambda: noor.modal() is None)


async def brief_and_follow_up(slack: Slack, noor: User, news: Channel, press: Outlet) -> None:
    link = await noor.post(news, f"have you seen <{press.web.url('/bridge')}>?")
    assert (await noor.shortcut("brief_this", link)).error is None
    await seen(slack, lambda: news.thread(link)[1:], "Aldmouth bridge closes", WORDS)
    await noor.mention(news, "how many cars cross the bridge on a working day?", link)
    await seen(slack, lambda: news.thread(link)[2:], "40,000 cars")

    mill = press.write("/mill", "Old paper mill to become a library", MILL)
    unread = await noor.post(news, f"and <{mill}>?")
    assert (await noor.shortcut("brief_this", unread)).error is None
    await seen(slack, lambda: news.ephemerals(noor), mill, REFUSED)


async def at_its_time(slack: Slack, mara: User, news: Channel, press: Outlet) -> None:
    slot = next_slot()
    await mara.slash("/news", f"schedule set times:{slot}", news)
    press.publish("/mill", "Old paper mill to become a library", MILL)
    later = await seen(slack, lambda: news.messages()[1:], "News for", "paper mill", seconds=200)
    assert "Aldmouth bridge closes" not in later.readable
    assert slot in later.readable


@pytest.mark.timeout(600)
@pytest.mark.long
async def test_one_workspace_from_the_first_feed_to_a_wrong_quote(tmp_path: Path, press: Outlet) -> None:
    async with serving(App.of_manifest(MANIFEST)) as slack:
        team = slack.workspace("tern")
        mara, noor = team.user("mara", is_admin=True), team.user("noor")
        news = team.channel("news", mara, noor)
        program = in_socket_mode(tmp_path, slack, team.bot_token, press)
        with program.start() as running:
            await slack.until(lambda: slack.sockets.open, 60)

            await add_feed(slack, mara, news, press)
            await mara.slash("/news", "feeds check", news)
            refused = await noor.slash("/news", "schedule set times:07:00", news)
            assert refused.error is None
            await seen(slack, lambda: news.ephemerals(noor), "an admin of this workspace")
            digest = await first_digest(slack, mara, news)
            assert not digest.pings
            assert not digest.unfurls

            await ask_and_press(slack, noor, news, digest)
            await brief_and_follow_up(slack, noor, news, press)
            await at_its_time(slack, mara, news, press)
            await stopped(running)
        looked = await asyncio.to_thread(program.call, "doctor", "slack")
        assert looked.returncode == 0, looked.stdout
        assert "news" in looked.stdout
        (case,) = await exported(program)
        assert case["claimed"] == "Rui Costa"
        assert case["speaker"] == "Ana Silva"


def tables_with(program: Program, workspace: str) -> list[str]:
    """The tables in which anything of a workspace is left."""
    left = []
    with sqlite3.connect(program.folder / "onrecord.db") as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in names:
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({name})")]
            if "workspace" in columns:
                query = f"SELECT count(*) FROM {name} WHERE workspace = ?"
                if connection.execute(query, (workspace,)).fetchone()[0]:
                    left.append(name)
    connection.close()
    return left


async def forgotten(program: Program, workspace: str) -> None:
    for _ in range(100):
        left = tables_with(program, workspace)
        if not left:
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"still there: {left}")


@pytest.mark.slow
@pytest.mark.timeout(600)
async def test_two_workspaces_install_and_one_uninstalls(tmp_path: Path, press: Outlet) -> None:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    app = App.of_manifest(MANIFEST)
    app.socket_mode, app.request_url, app.redirect_urls = False, f"{address}/slack/events", (address,)
    async with serving(app) as slack, open_outlet("Norland Daily") as other:
        other.publish("/mill", "Old paper mill to become a library", MILL)
        tern, gull = slack.workspace("tern", installed=False), slack.workspace("gull", installed=False)
        mara, ola = tern.user("mara", is_admin=True), gull.user("ola", is_admin=True)
        noor = tern.user("noor")
        harbour, valley = tern.channel("harbour", mara, noor), gull.channel("valley", ola)
        key = await asyncio.to_thread(Program(tmp_path).call, "secrets", "key")
        program = over_http(tmp_path, slack, port, key.stdout.strip(), press, other)
        await have_taken(program, tern.id, press)
        await have_taken(program, gull.id, other)
        with program.start() as running:
            assert await asyncio.to_thread(lambda: running.page)
            for user in (mara, ola):
                assert (await user.install(f"{address}/slack/install")).status == 200
            await ola.slash("/news", f"feeds add {press.feed}", valley)
            await seen(slack, lambda: valley.ephemerals(ola), press.feed, REFUSED)
            for user, channel in ((mara, harbour), (ola, valley)):
                await user.slash("/news", "feeds check", channel)
            digest = await first_digest(slack, mara, harbour)
            assert "paper mill" not in digest.readable
            await ola.slash("/news", "schedule set times:06:00 zone:UTC", valley)
            theirs = await seen(slack, valley.messages, "News for", "paper mill", seconds=60)
            assert "Aldmouth" not in theirs.readable

            await ask_and_press(slack, noor, harbour, digest)
            await brief_and_follow_up(slack, noor, harbour, press)
            await at_its_time(slack, mara, harbour, press)

            await ola.slash("/ask", QUESTION, valley)
            await seen(slack, lambda: valley.ephemerals(ola), "answers that")
            await ola.slash("/news", "quotes speaker:Silva", valley)
            await seen(slack, lambda: valley.ephemerals(ola), "Quotes: speaker Silva", "No ")
            await ola.slash("/news", "feeds", valley)
            feeds = await seen(slack, lambda: valley.ephemerals(ola)[-1:], other.feed)
            assert press.feed not in feeds.readable

            await ola.uninstall()
            await forgotten(program, gull.id)
            assert tables_with(program, tern.id)
            await mara.slash("/ask", QUESTION, harbour)
            await seen(slack, lambda: harbour.ephemerals(mara), WORDS.strip("“”,"))
            await stopped(running)
        (case,) = await exported(program)
        assert case["claimed"] == "Rui Costa"
