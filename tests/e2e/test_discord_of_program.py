"""The program in Discord: what people type and press there, and what they then see."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

import pytest

from tests.fakes.discord import Channel, Discord, Guild, May, Message, Person
from tests.fakes.outlet import BRIDGE, MILL, Outlet, open_outlet, settings
from tests.fakes.program import Program, Running, next_slot

QUESTION = "Who said that every cable has been tested?"
WORDS = "We will not open it again before every cable has been tested"
REFUSED = "it leads to this machine; only whoever runs On Record can read it, by naming it in gather.allow"


def program_of(folder: Path, discord: Discord, home: Guild, press: Outlet) -> Program:
    """A program whose home server may take loopback feeds."""
    table = f'[discord]\napi_url = "{discord.url}"\nhome = "{home.id}"'
    settings(folder, table, allow=press.web.allow)
    return Program(folder, settings={"ONRECORD_DISCORD_TOKEN": discord.token})


async def seen(
    discord: Discord, shown: Callable[[], Iterable[Message]], *words: str, seconds: float = 120
) -> Message:
    """The first message there that holds these words, as soon as it does."""

    def fitting() -> Message | None:
        return next((one for one in shown() if all(word in one.text for word in words)), None)

    try:
        await discord.until(lambda: fitting() is not None, seconds)
    except TimeoutError:
        texts = "\n---\n".join(one.text for one in shown())
        raise AssertionError(f"nobody sees {words}; but:\n{texts}") from None
    found = fitting()
    assert found
    return found


def told_in(parent: Channel) -> Callable[[], list[Message]]:
    """What the bot said in the threads of a channel, or posted in a forum."""
    guild = parent.guild
    assert guild

    def told() -> list[Message]:
        threads = [one for one in guild.threads() if one.parent is parent]
        return [one for thread in threads for one in thread.messages() if one.author.bot]

    return told


async def add_feed(discord: Discord, who: Person, room: Channel, press: Outlet) -> Message:
    """What somebody is told who wants to take a feed."""
    who.slash("news feeds add", {}, room)
    await discord.until(lambda: who.modal() is not None)
    modal = who.modal()
    assert modal
    return await who.submit(modal, {"url": press.feed}).reply()


async def order(who: Person, room: Channel, times: str) -> None:
    await who.slash("news schedule set", {"times": times, "zone": "UTC"}, room).reply()


async def stopped(running: Running) -> None:
    assert await asyncio.to_thread(running.stop) == 0, "".join(running.said)
    assert not [line for line in running.said if "Traceback" in line], "".join(running.said)


async def left(program: Program, guild: str) -> None:
    """Wait until a server's end is written down: what is its own is deleted after the grace time."""
    for _ in range(100):
        with closing(sqlite3.connect(program.folder / "onrecord.db")) as connection:
            if connection.execute("SELECT 1 FROM left_workspaces WHERE workspace = ?", (guild,)).fetchone():
                return
        await asyncio.sleep(0.1)
    raise AssertionError("the end is not written down")


@pytest.mark.timeout(600)
@pytest.mark.long
async def test_two_servers_from_the_first_feed_to_being_kicked(tmp_path: Path) -> None:
    async with Discord() as discord, open_outlet() as press:
        press.publish("/bridge", "Aldmouth bridge closes after cracks are found", BRIDGE)
        metro, other = discord.guild("Metro"), discord.guild("Other")
        news, forum = metro.text_channel("news"), metro.forum("stories", ["Business"])
        elsewhere = other.text_channel("elsewhere")
        ada = discord.person("Ada", metro, permissions=int(May.MANAGE_GUILD))
        ben, cid = discord.person("Ben", metro), discord.person("Cid", other)
        eve = discord.person("Eve", other, permissions=int(May.MANAGE_GUILD))
        program = program_of(tmp_path, discord, metro, press)
        with program.start() as running:
            await discord.until(lambda: discord.gateway.connected, 60)
            assert press.name in (await add_feed(discord, ada, news, press)).text
            assert REFUSED in (await add_feed(discord, eve, elsewhere, press)).text
            await ada.slash("news feeds check", {}, news).reply(60)
            await order(ada, news, "06:00")
            await order(ada, forum, "06:00")
            digest = await seen(discord, news.messages, "News for", WORDS, seconds=60)
            assert not digest.pings
            await seen(discord, told_in(forum), "Aldmouth bridge closes", WORDS, seconds=60)

            offered = await ben.autocomplete("news quotes", "speaker", "Sil", news)
            assert "Ana Silva" in [choice["name"] for choice in offered]
            quoted = await ben.slash("news quotes", {"speaker": "Ana Silva"}, news).reply()
            assert WORDS in quoted.text
            answer = await ben.slash("news ask", {"question": QUESTION}, news).reply()
            assert WORDS in answer.text
            assert answer.only_for is ben

            link = ben.say(news, f"have you seen {press.web.url('/bridge')}")
            ben.context_menu("Brief this", link)
            briefed = await seen(discord, told_in(news), WORDS)
            ben.say(briefed.channel, f"<@{discord.world.bot.id}> how many cars cross the bridge a day?")
            await seen(discord, lambda: briefed.channel.messages()[-1:], "40,000 cars")
            mill = press.write("/mill", "Old paper mill to become a library", MILL)
            unread = ben.say(news, f"and {mill}")
            assert REFUSED in (await ben.context_menu("Brief this", unread).reply()).text

            unknown = await cid.slash("news ask", {"question": QUESTION}, elsewhere).reply()
            assert WORDS not in unknown.text
            await stopped(running)

        looked = await asyncio.to_thread(program.call, "doctor", "discord")
        assert looked.returncode == 0, looked.stdout
        assert "oauth2/authorize" in looked.stdout
        with program.start() as again:
            await discord.until(lambda: discord.gateway.connected, 60)
            where = next(label for label in digest.buttons if label.startswith("Show me where"))
            passage = await ben.press(digest, where).reply()
            assert "Captured" in passage.text

            press.publish("/mill", "Old paper mill to become a library", MILL)
            slot = next_slot()
            await order(ada, news, slot)
            await order(ada, forum, slot)
            later = await seen(discord, lambda: news.messages()[1:], "News for", "paper mill", seconds=200)
            assert slot in later.text
            assert "Aldmouth bridge closes" not in later.text

            await seen(discord, told_in(forum), "paper mill", seconds=60)

            others = await cid.slash("news feeds list", {}, elsewhere).reply()
            assert press.name not in others.text
            other.kick_bot()
            await left(program, str(other.id))
            await stopped(again)
