"""Posting to Slack before the stand-in: once, whatever breaks; paced; each refusal named."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from aiohttp import web

from bot.errors import LONGEST_PAUSE, ChannelGone, MessageRefused, NotAllowed, PlatformError, RateLimited
from bot.model import Channel, Outline, Part, Place
from bot.platforms.slack import SlackPlatform
from bot.platforms.slack.api import Pace
from bot.platforms.slack.render import EVENT
from tests.fakes.bot_on_slack import Counts, guard, on_slack, settings_of
from tests.fakes.desk import MORNING, part
from tests.fakes.slack import App, Clock, Message, faults, lifecycle

BEFORE = MORNING - timedelta(minutes=5)


def standing() -> Clock:
    return Clock(MORNING.timestamp())


@pytest.mark.parametrize("fault", [faults.cut(), faults.status(500, after=True), faults.malformed()])
async def test_a_post_of_unclear_outcome_is_not_repeated_and_is_found(fault: faults.Fault) -> None:
    async with on_slack(standing()) as s:
        s.slack.faults.at("chat.postMessage", fault)
        with pytest.raises(PlatformError) as raised:
            await s.platform.post(s.place, part(key="k1"))
        assert not raised.value.retryable
        [message] = s.news.messages()
        assert await s.platform.find(s.place, Part("k1", Outline("News")), BEFORE) == message.ts


async def test_a_part_in_a_thread_is_found_there_after_a_cut() -> None:
    async with on_slack(standing()) as s:
        thread = Place(s.place.channel, await s.platform.post(s.place, part(key="k1")))
        s.slack.faults.at("chat.postMessage", faults.cut())
        with pytest.raises(PlatformError):
            await s.platform.post(thread, part(key="k2"))
        [reply] = s.news.replies(str(thread.thread))
        assert await s.platform.find(thread, Part("k2", Outline("News")), BEFORE) == reply.ts
        assert await s.platform.find(s.place, Part("k2", Outline("News")), BEFORE) is None


async def test_a_post_that_never_arrived_is_not_found() -> None:
    async with on_slack(standing()) as s:
        s.slack.faults.at("chat.postMessage", faults.cut(after=False))
        with pytest.raises(PlatformError):
            await s.platform.post(s.place, part(key="k1"))
        assert await s.platform.find(s.place, Part("k1", Outline("News")), BEFORE) is None


async def test_a_message_of_somebody_else_with_our_key_is_not_ours() -> None:
    async with on_slack(standing()) as s:
        forged = {"event_type": EVENT, "event_payload": {"key": "k1"}}
        s.news.keep(Message(s.news, s.slack.ts(), s.mara.id, "forged", metadata=forged))
        assert await s.platform.find(s.place, Part("k1", Outline("News")), BEFORE) is None


async def test_a_key_far_back_in_a_busy_channel_is_found() -> None:
    async with on_slack(standing()) as s:
        posted = await s.platform.post(s.place, part(key="k1"))
        for number in range(450):
            s.news.keep(Message(s.news, s.slack.ts(), s.mara.id, f"talk {number}"))
        assert await s.platform.find(s.place, Part("k1", Outline("News")), BEFORE) == posted


async def test_where_history_may_be_read_slowly_each_look_goes_on_where_the_last_one_ended() -> None:
    async with on_slack(standing(), App(distributed=True), reads_freely=False) as s:
        posted = await s.platform.post(s.place, part(key="k1"))
        for number in range(40):
            s.news.keep(Message(s.news, s.slack.ts(), s.mara.id, f"talk {number}"))
        for _ in range(2):
            with pytest.raises(RateLimited):
                await s.platform.find(s.place, Part("k1", Outline("News")), BEFORE)
            s.slack.clock.push(61)
        assert await s.platform.find(s.place, Part("k1", Outline("News")), BEFORE) == posted


@pytest.mark.parametrize("ahead", [0.9, 3.0, 300.0])
async def test_a_post_of_the_same_second_is_found_also_by_a_host_whose_clock_is_ahead(ahead: float) -> None:
    async with on_slack(standing()) as s:
        made = MORNING + timedelta(seconds=ahead)
        for place in (s.place, Place(s.place.channel, await s.platform.post(s.place, part(key="k0")))):
            posted = await s.platform.post(place, part(key="k1"))
            assert await s.platform.find(place, Part("k1", Outline("News")), made) == posted


@pytest.mark.parametrize("error", ["invalid_blocks", "msg_too_long", "msg_blocks_too_long"])
async def test_a_message_whose_form_slack_refuses_goes_as_plain_text(
    error: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with on_slack(standing()) as s:
        s.slack.faults.at("chat.postMessage", faults.refused(error))
        posted = await s.platform.post(s.place, part(key="k1"))
        [message] = s.news.messages()
        assert (message.ts, message.blocks) == (posted, [])
        assert message.text.startswith("News for Monday, 2 March 2026, 08:00")
        assert await s.platform.find(s.place, Part("k1", Outline("News")), BEFORE) == posted
    assert f"{error}; sent as plain text in place of: header 36, " in caplog.text
    assert "ferry" not in caplog.text.lower()


async def test_a_message_that_slack_takes_in_no_form_is_refused_for_good() -> None:
    async with on_slack(standing()) as s:
        s.slack.faults.at("chat.postMessage", faults.refused("msg_too_long"), times=2)
        with pytest.raises(MessageRefused):
            await s.platform.post(s.place, part(key="k1"))


async def test_a_message_in_the_queue_stays_there_while_slack_asks_for_a_wait() -> None:
    async with on_slack() as s:
        s.slack.faults.at("chat.postMessage", None, faults.rate_limited(30))
        posts = [s.platform.post(s.place, part(key=f"k{number}")) for number in range(4)]
        ends = await asyncio.gather(*posts, return_exceptions=True)
        assert [isinstance(end, RateLimited) for end in ends] == [False, True, True, True]


async def test_a_short_wait_that_slack_asks_for_is_kept_and_the_message_posted_once() -> None:
    async with on_slack(standing()) as s:
        s.slack.faults.at("chat.postMessage", faults.rate_limited(1))
        await s.platform.post(s.place, part(key="k1"))
        assert len(s.news.messages()) == 1


async def test_a_long_wait_is_told_and_slack_is_not_asked_again_until_then() -> None:
    async with on_slack(standing()) as s:
        s.slack.faults.at("chat.postMessage", faults.rate_limited(90))
        for _ in range(2):
            with pytest.raises(RateLimited) as raised:
                await s.platform.post(s.place, part(key="k1"))
            assert 80 < raised.value.wait <= 90
        assert [call for call in s.slack.calls if call.method == "chat.postMessage"] == []
        assert s.news.messages() == []


async def test_what_slack_refuses_is_named_with_its_remedy() -> None:
    async with on_slack(standing(), App(scopes=frozenset(("chat:write",)))) as s:
        away = s.team.channel("away", s.mara, bot=False)
        lifecycle.archive(s.news, s.mara)
        for room, error, says in (
            (s.news.id, ChannelGone, "archived"),
            ("C0NOWHERE", ChannelGone, "gone"),
            (away.id, NotAllowed, "invite it with /invite"),
        ):
            with pytest.raises(error, match=says):
                await s.platform.post(Place(Channel("slack", s.workspace, room)), part())
        with pytest.raises(NotAllowed, match=r"the scope .*history.* is missing"):
            await s.platform.find(s.place, Part("k1", Outline("News")), BEFORE)
        lifecycle.uninstall(s.team)
        with pytest.raises(NotAllowed, match="install the app again"):
            await s.platform.post(s.place, part())


async def test_an_edited_message_says_the_new_words_and_keeps_its_key() -> None:
    async with on_slack(standing()) as s:
        posted = await s.platform.post(s.place, part(key="k1"))
        await s.platform.edit(s.place, posted, Part("k1", Outline("Corrected")))
        [message] = s.news.messages()
        assert message.readable == "Corrected"
        assert await s.platform.find(s.place, Part("k1", Outline("News")), BEFORE) == posted


async def test_a_digest_pings_nobody_unfolds_nothing_and_is_read_out() -> None:
    async with on_slack(standing()) as s:
        await s.platform.post(s.place, part())
        [message] = s.news.messages()
        assert message.pings == []
        assert not message.unfurls
        assert {link.url for link in message.links} == {
            "https://harbour.example/ferry?a=1&b=2",
            "https://valley.example/ferry",
            "https://valley.example/mill",
        }
        assert message.text.startswith("News for Monday, 2 March 2026, 08:00")


async def test_those_named_are_warned_of_a_channel_that_cannot_be_told() -> None:
    async with on_slack(standing()) as s:
        await s.platform.warn(s.place.channel, "the digest could not be \u202eposted: <!channel>")
        [told] = s.mara.talk.messages()
        assert told.readable == "news: the digest could not be posted: <!channel>"
        assert told.pings == []


async def test_the_managers_of_the_settings_are_warned_where_there_are_any() -> None:
    async with on_slack(standing()) as s:
        given = settings_of(s.slack, s.team, managers=(s.noel.id,))
        other = SlackPlatform(given, s.ledger, None, s.ledger, lambda: MORNING, Counts(), guard())
        await other.warn(s.place.channel, "gone")
        await other.close()
        assert s.mara.talk.messages() == []
        assert [one.readable for one in s.noel.talk.messages()] == ["news: gone"]


class TestPace:
    async def test_a_channel_waits_for_its_turn_others_do_not(self) -> None:
        now, waits = [100.0], list[float]()

        async def sleep(seconds: float) -> None:
            waits.append(seconds)

        pace = Pace(lambda: now[0], sleep)
        for room in ("C1", "C1", "C2", "C1"):
            await pace.turn("T", room)
        assert waits == [1.0, 2.0]
        now[0] += 3
        await pace.turn("T", "C1")
        assert waits == [1.0, 2.0]

    async def test_a_queue_that_is_too_long_is_told(self) -> None:
        pace = Pace(lambda: 0.0)
        pace._next["T", "C1"] = 31.0
        with pytest.raises(RateLimited):
            await pace.turn("T", "C1")

    async def test_a_clock_that_is_set_back_ends_waits_and_queues(self) -> None:
        now, waits = [10_000.0], list[float]()

        async def sleep(seconds: float) -> None:
            waits.append(seconds)

        pace = Pace(lambda: now[0], sleep)
        pace.hold("T", "chat.update", 30)
        await pace.turn("T", "C1")
        now[0] -= 3600
        pace.check("T", "chat.update")
        await pace.turn("T", "C1")
        assert waits == []

    def test_a_wait_is_for_one_method_of_one_workspace_until_it_is_over(self) -> None:
        now = [0.0]
        pace = Pace(lambda: now[0])
        pace.hold("T", "chat.update", 30)
        with pytest.raises(RateLimited) as raised:
            pace.check("T", "chat.update")
        assert raised.value.wait == 30
        pace.check("T", "chat.postMessage")
        pace.check("T2", "chat.update")
        now[0] = 30.1
        pace.check("T", "chat.update")


async def test_a_message_is_found_after_the_app_was_installed_anew() -> None:
    async with on_slack(standing()) as s:
        posted = await s.platform.post(s.place, part(key="k1"))
        s.team.bot_id = "B0ANOTHER"
        assert await s.platform.find(s.place, Part("k1", Outline("News")), BEFORE) == posted


@pytest.mark.parametrize("asked", ["31536000", "9" * 400])
async def test_no_wait_that_slack_asks_for_is_longer_than_an_hour(asked: str) -> None:
    async def refusal(_request: object, _handler: object) -> web.Response:
        said = {"ok": False, "error": "ratelimited"}
        return web.json_response(said, status=429, headers={"Retry-After": asked})

    async with on_slack(standing()) as s:
        s.slack.faults.at("chat.postMessage", refusal)
        with pytest.raises(RateLimited) as raised:
            await s.platform.post(s.place, part(key="k1"))
        assert raised.value.wait == LONGEST_PAUSE
