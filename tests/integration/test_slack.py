"""Slack as a platform before the stand-in, in Socket Mode: what its people see."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Sequence
from functools import partial

import pytest

from bot.core.outline import texts
from bot.errors import NotAllowed
from bot.model import LOCAL_WORKSPACE, Actor, Command, Reply
from bot.platforms.slack import SlackPlatform
from tests.fakes.bot_on_slack import BotOnSlack, Counts, guard, listening, on_slack, served, settings_of
from tests.fakes.desk import MORNING, NEWS, FakeDesk
from tests.fakes.slack import App, Message, faults, lifecycle
from tests.fakes.slack.events import Delivery

BATCH = 250
"""Events at once: more than a busy workspace sends in a second."""

LINE = "The island ferry will sail again on Monday after three weeks in dock."


async def ephemeral(s: BotOnSlack, number: int = 0) -> Message:
    """What only mara sees in the channel."""
    found = await s.slack.until(lambda: s.news.ephemerals(s.mara)[number:])
    return found[0]


async def test_a_command_is_acknowledged_and_answered_to_who_typed_it_alone() -> None:
    async with listening() as s:
        act = await s.mara.slash("/news", "ask when does the ferry sail?", s.news)
        assert act.error is None
        answer = await ephemeral(s)
        assert "when does the ferry sail?" in answer.readable
        assert LINE in answer.readable
        assert answer.labels == [texts.SHARE]
        assert s.news.messages() == []
        command, actor = s.desk.handled[0]
        assert command == Command("ask", {"question": "when does the ferry sail?"})
        assert actor.place.channel.workspace == LOCAL_WORKSPACE
        assert (actor.place.channel.room, actor.place.thread) == (s.news.id, None)
        assert (actor.user, actor.manages, actor.zone) == (s.mara.id, True, "Europe/Berlin")


async def test_the_short_form_asks_too() -> None:
    async with listening() as s:
        await s.mara.slash("/ask", "who paid?", s.news)
        await ephemeral(s)
        assert s.desk.handled[0][0] == Command("ask", {"question": "who paid?"})


async def test_a_command_that_cannot_be_read_is_told_what_is_wrong() -> None:
    async with listening() as s:
        await s.mara.slash("/news", "digset", s.news)
        assert "did you mean /news digest?" in (await ephemeral(s)).readable
        assert s.desk.handled == []


async def test_who_made_a_channel_changes_what_it_gets_and_not_the_workspace_s_feeds() -> None:
    async with listening() as s:
        made = s.team.channel("made", s.noel)
        await s.noel.slash("/news", "feeds", s.news)
        await s.noel.slash("/news", "feeds", made)
        await s.slack.until(lambda: len(s.desk.handled) == 2)
        actors = {actor.place.channel.room: actor for _, actor in s.desk.handled}
        assert not actors[s.news.id].may_change()
        assert actors[made.id].may_change()
        assert not actors[made.id].may_change(workspace=True)
        assert "whoever made" in actors[made.id].managers
        assert actors[made.id].workspace_managers == texts.WORKSPACE_ADMIN


async def test_in_the_talk_with_the_app_everybody_orders_and_its_admins_alone_manage_the_feeds() -> None:
    async with listening() as s:
        await s.noel.slash("/news", "feeds", s.noel.talk)
        await s.mara.slash("/news", "feeds", s.mara.talk)
        await s.slack.until(lambda: len(s.desk.handled) == 2)
        assert {actor.user: actor.manages for _, actor in s.desk.handled} == {
            s.noel.id: False,
            s.mara.id: True,
        }
        assert all(actor.may_change() for _, actor in s.desk.handled)


async def test_those_named_in_the_settings_manage_too() -> None:
    async with on_slack() as s:
        given = settings_of(s.slack, s.team, managers=(s.noel.id,))
        other = SlackPlatform(given, s.ledger, None, s.ledger, lambda: MORNING, Counts(), guard())
        async with served(other, s.desk, lambda: s.slack.sockets.open, s.slack):
            await s.noel.slash("/news", "feeds", s.news)
            await s.slack.until(lambda: s.desk.handled)
        await other.close()
        [(_, actor)] = s.desk.handled
        assert actor.manages
        assert "settings" in actor.managers


async def test_two_processes_with_a_socket_each_act_once_together() -> None:
    async with listening() as s:
        given = settings_of(s.slack, s.team)
        other = SlackPlatform(given, s.ledger, None, s.ledger, lambda: MORNING, Counts(), guard())
        async with served(other, s.desk, lambda: len(s.slack.sockets.open) == 2, s.slack):
            for number in range(40):
                s.slack.emit(s.team, {"type": "channel_archive", "channel": f"C{number}", "user": s.mara.id})
            await s.slack.until(lambda: all(one.arrived for one in s.slack.deliveries))
            for again in list(s.slack.deliveries):
                s.slack.send(again)
            sent = len(s.slack.deliveries) * 2
            await s.slack.until(lambda: sum(len(one.attempts) for one in s.slack.deliveries) == sent)
        await other.close()
        assert sorted(channel.room for channel in s.desk.gone) == sorted(f"C{n}" for n in range(40))


async def test_a_machine_of_one_workspace_keeps_what_is_its_own_when_the_app_is_removed() -> None:
    async with listening() as s:
        lifecycle.uninstall(s.team)
        await s.slack.until(lambda: all(one.arrived for one in s.slack.deliveries))
        assert s.desk.workspaces == []


async def test_a_slow_answer_is_announced() -> None:
    desk = FakeDesk(hold=asyncio.Event())
    async with listening(desk=desk) as s:
        await s.mara.slash("/news", "ask who paid?", s.news)
        progress = await ephemeral(s)
        assert progress.readable == texts.WORKING
        assert desk.hold is not None
        desk.hold.set()
        assert LINE in (await ephemeral(s, 1)).readable


async def test_an_answer_is_shared_once_by_its_button_and_opens_a_thread_about_its_articles() -> None:
    async with listening() as s:
        await s.mara.slash("/news", "quotes", s.news)
        answer = await ephemeral(s)
        await s.mara.press(answer, texts.SHARE)
        [shared] = await s.slack.until(s.news.messages)
        assert "Island ferry" in shared.readable
        await s.mara.press(answer, texts.SHARE)
        assert texts.SHARED_ALREADY in (await ephemeral(s, 1)).readable
        assert len(s.news.messages()) == 1


async def test_an_answer_is_shown_to_the_channel_on_request() -> None:
    async with listening() as s:
        await s.mara.slash("/news", "ask who paid? --in-channel", s.news)
        [shared] = await s.slack.until(s.news.messages)
        assert LINE in shared.readable
        assert s.desk.handled[0][0].args == {"question": "who paid?"}
        await s.slack.until(lambda: s.desk.threads)
        assert [place.thread for place in s.desk.threads] == [shared.ts]


async def test_where_the_app_is_not_in_the_channel_the_answer_comes_and_can_be_shared_all_the_same() -> None:
    async with listening() as s:
        away = s.team.channel("away", s.mara, bot=False)
        await s.mara.slash("/news", "ask who paid?", away)
        [answer] = await s.slack.until(lambda: away.ephemerals(s.mara))
        assert LINE in answer.readable
        await s.mara.press(answer, texts.SHARE)
        [shared] = await s.slack.until(away.messages)
        assert LINE in shared.readable
        assert texts.SHARE not in shared.readable
        await s.mara.slash("/news", "ask who paid? --in-channel", away)
        assert len(await s.slack.until(lambda: away.messages()[1:])) == 1


async def test_where_nothing_can_be_shared_it_is_said_why_not() -> None:
    async with listening() as s:
        away = s.team.channel("away", s.mara, bot=False)
        s.slack.faults.at("response_url", faults.status(500))
        await s.mara.slash("/news", "ask who paid? --in-channel", away)
        [told] = await s.slack.until(lambda: away.ephemerals(s.mara))
        assert "invite it with /invite" in told.readable
        assert away.messages() == []


async def test_brief_this_is_answered_in_the_thread_also_where_the_app_is_not_in_the_channel() -> None:
    class Briefs(FakeDesk):
        async def handle(self, command: Command, actor: Actor) -> Reply:
            return Reply(NEWS, in_thread=True)

    async with listening(desk=Briefs()) as s:
        away = s.team.channel("away", s.mara, s.noel, bot=False)
        message = await s.noel.post(away, "Look: <https://harbour.example/ferry>.")
        await s.mara.shortcut("brief_this", message)
        [reply] = await s.slack.until(lambda: away.replies(message.ts))
        assert NEWS.title in reply.readable


async def test_a_fault_is_told_with_an_id_and_never_as_a_traceback(
    caplog: pytest.LogCaptureFixture,
) -> None:
    desk = FakeDesk(fault=ZeroDivisionError("secret"))
    async with listening(desk=desk) as s:
        await s.mara.slash("/news", "help", s.news)
        told = await ephemeral(s)
        assert texts.BROKEN in told.readable
        assert "secret" not in told.readable
        [line] = [one for one in caplog.messages if one.startswith("slack: a reply: error ")]
        assert texts.error_id(line.split()[-1]) in told.readable


async def test_a_mention_is_answered_in_its_thread_and_the_desk_learns_what_it_is_about() -> None:
    async with listening() as s:
        asked = await s.mara.mention(s.news, "who paid for <https://harbour.example/ferry|this>?")
        reply = (await s.slack.until(lambda: s.news.replies(asked.ts)))[0]
        assert LINE in reply.readable
        text, actor = s.desk.mentioned[0]
        assert text == "who paid for this (https://harbour.example/ferry)?"
        assert actor.place.thread is None
        await s.slack.until(lambda: s.desk.threads)
        [(place, about)] = s.desk.threads.items()
        assert (place.thread, about) == (asked.ts, ("ferry",))


async def test_a_slow_mention_gets_a_line_that_becomes_the_answer() -> None:
    desk = FakeDesk(hold=asyncio.Event())
    async with listening(desk=desk) as s:
        asked = await s.mara.mention(s.news, "who paid?")
        [line] = await s.slack.until(lambda: s.news.replies(asked.ts))
        assert line.readable == texts.WORKING
        assert desk.hold is not None
        desk.hold.set()
        await s.slack.until(lambda: LINE in s.news.replies(asked.ts)[0].readable)
        assert len(s.news.replies(asked.ts)) == 1


async def test_catching_up_reads_the_thread_as_it_is_now() -> None:
    async with listening() as s:
        first = await s.noel.post(s.news, f"<@{s.mara.id}> the dock is <https://a.example|dry> &amp; safe")
        gone = await s.noel.post(s.news, "never mind", thread=first)
        said = await s.mara.post(s.news, "I will ask", thread=first)
        await s.mara.edit(said, "I will ask the council")
        await s.noel.delete(gone)
        await s.mara.mention(s.news, "", thread=first)
        reply = await s.slack.until(lambda: [one for one in s.news.replies(first.ts) if one.by_bot])
        shown = reply[0].readable
        assert "“@mara the dock is dry (https://a.example) & safe”" in shown
        assert "I will ask the council" in shown
        assert "never mind" not in shown
        assert reply[0].pings == []
        urls = {link.url for link in reply[0].links}
        assert {s.slack.permalink(first), s.slack.permalink(said)} <= urls


async def test_a_thread_that_may_not_be_read_whole_says_so() -> None:
    async with listening(app=App(distributed=True), reads_freely=False) as s:
        first = await s.noel.post(s.news, "message 0")
        for number in range(1, 30):
            await s.noel.post(s.news, f"message {number}", thread=first)
        await s.mara.mention(s.news, "", thread=first)
        reply = await s.slack.until(lambda: [one for one in s.news.replies(first.ts) if one.by_bot])
        assert "Only 15 of 31 messages of this thread were read" in reply[0].readable


async def test_brief_this_answers_in_the_thread_of_the_message() -> None:
    class Briefs(FakeDesk):
        async def handle(self, command: Command, actor: Actor) -> Reply:
            self.handled.append((command, actor))
            return Reply(NEWS, in_thread=True)

    async with listening(desk=Briefs()) as s:
        message = await s.noel.post(s.news, "Look: <https://harbour.example/ferry>.")
        act = await s.mara.shortcut("brief_this", message)
        assert act.error is None
        [reply] = await s.slack.until(lambda: s.news.replies(message.ts))
        assert NEWS.title in reply.readable
        command, actor = s.desk.handled[0]
        assert command == Command("brief", {"url": "https://harbour.example/ferry"})
        assert actor.place.thread == message.ts


async def test_what_went_wrong_only_who_asked_is_told() -> None:
    desk = FakeDesk(hold=asyncio.Event())
    async with listening(desk=desk) as s:
        message = await s.noel.post(s.news, "Look: <https://harbour.example/ferry>.")
        await s.mara.shortcut("brief_this", message)
        [line] = await s.slack.until(lambda: s.news.replies(message.ts))
        assert line.readable == texts.WORKING
        assert desk.hold is not None
        desk.hold.set()
        assert "No such page." in (await ephemeral(s)).readable
        assert s.news.replies(message.ts) == []


async def test_what_went_wrong_is_told_also_where_the_line_of_progress_cannot_be_taken_back() -> None:
    desk = FakeDesk(hold=asyncio.Event())
    async with listening(desk=desk) as s:
        s.slack.faults.at("chat.delete", faults.status(500))
        message = await s.noel.post(s.news, "Look: <https://harbour.example/ferry>.")
        await s.mara.shortcut("brief_this", message)
        await s.slack.until(lambda: s.news.replies(message.ts))
        assert desk.hold is not None
        desk.hold.set()
        assert "No such page." in (await ephemeral(s)).readable


async def test_brief_this_on_a_message_without_a_link_says_so_to_one_alone() -> None:
    async with listening() as s:
        message = await s.noel.post(s.news, "No link here.")
        await s.mara.shortcut("brief_this", message)
        assert texts.NO_LINK in (await ephemeral(s)).readable


async def test_a_message_to_the_app_itself_is_answered_there() -> None:
    async with listening() as s:
        asked = await s.mara.say("who paid?")
        reply = await s.slack.until(lambda: [one for one in s.mara.talk.messages() if one.by_bot])
        assert LINE in reply[0].readable
        assert s.desk.mentioned[0][0] == "who paid?"
        assert asked.ts != reply[0].ts


async def test_each_event_is_acted_on_once_however_often_it_comes() -> None:
    async with listening() as s:
        for number in range(20):
            await s.mara.mention(s.news, f"question {number}")
        mentions = [one for one in s.slack.deliveries if one.event["type"] == "app_mention"]
        for again in reversed(mentions):
            s.slack.send(again)
        await s.slack.until(lambda: len(s.desk.mentioned) == 20)
        await s.slack.until(lambda: len(s.slack.sockets.acked) >= 40 + 20)  # with the messages themselves
        assert len(s.desk.mentioned) == 20


@pytest.mark.parametrize("how", ["refresh", "drop", "freeze"])
async def test_a_socket_that_is_refreshed_cut_or_dead_is_opened_again(
    how: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    async with listening() as s:
        if how == "refresh":
            await s.slack.sockets.disconnect()
        elif how == "drop":
            s.slack.sockets.drop()
        else:
            s.slack.sockets.freeze()
        await s.slack.until(lambda: s.slack.sockets.opened > 1 and s.slack.sockets.open, seconds=120)
        await s.mara.slash("/news", "help", s.news)
        await ephemeral(s)


async def test_a_bot_token_that_is_not_good_is_said_at_once() -> None:
    async with on_slack(bot_token="xoxb-wrong") as s:
        with pytest.raises(NotAllowed, match="install the app again"):
            await s.platform.serve(s.desk)


async def test_an_app_token_that_is_not_good_is_logged_in_lines_and_tried_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with (
        on_slack(app_token="xapp-wrong") as s,
        served(s.platform, s.desk, lambda: "invalid_auth" in caplog.text, s.slack),
    ):
        assert not s.slack.sockets.open
    assert "Traceback" not in caplog.text
    assert "xapp-wrong" not in caplog.text
    assert "xoxb" not in caplog.text


async def test_a_channel_that_ends_is_told_to_the_desk() -> None:
    async with listening() as s:
        lifecycle.archive(s.news, s.mara)
        await s.slack.until(lambda: s.desk.gone)
        assert s.desk.gone[0].room == s.news.id


def _all_arrived(deliveries: Sequence[Delivery]) -> bool:
    return all(one.arrived for one in deliveries)


@pytest.mark.slow
async def test_of_ten_thousand_events_one_in_ten_twice_and_out_of_order_each_is_acted_on_once() -> None:
    luck = random.Random(1)
    async with listening() as s:
        rooms = [f"C{number:05d}" for number in range(10_000)]
        late: list[Delivery] = []
        for start in range(0, len(rooms), BATCH):
            for room in rooms[start : start + BATCH]:
                s.slack.emit(s.team, {"type": "channel_archive", "channel": room, "user": s.mara.id})
            luck.shuffle(late)
            for again in late:
                s.slack.send(again)
            batch = s.slack.deliveries[start:]
            awaited = [*batch, *late]
            await s.slack.until(partial(_all_arrived, awaited))
            late = luck.sample(batch, len(batch) // 10)
        twice = len(rooms) * 11 // 10 - len(late)  # those of the last batch came once
        await s.slack.until(lambda: sum(len(one.attempts) for one in s.slack.deliveries) >= twice)
        assert sorted(channel.room for channel in s.desk.gone) == rooms
