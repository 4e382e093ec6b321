"""`gather.allow` holds for the feeds of whoever runs On Record, and for nothing that is typed in a chat."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.adapters.fetch import HttpFetcher
from bot.app.opening import Newsroom, open_newsroom
from bot.config import Config, GatherConfig
from bot.core.feeds.addresses import canonical
from bot.errors import AddressRefused
from bot.model import LOCAL_WORKSPACE, Actor, Channel, Command, Feed, FeedState, Place, Reply
from bot.newsroom.feeds import find, take
from tests.fakes import web as fake
from tests.fakes.outlet import BRIDGE, Outlet, open_outlet

REFUSED = "only whoever runs On Record can read it"


@pytest.fixture
async def press() -> AsyncIterator[Outlet]:
    """An outlet at an address that the config allows."""
    async with open_outlet() as outlet:
        outlet.publish("/bridge", "Aldmouth bridge closes after cracks are found", BRIDGE)
        yield outlet


@pytest.fixture
async def newsroom(press: Outlet) -> AsyncIterator[Newsroom]:
    gather = GatherConfig(allow=press.web.allow, host_delay_seconds=0)
    async with open_newsroom(Config(database="sqlite:///:memory:", gather=gather)) as opened:
        yield opened


async def typed(newsroom: Newsroom, workspace: str, name: str, url: str) -> Reply:
    place = Place(Channel("slack", workspace, "C1", "news"))
    return await newsroom.desk.handle(Command(name, {"url": url}), Actor(place, "U1"))


@pytest.mark.parametrize("workspace", [LOCAL_WORKSPACE, "T1"])
async def test_a_link_in_a_chat_never_leads_there(newsroom: Newsroom, press: Outlet, workspace: str) -> None:
    reply = await typed(newsroom, workspace, "brief", press.web.url("/bridge"))
    assert reply.error
    assert REFUSED in str(reply.outline)
    assert press.web.requests == []


async def test_a_feed_of_another_workspace_is_not_taken_there(newsroom: Newsroom, press: Outlet) -> None:
    (checked,) = await find(newsroom.gatherer.of(LOCAL_WORKSPACE), press.feed)
    await take(newsroom.store, newsroom.gatherer, LOCAL_WORKSPACE, checked)
    asked = len(press.web.requests)
    assert REFUSED in str((await typed(newsroom, "T1", "feeds add", press.feed)).outline)
    assert await newsroom.store.feeds("T1") == []
    assert len(press.web.requests) == asked


async def test_the_home_workspace_takes_and_reads_it(newsroom: Newsroom, press: Outlet) -> None:
    assert not (await typed(newsroom, LOCAL_WORKSPACE, "feeds add", press.feed)).error
    assert (await newsroom.gatherer.round()).kept.new == 1
    assert not (await typed(newsroom, LOCAL_WORKSPACE, "brief", press.web.url("/bridge"))).error


@pytest.mark.parametrize(("both", "state"), [(False, FeedState.BROKEN), (True, FeedState.OK)])
async def test_a_feed_that_was_taken_before_is_read_only_where_the_home_workspace_takes_it(
    newsroom: Newsroom, press: Outlet, both: bool, state: FeedState
) -> None:
    for workspace in ("T1", LOCAL_WORKSPACE)[: 1 + both]:
        await newsroom.store.take_feed(workspace, Feed.of(canonical(press.feed), press.name))
    await newsroom.gatherer.round()
    (status,) = await newsroom.store.feeds("T1")
    assert status.health.state is state
    assert (REFUSED in status.health.note) is not both


async def test_the_command_line_reads_there(newsroom: Newsroom, press: Outlet) -> None:
    read = await newsroom.gatherer.local.article(press.web.url("/bridge"))
    assert read.article.headline.startswith("Aldmouth bridge closes")


async def test_a_redirect_leads_one_door_there_and_the_other_nowhere(press: Outlet) -> None:
    async with (
        fake.serving() as other,
        HttpFetcher(other.allow, tries=1) as strict,
        HttpFetcher((*other.allow, *press.web.allow), tries=1, beside=strict) as local,
    ):
        other.routes["/go"] = fake.redirect(press.web.url("/bridge"))
        assert (await local.fetch(other.url("/go"))).url == press.web.url("/bridge")
        with pytest.raises(AddressRefused, match=REFUSED):
            await strict.fetch(other.url("/go"))


async def test_both_doors_take_turns_at_a_host(press: Outlet) -> None:
    async with (
        HttpFetcher(press.web.allow, tries=1) as strict,
        HttpFetcher(press.web.allow, tries=1, beside=strict) as local,
    ):
        assert strict.turns is local.turns
