"""Buttons of stories and quotes, the error ledger, and what is asked for again, at a desk over a real store."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from bot.core import editions
from bot.core.outline import texts
from bot.model import (
    AnnotatedArticle,
    Digest,
    Edition,
    Fault,
    Filter,
    FilterKind,
    Heading,
    Mistakes,
    Passage,
    Quote,
    Reply,
    Subscription,
    Wording,
)
from bot.newsroom import brief
from tests.fakes.desk_channel import NEWS, NOW, DeskChannel, blocks, buttons, open_desk_channel, rows, said
from tests.fakes.stories import BRIDGE, STRIKE, annotated

SILVA = BRIDGE.quotes[0]
REF = f"{BRIDGE.article.id}:{SILVA.span.start}:{SILVA.span.end}"

BRIDGE_REWORDED = annotated(
    "Aldmouth bridge shut after cables crack",
    "The Aldmouth bridge is closed to traffic after engineers found cracks in two of its cables on Sunday.\n\n"
    "“We will not open the bridge before every cable has been tested,” said Mayor Ana Silva.\n\n"
    "Ferries carry passengers free of charge, the Aldmouth council said.",
    ("We will not open the bridge before every cable has been tested,", "Ana Silva"),
    outlet="Valley Times",
    hours=2,
)


BRIDGE_GOES_ON = annotated(
    "Aldmouth bridge to stay closed until June as cables fail tests",
    "The Aldmouth bridge stays closed until June after 14 of its cables failed their tests, engineers said.\n\n"
    "Mayor Ana Silva said that ferries would carry passengers across the bay free of charge until then, as they "
    "have since engineers found cracks in the cables of the Aldmouth bridge.",
    outlet="Harbour Post",
    hours=5 * 24,
)


@pytest.fixture
async def room() -> AsyncIterator[DeskChannel]:
    async with open_desk_channel(BRIDGE, BRIDGE_REWORDED, STRIKE) as opened:
        yield opened


class TestStories:
    async def test_more_of_a_story_can_be_muted_and_a_quote_leads_on(self, room: DeskChannel) -> None:
        more = await room.press("more", BRIDGE.article.id)
        assert set(more.about) == {BRIDGE.article.id, BRIDGE_REWORDED.article.id}
        assert buttons(more.outline)["mute"] == BRIDGE.article.id
        where = await room.press("where", REF)
        (passage,) = [block for block in blocks(where.outline) if isinstance(block, Passage)]
        assert passage.article.words(passage.mark) == SILVA.text
        assert buttons(where.outline) == {"elsewhere": REF, "wrong": REF}
        assert where.about == (BRIDGE.article.id,)

    async def test_a_muted_story_is_left_out_with_its_reason_until_it_is_unmuted(
        self, room: DeskChannel
    ) -> None:
        muted = await room.press("mute", BRIDGE.article.id)
        assert muted.outline.title == "This story is muted in this channel"
        assert said(muted.outline) == [BRIDGE.article.headline]
        assert rows((await room.type("/news filters")).outline) == [
            ("1", "leave out", "story", BRIDGE.article.headline)
        ]
        await room.press("mute", BRIDGE.article.id)
        assert len((await room.store.preferences(NEWS)).filters) == 1
        digest = await room.type("/news digest")
        assert [block.text for block in blocks(digest.outline) if isinstance(block, Heading)] == [
            STRIKE.article.headline
        ]
        why = said((await room.type("/news why bridge")).outline)
        assert len(why) == 1
        assert "(muted: this story; " in why[0]
        ref = buttons(muted.outline)["unmute"]
        assert rows((await room.press("unmute", ref)).outline) == []
        assert (await room.store.preferences(NEWS)).filters == ()

    async def test_a_muted_story_stays_muted_in_its_next_version(self, room: DeskChannel) -> None:
        await room.press("mute", STRIKE.article.id)
        article = STRIKE.article
        later = replace(article, id="later", text=article.text + " Talks go on.", supersedes=article.id)
        await room.store.import_articles(NEWS.workspace, [AnnotatedArticle(later)])
        assert "muted: this story" in said((await room.type("/news why norland")).outline)[0]

    @pytest.mark.parametrize("muted", [True, False])
    async def test_a_story_stays_muted_when_it_goes_on_after_days(
        self, room: DeskChannel, muted: bool
    ) -> None:
        await self.tell(room, NOW)
        if muted:
            await room.press("mute", BRIDGE.article.id)
        await room.store.import_articles(NEWS.workspace, [BRIDGE_GOES_ON])
        digest = await self.tell(room, NOW + timedelta(days=5))
        headlines = [read.article.headline for one in digest.briefings for read in one.story.articles]
        left = [(one.story.id, one.reason) for one in digest.left_out]
        assert headlines == ([] if muted else [BRIDGE_GOES_ON.article.headline])
        assert left == ([(BRIDGE_GOES_ON.article.id, "muted: this story")] if muted else [])

    async def tell(self, room: DeskChannel, at: datetime) -> Digest:
        order = Subscription("news", NEWS, (time(8),), "UTC")
        digest = await brief.make_digest(order, Edition("news", at.date(), time(8)), room.store, at)
        await room.store.put_subscription(order)
        await room.store.plan(editions.delivery_of(digest, order), digest)
        return digest

    async def test_stories_that_nothing_leads_back_to_are_no_longer_kept_as_muted(
        self, room: DeskChannel
    ) -> None:
        old = replace(STRIKE.article, id="old", url="https://old.example", published=NOW - timedelta(days=15))
        await room.store.import_articles(NEWS.workspace, [AnnotatedArticle(old)])
        await room.store.add_filter(NEWS, Filter(FilterKind.STORY, "old"))
        await room.press("mute", BRIDGE.article.id)
        (kept,) = (await room.store.preferences(NEWS)).filters
        assert kept.value.split()[0] == BRIDGE.article.id

    async def test_who_cannot_see_the_article_is_told_of_none(self, room: DeskChannel) -> None:
        await room.store.add_filter(NEWS, Filter(FilterKind.STORY, "unseen"))
        assert rows((await room.type("/news filters")).outline) == [
            ("1", "leave out", "story", "a muted story")
        ]
        other = room.elsewhere("T2")
        for action, ref in (("more", BRIDGE.article.id), ("mute", BRIDGE.article.id), ("where", REF)):
            reply = await other.press(action, ref)
            assert reply.error
            assert "bridge" not in str(reply.outline).lower()

    @pytest.mark.parametrize("ref", ["", "ferry", "ferry:1", "ferry:b:c", "ferry:9:9", "::"])
    async def test_a_place_that_no_button_of_ours_has_is_no_fault_of_ours(
        self, room: DeskChannel, ref: str
    ) -> None:
        for reply in (await room.press("where", ref), await room.desk.modal("wrong", ref, room.actor)):
            assert isinstance(reply, Reply)
            assert texts.OLD_BUTTON in said(reply.outline)

    async def test_an_older_button_is_told_as_such(self, room: DeskChannel) -> None:
        assert said((await room.press("zebra")).outline) == [
            "This button is from an older version of On Record and no longer works."
        ]


class TestElsewhere:
    async def test_the_wordings_of_the_outlets_stand_side_by_side(self, room: DeskChannel) -> None:
        reply = await room.press("elsewhere", REF)
        assert reply.outline.title == "In the words of Ana Silva"
        found = [block for block in blocks(reply.outline) if isinstance(block, Wording)]
        assert [wording.outlets for wording in found] == [("Harbour Post",), ("Valley Times",)]
        assert said(reply.outline) == [texts.REWORDED]

    async def test_a_quote_that_only_one_outlet_prints_is_shown_as_such(self, room: DeskChannel) -> None:
        costa = BRIDGE.quotes[2]
        reply = await room.press("elsewhere", f"{BRIDGE.article.id}:{costa.span.start}:{costa.span.end}")
        assert reply.outline.lead == texts.NOWHERE_ELSE
        assert [block for block in blocks(reply.outline) if isinstance(block, Quote)] == [costa]

    async def test_a_part_of_an_utterance_leads_to_its_place(self, room: DeskChannel) -> None:
        part = f"{BRIDGE.article.id}:{SILVA.span.start}:{SILVA.span.start + 24}"
        where = await room.press("where", part)
        (passage,) = [block for block in blocks(where.outline) if isinstance(block, Passage)]
        assert passage.article.words(passage.mark) == "We will not open it agai"


class TestTheErrorLedger:
    async def test_a_wrong_speaker_is_written_down_and_what_is_claimed_is_not_repeated(
        self, room: DeskChannel
    ) -> None:
        modal = await room.open("wrong", REF)
        assert SILVA.text in modal.lead
        assert modal.ref == REF
        reply = await room.fill(
            "wrong", REF, fault="wrong speaker", claimed=" Rui \n Costa ", note="He said it on the quay."
        )
        assert isinstance(reply, Reply)
        assert "Costa" not in str(reply)
        (report,) = await room.store.reports("T1")
        assert (report.fault, report.claimed, report.note) == (
            Fault.SPEAKER,
            "Rui Costa",
            "He said it on the quay.",
        )
        assert (report.quote.text, report.quote.speaker, report.at) == (SILVA.text, "Ana Silva", NOW)
        assert report.id in reply.outline.lead

    async def test_everybody_may_report_and_twice_is_once(self, room: DeskChannel) -> None:
        for _ in range(2):
            await room.may_only_read().fill("wrong", REF, fault="wrong quote")
        assert len(await room.store.reports("T1")) == 1

    async def test_what_is_wrong_must_be_said(self, room: DeskChannel) -> None:
        assert await room.fill("wrong", REF, fault="") == Mistakes({"fault": "Choose what is wrong."})
        assert await room.store.reports("T1") == []

    async def test_nobody_reports_what_they_cannot_see(self, room: DeskChannel) -> None:
        reply = await room.elsewhere("T2").fill("wrong", REF, fault="wrong quote")
        assert isinstance(reply, Reply)
        assert reply.error
        assert await room.store.reports() == []


class TestAgain:
    @pytest.mark.parametrize("action", ["again", "page", "share"])
    async def test_an_answer_can_be_had_again(self, room: DeskChannel, action: str) -> None:
        first = await room.type("/ask who voted to strike in Norland?")
        assert first.again
        assert await room.press(action, first.again) == first

    async def test_only_what_is_worth_it_is_remembered(self, room: DeskChannel) -> None:
        assert (await room.type("/news digest")).again != (await room.type("/news quotes")).again
        assert (await room.type("/news feeds")).again == ""
        assert (await room.handle("brief", url="http://127.0.0.1:1/")).again == ""

    async def test_another_workspace_does_not_have_it(self, room: DeskChannel) -> None:
        command = (await room.type("/news quotes")).again
        assert said((await room.elsewhere("T2").press("share", command)).outline) == [
            "This answer is no longer kept; ask again."
        ]


class TestFilterAndTopicModals:
    async def test_a_filter_is_added_or_what_is_wrong_is_said_at_its_input(self, room: DeskChannel) -> None:
        modal = await room.open("filter")
        assert [one.name for one in modal.inputs] == ["kind", "value"]
        assert "story" not in [choice.value for choice in modal.inputs[0].choices]
        reply = await room.fill("filter", kind="words", value="strike")
        assert isinstance(reply, Reply)
        assert rows(reply.outline) == [("1", "leave out", "words", "strike")]
        wrong = await room.fill("filter", kind="expression", value="(bus")
        assert isinstance(wrong, Mistakes)
        assert "this parenthesis is not closed" in wrong.sentences["value"]

    async def test_a_topic_is_made(self, room: DeskChannel) -> None:
        modal = await room.open("topic")
        assert [one.name for one in modal.inputs] == ["name", "words", "phrases", "names", "outlets"]
        assert isinstance(await room.fill("topic", name="Quay", words="port, quay"), Reply)
        assert await room.fill("topic", name="Empty") == Mistakes(
            {"name": "Say what Empty looks for, for example: /news topics add name:Empty words:port, quay"}
        )

    async def test_a_feed_that_does_not_answer_is_said_at_its_address(self, room: DeskChannel) -> None:
        assert [one.name for one in (await room.open("feed")).inputs] == ["url", "outlet"]
        wrong = await room.fill("feed", url="http://127.0.0.1:1/feed", outlet="The Quay")
        assert isinstance(wrong, Mistakes)
        assert list(wrong.sentences) == ["url"]
        assert await room.fill("feed", url="the quay") == Mistakes(
            {
                "url": "“the quay” is no site and no web address; write one such as example.org or https://example.org."
            }
        )

    async def test_a_modal_that_there_is_none_of_is_told(self, room: DeskChannel) -> None:
        assert isinstance(await room.desk.modal("zebra", "", room.actor), Reply)
        assert isinstance(await room.fill("zebra"), Reply)
