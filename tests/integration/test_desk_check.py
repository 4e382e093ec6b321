"""`/news check` in a chat: against the articles of a thread, or of the feeds that the workspace takes."""

from __future__ import annotations

from dataclasses import replace

from bot.adapters.lexicons import with_quotes
from bot.model import Command, Paragraph, Place, Reply
from tests.fakes.desk_channel import NEWS, NOW, open_desk_channel
from tests.fakes.stored_articles import article, keep
from tests.fakes.stories import BRIDGE, STRIKE

WRONG = "About 45,000 cars cross the Aldmouth bridge on a working day."
NEWS_OF = "The Aldmouth bridge was closed to all traffic on Sunday night."


def said(reply: Reply) -> list[str]:
    return [
        block.text
        for section in reply.outline.sections
        for block in section.blocks
        if isinstance(block, Paragraph)
    ]


async def test_a_text_is_held_against_what_the_feeds_of_the_workspace_brought() -> None:
    async with open_desk_channel(BRIDGE, STRIKE) as room:
        reply = await room.desk.handle(Command("check", {"text": f"{NEWS_OF} {WRONG}"}), room.actor)
        assert said(reply) == [
            f"✓ {NEWS_OF}",
            f"✗ {WRONG}",
            "number, 45,000: The cited sentences do not give the number 45,000.",
        ]
        assert reply.outline.lead == "2 sentences, 1 with faults."
        assert reply.about == (BRIDGE.article.id,)


async def test_another_workspace_sees_nothing_of_it() -> None:
    async with open_desk_channel(STRIKE) as room:
        await keep(room.store, BRIDGE, workspaces=["T2"])
        reply = await room.desk.handle(Command("check", {"text": NEWS_OF}), room.actor)
        assert said(reply)[0] == f"✗ {NEWS_OF}"
        assert "Harbour Post" not in str(reply.outline)


async def test_in_a_thread_its_own_articles_decide() -> None:
    async with open_desk_channel(BRIDGE, STRIKE) as room:
        thread = Place(NEWS, "17.1")
        await room.store.put_thread(thread, [STRIKE.article.id], NOW)
        actor = replace(room.actor, place=thread)
        reply = await room.desk.handle(Command("check", {"text": WRONG.replace("45", "40")}), actor)
        assert said(reply)[0].startswith("✗")


async def test_short_sentences_and_those_without_a_full_stop_are_checked() -> None:
    async with open_desk_channel(BRIDGE, STRIKE) as room:
        for text in (
            "The bridge was closed",
            "The bridge was closed.",
            "the bridge was opened on Sunday night",
        ):
            reply = await room.desk.handle(Command("check", {"text": text}), room.actor)
            assert (reply.outline.lead or "").startswith("1 sentence, ")
            assert said(reply)[0] == f"{'✗' if 'opened' in text else '✓'} {text}"


async def test_german_is_checked_in_german() -> None:
    sinking = with_quotes(
        article("Die Fähre „Nordwind“ sank am Montag vor Brennick. Dabei wurden zwölf Menschen verletzt.")
    )
    async with open_desk_channel(sinking, STRIKE) as room:
        for text, mark in (
            ("Zwölf Menschen wurden verletzt.", "✓"),
            ("Elf Menschen wurden verletzt", "✗"),
            ("Die Fähre sank am Dienstag vor Brennick.", "✗"),
            ("Die Fähre sank.", "✓"),
        ):
            reply = await room.desk.handle(Command("check", {"text": text}), room.actor)
            assert said(reply)[0] == f"{mark} {text}", said(reply)


async def test_what_is_written_in_another_language_is_said_not_to_be_checked() -> None:
    async with open_desk_channel(BRIDGE) as room:
        text = "Le pont a été fermé à la circulation dans la nuit de dimanche à lundi par la mairie."
        reply = await room.desk.handle(Command("check", {"text": text}), room.actor)
        assert reply.outline.lead == (
            "1 line not checked: not in English. English and German are checked, one language a text."
        )
        assert reply.outline.sections == ()
