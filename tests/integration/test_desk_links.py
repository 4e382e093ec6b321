"""What a link in a chat leads to: briefed and asked about where it was posted, told in no digest."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.core.feeds.addresses import canonical
from bot.model import AnnotatedArticle, Feed, FeedHealth, FeedState, Harvest, Heading, Reply
from bot.newsroom import brief
from tests.fakes.desk_channel import NEWS, NOW, DeskChannel, blocks, open_desk_channel
from tests.fakes.outlet import MILL, Outlet, open_outlet
from tests.fakes.stories import STRIKE

PLANTED = "Old paper mill to become a library"


@pytest.fixture
async def press() -> AsyncIterator[Outlet]:
    async with open_outlet() as outlet:
        yield outlet


@pytest.fixture
async def room(press: Outlet) -> AsyncIterator[DeskChannel]:
    async with open_desk_channel(STRIKE, allow=press.web.allow) as opened:
        yield opened


def headlines(reply: Reply) -> list[str]:
    return [block.text for block in blocks(reply.outline) if isinstance(block, Heading)]


async def brief_in_thread(room: DeskChannel, press: Outlet) -> tuple[DeskChannel, Reply]:
    """A member without rights has a page briefed, in the thread of the message with its link."""
    thread = room.may_only_read().in_thread("100.1")
    reply = await thread.handle("brief", url=press.write("/mill", PLANTED, MILL))
    assert not reply.error
    return thread, reply


async def test_a_link_is_briefed_and_answers_in_its_thread(room: DeskChannel, press: Outlet) -> None:
    thread, briefed = await brief_in_thread(room, press)
    assert briefed.outline.title == PLANTED
    answer = await thread.handle("ask", question="What do the repairs of the roof cost?")
    assert answer.about == briefed.about
    assert "2.4 million crowns" in str(answer.outline)


async def test_the_address_of_what_has_no_page_is_briefed_from_what_its_feed_gave(
    room: DeskChannel, press: Outlet
) -> None:
    url = f"{press.web.url('/')}#strike-1"
    alone = replace(STRIKE.article, id="alone", url=url)
    feed = Feed.of(press.feed, alone.outlet)
    await room.store.take_feed(NEWS.workspace, feed)
    await room.store.keep([Harvest(feed, FeedHealth(FeedState.OK), articles=(AnnotatedArticle(alone),))])
    assert (await room.handle("brief", url=url)).about == ("alone",)
    assert not press.web.requests


async def test_a_link_plants_nothing_in_digests_and_stories(room: DeskChannel, press: Outlet) -> None:
    _, briefed = await brief_in_thread(room, press)
    assert headlines(await room.type("/news digest")) == [STRIKE.article.headline]
    assert PLANTED not in str((await room.type("/news why")).outline)
    told = await brief.stories(room.store, NEWS.workspace, NOW)
    assert not set(briefed.about) & {read.article.id for story in told for read in story.articles}


async def test_its_own_story_is_shown_to_who_presses_there(room: DeskChannel, press: Outlet) -> None:
    _, briefed = await brief_in_thread(room, press)
    more = await room.press("more", briefed.about[0])
    assert more.about == briefed.about


async def test_what_a_feed_brings_later_is_told_as_usual(room: DeskChannel, press: Outlet) -> None:
    _, briefed = await brief_in_thread(room, press)
    feed = Feed.of(canonical(press.feed), press.name)
    await room.store.take_feed(NEWS.workspace, feed)
    read = (await room.store.articles(briefed.about, NEWS.workspace))[briefed.about[0]]
    await room.store.keep([Harvest(feed, FeedHealth(FeedState.OK), (), (read,))])
    assert PLANTED in headlines(await room.type("/news digest"))
