"""A list of feeds that is sent to the app as a file, from the person to the desk."""

from __future__ import annotations

import pytest
from aiohttp import web

from bot.core.feeds.opml import MOST_BYTES
from bot.core.outline import texts
from bot.errors import NotAllowed
from bot.platforms.slack import SlackSettings
from bot.platforms.slack.api import Connection
from tests.fakes.bot_on_slack import BotOnSlack, listening
from tests.fakes.slack import App, Message
from tests.fakes.slack.files import Upload

LIST = b'<opml version="2.0"><body><outline xmlUrl="https://harbour.example/feed"/></body></opml>'
FILE = Upload("My Feeds.OPML", LIST)


async def whispered(s: BotOnSlack) -> Message:
    return await s.slack.until(lambda: s.news.whispers[-1] if s.news.whispers else None)


async def test_a_mention_with_a_list_imports_it_and_tells_its_outcome_in_the_thread() -> None:
    async with listening() as s:
        asked = await s.mara.mention(s.news, "please", files=[Upload("notes.txt", b"no"), FILE])
        (told,) = await s.slack.until(lambda: s.news.replies(asked.ts))
        assert f"{len(LIST)} bytes of feeds" in told.readable
        ((sent, actor),) = s.desk.imported
        assert sent == LIST
        assert actor.manages
        assert s.desk.mentioned == []


async def test_a_list_can_be_sent_to_the_app_itself() -> None:
    async with listening() as s:
        await s.mara.post(s.mara.talk, "", files=[FILE])
        await s.slack.until(lambda: s.desk.imported)


async def test_a_file_that_is_no_list_leaves_a_mention_what_it_is() -> None:
    async with listening() as s:
        await s.mara.mention(s.news, "what of the ferry?", files=[Upload("notes.txt", b"no")])
        await s.slack.until(lambda: s.desk.mentioned)
        assert s.slack.files.served == []


async def test_who_may_not_import_is_told_and_nothing_is_fetched_nor_a_large_file() -> None:
    async with listening() as s:
        await s.noel.mention(s.news, "", files=[FILE])
        assert "to change; everything that only reads is for you too" in (await whispered(s)).readable
        s.news.whispers.clear()
        await s.mara.mention(s.news, "", files=[Upload("a.opml", b" " * (MOST_BYTES + 1))])
        assert texts.file_too_large(MOST_BYTES) in (await whispered(s)).readable
        assert s.slack.files.served == []
        assert s.desk.imported == []


async def test_an_installation_without_the_scope_says_what_to_do() -> None:
    async with listening(App(scopes=App().scopes - {"files:read"})) as s:
        await s.mara.mention(s.news, "", files=[FILE])
        assert texts.may_read_no_files("files:read") in (await whispered(s)).readable
        assert s.slack.files.served == []


@pytest.mark.parametrize("base", ["https://files.slack.com/", "http://127.0.0.1:1/files-pri/"])
async def test_the_token_goes_nowhere_but_to_the_host_of_files(base: str) -> None:
    async with listening(files_url=base) as s:
        await s.mara.mention(s.news, "", files=[FILE])
        assert texts.FILE_ELSEWHERE in (await whispered(s)).readable
        assert s.slack.files.served == []


async def test_no_redirect_is_followed_with_the_token() -> None:
    asked: list[str] = []

    async def elsewhere(request: web.Request) -> web.Response:
        asked.append(request.path)
        raise web.HTTPFound("/b")

    app = web.Application()
    app.router.add_get("/{path}", elsewhere)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    connection = Connection(SlackSettings("xoxb-1"))
    with pytest.raises(NotAllowed, match="HTTP 302"):
        await connection.download(f"http://127.0.0.1:{runner.addresses[0][1]}/a", "xoxb-1", 1_000)
    await connection.close()
    await runner.cleanup()
    assert asked == ["/a"]
