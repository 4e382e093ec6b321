"""Watches by what people type and press, at the desk over a real store."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import time

import pytest

from bot.core import commands
from bot.core.commands import parse
from bot.errors import ConfigError
from bot.model import AlertSettings, Channel, FilterKind, Outline, Place, Quiet, Topic, Watch
from tests.fakes.desk_channel import NEWS, DeskChannel, open_desk_channel
from tests.fakes.stories import BRIDGE, STRIKE


@pytest.fixture
async def room() -> AsyncIterator[DeskChannel]:
    async with open_desk_channel(BRIDGE, STRIKE) as opened:
        await opened.store.put_topic("T1", Topic("Energy", words=("gas",)))
        yield opened


async def watched(room: DeskChannel) -> list[tuple[str, str, str, str, str]]:
    return [
        (one.speaker, one.about, one.topic, one.phrase, one.channel.room)
        for one in await room.store.watches()
    ]


def lead(outline: Outline) -> str:
    return outline.lead


class TestTyping:
    @pytest.mark.parametrize(
        ("line", "speaker", "about", "topic", "phrase"),
        [
            ('/news watch speaker:"Ana Silva" about:cables', "Ana Silva", "cables", "", ""),
            ("/news watch speaker:Ana Silva", "Ana Silva", "", "", ""),
            ("/news watch topic:energy", "", "", "Energy", ""),
            ('/news watch "port strike"', "", "", "", "port strike"),
            ("/news watch “port strike”", "", "", "", "port strike"),
            ("/news watch port strike topic:energy", "", "", "Energy", "port strike"),
            ("/news watch add phrase:port strike", "", "", "", "port strike"),
        ],
    )
    async def test_a_speaker_a_topic_or_a_phrase_is_watched(
        self, room: DeskChannel, line: str, speaker: str, about: str, topic: str, phrase: str
    ) -> None:
        reply = await room.type(line)
        assert not reply.error, reply.outline
        assert reply.outline.title.startswith("Watching ")
        assert await watched(room) == [(speaker, about, topic, phrase, NEWS.room)]

    async def test_the_list_has_numbers_by_which_watches_end(self, room: DeskChannel) -> None:
        await room.type("/news watch topic:energy")
        await room.type('/news watch "port strike"')
        for line in ("/news watch", "/news watch list"):
            reply = await room.type(line)
            assert reply.outline.title == "2 watches"
            assert reply.outline.footer == "At most 4 messages an hour, the rest in one."
        reply = await room.type("/news watch stop 1")
        assert reply.outline.title == "No more alerts of the topic Energy"
        assert [phrase for _, _, _, phrase, _ in await watched(room)] == ["port strike"]

    @pytest.mark.parametrize(
        ("line", "says"),
        [
            ("/news watch topic:enrgy", "did you mean Energy?"),
            ("/news watch about:cables", "about: goes with speaker:"),
            ("/news watch add", "Say what to watch for"),
            ("/news watch stop 3", "There is no watch 3"),
            ("/news watch set", "Say what to change"),
            ('/news watch "…"', "holds no word"),
        ],
    )
    async def test_what_cannot_be_done_is_said_with_a_way_out(
        self, room: DeskChannel, line: str, says: str
    ) -> None:
        reply = await room.type(line)
        assert reply.error
        assert says in str(reply.outline)
        assert await watched(room) == []

    @pytest.mark.parametrize("line", ["/news watch lst", "/news watch stpo 2"])
    def test_a_slip_in_an_act_is_no_phrase(self, line: str) -> None:
        with pytest.raises(ConfigError, match="did you mean /news watch"):
            parse(line)

    async def test_one_thing_is_watched_for_once_in_a_channel(self, room: DeskChannel) -> None:
        await room.type("/news watch topic:energy")
        assert (await room.type("/news watch topic:Energy")).error
        assert len(await watched(room)) == 1

    async def test_quiet_time_and_the_most_of_an_hour_are_the_channels(self, room: DeskChannel) -> None:
        reply = await room.type("/news watch set quiet:22:00-07:00 hourly:2 zone:Europe/Berlin")
        assert lead(reply.outline) == (
            "At most 2 messages an hour, the rest in one. Quiet 22:00–07:00 (Europe/Berlin); "
            "what comes then waits."
        )
        expected = AlertSettings(Quiet(time(22), time(7)), "Europe/Berlin", 2)
        assert await room.store.alert_settings(NEWS) == expected

    async def test_what_is_known_is_suggested(self, room: DeskChannel) -> None:
        assert await room.desk.suggest("watch add", "topic", "ener", room.actor) == ["Energy"]
        assert await room.desk.suggest("watch me", "speaker", "silv", room.actor) == ["Ana Silva"]
        offered = [one.text for one in await room.desk.complete("/news watch topic:en", room.actor)]
        assert "/news watch topic:Energy" in offered
        await room.type("/news watch topic:energy")
        assert await room.desk.suggest("watch stop", "number", "", room.actor) == ["1"]


class TestWhoMay:
    async def test_a_channels_watches_are_for_its_managers(self, room: DeskChannel) -> None:
        reader = room.may_only_read()
        assert (await reader.type("/news watch topic:energy")).error
        await room.type("/news watch topic:energy")
        [watch] = await room.store.watches()
        for reply in (
            await reader.type("/news watch stop 1"),
            await reader.type("/news watch set hourly:1"),
            await reader.press("unwatch", watch.id),
            await reader.press("fewer", watch.id),
        ):
            assert reply.error
            assert "This is for channel managers to change" in str(reply.outline)
        assert len(await watched(room)) == 1

    async def test_everybody_watches_alone(self, room: DeskChannel) -> None:
        reader = room.may_only_read()
        reader = room.of(replace(reader.actor, user="U7", own="@U7"))
        assert not (await reader.type("/news watch me topic:energy")).error
        assert [to for *_, to in await watched(room)] == ["@U7"]
        assert not (await reader.type("/news watch set where:me hourly:1")).error
        assert (await room.store.alert_settings(Channel("slack", "T1", "@U7"))).hourly == 1
        assert not (await reader.type("/news watch stop 1")).error
        assert await watched(room) == []

    async def test_a_watch_in_direct_messages_is_ones_own(self, room: DeskChannel) -> None:
        reader = room.may_only_read().actor
        place = Place(Channel("slack", "T1", "D5"))
        alone = room.of(replace(reader, place=place, user="U7", direct=True, own="D5"))
        assert not (await alone.type("/news watch topic:energy")).error
        [watch] = await room.store.watches()
        assert (watch.channel.room, watch.user) == ("D5", "U7")

    async def test_nobody_ends_what_alerts_another(self, room: DeskChannel) -> None:
        mine = room.of(replace(room.actor, user="U7", own="@U7"))
        await mine.type("/news watch me topic:energy")
        [watch] = await room.store.watches()
        other = room.of(replace(room.actor, user="U8"))
        assert (await other.press("unwatch", watch.id)).error
        assert (await room.elsewhere("T2").press("unwatch", watch.id)).error
        assert not (await mine.press("unwatch", watch.id)).error

    async def test_no_other_workspace_touches_a_watch(self, room: DeskChannel) -> None:
        await room.type("/news watch topic:energy")
        [watch] = await room.store.watches()
        assert (await room.elsewhere("T2").press("unwatch", watch.id)).error
        assert await room.store.watches("T2") == []


class TestButtons:
    async def test_fewer_halves_the_most_of_an_hour_down_to_one(self, room: DeskChannel) -> None:
        await room.type("/news watch topic:energy")
        [watch] = await room.store.watches()
        said = [lead((await room.press("fewer", watch.id)).outline) for _ in range(2)]
        assert said == [
            "At most 2 messages an hour, the rest in one.",
            "At most 1 message an hour, the rest in one.",
        ]
        assert (await room.press("fewer", watch.id)).error

    async def test_stop_ends_the_watch_and_is_said_to_have(self, room: DeskChannel) -> None:
        await room.type("/news watch topic:energy")
        [watch] = await room.store.watches()
        assert (await room.press("unwatch", watch.id)).outline.title == "No more alerts of the topic Energy"
        assert (await room.press("unwatch", watch.id)).error

    async def test_a_story_is_muted_where_the_watch_alerts(self, room: DeskChannel) -> None:
        await room.store.put_watch(Watch("w", replace(NEWS, room="@U7"), phrase="bridge", user="U7"))
        mine = room.of(replace(room.actor, user="U7", own="@U7"))
        reply = await mine.press("mute_alert", f"w:{BRIDGE.article.id}")
        assert not reply.error, reply.outline
        [muted] = (await room.store.preferences(replace(NEWS, room="@U7"))).filters
        assert muted.kind is FilterKind.STORY
        assert BRIDGE.article.id in muted.value

    @pytest.mark.parametrize("button", ["unwatch", "fewer", "mute_alert"])
    def test_a_button_does_it_each_time(self, button: str) -> None:
        assert commands.changes(button)
