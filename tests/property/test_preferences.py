"""Whatever channels of two workspaces follow, filter and name: none of it shows in another."""

from __future__ import annotations

import asyncio
from collections import defaultdict

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.store import SqlStore
from bot.model import Channel, ChannelPreferences, Filter, FilterKind, Topic
from tests.fakes.stored_articles import open_memory_store

SHIPPED = Topic("Sport", ("match",))
CHANNELS = [Channel(platform, place, "r") for platform in ("web", "slack") for place in ("north", "south")]
NAMES = st.sampled_from(["Sport", "SPORT", "Port"])
FILTERS = st.builds(Filter, st.just(FilterKind.WORDS), st.sampled_from(["a", "b"]), st.booleans())
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["put", "drop", "follow", "unfollow", "add", "remove"]),
        st.sampled_from(CHANNELS),
        NAMES,
        st.sampled_from(["tide", "quay"]),
        FILTERS,
    ),
    max_size=16,
)
Step = tuple[str, Channel, str, str, Filter]


class World:
    """The same, told the plain way."""

    def __init__(self) -> None:
        self.own: dict[str, dict[str, Topic]] = defaultdict(dict)
        self.follows: dict[Channel, set[str]] = defaultdict(set)
        self.filters: dict[Channel, list[Filter]] = defaultdict(list)

    def topics(self, workspace: str) -> dict[str, Topic]:
        return {"sport": SHIPPED, **self.own[workspace]}

    def preferences(self, channel: Channel) -> ChannelPreferences:
        topics = self.topics(channel.workspace)
        followed = sorted(self.follows[channel] & topics.keys())
        return ChannelPreferences(tuple(topics[key] for key in followed), tuple(self.filters[channel]))

    async def do(self, store: SqlStore, step: Step) -> None:
        what, channel, name, word, one = step
        key, own = name.casefold(), self.own[channel.workspace]
        match what:
            case "put":
                own[key] = Topic(name, (word,))
                await store.put_topic(channel.workspace, own[key])
            case "drop":
                assert await store.drop_topic(channel.workspace, name) == (key in own)
                if own.pop(key, None):
                    for room in CHANNELS:
                        if room.workspace == channel.workspace:
                            self.follows[room].discard(key)
            case "follow":
                assert await store.follow(channel, name) == (key not in self.follows[channel])
                self.follows[channel].add(key)
            case "unfollow":
                assert await store.unfollow(channel, name) == (key in self.follows[channel])
                self.follows[channel].discard(key)
            case "add":
                assert await store.add_filter(channel, one) == (one not in self.filters[channel])
                self.filters[channel] += [one] if one not in self.filters[channel] else []
            case _:
                assert await store.drop_filter(channel, one) == (one in self.filters[channel])
                self.filters[channel] = [other for other in self.filters[channel] if other != one]


@settings(max_examples=25, deadline=None)
@given(STEPS)
def test_what_a_channel_wants_is_its_own(steps: list[Step]) -> None:
    async def run() -> None:
        store, world = await open_memory_store(), World()
        await store.ship_topics([SHIPPED])
        for step in steps:
            await world.do(store, step)
        for channel in CHANNELS:
            assert await store.preferences(channel) == world.preferences(channel)
            topics = world.topics(channel.workspace)
            assert await store.topics(channel.workspace) == [topics[key] for key in sorted(topics)]
        await store.close()

    asyncio.run(run())
