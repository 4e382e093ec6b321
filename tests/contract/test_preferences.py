"""Topics, following and filters, over a database in memory and in a file."""

from __future__ import annotations

from dataclasses import replace

from bot.model import Channel, ChannelPreferences, Filter, FilterKind, Topic
from bot.ports import ChannelStore

ROOM = Channel("web", "north", "news", "News")
NEXT_DOOR = replace(ROOM, room="sport")
ELSEWHERE = replace(ROOM, workspace="south")
PORT = Topic("Port", ("harbour",), ("port strike",), ("Ada Okafor",), ("Harbour Post",), "en")
SPORT = Topic("Sport", ("match",))
STRIKE = Filter(FilterKind.WORDS, "strike")
ENGLISH = Filter(FilterKind.LANGUAGE, "en", only=True)


class TestTopics:
    async def test_a_topic_comes_back_as_it_was_by_name(self, store: ChannelStore) -> None:
        await store.put_topic("north", SPORT)
        await store.put_topic("north", PORT)
        assert await store.topics("north") == [PORT, SPORT]

    async def test_a_topic_is_of_its_workspace_alone(self, store: ChannelStore) -> None:
        await store.put_topic("north", PORT)
        assert await store.topics("south") == []
        assert not await store.drop_topic("south", "Port")
        await store.follow(ELSEWHERE, "Port")
        assert await store.preferences(ELSEWHERE) == ChannelPreferences()

    async def test_what_ships_is_for_every_workspace_until_it_ships_no_more(
        self, store: ChannelStore
    ) -> None:
        await store.ship_topics([SPORT, PORT])
        assert await store.topics("north") == await store.topics("south") == [PORT, SPORT]
        await store.ship_topics([replace(PORT, words=("quay",))])
        assert await store.topics("north") == [replace(PORT, words=("quay",))]
        await store.ship_topics([])
        assert await store.topics("north") == []

    async def test_a_workspace_replaces_what_ships_for_itself(self, store: ChannelStore) -> None:
        own = Topic("SPORT", ("ferry races",))
        await store.ship_topics([SPORT])
        await store.put_topic("north", own)
        await store.follow(ROOM, "sport")
        await store.follow(ELSEWHERE, "sport")
        assert (await store.preferences(ROOM)).topics == (own,)
        assert (await store.preferences(ELSEWHERE)).topics == (SPORT,)

    async def test_what_every_workspace_has_no_workspace_can_remove(self, store: ChannelStore) -> None:
        await store.ship_topics([SPORT])
        assert not await store.drop_topic("north", "Sport")
        assert await store.topics("north") == [SPORT]

    async def test_a_topic_removed_is_followed_no_more(self, store: ChannelStore) -> None:
        await store.put_topic("north", PORT)
        await store.follow(ROOM, "Port")
        assert await store.drop_topic("north", " PORT ")
        assert not await store.drop_topic("north", "Port")
        await store.put_topic("north", PORT)
        assert (await store.preferences(ROOM)).topics == ()


class TestFollowing:
    async def test_a_channel_follows_a_topic_once_and_ends_it_once(self, store: ChannelStore) -> None:
        await store.ship_topics([SPORT])
        assert await store.follow(ROOM, "sport")
        assert not await store.follow(ROOM, "Sport")
        assert (await store.preferences(ROOM)).topics == (SPORT,)
        assert await store.unfollow(ROOM, "SPORT")
        assert not await store.unfollow(ROOM, "sport")
        assert await store.preferences(ROOM) == ChannelPreferences()

    async def test_another_channel_follows_nothing_of_it(self, store: ChannelStore) -> None:
        await store.ship_topics([SPORT])
        await store.follow(ROOM, "sport")
        assert (
            await store.preferences(NEXT_DOOR) == await store.preferences(ELSEWHERE) == ChannelPreferences()
        )


class TestFilters:
    async def test_filters_come_back_oldest_first_each_once(self, store: ChannelStore) -> None:
        assert await store.add_filter(ROOM, STRIKE)
        assert await store.add_filter(ROOM, ENGLISH)
        assert not await store.add_filter(ROOM, STRIKE)
        assert (await store.preferences(ROOM)).filters == (STRIKE, ENGLISH)

    async def test_the_same_value_may_be_left_out_and_alone_wanted(self, store: ChannelStore) -> None:
        assert await store.add_filter(ROOM, STRIKE)
        assert await store.add_filter(ROOM, replace(STRIKE, only=True))
        assert await store.drop_filter(ROOM, STRIKE)
        assert (await store.preferences(ROOM)).filters == (replace(STRIKE, only=True),)

    async def test_a_filter_is_of_its_channel_alone(self, store: ChannelStore) -> None:
        await store.add_filter(ROOM, STRIKE)
        assert (
            await store.preferences(NEXT_DOOR) == await store.preferences(ELSEWHERE) == ChannelPreferences()
        )
        assert not await store.drop_filter(NEXT_DOOR, STRIKE)
        assert not await store.drop_filter(ELSEWHERE, STRIKE)
        assert await store.drop_filter(ROOM, STRIKE)
        assert not await store.drop_filter(ROOM, STRIKE)

    async def test_values_keep_their_marks(self, store: ChannelStore) -> None:
        odd = Filter(FilterKind.EXPRESSION, "'; DROP TABLE filters; -- \\b“é”\\b")
        await store.add_filter(ROOM, odd)
        assert (await store.preferences(ROOM)).filters == (odd,)
