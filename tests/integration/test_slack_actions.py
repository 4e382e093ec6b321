"""Buttons, modals, Home and the Assistant pane of Slack before the stand-in."""

from __future__ import annotations

import asyncio

from bot.core.outline import texts
from bot.model import Actor, Control, Filled, Outline, Place, Reply, Section
from tests.fakes.bot_on_slack import BotOnSlack, listening
from tests.fakes.desk import NEWS, FakeDesk, Offers, part
from tests.fakes.slack import Message

ORDERS = Outline("Orders", (Section((), (Control("schedule", "", "Change times", opens=True),)),))


async def posted(s: BotOnSlack) -> Message:
    """A digest in the channel."""
    ts = await s.platform.post(s.place, part(NEWS))
    return next(one for one in s.news.messages() if one.ts == ts)


async def test_a_button_of_a_digest_is_answered_to_who_pressed_it_and_the_digest_stays() -> None:
    async with listening() as s:
        digest = await posted(s)
        before = digest.readable
        act = await s.noel.press(digest, "Show me where: Silva")
        assert act.error is None
        [answer] = await s.slack.until(lambda: s.news.ephemerals(s.noel))
        assert "We have waited long enough" in answer.readable
        assert digest.readable == before
        control, actor = s.desk.pressed[0]
        assert (control.action, control.label) == ("where", "Show me where: Silva")
        assert (actor.user, actor.place.channel.room) == (s.noel.id, s.news.id)


async def test_a_button_whose_answer_belongs_in_the_thread_is_answered_there_once() -> None:
    class InThread(FakeDesk):
        async def press(self, control: Control, actor: Actor) -> Reply:
            return Reply(Outline("At length"), in_thread=True, about=("ferry",))

    async with listening(desk=InThread()) as s:
        digest = await posted(s)
        await s.mara.press(digest, "press:more:0")
        [reply] = await s.slack.until(lambda: s.news.replies(digest.ts))
        assert reply.readable == "At length"
        await s.slack.until(lambda: s.desk.threads)
        assert [(place.thread, about) for place, about in s.desk.threads.items()] == [(digest.ts, ("ferry",))]
        await s.noel.press(digest, "press:more:0")
        [told] = await s.slack.until(lambda: s.news.ephemerals(s.noel))
        assert told.readable == texts.SHOWN_ALREADY
        assert len(s.news.replies(digest.ts)) == 1


async def test_a_button_in_a_thread_is_answered_in_that_thread_to_one_alone() -> None:
    async with listening() as s:
        digest = await posted(s)
        thread = Place(s.place.channel, digest.ts)
        ts = await s.platform.post(thread, part(NEWS, "second"))
        reply = next(one for one in s.news.replies(digest.ts) if one.ts == ts)
        await s.mara.press(reply, "Show me where: Berg")
        [answer] = await s.slack.until(lambda: s.news.ephemerals(s.mara))
        assert answer.thread_ts == digest.ts


async def test_a_modal_opens_filled_with_what_is_there_and_what_is_wrong_stands_in_it() -> None:
    async with listening() as s:
        await s.platform.post(s.place, part(ORDERS))
        await s.mara.press(s.news.messages()[-1], "Change times")
        view = await s.slack.until(s.mara.modal)
        assert view.title == "When digests come"
        act = await s.mara.submit(values={"times": "25:99"})
        assert act.error is None
        assert "times" in view.errors
        assert s.mara.modal() is view
        await s.mara.submit(values={"times": "07:30, 18:00"})
        [told] = await s.slack.until(lambda: s.news.ephemerals(s.mara))
        assert told.readable == "Done"
        assert s.mara.modal() is None
        filled, actor = s.desk.submitted[-1]
        assert filled.name == "schedule"
        assert filled.values["times"] == "07:30, 18:00"
        assert actor.place.channel.room == s.news.id


async def test_who_may_not_change_anything_is_told_who_may_in_a_modal() -> None:
    async with listening() as s:
        await s.platform.post(s.place, part(ORDERS))
        await s.noel.press(s.news.messages()[-1], "Change times")
        view = await s.slack.until(s.noel.modal)
        assert "an admin of this workspace or whoever made this channel" in view.shown.readable


async def test_a_modal_that_takes_long_closes_and_its_reply_follows() -> None:
    desk = FakeDesk()
    async with listening(desk=desk) as s:
        await s.platform.post(s.place, part(ORDERS))
        await s.mara.press(s.news.messages()[-1], "Change times")
        await s.slack.until(s.mara.modal)
        desk.hold = asyncio.Event()
        act = await s.mara.submit(values={"times": "25:99"})
        assert act.error is None
        assert act.seconds < 3
        assert s.mara.modal() is None
        desk.hold.set()
        [told] = await s.slack.until(lambda: s.news.ephemerals(s.mara))
        assert texts.NOT_SAVED in told.readable
        assert "25:99" in told.readable


async def test_where_the_app_is_not_in_the_channel_what_became_of_a_modal_is_told_in_the_talk_with_it() -> (
    None
):
    async with listening() as s:
        away = s.team.channel("away", s.mara, bot=False)
        await s.mara.slash("/news", "feeds add", away)
        await s.slack.until(s.mara.modal)
        await s.mara.submit(values={"url": "https://harbour.example/feed"})
        [told] = await s.slack.until(s.mara.talk.messages)
        assert told.readable == "Done"


async def test_who_is_not_in_the_channel_is_told_what_became_of_a_modal_in_the_talk_with_the_app() -> None:
    async with listening() as s:
        await s.mara.slash("/news", "feeds add", s.news)
        await s.slack.until(s.mara.modal)
        s.news.members.remove(s.mara.id)
        await s.mara.submit(values={"url": "https://harbour.example/feed"})
        [told] = await s.slack.until(s.mara.talk.messages)
        assert told.readable == "Done"


async def test_the_feeds_of_a_site_are_offered_in_the_modal_that_asked_for_it() -> None:
    async with listening(desk=Offers()) as s:
        s.mara.open_home()
        home = await s.slack.until(lambda: s.mara.home)
        await s.mara.press(home, "Add a feed")
        await s.slack.until(s.mara.modal)
        act = await s.mara.submit(values={"url": "quay.example"})
        assert act.error is None
        offer = await s.slack.until(s.mara.modal)
        assert "This site has 2 feeds; none is taken yet." in offer.shown.readable
        await s.mara.press(offer, "Take 2")
        await s.slack.until(lambda: s.desk.pressed)
        control, actor = s.desk.pressed[0]
        assert (control.action, control.ref, actor.user) == ("take", "ref-2", s.mara.id)


async def test_the_feeds_of_a_site_are_offered_to_who_typed_it() -> None:
    async with listening(desk=Offers()) as s:
        await s.mara.slash("/news", "feeds add quay.example", s.news)
        [offer] = await s.slack.until(lambda: s.news.ephemerals(s.mara))
        await s.mara.press(offer, "Take 1")
        await s.slack.until(lambda: s.desk.pressed)
        assert s.desk.pressed[0][0].ref == "ref-1"


async def test_wrong_quote_keeps_which_quote_it_is() -> None:
    async with listening() as s:
        wrong = Control("wrong", "ferry:96:148", "Wrong?", opens=True)
        await s.platform.post(s.place, part(Outline("Story", (Section((), (wrong,)),))))
        await s.noel.press(s.news.messages()[-1], "Wrong?")
        view = await s.slack.until(s.noel.modal)
        assert "We have waited long enough" in view.shown.readable
        await s.noel.submit(values={"claimed": "Tomas Berg", "fault": "wrong speaker"})
        await s.slack.until(lambda: s.desk.submitted)
        assert s.desk.submitted[0][0] == Filled(
            "wrong", {"fault": "wrong speaker", "claimed": "Tomas Berg", "note": ""}, "ferry:96:148"
        )


async def test_home_shows_a_channel_s_orders_its_buttons_work_and_another_channel_can_be_chosen() -> None:
    async with listening() as s:
        s.mara.open_home()
        home = await s.slack.until(lambda: s.mara.home)
        assert "Every day at 08:00 (Europe/Berlin), 6 stories." in home.shown.readable
        await s.mara.press(home, "home:channel", s.news.id)
        await s.slack.until(lambda: s.mara.home and s.news.id in str(s.mara.home.body))
        assert s.mara.home is not None
        await s.mara.press(s.mara.home, "Pause")
        window = await s.slack.until(s.mara.modal)
        assert "Island ferry" in window.shown.readable
        assert s.desk.pressed[0][0].action == "pause"
        assert s.desk.pressed[0][1].place.channel.room == s.news.id


async def test_a_modal_of_home_leaves_home_as_it_is_now_and_nothing_in_a_channel() -> None:
    async with listening() as s:
        s.mara.open_home()
        home = await s.slack.until(lambda: s.mara.home)
        await s.mara.press(home, "Add a feed")
        await s.slack.until(s.mara.modal)
        edition = home.edition
        await s.mara.submit(values={"url": "https://harbour.example/feed"})
        await s.slack.until(lambda: s.mara.home and s.mara.home.edition > edition)
        assert s.mara.modal() is None
        assert s.desk.submitted[0][0].values["url"] == "https://harbour.example/feed"
        assert s.news.ephemerals(s.mara) == []
        assert s.mara.talk.messages() == []


async def test_the_assistant_pane_suggests_what_to_ask_and_answers_with_its_status() -> None:
    async with listening() as s:
        thread = s.mara.open_assistant()
        prompts = await s.slack.until(lambda: s.mara.talk.prompts)
        [given] = prompts.values()
        assert [one["title"] for one in given["prompts"]] == [title for title, _ in texts.PROMPTS]
        await s.mara.say("/news help", thread)
        reply = await s.slack.until(lambda: [one for one in s.mara.talk.replies(thread.ts) if one.by_bot])
        assert "What I can do" in reply[-1].readable
        assert any(call.method == "assistant.threads.setStatus" for call in s.slack.calls)
