"""Two workspaces at one desk: whatever either reads, presses or types ahead, nothing of the other's shows."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core import commands
from bot.model import Modal, Outline, Place, ReadArticle, Reply, Talk
from bot.platforms.web.render import told as rendered
from tests.fakes.room import NEWS, Room, open_room
from tests.fakes.stories import told

MARKS = ("Alder", "Birch", "Cedar", "Dogwood")
"""Each is in the headline, the text, the speaker, the outlet and the address of one article alone."""

OWN = "Juniper"
"""In all that the first workspace says and sets for itself."""


def piece(mark: str) -> ReadArticle:
    return told(
        f"Harbour council of {mark} votes on the quay",
        f"The harbour council of {mark} voted on Monday to build the new quay for four million crowns.\n\n"
        f"“We have waited for the quay of {mark} for nine years,” said Ada {mark}, who leads the council.\n\n"
        f"Shopkeepers along the old harbour of {mark} fear for their trade while the road is closed.",
        (f"We have waited for the quay of {mark} for nine years,", f"Ada {mark}"),
        outlet=f"{mark} Post",
    )


PIECES = {mark: piece(mark) for mark in MARKS}


def place_of(read: ReadArticle) -> str:
    (quote,) = read.quotes
    return f"{read.article.id}:{quote.span.start}:{quote.span.end}"


async def settle(room: Room) -> str:
    """All that a workspace may have of its own; the id of a wish of it."""
    thread = room.in_thread("100.1")
    await room.type(f"/news topics add name:{OWN} words:quay")
    await room.type(f"/news follow {OWN}")
    await room.type(f"/news mute {OWN}")
    await room.type("/news schedule set 08:00 zone:Pacific/Chatham")
    await thread.type("/ask what did the harbour council vote on?")
    for read in PIECES.values():
        await room.press("mute", read.article.id)
        await room.fill("wrong", place_of(read), fault="wrong quote", claimed=OWN, note=OWN)
    return (await room.type(f"/ask does the council of {OWN} vote?")).again


async def reads(room: Room, wish: str) -> AsyncIterator[Outline | Modal | list[str]]:
    """Everything that can be read at a desk."""
    thread = room.in_thread("100.1")
    for spec in commands.COMMANDS:
        if not spec.changes and spec.name not in ("feeds check", "ask", "brief"):
            yield (await room.type(spec.typed)).outline
    for mark, read in PIECES.items():
        ref = place_of(read)
        yield (await room.type(f"/news quotes speaker:{mark}")).outline
        yield (await thread.type(f"/ask what did the harbour council of {mark} vote on?")).outline
        yield await room.desk.suggest("quotes", "speaker", mark[:3], room.asker)
        for action, to in (("more", read.article.id), ("where", ref), ("elsewhere", ref), ("pause", "")):
            yield (await room.press(action, to)).outline
        yield await _shown(room, "wrong", ref)
    for spec in commands.COMMANDS:
        for argument in spec.arguments:
            yield await room.desk.suggest(spec.name, argument.name, "", room.asker)
    yield (await room.press("share", wish)).outline
    yield (await thread.mention("what did the harbour council vote on?")).outline
    yield (await thread.mention("", Talk(()))).outline
    yield await _shown(room, "schedule", "")
    yield await room.desk.home(room.asker)


async def _shown(room: Room, name: str, ref: str) -> Outline | Modal:
    found = await room.desk.modal(name, ref, room.asker)
    return found.outline if isinstance(found, Reply) else found


def shown(one: Outline | Modal | list[str]) -> str:
    """All of it in letters: as a platform has it, and as a reader sees it."""
    return repr(one) + (json.dumps(rendered(one)) if isinstance(one, Outline) else "")


async def walk(mine: set[str]) -> None:
    """The first workspace takes every feed, the second the feeds of these."""
    async with open_room(*PIECES.values()) as first:
        wish = await settle(first)
        second = first.of(replace(first.asker, place=Place(replace(NEWS, workspace="T2", room="C1"))))
        for status in await first.store.feeds("T1"):
            if any(mark in status.feed.outlet for mark in mine):
                await second.store.take_feed("T2", status.feed)
        async for one in reads(second, wish):
            text = shown(one)
            for mark in (OWN, "Chatham", *(set(MARKS) - mine)):
                asked = isinstance(one, Outline) and mark in one.title and mark != OWN
                assert mark not in (text.replace(one.title, "") if asked else text), (mark, one)
        home = await second.desk.home(second.asker)
        assert f"'{len(mine)} feed" in repr(home)


@settings(max_examples=6, deadline=None)
@given(st.sets(st.sampled_from(MARKS), max_size=3))
def test_nothing_of_another_workspace_shows(mine: set[str]) -> None:
    asyncio.run(walk(mine))
