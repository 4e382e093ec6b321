"""Mentions and threads at a desk over a real store: a link, a question, a thread of people."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.core import commands
from bot.core.outline import texts
from bot.model import Bullet, Message, Place, Said, Table, Talk
from tests.fakes.desk_channel import NEWS, NOW, DeskChannel, blocks, open_desk_channel, said
from tests.fakes.stories import BRIDGE, OTHER_STRIKE, STRIKE, annotated

FERRIES = annotated(
    "Ferry timetable for the islands",
    "Ferries to the islands sail at six and at nine, the Norland harbour office said on Monday.\n\n"
    "Passengers with children board the ferries first.",
    outlet="Island Gazette",
    hours=3,
)


@pytest.fixture
async def room() -> AsyncIterator[DeskChannel]:
    async with open_desk_channel(BRIDGE, STRIKE, OTHER_STRIKE, FERRIES) as opened:
        yield opened


def talk(*lines: tuple[str, str], whole: bool = True, why_not: str = "") -> Talk:
    messages = (
        Message(str(at), author, text, NOW + timedelta(minutes=at), f"https://chat.example/{at}")
        for at, (author, text) in enumerate(lines)
    )
    return Talk(tuple(messages), whole, why_not)


PEOPLE = talk(
    ("Ana", "Do we print the ferry story today?"),
    ("Ben", "The council denies it. “We never said May,” their spokesman told me."),
    ("Ana", "Then we wait for the council."),
)


def bullets(found: Bullet | object) -> list[str]:
    return [block.text for block in blocks(found) if isinstance(block, Bullet)]  # type: ignore[arg-type]


async def test_a_link_is_briefed_in_its_thread_which_is_then_about_it(room: DeskChannel) -> None:
    thread = room.in_thread("100.1")
    reply = await thread.mention(f"could you brief {BRIDGE.article.url}?")
    assert reply.in_thread
    assert reply.outline.title == BRIDGE.article.headline
    assert reply.about == (BRIDGE.article.id,)
    assert await room.store.thread(thread.actor.place) == (BRIDGE.article.id,)


async def test_a_question_in_a_thread_is_answered_from_its_articles_first(room: DeskChannel) -> None:
    question = "Who carries passengers by ferries?"
    thread = room.in_thread("100.1")
    await room.desk.opened(thread.actor.place, [BRIDGE.article.id])
    inside = await thread.mention(question)
    assert inside.in_thread
    assert inside.about == (BRIDGE.article.id,)
    assert bullets(inside.outline)[0].startswith("Ferries will carry passengers free of charge")


async def test_a_question_on_another_subject_says_that_it_leaves_the_thread(room: DeskChannel) -> None:
    thread = room.in_thread("100.1")
    await room.desk.opened(thread.actor.place, [BRIDGE.article.id])
    reply = await thread.mention("How many members of the Norland teachers' union voted to strike?")
    assert "84 percent" in " ".join(bullets(reply.outline))
    assert reply.outline.lead.startswith("elsewhere")
    assert await room.store.thread(thread.actor.place) == (BRIDGE.article.id,)


async def test_a_later_turn_leans_on_the_first_and_is_forgotten_with_time(room: DeskChannel) -> None:
    thread = room.in_thread("100.1")
    place = thread.actor.place
    await room.desk.opened(place, [BRIDGE.article.id])
    await thread.mention("Why was the Aldmouth bridge closed?")
    await thread.mention("and when does it open")
    asked = room.desk.threads
    assert asked.at(place, (), NOW).questions == (
        "Why was the Aldmouth bridge closed?",
        "and when does it open",
    )
    assert asked.at(place, (), NOW + timedelta(days=2)).questions == ()
    assert asked.at(room.in_thread("100.2").actor.place, (), NOW).questions == ()


async def test_an_answer_in_a_thread_says_what_it_is_about(room: DeskChannel) -> None:
    thread = room.in_thread("100.1")
    await room.desk.opened(thread.actor.place, [BRIDGE.article.id])
    reply = await thread.mention("Who carries passengers by ferries?")
    assert reply.outline.lead.startswith("about: Aldmouth")


@pytest.mark.parametrize(
    ("typed", "title"),
    [("hello", texts.HELLO), ("thanks!", texts.WELCOME)],
)
async def test_plain_talk_is_answered_in_kind(room: DeskChannel, typed: str, title: str) -> None:
    assert (await room.mention(typed)).outline.title == title


async def test_the_news_is_the_digest_and_help_is_help(room: DeskChannel) -> None:
    assert (await room.handle("ask", question="what’s the news?")).outline.title.startswith("News")
    assert (await room.handle("ask", question="help")).outline == (await room.handle("help")).outline


async def test_a_thread_of_another_workspace_is_about_nothing_here(room: DeskChannel) -> None:
    await room.in_thread("100.1").mention(BRIDGE.article.url)
    other = room.elsewhere("T2").in_thread("100.1")
    reply = await other.mention("Why was the Aldmouth bridge closed?")
    assert reply.outline.lead == "None of the articles I have read answers that."


async def test_a_thread_that_is_not_ours_yet_is_about_what_was_answered_in_it(room: DeskChannel) -> None:
    thread = room.in_thread("100.2")
    await thread.handle("ask", question="How many members of the Norland teachers' union voted to strike?")
    assert STRIKE.article.id in await room.store.thread(thread.actor.place)


async def test_who_wants_to_be_caught_up_reads_who_said_what(room: DeskChannel) -> None:
    reply = await room.in_thread("100.1").mention("catch me up", PEOPLE)
    assert reply.in_thread
    assert reply.outline.lead == "From 3 messages by 2 people."
    assert (
        reply.outline.footer == "Each line is copied word for word from its message; nothing of it is kept."
    )
    assert [(b.author, b.text, b.url) for b in blocks(reply.outline) if isinstance(b, Said)] == [
        ("Ana", "Do we print the ferry story today?", "https://chat.example/0"),
        ("Ben", "The council denies it.", "https://chat.example/1"),
        ("Ben", "“We never said May,” their spokesman told me.", "https://chat.example/1"),
        ("Ana", "Then we wait for the council.", "https://chat.example/2"),
    ]


async def test_nothing_of_what_people_said_is_kept(room: DeskChannel) -> None:
    thread = room.in_thread("100.1")
    before = await room.store.counts()
    reply = await thread.mention("", PEOPLE)
    assert (reply.about, reply.again) == ((), "")
    assert await room.store.counts() == before
    assert await room.store.thread(thread.actor.place) == ()


async def test_what_could_not_be_read_is_said(room: DeskChannel) -> None:
    unread = talk(("Ana", "We meet on Monday."), whole=False, why_not="Only 1 of 40 messages was read.")
    reply = await room.in_thread("100.1").mention("recap", unread)
    assert reply.outline.footer.endswith("nothing of it is kept. Only 1 of 40 messages was read.")
    nothing = await room.in_thread("100.1").mention("recap", Talk((), whole=False))
    assert nothing.outline.lead == "There is nothing here yet to sum up."
    assert nothing.outline.footer == "Not all of this thread could be read."


async def test_a_mention_without_words_under_a_link_wants_its_briefing(room: DeskChannel) -> None:
    thread = room.in_thread("100.1")
    linked = talk(("Ana", f"look: {STRIKE.article.url}"), ("Ben", "That is next week then."))
    assert (await thread.mention("", linked)).outline.title == STRIKE.article.headline
    asked = await thread.mention("catch me up", linked)
    assert [block.author for block in blocks(asked.outline) if isinstance(block, Said)] == ["Ben"]


async def test_a_mention_that_wants_nothing_gets_the_help(room: DeskChannel) -> None:
    reply = await room.mention("")
    assert any(isinstance(block, Table) for block in blocks(reply.outline))


async def test_a_link_that_leads_to_no_article_is_one_sentence(room: DeskChannel) -> None:
    reply = await room.in_thread("100.1").mention("http://127.0.0.1:1/gone")
    assert reply.error
    assert len(said(reply.outline)) == 1
    assert await room.store.thread(Place(NEWS, "100.1")) == ()


async def test_a_thread_that_cannot_be_read_is_one_sentence_and_an_id(room: DeskChannel) -> None:
    async def broken() -> Talk:
        raise RuntimeError("no such thread")

    reply = await room.desk.mention("catch me up", room.in_thread("100.1").actor, broken)
    assert reply.error
    assert "Something went wrong on our side" in said(reply.outline)[0]
    assert reply.outline.footer.startswith("Error ")


class TestSuggestions:
    async def suggest(self, room: DeskChannel, command: str, argument: str, typed: str) -> list[str]:
        return await room.desk.suggest(command, argument, typed, room.actor)

    async def test_speakers_are_those_of_the_quote_book_that_said_most(self, room: DeskChannel) -> None:
        assert await self.suggest(room, "quotes", "speaker", "") == ["Ana Silva", "Rui Costa"]
        assert await self.suggest(room, "quotes", "speaker", "cos") == ["Rui Costa"]
        assert await self.suggest(room.elsewhere("T2"), "quotes", "speaker", "") == []

    async def test_zones_begin_with_that_of_who_asks(self, room: DeskChannel) -> None:
        assert await self.suggest(room, "schedule set", "zone", "berl") == ["Europe/Berlin"]
        found = await self.suggest(room, "schedule set", "zone", "")
        assert len(found) == 25
        assert found[0] == "UTC"

    async def test_feeds_topics_filters_and_choices(self, room: DeskChannel) -> None:
        await room.type("/news topics add name:Quay words:quay")
        await room.type("/news mute strikes")
        assert await self.suggest(room, "feeds remove", "feed", "valley") == []
        assert await self.suggest(room, "feeds remove", "feed", "harbour") == [
            "Harbour Post",
            "https://harbour-post.example/feed",
        ]
        assert await self.suggest(room, "feeds add", "url", "") == []
        assert await self.suggest(room, "follow", "topic", "q") == ["Quay"]
        assert await self.suggest(room, "unfollow", "topic", "q") == []
        assert await self.suggest(room, "unmute", "what", "") == ["strikes"]
        assert await self.suggest(room, "filters remove", "number", "") == ["1"]
        assert await self.suggest(room, "filters add", "kind", "la") == ["language"]

    async def test_a_typed_line_is_completed_with_them(self, room: DeskChannel) -> None:
        found = await room.desk.complete("/news quotes speaker:si", room.actor)
        assert found[0].text == "/news quotes speaker:Ana Silva"

    @pytest.mark.parametrize("spec", commands.COMMANDS, ids=lambda spec: spec.name)
    async def test_values_are_known_for_the_arguments_that_say_so(
        self, room: DeskChannel, spec: commands.CommandSpec
    ) -> None:
        await room.type("/news topics add name:Quay words:quay")
        await room.type("/news follow Quay")
        await room.type("/news mute strikes")
        await room.type('/news watch "port strike"')
        await room.type("/news schedule add times:07:00 zone:UTC")
        await room.type("/news schedule add times:19:00 zone:UTC")
        for argument in spec.arguments:
            values = await self.suggest(room, spec.name, argument.name, "")
            assert bool(values) == (argument.suggested or bool(argument.choices)), argument.name
